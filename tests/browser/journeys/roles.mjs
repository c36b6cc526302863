// Each role of the demonstration signs in by two factors and sees the doors that its rights give,
// and only those.

import assert from "node:assert/strict";
import { test } from "node:test";

import { accounts, person, signIn } from "../accounts.mjs";
import { look, open, walk, WAYS } from "../page.mjs";

/** Doors of the officers' masthead by role, in their order; everybody has the last. */
const DOORS = {
  "system-admin": ["/people", "/posts", "/outbox", "/procedures"],
  "office-admin": ["/people", "/posts", "/programmes", "/reports", "/procedures"],
  "reform-office": ["/people", "/programmes", "/reports", "/procedures"],
  inspector: ["/people", "/readings", "/programmes", "/reports", "/procedures"],
  auditor: ["/people", "/readings", "/procedures"],
  "data-protection": ["/notices", "/persons", "/requests", "/glass", "/readings", "/procedures"],
  clerk: [
    "/work", "/counter", "/counter/returns", "/counter/lookup", "/counter/online", "/counter/handover", "/persons",
    "/procedures",
  ],
  specialist: ["/work", "/counter/handover", "/persons", "/apologies", "/procedures"],
  leader: ["/work", "/approve", "/notices", "/persons", "/programmes", "/reports", "/procedures"],
  "records-keeper": ["/work", "/results", "/procedures"],
  cashier: ["/work", "/counter/lookup", "/counter/day", "/procedures"],
};
/** Whoever has a second role beside the one that `demo.json` tells, with the door that it opens. */
const MORE = { "motcua.nghiatrung": "/counter/day" };
/** Pages that only their doors' roles may open; who reads people may also see which posts wait. */
const GUARDED = [
  "/work", "/approve", "/results", "/people", "/persons", "/requests", "/glass", "/readings", "/tokens", "/outbox",
];
const CITIZEN_DOORS = ["/", "/procedures", "/t", "/my", "/programmes", "/offices", "/ledger"];

const officers = accounts.filter(({ office }) => office !== "");
// The other citizen of the demonstration is forgotten by the journey of one's own account.
const citizens = ["nguoidan", "congty"].map(person);
const ways = WAYS.filter(({ scripts }) => scripts);

async function doors(page, navigation) {
  return page.locator(`${navigation} a`).evaluateAll((all) => all.map((door) => door.getAttribute("href")));
}

/** Opens a page that may first want the second factor again. */
async function enter(page, path) {
  const response = await page.goto(path);
  assert.equal(response.status(), 200, `status of ${path}`);
  const { pathname } = new URL(page.url());
  assert.ok([path, "/sign-in/again"].includes(pathname), `${path} leads to ${pathname}`);
  return pathname;
}

test("every role of the demonstration has its doors written down", () => {
  const roles = new Set(officers.map(({ role }) => role));
  assert.deepEqual([...roles].sort(), Object.keys(DOORS).sort());
});

for (const [place, officer] of officers.entries()) {
  const way = ways[place % ways.length];

  test(`${officer.username} sees the doors of a ${officer.role} (${way.language}, ${way.width} px)`, () =>
    walk(way, async (page) => {
      await signIn(page, way, officer, "/account");
      const more = MORE[officer.username];
      const expected = DOORS[officer.role].flatMap((door) => (more && door === "/counter/handover" ? [door, more] : [door]));
      assert.deepEqual(await doors(page, "header.mc-staff nav"), expected);
      await look(page, way, `role-${officer.role}`);
      for (const door of expected) {
        const stands = await enter(page, door);
        const current = await page.locator("header.mc-staff nav a[aria-current]").evaluateAll((all) => all.map((it) => it.getAttribute("href")));
        assert.deepEqual(current, stands === door ? [door] : [], `the masthead says that ${door} is here`);
      }
      const administers = officer.role === "system-admin";
      for (const path of GUARDED.filter((it) => !expected.includes(it) && !(administers && it === "/tokens"))) {
        await open(page, path, { status: 403 });
      }
    }));
}

for (const citizen of citizens) {
  test(`${citizen.username} sees the doors of everybody`, () =>
    walk(WAYS[0], async (page) => {
      await signIn(page, WAYS[0], citizen, "/account");
      assert.equal(await page.locator("header.mc-staff").count(), 0, "it is no officer's masthead");
      assert.deepEqual(await doors(page, "nav.mc-nav"), CITIZEN_DOORS);
      for (const path of GUARDED.concat("/posts")) await open(page, path, { status: 403 });
    }));
}
