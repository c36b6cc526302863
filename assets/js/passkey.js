// Signs in with a passkey. Where the browser knows none, the button stays hidden.
(() => {
  const button = document.querySelector("[data-passkey]");
  const told = document.querySelector("[data-passkey-error]");
  const known = window.PublicKeyCredential;
  if (!button || !told || !known || !known.parseRequestOptionsFromJSON) return;
  button.hidden = false;
  const post = async (path, extra) => {
    const form = new URLSearchParams(new FormData(button.form));
    for (const secret of ["password", "code"]) form.delete(secret);
    for (const [name, value] of Object.entries(extra)) form.set(name, value);
    const answer = await fetch(path, { method: "POST", body: form });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  button.addEventListener("click", async () => {
    told.textContent = "";
    const use = button.dataset.passkey;
    try {
      const options = await post("/sign-in/passkey/begin", { use });
      const publicKey = known.parseRequestOptionsFromJSON(options);
      const found = await navigator.credentials.get({ publicKey });
      const { next } = await post("/sign-in/passkey", { use, answer: JSON.stringify(found.toJSON()) });
      location.assign(next);
    } catch {
      told.textContent = told.dataset.passkeyError;
    }
  });
})();
