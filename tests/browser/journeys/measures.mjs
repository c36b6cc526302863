// The programme's figures: from a target to its figure, and down to the records that it counts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { person, signIn } from "../accounts.mjs";
import { look, named, open, walk } from "../page.mjs";

const reform = person("cchc");
const PROGRAMME = 'main a[href^="/programmes/"]';
const WAYS = [
  { language: "vi", width: 320, scripts: false },
  { language: "en", width: 1280, scripts: true },
];
const WORDS = {
  vi: { reached: "Đã đạt", outsiders: "người khác chỉ thấy số đếm", months: "Theo tháng", wrong: "Ngày cuối", offices: "Theo cơ quan" },
  en: { reached: "Reached", outsiders: "others see the counts only", months: "By month", wrong: "The last day", offices: "By office" },
};

/** From the front page to the figure of one target. */
async function toFigure(page, way) {
  await page.locator('a[href="/programmes"] >> visible=true').first().click();
  await page.waitForURL(/\/programmes$/);
  await look(page, way, "programmes");
  await page.locator(PROGRAMME).first().click();
  await page.waitForURL(/\/programmes\/[^/]+$/);
  assert.match(await page.locator("main").innerText(), new RegExp(WORDS[way.language].reached));
  assert.equal(await page.locator(".mc-goal").count(), 7, "seven objectives");
  await look(page, way, "programme");
  await page.locator("#time-cut a").first().click();
  await page.waitForURL(/\/measures\/time-cut/);
  assert.match(await page.locator("main").innerText(), new RegExp(WORDS[way.language].months));
  await look(page, way, "measure");
}

for (const way of WAYS) {
  test(`a visitor opens a figure and sees its two sides, and no list of dossiers (${named(way)})`, () =>
    walk(way, async (page) => {
      await open(page, `/?lang=${way.language}`);
      await toFigure(page, way);
      assert.equal(await page.locator('main a[href*="/records"]').count(), 0, "no list is offered");
      await open(page, "/measures/time-cut/records");
      await look(page, way, "records-closed");
      assert.match(await page.locator("main").innerText(), new RegExp(WORDS[way.language].outsiders));
      assert.equal(await page.locator("main table").count(), 0);
      await open(page, "/measures/time-cut?from=2019-09-01&to=2019-08-01", { status: 422 });
      assert.match(await page.locator("#to-error").innerText(), new RegExp(WORDS[way.language].wrong));
      await look(page, way, "measure-wrong");
      await open(page, "/measures/services-level-3/records?part=denominator");
      assert.ok((await page.locator('main a[href^="/procedures/"]').count()) > 5, "procedures are open");
      await look(page, way, "records-procedures");
    }));

  test(`a visitor opens a figure of procedures by office down to its procedures (${named(way)})`, () =>
    walk(way, async (page) => {
      await open(page, `/measures/services-level-3?lang=${way.language}`);
      assert.match(await page.locator("main").innerText(), new RegExp(WORDS[way.language].offices));
      await look(page, way, "measure-procedures");
      await page.locator('main tbody a[href*="office=X24619"]').click();
      await page.waitForURL(/office=X24619/);
      const shown = (await page.locator(".mc-frac__over dd").nth(1).innerText()).trim();
      assert.match(shown, /^[1-9]\d*$/, "a small count of procedures is shown to everybody");
      await look(page, way, "measure-office");
      await page.locator('.mc-frac__over a[href*="part=denominator"]').click();
      await page.waitForURL(/\/records\?.*office=X24619/);
      const rows = page.locator("main tbody tr");
      assert.equal(await rows.count(), Number(shown), "as many procedures as the figure says");
      await look(page, way, "records-office");
      await rows.first().locator("a").click();
      await page.waitForURL(/\/procedures\//);
    }));

  test(`the reform office opens a figure down to the dossiers that it counts (${named(way)})`, () =>
    walk(way, async (page) => {
      await signIn(page, way, reform, "/programmes");
      await page.locator(PROGRAMME).first().click();
      await page.waitForURL(/\/programmes\/[^/]+$/);
      await page.locator("#coordination .mc-meta a").first().click();
      await page.waitForURL(/\/measures\/on-time-by-law/);
      const shown = await page.locator(".mc-frac__over dd").nth(1).innerText();
      await look(page, way, "measure-officer");
      await page.locator('.mc-frac__over a[href*="part=denominator"]').click();
      await page.waitForURL(/\/records\?.*part=denominator/);
      assert.equal(await page.locator("main p > b").first().innerText(), shown, "the same count");
      const rows = page.locator("main tbody tr");
      assert.ok((await rows.count()) > 20, "dossiers are listed");
      await look(page, way, "records");
      await page.locator('a[rel="next"]').click();
      await page.waitForURL(/cursor=/);
      const dossier = rows.first().locator("a");
      const code = (await dossier.innerText()).trim();
      assert.match(await dossier.getAttribute("href"), new RegExp(`/dossiers/${code}$`));
    }));
}
