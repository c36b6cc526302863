// A lane of the run: a demonstration of its own, and the journeys that walk it one after another.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { freePort } from "./own-demo.mjs";

const START_LIMIT_MS = 300_000;
const JOURNEY_LIMIT_MS = 600_000;
const STOP_LIMIT_MS = 10_000;

export function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the journeys by \`cargo xtask test --only browser\``);
  return value;
}

/** Starts a demonstration in a new folder; resolves when it says that it serves. */
export async function startLane(stopped) {
  const data = mkdtempSync(join(tmpdir(), "motcua-journeys-"));
  const port = await freePort();
  const program = start(setting("MOTCUA_BIN"), ["demo", "--fresh", "--data", data, "--port", String(port)], process.env);
  const lane = { data, program, stopped };
  try {
    lane.url = await served(program, port, stopped);
    return lane;
  } catch (error) {
    await stopLane(lane);
    throw error;
  }
}

export async function stopLane({ data, program }) {
  await stop(program);
  rmSync(data, { recursive: true, force: true });
}

/** Walks one file of journeys: what it reported, its seconds, and whether all is well. */
export async function walkFile({ url, data, stopped }, file) {
  const begun = Date.now();
  const env = { ...process.env, MOTCUA_URL: url, MOTCUA_DEMO: join(data, "demo.json") };
  const program = start(process.execPath, ["--test-reporter=spec", file], env);
  const said = [];
  for (const stream of [program.stdout, program.stderr]) stream.setEncoding("utf8").on("data", (text) => said.push(text));
  const ended = once(program, "close");
  const limit = AbortSignal.any([stopped, AbortSignal.timeout(JOURNEY_LIMIT_MS)]);
  const end = () => stop(program);
  limit.addEventListener("abort", end, { once: true });
  if (limit.aborted) end();
  const [code] = await ended;
  limit.removeEventListener("abort", end);
  await stop(program);
  if (limit.aborted && !stopped.aborted) said.push(`it was stopped after ${JOURNEY_LIMIT_MS / 1000} s\n`);
  const report = said.join("");
  // A file without a test proves nothing, and says that all is well.
  const well = code === 0 && /\btests [1-9]/.test(report);
  return { file, report, well, seconds: (Date.now() - begun) / 1000 };
}

/** A program that leads a group of its own, so that whatever it starts can be ended with it. */
function start(program, parameters, env) {
  return spawn(program, parameters, { detached: true, env, stdio: ["ignore", "pipe", "pipe"] });
}

/** Ends a program and its group: asked first, and then made to. */
async function stop(program) {
  if (program.pid === undefined) return;
  const signal = (name) => {
    try {
      process.kill(-program.pid, name);
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  };
  if (program.exitCode === null && program.signalCode === null) {
    const ended = once(program, "exit");
    signal("SIGTERM");
    const impatient = setTimeout(() => signal("SIGKILL"), STOP_LIMIT_MS);
    await ended;
    clearTimeout(impatient);
  }
  signal("SIGKILL");
}

/** The URL that a demonstration tells. */
async function served(demo, port, stopped) {
  const said = [];
  let late;
  const told = new Promise((resolve, reject) => {
    late = setTimeout(() => reject(new Error(`the demo told no URL in ${START_LIMIT_MS} ms`)), START_LIMIT_MS);
    stopped.addEventListener("abort", () => reject(new Error("stopped")), { once: true });
    demo.on("error", reject);
    demo.on("exit", (code) => reject(new Error(`the demo ended with status ${code}`)));
    for (const stream of [demo.stdout, demo.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line);
        const found = line.match(new RegExp(`http://(localhost|127\\.0\\.0\\.1):${port}\\b`));
        if (found) resolve(found[0]);
      });
    }
  });
  try {
    return await told;
  } catch (error) {
    throw new Error(`${error.message}; it said:\n${said.join("\n")}`);
  } finally {
    clearTimeout(late);
  }
}
