// What a citizen does to apply: from the procedure's page over the questions to a dossier that was
// handed in.

import assert from "node:assert/strict";

import { person } from "./accounts.mjs";
import { look, open } from "./page.mjs";

export const CITIZEN = "nguoidan";
export const DESK = "MC-X24617";
/** Birth registration: conditions, papers, sums. */
export const BIRTH = "1.001193";
/** A copy of an extract: a short form. */
export const COPY = "2.000635";
export const PAGES_MAX = 30;
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
export const PICTURE = { name: "chung-sinh.png", mimeType: "image/png", buffer: PNG };

const person3 = (name, of) => ({
  [`${name}.name`]: of,
  [`${name}.birth_date.day`]: "1",
  [`${name}.birth_date.month`]: "12",
  [`${name}.birth_date.year`]: "1990",
});

/** What is filled in on each page; a value of `true` is chosen, an array is one of a list. */
export const ANSWERS = {
  whom: { "whom=self": true },
  applicant: { "applicant.address": "Tổ 1, phường Nghĩa Trung" },
  "q-situation": { "answers.situation=usual": true },
  "q-child": {
    ...person3("answers.child", "Điểu Thị Minh An"),
    "answers.child.birth_date.year": "2019",
    "answers.child.identity_type": ["none"],
  },
  "q-child_sex": { "answers.child_sex=female": true },
  "q-ethnicity": { "answers.ethnicity": "M'Nông" },
  "q-birth_place": { "answers.birth_place.text": "Bệnh viện Đa khoa tỉnh" },
  "q-mother": {
    ...person3("answers.mother", "Điểu Thị Mai"),
    "answers.mother.identity_number": "099190000001",
  },
  "q-is_late": { "answers.is_late=yes": true },
  "q-late_reason": { "answers.late_reason": "Nhà ở xa, mưa lũ" },
  "q-relation": { "answers.relation=parent": true },
  "q-copies": { "answers.copies": "2" },
  "q-document": { "answers.document=birth": true },
  "q-subject": { ...person3("answers.subject", "Điểu Thị Mai"), "answers.subject.identity_number": "099190000001" },
  "q-registered_at": { "answers.registered_at": "Xã Đắk Wer" },
  office: { office: [DESK] },
  return: { "return_by=counter": true },
};

export const step = (page) => new URL(page.url()).pathname.split("/").pop();
export const go = (page) => page.locator("main form[data-draft] button").first().click();

/** The page's own answers: those above, else what a paper needs. */
export function wanted(page) {
  const here = step(page);
  if (here.startsWith("paper-")) return { [`paper.${here.slice(6)}.way=bring`]: true };
  return ANSWERS[here] ?? {};
}

export async function fill(page) {
  for (const [name, value] of Object.entries(wanted(page))) {
    const [box, of] = name.split("=");
    if (value === true) await page.locator(`[name="${box}"][value="${of}"]`).check();
    else if (Array.isArray(value)) await page.locator(`[name="${box}"]`).selectOption(value[0]);
    else await page.locator(`[name="${box}"]`).fill(value);
  }
}

/** Answers pages until one is reached; the pages that came. */
export async function fillTo(page, end, before = async () => {}) {
  const came = [];
  while (step(page) !== end) {
    assert.ok(came.length < PAGES_MAX, `it ends: ${came}`);
    const here = step(page);
    came.push(here);
    await before(here);
    await fill(page);
    await go(page);
    await page.waitForURL((url) => !url.pathname.endsWith(`/${here}`));
  }
  return came;
}

/** From the procedure's page over the sign-in to the first question. */
export async function begin(page, way, procedure) {
  await open(page, `/procedures/${procedure}?lang=${way.language}`);
  await page.locator(`a[href="/apply/${procedure}"]`).click();
  await page.waitForURL(`**/apply/${procedure}`);
  await look(page, way, `apply-start-visitor-${procedure}`);
  await page.locator('a.govuk-button--start[href^="/sign-in"]').click();
  await page.waitForURL("**/sign-in?*");
  await page.locator('form[action="/demo/sign-in"] button', { hasText: person(CITIZEN).name }).first().click();
  await page.waitForURL(`**/apply/${procedure}`);
  await look(page, way, `apply-start-${procedure}`);
  await page.locator(`form[action="/apply/${procedure}"] button`).click();
  await page.waitForURL("**/whom");
}

export async function submit(page, way) {
  await look(page, way, "apply-check");
  await page.locator("main form button").click();
  await page.locator(".govuk-error-summary").waitFor();
  await look(page, way, "apply-check-error");
  await page.locator("#declare").check();
  await page.locator("main form button").dblclick();
  await page.waitForURL("**/sent");
  await look(page, way, "apply-sent");
  return new URL(page.url()).pathname.split("/")[3];
}
