// A province of its own sends files through a real clamd, which knows one signature: that of the test
// file of EICAR, in a database made here. What is clean opens; what is not is refused and gone; while
// clamd is away or says nothing, files are taken and stay closed, and open once it was back.
//
//     node clamd.mjs MOTCUA PROVINCE CLAMD
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

const [binary, province, clamd] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "motcua-clamd-"));
const socket = join(folder, "clamd.ctl");
const data = join(folder, "data");
const STARTS_WITHIN_MS = 60_000;
/** The house asks again every half minute, and gives a scanner as long for one file. */
const OPENS_WITHIN_MS = 100_000;
/** In two parts, so that no scanner of a checkout takes this file for the test file. */
const EICAR = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");
const SIGNATURE = "Motcua.Test.EICAR";

const running = new Set();

function start(program, parameters) {
  const child = spawn(program, parameters, { stdio: ["ignore", "pipe", "ignore"] });
  running.add(child);
  child.on("exit", () => running.delete(child));
  return child;
}

async function until(limit, what, found) {
  const end = Date.now() + limit;
  for (;;) {
    const value = await found();
    if (value) return value;
    assert.ok(Date.now() < end, `${what} in time`);
    await pause(200);
  }
}

async function scanner() {
  const database = join(folder, "signatures");
  mkdirSync(database, { recursive: true });
  // Type 0, any offset: the letters wherever they stand.
  const letters = Buffer.from(EICAR).toString("hex");
  writeFileSync(join(database, "test.ndb"), `${SIGNATURE}:0:*:${letters}\n`);
  const config = join(folder, "clamd.conf");
  const lines = [`DatabaseDirectory ${database}`, `LocalSocket ${socket}`, "Foreground yes", "StreamMaxLength 25M"];
  writeFileSync(config, `${lines.join("\n")}\n`);
  rmSync(socket, { force: true });
  const child = start(clamd, [`--config-file=${config}`]);
  child.stdout.resume();
  await until(STARTS_WITHIN_MS, "clamd listens", () => existsSync(socket));
  return child;
}

async function away(child) {
  const gone = new Promise((ended) => child.once("exit", ended));
  child.kill("SIGKILL");
  await gone;
}

async function serve() {
  execFileSync(binary, ["init", "--data", data, "--province", province], { stdio: "ignore" });
  const made = execFileSync(binary, [
    "token", "create", "--data", data, "--office", "MC-X24611", "--scope", "clerk", "--json",
  ]);
  const child = start(binary, ["serve", "--data", data, "--port", "0", "--clamd", socket]);
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise((told) => {
    lines.on("line", (line) => {
      const found = line.match(/http:\/\/\S+/);
      if (found) told(found[0]);
    });
  });
  return { url, token: JSON.parse(made).token };
}

function pdf(text) {
  return `%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% ${text}\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`;
}

function desk({ url, token }) {
  const headers = { authorization: `Bearer ${token}` };
  return {
    async send(name, text) {
      const form = new FormData();
      form.append("file", new Blob([text], { type: "application/pdf" }), name);
      const answer = await fetch(`${url}/api/v1/attachments`, { method: "POST", headers, body: form });
      return { status: answer.status, body: await answer.json() };
    },
    async read(id) {
      const answer = await fetch(`${url}/api/v1/attachments/${id}/file`, { headers });
      return { status: answer.status, body: await answer.text() };
    },
  };
}

/** Files that hold some text, anywhere in the house. */
function kept(text, under = data) {
  return readdirSync(under, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}

async function judge() {
  const first = await scanner();
  const at = desk(await serve());

  const clean = await at.send("sach.pdf", pdf("sach"));
  assert.deepEqual([clean.status, clean.body.state], [201, "checked"], "what is clean opens");
  assert.deepEqual(await at.read(clean.body.id), { status: 200, body: pdf("sach") });

  const harmful = await at.send("doc.pdf", pdf(EICAR));
  assert.equal(harmful.status, 422, "what is harmful is refused");
  assert.match(harmful.body.type, /attachment-harmful$/);
  assert.deepEqual(kept(EICAR), [], "and its bytes are nowhere in the house");

  await away(first);
  const waiting = await at.send("cho.pdf", pdf("cho"));
  const hidden = await at.send("an.pdf", pdf(`an ${EICAR}`));
  for (const sent of [waiting, hidden]) {
    assert.deepEqual([sent.status, sent.body.state], [201, "waiting"], "without clamd files are taken");
    assert.equal((await at.read(sent.body.id)).status, 409, "and stay closed");
  }
  const second = await scanner();
  await until(OPENS_WITHIN_MS, "the clean one opens", async () => (await at.read(waiting.body.id)).status === 200);
  await until(OPENS_WITHIN_MS, "the other one is gone", () => kept(EICAR).length === 0);
  assert.notEqual((await at.read(hidden.body.id)).status, 200, "what was harmful never opened");

  second.kill("SIGSTOP");
  const sent = Date.now();
  const silent = await at.send("lau.pdf", pdf("lau"));
  assert.deepEqual([silent.status, silent.body.state], [201, "waiting"], "a silent clamd is as good as away");
  assert.ok(Date.now() - sent < 60_000, "nobody waits for it longer than half a minute or so");
  second.kill("SIGCONT");
  await until(OPENS_WITHIN_MS, "it opens", async () => (await at.read(silent.body.id)).status === 200);
  console.log("clean, harmful, away, silent: clamd was asked, and believed");
}

try {
  await judge();
} finally {
  const ended = [...running].map((child) => new Promise((exit) => child.once("exit", exit)));
  for (const child of running) child.kill("SIGKILL");
  await Promise.all(ended);
  rmSync(folder, { recursive: true, force: true });
}
