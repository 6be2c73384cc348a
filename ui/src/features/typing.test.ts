import { describe, expect, it } from "vitest";
import { afterShiftKey, eraseBefore, insertText, shiftAt, type Draft } from "./typing";

const at = (value: string, start: number, end = start): Draft => ({ value, start, end });

describe("inserting", () => {
  it("goes where the caret is and moves it on", () => {
    expect(insertText(at("Mller", 1), "ü")).toEqual(at("Müller", 2));
  });

  it("replaces what is selected", () => {
    expect(insertText(at("Besucher", 2, 8), "n")).toEqual(at("Ben", 3));
  });
});

describe("erasing", () => {
  it("takes the character before the caret", () => {
    expect(eraseBefore(at("Straßße", 5))).toEqual(at("Straße", 4));
  });

  it("takes the selection and nothing before it", () => {
    expect(eraseBefore(at("abcdef", 2, 4))).toEqual(at("abef", 2));
  });

  it("does nothing at the beginning", () => {
    expect(eraseBefore(at("abc", 0))).toEqual(at("abc", 0));
  });

  it("takes a character of two units as one", () => {
    expect(eraseBefore(at("a𝐛c", 3))).toEqual(at("ac", 1));
  });
});

describe("shift", () => {
  it("goes from off over once to lock and back", () => {
    expect([afterShiftKey("off"), afterShiftKey("once"), afterShiftKey("lock")]).toEqual([
      "once",
      "lock",
      "off",
    ]);
  });

  it("begins names and each of their parts with a capital", () => {
    expect(shiftAt("firstName", at("", 0), "off")).toBe("once");
    expect(shiftAt("firstName", at("Anna", 4), "once")).toBe("off");
    expect(shiftAt("firstName", at("Anna-", 5), "off")).toBe("once");
    expect(shiftAt("street", at("Am ", 3), "off")).toBe("once");
  });

  it("leaves e-mail addresses small and a lock locked", () => {
    expect(shiftAt("email", at("", 0), "once")).toBe("off");
    expect(shiftAt("lastName", at("Abc", 3), "lock")).toBe("lock");
  });
});
