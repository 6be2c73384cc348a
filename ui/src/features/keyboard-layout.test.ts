import { describe, expect, it } from "vitest";
import type { FieldName, Language } from "../generated/api.gen";
import { capitalOf, keyboardFor, type Layer } from "./keyboard-layout";

const plain: Layer = { capital: false, accents: false };

function keysOf(field: FieldName, language: Language, layer: Layer = plain): string[] {
  return keyboardFor(field, language, layer).rows.flatMap((row) =>
    row.map((key) => (key.does === "insert" ? key.text : key.does)),
  );
}

const fields: FieldName[] = ["firstName", "lastName", "phone", "email", "street", "postcode", "town"];
const layers: Layer[] = [plain, { capital: true, accents: false }, { capital: false, accents: true }];
const everyKeyboard = (["de", "en"] as const).flatMap((language) =>
  fields.flatMap((field) => layers.map((layer) => ({ language, field, layer }))),
);

describe("every keyboard", () => {
  it.each(everyKeyboard)("$field $language $layer fits its rows and can erase and go on", (it_) => {
    const { halves, rows } = keyboardFor(it_.field, it_.language, it_.layer);
    for (const row of rows) expect(row.reduce((sum, key) => sum + key.halves, 0)).toBeLessThanOrEqual(halves);
    const keys = keysOf(it_.field, it_.language, it_.layer);
    expect(keys).toEqual(expect.arrayContaining(["erase", "enter"]));
    expect(new Set(keys).size, "a key stands there twice").toBe(keys.length);
  });
});

describe("letters", () => {
  it("stand in the order of the country", () => {
    expect(keysOf("lastName", "de").slice(0, 6).join("")).toBe("qwertz");
    expect(keysOf("lastName", "en").slice(0, 6).join("")).toBe("qwerty");
  });

  it("have umlauts and ß in German, and behind the accents key in English", () => {
    expect(keysOf("town", "de")).toEqual(expect.arrayContaining(["ä", "ö", "ü", "ß"]));
    expect(keysOf("town", "en", { capital: false, accents: true })).toEqual(
      expect.arrayContaining(["ä", "ö", "ü", "ß"]),
    );
  });

  it("become capitals one for one", () => {
    expect(keysOf("lastName", "de", { capital: true, accents: false })).toEqual(
      expect.arrayContaining(["Q", "Ü", "ẞ"]),
    );
    expect(capitalOf("ß")).toBe("ẞ");
    expect(capitalOf("ı")).toBe("I");
  });
});

describe("fields", () => {
  it("get the signs they need", () => {
    expect(keysOf("email", "de")).toEqual(expect.arrayContaining(["@", ".", "-", "_", "1", "z"]));
    expect(keysOf("street", "de")).toEqual(expect.arrayContaining(["1", "0", "/", "-", "space"]));
    expect(keysOf("postcode", "en")).toEqual(expect.arrayContaining(["1", "0", "a", "space"]));
    expect(keysOf("phone", "de")).toEqual(expect.arrayContaining([..."0123456789", "+"]));
  });

  it("get no signs they have no use for", () => {
    expect(keysOf("firstName", "de")).not.toContain("1");
    expect(keysOf("phone", "de")).not.toContain("a");
    expect(keysOf("email", "de")).not.toContain("space");
  });
});
