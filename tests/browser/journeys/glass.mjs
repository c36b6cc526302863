// Looking at citizens' data: for a declared purpose, by a broken glass, and who looked afterwards.

import assert from "node:assert/strict";
import { test } from "node:test";

import { accounts, clickIn, person } from "../accounts.mjs";
import { look, named, open, tabTo, walk, WAYS } from "../page.mjs";

const [citizen, officer, auditor] = ["nguoidan", "dulieu", "kiemtoan"].map(person);
const outsider = person("thuphi.tinh");
/** The citizen's identity number, as the demonstration's list of accounts has it. */
const NUMBER = "099190000001";
const WRONG_NUMBER = "099190000009";
/** Who breaks a glass in each walk, and who leads there. */
const TEAMS = [
  ["motcua.nghiatrung", "chutich.nghiatrung"],
  ["motcua.tinh", "giamdoc.tthcc"],
  ["xaydung", "giamdoc.sxd"],
  ["hotich.nghiatrung", "chutich.nghiatrung"],
  ["datdai", undefined],
].map((team) => team.map((login) => login && person(login)));

/** What the pages say, by language. */
const WORDS = {
  vi: {
    missed: "Không có ai mang đúng số này",
    choose: "Chọn mục đích",
    recorded: "Lần xem này đã được ghi lại",
    inquiry: "Trả lời người dân",
    emergency: "Khẩn cấp",
    needed: "Bạn chưa được xem dữ liệu này",
    reasons: ["Chọn lý do", "Nói rõ lý do"],
    terms: "trong 30 phút",
    notices: "Thông báo",
    fresh: "Mới",
    verdict: "Chọn kết quả xem xét",
    justified: "Có lý do chính đáng",
    read: "Xem người dân",
    outliers: "người khác thường trong",
    denied: "chưa được phép",
    calm: "hỏi người quản trị",
    office: "Văn phòng Ủy ban nhân dân tỉnh",
    seen: "trả lời",
  },
  en: {
    missed: "Nobody has exactly this number",
    choose: "Choose a purpose",
    recorded: "This reading was recorded",
    inquiry: "To answer the person",
    emergency: "Emergency",
    needed: "You may not see this",
    reasons: ["Choose a reason", "Say the reason"],
    terms: "for 30 minutes",
    notices: "Notices",
    fresh: "New",
    verdict: "Choose a verdict",
    justified: "There was good reason",
    read: "Read a citizen's record",
    outliers: "among",
    denied: "may not",
    calm: "ask the administrator",
    office: "Office of the Provincial People's Committee",
    seen: "answer",
  },
};

async function textOf(page, selector = "main") {
  return (await page.locator(selector).innerText()).replace(/\s+/g, " ");
}

async function says(page, words) {
  const text = await textOf(page);
  assert.ok(text.toLowerCase().includes(words.toLowerCase()), `${page.url()} says “${words}”, not: ${text.slice(0, 500)}`);
}

async function hides(page, words) {
  assert.ok(!(await page.content()).includes(words), `${page.url()} does not say “${words}”`);
}

/** Looks for a number of an identity paper. */
async function find(page, number) {
  await page.locator("#number").fill(number);
  await page.locator("#number").press("Enter");
}

/** How many readings the citizen sees of their own data. */
async function readingsSeen(page, way) {
  await clickIn(page, way, citizen, "/account");
  await open(page, `/account/readings?lang=${way.language}`);
  return page.locator("main .mc-list > li").count();
}

/** The number of unseen notices in the masthead. */
async function noticed(page) {
  const text = await textOf(page, 'header a[href="/notices"]');
  return Number(text.match(/\((\d+)\)/)?.[1] ?? 0);
}

/** Notes how many notices somebody has not seen yet. */
async function noticedBy(page, way, who) {
  await clickIn(page, way, who, "/procedures");
  return noticed(page);
}

/** The officer opens the record by its exact number, for a purpose. */
async function openForPurpose(page, way) {
  const words = WORDS[way.language];
  await clickIn(page, way, officer, "/persons");
  await look(page, way, "persons-find");
  await find(page, WRONG_NUMBER);
  await says(page, words.missed);
  await look(page, way, "persons-missed");
  await find(page, ` ${NUMBER.slice(0, 6)} ${NUMBER.slice(6)} `);
  await page.waitForURL(/\/persons\/\d{4}-[0-9a-f]+$/);
  await look(page, way, "persons-purpose");
  await hides(page, citizen.name);
  await hides(page, NUMBER);
  await page.locator("main form button").click();
  await says(page, words.choose);
  await look(page, way, "persons-purpose-wrong");
  await page.locator("#purpose").selectOption("inquiry");
  await page.locator("main form button").click();
  await page.locator("main dl").waitFor();
  for (const shown of [citizen.name, NUMBER, "mau@example.vn", words.recorded, words.inquiry]) await says(page, shown);
  await look(page, way, "persons-one");
}

/** A breaker finds the record closed, breaks the glass for a reason, and reads. */
async function breakGlass(page, way, breaker) {
  const words = WORDS[way.language];
  await clickIn(page, way, breaker, "/persons");
  await find(page, NUMBER);
  await page.waitForURL(/\/persons\/\d{4}-[0-9a-f]+$/);
  await says(page, words.needed);
  assert.equal(await page.locator("#purpose").count(), 0, "no purpose opens it before the glass is broken");
  await look(page, way, "glass-needed");
  await page.locator('main a[href^="/glass/new"]').click();
  await page.waitForURL(/\/glass\/new\?subject=/);
  await says(page, words.terms);
  await look(page, way, "glass-new");
  await page.locator("main form button").click();
  await says(page, words.reasons[0]);
  await page.locator("#reason").selectOption("life");
  await page.locator("main form button").click();
  await says(page, words.reasons[1]);
  await look(page, way, "glass-new-wrong");
  await page.locator("#words").fill(`Người bệnh bất tỉnh, cần báo cho người nhà (${named(way)}).`);
  await page.locator("main form button").click();
  await page.waitForURL(/\/persons\/\d{4}-[0-9a-f]+$/);
  const offered = await page.locator("#purpose option").evaluateAll((all) => all.map(({ value }) => value));
  assert.deepEqual(offered, ["", "emergency"], "it opens for the emergency and nothing else");
  await hides(page, citizen.name);
  await page.locator("#purpose").selectOption("emergency");
  await page.locator("main form button").click();
  await page.locator("main dl").waitFor();
  await says(page, citizen.name);
  await says(page, NUMBER);
  await look(page, way, "glass-read");
}

/** Somebody has one more notice, of the breaker; once seen, none is new. */
async function isTold(page, way, who, breaker, before) {
  const words = WORDS[way.language];
  await clickIn(page, way, who, "/procedures");
  assert.equal(await noticed(page), before + 1, `${who.name} is told in the masthead`);
  await page.locator('header a[href="/notices"]').click();
  await page.waitForURL(/\/notices$/);
  const row = page.locator("main tbody tr").first();
  assert.match(await row.innerText(), new RegExp(breaker.name), "the latest notice is of this glass");
  assert.match(await row.innerText(), new RegExp(words.fresh), "and it is new");
  await look(page, way, "notices");
  await page.locator('main form[action="/notices"] button').click();
  await page.waitForURL(/\/notices$/);
  await page.locator('main form[action="/notices"]').waitFor({ state: "detached" });
  assert.equal(await noticed(page), 0, "what was seen is counted no more");
}

/** The officer judges the glass of a breaker. */
async function judge(page, way, breaker) {
  const words = WORDS[way.language];
  await clickIn(page, way, officer, "/glass");
  await look(page, way, "glass");
  await page.locator('main a[href^="/glass/"]', { hasText: breaker.name }).first().click();
  await page.waitForURL(/\/glass\/\d{4}-[0-9a-f]+$/);
  await says(page, named(way));
  await says(page, words.read);
  await look(page, way, "glass-one");
  await page.locator("main form button").click();
  await says(page, words.verdict);
  await page.locator("#verdict").selectOption("justified");
  await page.locator("main form button").click();
  await page.waitForURL(/\/glass$/);
  const judged = page.locator("main section tbody tr", { hasText: breaker.name }).first();
  assert.match(await judged.innerText(), new RegExp(words.justified), "the verdict stands on the list");
  assert.equal(await page.locator("main > table tr", { hasText: breaker.name }).count(), 0, "it waits no more");
  await look(page, way, "glass-judged");
}

/** The auditor finds who read whom: readers by name, those who were read by their key alone. */
async function search(page, way, breaker) {
  const words = WORDS[way.language];
  await clickIn(page, way, auditor, "/readings");
  await look(page, way, "readings");
  await page.locator("#person").fill("2019-ab12");
  await page.locator('main form[method="get"] button').first().click();
  await says(page, words.choose);
  await look(page, way, "readings-wrong");
  await page.locator("main details summary").click();
  await page.locator("#find-for").selectOption("inspection");
  await page.locator("#who").fill(NUMBER);
  await page.locator("#who").press("Enter");
  await page.locator('main a[href*="person=2019-"]').first().click();
  await page.waitForURL(/for=inspection.*person=|person=.*for=inspection/);
  await look(page, way, "readings-found");
  const rows = page.locator("main tbody tr");
  const [latest] = await rows.allInnerTexts();
  assert.match(latest, new RegExp(breaker.name), "the latest reading is the emergency's");
  assert.match(latest, new RegExp(words.emergency));
  assert.match(await textOf(page, "main tbody"), new RegExp(officer.name), "and the officer's stands there too");
  await hides(page, citizen.name);
  await hides(page, NUMBER);
}

/** The auditor opens the month's report. */
async function report(page, way) {
  await page.locator('main a[href="/readings/outliers"]').click();
  await page.waitForURL(/\/readings\/outliers$/);
  await look(page, way, "outliers");
  assert.equal(await page.locator("main [role=status]").count(), 0, "nothing is counted before a purpose is chosen");
  await page.locator("#for").selectOption("inspection");
  await page.locator('main form[method="get"] button').click();
  await page.waitForURL(/month=2019-12/);
  await says(page, WORDS[way.language].outliers);
  const [readers] = (await textOf(page, "main [role=status]")).match(/\d+(?=\D*$)/);
  assert.ok(Number(readers) >= 2, `two have read at least, not ${readers}`);
  await look(page, way, "outliers-found");
}

/** Somebody without the right is told why, and nothing else. */
async function refused(page, way) {
  const words = WORDS[way.language];
  await clickIn(page, way, outsider, "/procedures");
  for (const path of ["/persons", "/readings", "/readings/outliers", "/glass"]) {
    await open(page, path, { status: 403 });
    await says(page, words.denied);
    await says(page, words.calm);
  }
  assert.ok((await textOf(page, "header")).includes(outsider.name), "their own masthead is there, to go on from");
  await look(page, way, "denied");
}

const spoken = WAYS.filter(({ language, width, scripts }) => scripts && (language === "vi") === (width === 320));
const plain = WAYS.find(({ language, width, scripts }) => language === "vi" && width === 320 && !scripts);

for (const way of [...spoken, plain]) {
  const [breaker, leader] = TEAMS[spoken.includes(way) ? spoken.indexOf(way) : spoken.length];

  test(`who looks is seen, told of, judged and found (${named(way)})`, () =>
    walk(way, async (page) => {
      const words = WORDS[way.language];
      const seen = await readingsSeen(page, way);
      await openForPurpose(page, way);
      assert.equal(await readingsSeen(page, way), seen + 1, "the citizen sees one reading more");
      const [latest] = await page.locator("main .mc-list > li").allInnerTexts();
      for (const told of [words.office, words.seen]) assert.ok(latest.includes(told), `${latest} says ${told}`);
      await hides(page, officer.name);
      await look(page, way, "account-readings-looked");
      const told = [officer, leader].filter(Boolean);
      const before = [];
      for (const who of told) before.push(await noticedBy(page, way, who));
      await breakGlass(page, way, breaker);
      for (const [place, who] of told.entries()) await isTold(page, way, who, breaker, before[place]);
      await judge(page, way, breaker);
      await search(page, way, breaker);
      await report(page, way);
      await refused(page, way);
    }));
}

test("a leader of another office is not told", () =>
  walk(WAYS[0], async (page) => {
    const elsewhere = accounts.find(({ username }) => username === "giamdoc.tthcc");
    await clickIn(page, WAYS[0], elsewhere, "/procedures");
    await open(page, "/notices?lang=vi");
    const text = await textOf(page);
    assert.ok(text.includes(person("motcua.tinh").name), "their own office's glass is there");
    for (const login of ["motcua.nghiatrung", "xaydung"]) assert.ok(!text.includes(person(login).name), login);
  }));

test("the keyboard alone opens a record for a purpose", () =>
  walk(WAYS[0], async (page) => {
    await clickIn(page, WAYS[0], officer, "/persons");
    await tabTo(page, "#number");
    await page.keyboard.type(NUMBER);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/persons\/\d{4}-[0-9a-f]+$/);
    await tabTo(page, "#purpose");
    await page.keyboard.press("ArrowDown");
    await tabTo(page, "main form button");
    await page.keyboard.press("Enter");
    await page.locator("main dl").waitFor();
    await says(page, citizen.name);
  }));
