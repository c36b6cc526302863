// Chromium as the judge of passkeys: carries what the house asks to the browser's own
// `navigator.credentials`, with an authenticator of its own, and the answers back.
//
// node passkey.mjs CLIENT: the program `passkey` of tests/examples.
import { spawn } from "node:child_process";
import http from "node:http";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const STEP_LIMIT_MS = 30_000;

const server = http.createServer((_, answer) => {
  answer.setHeader("content-type", "text/html");
  answer.end("<!doctype html><title>passkeys</title>");
});
await new Promise((ready) => server.listen(0, "localhost", ready));
const origin = `http://localhost:${server.address().port}`;

const browser = await chromium.launch({
  executablePath: process.env.MOTCUA_CHROMIUM,
  args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"],
  ignoreDefaultArgs: ["--headless"],
});
const page = await browser.newPage();
page.setDefaultTimeout(STEP_LIMIT_MS);
await page.goto(origin);
const tools = await page.context().newCDPSession(page);
await tools.send("WebAuthn.enable");
const { authenticatorId } = await tools.send("WebAuthn.addVirtualAuthenticator", {
  options: {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
  },
});

/** One act of the browser: its answer as JSON, or the name of its error. */
async function act({ act, options }) {
  if (act === "forget who touches") {
    await tools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    return {};
  }
  return page.evaluate(
    async ({ act, options }) => {
      try {
        const publicKey =
          act === "create"
            ? PublicKeyCredential.parseCreationOptionsFromJSON(options)
            : PublicKeyCredential.parseRequestOptionsFromJSON(options);
        return (await navigator.credentials[act]({ publicKey })).toJSON();
      } catch (error) {
        return { error: error.name };
      }
    },
    { act, options },
  );
}

const client = spawn(process.argv[2], [origin], { stdio: ["pipe", "pipe", "inherit"] });
const ended = new Promise((end) => client.on("close", end));
for await (const line of createInterface({ input: client.stdout })) {
  client.stdin.write(`${JSON.stringify(await act(JSON.parse(line)))}\n`);
}
const status = await ended;
await browser.close();
server.close();
process.exitCode = status === 0 ? 0 : 1;
