// Starts a fresh demo, runs every journey against it, and stops it again.
//
// MOTCUA_BIN: the binary. MOTCUA_CHROMIUM: the browser. MOTCUA_SCREENSHOTS: a folder.
// MOTCUA_SAMPLES: the program that prints the counter's sample pages.
// Arguments name journeys (`node run.mjs offices`); without any, all of them run.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { run } from "node:test";
import { spec } from "node:test/reporters";

const START_LIMIT_MS = 300_000;
const JOURNEY_LIMIT_MS = 600_000;
const STOP_LIMIT_MS = 10_000;

const here = import.meta.dirname;

function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the journeys by \`cargo xtask test --only browser\``);
  return value;
}

async function freePort() {
  const socket = createServer().listen(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  await once(socket, "close");
  return port;
}

/** Starts the demo; resolves with its process and URL when it says that it serves. */
async function startDemo(data) {
  const port = await freePort();
  const demo = spawn(setting("MOTCUA_BIN"), ["demo", "--fresh", "--data", data, "--port", String(port)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = [];
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the demo told no URL in ${START_LIMIT_MS} ms`)), START_LIMIT_MS);
    demo.on("error", reject);
    demo.on("exit", (code) => reject(new Error(`the demo ended with status ${code}`)));
    for (const stream of [demo.stdout, demo.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line);
        const found = line.match(new RegExp(`http://(localhost|127\\.0\\.0\\.1):${port}\\b`));
        if (!found) return;
        clearTimeout(late);
        resolve(found[0]);
      });
    }
  }).catch((error) => {
    demo.kill("SIGKILL");
    throw new Error(`${error.message}; it said:\n${said.join("\n")}`);
  });
  return { demo, url };
}

async function stopDemo(demo) {
  if (demo.exitCode !== null) return;
  const ended = once(demo, "exit");
  demo.kill("SIGINT");
  const impatient = setTimeout(() => demo.kill("SIGKILL"), STOP_LIMIT_MS);
  await ended;
  clearTimeout(impatient);
}

/** Runs the journeys; resolves with the number of failures. */
async function runJourneys(files) {
  let failures = 0;
  const tests = run({ files, concurrency: 1, timeout: JOURNEY_LIMIT_MS });
  tests.on("test:fail", () => (failures += 1));
  const report = tests.compose(new spec());
  report.pipe(process.stdout);
  await once(report, "end");
  return failures;
}

function chosenJourneys(names) {
  const all = readdirSync(join(here, "journeys")).filter((name) => name.endsWith(".mjs")).sort();
  const unknown = names.filter((name) => !all.includes(`${name}.mjs`));
  if (unknown.length > 0) throw new Error(`no journey ${unknown.join(", ")}; there are: ${all.join(", ")}`);
  const chosen = names.length === 0 ? all : names.map((name) => `${name}.mjs`);
  return chosen.map((name) => join(here, "journeys", name));
}

async function main() {
  const files = chosenJourneys(process.argv.slice(2));
  const data = mkdtempSync(join(tmpdir(), "motcua-journeys-"));
  const stopped = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stopped.abort());
  let demo;
  try {
    const started = await startDemo(data);
    demo = started.demo;
    process.env.MOTCUA_URL = started.url;
    process.env.MOTCUA_DEMO = join(data, "demo.json");
    const interrupted = once(stopped.signal, "abort").then(() => 1);
    const failures = await Promise.race([runJourneys(files), interrupted]);
    return failures === 0 ? 0 : 1;
  } finally {
    if (demo) await stopDemo(demo);
    rmSync(data, { recursive: true, force: true });
  }
}

process.exit(
  await main().catch((error) => {
    console.error(`error: ${error.message}`);
    return 1;
  }),
);
