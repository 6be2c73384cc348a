// Which keys the on-screen keyboard shows for a field. Rows are measured in half keys, so that they line up.
import type { FieldName, Language } from "../generated/api.gen";
import {
  alphabets,
  capitalOf,
  markedLetters,
  plainRows,
  secondAlphabets,
  type Alphabet,
  type Rows,
} from "./alphabets";

/** The letters that are shown: the language's own, Latin ones where those are others, or Latin ones with marks. */
export type Letters = "own" | "latin" | "accents";

export type Key =
  | { does: "insert"; text: string; halves: number }
  | { does: Letters; halves: number }
  | { does: "space" | "shift" | "erase" | "enter"; halves: number };

export type Layer = { capital: boolean; letters: Letters };

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
    case "child":
    case "firstName":
    case "lastName":
    case "town":
      return textKeyboard(language, layer, { digits: false, mark: "'" });
  }
}

/** The letters that a field is begun with: names in the visitor's script, addresses in that of the country. */
export function firstLetters(field: FieldName, language: Language): Letters {
  switch (field) {
    case "child":
    case "firstName":
    case "lastName":
    case "phone":
    case "email":
      return "own";
    case "street":
    case "postcode":
    case "town":
      return secondAlphabets[language] ? "latin" : "own";
  }
}

/** Which way the text runs that these letters make. */
export function runsRightToLeft(language: Language, letters: Letters): boolean {
  return language === "ar" && letters === "own";
}

const DIGITS = "1234567890";

/** Four rows of marked letters, the last one between shift and erase. */
const MARKED_ROWS = [12, 12, 12, 9] as const;

type Also = { digits: boolean; mark: string };

function textKeyboard(language: Language, layer: Layer, also: Also): Keyboard {
  const second = secondAlphabets[language];
  const base = second ?? alphabets[language];
  switch (layer.letters) {
    case "own":
      return lettersKeyboard(language, alphabets[language], layer, also, [second ? "latin" : "accents"]);
    case "latin":
      return lettersKeyboard(language, base, layer, also, second ? ["own", "accents"] : ["accents"]);
    case "accents":
      return accentsKeyboard(language, base, layer, also, second ? "latin" : "own");
  }
}

function lettersKeyboard(
  language: Language,
  { rows: [top, middle, bottom], halves, hasCapitals }: Alphabet,
  { capital }: Layer,
  also: Also,
  others: Letters[],
): Keyboard {
  const cased = (row: string) => inserts([...row], capital && hasCapitals ? language : null);
  const side = (halves - bottom.length * 2) / 2;
  const last: Key[] = hasCapitals
    ? [{ does: "shift", halves: side }, ...cased(bottom), { does: "erase", halves: side }]
    : cased(bottom);
  const rows: Key[][] = [
    cased(top),
    cased(middle),
    last,
    bottomRow(halves, also, others, hasCapitals ? [] : [{ does: "erase", halves: 3 }]),
  ];
  if (also.digits) rows.unshift(inserts([...DIGITS], null));
  return { halves, rows };
}

function accentsKeyboard(
  language: Language,
  alphabet: Alphabet,
  { capital }: Layer,
  also: Also,
  back: Letters,
): Keyboard {
  const halves = 24;
  const room = MARKED_ROWS.reduce((sum, keys) => sum + keys, 0);
  const letters = inserts(markedLetters(alphabet, room), capital ? language : null);
  let used = 0;
  const rows = MARKED_ROWS.map((keys) => letters.slice(used, (used += keys)));
  rows[3] = [{ does: "shift", halves: 3 }, ...(rows[3] ?? []), { does: "erase", halves: 3 }];
  return { halves, rows: [...rows, bottomRow(halves, also, [back], [])] };
}

function bottomRow(halves: number, { mark }: Also, others: Letters[], erase: Key[]): Key[] {
  const left: Key[] = [...others.map((does): Key => ({ does, halves: 3 })), insert("-"), insert(mark)];
  const right: Key[] = [insert("."), ...erase, { does: "enter", halves: 3 }];
  const used = [...left, ...right].reduce((sum, key) => sum + key.halves, 0);
  return [...left, { does: "space", halves: halves - used }, ...right];
}

function emailKeyboard(language: Language): Keyboard {
  const [top, middle, bottom]: Rows = plainRows[language];
  return {
    halves: 20,
    rows: [
      inserts([...DIGITS], null),
      inserts([...top], null),
      inserts([...middle], null),
      [insert("_", 3), ...inserts([...bottom], null), { does: "erase", halves: 3 }],
      [insert("@", 5), insert(".", 4), insert("-", 4), insert("+", 3), { does: "enter", halves: 4 }],
    ],
  };
}

function phonePad(): Keyboard {
  return {
    halves: 8,
    rows: [
      [...inserts([..."123"], null), { does: "erase", halves: 2 }],
      [...inserts([..."456"], null), insert("+")],
      [...inserts([..."789"], null), insert("-")],
      [{ does: "space", halves: 2 }, insert("0"), insert("/"), { does: "enter", halves: 2 }],
    ],
  };
}

/** Keys of these letters; as capitals of a language, or as they are. */
function inserts(letters: string[], capitalsOf: Language | null): Key[] {
  return letters.map((letter) => insert(capitalsOf ? capitalOf(letter, capitalsOf) : letter));
}

function insert(text: string, halves = 2): Key {
  return { does: "insert", text, halves };
}
