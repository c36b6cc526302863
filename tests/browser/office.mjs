// What officers do by the pages of a dossier, with a finger or a mouse: each act is found on the
// dossier's own page, opened, filled in, sent and said to be done.

import assert from "node:assert/strict";

import { clickIn, person, signIn } from "./accounts.mjs";
import { look, open } from "./page.mjs";

/** Somebody before a dossier. */
export async function before(page, way, login, code) {
  await clickIn(page, way, person(login), `/dossiers/${code}`);
}

/** Does an act that the page of a dossier offers; `fill` answers its form, if it has one. What is
 * wrong with the answers is told at once. */
export async function act(page, way, code, name, fill = async () => {}) {
  const path = `/dossiers/${code}/${name}`;
  if ((await page.locator("#actions").count()) === 0 || !page.url().includes(`/dossiers/${code}`)) await open(page, `/dossiers/${code}`);
  const link = page.locator(`#actions a[href="${path}"]`);
  if ((await link.count()) > 0) {
    const rare = page.locator("#actions details:not([open]) summary");
    if (!(await link.isVisible())) await rare.click();
    await link.click();
    await page.waitForURL((url) => url.pathname === path);
    await fill();
    await look(page, way, `office-${name}`);
  }
  await page.locator(`form[action="${path}"] button[type=submit]`).first().click();
  const wrong = page.locator(".govuk-error-summary");
  await Promise.race([page.waitForURL((url) => url.searchParams.get("done") === name), wrong.waitFor()]);
  assert.deepEqual(await wrong.allInnerTexts(), [], `${name} is done`);
}

/** Says of one paper, or of the whole dossier, what is wrong with it. */
export async function lacks(page, id, reason, text) {
  await page.locator(`#lack-${id}`).check();
  await page.locator(`#reason-${id}`).selectOption(reason);
  await page.locator(`#text-${id}`).fill(text);
  // A refusal has its reason from the list; a request for a supplement names its article beside.
  const basis = page.locator('#act [name="basis"]');
  if ((await basis.count()) > 0) await basis.fill("Điều 10, Nghị định 123/2015/NĐ-CP");
}

/** A leader signs what lies before them; nothing else asks for the second factor. */
export async function signs(page, way, login, code) {
  await signIn(page, way, person(login), `/approve/${code}`);
  await look(page, way, "office-approve");
  await page.locator("form.mc-dock button[type=submit]").click();
  await page.waitForURL((url) => url.search === "?done=sign");
}

/** What the page says, in one line. */
export async function said(page) {
  return (await page.locator("main").innerText()).replace(/\s+/g, " ");
}

export async function says(page, words) {
  const text = await said(page);
  assert.ok(text.toLowerCase().includes(words.toLowerCase()), `${page.url()} says “${words}”, not: ${text.slice(0, 500)}`);
}
