import { describe, expect, it } from "vitest";
import { catalogue, fill, languages } from "./words";

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

  it.each(languages)("has the same texts in %s as in German", (language) => {
    expect(texts(catalogue[language]).map(([path]) => path)).toEqual([...german.keys()]);
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
});

describe("fill", () => {
  it("puts values into their places", () => {
    expect(fill("{number} / {total}", { number: 2, total: 4 })).toBe("2 / 4");
  });

  it("throws on a place without a value", () => {
    expect(() => fill("until {until}", {})).toThrow("{until}");
  });
});
