// Shows results while somebody types. Without it the form works as any other.
(() => {
  const form = document.querySelector("form[data-live]");
  const results = document.getElementById("results");
  if (!form || !results) return;
  let timer = 0;
  let last = "";
  const ask = async () => {
    const query = new URLSearchParams(new FormData(form));
    const words = (query.get("q") || "").trim();
    if (words === last) return;
    last = words;
    if (results.dataset.empty !== undefined && words === "") {
      results.replaceChildren();
      return;
    }
    query.set("part", "results");
    const answer = await fetch(`${form.getAttribute("action")}?${query}`).catch(() => null);
    // Another letter was typed meanwhile, or the line is down: the button still works.
    if (!answer || !answer.ok || words !== last) return;
    results.innerHTML = await answer.text();
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
})();
