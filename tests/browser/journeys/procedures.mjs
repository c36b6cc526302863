// A citizen looks for a procedure: what it is, what to bring, what changes, and how the form goes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { look, named, open, tabTo, walk, WAYS } from "../page.mjs";

const BIRTH = "/procedures/1.001193";
/** In the national list, and not published by the province of the demonstration. */
const NATIONAL = "/procedures/1.000080";
const OPEN_BIRTH = `main a[href="${BIRTH}"]`;

/** What the pages say, by language. */
const WORDS = {
  vi: {
    birth: "Đăng ký khai sinh",
    facts: ["Trong ngày", "Không mất tiền hoặc từ 5.000 đ", "Bộ phận một cửa cấp xã", "Qua mạng"],
    abandoned: "Trẻ bị bỏ rơi",
    record: "Biên bản về việc trẻ bị bỏ rơi",
    limits: ["5 ngày làm việc", "4 ngày làm việc"],
    coming: "Từ 18/07/2026, thủ tục này thay đổi",
    raised: "tăng từ 5.000 đ lên 8.000 đ",
    groups: ["Giấy tờ", "Chi phí", "Nộp ở đâu, bằng cách nào", "Ai được làm, được nhận gì", "Tờ khai"],
    residence: /Giấy tờ chứng minh thông tin về cư trú: Không còn bắt buộc; chỉ cần khi .*; trước ghi là “Sổ hộ khẩu/,
    wrong: "Có chỗ cần sửa",
    digits: "số định danh phải có 12 chữ số",
    right: "Tờ khai đã đủ và đúng",
    notHere: "Tỉnh không công bố thủ tục này",
    none: "Không có thủ tục nào khớp với “zzqx”",
    fields: ["Hộ tịch", "Đất đai"],
  },
  en: {
    birth: "Birth registration",
    facts: ["The same day", "Free of charge, or from 5,000 VND", "One-stop desk, commune", "Online"],
    abandoned: "The child was abandoned",
    record: "Record of the abandoned child",
    limits: ["5 working days", "4 working days"],
    coming: "This procedure changes on 18 July 2026",
    raised: "up from 5,000 VND to 8,000 VND",
    groups: ["Papers", "Cost", "Where and how to apply", "Who may apply, and what they get", "The form"],
    residence: /Proof of residence: No longer mandatory; needed only when .*; was called “Household book/,
    wrong: "Something needs to be corrected",
    digits: "the ID number must have 12 digits",
    right: "The form is complete and right",
    notHere: "This province does not publish this procedure",
    none: "No procedure matches “zzqx”",
    fields: ["Hộ tịch", "Đất đai"],
  },
};

/** What a person reads, without the no-break spaces that tie numbers to their units. */
async function read(locator) {
  return (await locator.innerText()).replace(/\s+/g, " ").trim();
}

async function says(page, words) {
  const text = (await read(page.locator("main"))).toLowerCase();
  assert.ok(text.includes(words.toLowerCase()), `${page.url()} says “${words}”`);
}

/** Goes from the first page to the registration of a birth by words without marks. */
async function findBirth(page, way) {
  await open(page, `/?lang=${way.language}`);
  await page.locator("#q").fill("dang ky khai sinh");
  await page.locator("#q").press("Enter");
  await page.waitForURL(/\/procedures\?q=dang\+ky\+khai\+sinh/);
  await look(page, way, "procedures");
  const first = page.locator("#results .mc-hit h2 a").first();
  assert.equal(await read(first), WORDS[way.language].birth, "the best answer stands first");
  await first.click();
  await page.waitForURL(new RegExp(`${BIRTH}$`));
}

/** Nothing of the facts lies below the first screen. */
async function demandOneScreen(page) {
  const below = await page.evaluate(() => {
    const { bottom } = document.querySelector(".mc-facts").getBoundingClientRect();
    return Math.ceil(bottom + globalThis.scrollY - globalThis.innerHeight);
  });
  assert.ok(below <= 0, `the four facts end ${below} px below the first screen`);
}

for (const way of WAYS) {
  const words = WORDS[way.language];

  test(`a citizen finds how to register a birth (${named(way)})`, () =>
    walk(way, async (page) => {
      await findBirth(page, way);
      await look(page, way, "procedure");
      assert.equal(await read(page.locator("h1")), words.birth);
      const facts = await page.locator(".mc-facts dd").allInnerTexts();
      assert.equal(facts.length, 4);
      for (const [at, fact] of words.facts.entries()) {
        const text = facts[at].replace(/\s+/g, " ");
        assert.ok(text.startsWith(fact), `“${text}” begins with “${fact}”`);
      }
      await demandOneScreen(page);
      await says(page, words.coming);
      await says(page, words.raised);
    }));

  test(`a citizen chooses a case and ticks its papers (${named(way)})`, () =>
    walk(way, async (page) => {
      await open(page, `${BIRTH}?lang=${way.language}`);
      const papers = page.locator(".mc-ticks");
      assert.ok(!(await read(papers)).includes(words.record), "another case's paper is not asked for");
      await page.getByRole("link", { name: words.abandoned, exact: true }).click();
      await page.waitForURL(/case=abandoned/);
      assert.equal(await read(page.locator(".mc-chips [aria-current]")), words.abandoned);
      assert.ok((await read(papers)).includes(words.record), "this case's paper is asked for");
      for (const limit of words.limits) await says(page, limit);
      const bars = await page.locator(".mc-time rect:not(.mc-rail)").evaluateAll((all) =>
        all.map((bar) => Math.round((bar.getBoundingClientRect().width / bar.parentElement.getBoundingClientRect().width) * 100)),
      );
      assert.deepEqual(bars, [100, 80], "the promise is four fifths of the law's time");
      const boxes = papers.locator("input[type=checkbox]");
      const count = await boxes.count();
      assert.ok(count > 2, "there are papers to tick");
      for (let at = 0; at < count; at += 1) await papers.locator("label").nth(at).click();
      assert.equal(await papers.locator("input:checked").count(), count, "a click on a name ticks its box");
      await look(page, way, "procedure-case");
    }));

  test(`a citizen takes a procedure along on paper (${named(way)})`, () =>
    walk(way, async (page) => {
      await open(page, `${BIRTH}?case=abandoned&lang=${way.language}`);
      await page.locator('main a[href*="/print"]').click();
      await page.waitForURL(/\/print\?case=abandoned/);
      await look(page, way, "procedure-print");
      await says(page, words.record);
      const code = await page.locator(".mc-sheet__qr svg").boundingBox();
      assert.ok(code.width >= 70 && code.width <= 130, `the QR code is ${code.width} px wide`);
      await page.emulateMedia({ media: "print" });
      for (const hidden of [".mc-nav", ".mc-foot", ".mc-noprint"]) {
        assert.equal(await page.locator(hidden).first().isVisible(), false, `${hidden} is not printed`);
      }
      assert.ok(await page.locator(".mc-sheet__qr svg").isVisible(), "the QR code is printed");
    }));

  test(`a citizen reads what a coming revision changes (${named(way)})`, () =>
    walk(way, async (page) => {
      await open(page, `${BIRTH}?lang=${way.language}`);
      await page.locator(`main details a[href="${BIRTH}/diff?from=1&to=2"]`).click();
      await page.waitForURL(/\/diff\?from=1&to=2/);
      await look(page, way, "procedure-diff");
      const groups = await page.locator(".mc-change h2").allInnerTexts();
      assert.deepEqual(groups.map((group) => group.trim()), words.groups);
      assert.match(await read(page.locator("main")), words.residence, "all of one paper in one sentence");
      await says(page, words.raised);
      const law = page.locator("details").last();
      assert.equal(await law.locator("li").first().isVisible(), false, "legal texts are folded away");
      await law.locator("summary").click();
      assert.ok(await law.locator("li").first().isVisible(), "and unfold");
    }));

  test(`a citizen tries the form, wrongly and then rightly (${named(way)})`, () =>
    walk(way, async (page) => {
      await open(page, `${BIRTH}?lang=${way.language}`);
      await page.locator("a.govuk-button--start").click();
      await page.waitForURL(/\/apply\//);
      await open(page, `${BIRTH}/form?lang=${way.language}`);
      await look(page, way, "procedure-form");
      const number = page.locator('[name="mother.identity_number"]');
      const right = await number.inputValue();
      assert.match(right, /^\d{12}$/, "the sample answers stand in the form");
      await number.fill("12345");
      await page.locator('[name="child.birth_date.month"]').fill("13");
      await page.locator("form button[type=submit]").last().click();
      await page.locator(".govuk-error-summary").waitFor();
      assert.equal(await read(page.locator(".govuk-error-summary h2")), words.wrong);
      await says(page, words.digits);
      const focused = await page.evaluate(() => document.activeElement.className);
      assert.match(focused, /govuk-error-summary/, "the focus stands on the summary");
      await look(page, way, "procedure-form-wrong");
      assert.equal(await page.locator(".govuk-form-group--error").count(), 2, "two questions are marked");
      const links = page.locator(".govuk-error-summary a");
      assert.equal(await links.count(), 2, "both wrong answers are named");
      for (const href of await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")))) {
        assert.equal(await page.locator(`[id="${href.slice(1)}"]`).count(), 1, `${href} leads to its question`);
      }
      assert.equal(await number.inputValue(), "12345", "what was typed stays");
      await number.fill(right);
      await page.locator('[name="child.birth_date.month"]').fill("12");
      await page.locator("form button[type=submit]").last().click();
      await page.locator(".mc-note--ok").waitFor();
      await says(page, words.right);
      assert.equal(await page.locator(".govuk-error-summary").count(), 0);
      await look(page, way, "procedure-form-right");
    }));

  test(`a citizen looks through the fields (${named(way)})`, () =>
    walk(way, async (page) => {
      await open(page, `/procedures?lang=${way.language}`);
      await page.locator('main a[href="/fields"]').click();
      await page.waitForURL(/\/fields$/);
      await look(page, way, "fields");
      for (const field of words.fields) await says(page, field);
      await page.locator(".mc-tasks").getByRole("link", { name: words.fields[0] }).click();
      await page.waitForURL(/\/procedures\?field=/);
      assert.ok((await page.locator(OPEN_BIRTH).count()) > 0, "the field leads to its procedures");
      await look(page, way, "field");
    }));

  test(`a procedure that is not published here says so (${named(way)})`, () =>
    walk(way, async (page) => {
      await open(page, `${NATIONAL}?lang=${way.language}`);
      await look(page, way, "national");
      await says(page, words.notHere);
      await says(page, "Bộ Tư pháp");
      assert.equal(await page.locator("a.govuk-button--start").count(), 0, "there is nothing to start");
      assert.equal(await page.locator(".mc-facts").count(), 0, "and no fact to promise");
    }));

  test(`nothing found leads on (${named(way)})`, () =>
    walk(way, async (page) => {
      await open(page, `/procedures?q=zzqx&lang=${way.language}`);
      await look(page, way, "nothing");
      await says(page, words.none);
      assert.equal(await page.locator("#results .mc-hit").count(), 0);
      assert.equal(await page.locator(".mc-facets").count(), 0, "there is nothing to narrow");
      assert.ok(await page.locator('#results a[href="/fields"]').isVisible(), "the fields are a way on");
    }));
}

for (const way of WAYS.filter(({ scripts }) => scripts)) {
  test(`results come as somebody types (${named(way)})`, () =>
    walk(way, async (page) => {
      for (const path of ["/", "/procedures"]) {
        await open(page, `${path}?lang=${way.language}`);
        await page.locator("#q").pressSequentially("khai sinh");
        await page.locator('#results [role="status"]').filter({ hasText: "“khai sinh”" }).waitFor();
        assert.equal(await page.locator(`#results a[href="${BIRTH}"]`).count(), 1, "the birth is found");
        assert.equal(new URL(page.url()).searchParams.get("q"), null, "the page stays");
        await look(page, way, path === "/" ? "home-typing" : "procedures-typing");
      }
      await page.locator("#q").fill("zzqx");
      await page.locator("#results .mc-note").waitFor();
      await says(page, WORDS[way.language].none);
    }));
}

test("the keyboard alone goes from the first page to a filled form", () =>
  walk(WAYS[0], async (page) => {
    await open(page, "/?lang=vi");
    await tabTo(page, "#q");
    await page.keyboard.type("dang ky khai sinh");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/procedures\?q=/);
    await tabTo(page, OPEN_BIRTH);
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`${BIRTH}$`));
    await tabTo(page, ".mc-ticks input");
    await page.keyboard.press("Space");
    assert.equal(await page.locator(".mc-ticks input:checked").count(), 1, "Space ticks a paper");
    await open(page, BIRTH);
    await tabTo(page, "a.govuk-button--start");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/apply\//);
    await open(page, `${BIRTH}/form`);
    await tabTo(page, '[name="copies"]');
    await page.keyboard.press("Control+A");
    await page.keyboard.type("3");
    await page.keyboard.press("Enter");
    await page.locator(".mc-note--ok").waitFor();
    assert.equal(await page.locator('[name="copies"]').inputValue(), "3", "the answer was sent");
  }));

test("the page on paper fills no second sheet", () =>
  walk(WAYS[0], async (page) => {
    for (const code of ["1.001193", "1.000894", "1.013225", "2.001610"]) {
      await open(page, `/procedures/${code}/print?lang=vi`);
      const sheet = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      const pages = sheet.match(/\/Type\s*\/Page\b(?!s)/g) ?? [];
      assert.equal(pages.length, 1, `${code} prints on one sheet of A4`);
    }
  }));
