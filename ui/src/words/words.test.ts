import { describe, expect, it } from "vitest";
import { pseudo } from "./pseudo";
import { catalogue, directionOf, fill, languages, type Words } from "./words";

type Tree = { [key: string]: string | Tree };

function texts(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${path}${key}`, value] as [string, string]]
      : texts(value, `${path}${key}.`),
  );
}

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe("the catalogue", () => {
  const german = new Map(texts(catalogue.de));

  it("offers each of its languages once", () => {
    expect([...languages].sort()).toEqual(Object.keys(catalogue).sort());
  });

  it.each(languages)("has the same texts in %s as in German", (language) => {
    const here = new Map(texts(catalogue[language]));
    // By name and with the German text: whoever adds one sees what is to be translated.
    expect([...german].filter(([path]) => !here.has(path))).toEqual([]);
    expect([...here].filter(([path]) => !german.has(path))).toEqual([]);
    expect([...here.keys()], "in another order").toEqual([...german.keys()]);
  });

  it.each(languages)("has the same places in %s as in German", (language) => {
    for (const [path, text] of texts(catalogue[language])) {
      expect(places(text), path).toEqual(places(german.get(path) ?? ""));
    }
  });

  it.each(languages)("has no empty text and no stray brace in %s", (language) => {
    for (const [path, text] of texts(catalogue[language])) {
      expect(text.trim(), path).not.toBe("");
      expect(text.replace(/\{\w+\}/g, ""), path).not.toMatch(/[{}<>]/);
    }
  });

  it("is written in the letters of each language", () => {
    const letters: Partial<Record<string, RegExp>> = { uk: /\p{Script=Cyrillic}/u, ar: /\p{Script=Arabic}/u };
    // Signs that are the same for everybody.
    const everywhere = ["keyboard.accentsFace", "keyboard.lettersFace"];
    for (const language of languages) {
      const own = letters[language] ?? /\p{Script=Latin}/u;
      for (const [path, text] of texts(catalogue[language])) {
        const words = text.replace(/\{\w+\}/g, "");
        // A text that is nothing but places has no letters of its own.
        if (everywhere.includes(path) || !/\p{L}/u.test(words)) continue;
        expect(words, `${language} ${path}`).toMatch(own);
      }
    }
  });

  it("runs from right to left in Arabic only, with each place an island", () => {
    expect(languages.filter((language) => directionOf(language) === "rtl")).toEqual(["ar"]);
    expect(catalogue.ar.answer.welcome.detail).toContain("\u2068{until}\u2069");
    expect(catalogue.en.answer.welcome.detail).toContain(" {until}");
  });
});

describe("the language that nobody speaks", () => {
  const german = new Map(texts(catalogue.de));
  const grown: [string, string][] = texts(pseudo(catalogue.de));

  it("keeps places and brackets every text", () => {
    for (const [path, text] of grown) {
      expect(places(text), path).toEqual(places(german.get(path) ?? ""));
      expect(text, path).toMatch(/^\[.*\]$/);
    }
  });

  it("is longer by two fifths", () => {
    const length = (words: Words) => texts(words).reduce((sum, [, text]) => sum + text.length, 0);
    const growth = length(pseudo(catalogue.de)) / length(catalogue.de);
    expect(growth).toBeGreaterThan(1.35);
    expect(growth).toBeLessThan(1.5);
  });
});

describe("fill", () => {
  it("puts values into their places", () => {
    expect(fill("{number} / {total}", { number: 2, total: 4 })).toBe("2 / 4");
  });

  it("throws on a place without a value", () => {
    expect(() => fill("until {until}", {})).toThrow("{until}");
  });
});
