(() => {
  const root = document.documentElement, bar = document.getElementById("filter");
  if (!bar) return;
  root.classList.add("js");
  const chosen = (name) => new Set([...bar.querySelectorAll(`input[name=${name}]:checked`)].map((box) => box.value));
  const texts = new Map();
  const text = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };
  const apply = () => {
    const severities = chosen("severity"), roles = chosen("role");
    const platform = bar.querySelector("select").value;
    const words = bar.querySelector("input[type=search]").value.trim().toLowerCase();
    let shown = 0;
    for (const file of document.querySelectorAll(".file")) {
      let here = 0;
      const path = file.dataset.path.toLowerCase();
      for (const row of file.querySelectorAll(".finding")) {
        const fits = severities.has(row.dataset.severity) && roles.has(row.dataset.role) &&
          (!platform || row.dataset.platform === platform) &&
          (!words || path.includes(words) || text(row).includes(words));
        row.hidden = !fits;
        here += fits;
      }
      file.hidden = !here;
      shown += here;
    }
    document.getElementById("shown").textContent = shown;
    document.getElementById("nothing").hidden = shown > 0;
  };
  let waiting = 0;
  bar.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 60);
  });
  apply();
})();
