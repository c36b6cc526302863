// Whoever has a slip finds out where the dossier is: from the front page, from the QR code, wrong
// codes first, with the keyboard alone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { base, look, named, open, tabTo, walk, WAYS } from "../page.mjs";

/** Marriage registration, which any desk of a commune takes. */
const PROCEDURE = "1.000894";
/** The answer, with everything that it takes, in one round trip of a slow line. */
const ANSWER_BYTES_MAX = 14_000;

const WORDS = {
  vi: { wrong: "chưa đúng", nothing: "Bạn không phải làm gì lúc này", where: "Đang ở", again: "Tra cứu hồ sơ khác" },
  en: { wrong: "is not right", nothing: "You need do nothing now", where: "Where it is", again: "Track another dossier" },
};

/** A dossier of somebody at a desk, over the interface: its code and its secret. */
async function file() {
  const { tokens } = JSON.parse(readFileSync(process.env.MOTCUA_DEMO, "utf8"));
  const { token, office } = tokens.find(({ role }) => role === "clerk");
  const { components } = await (await fetch(`${base}/api/v1/procedures/${PROCEDURE}`)).json();
  const papers = components.filter(({ mandatory }) => mandatory);
  const response = await fetch(`${base}/api/v1/dossiers`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({
      procedure: PROCEDURE,
      case: "verify",
      office,
      channel: "counter",
      applicant: {
        kind: "person",
        name: "H'Tra Cứu",
        birth_date: "1995-04-12",
        identity: { type: "citizen_id", number: "099195000017" },
        address: { text: "Tổ 3" },
      },
      components: papers.map(({ id }) => ({ id, form: "original", quantity: 1 })),
      return_by: "counter",
    }),
  });
  const told = await response.json();
  assert.equal(response.status, 201, JSON.stringify(told));
  return { code: told.code, secret: told.tracking_secret };
}

async function text(page) {
  return (await page.locator("main").innerText()).replace(/\s+/g, " ");
}

/** Sends what stands in the form; status and bytes of the answer. */
async function send(page) {
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await page.keyboard.press("Enter");
  const response = await answered;
  await page.waitForLoadState("load");
  return { status: response.status(), bytes: (await response.request().sizes()).responseBodySize };
}

for (const way of WAYS) {
  test(`a slip tells where the dossier is (${named(way)})`, async () => {
    const { code, secret } = await file();
    await walk(way, async (page) => {
      const words = WORDS[way.language];
      await open(page, `/?lang=${way.language}`);
      await tabTo(page, "#code");
      await page.keyboard.type(code);
      await page.keyboard.press("Tab");
      await page.keyboard.type("2345678923");
      assert.equal((await send(page)).status, 422);
      assert.ok((await text(page)).includes(words.wrong));
      assert.equal(await page.locator("#code").inputValue(), code, "what was typed stays");
      assert.equal(await page.locator("#secret").inputValue(), "", "the secret is not shown again");
      await look(page, way, "track-wrong");

      await open(page, `/t/${code}`);
      assert.equal(await page.locator("#code").inputValue(), code, "the QR code brings the code");
      await look(page, way, "track-ask");
      await tabTo(page, "#secret");
      await page.keyboard.type(secret.toLowerCase());
      const { status, bytes } = await send(page);
      assert.equal(status, 200);
      assert.ok(bytes <= ANSWER_BYTES_MAX, `the answer takes ${bytes} bytes`);
      const told = await text(page);
      for (const part of [code, words.where, words.nothing]) {
        assert.ok(told.includes(part), `the page says “${part}”: ${told}`);
      }
      assert.ok(!told.includes("Tra Cứu,") && !page.url().includes(secret), "no name, no secret in the address");
      await look(page, way, "track");
      await page.getByRole("link", { name: words.again }).click();
      assert.equal(await page.locator("#code").inputValue(), "");
    });
  });
}
