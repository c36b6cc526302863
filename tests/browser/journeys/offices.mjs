// A visitor finds an office: from the first page to the list to one office.

import assert from "node:assert/strict";
import { test } from "node:test";

import { look, named, open, tabTo, walk, WAYS } from "../page.mjs";

const TO_OFFICES = 'a[href="/offices"]';
const TO_ONE_OFFICE = 'main a[href^="/offices/"]';

for (const way of WAYS) {
  test(`a visitor goes from the first page to one office (${named(way)})`, () =>
    walk(way, async (page) => {
      await open(page, `/?lang=${way.language}`);
      await look(page, way, "home");
      await page.locator(`${TO_OFFICES} >> visible=true`).first().click();
      await page.waitForURL(/\/offices$/);
      await look(page, way, "offices");
      const link = page.locator(TO_ONE_OFFICE).first();
      const name = (await link.innerText()).trim();
      await link.click();
      await page.waitForURL(/\/offices\/[^/]+$/);
      assert.equal((await page.locator("h1").innerText()).trim(), name, "the office that was chosen");
      await look(page, way, "office");
    }));

  test(`a visitor finds an office without writing its diacritics (${named(way)})`, () =>
    walk(way, async (page) => {
      await open(page, `/offices?lang=${way.language}`);
      await page.locator("#q").fill("quang khe");
      await page.locator("#q").press("Enter");
      await page.waitForURL(/\/offices\?q=quang\+khe/);
      await look(page, way, "search");
      assert.match(await page.locator("main").innerText(), /Quảng Khê/, "the office is found");
    }));

  test(`a page that is not there says so and leads on (${named(way)})`, () =>
    walk(way, async (page) => {
      await open(page, `/offices/KHONG-CO?lang=${way.language}`, { status: 404 });
      await look(page, way, "missing");
      assert.ok((await page.locator('main a[href="/"], main a[href="/offices"]').count()) > 0, "a way on");
    }));

  test(`the ledger page stands (${named(way)})`, () =>
    walk(way, async (page) => {
      await open(page, `/ledger?lang=${way.language}`);
      await look(page, way, "ledger");
      assert.ok((await page.locator('a[href="/ledger/checkpoint"]').count()) > 0, "the checkpoint is linked");
    }));
}

test("the keyboard alone reaches an office", () =>
  walk(WAYS[0], async (page) => {
    await open(page, "/?lang=vi");
    assert.equal(await tabTo(page, 'a[href^="#"]'), 1, "the first stop skips to the content");
    await tabTo(page, TO_OFFICES);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/offices$/);
    await tabTo(page, TO_ONE_OFFICE);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/offices\/[^/]+$/);
  }));

test("the chosen language stays", () =>
  walk(WAYS[0], async (page) => {
    await open(page, "/?lang=en");
    await open(page, "/offices");
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
  }));
