// The people of the demonstration, and how they prove who they are.
//
// A code of an app works once, and journeys follow each other quickly, so the step of the last code
// stands in a file that all of them read: they run one after another.

import { createHmac } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { open } from "./page.mjs";

const STEP_MS = 30_000;
const POLL_MS = 500;

/** What `demo.json` tells: accounts, tokens and a set-up code. */
export const demo = JSON.parse(readFileSync(process.env.MOTCUA_DEMO, "utf8"));
/** Everybody who can sign in. */
export const { accounts } = demo;

/** The step of each login's last code, by login. */
const stepsFile = join(dirname(process.env.MOTCUA_DEMO), "steps.json");

/** Somebody by their login. */
export function person(login) {
  const found = accounts.find(({ username }) => username === login);
  if (!found) throw new Error(`the demonstration has nobody called ${login}`);
  return found;
}

/** The code of an authenticator app (RFC 6238) for a step of thirty seconds. */
function codeOf(secret, step) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(step));
  const tag = createHmac("sha1", key).update(counter).digest();
  const number = tag.readUInt32BE(tag[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** A code that was not used yet: the present one, or one that is just as good. */
export async function freshCode({ username, totp_secret: secret }) {
  const steps = existsSync(stepsFile) ? JSON.parse(readFileSync(stepsFile, "utf8")) : {};
  const last = steps[username] ?? -1;
  const now = () => Math.floor(Date.now() / STEP_MS);
  // One step ahead is accepted, for clocks that differ; two are not.
  while (last >= now() + 1) await pause(POLL_MS);
  const step = Math.max(last + 1, now());
  writeFileSync(stepsFile, JSON.stringify({ ...steps, [username]: step }));
  return codeOf(secret, step);
}

/** Signs somebody in with password and second factor; they stand before `next`. */
export async function signIn(page, way, who, next) {
  await page.context().clearCookies();
  await open(page, `/sign-in?lang=${way.language}&next=${encodeURIComponent(next)}`);
  await page.locator("#login").fill(who.username);
  await page.locator("#password").fill(who.password);
  await page.locator("#code").fill(await freshCode(who));
  await page.locator("#code").press("Enter");
  await page.waitForURL((url) => url.pathname === next);
}

/** Signs somebody in with the demonstration's one click; they stand before `next`. */
export async function clickIn(page, way, who, next) {
  await page.context().clearCookies();
  await open(page, `/sign-in?lang=${way.language}&next=${encodeURIComponent(next)}`);
  await page.locator('form[action="/demo/sign-in"] button', { hasText: who.name }).first().click();
  await page.waitForURL((url) => url.pathname === next);
}
