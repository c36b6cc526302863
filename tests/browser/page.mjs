// What every journey needs: a page in a real browser, and the rules that hold for every page.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";

import axe from "axe-core";
import { chromium } from "playwright-core";

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** HTML, style and script of one view, as they travel. */
const FIRST_VIEW_BYTES_MAX = 40_000;
const STEP_LIMIT_MS = 15_000;
const TABS_MAX = 80;

export const base = process.env.MOTCUA_URL;
const screenshots = process.env.MOTCUA_SCREENSHOTS;

/** A browser of one's own, to be closed by whoever asked for it. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.MOTCUA_CHROMIUM,
    args: FLAGS,
    ignoreDefaultArgs: ["--headless"],
  });
}

let browser;
before(async () => {
  mkdirSync(screenshots, { recursive: true });
  browser = await launch();
});
after(() => browser?.close());

/** Every way in which a page is looked at. */
export const WAYS = ["vi", "en"].flatMap((language) =>
  [1280, 320].flatMap((width) => [true, false].map((scripts) => ({ language, width, scripts }))),
);

/** A way in words, for the name of a test. */
export function named({ language, width, scripts }) {
  return `${language}, ${width} px, ${scripts ? "with" : "without"} scripts`;
}

/**
 * Opens a fresh browser context in this way, hands its page to `journey`, and then demands that
 * nothing went to a third party and that the browser complained of nothing.
 */
export async function walk(way, journey) {
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width: way.width, height: way.width === 320 ? 640 : 900 },
    javaScriptEnabled: way.scripts,
    locale: way.language === "vi" ? "vi-VN" : "en-GB",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(STEP_LIMIT_MS);
  const page = await context.newPage();
  const complaints = listen(page);
  try {
    await journey(page);
    assert.deepEqual(complaints, [], "the browser complained, or a third party was asked");
  } finally {
    await context.close();
  }
}

function listen(page) {
  const complaints = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== base) complaints.push(`request to ${url.origin}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" && !isRefusedPage(page, message)) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  // The browser hands its file chooser over once the first listener is there, and nothing waits for
  // that: a key that is pressed meanwhile overtakes it. So one listens from the page's beginning.
  page.on("filechooser", () => {});
  return complaints;
}

/** The browser calls it an error when a page is not there, not for its visitor, or found wrong answers. */
function isRefusedPage(page, message) {
  return /\b(403|404|422)\b/.test(message.text()) && message.location().url === page.url();
}

/** Opens a path, demands its status, and weighs what the first view took. */
export async function open(page, path, { status = 200 } = {}) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const kinds = new Map();
  let bytes = 0;
  session.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (["Document", "Stylesheet", "Script"].includes(kinds.get(requestId))) bytes += encodedDataLength;
  });
  const response = await page.goto(path, { waitUntil: "load" });
  await session.detach();
  assert.equal(response.status(), status, `status of ${path}`);
  assert.ok(bytes > 0, `${path} was weighed`);
  assert.ok(bytes <= FIRST_VIEW_BYTES_MAX, `${path} takes ${bytes} bytes, of at most ${FIRST_VIEW_BYTES_MAX}`);
}

/** The rules for every page as it stands now; keeps a screenshot under `name`. */
export async function look(page, way, name) {
  await page.screenshot({
    path: join(screenshots, `${name}-${way.language}-${way.width}${way.scripts ? "" : "-plain"}.png`),
    fullPage: true,
  });
  const facts = await page.evaluate(() => ({
    language: document.documentElement.lang,
    title: document.title.trim(),
    headings: document.querySelectorAll("h1").length,
    mains: document.querySelectorAll("main").length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  assert.equal(facts.language, way.language, `language of ${page.url()}`);
  assert.notEqual(facts.title, "", `title of ${page.url()}`);
  assert.equal(facts.headings, 1, `one h1 on ${page.url()}`);
  assert.equal(facts.mains, 1, `one main on ${page.url()}`);
  assert.ok(facts.wide <= 0, `${page.url()} scrolls sideways by ${facts.wide} px at ${way.width} px`);
  if (way.scripts) await demandAccess(page);
}

async function demandAccess(page) {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (rules) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: rules });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(" ")}`);
  }, RULES);
  assert.deepEqual(violations, [], `accessibility of ${page.url()}`);
}

/** Presses Tab until the focus stands on what `selector` names; the number of presses. */
export async function tabTo(page, selector) {
  for (let presses = 1; presses <= TABS_MAX; presses += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate((wanted) => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return { reached: false };
      const style = getComputedStyle(focused);
      const box = focused.getBoundingClientRect();
      const on = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 10));
      return {
        reached: focused.matches(wanted),
        what: focused.outerHTML.slice(0, 120),
        visible: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none",
        covered: on !== null && !focused.contains(on) && !on.contains(focused),
      };
    }, selector);
    if (focus.what) {
      assert.ok(focus.visible, `the focus shows on ${focus.what}`);
      assert.ok(!focus.covered, `nothing covers the focus on ${focus.what}`);
    }
    if (focus.reached) return presses;
  }
  throw new assert.AssertionError({ message: `Tab never reached ${selector} on ${page.url()}` });
}
