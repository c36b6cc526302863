// The server dies under the counter: once before a form is sent, once after it was saved and before
// anybody heard of it. What the clerk typed stays, and sent again it makes one dossier.
//
// It is a demonstration of its own, for this one is killed.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { freePort, serve } from "../own-demo.mjs";
import { launch } from "../page.mjs";

const CLERK = "motcua.nghiatrung";
const DESK = "MC-X24617";
const CARD = "067193004518||H'Lan Niê|14031993|Nữ|Tổ 1, phường Nghĩa Trung|15042021";
const PHONE = "0912345678";

async function fill(page) {
  await page.waitForLoadState("load");
  await page.locator('[name="scan"]').focus();
  await page.keyboard.insertText(CARD);
  await page.keyboard.press("Enter");
  await page.locator('[name="applicant.name"][value="H\'Lan Niê"]').waitFor();
  for (const key of ["c", "u", "o", "i", "Enter"]) await page.keyboard.press(key);
  await page.locator("[data-papers]").waitFor();
  for (const key of ["1", "2", "3", "4", "Alt+t", ...Array.from(PHONE)]) await page.keyboard.press(key);
}

/** Everything in the form that the clerk filled in. */
const typed = (page) =>
  page.evaluate(() => [...new FormData(document.querySelector("[data-intake]"))].map(([name, value]) => `${name}=${value}`));

/** What a program of the desk is answered about a dossier. */
async function status(url, { tokens }, code) {
  const { token } = tokens.find(({ office }) => office === DESK);
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${url}/api/v1/dossiers/${code}`, { headers })).status;
}

test("a form that meets a dead server keeps what was typed, and sent again makes one dossier", async () => {
  const data = join(mkdtempSync(join(tmpdir(), "motcua-killed-")), "demo");
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let server = await serve(data, port);
  const browser = await launch();
  try {
    const told = JSON.parse(readFileSync(join(data, "demo.json"), "utf8"));
    const clerk = told.accounts.find(({ username }) => username === CLERK);
    const page = await (await browser.newContext({ baseURL: url, locale: "vi-VN" })).newPage();
    await page.addInitScript(() => (globalThis.print = () => {}));
    await page.goto("/sign-in?lang=vi&next=%2Fcounter");
    await page.locator('form[action="/demo/sign-in"] button', { hasText: clerk.name }).first().click();
    await page.waitForURL("**/counter");
    await fill(page);
    const before = await typed(page);

    await server.kill();
    await page.keyboard.press("F9");
    await page.getByText("máy chủ không trả lời").waitFor();
    assert.equal(new URL(page.url()).pathname, "/counter");
    assert.deepEqual(await typed(page), before, "what was typed is there");

    server = await serve(data, port);
    let saved = 0;
    await page.route("**/counter", async (route) => {
      if (saved || route.request().method() !== "POST") return route.continue();
      const answer = await route.fetch({ maxRedirects: 0 });
      saved = answer.status();
      await server.kill();
      return route.abort("connectionreset");
    });
    await page.keyboard.press("F9");
    await page.waitForFunction(() => !document.querySelector("[data-intake]").dataset.saving);
    await page.getByText("máy chủ không trả lời").waitFor();
    assert.equal(saved, 303, "it was saved, and nobody heard of it");
    assert.deepEqual(await typed(page), before, "what was typed is there still");

    server = await serve(data, port);
    await page.keyboard.press("F9");
    await page.waitForURL("**/counter/slips/*");
    const code = await page.locator(".mc-bar .mc-code").innerText();
    // Codes of a day have no gap: the first one is there, and there is no second.
    assert.match(code, /-0001$/);
    const second = code.replace(/-0001$/, "-0002");
    assert.notEqual(await status(url, told, code), 404, "it is there, though the clerk has it");
    assert.equal(await status(url, told, second), 404, "one dossier was made");
  } finally {
    await browser.close();
    await server.kill();
    rmSync(data, { recursive: true, force: true });
  }
});
