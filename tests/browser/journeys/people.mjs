// Administrators at work: an account is opened by one and its post approved by another, rights are
// explained, a deputy is dated, and a leaver is out.

import assert from "node:assert/strict";
import { test } from "node:test";

import { look, named, open, tabTo, walk, WAYS } from "../page.mjs";

/** The demonstration's two administrators of the system, by name. */
const FIRST = "Lương Thị Hệ";
const SECOND = "Đinh Văn Thống";
/** A clerk whom the journey gives a deputyship. */
const CLERK = { words: "tran thi quay", name: "Trần Thị Quầy" };
/** Whom the deputy stands in for, by login. */
const PRINCIPAL = "motcua.nghiatrung";
const OFFICE = "SNV";
/** The most clicks that a leaver may take. */
const LEAVER_CLICKS_MAX = 6;

/** What the pages say, by language. */
const WORDS = {
  vi: {
    proposed: "Đã gửi đề nghị",
    approved: "Đã duyệt vị trí",
    closed: "Đã đóng tài khoản",
    may: "được làm: Thẩm định hồ sơ",
    mayNot: "không được làm: Phê duyệt và ký hồ sơ",
    change: "Để được làm:",
    deputy: "Thay H'Linh Niê",
  },
  en: {
    proposed: "The post was proposed",
    approved: "The post was approved",
    closed: "The account is closed",
    may: "may: Examine a dossier",
    mayNot: "may not: Approve and sign a dossier",
    change: "For them to be allowed:",
    deputy: "Deputy of H'Linh Niê",
  },
};

let made = 0;

/** A name and a login that no other walk has. */
function somebody(way) {
  made += 1;
  const scripts = way.scripts ? "co" : "khong";
  return { name: `Hồ Thị Mới ${made}`, login: `moi.${way.language}.${way.width}.${scripts}` };
}

async function says(page, words) {
  const text = (await page.locator("main").innerText()).replace(/\s+/g, " ");
  assert.ok(text.includes(words), `${page.url()} says “${words}”`);
}

/** Signs in as somebody of the demonstration, with one click. */
async function signIn(page, way, name, next) {
  await page.context().clearCookies();
  await open(page, `/sign-in?lang=${way.language}&next=${encodeURIComponent(next)}`);
  await page.locator('form[action="/demo/sign-in"] button', { hasText: name }).first().click();
  await page.waitForURL((url) => url.pathname === next);
}

async function fillDay(page, name, [day, month, year]) {
  await page.locator(`#q-${name}-day`).fill(day);
  await page.locator(`#q-${name}-month`).fill(month);
  await page.locator(`#q-${name}-year`).fill(year);
}

async function submit(page) {
  await page.locator("main form#ask button[type=submit]").click();
}

/** Opens an account; the page of the account follows. */
async function openAccount(page, way, person) {
  await page.locator('main a[href="/people/new"]').click();
  await page.waitForURL(/\/people\/new$/);
  await submit(page);
  await look(page, way, "people-new-wrong");
  const errors = await page.locator(".govuk-error-summary__list a").count();
  assert.ok(errors >= 5, "an empty form says everything that is missing");
  await page.locator("#q-name").fill(person.name);
  await page.locator("#q-login").fill(person.login);
  await page.locator("#q-office").selectOption(OFFICE);
  await page.locator("#q-position").fill("Chuyên viên");
  await page.locator('input[name=roles][value=specialist]').check();
  await page.locator("#q-reason").fill("15/QĐ-SNV");
  await submit(page);
  await page.locator("#secret").waitFor();
  await look(page, way, "people-code");
  assert.match(await page.locator("#secret").innerText(), /^([A-Z2-9]{5}-){3}[A-Z2-9]{5}$/);
  await page.locator('main a.govuk-button[href^="/people/"]').click();
  await page.waitForURL(/\/people\/\d{4}-[0-9a-f]+$/);
  await look(page, way, "people-one");
  return new URL(page.url()).pathname;
}

async function approve(page, way, here) {
  await signIn(page, way, SECOND, "/posts");
  await look(page, way, "posts");
  await page.locator(`main a[href="${here}/posts/1"]`).click();
  await page.waitForURL(/\/posts\/1$/);
  await look(page, way, "post-decide");
  await page.locator("input[name=decision][value=approve]").check();
  await submit(page);
  await page.waitForURL(/\/posts\?done=approved$/);
  await says(page, WORDS[way.language].approved);
}

async function explain(page, way, here) {
  const words = WORDS[way.language];
  await open(page, `${here}/rights?lang=${way.language}`);
  await page.locator("#q-action").selectOption("work-dossier");
  await page.locator("#q-office").selectOption(OFFICE);
  await page.locator("#q-relation").selectOption("assigned");
  await page.locator("#q-stage").selectOption("open");
  await page.locator('main form button[type=submit]').click();
  await page.locator("#answer").waitFor();
  await says(page, words.may);
  await page.locator("#q-action").selectOption("sign-dossier");
  await page.locator('main form button[type=submit]').click();
  await page.waitForURL(/action=sign-dossier/);
  await look(page, way, "people-rights");
  await says(page, words.mayNot);
  await says(page, words.change);
}

/** Closes an account from the register on; counts the clicks. */
async function leave(page, way, person, here) {
  let clicks = 0;
  const click = async (selector) => {
    clicks += 1;
    await page.locator(selector).first().click();
  };
  await click('header a[href="/people"]');
  await page.waitForURL(/\/people$/);
  await page.locator("#q").fill(person.login);
  await click("main form.mc-filters button[type=submit]");
  await page.waitForURL(/q=/);
  await look(page, way, "people");
  await click(`main a[href="${here}"]`);
  await page.waitForURL(new RegExp(`${here}$`));
  await click(`main a[href="${here}/close"]`);
  await page.waitForURL(/\/close$/);
  await look(page, way, "people-close");
  await page.locator("#q-reason").fill("20/QĐ-SNV");
  await click("main form#ask button[type=submit]");
  await page.waitForURL(/done=closed$/);
  await says(page, WORDS[way.language].closed);
  assert.ok(clicks <= LEAVER_CLICKS_MAX, `a leaver takes ${clicks} clicks`);
}

for (const way of WAYS) {
  test(`an account is opened, approved by another, explained, and closed (${named(way)})`, () =>
    walk(way, async (page) => {
      const person = somebody(way);
      await signIn(page, way, FIRST, "/people");
      await look(page, way, "people");
      const here = await openAccount(page, way, person);
      await approve(page, way, here);
      await explain(page, way, here);
      await leave(page, way, person, here);
    }));
}

for (const way of WAYS.filter(({ width, scripts }) => width === 320 && scripts)) {
  test(`a deputy is proposed until a day (${named(way)})`, () =>
    walk(way, async (page) => {
      await signIn(page, way, FIRST, "/people");
      await page.locator("#q").fill(CLERK.words);
      await page.locator("#q").press("Enter");
      await page.locator("main td a", { hasText: CLERK.name }).click();
      await page.waitForURL(/\/people\/\d{4}-[0-9a-f]+$/);
      await page.locator('main a[href$="/deputy"]').click();
      await page.waitForURL(/\/deputy$/);
      await page.locator("#q-deputy_of").fill(PRINCIPAL);
      await page.locator("#q-office").selectOption("MC-X24617");
      await page.locator("#q-position").fill("Thay cán bộ một cửa");
      await page.locator("input[name=roles][value=clerk]").check();
      await fillDay(page, "to", ["31", "12", "2019"]);
      await page.locator("#q-reason").fill("16/QĐ-UBND");
      await look(page, way, "people-deputy");
      await submit(page);
      await page.waitForURL(/done=proposed$/);
      await says(page, WORDS[way.language].proposed);
      await says(page, WORDS[way.language].deputy);
    }));
}

test("the keyboard alone finds somebody and has their rights explained", () =>
  walk(WAYS[0], async (page) => {
    await signIn(page, WAYS[0], FIRST, "/people");
    await tabTo(page, "#q");
    await page.keyboard.type("tran minh khoi");
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=tran/);
    await tabTo(page, 'main td a[href^="/people/"]');
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/people\/\d{4}-[0-9a-f]+$/);
    await tabTo(page, 'main a[href$="/rights"]');
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/rights$/);
    await tabTo(page, "#q-action");
    await tabTo(page, "main form button[type=submit]");
    await page.keyboard.press("Enter");
    await page.locator("#answer").waitFor();
  }));
