(() => {
  const root = document.documentElement, bar = document.getElementById("filter");
  if (!bar) return;
  root.classList.add("js");
  const apply = () => {
    const on = new Set([...bar.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.value));
    const platform = bar.querySelector("select").value;
    const words = bar.querySelector("input[type=search]").value.trim().toLowerCase();
    let shown = 0;
    for (const file of document.querySelectorAll(".file")) {
      let here = 0;
      const path = file.dataset.path.toLowerCase();
      for (const row of file.querySelectorAll(".finding")) {
        const fits = on.has(row.dataset.severity) && (!platform || row.dataset.platform === platform) &&
          (!words || path.includes(words) || row.textContent.toLowerCase().includes(words));
        row.hidden = !fits;
        here += fits;
      }
      file.hidden = !here;
      shown += here;
    }
    document.getElementById("shown").textContent = shown;
    document.getElementById("nothing").hidden = shown > 0;
  };
  bar.addEventListener("input", apply);
  apply();
})();
