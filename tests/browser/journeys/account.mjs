// People manage what is theirs: a citizen sees what is kept and who looked, and asks about it; the
// data-protection desk answers; a second officer erases; sessions are ended.

import assert from "node:assert/strict";
import { test } from "node:test";

import { person, signIn } from "../accounts.mjs";
import { look, named, open, tabTo, walk, WAYS } from "../page.mjs";

/** What the pages say, by language. */
const WORDS = {
  vi: {
    facts: "Xem nội dung",
    office: "Văn phòng Ủy ban nhân dân tỉnh",
    ended: "Mọi phiên khác đã kết thúc",
    sent: "Đã nhận yêu cầu của bạn",
    answered: "đã thực hiện",
    second: "người khác phải quyết định",
    erased: "Dữ liệu đã xóa",
    consent: "Đã ghi sự đồng ý của bạn",
    choose: "Chọn một loại yêu cầu",
  },
  en: {
    facts: "Read what it says",
    office: "to answer a request",
    ended: "All other sessions have ended",
    sent: "Your request has arrived",
    answered: "carried out",
    second: "somebody else must decide",
    erased: "The data was erased",
    consent: "Your consent was recorded",
    choose: "Choose a kind of request",
  },
};

const [citizen, other, first, second] = ["nguoidan", "nguoidan2", "dulieu", "dulieu2"].map(person);

/** Cookies of those who signed in already, by name: a code of an app works once. */
const kept = new Map();

/** Makes the page somebody's: signs in once, and brings the same session later. */
async function become(page, way, who) {
  const context = page.context();
  await context.clearCookies();
  if (!kept.has(who.username)) {
    await signIn(page, way, who, "/account");
    kept.set(who.username, await context.cookies());
  }
  await context.addCookies(kept.get(who.username));
}

async function says(page, words) {
  const text = (await page.locator("main").innerText()).replace(/\s+/g, " ");
  assert.ok(text.toLowerCase().includes(words.toLowerCase()), `${page.url()} says “${words}”, not: ${text.slice(0, 400)}`);
}

/** Asks for something; the desk's address of the request. */
async function ask(page, way, who, wish, text) {
  await become(page, way, who);
  await open(page, `/account/requests?lang=${way.language}`);
  await page.locator(`label[for="wish-${wish}"]`).click();
  await page.locator("#text").fill(text);
  await page.locator('form[action="/account/requests"] button').click();
  await page.waitForURL(/done=sent/);
  await says(page, WORDS[way.language].sent);
  await look(page, way, "account-request-sent");
}

/** Goes from the desk's list to the only request that waits. */
async function toRequest(page, way, who) {
  await become(page, way, who);
  await open(page, `/requests?lang=${way.language}`);
  await look(page, way, "requests");
  await page.locator('main table a[href^="/requests/"]').first().click();
  await page.waitForURL(/\/requests\/\d{4}-[0-9a-f]+$/);
}

for (const way of WAYS) {
  const words = WORDS[way.language];

  test(`a citizen sees what is kept and asks; the desk reads, and is seen (${named(way)})`, () =>
    walk(way, async (page) => {
      await become(page, way, citizen);
      for (const [path, name] of [
        ["/account", "account"],
        ["/account/sessions", "account-sessions"],
        ["/account/factors", "account-factors"],
        ["/account/data", "account-data"],
        ["/account/readings", "account-readings"],
      ]) {
        await open(page, `${path}?lang=${way.language}`);
        await look(page, way, name);
      }
      await open(page, "/account/data");
      await says(page, citizen.name);
      await page.locator('button[value="give"], button[value="withdraw"]').first().click();
      await page.waitForURL(/done=consent/);
      await look(page, way, "account-consent");
      await open(page, "/account/requests");
      await page.locator('form[action="/account/requests"] button').click();
      await says(page, words.choose);
      await look(page, way, "account-request-wrong");
      await ask(page, way, citizen, "copy", "Xin một bản sao dữ liệu của tôi.");
      await toRequest(page, way, first);
      await look(page, way, "request-facts");
      const facts = await page.locator("main").innerText();
      assert.ok(!facts.includes(citizen.name), "nobody is named before a purpose is chosen");
      await page.locator("#purpose").selectOption("inquiry");
      await page.locator('form[method="get"] button').click();
      await page.waitForURL(/purpose=inquiry/);
      await says(page, citizen.name);
      await look(page, way, "request-read");
      await page.locator('form[action$="/acknowledge"] button').click();
      await page.waitForURL(/done=acknowledged/);
      await page.locator("#text").fill("Bản sao đã gửi qua thư điện tử.");
      await page.locator("#ground").fill("đã cung cấp bản sao");
      await page.locator('button[value="done"]').click();
      await page.waitForURL(/done=finished/);
      await look(page, way, "request-finished");
      await become(page, way, citizen);
      await open(page, `/account/requests?lang=${way.language}`);
      await says(page, words.answered);
      await open(page, "/account/readings");
      await says(page, words.office);
      const seen = await page.locator("main").innerText();
      assert.ok(!seen.includes(first.name), "the officer's name is not shown");
      await look(page, way, "account-readings-some");
    }));
}

test("the keyboard alone makes a request", () =>
  walk(WAYS[0], async (page) => {
    const way = WAYS[0];
    await become(page, way, citizen);
    await open(page, "/account?lang=vi");
    await tabTo(page, 'main a[href="/account/requests"]');
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/account\/requests$/);
    await tabTo(page, "#wish-copy");
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowDown");
    await tabTo(page, "#text");
    await page.keyboard.type("Ngày sinh của tôi ghi sai.");
    await tabTo(page, 'form[action="/account/requests"] button');
    await page.keyboard.press("Enter");
    await page.waitForURL(/done=sent/);
    await says(page, "Sửa dữ liệu sai");
    await toRequest(page, way, first);
    await page.locator("#text").fill("Đã xem, ngày sinh đúng như giấy tờ.");
    await page.locator("#ground").fill("đã đối chiếu");
    await page.locator('button[value="declined"]').click();
    await page.waitForURL(/done=finished/);
  }));

test("a citizen ends every other session", () =>
  walk(WAYS[0], async (page) => {
    const way = WAYS[0];
    await become(page, way, other);
    const there = kept.get(other.username);
    await open(page, "/account/sessions?lang=vi");
    assert.equal(await page.locator('form[action$="/end-others"]').count(), 0, "there is one alone");
    kept.delete(other.username);
    await become(page, way, other);
    await open(page, "/account/password?lang=vi");
    await look(page, way, "account-password");
    await open(page, "/account/sessions?lang=vi");
    await look(page, way, "account-sessions-two");
    await page.locator('form[action$="/end-others"] button').click();
    await page.waitForURL(/done=others-ended/);
    await says(page, WORDS.vi.ended);
    await page.context().clearCookies();
    await page.context().addCookies(there);
    await page.goto("/account");
    assert.match(page.url(), /\/sign-in/, "the other browser has to sign in");
  }));

test("a second officer erases what the first acknowledged", () =>
  walk(WAYS[4], async (page) => {
    const way = WAYS[4];
    const words = WORDS[way.language];
    await ask(page, way, other, "erasure", "Xin xóa mọi dữ liệu của tôi.");
    kept.delete(first.username);
    kept.delete(second.username);
    await toRequest(page, way, first);
    const path = new URL(page.url()).pathname;
    await page.locator('form[action$="/acknowledge"] button').click();
    await page.waitForURL(/done=acknowledged/);
    await page.locator('a[href$="/erase"]').click();
    await page.waitForURL(/\/erase$/);
    await says(page, words.second);
    await look(page, way, "request-erase-first");
    await become(page, way, second);
    await open(page, `${path}/erase?lang=${way.language}`);
    await look(page, way, "request-erase");
    await page.locator('label[for="sure"]').click();
    await page.locator('form[action$="/erase"] button').click();
    await page.waitForURL(/done=erased/);
    await says(page, words.erased);
    await look(page, way, "request-erased");
    await become(page, way, other);
    await page.goto("/account");
    assert.match(page.url(), /\/sign-in/, "the erased person's session is over");
  }));
