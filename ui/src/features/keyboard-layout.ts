// Which keys the on-screen keyboard shows for a field. Rows are measured in half keys, so that they line up.
import type { FieldName, Language } from "../generated/api.gen";

export type Key =
  | { does: "insert"; text: string; halves: number }
  | { does: "space" | "shift" | "accents" | "erase" | "enter"; halves: number };

export type Layer = { capital: boolean; accents: boolean };

export type Keyboard = { halves: number; rows: Key[][] };

/** The pad of digits for telephone numbers, letters for everything else. */
export function keyboardFor(field: FieldName, language: Language, layer: Layer): Keyboard {
  switch (field) {
    case "phone":
      return phonePad();
    case "email":
      return emailKeyboard(language);
    case "street":
      return textKeyboard(language, layer, { digits: true, mark: "/" });
    case "postcode":
      // Not a pad of digits: many countries have letters in theirs.
      return textKeyboard(language, layer, { digits: true, mark: "'" });
    case "firstName":
    case "lastName":
    case "town":
      return textKeyboard(language, layer, { digits: false, mark: "'" });
  }
}

/** The capital of one letter; German's ß has one of its own, which the usual rule would turn into two letters. */
export function capitalOf(letter: string): string {
  return letter === "ß" ? "ẞ" : letter.toLocaleUpperCase("de");
}

const letters: Record<Language, readonly [string, string, string]> = {
  de: ["qwertzuiopü", "asdfghjklöä", "yxcvbnmß"],
  en: ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
};

const accented: Record<Language, readonly [string, string, string]> = {
  de: ["áàâãåæçčćđð", "éèêëęíìîïıł", "óòôõøœśş"],
  en: ["áàâãäåæçčć", "éèêëíìîïł", "óòôöøœß"],
};

const accentedMore: Record<Language, string> = { de: "úùûūñńňřšžý", en: "úùûüñńřšžý" };

const DIGITS = "1234567890";

function textKeyboard(language: Language, layer: Layer, also: { digits: boolean; mark: string }): Keyboard {
  const halves = language === "de" ? 22 : 20;
  const [top, middle, bottom] = (layer.accents ? accented : letters)[language];
  const cased = (row: string) => inserts(row, layer.capital);
  const rows: Key[][] = [
    cased(top),
    cased(middle),
    [{ does: "shift", halves: 3 }, ...cased(bottom), { does: "erase", halves: 3 }],
    [
      { does: "accents", halves: 3 },
      insert("-"),
      insert(also.mark),
      { does: "space", halves: halves - 12 },
      insert("."),
      { does: "enter", halves: 3 },
    ],
  ];
  if (layer.accents) rows.unshift(cased(accentedMore[language]));
  else if (also.digits) rows.unshift(inserts(DIGITS, false));
  return { halves, rows };
}

function emailKeyboard(language: Language): Keyboard {
  const [top, middle, bottom] =
    language === "de" ? ["qwertzuiop", "asdfghjkl", "yxcvbnm"] : ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
  return {
    halves: 20,
    rows: [
      inserts(DIGITS, false),
      inserts(top, false),
      inserts(middle, false),
      [insert("_", 3), ...inserts(bottom, false), { does: "erase", halves: 3 }],
      [insert("@", 5), insert(".", 4), insert("-", 4), insert("+", 3), { does: "enter", halves: 4 }],
    ],
  };
}

function phonePad(): Keyboard {
  return {
    halves: 8,
    rows: [
      [...inserts("123", false), { does: "erase", halves: 2 }],
      [...inserts("456", false), insert("+")],
      [...inserts("789", false), insert("-")],
      [{ does: "space", halves: 2 }, insert("0"), insert("/"), { does: "enter", halves: 2 }],
    ],
  };
}

function inserts(row: string, capital: boolean): Key[] {
  return [...row].map((letter) => insert(capital ? capitalOf(letter) : letter));
}

function insert(text: string, halves = 2): Key {
  return { does: "insert", text, halves };
}
