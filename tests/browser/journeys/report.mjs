// The reform office makes the statutory report of three quarters that follow one another, hands the
// last one in for good, and takes it along as a spreadsheet, a paper and a proof; then everybody
// else sees it so, on a phone, in English, without scripts.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { person, signIn } from "../accounts.mjs";
import { look, open, tabTo, walk } from "../page.mjs";

const FORM = "/reports/II.06a";
const QUARTERS = ["2019-q2", "2019-q3", "2019-q4"];
const FIRST = { language: "vi", width: 1280, scripts: true };
const OTHERS = [
  { language: "en", width: 320, scripts: true },
  { language: "vi", width: 320, scripts: false },
  { language: "en", width: 1280, scripts: false },
];

/** Cookies of whoever signed in: a code of an app works once. */
let session;

/** The total's figures, by their columns from 3 to 13. */
async function total(page) {
  const cells = await page.locator("main tr.total td").allInnerTexts();
  assert.equal(cells.length, 11, `${page.url()} has a table`);
  return Object.fromEntries(cells.map((cell, at) => [at + 3, Number(cell.replace(/\D/g, ""))]));
}

function identities(is) {
  assert.equal(is[3], is[4] + is[5] + is[6]);
  assert.equal(is[7], is[8] + is[9] + is[10]);
  assert.equal(is[11], is[12] + is[13]);
  assert.equal(is[3], is[7] + is[11]);
}

/** The bytes of what a link downloads. */
async function downloaded(page, link) {
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test("three quarters follow one another, and the last is frozen and taken along", () =>
  walk(FIRST, async (page) => {
    await signIn(page, FIRST, person("cchc"), "/reports");
    session = await page.context().cookies();
    await look(page, FIRST, "report-list-empty");
    await page.locator(`main a[href="${FORM}"]`).click();
    await page.waitForURL(`**${FORM}`);
    await look(page, FIRST, "report-quarter");
    let last;
    for (const quarter of QUARTERS) {
      await page.locator("#period").selectOption(quarter);
      await page.locator("#by").selectOption(quarter === QUARTERS[0] ? "office" : "field");
      await page.locator(`form[action="${FORM}"] button`).click();
      await page.waitForURL(/from=2019/);
      const figures = await total(page);
      assert.ok(figures[3] > 0, `${quarter} has dossiers`);
      identities(figures);
      if (last) assert.equal(figures[6], last[11], `${quarter} begins with what was open`);
      last = figures;
      await look(page, FIRST, `report-${quarter}`);
    }
    await page.locator(".govuk-details summary").click();
    await page.locator('form[action$="/freeze"] button').click();
    await page.locator(".mc-note--ok").waitFor();
    await look(page, FIRST, "report-frozen");
    assert.deepEqual(await total(page), last, "it is what was seen");
    assert.equal(await page.locator('form[action$="/freeze"]').count(), 0, "once");
    const xlsx = await downloaded(page, page.locator('a[href^="/reports/II.06a/xlsx"]'));
    assert.match(xlsx.name, /^II\.06a-tinh-2019-09-15-2019-12-14\.xlsx$/);
    assert.equal(xlsx.bytes.subarray(0, 2).toString(), "PK");
    const path = await page.locator('a[href^="/reports/II.06a/pdf"]').getAttribute("href");
    const pdf = await page.request.get(path);
    assert.equal(pdf.headers()["content-type"], "application/pdf");
    assert.equal((await pdf.body()).subarray(0, 5).toString(), "%PDF-");
    const told = await (await page.request.get(path.replace("/pdf?", "/json?"))).json();
    assert.deepEqual(told.columns, Object.fromEntries(Object.entries(last)), "JSON says the same");
    assert.match(told.frozen.sha256, /^[0-9a-f]{64}$/);
    const proof = await downloaded(page, page.locator('a[href$="/proof"]'));
    assert.match(proof.bytes.toString(), /c2sp\.org\/tlog-proof/);
  }));

for (const way of OTHERS) {
  test(`a frozen report is read in ${way.language} on ${way.width} px`, () =>
    walk(way, async (page) => {
      assert.ok(session, "somebody signed in before");
      await page.context().addCookies(session);
      await open(page, `/reports?lang=${way.language}`);
      await look(page, way, "report-list");
      await page.locator("main table a").first().click();
      await page.waitForURL(/from=2019-09-15/);
      await look(page, way, "report-read");
      identities(await total(page));
      await open(page, `${FORM}?from=2019-12-20&to=2019-12-01&office=`, { status: 422 });
      await look(page, way, "report-wrong");
      if (!way.scripts) return;
      await open(page, FORM);
      await tabTo(page, "#period");
      await tabTo(page, `form[action="${FORM}"] button`);
    }));
}
