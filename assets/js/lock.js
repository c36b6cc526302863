// Locks an officer's page after two minutes without activity, by a key, or by the button. What was
// filled in stays in the page. Without it the session's own limits hold.
(() => {
  const IDLE_MS = 120000;
  const dialog = document.getElementById("lock");
  const button = document.getElementById("lock-now");
  if (!dialog || !button || !dialog.showModal) return;
  const told = document.getElementById("lock-error");
  const proof = document.getElementById("lock-proof");
  const tabs = new BroadcastChannel("motcua-lock");
  let idle = 0;
  let title = "";
  const send = (form, extra) => {
    const body = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(extra)) body.set(name, value);
    return fetch(form.getAttribute("action"), { method: "POST", body }).catch(() => null);
  };
  const show = () => {
    if (dialog.open) return;
    title = document.title;
    document.title = document.getElementById("lock-title").textContent;
    told.textContent = "";
    dialog.showModal();
    proof.focus();
  };
  const hide = () => {
    if (!dialog.open) return;
    document.title = title;
    proof.value = "";
    dialog.close();
    wait();
  };
  const lock = () => {
    show();
    tabs.postMessage("lock");
    send(button, { stay: "1" });
  };
  const wait = () => {
    clearTimeout(idle);
    idle = setTimeout(lock, IDLE_MS);
  };
  for (const kind of ["pointerdown", "keydown", "scroll", "input"]) {
    document.addEventListener(kind, () => {
      if (dialog.open) return;
      wait();
      tabs.postMessage("busy");
    }, { passive: true });
  }
  tabs.addEventListener("message", ({ data }) => {
    if (data === "lock") show();
    if (data === "open") hide();
    if (data === "busy" && !dialog.open) wait();
  });
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.shiftKey && event.code === "KeyK") lock();
  });
  button.addEventListener("submit", (event) => {
    event.preventDefault();
    lock();
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await send(event.target, { stay: "1" });
    if (answer && answer.ok) {
      tabs.postMessage("open");
      hide();
      return;
    }
    told.textContent = answer && answer.status === 401 ? dialog.dataset.ended : dialog.dataset.wrong;
    proof.value = "";
    proof.focus();
  });
  wait();
})();
