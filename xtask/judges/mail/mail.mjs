// A province of its own sends codes through a real mail server (STARTTLS and a password) and through
// a gateway of text messages; citizens register and sign in by what arrives there. On request the
// servers misbehave, and the house must try again, or tell why it does not.
//
//     node mail.mjs MOTCUA PROVINCE
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { simpleParser } from "mailparser";
import selfsigned from "selfsigned";
import { SMTPServer } from "smtp-server";

const [binary, province] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "motcua-mail-"));
const PASSWORD = "a password of one run";
const TOKEN = "Bearer a token of one run";
const ARRIVES_WITHIN_MS = 60_000;

/** Mails and text messages as they came in, and what the servers are to answer instead of taking. */
const mails = [];
const texts = [];
const mischief = { rcpt: [], data: [], text: [] };
const sessions = [];

function smtpError(code) {
  return Object.assign(new Error("<h.bia@example.vn> is named in this answer"), { responseCode: code });
}

async function mailServer(key, cert) {
  const server = new SMTPServer({
    key,
    cert,
    authMethods: ["PLAIN", "LOGIN"],
    onAuth({ username, password }, session, done) {
      const right = username === "motcua" && password === PASSWORD && session.secure;
      done(right ? null : smtpError(535), right ? { user: username } : undefined);
    },
    onRcptTo(_address, _session, done) {
      const code = mischief.rcpt.shift();
      done(code ? smtpError(code) : null);
    },
    async onData(stream, session, done) {
      const mail = await simpleParser(stream);
      sessions.push({ secure: session.secure, user: session.user, hello: session.hostNameAppearsAs });
      const code = mischief.data.shift();
      mails.push({ mail, taken: !code, to: session.envelope.rcptTo.map(({ address }) => address) });
      done(code ? smtpError(code) : null);
    },
  });
  // The house hangs up on a certificate that it does not trust.
  server.on("error", () => {});
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { server, port: server.server.address().port };
}

async function gateway() {
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const code = mischief.text.shift() ?? (request.headers.authorization === TOKEN ? 200 : 401);
    texts.push({ ...JSON.parse(body), id: request.headers["idempotency-key"], taken: code === 200 });
    response.writeHead(code, { "content-type": "application/json" });
    response.end(JSON.stringify({ status: code === 200 ? "accepted" : "no" }));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { server, port: server.address().port };
}

/** A folder with the province, whose citizens may have accounts of their own on any day. */
function localProvince() {
  const own = join(folder, "province");
  cpSync(province, own, { recursive: true });
  const rules = join(own, "rules.toml");
  const text = readFileSync(rules, "utf8");
  const local = text.replaceAll('citizen_sign_in = "provider"', 'citizen_sign_in = "local"');
  assert.notEqual(text, local, "the rules of the province were changed");
  writeFileSync(rules, local);
  return own;
}

function secret(data, name, text) {
  const path = join(data, "keys", name);
  writeFileSync(path, `${text}\n`);
  chmodSync(path, 0o600);
}

function carriers(data, mailPort, smsPort, password) {
  secret(data, "mail", password);
  secret(data, "sms", TOKEN);
  const file = join(data, "carriers.toml");
  writeFileSync(
    file,
    `[mail]
server = "localhost"
port = ${mailPort}
security = "starttls"
from = "Một Cửa <motcua@example.vn>"
user = "motcua"
password_file = "keys/mail"
authority_file = "keys/authority"

[sms]
url = "http://127.0.0.1:${smsPort}/send"
sender = "MOTCUA"
authorization_file = "keys/sms"
unmarked = true
taken = { at = "/status", is = "accepted" }
[sms.json]
phone = "{to_digits}"
message = "{text}"
brand = "{sender}"
`,
  );
}

/** Serves until it is stopped; what it logs is kept. */
async function serve(data) {
  const child = spawn(binary, ["serve", "--data", data, "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  child.stderr.on("data", (chunk) => (log += chunk));
  const url = await new Promise((served, failed) => {
    child.on("exit", () => failed(new Error(`motcua ended: ${log}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [address] = line.match(/http:\/\/\S+/) ?? [];
      if (address) served(`http://localhost:${new URL(address).port}`);
    });
  });
  const stop = () => new Promise((ended) => child.removeAllListeners("exit").on("exit", ended).kill("SIGTERM"));
  return { url, stop, log: () => log };
}

/** A browser that keeps cookies. */
class Browser {
  constructor(url) {
    this.url = url;
    this.cookies = new Map();
  }

  async ask(path, fields) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie, "accept-language": "vi", "sec-fetch-site": "same-origin", origin: this.url };
    const body = fields && new URLSearchParams(fields);
    const response = await fetch(this.url + path, { method: fields ? "POST" : "GET", headers, body, redirect: "manual" });
    for (const set of response.headers.getSetCookie()) {
      const [pair] = set.split(";");
      const at = pair.indexOf("=");
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return { status: response.status, to: response.headers.get("location"), text: await response.text() };
  }
}

async function until(what, found) {
  for (const end = Date.now() + ARRIVES_WITHIN_MS; Date.now() < end; await pause(100)) {
    const it = await found();
    if (it) return it;
  }
  throw new Error(`in ${ARRIVES_WITHIN_MS} ms: no ${what}`);
}

const taken = (all, count) => until("message that is taken", () => all.filter((it) => it.taken)[count - 1]);
const digits = (text) => text.match(/\b\d{8}\b/)[0];

async function metric(url, name) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split("\n").find((it) => it.startsWith(`${name} `));
  assert.ok(line, `${name} is told`);
  return Number(line.slice(name.length + 1));
}

function registration(contact, number) {
  return { name: "H'Bia", identity_type: "citizen_id", identity_number: number, contact, password: "xe-dap-hoa-phuong-32" };
}

async function registers(url, contact, number, code) {
  const browser = new Browser(url);
  const sent = await browser.ask("/register", registration(contact, number));
  assert.deepEqual([sent.status, sent.to], [303, "/register/code"], sent.text);
  const opened = await browser.ask("/register/code", { code: await code() });
  assert.deepEqual([opened.status, opened.to], [303, "/"], opened.text);
}

async function signsIn(url, contact, code) {
  const browser = new Browser(url);
  const sent = await browser.ask("/sign-in/code", { contact, next: "/account" });
  assert.deepEqual([sent.status, sent.to], [303, "/sign-in/code/answer"], sent.text);
  const entered = await browser.ask("/sign-in/code/answer", { code: await code() });
  assert.deepEqual([entered.status, entered.to], [303, "/account"], entered.text);
  assert.equal((await browser.ask("/account")).status, 200);
}

async function byMail(url) {
  await registers(url, "h.bia@example.vn", "990190000001", async () => digits((await taken(mails, 1)).mail.text));
  const [{ mail, to }] = mails;
  assert.deepEqual(to, ["h.bia@example.vn"]);
  assert.deepEqual(sessions[0], { secure: true, user: "motcua", hello: "example.vn" });
  assert.equal(mail.subject, "Mã xác nhận của Một Cửa");
  assert.deepEqual(mail.from.value, [{ address: "motcua@example.vn", name: "Một Cửa" }]);
  assert.match(mail.messageId, /^<\d+\.\d+@example\.vn>$/);
  assert.equal(mail.headers.get("auto-submitted"), "auto-generated");
  assert.ok(mail.text.includes(url) && !mail.html, "plain text that says where it comes from");
  await signsIn(url, "h.bia@example.vn", async () => digits((await taken(mails, 2)).mail.text));
  assert.notEqual(mails[1].mail.messageId, mail.messageId);
}

async function byText(url) {
  await registers(url, "0912 345 678", "990190000002", async () => digits((await taken(texts, 1)).message));
  const [{ phone, message, brand, id }] = texts;
  assert.deepEqual([phone, brand], ["84912345678", "MOTCUA"]);
  assert.match(message, /^Ma xac nhan cua Mot Cua: \d{8}\./);
  assert.match(id, /^\d+\.\d+$/);
}

/** Both servers say once that they are busy: the same message comes again, and the code works. */
async function again(url) {
  mischief.data.push(451);
  mischief.text.push(503);
  const mail = signsIn(url, "h.bia@example.vn", async () => digits((await taken(mails, 3)).mail.text));
  const text = signsIn(url, "+84912345678", async () => digits((await taken(texts, 2)).message));
  await Promise.all([mail, text]);
  const [first, second] = mails.slice(2);
  assert.deepEqual([first.taken, second.taken], [false, true]);
  assert.equal(first.mail.messageId, second.mail.messageId);
  assert.deepEqual([texts[1].taken, texts[1].id], [false, texts[2].id]);
}

/** A mailbox that the server does not have: nobody tries again, and the log names nobody. */
async function refused(house) {
  const failed = 'motcua_outbox_tries_total{carrier="mail",outcome="failed"}';
  mischief.rcpt.push(550);
  await new Browser(house.url).ask("/register", registration("khong.co@example.vn", "990190000003"));
  await until("refusal", async () => (await metric(house.url, failed)) === 1);
  assert.equal(await metric(house.url, 'motcua_outbox_waiting{carrier="mail"}'), 0);
  assert.match(house.log(), /refused 550/);
  for (const name of ["khong.co", "h.bia", "912345678", PASSWORD, TOKEN]) {
    assert.ok(!house.log().includes(name), `${name} is in the log`);
  }
}

/** A house that is told wrongly waits and says why, and sends once that was mended. */
async function mended(data, ports, spoil, reason) {
  spoil();
  let house = await serve(data);
  const before = mails.length;
  const browser = new Browser(house.url);
  await browser.ask("/sign-in/code", { contact: "h.bia@example.vn" });
  await until(reason, () => house.log().includes(reason));
  assert.equal(mails.length, before, "nothing was said before the server was trusted");
  await house.stop();
  ports.write(PASSWORD);
  house = await serve(data);
  const code = digits((await until("mail", () => mails[before])).mail.text);
  browser.url = house.url;
  const entered = await browser.ask("/sign-in/code/answer", { code });
  assert.equal(entered.status, 303, entered.text);
  await house.stop();
}

function refusedToServe(data, said) {
  try {
    execFileSync(binary, ["serve", "--data", data, "--port", "0"], { stdio: "pipe", timeout: 20_000 });
  } catch (error) {
    assert.ok(String(error.stderr).includes(said), `${said} in ${error.stderr}`);
    return;
  }
  throw new Error("it serves");
}

async function certificate() {
  const days = 24 * 3600 * 1000;
  return selfsigned.generate([{ name: "commonName", value: "localhost" }], {
    keySize: 2048,
    algorithm: "sha256",
    notBeforeDate: new Date(Date.now() - days),
    notAfterDate: new Date(Date.now() + days),
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
    ],
  });
}

async function judge() {
  const data = join(folder, "data");
  execFileSync(binary, ["init", "--data", data, "--province", localProvince(), "--origin", "motcua.example/mail"], { stdio: "pipe" });
  const [own, foreign] = [await certificate(), await certificate()];
  const [mail, sms] = [await mailServer(own.private, own.cert), await gateway()];
  const authority = (pem) => writeFileSync(join(data, "keys", "authority"), pem);
  const write = (password) => {
    carriers(data, mail.port, sms.port, password);
    authority(own.cert);
  };
  let house = await serve(data);
  assert.match(house.log(), /no carrier is set up/);
  assert.equal((await new Browser(house.url).ask("/sign-in/code")).status, 403);
  await house.stop();
  write(PASSWORD);
  house = await serve(data);
  await byMail(house.url);
  await byText(house.url);
  await again(house.url);
  await refused(house);
  await house.stop();
  await mended(data, { write }, () => write("another password"), "credentials 535");
  await mended(data, { write }, () => authority(foreign.cert), "untrusted");
  chmodSync(join(data, "keys", "mail"), 0o644);
  refusedToServe(data, "chmod 600");
  mail.server.close();
  sms.server.close();
  sms.server.closeAllConnections();
}

try {
  await judge();
  console.log("codes went out by mail and by text message, and citizens signed in by them");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
