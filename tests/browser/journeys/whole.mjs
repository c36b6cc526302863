// A whole life of a dossier, each step by the pages: a citizen searches on the home page, reads the
// procedure, applies, is asked for a paper and sends it; the desk takes the dossier in and is paid;
// the ward works on it, its leader signs, its records keeper numbers and issues the result; the
// citizen collects it, downloads it, has it checked, and says how they were served.

import assert from "node:assert/strict";
import { test } from "node:test";

import { clickIn, person } from "../accounts.mjs";
import { BIRTH, CITIZEN, PICTURE, begin, fillTo, submit } from "../applying.mjs";
import { act, before, lacks, says, signs } from "../office.mjs";
import { look, named, open, walk } from "../page.mjs";

const CLERK = "motcua.nghiatrung";
const SPECIALIST = "hotich.nghiatrung";
const LEADER = "chutich.nghiatrung";
const RECORDS = "vanthu.nghiatrung";
const PAPER = "kq004389";
const UNREADABLE = "Mất góc dưới";
const RESULT = Buffer.from("%PDF-1.7\nbirth certificate\n%%EOF\n");
const PDF = { name: "giay-khai-sinh.pdf", mimeType: "application/pdf", buffer: RESULT };
const OTHER = { ...PDF, buffer: Buffer.from("%PDF-1.7\nanother\n%%EOF\n") };
const WAYS = [
  { language: "vi", width: 320, scripts: false },
  { language: "en", width: 1280, scripts: true },
];
const WORDS = {
  vi: { real: "do cơ quan cấp", same: "đúng là bản đã cấp", other: "khác bản đã cấp", thanks: "Cảm ơn ông/bà", before: "đã được đánh giá", female: "Nữ" },
  en: { real: "was issued", same: "is the one", other: "is not the one", thanks: "Thank you", before: "was rated already", female: "Female" },
};

/** From the search on the home page to what was handed in: its code. */
async function applies(page, way) {
  await open(page, `/?lang=${way.language}`);
  await page.locator("#q").fill("dang ky khai sinh");
  await page.locator("#q").press("Enter");
  await page.waitForURL(/\/procedures\?/);
  await page.locator(`main a[href="/procedures/${BIRTH}"]`).first().click();
  await page.waitForURL(`**/procedures/${BIRTH}`);
  await begin(page, way, BIRTH);
  await fillTo(page, "check");
  const code = await submit(page, way);
  assert.match(await (await page.request.get(`/my/dossiers/${code}/proof`)).text(), /^c2sp\.org\/tlog-proof/);
  return code;
}

/** A paper is asked for and sent, and the desk says that it is there. */
async function supplemented(page, way, code) {
  await before(page, way, CLERK, code);
  await act(page, way, code, "request-supplement", () => lacks(page, PAPER, "unreadable", UNREADABLE));
  await clickIn(page, way, person(CITIZEN), `/my/dossiers/${code}`);
  await look(page, way, "whole-asked");
  await page.locator(`a[href="/my/dossiers/${code}/supplement"]`).first().click();
  await says(page, UNREADABLE);
  await page.locator('input[type="file"]').setInputFiles(PICTURE);
  await page.locator("#supplement button").click();
  await page.waitForURL(/done=supplement/);
}

/** The desk takes it in, is paid, and hands it to the ward; the ward proposes and signs. */
async function decided(page, way, code) {
  await before(page, way, CLERK, code);
  await says(page, WORDS[way.language].female);
  await act(page, way, code, "accept");
  await act(page, way, code, "record-payment", async () => {
    await page.locator('[name="for"][value="fees"]').check();
    await page.locator('[name="means"][value="cash"]').check();
    await page.locator('[name="book"]').selectOption({ index: 1 });
  });
  await act(page, way, code, "forward");
  await before(page, way, SPECIALIST, code);
  await act(page, way, code, "take");
  await act(page, way, code, "propose", async () => {
    await page.locator('[name="outcome"][value="granted"]').check();
    await page.locator('#act [name="text"]').fill("Đủ điều kiện đăng ký khai sinh.");
  });
  await signs(page, way, LEADER, code);
}

async function issued(page, way, code) {
  await before(page, way, RECORDS, code);
  await act(page, way, code, "number");
  await act(page, way, code, "attach-result", () => page.locator("#q-file").setInputFiles(PDF));
  await act(page, way, code, "release");
}

async function collected(page, way, code) {
  await clickIn(page, way, person(CLERK), "/counter/returns");
  await page.locator("#c-code").fill(code);
  await page.locator("#c-code").press("Enter");
  await page.locator(`form.mc-give [name="code"][value="${code}"]`).waitFor({ state: "attached" });
  await look(page, way, "whole-return");
  await page.locator('[aria-keyshortcuts="F9"]').click();
  await page.waitForURL((url) => url.searchParams.get("done") === code);
}

/** What is downloaded is what was issued, and anything else is not. */
async function checked(page, way, code) {
  const words = WORDS[way.language];
  await clickIn(page, way, person(CITIZEN), `/my/dossiers/${code}`);
  await look(page, way, "whole-result");
  const file = await page.locator(`main a[href^="/dossiers/${code}/files/"]`).getAttribute("href");
  const download = await page.request.get(file);
  assert.equal(download.headers()["content-type"], "application/pdf");
  const bytes = await download.body();
  assert.deepEqual(bytes, RESULT, "it is the file of the records keeper");
  await page.locator(`main a[href="/v/${code}"]`).click();
  await page.waitForURL(`**/v/${code}`);
  await says(page, words.real);
  for (const [buffer, found] of [[OTHER.buffer, words.other], [bytes, words.same]]) {
    await page.locator("#file").setInputFiles({ ...PDF, buffer });
    await page.locator("#compare button").click();
    await page.locator('#compare [role="status"]', { hasText: found }).waitFor();
  }
  await look(page, way, "whole-compared");
}

async function rated(page, way, code) {
  const words = WORDS[way.language];
  await open(page, `/my/dossiers/${code}`);
  await page.locator(`main a[href="/r/${code}"]`).click();
  await page.waitForURL(`**/r/${code}`);
  await page.locator("label[for=score-5]").click();
  await page.locator(".mc-rate button").click();
  await page.getByText(words.thanks).first().waitFor();
  await open(page, `/r/${code}`);
  await says(page, words.before);
}

for (const way of WAYS) {
  test(`from a search to a result that was checked and a service that was rated (${named(way)})`, () =>
    walk(way, async (page) => {
      const code = await applies(page, way);
      await supplemented(page, way, code);
      await decided(page, way, code);
      await issued(page, way, code);
      await collected(page, way, code);
      await checked(page, way, code);
      await rated(page, way, code);
    }));
}
