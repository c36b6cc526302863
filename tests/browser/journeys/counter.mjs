// The counter's pages as samples: how they look, and that a dossier goes through by keys alone; then
// the same on the served demonstration.
//
// The samples come from `page/examples/counter.rs` and are answered in the browser's own network
// layer, so that what a server would answer is told here, one line each.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

import { person, signIn } from "../accounts.mjs";
import { look, named, open, walk, WAYS } from "../page.mjs";

/** Keys after the scan for a dossier of three papers with a telephone number. */
const KEYS_MAX = 25;
const CARD = "067193004518||H'Lan Niê|14031993|Nữ|Bon N'Jriêng, xã Đắk Nia, thị xã Gia Nghĩa|15042021";
const TYPES = { css: "text/css", js: "text/javascript", svg: "image/svg+xml" };
const STATES = [
  ...["intake-0", "intake-1", "intake-2", "intake-3", "intake-4", "intake-5", "slip-0", "slip-1"],
  ...["returning-0", "returning-3", "returning-4", "shortfall-1", "shortfall-2", "handover-0"],
  ...["handover-2", "handover-3", "handover-4", "whereabouts-1", "whereabouts-3", "day-0", "day-1", "day-3", "online-0"],
];

const samples = new Map(
  execFileSync(process.env.MOTCUA_SAMPLES, { encoding: "utf8", maxBuffer: 64 << 20 })
    .split(/^=== /m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)]),
);

/** Answers every request of the page: `answer` names the sample for those that are no sample. */
async function serve(page, answer = () => undefined) {
  await page.route("**/*", async (route) => {
    const request = route.request();
    const { pathname } = new URL(request.url());
    const fields = new URLSearchParams(request.postData() ?? "");
    const name = (await answer(`${request.method()} ${pathname}`, fields)) ?? pathname;
    const body = samples.get(name);
    assert.ok(body !== undefined, `${request.method()} ${pathname} is no sample`);
    const type = TYPES[pathname.split(".").pop()] ?? "text/html; charset=utf-8";
    await route.fulfill({ status: 200, contentType: type, body });
  });
}

/** What the server answers at the counter; every form that was sent is kept. */
function desk(sent) {
  return (what, fields) => {
    if (what === "GET /counter" || what === "POST /counter/next") return "/intake-0-vi";
    if (what === "POST /counter") {
      sent.push(fields);
      return "/slip-0-vi";
    }
    if (what !== "POST /counter/check") return undefined;
    sent.push(fields);
    if (fields.get("scan")) return "/intake-1-vi";
    if (fields.get("pick") || fields.get("q") === "hkd") return "/intake-2-vi";
    return "/intake-3-vi";
  };
}

/** Presses keys and counts them. */
function keys(page) {
  let count = 0;
  return {
    count: () => count,
    async press(...all) {
      for (const key of all) {
        await page.keyboard.press(key);
        count += 1;
      }
    },
  };
}

const focused = (page) => page.evaluate(() => document.activeElement.name);

/** A scanner types the whole line, and Enter. */
async function scan(page) {
  await page.keyboard.insertText(CARD);
  await page.keyboard.press("Enter");
  await page.locator('[name="applicant.name"][value="H\'Lan Niê"]').waitFor();
}

for (const way of WAYS.filter(({ scripts, width, language }) => width === 320 ? scripts || language === "vi" : scripts && language === "vi")) {
  test(`the counter's pages stand (${named(way)})`, () =>
    walk(way, async (page) => {
      await page.addInitScript(() => (globalThis.print = () => {}));
      await serve(page);
      for (const state of STATES) {
        await page.goto(`/${state}-${way.language}`, { waitUntil: "load" });
        await look(page, way, `counter-${state}`);
      }
    }));
}

test(`a dossier of three papers takes at most ${KEYS_MAX} keys after the scan, and no mouse`, () =>
  walk(WAYS[0], async (page) => {
    const sent = [];
    await page.addInitScript(() => (globalThis.print = () => (globalThis.printed = true)));
    await serve(page, desk(sent));
    await page.goto("/counter");
    assert.equal(await focused(page), "scan", "a new person begins at the card");
    await scan(page);
    assert.equal(await focused(page), "q", "after the card comes the procedure");
    const hand = keys(page);
    await hand.press("h", "k", "d", "Enter");
    await page.locator("[data-papers]").waitFor();
    assert.equal(await focused(page), "component.CT1", "after the procedure come the papers");
    await hand.press("1", "2", "3");
    await hand.press("Alt+t", ...Array.from("0912345678"), "F9");
    // The printer is asked once the slip's page has its script.
    await page.waitForFunction(() => globalThis.printed);
    assert.ok(hand.count() <= KEYS_MAX, `${hand.count()} keys, of at most ${KEYS_MAX}`);
    const saved = sent.at(-1);
    assert.equal(saved.get("procedure"), "1.001612");
    assert.equal(saved.get("applicant.phone"), "0912345678", "digits in a box are digits");
    const forms = ["CT1", "CT2", "CT3"].map((id) => [saved.get(`component.${id}`), saved.get(`component.${id}.form`)]);
    assert.deepEqual(forms, [["1", "original"], ["1", "photocopy"], ["1", "certified_copy"]]);
    await page.keyboard.press("F2");
    await page.locator("[data-intake]").waitFor();
    assert.equal(await focused(page), "scan", "the next person begins at the card");
  }));

test("a digit pressed again takes the paper in another form, and at last not at all", () =>
  walk(WAYS[0], async (page) => {
    await serve(page, desk([]));
    await page.goto("/intake-2-vi");
    const paper = () =>
      page.evaluate(() => {
        const row = document.querySelectorAll("[data-papers] li")[1];
        return [row.querySelector("input").checked, row.querySelector("select").value];
      });
    const seen = [await paper()];
    for (let times = 0; times < 5; times += 1) {
      await page.keyboard.press("2");
      seen.push(await paper());
    }
    const brought = ["photocopy", "electronic", "original", "certified_copy"].map((form) => [true, form]);
    assert.deepEqual(seen, [[false, "photocopy"], ...brought, [false, "photocopy"]]);
  }));

test("what is typed while the card is looked up stays", () =>
  walk(WAYS[0], async (page) => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    const answers = desk([]);
    await serve(page, async (what, fields) => {
      if (fields.get("scan")) await held;
      return answers(what, fields);
    });
    await page.goto("/counter");
    await page.keyboard.insertText(CARD);
    await page.keyboard.press("Enter");
    await page.keyboard.type("hk");
    release();
    await page.locator('[name="applicant.name"][value="H\'Lan Niê"]').waitFor();
    assert.deepEqual([await focused(page), await page.locator("#c-query").inputValue()], ["q", "hk"]);
  }));

test("procedures are found while one types, and chosen by arrows", () =>
  walk(WAYS[0], async (page) => {
    const sent = [];
    await serve(page, desk(sent));
    await page.goto("/intake-1-vi");
    await page.keyboard.type("khai sinh");
    await page.locator("#found button").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator("[data-papers]").waitFor();
    assert.equal(sent.at(-1).get("pick"), "1.000893");
  }));

test("Escape asks before it drops what was filled in", () =>
  walk(WAYS[0], async (page) => {
    await serve(page, desk([]));
    await page.goto("/intake-2-vi");
    await page.keyboard.press("1");
    const asked = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      return asked.length === 1 ? dialog.dismiss() : dialog.accept();
    });
    await page.keyboard.press("Escape");
    assert.ok(page.url().endsWith("/intake-2-vi"), "it stays");
    await page.keyboard.press("Escape");
    await page.waitForURL("**/counter");
    assert.deepEqual(asked, ["confirm", "confirm"]);
  }));

test("a dossier is taken in without scripts", () =>
  walk({ language: "vi", width: 1280, scripts: false }, async (page) => {
    const sent = [];
    await serve(page, desk(sent));
    await page.goto("/counter");
    await scan(page);
    await page.fill("#c-query", "khai sinh");
    await page.locator('button[name="find"]').click();
    await page.locator("#found button").nth(1).click();
    await page.check('[name="component.CT1"]');
    await page.locator('[aria-keyshortcuts="F9"]').click();
    await page.locator("[data-print]").waitFor();
    assert.equal(sent.at(-2).get("pick"), "1.000893");
    assert.equal(sent.at(-1).get("component.CT1"), "1");
    assert.equal(sent.at(-1).get("find"), null, "saving is no search");
  }));

test("the slip of three papers is one sheet of A5", () =>
  walk(WAYS[0], async (page) => {
    await page.addInitScript(() => (globalThis.print = () => {}));
    await serve(page);
    for (const slip of ["/slip-0-vi", "/slip-1-vi"]) {
      await page.goto(slip);
      const printed = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      assert.equal(printed.match(/\/Type\s*\/Page\b/g).length, 1, `${slip} is one page`);
      const [, width, height] = printed.match(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/);
      assert.deepEqual([Math.round(width), Math.round(height)], [420, 595], "in points");
    }
  }));

/** Whoever receives and takes money at a ward's desk, and whoever the dossier goes to from there. */
const CLERK = "motcua.nghiatrung";
const SPECIALIST = "hotich.nghiatrung";
const SERVED_CARD = "067193004518||H'Lan Niê|14031993|Nữ|Tổ 1, phường Nghĩa Trung|15042021";
/** Pages that a tablet at the counter shows. */
const TABLET = ["/counter", "/counter/returns", "/counter/handover", "/counter/whereabouts", "/counter/day", "/counter/online"];

test(`served, a dossier of four papers takes at most ${KEYS_MAX} keys after the scan, and no mouse`, () =>
  walk(WAYS[0], async (page) => {
    await page.addInitScript(() => (globalThis.print = () => (globalThis.printed = true)));
    await signIn(page, WAYS[0], person(CLERK), "/counter");
    assert.equal(await focused(page), "scan", "a new person begins at the card");
    await page.keyboard.insertText(SERVED_CARD);
    await page.keyboard.press("Enter");
    await page.locator('[name="applicant.name"][value="H\'Lan Niê"]').waitFor();
    assert.equal(await focused(page), "q", "after the card comes the procedure");
    const hand = keys(page);
    await hand.press("c", "u", "o", "i", "Enter");
    await page.locator("[data-papers]").waitFor();
    await look(page, WAYS[0], "counter-served-papers");
    assert.match(await focused(page), /^component\./, "after the procedure come the papers");
    await hand.press("1", "2", "3", "4");
    await hand.press("Alt+t", ...Array.from("0912345678"), "F9");
    await page.waitForURL("**/counter/slips/*");
    await page.waitForFunction(() => globalThis.printed);
    assert.ok(hand.count() <= KEYS_MAX, `${hand.count()} keys, of at most ${KEYS_MAX}`);
    await look(page, WAYS[0], "counter-served-slip");
    const code = await page.locator(".mc-bar .mc-code").innerText();
    await page.keyboard.press("F2");
    await page.locator("[data-intake]").waitFor();
    assert.equal(await focused(page), "scan", "the next person begins at the card");
    await page.goto("/counter/handover");
    await page.keyboard.insertText(code);
    await page.keyboard.press("Enter");
    await page.locator(`a[href="/dossiers/${code}"]`).waitFor();
    await page.keyboard.press("F9");
    await page.waitForURL("**/counter/handover/*-01");
    await look(page, WAYS[0], "counter-served-list");
    const list = new URL(page.url()).pathname;
    await signIn(page, WAYS[0], person(SPECIALIST), list);
    await page.keyboard.insertText(code);
    await page.keyboard.press("Enter");
    await page.locator(`[name="arrived.${code}"]:checked`).waitFor();
    await page.keyboard.press("F9");
    await page.locator("ol.mc-line li time").nth(1).waitFor();
    await page.goto(`/counter/whereabouts?code=${code}`);
    await look(page, WAYS[0], "counter-served-whereabouts");
  }));

for (const way of WAYS.filter(({ width, scripts }) => width === 320 && scripts)) {
  test(`served, the counter's pages stand on a tablet (${named(way)})`, () =>
    walk(way, async (page) => {
      await signIn(page, way, person(CLERK), "/counter");
      for (const path of TABLET) {
        await open(page, path);
        await look(page, way, `counter-served-${path.replaceAll("/", "-")}`);
      }
    }));
}
