// Adds a passkey to one's own account. Where the browser can make none, the form stays hidden.
(() => {
  const form = document.querySelector("[data-new-passkey]");
  const known = window.PublicKeyCredential;
  if (!form || !known || !known.parseCreationOptionsFromJSON) return;
  const told = form.querySelector("[data-passkey-error]");
  const button = form.querySelector("button");
  const words = {
    AbortError: "cancelled",
    NotAllowedError: "cancelled",
    InvalidStateError: "known",
    ConstraintError: "unsupported",
    NotSupportedError: "unsupported",
    SecurityError: "unsupported",
  };
  form.hidden = false;
  document.querySelector("[data-no-passkey]").hidden = true;
  // Answers what the server says; where it leads elsewhere, the page goes there.
  const post = async (path, answer) => {
    const sent = new URLSearchParams(new FormData(form));
    sent.set("answer", answer);
    const response = await fetch(path, { method: "POST", body: sent });
    if (!response.redirected) return response.json();
    location.assign(response.url);
    return {};
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    told.textContent = "";
    button.disabled = true;
    try {
      const { options, wrong } = await post("/account/factors/passkey/begin", "");
      if (wrong) told.textContent = wrong;
      if (!options) return;
      const publicKey = known.parseCreationOptionsFromJSON(options);
      const made = await navigator.credentials.create({ publicKey });
      told.textContent = (await post(form.action, JSON.stringify(made.toJSON()))).wrong ?? "";
    } catch (error) {
      told.textContent = told.dataset[words[error.name] ?? "passkeyError"];
    } finally {
      button.disabled = false;
    }
  });
})();
