// Checks the pages of a running demo with the W3C's HTML checker.
//
// Use: node pages.mjs URL VNU_JAR. It walks the links of its own host from `/`, in both
// languages, a few of each kind of page.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PAGES_MAX = 200;
/** Pages whose paths differ in the last part only are of one kind. */
const EACH_KIND_MAX = 3;
const LANGUAGES = ["vi", "en"];

const [base, jar] = process.argv.slice(2);
if (!jar) throw new Error("use: node pages.mjs URL VNU_JAR");

/** Same-host paths that a page links to. */
function linksOf(html, from) {
  const found = [...html.matchAll(/<a\b[^>]*?\bhref="([^"#]*)[^"]*"/g)];
  const urls = found.map(([, href]) => new URL(href.replaceAll("&amp;", "&"), from));
  return urls.filter((url) => url.origin === new URL(base).origin).map((url) => url.pathname);
}

async function fetchPage(path, language) {
  const url = new URL(path, base);
  url.searchParams.set("lang", language);
  const answer = await fetch(url, { headers: { accept: "text/html" } });
  if (!(answer.headers.get("content-type") ?? "").startsWith("text/html")) return null;
  return { url, html: await answer.text(), status: answer.status };
}

/** Every kind of page in one language, with a page that is not there. */
async function walk(language) {
  const waiting = ["/", "/offices", "/ledger", "/khong-co-trang-nay"];
  const seen = new Set(waiting);
  const kinds = new Map();
  const pages = [];
  while (waiting.length > 0 && pages.length < PAGES_MAX) {
    const path = waiting.shift();
    const kind = path.slice(0, path.lastIndexOf("/"));
    const count = kinds.get(kind) ?? 0;
    if (kind !== "" && count >= EACH_KIND_MAX) continue;
    const page = await fetchPage(path, language);
    if (!page) continue;
    if (page.status >= 500) throw new Error(`${page.url} answers ${page.status}`);
    kinds.set(kind, count + 1);
    pages.push({ ...page, path });
    for (const link of linksOf(page.html, page.url)) {
      if (!seen.has(link)) waiting.push(link);
      seen.add(link);
    }
  }
  return pages;
}

function check(folder) {
  const judged = spawnSync("java", ["-jar", jar, "--errors-only", "--skip-non-html", folder], { encoding: "utf8" });
  if (judged.error) throw judged.error;
  return { clean: judged.status === 0, said: `${judged.stdout}${judged.stderr}` };
}

const folder = mkdtempSync(join(tmpdir(), "motcua-pages-"));
try {
  const names = new Map();
  for (const language of LANGUAGES) {
    for (const { path, html } of await walk(language)) {
      const name = `${language}-${names.size}.html`;
      names.set(name, `${path} (${language})`);
      writeFileSync(join(folder, name), html);
    }
  }
  const lie = mkdtempSync(join(folder, "lie-"));
  writeFileSync(join(lie, "lie.html"), "<!DOCTYPE html><title>x</title><p><b>unclosed");
  if (check(lie).clean) throw new Error("the checker accepted a broken page");
  rmSync(lie, { recursive: true });
  const { clean, said } = check(folder);
  if (!clean) {
    console.error(said.replaceAll(/"file:[^"]*\/([^"/]*\.html)"/g, (_, name) => names.get(name) ?? name));
    process.exitCode = 1;
  } else {
    console.log(`Nu HTML checker: ${names.size} pages, no error`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
