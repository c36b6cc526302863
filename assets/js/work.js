// Keys for those who work on dossiers all day: J and K move, / searches. They can be switched off,
// and stay off in this browser. Also the box that chooses a whole page. Without it links and boxes
// work as any other.
(() => {
  const keys = document.getElementById("keys");
  if (!keys) return;
  const on = document.getElementById("keys-on");
  const links = [...document.querySelectorAll("#docs a, td.code a")];
  const view = document.getElementById("doc-view");
  keys.hidden = links.length < 2;
  on.checked = localStorage.getItem("keys") !== "off";
  on.addEventListener("change", () => localStorage.setItem("keys", on.checked ? "on" : "off"));
  const show = (link) => {
    const { doc, src, file } = link.dataset;
    const shown = document.createElement(doc === "pdf" ? "iframe" : doc === "image" ? "img" : "p");
    shown.className = { pdf: "mc-doc__frame", image: "mc-doc__page" }[doc] || "mc-doc__none";
    if (doc === "pdf") shown.title = file;
    if (doc === "image") shown.alt = file;
    if (doc === "other") shown.textContent = document.getElementById("docs").dataset.other;
    else shown.src = src;
    view.replaceChildren(shown);
    document.getElementById("doc-name").textContent = file;
    document.getElementById("doc-raw").href = src;
    for (const other of links) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  };
  if (view) {
    for (const link of links) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        show(link);
      });
    }
  }
  document.addEventListener("keydown", (event) => {
    const busy = event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea, dialog");
    if (busy || !on.checked) return;
    const search = document.getElementById("q");
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
    }
    const step = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (!step || links.length === 0) return;
    const here = links.findIndex((link) => view ? link.ariaCurrent : link === document.activeElement);
    const next = links[Math.min(Math.max(here + step, 0), links.length - 1)];
    if (view) show(next);
    else next.focus();
  });
  const chosen = document.getElementById("chosen");
  if (!chosen) return;
  const all = document.getElementById("all");
  const boxes = [...document.querySelectorAll("input[name=code]")];
  const max = Number(chosen.dataset.max);
  document.getElementById("all-box").hidden = false;
  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    chosen.textContent = ticked ? `${ticked} / ${max}` : "";
    for (const box of boxes) box.disabled = !box.checked && ticked >= max;
  };
  all.addEventListener("change", () => {
    boxes.forEach((box, place) => (box.checked = all.checked && place < max));
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
  count();
})();
