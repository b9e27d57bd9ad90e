// What pages do beyond plain HTML: partial updates (htmx), keys, dialogs, the menu on small screens.
// Everything here is a comfort: without it each link and form still works.
import htmx from "htmx.org/dist/htmx.esm.js";
import { installKeys } from "./keys.js";

const on = (name, handler) => document.addEventListener(name, handler);

function showDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
  const before = button.querySelector("[data-label]").textContent;
  button.querySelector("[data-label]").textContent = button.dataset.done;
  setTimeout(() => {
    button.querySelector("[data-label]").textContent = before;
  }, 2000);
}

function toggleNavigation(button) {
  const open = document.documentElement.toggleAttribute("data-nav-open");
  button.setAttribute("aria-expanded", String(open));
}

on("click", (event) => {
  const target = event.target.closest("[data-dialog], [data-copy], [data-nav-toggle], [data-close]");
  if (target?.dataset.dialog) showDialog(target.dataset.dialog);
  else if (target?.dataset.copy) copy(target);
  else if (target?.matches("[data-nav-toggle]")) toggleNavigation(target);
  else if (target?.matches("[data-close]")) target.closest("dialog").close();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A link to a field of the page opens the fold it stands in and puts the cursor there.
on("click", (event) => {
  const link = event.target.closest("a[data-field]");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const fold = field.closest("details");
  if (fold) fold.open = true;
  const place = field.matches("fieldset") ? (field.querySelector("input:checked") ?? field) : field;
  place.focus();
  place.scrollIntoView({ block: "center" });
});

// A form with data-confirm asks first; the answer is given in a dialog of the page, not of the browser.
on("submit", (event) => {
  const form = event.target;
  if (!form.dataset.confirm || form.dataset.confirmed) return;
  event.preventDefault();
  const dialog = document.getElementById("confirm");
  dialog.querySelector("[data-text]").textContent = form.dataset.confirm;
  dialog.returnValue = "";
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "yes";
      form.requestSubmit();
    },
    { once: true },
  );
  dialog.showModal();
});

// A button cannot be pressed twice while its form is on the way.
on("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  const button = event.submitter;
  if (button) setTimeout(() => button.setAttribute("aria-disabled", "true"));
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[aria-disabled=true]")) button.removeAttribute("aria-disabled");
});

on("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
});

// A shared report: the token stands behind the "#" of the link, where no server sees it. It leaves the
// address before anything else happens, so that neither history nor a copied address keeps it.
function openShared() {
  const form = document.querySelector("form[data-from-hash]");
  if (!form || location.hash.length < 2) return;
  form.elements.token.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  form.requestSubmit();
}
openShared();
document.querySelector(".tabs a[aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
window.addEventListener("hashchange", openShared);

// A session that ended while a page polled answers 401: go to the login, keeping the way back.
// A form whose secret is of another session answers 403: the reloaded page has the right one.
on("htmx:response:error", (event) => {
  const status = event.detail.ctx?.response?.status;
  if (status === 401 || status === 403) location.reload();
});

installKeys({ showDialog });
window.htmx = htmx;
