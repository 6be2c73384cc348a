import { describe, expect, it } from "vitest";
import type { FieldName, Language } from "../generated/api.gen";
import { languages } from "../words/words";
import { alphabets, capitalOf, markedLetters } from "./alphabets";
import { firstLetters, keyboardFor, runsRightToLeft, type Layer, type Letters } from "./keyboard-layout";

const fields: FieldName[] = ["firstName", "lastName", "phone", "email", "street", "postcode", "town"];
const pages: Letters[] = ["own", "latin", "accents"];
const layers: Layer[] = pages.flatMap((letters) => [
  { capital: false, letters },
  { capital: true, letters },
]);

function keysOf(field: FieldName, language: Language, layer: Partial<Layer> = {}): string[] {
  return keyboardFor(field, language, { capital: false, letters: "own", ...layer }).rows.flatMap((row) =>
    row.map((key) => (key.does === "insert" ? key.text : key.does)),
  );
}

/** Everything that somebody can write into a field, as far as its keys lead. */
function writable(field: FieldName, language: Language): Set<string> {
  const open: Letters[] = [firstLetters(field, language)];
  const keys = new Set<string>();
  for (const letters of open) {
    for (const capital of [false, true]) {
      for (const key of keysOf(field, language, { letters, capital })) {
        const leadsTo = pages.find((page) => page === key);
        if (!leadsTo) keys.add(key);
        else if (!open.includes(leadsTo)) open.push(leadsTo);
      }
    }
  }
  return keys;
}

const everyKeyboard = languages.flatMap((language) =>
  fields.flatMap((field) => layers.map((layer) => ({ language, field, layer }))),
);

describe("every keyboard", () => {
  it.each(everyKeyboard)("$field $language $layer fits its rows and can erase and go on", (it_) => {
    const { halves, rows } = keyboardFor(it_.field, it_.language, it_.layer);
    for (const row of rows) expect(row.reduce((sum, key) => sum + key.halves, 0)).toBeLessThanOrEqual(halves);
    for (const key of rows.flat()) expect(key.halves, JSON.stringify(key)).toBeGreaterThanOrEqual(2);
    const keys = keysOf(it_.field, it_.language, it_.layer);
    expect(keys).toEqual(expect.arrayContaining(["erase", "enter"]));
    expect(new Set(keys).size, "a key stands there twice").toBe(keys.length);
  });
});

describe("letters", () => {
  it("stand in the order of the country", () => {
    const first = (language: Language) => keysOf("lastName", language).slice(0, 6).join("");
    expect(first("de")).toBe("qwertz");
    expect(first("en")).toBe("qwerty");
    expect(first("fr")).toBe("azerty");
    expect(first("uk")).toBe("йцукен");
    expect(first("ar")).toBe("ضصثقفغ");
  });

  it("have umlauts and ß in German, and behind the accents key in English", () => {
    expect(keysOf("town", "de")).toEqual(expect.arrayContaining(["ä", "ö", "ü", "ß"]));
    expect(keysOf("town", "en", { letters: "accents" })).toEqual(
      expect.arrayContaining(["ä", "ö", "ü", "ß"]),
    );
  });

  it("become capitals one for one", () => {
    expect(keysOf("lastName", "de", { capital: true })).toEqual(expect.arrayContaining(["Q", "Ü", "ẞ"]));
    expect(keysOf("lastName", "tr", { capital: true })).toEqual(expect.arrayContaining(["İ", "I"]));
    expect(capitalOf("ß", "de")).toBe("ẞ");
    expect(capitalOf("i", "de")).toBe("I");
    expect(capitalOf("ї", "uk")).toBe("Ї");
  });

  it("stay as they are where there are no capitals", () => {
    expect(keysOf("lastName", "ar", { capital: true })).toEqual(keysOf("lastName", "ar"));
    expect(keysOf("lastName", "ar")).not.toContain("shift");
  });

  it("run their own way", () => {
    expect(runsRightToLeft("ar", "own")).toBe(true);
    expect(runsRightToLeft("ar", "latin")).toBe(false);
    expect(runsRightToLeft("uk", "own")).toBe(false);
  });

  it("are all there of those that names here are most often made of", () => {
    const names = "äöüßçğıöşąćęłńóśźżčđšžáéíúâîșțëñ";
    for (const language of languages) {
      const keys = writable("lastName", language);
      expect(
        [...names].filter((letter) => !keys.has(letter)),
        language,
      ).toEqual([]);
    }
  });

  it("leave the rare ones out only where the page is full", () => {
    expect(markedLetters(alphabets.de, 100)).toContain("ď");
    expect(markedLetters(alphabets.de, 45)).not.toContain("ď");
    for (const language of languages)
      expect(markedLetters(alphabets[language], 45).length).toBeLessThanOrEqual(45);
  });
});

describe("a name", () => {
  it.each([
    ["de", "Jürgen Weiß"],
    ["de-simple", "Jürgen Weiß"],
    ["en", "Siân O'Neill"],
    ["fr", "Maëlle Lœuvre-Gûet"],
    ["pl", "Łucja Śniadecka-Żółć"],
    ["tr", "İpek Çağrı Gümüşoğlu"],
    ["uk", "Григорій Ґалаґан-Їжакевич Дем'яненко"],
    ["uk", "Hryhorij Straßer"],
    ["ar", "عبد الرحمن آل إبراهيم ؤئءةى"],
    ["ar", "Jürgen"],
  ] as const)("in %s can be written: %s", (language, name) => {
    const keys = writable("firstName", language);
    expect([...name].filter((letter) => letter !== " " && !keys.has(letter))).toEqual([]);
  });
});

describe("an address", () => {
  it("is begun with the letters of the country, and may be written with one's own", () => {
    for (const language of ["uk", "ar"] as const) {
      expect(firstLetters("firstName", language)).toBe("own");
      expect(firstLetters("street", language)).toBe("latin");
      expect(keysOf("street", language, { letters: "latin" })).toEqual(
        expect.arrayContaining(["ß", "1", "own"]),
      );
      expect(keysOf("town", language, { letters: "accents" })).toContain("latin");
    }
    expect(firstLetters("street", "pl")).toBe("own");
  });
});

describe("fields", () => {
  it("get the signs they need", () => {
    expect(keysOf("street", "de")).toEqual(expect.arrayContaining(["1", "0", "/", "-", "space"]));
    expect(keysOf("postcode", "en")).toEqual(expect.arrayContaining(["1", "0", "a", "space"]));
    expect(keysOf("phone", "de")).toEqual(expect.arrayContaining([..."0123456789", "+"]));
  });

  it.each(languages)("get all of an e-mail address in %s", (language) => {
    const keys = keysOf("email", language);
    expect(keys).toEqual(expect.arrayContaining([..."abcdefghijklmnopqrstuvwxyz0123456789@.-_+"]));
  });

  it("get no signs they have no use for", () => {
    expect(keysOf("firstName", "de")).not.toContain("1");
    expect(keysOf("phone", "de")).not.toContain("a");
    expect(keysOf("email", "de")).not.toContain("space");
  });
});
