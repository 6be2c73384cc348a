// What axe-core finds wrong on a page: WCAG 2.0 to 2.2, levels A and AA, as far as a program can tell.
import { readFile } from "node:fs/promises";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const SOURCE = await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** One line for each violation and element of the page that is shown. */
export async function findViolations(page) {
  await page.load(SOURCE);
  return page.run(check, RULES);
}

/** Runs in the browser; a function has to stand alone there. */
async function check(rules) {
  const { violations, passes } = await window.axe.run(document, { runOnly: rules });
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => `${id}: ${target.join(" ")}`),
  );
  // A page on which nothing could be checked is no page without violations.
  return passes.some(({ id }) => id === "color-contrast")
    ? found
    : [...found, "axe: contrast was not checked"];
}
