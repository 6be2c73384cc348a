import { describe, expect, it } from "vitest";
import { catalogue, dayText, fill, languageOf } from "./words";

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe("the catalogue", () => {
  it("has the same texts and places in both languages", () => {
    expect(Object.keys(catalogue.en)).toEqual(Object.keys(catalogue.de));
    for (const [name, text] of Object.entries(catalogue.de)) {
      const english = catalogue.en[name as keyof typeof catalogue.de];
      expect(places(english), name).toEqual(places(text));
      expect(english.trim(), name).not.toBe("");
      expect(english, name).not.toBe(text);
    }
  });
});

describe("the language", () => {
  it.each([
    [["de-CH", "en"], "de"],
    [["fr", "de"], "de"],
    [["en-GB", "de"], "en"],
    [["fr", "it"], "en"],
    [["dev", "end"], "en"],
    [[], "en"],
  ])("of %j is %s", (wanted, language) => {
    expect(languageOf(wanted)).toBe(language);
  });

  it("writes days and values in their places", () => {
    expect(dayText(new Date(Date.UTC(2027, 10, 21)), "en")).toBe("November 21, 2027");
    expect(fill("{a} and {b}", { a: 1, b: "c" })).toBe("1 and c");
  });
});
