// Makes the counter's pages quick: keys, digits for papers, procedures while one types, and answers
// put in place. Without it every button does the same by a page of its own.
(() => {
  const main = document.getElementById("content");
  const at = (query) => main.querySelector(query);
  const intake = () => at("[data-intake]");
  let timer = 0;
  let edited = false;
  // Which answer is awaited: the form may be sent again before the last one came.
  let awaited = 0;
  let pressed = false;
  for (const kind of ["keydown", "keyup"]) addEventListener(kind, () => (pressed = kind === "keydown"), true);
  const later = (work) => {
    clearTimeout(timer);
    timer = setTimeout(work, 120);
  };
  const fresh = () => {
    edited = false;
    (at("[autofocus]") ?? main).focus();
    for (const button of main.querySelectorAll("[data-printer]")) {
      button.hidden = false;
      button.onclick = () => print();
    }
    if (at("[data-print]")) print();
  };
  const isTick = (one) => one.type === "checkbox" || one.type === "radio";
  const state = (one) => (isTick(one) ? one.checked : one.value);
  // The same field on the page that took the place of the field's own.
  const same = (one) => one.name && [...intake().elements].find(({ name, value }) => name === one.name && (!isTick(one) || value === one.value));
  // Sends the form and puts the answer's page in place; what was typed or ticked meanwhile stays.
  const check = async (button) => {
    clearTimeout(timer);
    const form = button.form;
    const sent = new FormData(form, button);
    const scan = at("#c-scan");
    const typed = scan.value;
    if (document.activeElement === scan) at("#c-query").focus();
    scan.value = "";
    const stood = document.activeElement;
    const mine = ++awaited;
    const before = new Map([...form.elements].filter(({ name }) => name).map((one) => [one, state(one)]));
    const answer = await fetch(button.formAction, { method: "POST", body: new URLSearchParams(sent) }).catch(() => null);
    const html = answer && (await answer.text());
    // A box is ticked when the key comes up: it must be the box on which the key went down.
    if (pressed) await new Promise((done) => addEventListener("keyup", () => setTimeout(done), { once: true }));
    if (mine !== awaited) return;
    const page = html && new DOMParser().parseFromString(html, "text/html");
    const fetched = page && page.getElementById("content");
    if (!fetched?.querySelector("[data-intake]")) {
      // Not the same page, or the line is down: the browser goes there, and says what is wrong.
      scan.value = typed;
      form.dataset.plain = "1";
      form.requestSubmit(button);
      return;
    }
    const focus = document.activeElement;
    const selected = [focus.selectionStart, focus.selectionEnd];
    const changed = [...before].filter(([one, was]) => one.name !== "scan" && state(one) !== was);
    main.replaceChildren(...fetched.childNodes);
    document.title = page.title;
    fresh();
    edited = true;
    for (const [one] of changed) {
      const again = same(one);
      if (!again) continue;
      again[isTick(one) ? "checked" : "value"] = state(one);
      // What a script puts in place is no change to the browser, even for whoever typed it.
      if (!isTick(one)) again.addEventListener("blur", () => again.dispatchEvent(new Event("change", { bubbles: true })), { once: true });
      again.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const again = focus !== stood || changed.length ? same(focus) : null;
    again?.focus();
    if (again?.type === "text") again.setSelectionRange(...selected);
  };
  // Saves. Where nobody answers, what was typed stays, and the same form sent again makes one dossier.
  const save = async (form, button) => {
    if (form.dataset.saving) return;
    form.dataset.saving = "1";
    awaited += 1;
    const sent = new URLSearchParams(new FormData(form, button));
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: sent }).catch(() => null);
    const html = answer && (await answer.text().catch(() => null));
    delete form.dataset.saving;
    const page = html && new DOMParser().parseFromString(html, "text/html");
    const fetched = page && page.getElementById("content");
    const down = at("[data-down]");
    down.hidden = !!fetched;
    if (!fetched) return down.focus();
    const here = new URL(answer.url);
    edited = false;
    if (answer.redirected && !here.pathname.startsWith("/counter/")) return location.assign(here);
    main.replaceChildren(...fetched.childNodes);
    document.title = page.title;
    if (answer.redirected) history.pushState(null, "", here);
    fresh();
    edited = !!intake();
  };
  addEventListener("popstate", () => location.reload());
  const find = async (input) => {
    const query = input.value.trim();
    if (!query) return;
    const answer = await fetch(`/counter/procedures?part=results&q=${encodeURIComponent(query)}`).catch(() => null);
    if (answer && answer.ok && input.isConnected && input.value.trim() === query) at("#found").innerHTML = await answer.text();
  };
  // One press: brought as the procedure asks; each further one: in another form; then not at all.
  const paper = (digit) => {
    const row = at(`[data-papers] li:nth-child(${digit})`);
    if (!row) return;
    const box = row.querySelector("input");
    const form = row.querySelector("select");
    const asked = [...form.options].findIndex((option) => option.defaultSelected);
    box.focus();
    if (box.checked) form.selectedIndex = (form.selectedIndex + 1) % form.length;
    box.checked = !box.checked || form.selectedIndex !== Math.max(asked, 0);
    edited = true;
  };
  const next = (from) => {
    const seen = [...intake().elements].filter((one) => one.tabIndex >= 0 && one.checkVisibility());
    seen[seen.indexOf(from) + 1]?.focus();
  };
  const walk = (event, focus) => {
    const found = [...main.querySelectorAll("#found button")];
    const down = event.key === "ArrowDown";
    if (!found.length || (!down && event.key !== "ArrowUp")) return false;
    const to = found.indexOf(focus) + (down ? 1 : -1);
    (to < 0 ? at("#c-query") : (found[to] ?? focus)).focus();
    return true;
  };
  const press = (event) => {
    const focus = document.activeElement;
    const key = (event.altKey ? "Alt+" : "") + (event.key.length > 1 ? event.key : event.key.toUpperCase());
    const target = /^(F\d+|Alt\+.|Escape)$/.test(key) && at(`[aria-keyshortcuts="${CSS.escape(key)}"]`);
    if (target) {
      if (target.matches("a, button")) {
        if (key !== "Escape" || !edited || !intake() || confirm(intake().dataset.leave)) target.click();
      } else (target.querySelector("input") ?? target).focus();
      return true;
    }
    if (!intake() || event.altKey || event.ctrlKey || event.metaKey) return false;
    if (focus.closest("[data-find]") && walk(event, focus)) return true;
    if (focus.closest("[data-papers]") && focus.type !== "text" && /^[1-9]$/.test(event.key)) {
      paper(event.key);
      return true;
    }
    if (event.key !== "Enter" || focus.matches("a, button, textarea, summary, #c-scan")) return false;
    if (focus.id !== "c-query") {
      next(focus);
      return true;
    }
    const first = at("#found button");
    first?.click();
    return !!first;
  };
  document.addEventListener("keydown", (event) => {
    if (!event.isComposing && !document.querySelector("dialog[open]") && press(event)) event.preventDefault();
  });
  main.addEventListener("input", ({ target }) => {
    edited = true;
    if (target.id === "c-query") later(() => find(target));
    // A scanner that sends no Enter: seven fields are a card.
    if (target.id === "c-scan" && /^\d{12}(\|[^|]*){6}/.test(target.value)) later(() => target.value && at("[data-check]")?.click());
  });
  main.addEventListener("change", ({ target }) => {
    if (/^case$|^channel$|^answers\.|\.(exemption|count|sum)$/.test(target.name)) at("[data-check]").click();
  });
  main.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || event.target.dataset.plain) return;
    const path = button.getAttribute("formaction") ?? event.target.getAttribute("action");
    if (path !== "/counter/check" && (path !== "/counter" || event.target !== intake())) return;
    event.preventDefault();
    if (path === "/counter") save(event.target, button);
    else check(button);
  });
  fresh();
})();
