// Dossiers that came over the network, at the desk that answers them: one is taken in, one is asked
// for what it lacks and gets it from the message in a few clicks, one is refused with its reasons.

import assert from "node:assert/strict";
import { test } from "node:test";

import { clickIn, person } from "../accounts.mjs";
import { CITIZEN, COPY, PICTURE, begin, fillTo, submit } from "../applying.mjs";
import { act, lacks, says } from "../office.mjs";
import { look, named, open, walk } from "../page.mjs";

const CLERK = "motcua.nghiatrung";
/** From the message to what was sent, at most. */
const CLICKS_MAX = 4;
const UNCLEAR = "Thiếu ngày đăng ký";
const ELSEWHERE = "Sổ hộ tịch ở phường khác";
const ADVICE = "Nộp tại nơi đã đăng ký";
const WAYS = [
  { language: "vi", width: 320, scripts: false },
  { language: "en", width: 1280, scripts: true },
];
const WORDS = {
  vi: { taken: "Đã tiếp nhận", come: "đã bổ sung", reason: "Không thuộc thẩm quyền" },
  en: { taken: "Taken in", come: "supplemented", reason: "competent" },
};

async function applied(page, way) {
  await begin(page, way, COPY);
  await fillTo(page, "check");
  return submit(page, way);
}

/** The clerk finds a dossier in the list of those that came over the network, and opens it. */
async function opened(page, way, code) {
  await clickIn(page, way, person(CLERK), "/counter");
  await open(page, "/counter/online");
  await look(page, way, "online-list");
  await page.locator(`main a[href="/dossiers/${code}"]`).click();
  await page.waitForURL((url) => url.pathname === `/dossiers/${code}`);
}

/** Whether the list has a dossier, with the line that it has. */
async function listed(page, code) {
  await open(page, "/counter/online");
  const line = page.locator("main tbody tr", { has: page.locator(`a[href="/dossiers/${code}"]`) });
  return (await line.count()) > 0 ? line.innerText() : undefined;
}

/** The citizen comes from the message to the dossier. */
async function fromMessage(page, way, code) {
  await clickIn(page, way, person(CITIZEN), "/my");
  await look(page, way, "online-my");
  await page.locator(`main a[href="/my/dossiers/${code}"]`).last().click();
  await page.waitForURL((url) => url.pathname === `/my/dossiers/${code}`);
}

for (const way of WAYS) {
  const words = WORDS[way.language];

  test(`an online dossier is listed at the desk, opened and taken in (${named(way)})`, () =>
    walk(way, async (page) => {
      const code = await applied(page, way);
      await opened(page, way, code);
      await look(page, way, "online-dossier");
      await act(page, way, code, "accept");
      assert.equal(await listed(page, code), undefined, "what is taken in waits no longer");
      await fromMessage(page, way, code);
      await says(page, words.taken);
      const slip = await page.locator(`main a[href="/dossiers/${code}/paper/slip"]`).getAttribute("href");
      const paper = await page.request.get(slip);
      assert.equal(paper.headers()["content-type"], "application/pdf", "the slip is a paper");
    }));

  test(`what is lacking is sent from the message in at most ${CLICKS_MAX} clicks (${named(way)})`, () =>
    walk(way, async (page) => {
      const code = await applied(page, way);
      await opened(page, way, code);
      await act(page, way, code, "request-supplement", () => lacks(page, "to-khai", "other", UNCLEAR));
      await clickIn(page, way, person(CITIZEN), "/my");
      await look(page, way, "online-my-asked");
      let clicks = 0;
      const click = async (what) => {
        clicks += 1;
        await what.click();
      };
      await click(page.locator(`main a[href="/my/dossiers/${code}"]`).last());
      await click(page.locator(`a[href="/my/dossiers/${code}/supplement"]`).first());
      await says(page, UNCLEAR);
      await look(page, way, "online-supplement");
      clicks += 1;
      await page.locator('input[type="file"]').first().setInputFiles(PICTURE);
      await click(page.locator("#supplement button"));
      await page.waitForURL(/done=supplement/);
      assert.ok(clicks <= CLICKS_MAX, `${clicks} clicks, of at most ${CLICKS_MAX}`);
      await clickIn(page, way, person(CLERK), "/counter");
      const line = await listed(page, code);
      assert.ok(line?.includes(words.come), `the desk sees that it came: ${line}`);
    }));

  test(`a refusal tells the citizen its reasons (${named(way)})`, () =>
    walk(way, async (page) => {
      const code = await applied(page, way);
      await opened(page, way, code);
      await act(page, way, code, "refuse", async () => {
        await lacks(page, "whole", "not-competent", ELSEWHERE);
        await page.locator('#act [name="text"]').fill(ADVICE);
      });
      assert.equal(await listed(page, code), undefined, "what is refused waits no longer");
      await fromMessage(page, way, code);
      await look(page, way, "online-refused");
      await says(page, words.reason);
      await says(page, ELSEWHERE);
      await says(page, ADVICE);
    }));
}
