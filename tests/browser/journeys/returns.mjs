// A result given out by scan: the slip finds it, the card is compared, one key enters it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { demo, person, signIn } from "../accounts.mjs";
import { hands } from "../keys.mjs";
import { base, look, walk } from "../page.mjs";

const DESK = "MC-X24617";
const WAY = { language: "vi", width: 1280, scripts: true };
/** Keys beside what the scanner types: to the card, and to give it out; some for money. */
const KEYS_MAX = 5;

const clerk = demo.tokens.find(({ role, office }) => role === "clerk" && office === DESK);

async function ask(path) {
  const response = await fetch(`${base}/api/v1${path}`, { headers: { authorization: `Bearer ${clerk.token}` } });
  assert.ok(response.ok, `${path}: ${response.status}`);
  return response.json();
}

/** A result that waits at the desk for somebody with a card. */
async function waiting() {
  const { items } = await ask("/dossiers?view=queue&state=finished&limit=50");
  for (const { code } of items) {
    const whole = await ask(`/dossiers/${code}`);
    if (whole.applicant?.identity?.type === "citizen_id") return whole;
  }
  throw new Error("no result waits at the desk");
}

test(`a result is given out by scan with at most ${KEYS_MAX} keys, and no mouse`, () =>
  walk(WAY, async (page) => {
    const { code, applicant } = await waiting();
    const card = `${applicant.identity.number}||${applicant.name}|14031993|Nữ|Tổ 1|15042021`;
    await signIn(page, WAY, person("motcua.nghiatrung"), "/counter/returns");
    const hand = hands(page);
    await hand.scan(code.toLowerCase());
    await page.locator('[aria-keyshortcuts="F9"]').waitFor();
    await look(page, WAY, "returns-found");
    await hand.press("F4");
    await hand.scan(card);
    await page.locator('p[role="status"] .mc-state--ok').waitFor();
    await look(page, WAY, "returns-compared");
    await hand.press("F9");
    await page.waitForURL((url) => url.searchParams.get("done") === code);
    assert.ok(hand.count() <= KEYS_MAX, `${hand.count()} keys, of at most ${KEYS_MAX}`);
    await look(page, WAY, "returns-given");
    assert.equal((await ask(`/dossiers/${code}`)).state, "returned");
  }));
