// Officers and citizens sign in: with a second factor, once more, with a recovery code, by a code
// to a telephone, by a passkey; locked and left again.

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";

import { accounts, demo, freshCode } from "../accounts.mjs";
import { look, named, open, tabTo, walk, WAYS } from "../page.mjs";

const IDLE_MS = 121_000;

/** What the pages say, by language. */
const WORDS = {
  vi: {
    wrong: "Chưa đúng",
    factor: "Mã xác nhận",
    again: "Xác nhận lại là bạn",
    lock: "Máy đang khóa",
    register: "Mở tài khoản",
    out: "Đã thoát",
    tray: "Khay tin của bản trình diễn",
  },
  en: {
    wrong: "That is not right",
    factor: "Enter your code",
    again: "Confirm that it is you",
    lock: "This computer is locked",
    register: "Open an account",
    out: "You are signed out",
    tray: "Tray of the demonstration",
  },
};

const officers = accounts.filter(({ office }) => office !== "");

let contacts = 0;

/** An officer for each way, so that no journey waits for another's codes. */
function officerOf(way) {
  return officers[WAYS.indexOf(way)];
}

async function says(page, words) {
  const text = (await page.locator("main").innerText()).replace(/\s+/g, " ");
  assert.ok(text.toLowerCase().includes(words.toLowerCase()), `${page.url()} says “${words}”, not: ${text.slice(0, 300)}`);
}

/** Fills in the first page; the code only where one is given. */
async function fill(page, { username, password }, code = "") {
  await page.locator("#login").fill(username);
  await page.locator("#password").fill(password);
  await page.locator("#code").fill(code);
  await page.locator("#code").press("Enter");
}

async function signIn(page, way, officer) {
  await open(page, `/sign-in?next=/offices&lang=${way.language}`);
  await fill(page, officer, await freshCode(officer));
  await page.waitForURL(/\/offices$/);
}

for (const way of WAYS) {
  const words = WORDS[way.language];
  const officer = officerOf(way);

  test(`an officer signs in by two factors, confirms once more, and leaves (${named(way)})`, () =>
    walk(way, async (page) => {
      await open(page, `/sign-in?next=/offices&lang=${way.language}`);
      await look(page, way, "sign-in");
      assert.equal(await page.locator("[data-passkey]").isVisible(), way.scripts, "a passkey needs scripts");
      await fill(page, { ...officer, password: "not the password" }, "000000");
      await says(page, words.wrong);
      await look(page, way, "sign-in-wrong");
      await fill(page, officer);
      await page.waitForURL(/\/sign-in\/factor$/);
      await says(page, words.factor);
      await look(page, way, "sign-in-factor");
      await page.locator("#code").fill(await freshCode(officer));
      await page.locator("#code").press("Enter");
      await page.waitForURL(/\/offices$/);
      await look(page, way, "signed-in");
      const before = await sessionOf(page);
      await open(page, "/sign-in/again?next=/ledger");
      await says(page, words.again);
      await look(page, way, "sign-in-again");
      await page.locator("#code").fill(await freshCode(officer));
      await page.locator("#code").press("Enter");
      await page.waitForURL(/\/ledger$/);
      assert.notEqual(await sessionOf(page), before, "the session's token is a new one");
      await page.locator("form[action='/sign-out'] button").first().click();
      await says(page, words.out);
      await look(page, way, "signed-out");
      assert.equal(await sessionOf(page), undefined, "no session is left in the browser");
      await open(page, "/sign-in/again");
      assert.match(page.url(), /\/sign-in\?next=/, "the way back in is the front door");
    }));

  test(`a citizen opens an account and comes back by a code (${named(way)})`, () =>
    walk(way, async (page) => {
      contacts += 1;
      const number = String(contacts).padStart(3, "0");
      const phone = `09${Date.now() % 100_000}${number}`.padEnd(10, "0").slice(0, 10);
      await open(page, `/register?lang=${way.language}`);
      await says(page, words.register);
      await page.locator("form[action='/register'] button").click();
      await page.locator(".govuk-error-summary").waitFor();
      await look(page, way, "register-wrong");
      await page.locator("#name").fill("H'Bia Niê");
      await page.locator("#identity_number").fill(`990${String(Date.now()).slice(-6)}${number}`);
      await page.locator("#contact").fill(phone);
      await page.locator("#password").fill("xe-dap-hoa-phuong-32");
      await page.locator("form[action='/register'] button").click();
      await page.waitForURL(/\/register\/code$/);
      await look(page, way, "register-code");
      await typeCode(page, way, phone);
      await page.waitForURL(/\/$/);
      await page.locator("form[action='/sign-out'] button").first().click();
      await says(page, words.out);
      await open(page, "/sign-in/code?next=/offices");
      await page.locator("#contact").fill(phone);
      await page.locator("#contact").press("Enter");
      await page.waitForURL(/\/sign-in\/code\/answer$/);
      await look(page, way, "sign-in-code");
      await typeCode(page, way, phone);
      await page.waitForURL(/\/offices$/);
    }));

  test(`the demonstration lets anybody in by one click (${named(way)})`, () =>
    walk(way, async (page) => {
      await open(page, `/sign-in?next=/offices&lang=${way.language}`);
      await page.locator("button[name=account]", { hasText: officer.name }).first().click();
      await page.waitForURL(/\/offices$/);
      assert.ok((await page.locator("header").innerText()).includes(officer.name));
    }));
}

async function sessionOf(page) {
  const cookies = await page.context().cookies();
  return cookies.find(({ name }) => name === "__Host-session")?.value;
}

/** Reads the code of a telephone from the tray in another page, and types it in this one. */
async function typeCode(page, way, phone) {
  const tray = await page.context().newPage();
  await tray.goto("/demo/tray");
  await says(tray, WORDS[way.language].tray);
  await look(tray, way, "tray");
  const row = tray.locator(".govuk-summary-list__row", { hasText: `+84${phone.slice(1)}` }).first();
  const [code] = (await row.innerText()).match(/\b\d{8}\b/);
  await tray.close();
  await page.locator("#code").fill(code);
  await page.locator("#code").press("Enter");
}

const desk = { language: "en", width: 1280, scripts: true };

test("an officer signs in by the keyboard alone", () =>
  walk(desk, async (page) => {
    const officer = officers[WAYS.length];
    await open(page, "/sign-in?next=/offices&lang=en");
    await tabTo(page, "#login");
    await page.keyboard.type(officer.username);
    await tabTo(page, "#password");
    await page.keyboard.type(officer.password);
    await tabTo(page, "#code");
    await page.keyboard.type(await freshCode(officer));
    await tabTo(page, "form[action='/sign-in'] button[type=submit]");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/offices$/);
  }));

for (const scripts of [true, false]) {
  const way = { ...desk, scripts };
  const officer = officers[WAYS.length + (scripts ? 1 : 2)];

  test(`a shared computer is locked and opens for its owner (${named(way)})`, () =>
    walk(way, async (page) => {
      await signIn(page, way, officer);
      if (scripts) {
        await page.locator("main input").first().fill("half a word");
        await page.keyboard.press("Alt+Shift+K");
        await page.locator("dialog#lock[open]").waitFor();
        await look(page, way, "locked");
        await page.keyboard.press("Escape");
        assert.ok(await page.locator("dialog#lock").isVisible(), "Escape opens nothing");
        const other = await page.context().newPage();
        await other.goto("/sign-in/again");
        assert.match(other.url(), /\/lock\?next=/, "the session is locked, not the page alone");
        await other.close();
      } else {
        await page.locator("#lock-now button").click();
        await page.waitForURL(/\/lock\?next=/);
        await look(page, way, "locked");
      }
      const box = page.locator(scripts ? "#lock-proof" : "#proof");
      if (!scripts) {
        await box.fill("not the password");
        await box.press("Enter");
        await says(page, WORDS.en.wrong);
      }
      await page.locator(scripts ? "#lock-proof" : "#proof").fill(officer.password);
      await page.locator(scripts ? "#lock-proof" : "#proof").press("Enter");
      if (scripts) {
        await page.locator("dialog#lock").waitFor({ state: "hidden" });
        assert.equal(await page.locator("main input").first().inputValue(), "half a word", "what was typed stays");
      } else {
        await page.waitForURL(/\/offices/);
      }
      await open(page, "/sign-in/again");
    }));
}

test("a computer left alone for two minutes locks itself", () =>
  walk(desk, async (page) => {
    await page.clock.install();
    await signIn(page, desk, officers[WAYS.length + 3]);
    await page.clock.fastForward(IDLE_MS);
    await page.locator("dialog#lock[open]").waitFor();
  }));

test("a passkey answers for the script, which follows the server", () =>
  walk(desk, async (page) => {
    // Opening a page lets go of a session of the tools, and with it of any authenticator.
    await open(page, "/sign-in?lang=en");
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
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const credential = {
      credentialId: Buffer.from("of somebody").toString("base64"),
      isResidentCredential: true,
      rpId: "localhost",
      privateKey: privateKey.export({ format: "der", type: "pkcs8" }).toString("base64"),
      userHandle: Buffer.from("somebody").toString("base64"),
      signCount: 1,
    };
    await session.send("WebAuthn.addCredential", { authenticatorId, credential });
    // The server would refuse a key that nobody registered; what it believes is tried elsewhere.
    const sent = new Promise((resolve) => {
      page.route("**/sign-in/passkey", (route) => {
        resolve(new URLSearchParams(route.request().postData()));
        return route.fulfill({ json: { next: "/ledger" } });
      });
    });
    await page.locator("#password").fill("a secret");
    await page.locator("[data-passkey]").click();
    const form = await sent;
    const answer = JSON.parse(form.get("answer"));
    assert.equal(Buffer.from(answer.response.userHandle, "base64url").toString(), "somebody");
    assert.equal(form.get("use"), "choose");
    assert.equal(form.get("password"), null, "a half-typed password stays in the browser");
    await page.waitForURL(/\/ledger$/);
  }));

test("an administrator sets an account up by a one-time code, and comes back by a recovery code", () =>
  walk({ ...desk, width: 320 }, async (page) => {
    const way = { ...desk, width: 320 };
    const password = "xe-dap-hoa-phuong-32";
    await open(page, "/set-up?lang=en");
    await look(page, way, "set-up");
    await page.locator("#code").fill(demo.setup_code.toLowerCase());
    await page.locator("#code").press("Enter");
    await page.waitForURL(/\/set-up\/account$/);
    await look(page, way, "set-up-account");
    await page.locator("#name").fill("Hoàng Thị Mới");
    await page.locator("#login").fill("moi.ht");
    await page.locator("#office").selectOption("STTTT");
    await page.locator("#position").fill("Quản trị hệ thống");
    await page.locator("#password").fill(password);
    await page.locator("#password").press("Enter");
    await page.waitForURL(/\/sign-in\/enrol$/);
    await look(page, way, "enrol");
    assert.ok(await page.locator(".mc-qr").evaluate((picture) => picture.naturalWidth > 0), "the picture shows");
    const secret = (await page.locator(".mc-secret").innerText()).replaceAll(" ", "");
    await page.locator("#code").fill(await freshCode({ username: "moi.ht", totp_secret: secret }));
    await page.locator("#code").press("Enter");
    await page.locator(".mc-codes").waitFor();
    await look(page, way, "recovery-codes");
    const [first] = await page.locator(".mc-codes .mc-secret").allInnerTexts();
    await page.locator("main .govuk-button").click();
    await page.locator("form[action='/sign-out'] button").first().click();
    await says(page, WORDS.en.out);
    await open(page, "/sign-in?next=/offices");
    await fill(page, { username: "moi.ht", password });
    await page.waitForURL(/\/sign-in\/factor$/);
    await page.locator("main a[href='/sign-in/recovery']").click();
    await page.waitForURL(/\/sign-in\/recovery$/);
    await look(page, way, "recovery");
    await page.locator("#code").fill("AAAA-BBBB-CCCC");
    await page.locator("#code").press("Enter");
    await says(page, WORDS.en.wrong);
    await page.locator("#code").fill(first);
    await page.locator("#code").press("Enter");
    await page.waitForURL(/\/offices$/);
  }));
