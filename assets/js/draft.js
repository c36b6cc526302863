// Keeps what is being typed, before it is sent. Without it each answer is kept when it is sent.
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  let timer = 0;
  let dirty = false;
  const keep = () => {
    clearTimeout(timer);
    if (!dirty) return;
    dirty = false;
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
  });
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
})();
