// Keys: "/" search, "f" filter, "?" help, j and k along rows, Enter opens, "g" then a letter goes to a section.
const GO = { o: "/", a: "/audits", m: "/messages", l: "/law", q: "/law/ask", s: "/settings" };

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable], dialog[open]") !== null;
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-row] a[data-open]")];
  if (rows.length === 0) return;
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = at === -1 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[next].focus();
  rows[next].scrollIntoView({ block: "nearest" });
}

export function installKeys({ showDialog }) {
  let going = Number.NEGATIVE_INFINITY;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("details.menu[open]")) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      document.documentElement.removeAttribute("data-nav-open");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.timeStamp - going < 1200 && GO[event.key]) {
      location.assign(GO[event.key]);
      return;
    }
    const actions = {
      "/": () => document.getElementById("search")?.focus(),
      "?": () => showDialog("shortcuts"),
      f: () => document.querySelector("form.filters input, form.filters select")?.focus(),
      j: () => step(1),
      k: () => step(-1),
      g: () => {
        going = event.timeStamp;
      },
    };
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  });
}
