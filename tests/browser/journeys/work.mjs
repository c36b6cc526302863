// A dossier through the office: a specialist takes it, asks for a supplement and proposes, a leader
// signs it on a phone, and the records keeper numbers and releases it.
//
// It is filed over the interface, as the desk's own program does, so that every walk has its own.

import assert from "node:assert/strict";
import { test } from "node:test";

import { demo, person, signIn } from "../accounts.mjs";
import { base, look, open, walk } from "../page.mjs";

const DESK = "MC-X24617";
const MARRIAGE = "1.000894";
const PAPERS = ["to-khai", "tinh-trang-hon-nhan", "kq004946", "kq003785"];
/** Taps from the inbox to the signature, at most. */
const TAPS_MAX = 3;
const PHONE = 390;

const clerk = demo.tokens.find(({ role, office }) => role === "clerk" && office === DESK);

/** Asks the interface as the desk's program. */
async function ask(path, body) {
  const response = await fetch(`${base}/api/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${clerk.token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  assert.ok(response.ok, `${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** A dossier that the desk took in and handed to the ward. */
async function filed(name) {
  const { code } = await ask("/dossiers", {
    procedure: MARRIAGE,
    case: "verify",
    office: DESK,
    channel: "counter",
    applicant: {
      kind: "person",
      name,
      birth_date: "1995-04-12",
      identity: { type: "citizen_id", number: "099195000017" },
      address: { text: "Tổ 3, phường Nghĩa Trung" },
    },
    components: PAPERS.map((id) => ({ id, form: "original", quantity: 1 })),
    return_by: "counter",
  });
  await ask(`/dossiers/${code}/forward`, { sets: 1 });
  return code;
}

const submit = (page, action) => page.locator(`form[action$="/${action}"] button[type=submit]`).first().click();

async function works(page, way, code) {
  await signIn(page, way, person("hotich.nghiatrung"), "/work");
  await look(page, way, "work-list");
  await open(page, "/work?view=queue");
  await page.locator(`a[href="/dossiers/${code}"]`).click();
  await look(page, way, "work-dossier-waiting");
  await submit(page, "take");
  await page.waitForURL((url) => url.search === "?done=take");
  await look(page, way, "work-dossier-taken");
  await page.locator('a[href$="/request-supplement"]').first().click();
  await submit(page, "request-supplement");
  await look(page, way, "work-supplement-refused");
  await page.locator("#lack-whole").check();
  await page.locator("#reason-whole").selectOption("other");
  await page.locator("#text-whole").fill("Ảnh mờ");
  await page.locator('[name="basis"]').fill("Điều 10, Nghị định 123/2015/NĐ-CP");
  await submit(page, "request-supplement");
  await page.waitForURL((url) => url.search === "?done=request-supplement");
  await look(page, way, "work-dossier-supplement");
  await ask(`/dossiers/${code}/complete-supplement`, {});
  await open(page, `/dossiers/${code}/propose`);
  await look(page, way, "work-propose");
  await page.locator('[name="outcome"][value="granted"]').check();
  await page.locator('#act [name="text"]').fill("Đủ điều kiện kết hôn.");
  await submit(page, "propose");
  await page.waitForURL((url) => url.search === "?done=propose");
}

async function signs(page, way, code) {
  await signIn(page, way, person("chutich.nghiatrung"), "/approve");
  await look(page, way, "work-inbox");
  let taps = 0;
  const tap = async (what) => {
    taps += 1;
    await what.click();
  };
  await tap(page.locator(`a[href="/approve/${code}"]`));
  await look(page, way, "work-approve");
  await tap(page.locator("form.mc-dock button[type=submit]"));
  await page.waitForURL((url) => url.pathname === "/approve" && url.search === "?done=sign");
  await look(page, way, "work-signed");
  assert.ok(taps <= TAPS_MAX, `${taps} taps, of at most ${TAPS_MAX}`);
  await open(page, "/centre");
  await look(page, way, "work-centre");
}

async function keeps(page, way, code) {
  await signIn(page, way, person("vanthu.nghiatrung"), "/results");
  await look(page, way, "work-results");
  await page.locator(`form[action="/dossiers/${code}/number"] button`).click();
  await page.waitForURL((url) => url.search === "?done=number");
  await open(page, "/results?tab=numbered");
  await look(page, way, "work-numbered");
  await page.locator(`form[action="/dossiers/${code}/release"] button`).click();
  await page.waitForURL((url) => url.search === "?tab=numbered&done=release");
  await open(page, "/results?tab=released");
  await look(page, way, "work-released");
  assert.ok((await page.locator("main").innerText()).includes(code), "it stands among the released");
}

for (const [language, scripts] of [["vi", true], ["en", true], ["vi", false]]) {
  const kind = scripts ? "with" : "without";
  test(`a dossier goes through the office (${language}, ${kind} scripts)`, async () => {
    const code = await filed("Điểu Thị Mẫu");
    const wide = { language, width: 1280, scripts };
    await walk(wide, (page) => works(page, wide, code));
    const phone = { language, width: PHONE, scripts };
    await walk(phone, (page) => signs(page, phone, code));
    await walk(wide, (page) => keeps(page, wide, code));
  });
}
