// A dossier over three agencies under one slip and one code: from the ward to a department, to the
// province and back; with a supplement and a payment at the desk that took it in, an apology, and
// the file of its result. No hand is at the mouse.

import assert from "node:assert/strict";
import { test } from "node:test";

import { person, signIn } from "../accounts.mjs";
import { hands } from "../keys.mjs";
import { look, walk } from "../page.mjs";

const WAY = { language: "vi", width: 1280, scripts: true };
const CLERK = "motcua.nghiatrung";
const SPECIALIST = "hotich.nghiatrung";
const WARD = "X24617";
const DEPARTMENT = { login: "xaydung", office: "SXD" };
const PROVINCE = { login: "vanphong.tinh", office: "VP" };
const CARD = "099195000025||Điểu Thị Đường|14031993|Nữ|Tổ 1, phường Nghĩa Trung|15042021";
const RESULT = { name: "ket-qua.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\nresult\n%%EOF\n") };

/** Somebody at the page of something, by the demonstration's one press: codes of an app take half a
 * minute each, and only a signature asks for one. */
async function as(page, login, path) {
  await page.context().clearCookies();
  await page.goto(`/sign-in?lang=${WAY.language}&next=${encodeURIComponent(path)}`);
  const name = person(login).name;
  await page.locator('form[action="/demo/sign-in"] button', { hasText: name }).first().press("Enter");
  await page.waitForURL((url) => url.pathname === path);
  return hands(page);
}

const send = "#act button[type=submit]";
const done = (page, act) => page.waitForURL((url) => url.searchParams.get("done") === act);

async function takenIn(page) {
  await page.addInitScript(() => (globalThis.print = () => {}));
  const hand = await as(page, CLERK, "/counter");
  await hand.scan(CARD);
  await page.locator('[name="applicant.name"][value="Điểu Thị Đường"]').waitFor();
  await hand.press("c", "u", "o", "i");
  await page.locator("#found button").first().waitFor();
  await hand.press("Enter");
  await page.locator("[data-papers]").waitFor();
  await hand.press("1", "2", "3", "4", "F9");
  await page.waitForURL("**/counter/slips/*");
  const code = await page.locator(".mc-bar .mc-code").innerText();
  await page.goto("/counter/handover");
  await hand.scan(code);
  await page.locator(`a[href="/dossiers/${code}"]`).waitFor();
  await hand.press("F9");
  await page.waitForURL("**/counter/handover/*-*");
  const list = new URL(page.url()).pathname;
  const ward = await as(page, SPECIALIST, list);
  await ward.scan(code);
  await page.locator(`[name="arrived.${code}"]:checked`).waitFor();
  await ward.press("F9");
  await page.locator("ol.mc-line li time").nth(1).waitFor();
  return code;
}

/** The specialist's own, taken where nobody has it yet. */
async function opened(page, login, code) {
  const hand = await as(page, login, `/dossiers/${code}`);
  const take = `form[action="/dossiers/${code}/take"] button`;
  if ((await page.locator(take).count()) > 0) {
    await hand.follow(take);
    await done(page, "take");
  }
  return hand;
}

async function lacking(page, code) {
  const hand = await opened(page, SPECIALIST, code);
  await hand.follow(`a[href="/dossiers/${code}/request-supplement"]`);
  await page.waitForURL("**/request-supplement");
  await hand.tick("#lack-whole");
  await hand.choose("#reason-whole", "other");
  await hand.type("#text-whole", "Ảnh mờ");
  await hand.type('[name="basis"]', "Điều 10, Nghị định 123/2015/NĐ-CP");
  await hand.follow(send);
  await done(page, "request-supplement");
}

/** What the desk does while the dossier lies with the ward. */
async function served(page, code, act, fill) {
  const hand = await as(page, CLERK, "/counter/lookup");
  await hand.scan(code);
  await page.locator(`a[href="/dossiers/${code}/${act}?from=counter"]`).waitFor();
  await look(page, WAY, `travel-lookup-${act}`);
  await hand.follow(`a[href="/dossiers/${code}/${act}?from=counter"]`);
  await page.waitForURL((url) => url.pathname.endsWith(`/${act}`));
  await fill(hand);
  await look(page, WAY, `travel-${act}`);
  await hand.follow(send);
  await page.waitForURL((url) => url.pathname === "/counter/lookup" && url.searchParams.get("done") === act);
}

async function taxed(page, code) {
  const hand = await opened(page, SPECIALIST, code);
  await hand.follow(`a[href="/dossiers/${code}/request-payment"]`);
  await page.waitForURL("**/request-payment");
  await hand.type('[name="payee"]', "Chi cục Thuế");
  await hand.type('[name="notice"]', "12/TB-CCT");
  for (const [at, name, sum] of [[0, "Lệ phí", "75.000"], [1, "Thuế", "120.000"]]) {
    await hand.type(`[name="items[${at}].name"]`, name);
    await hand.type(`[name="items[${at}].amount"]`, sum);
  }
  await hand.follow(send);
  await done(page, "request-payment");
}

async function sorry(page, code) {
  const hand = await opened(page, SPECIALIST, code);
  await page.goto(`/dossiers/${code}/apologise`);
  await hand.type('[name="reason"]', "Chờ ý kiến của Sở và của tỉnh.");
  for (const [part, value] of [["day", "27"], ["month", "12"], ["year", "2019"]]) {
    await hand.type(`[name="due.${part}"]`, value);
  }
  await hand.follow(send);
  await done(page, "apologise");
}

/** From one agency to the next: given with a reason, taken with the sets counted. */
async function travels(page, code, from, to) {
  const giver = await opened(page, from, code);
  await page.goto(`/dossiers/${code}/transfer`);
  await giver.choose('[name="office"]', to.office);
  await giver.type('[name="reason"]', "Thuộc thẩm quyền của cơ quan nhận.");
  await look(page, WAY, `travel-to-${to.office}`);
  await giver.follow(send);
  await done(page, "transfer");
  const taker = await as(page, to.login, `/dossiers/${code}`);
  await taker.follow(`a[href="/dossiers/${code}/acknowledge"]`);
  await page.waitForURL("**/acknowledge");
  await taker.follow(send);
  await done(page, "acknowledge");
}

async function decided(page, code) {
  const hand = await opened(page, SPECIALIST, code);
  await page.goto(`/dossiers/${code}/propose`);
  await hand.pick("outcome", "granted");
  await hand.type('#act [name="text"]', "Đủ điều kiện kết hôn.");
  await hand.follow(send);
  await done(page, "propose");
  await signIn(page, WAY, person("chutich.nghiatrung"), `/approve/${code}`);
  await hands(page).follow("form.mc-dock button[type=submit]");
  await page.waitForURL((url) => url.search === "?done=sign");
}

async function kept(page, code) {
  const hand = await as(page, "vanthu.nghiatrung", `/dossiers/${code}`);
  await hand.follow(`a[href="/dossiers/${code}/number"]`);
  await page.waitForURL("**/number");
  await hand.follow(send);
  await done(page, "number");
  await hand.follow(`a[href="/dossiers/${code}/attach-result"]`);
  await page.waitForURL("**/attach-result");
  await hand.follow(send);
  await page.locator("#q-file-error").waitFor();
  await look(page, WAY, "travel-attach-refused");
  await hand.file("#q-file", RESULT);
  await hand.follow(send);
  await done(page, "attach-result");
  await look(page, WAY, "travel-attached");
  await page.goto("/results?tab=numbered");
  await hand.follow(`form[action="/dossiers/${code}/release"] button`);
  await page.waitForURL((url) => url.searchParams.get("done") === "release");
}

async function collected(page, code) {
  const hand = await as(page, CLERK, "/counter/returns");
  await hand.scan(code);
  await page.locator(`[name="code"][value="${code}"]`).last().waitFor({ state: "attached" });
  await hand.press("F4");
  await hand.scan(CARD);
  await page.locator('p[role="status"] .mc-state--ok').waitFor();
  await hand.press("F9");
  await page.waitForURL((url) => url.searchParams.get("done") === code);
}

test("a dossier travels over three agencies and back under one code, by keys alone", () =>
  walk(WAY, async (page) => {
    const code = await takenIn(page);
    await lacking(page, code);
    await served(page, code, "complete-supplement", async () => {});
    await taxed(page, code);
    await served(page, code, "record-payment", async (hand) => {
      await hand.pick("for", "duty");
      await hand.type('[name="amount"]', "195000");
      await hand.pick("means", "elsewhere");
      await hand.type('[name="evidence"]', "Giấy nộp tiền 0004512");
    });
    await sorry(page, code);
    await travels(page, code, SPECIALIST, DEPARTMENT);
    await travels(page, code, DEPARTMENT.login, PROVINCE);
    await travels(page, code, PROVINCE.login, { login: SPECIALIST, office: WARD });
    await decided(page, code);
    await kept(page, code);
    await collected(page, code);
    await page.goto(`/dossiers/${code}`);
    await look(page, WAY, "travel-whole");
    const whole = await page.locator("main").innerText();
    for (const office of ["Sở Xây dựng", "Văn phòng Ủy ban nhân dân tỉnh"]) assert.ok(whole.includes(office), `it was with ${office}`);
    const rows = await page.locator("#hand-overs tbody tr").count();
    assert.equal(rows, 4, "each leg is a line: to the ward, to the department, to the province, and back");
  }));
