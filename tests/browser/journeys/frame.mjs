// The pages that every page leads to: what the sample data are, and how programs ask.

import assert from "node:assert/strict";
import { test } from "node:test";

import { look, named, open, walk, WAYS } from "../page.mjs";

for (const way of WAYS) {
  for (const [path, name] of [
    ["/about/sample", "sample"],
    ["/api", "api"],
  ]) {
    test(`${path} stands (${named(way)})`, () =>
      walk(way, async (page) => {
        await open(page, `${path}?lang=${way.language}`);
        await look(page, way, name);
      }));
  }
}

test("every link of the first page leads somewhere", () =>
  walk(WAYS[0], async (page) => {
    await open(page, "/?lang=vi");
    const links = await page.locator("a[href]").evaluateAll((all) => all.map((link) => link.href));
    const paths = [...new Set(links.filter((link) => !link.includes("#")))];
    assert.ok(paths.length > 3, "there are links");
    for (const path of paths) {
      const answer = await page.request.get(path);
      assert.equal(answer.status(), 200, path);
    }
  }));
