// Whoever was served says how, with the slip in hand: nothing chosen first, then an answer, and no
// second one. Whether a result is real, for anybody who holds one. From a situation of life to a
// procedure. All of it by the keyboard or a finger, with and without scripts.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { base, look, named, open, tabTo, walk } from "../page.mjs";

/** A copy from a register, which goes online. */
const PROCEDURE = "2.000908";

const WORDS = {
  vi: { none: "Chọn một mức", thanks: "Cảm ơn ông/bà", before: "đã được đánh giá", real: "do cơ quan cấp", other: "khác bản đã cấp", unknown: "Không thấy kết quả", papers: "Giấy tờ cần chuẩn bị" },
  en: { none: "Choose one answer", thanks: "Thank you", before: "was rated already", real: "was issued", other: "is not the one", unknown: "No such result", papers: "Papers to prepare" },
};

function clerk() {
  const { tokens } = JSON.parse(readFileSync(process.env.MOTCUA_DEMO, "utf8"));
  return tokens.find(({ role }) => role === "clerk");
}

async function ask(path, body) {
  const response = await fetch(`${base}/api/v1${path}`, {
    method: body ? "POST" : "GET",
    headers: { authorization: `Bearer ${clerk().token}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const told = await response.json();
  assert.ok(response.ok, `${path}: ${JSON.stringify(told)}`);
  return told;
}

/** A dossier that a desk did not take in, so that it may be rated: its code and its secret. */
async function refused() {
  const { components } = await ask(`/procedures/${PROCEDURE}`);
  const { examples } = await ask(`/procedures/${PROCEDURE}/form.schema.json`);
  const papers = components.filter(({ mandatory }) => mandatory);
  const told = await ask("/dossiers", {
    procedure: PROCEDURE,
    office: clerk().office,
    channel: "online",
    assisted: true,
    applicant: {
      kind: "person",
      name: "H'Đánh Giá",
      birth_date: "1995-04-12",
      identity: { type: "citizen_id", number: "099195000018" },
      address: { text: "Tổ 3" },
    },
    components: papers.map(({ id }) => ({ id, form: "electronic", quantity: 1 })),
    answers: examples[0],
    return_by: "counter",
  });
  await ask(`/dossiers/${told.code}/refuse`, { items: [{ component: null, reason: "not-competent", text: "Nộp nơi cư trú" }] });
  return { code: told.code, secret: told.tracking_secret };
}

async function text(page) {
  return (await page.locator("main").innerText()).replace(/\s+/g, " ");
}

/** Follows the link to a path, until its page is there. */
async function follow(page, path) {
  await page.locator(`main a[href='${path}']`).click();
  await page.waitForURL((url) => url.pathname === path);
}

/** Sends what stands in the form by the keyboard; answers the status. */
async function send(page) {
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await page.keyboard.press("Enter");
  const response = await answered;
  await page.waitForLoadState("load");
  return response.status();
}

/** Each language, width and lack of scripts once with each other. */
const WAYS = [
  { language: "vi", width: 320, scripts: false },
  { language: "vi", width: 1280, scripts: true },
  { language: "en", width: 320, scripts: true },
  { language: "en", width: 1280, scripts: false },
];

for (const way of WAYS) {
  test(`a slip rates once, a result is checked, a question leads on (${named(way)})`, async () => {
    const { code, secret } = await refused();
    await walk(way, async (page) => {
      const words = WORDS[way.language];
      await open(page, `/r/${code}?lang=${way.language}`);
      assert.equal(await page.locator("#code").inputValue(), code, "the QR code brings the code");
      await look(page, way, "rating-ask");
      await tabTo(page, "#secret");
      await page.keyboard.type(secret.toLowerCase());
      await send(page);
      await look(page, way, "rating");
      await page.locator("#text").fill("Hướng dẫn rõ");
      await tabTo(page, ".mc-rate button");
      assert.equal(await send(page), 422, "nothing was chosen");
      assert.ok((await text(page)).includes(words.none));
      assert.equal(await page.locator("#text").inputValue(), "Hướng dẫn rõ", "what was typed stays");
      await look(page, way, "rating-wrong");
      await page.locator("label[for=score-4]").click();
      await tabTo(page, ".mc-rate button");
      assert.equal(await send(page), 200);
      assert.ok((await text(page)).includes(words.thanks));
      await look(page, way, "rating-thanks");
      await open(page, `/r/${code}`);
      assert.ok((await text(page)).includes(words.before), "once");

      await open(page, `/v/${code}`, { status: 404 });
      assert.ok((await text(page)).includes(words.unknown), "what has no result is not known");
      if (way.width !== 320) return;
      // The first result of the year of the ward whose desk it is.
      await open(page, `/v/${clerk().office.replace("MC-", "")}-2019-1`);
      assert.ok((await text(page)).includes(words.real));
      await look(page, way, "issued");
      await page.locator("#file").setInputFiles({ name: "ket-qua.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4") });
      await page.locator("#compare button").click();
      await page.waitForLoadState("load");
      await look(page, way, "issued-compared");

      await open(page, "/");
      await follow(page, "/guide");
      await look(page, way, "guide");
      await follow(page, "/guide/birth");
      await look(page, way, "guide-question");
      await follow(page, "/guide/birth/0");
      assert.ok((await text(page)).includes(words.papers));
      await look(page, way, "guide-ends");
    });
  });
}
