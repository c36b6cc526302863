// Lighthouse on the pages that citizens meet first, as a phone on a slow line sees them.
//
// node lighthouse.mjs URL DEMO_JSON. MOTCUA_CHROMIUM: the browser. Every group of marks must reach the least
// one on every page; what took marks away is printed.
import { readFileSync } from "node:fs";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

/** The least mark of a group, out of a hundred. */
const LEAST = 95;
/**
 * Work of other programs on the machine takes marks for speed, and can spoil a trace: the best of a
 * few tries counts.
 */
const TRIES_MAX = 3;
/** Birth registration is applied for on the network. */
const START = "/apply/1.001193";
const GROUPS = ["performance", "accessibility", "best-practices", "seo"];

const [base, demo] = process.argv.slice(2);
if (!demo) throw new Error("use: node lighthouse.mjs URL DEMO_JSON");
const citizen = JSON.parse(readFileSync(demo, "utf8")).accounts.find(({ role }) => role === "citizen");

/** A field of a form. */
const field = (page, name) => page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? "";

/** The cookies that an answer sets, as they are sent back. */
const cookies = (answer) => answer.headers.getSetCookie().map((it) => it.split(";")[0]);

/**
 * A citizen of the demonstration begins an application: the cookies and the address of its first
 * question.
 */
async function question() {
  const visit = await fetch(new URL("/sign-in", base));
  const form = await visit.text();
  const button = form.split("<button").find((it) => it.includes('name="account"') && it.includes(citizen.name));
  const account = button.match(/value="([^"]*)"/)[1];
  const post = (path, kept, fields) =>
    fetch(new URL(path, base), {
      method: "POST",
      redirect: "manual",
      headers: { cookie: kept.join("; "), origin: base },
      body: new URLSearchParams(fields),
    });
  const signed = await post("/demo/sign-in", cookies(visit), { csrf: field(form, "csrf"), account, next: "/" });
  const kept = [...cookies(visit), ...cookies(signed)];
  const start = await (await fetch(new URL(START, base), { headers: { cookie: kept.join("; ") } })).text();
  const begun = await post(START, kept, { csrf: field(start, "csrf"), key: field(start, "key") });
  const draft = begun.headers.get("location");
  if (begun.status !== 303 || !draft?.startsWith("/my/drafts/")) throw new Error(`beginning an application was answered ${begun.status}`);
  return { cookie: kept.join("; "), path: draft };
}

/** The first procedure that the list leads to. */
async function procedure() {
  const list = await (await fetch(new URL("/procedures", base))).text();
  const found = list.match(/href="(\/procedures\/[^"/?#]+)"/);
  if (!found) throw new Error("the list of procedures leads to none");
  return found[1];
}

/** What took marks away in a group, each in a line. */
function lost(report, group) {
  const refs = report.categories[group].auditRefs.filter(({ weight }) => weight > 0);
  const audits = refs.map(({ id }) => report.audits[id]);
  const short = audits.filter(({ score }) => score !== null && score < 0.9);
  return short.flatMap(({ id, title, displayValue, details }) => {
    const nodes = (details?.items ?? []).map((item) => item.node?.snippet ?? item.description ?? item.url);
    return [`  ${id}: ${title} ${displayValue ?? ""}`, ...nodes.filter(Boolean).slice(0, 5).map((it) => `    ${it}`)];
  });
}

/** The marks of a page, and what took some away. */
async function judged(path, port, cookie) {
  let best;
  let spoilt;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const { lhr } = await lighthouse(new URL(path, base).href, {
      port,
      onlyCategories: GROUPS,
      logLevel: "error",
      extraHeaders: cookie ? { cookie } : undefined,
    });
    spoilt = lhr.runtimeError ?? spoilt;
    if (lhr.runtimeError) continue;
    const marks = Object.fromEntries(GROUPS.map((group) => [group, Math.round(lhr.categories[group].score * 100)]));
    if (!best || marks.performance > best.marks.performance) best = { marks, report: lhr };
    if (best.marks.performance >= LEAST) break;
  }
  if (!best) throw new Error(`${path}: ${spoilt.message}`);
  return best;
}

/** The first programme that the list leads to. */
async function programme() {
  const list = await (await fetch(new URL("/programmes", base))).text();
  const found = list.match(/href="(\/programmes\/[^"/?#]+)"/);
  if (!found) throw new Error("the list of programmes leads to none");
  return found[1];
}

const asked = await question();
const open = ["/", await procedure(), START, "/t", await programme()].map((path) => ({ path }));
const pages = [...open, asked];
const browser = await launch({
  chromePath: process.env.MOTCUA_CHROMIUM,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"],
});
let failures = 0;
try {
  for (const { path, cookie } of pages) {
    const { marks, report } = await judged(path, browser.port, cookie);
    console.log(`${path}: ${GROUPS.map((group) => `${group} ${marks[group]}`).join(", ")}`);
    for (const group of GROUPS.filter((group) => marks[group] < LEAST)) {
      failures += 1;
      console.log(`${group} is below ${LEAST}:\n${lost(report, group).join("\n")}`);
    }
  }
} finally {
  browser.kill();
}
if (failures > 0) throw new Error(`${failures} groups of marks are below ${LEAST}`);
