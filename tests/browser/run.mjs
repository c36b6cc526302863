// Runs the journeys in lanes: each lane has a fresh demo of its own, and takes the next file when it
// is done with one. A lane waits much (for codes of an app, for a server that is killed), so two of
// them take little more than half the time of one.
//
// MOTCUA_BIN: the binary. MOTCUA_CHROMIUM: the browser. MOTCUA_SCREENSHOTS: a folder.
// MOTCUA_SAMPLES: the program that prints the counter's sample pages.
// Arguments name journeys (`node run.mjs offices`); without any, all of them run.

import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";

import { startLane, stopLane, walkFile } from "./lane.mjs";

/** More lanes than processors make steps late. */
const LANES_MAX = 2;
/** What takes longest comes first, lest one lane wait for the other at the end. */
const LONGEST_FIRST = ["procedures", "sign-in", "roles", "counter", "account", "people", "glass"];

const here = import.meta.dirname;

/** The files that are named, or all; the longest first. */
function chosenJourneys(names) {
  const all = readdirSync(join(here, "journeys")).filter((name) => name.endsWith(".mjs")).map((name) => basename(name, ".mjs"));
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`no journey ${unknown.join(", ")}; there are: ${all.sort().join(", ")}`);
  const chosen = names.length === 0 ? all.sort() : [...new Set(names)];
  const first = LONGEST_FIRST.filter((name) => chosen.includes(name));
  return [...first, ...chosen.filter((name) => !first.includes(name))];
}

/** Takes one file after another from the queue that all lanes share. */
async function drain(queue, stopped, results) {
  const lane = await startLane(stopped);
  try {
    while (queue.length > 0 && !stopped.aborted) {
      const name = queue.shift();
      const result = await walkFile(lane, join(here, "journeys", `${name}.mjs`));
      if (stopped.aborted) return;
      results.push({ name, ...result });
      console.log(`\n━━ ${name}: ${told(result)}\n${result.report.trimEnd()}`);
    }
  } finally {
    await stopLane(lane);
  }
}

const told = ({ well, seconds }) => `${well ? "ok" : "FAILED"} in ${seconds.toFixed(1)} s`;

/** Every file with its time, and once more what failed. */
function sum(results, expected, seconds) {
  console.log("\n━━ journeys");
  for (const result of results.toSorted((one, other) => other.seconds - one.seconds)) {
    console.log(`${result.name}: ${told(result)}`);
  }
  const failed = results.filter(({ well }) => !well);
  for (const { name, report } of failed) {
    const at = report.lastIndexOf("failing tests:");
    console.log(`\n━━ ${name} FAILED\n${(at < 0 ? report : report.slice(at)).trimEnd()}`);
  }
  const faults = failed.map(({ name }) => name);
  if (results.length < expected) faults.push(`${expected - results.length} files that were not walked to their end`);
  const verdict = faults.length === 0 ? "all is well" : `FAILED: ${faults.join(", ")}`;
  console.log(`\njourneys: ${results.length} of ${expected} files in ${seconds.toFixed(0)} s, ${verdict}`);
}

async function main() {
  const begun = Date.now();
  const queue = chosenJourneys(process.argv.slice(2));
  const expected = queue.length;
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => stopping.abort());
  const results = [];
  const lanes = Math.min(LANES_MAX, availableParallelism(), expected);
  const runs = Array.from({ length: lanes }, () => drain(queue, stopping.signal, results));
  for (const run of runs) run.catch(() => stopping.abort());
  const faults = (await Promise.allSettled(runs)).filter(({ status }) => status === "rejected");
  for (const { reason } of faults) console.error(`error: ${reason.message}`);
  sum(results, expected, (Date.now() - begun) / 1000);
  return faults.length === 0 && results.length === expected && results.every(({ well }) => well) ? 0 : 1;
}

process.exit(
  await main().catch((error) => {
    console.error(`error: ${error.message}`);
    return 1;
  }),
);
