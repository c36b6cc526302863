// A citizen applies from a phone: from a search to a dossier that was handed in, with an answer that
// is wrong first, a question that another answer brings, and a file; what is lacking is sent, and the
// dossier withdrawn. Once without scripts, once with the keyboard alone, and once over a server that
// dies in the middle.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { clickIn, demo, person } from "../accounts.mjs";
import { ANSWERS, BIRTH, CITIZEN, COPY, DESK, PAGES_MAX, PICTURE, begin, fill, fillTo, go, step, submit, wanted } from "../applying.mjs";
import { freePort, serve } from "../own-demo.mjs";
import { base, launch, look, open, tabTo, walk } from "../page.mjs";

const OPTIONS_MAX = 200;
const TEXT = { name: "chung-sinh.png", mimeType: "image/png", buffer: Buffer.from("no picture") };

/** The desk asks for a paper over the interface. */
async function lack(code, component) {
  const { token } = demo.tokens.find(({ office, role }) => office === DESK && role === "clerk");
  const response = await fetch(`${base}/api/v1/dossiers/${code}/request-supplement`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ items: [{ component, reason: "unreadable", text: "Mất góc dưới" }] }),
  });
  assert.equal(response.status, 200, await response.text());
}

test("from a search to a dossier, a supplement and a withdrawal, on a phone", async () => {
  const way = { language: "vi", width: 320, scripts: true };
  await walk(way, async (page) => {
    await open(page, "/procedures?q=dang+ky+khai+sinh&lang=vi");
    await page.locator(`a[href="/procedures/${BIRTH}"]`).first().click();
    await page.waitForURL(`**/procedures/${BIRTH}`);
    await begin(page, way, BIRTH);
    const came = await fillTo(page, "check", async (here) => {
      if (["whom", "applicant", "q-child", "q-mother", "fees", "office", "return"].includes(here)) {
        await look(page, way, `apply-${here}`);
      }
      if (here === "q-child") {
        await page.locator('[name="answers.child.name"]').fill("Điểu Thị Minh An");
        await page.locator('[name="answers.child.birth_date.day"]').fill("31");
        await go(page);
        await page.locator(".govuk-error-summary").waitFor();
        await look(page, way, "apply-error");
        const name = await page.locator('[name="answers.child.name"]').inputValue();
        assert.equal(name, "Điểu Thị Minh An", "what was typed stays");
      }
      if (here === "paper-kq004389") {
        await look(page, way, "apply-paper");
        await page.locator('[name="paper.kq004389.file"]').setInputFiles(TEXT);
        await go(page);
        await page.locator(".govuk-error-summary").waitFor();
        await look(page, way, "apply-paper-error");
        await page.locator('[name="paper.kq004389.file"]').setInputFiles(PICTURE);
        await page.locator('[value="upload"]').check();
        await go(page);
        await page.waitForURL((url) => !url.pathname.endsWith(here));
        await page.goto(page.url().replace(/[^/]+$/, here));
        await page.getByText("chung-sinh.png").waitFor();
        ANSWERS[here] = { "paper.kq004389.way=upload": true };
      }
    });
    assert.ok(came.includes("q-late_reason"), "another answer brings it");
    assert.ok(!came.includes("q-found_on"), "no answer brings it");
    await page.goto(page.url().replace(/check$/, "q-ethnicity"));
    await fill(page);
    await page.locator('[name="answers.ethnicity"]').fill("Mạ");
    await go(page);
    await page.waitForURL("**/check");
    await page.getByText("Mạ", { exact: true }).waitFor();
    const check = page.url();
    const code = await submit(page, way);
    assert.equal(await page.locator("#secret").count(), 1, "the secret is there");
    const proof = await page.request.get(`/my/dossiers/${code}/proof`);
    assert.match(await proof.text(), /^c2sp\.org\/tlog-proof/, "the proof is one click away");
    await page.goto(check);
    assert.match(page.url(), /\/sent$/, "what was handed in cannot be handed in again");

    await lack(code, "kq004389");
    // From the message: open the dossier, the button, the file, send.
    await open(page, `/my/dossiers/${code}`);
    await page.locator(`a[href="/my/dossiers/${code}/supplement"]`).click();
    await page.getByText("Mất góc dưới").waitFor();
    await look(page, way, "apply-supplement");
    await page.locator('input[type="file"]').setInputFiles(PICTURE);
    await page.locator("#supplement button").click();
    await page.waitForURL(/done=supplement/);
    await look(page, way, "apply-supplemented");
    await page.locator(`a[href="/my/dossiers/${code}/withdraw"]`).click();
    await page.waitForURL("**/withdraw");
    await look(page, way, "apply-withdraw");
    await page.locator('[name="reason"]').fill("Nộp nhầm nơi");
    await page.locator('[name="confirm"]').check();
    await page.locator("#ask button").click();
    await page.waitForURL(/done=withdraw/);
    await look(page, way, "apply-withdrawn");
  });
});

test("without scripts everything goes, and questions are printed", async () => {
  const way = { language: "vi", width: 1280, scripts: false };
  await walk(way, async (page) => {
    await open(page, `/apply/${COPY}/paper?lang=vi`);
    await look(page, way, "apply-on-paper");
    await begin(page, way, COPY);
    await fillTo(page, "check");
    await open(page, "/my/drafts");
    await look(page, way, "apply-drafts");
    await page.locator("main .mc-hit a").first().click();
    await page.waitForURL("**/check");
    await submit(page, way);
  });
});

/** Puts the answers of a page in by keys alone, and goes on. */
async function byKeys(page) {
  for (const [name, value] of Object.entries(wanted(page))) {
    const [box, of] = name.split("=");
    if (value === true) {
      // A group of radios is one stop of Tab; arrows go on from there.
      await tabTo(page, `[name="${box}"]`);
      const at = await page.locator(`[name="${box}"]`).evaluateAll((all, wanted) => all.findIndex((it) => it.value === wanted), of);
      await page.keyboard.press("Space");
      for (let presses = 0; presses < at; presses += 1) await page.keyboard.press("ArrowDown");
      assert.ok(await page.locator(`[name="${box}"][value="${of}"]`).isChecked(), `${name} is chosen`);
    } else if (Array.isArray(value)) {
      await tabTo(page, `[name="${box}"]`);
      const chosen = () => page.locator(`[name="${box}"]`).inputValue();
      for (let presses = 0; (await chosen()) !== value[0] && presses < OPTIONS_MAX; presses += 1) {
        await page.keyboard.press("ArrowDown");
      }
      assert.equal(await chosen(), value[0], `${name} is chosen`);
    } else {
      await tabTo(page, `[name="${box}"]`);
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText(value);
    }
  }
  await tabTo(page, "form[data-draft] button[type=submit]");
  await page.keyboard.press("Enter");
}

/** A slow line of the highlands: 400 kbit/s, and 300 ms there and back. */
async function slow(page) {
  const tools = await page.context().newCDPSession(page);
  const line = { offline: false, latency: 300, downloadThroughput: 50_000, uploadThroughput: 25_000 };
  await tools.send("Network.emulateNetworkConditions", line);
}

test("with the keyboard alone, on a slow line, in English", async () => {
  const way = { language: "en", width: 1280, scripts: true };
  await walk(way, async (page) => {
    await slow(page);
    await clickIn(page, way, person(CITIZEN), `/apply/${COPY}`);
    await tabTo(page, `form[action="/apply/${COPY}"] button`);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/whom");
    for (let pages = 0; step(page) !== "check"; pages += 1) {
      assert.ok(pages < PAGES_MAX, "it ends");
      const here = step(page);
      await byKeys(page);
      await page.waitForURL((url) => !url.pathname.endsWith(`/${here}`));
    }
    await look(page, way, "apply-check");
    await tabTo(page, "#declare");
    await page.keyboard.press("Space");
    await tabTo(page, "main form button");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/sent");
    await look(page, way, "apply-sent");
  });
});

test("a server that dies in the middle, a session that ends and a closed tab lose nothing", async () => {
  const data = join(mkdtempSync(join(tmpdir(), "motcua-apply-")), "demo");
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let server = await serve(data, port);
  const browser = await launch();
  try {
    const told = JSON.parse(readFileSync(join(data, "demo.json"), "utf8"));
    const { name } = told.accounts.find(({ username }) => username === CITIZEN);
    const context = await browser.newContext({ baseURL: url, locale: "vi-VN" });
    let page = await context.newPage();
    const signIn = () => page.locator('form[action="/demo/sign-in"] button', { hasText: name }).first().click();
    await page.goto(`/sign-in?lang=vi&next=%2Fapply%2F${COPY}`);
    await signIn();
    await page.locator(`form[action="/apply/${COPY}"] button`).click();
    await page.waitForURL("**/whom");
    await fillTo(page, "q-subject");

    await server.kill();
    server = await serve(data, port);
    await fill(page);
    await go(page);
    await page.waitForURL("**/q-number");

    // What is being typed is kept, though the tab is closed.
    await page.locator('[name="answers.number"]').fill("12/2019");
    await page.close();
    page = await context.newPage();
    await page.goto("/my/drafts");
    await page.locator("main .mc-hit a").first().click();
    await page.waitForURL("**/q-number");
    assert.equal(await page.locator('[name="answers.number"]').inputValue(), "12/2019");
    await go(page);
    await page.waitForURL("**/q-registered_at");

    // The session ends while somebody types: signed in again, they stand at the next question.
    await fill(page);
    await context.clearCookies();
    await go(page);
    await page.waitForURL("**/sign-in?*");
    await signIn();
    await page.waitForURL("**/q-applicant");
    await page.goto(page.url().replace(/[^/]+$/, "q-registered_at"));
    assert.equal(await page.locator('[name="answers.registered_at"]').inputValue(), "Xã Đắk Wer");
  } finally {
    await browser.close();
    await server.kill();
    rmSync(data, { recursive: true, force: true });
  }
});
