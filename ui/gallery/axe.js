// What axe-core finds wrong on a page: WCAG 2.0 to 2.2, levels A and AA, as far as a program can tell.
import { readFile } from "node:fs/promises";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const SOURCE = await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** One line for each violation and element of the page that is shown. */
export async function findViolations(page) {
  if (!(await page.run(() => "axe" in window))) await page.load(SOURCE);
  return page.run(check, RULES);
}

/** Runs in the browser; a function has to stand alone there. */
async function check(rules) {
  // axe draws texts to find icons that are letters of a font, and leaves their contrast out. There are none here, and it takes letters
  // that join, as Arabic ones do, for such.
  const drawing = CanvasRenderingContext2D.prototype;
  const { getImageData } = drawing;
  drawing.getImageData = (x, y, width, height) => ({
    data: new Uint8ClampedArray(4 * Math.ceil(width * height)).fill(255),
  });
  const { violations, passes } = await window.axe
    .run(document, { runOnly: rules, resultTypes: ["violations"] })
    .finally(() => (drawing.getImageData = getImageData));
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => `${id}: ${target.join(" ")}`),
  );
  // A page on which nothing could be checked is no page without violations.
  return [...passes, ...violations].some(({ id }) => id === "color-contrast")
    ? found
    : [...found, "axe: contrast was not checked"];
}
