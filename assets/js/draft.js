// Keeps what is being typed, before it is sent. Without it each answer is kept when it is sent.
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  let timer = 0;
  let dirty = false;
  // What is sent later says so, for a slow line may bring it before.
  let sent = 0;
  const turn = () => (form.elements.turn.value = `${form.dataset.draft}.${++sent}`);
  const keep = () => {
    clearTimeout(timer);
    if (!dirty) return;
    dirty = false;
    turn();
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") typed.append(name, value);
    // A line that is down loses nothing: the next letter tries again.
    navigator.sendBeacon(`${form.getAttribute("action")}/typed`, typed);
  };
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  });
  form.addEventListener("submit", () => {
    dirty = false;
    clearTimeout(timer);
    turn();
  });
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
})();
