// An officer adds a passkey on the page of their own account, gives it another name, signs in with
// it, and gives it once more before an act; Chromium's own authenticator makes it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { look, named, open, walk, WAYS } from "../page.mjs";

/** What the pages say, by language. */
const WORDS = {
  vi: {
    ready: "Khóa truy cập đã sẵn sàng",
    cancelled: "bạn đã hủy hoặc đã hết giờ",
    known: "Thiết bị này đã có khóa truy cập",
    unnamed: "Đặt cho khóa truy cập một tên",
    unsupported: "không tạo được khóa truy cập",
    device: "Chrome trên Linux",
    out: "Đã thoát",
  },
  en: {
    ready: "The passkey is ready",
    cancelled: "it was cancelled, or the time was over",
    known: "This device has a passkey",
    unnamed: "Give the passkey a name",
    unsupported: "cannot make a passkey",
    device: "Chrome on Linux",
    out: "You are signed out",
  },
};

const { accounts } = JSON.parse(readFileSync(process.env.MOTCUA_DEMO, "utf8"));
const officers = accounts.filter(({ office }) => office !== "");
/** Ways in which passkeys can be made: with scripts. An officer for each, from the end of the list. */
const ways = WAYS.filter(({ scripts }) => scripts);

async function says(page, words) {
  await page.locator("main", { hasText: words }).waitFor();
}

/** Whether an address is of a path, which the way there may name as the next one. */
function isAt(path) {
  return ({ pathname }) => pathname === path;
}

/** Signs an officer in by one click of the demonstration. */
async function enter(page, way, officer) {
  await open(page, `/sign-in?next=/account/factors&lang=${way.language}`);
  await page.locator("button[name=account]", { hasText: officer.name }).first().click();
  await page.waitForURL(isAt("/account/factors"));
}

/** Gives the browser an authenticator that knows who touches it; answers how to have it say no. */
async function authenticator(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
  };
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options });
  const knows = (isUserVerified) => session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  const count = async () =>
    (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length;
  return { knows, count };
}

async function sessionOf(page) {
  const cookies = await page.context().cookies();
  return cookies.find(({ name }) => name === "__Host-session")?.value;
}

for (const [index, way] of ways.entries()) {
  const words = WORDS[way.language];
  const officer = officers.at(-1 - index);

  test(`an officer adds a passkey, signs in with it and gives it once more (${named(way)})`, () =>
    walk(way, async (page) => {
      await enter(page, way, officer);
      const { knows, count } = await authenticator(page);
      const add = page.locator("form[data-new-passkey]");
      assert.equal(await add.locator("#label").inputValue(), words.device, "a name is proposed");
      assert.equal(await page.locator("[data-no-passkey]").isVisible(), false);
      await look(page, way, "passkey-none");
      await knows(false);
      await add.locator("button").click();
      await says(page, words.cancelled);
      await knows(true);
      await add.locator("#label").fill("Khóa <một>");
      await add.locator("#label").press("Enter");
      await page.waitForURL(/done=passkey-added$/);
      await says(page, words.ready);
      await says(page, "“Khóa <một>”");
      assert.equal(await count(), 1);
      await look(page, way, "passkey-added");
      await add.locator("button").click();
      await says(page, words.known);
      assert.equal(await count(), 1, "one authenticator makes one passkey");

      const rename = page.locator("form[action='/account/factors/passkey/name']");
      await page.locator("details summary").click();
      await rename.locator("input[name=label]").fill("Khóa hai");
      await look(page, way, "passkey-rename");
      await rename.locator("button").click();
      await page.waitForURL(/done=passkey-named$/);
      await says(page, "“Khóa hai”");

      await page.locator("form[action='/sign-out'] button").first().click();
      await says(page, words.out);
      assert.equal(await sessionOf(page), undefined);
      await page.goto("/sign-in?next=/offices");
      await page.locator("[data-passkey=choose]").click();
      await page.waitForURL(isAt("/offices"));
      const before = await sessionOf(page);
      assert.ok(before, "the passkey alone signs in");

      await page.goto("/sign-in/again?next=/account/factors");
      await page.locator("[data-passkey=own]").click();
      await page.waitForURL(isAt("/account/factors"));
      assert.notEqual(await sessionOf(page), before, "the session's token is a new one");
    }));
}

test("a browser that can make no passkey says so and offers no button", () =>
  walk(WAYS[0], async (page) => {
    await page.addInitScript(() => delete window.PublicKeyCredential);
    await enter(page, WAYS[0], officers.at(-1 - ways.length));
    await says(page, WORDS.vi.unsupported);
    assert.equal(await page.locator("form[data-new-passkey]").isVisible(), false);
  }));

test("without scripts the page says what a passkey needs", () =>
  walk({ ...WAYS[0], scripts: false }, async (page) => {
    const way = { ...WAYS[0], scripts: false };
    await enter(page, way, officers.at(-2 - ways.length));
    await says(page, WORDS.vi.unsupported);
    assert.equal(await page.locator("form[data-new-passkey]").isVisible(), false);
    await look(page, way, "passkey-plain");
  }));
