// Hands that know no mouse: every field and button is reached by Tab and answered by keys, and the
// presses are counted.

import { tabTo } from "./page.mjs";

/** The longest list that is walked through by arrows. */
const CHOICES_MAX = 400;

/** Hands at the keys of a page. */
export function hands(page) {
  let count = 0;
  const press = async (...keys) => {
    for (const key of keys) {
      await page.keyboard.press(key);
      count += 1;
    }
  };
  const reach = async (selector) => {
    count += await tabTo(page, selector);
  };
  return {
    count: () => count,
    press,
    reach,
    /** A scanner types a whole line and Enter: what it types is no key of the clerk's. */
    async scan(line) {
      await page.keyboard.insertText(line);
      await page.keyboard.press("Enter");
    },
    /** Follows a link or presses a button. */
    async follow(selector) {
      await reach(selector);
      await press("Enter");
    },
    /** Ticks a box. */
    async tick(selector) {
      await reach(selector);
      await press("Space");
    },
    async type(selector, text) {
      await reach(selector);
      await press("Control+a");
      await page.keyboard.type(text);
      count += [...text].length;
    },
    /** Chooses of a list by arrows. */
    async choose(selector, value) {
      await reach(selector);
      const chosen = () => page.evaluate(() => document.activeElement.value);
      for (let presses = 0; presses < CHOICES_MAX && (await chosen()) !== value; presses += 1) await press("ArrowDown");
      if ((await chosen()) !== value) throw new Error(`${selector} offers no ${value}`);
    },
    /** Chooses one of few: Tab comes to the first of them, arrows go on. */
    async pick(name, value) {
      await reach(`[name="${name}"]`);
      await press("Space");
      const chosen = () => page.evaluate(() => document.activeElement.value);
      for (let presses = 0; presses < CHOICES_MAX && (await chosen()) !== value; presses += 1) await press("ArrowDown");
      if ((await chosen()) !== value) throw new Error(`${name} offers no ${value}`);
    },
    /** Sends a file: Enter opens the chooser. */
    async file(selector, file) {
      await reach(selector);
      const chooser = page.waitForEvent("filechooser");
      await press("Enter");
      await (await chooser).setFiles(file);
    },
  };
}
