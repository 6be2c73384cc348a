// Every pair of colours that meets on a screen, in both themes (WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11).
import { describe, expect, it } from "vitest";
import { contrast, fromHex } from "../looks/colour";
import themes from "./themes.css?raw";
import tokens from "./tokens.css?raw";

const TEXTS: [text: string, ...grounds: string[]][] = [
  ["ink", "paper", "card", "sunk", "accent-wash"],
  ["ink-soft", "paper", "card", "sunk"],
  ["accent", "accent-wash", "paper", "card", "sunk"],
  ["on-accent", "accent", "accent-deep"],
  ["on-answer", "welcome", "goodbye", "fault"],
  ["on-refused", "refused"],
  ["on-attention", "attention"],
  ["problem", "paper", "problem-wash"],
  ["ink", "problem-wash"],
  ["good", "paper", "card"],
  ["print", "sheet"],
];

const OUTLINES: [edge: string, ...grounds: string[]][] = [
  ["edge", "paper", "card"],
  ["accent", "paper", "card", "sunk"],
  ["problem", "paper", "card", "problem-wash"],
];

/** The declarations of a rule, by the name of the token. */
function declared(css: string, selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  if (start < 0) throw new Error(`there is no ${selector}`);
  const rule = css.slice(start, css.indexOf("}", start)).replace(/\/\*.*?\*\//gs, "");
  return new Map(
    [...rule.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name ?? "", value ?? ""]),
  );
}

const normal = declared(tokens, ":root");
const high = new Map([...normal, ...declared(themes, `[data-contrast="high"]`)]);

function colour(theme: Map<string, string>, name: string) {
  const value = theme.get(name) ?? "";
  const inherited = /^var\(--[\w-]+, (#\w{6})\)$/.exec(value)?.[1];
  return fromHex(inherited ?? value);
}

describe.each([
  ["the usual theme", normal, 7, 3],
  ["high contrast", high, 7, 3],
] as const)("%s", (_, theme, text, outline) => {
  it.each(TEXTS)("has %s readable on its grounds", (name, ...grounds) => {
    for (const ground of grounds) {
      const found = contrast(colour(theme, name), colour(theme, ground));
      expect(found, `${name} on ${ground}`).toBeGreaterThanOrEqual(text);
    }
  });

  it.each(OUTLINES)("has the outline %s visible on its grounds", (name, ...grounds) => {
    for (const ground of grounds) {
      const found = contrast(colour(theme, name), colour(theme, ground));
      expect(found, `${name} on ${ground}`).toBeGreaterThanOrEqual(outline);
    }
  });
});

it("an answer is told from another and from the screens by its ground, in both themes", () => {
  for (const theme of [normal, high]) {
    const grounds = ["welcome", "goodbye", "refused", "fault", "paper"].map((name) =>
      String(colour(theme, name)),
    );
    expect(new Set(grounds).size).toBe(grounds.length);
  }
});

it("every colour of high contrast is a token that the usual theme has", () => {
  for (const name of declared(themes, `[data-contrast="high"]`).keys())
    expect([...normal.keys()]).toContain(name);
});
