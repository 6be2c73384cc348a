// The letters of each language, as its own keyboards have them, and the marked ones that all of Europe's names need.
import type { Language } from "../generated/api.gen";

export type Rows = readonly [top: string, middle: string, bottom: string];

/** An alphabet: its rows, what its key shows beside Latin letters when it has others, and which marked letters it can do without. */
export type Alphabet = {
  rows: Rows;
  halves: number;
  face: string | null;
  hasCapitals: boolean;
  rare: string;
};

/** Rare in names: these give way first where the page is full. */
const RARE = "ďťìòœùûæěåő";
const RARE_IN_FRENCH = "ďťìòěåő";

const german: Alphabet = latin(["qwertzuiopü", "asdfghjklöä", "yxcvbnmß"], 22);

/** The alphabet that names are written in first. */
export const alphabets: Record<Language, Alphabet> = {
  de: german,
  "de-simple": german,
  en: latin(["qwertyuiop", "asdfghjkl", "zxcvbnm"], 20),
  fr: latin(["azertyuiopé", "qsdfghjklmè", "wxcvbnçà"], 22, RARE_IN_FRENCH),
  pl: latin(["qwertyuiopęó", "asdfghjkląłś", "zxcvbnmżźćń"], 26),
  tr: latin(["qwertyuıopğü", "asdfghjklşi", "zxcvbnmöç"], 24),
  uk: {
    rows: ["йцукенгшщзхї", "фівапролджєґ", "ячсмитьбю"],
    halves: 24,
    face: "абв",
    hasCapitals: true,
    rare: RARE,
  },
  ar: {
    rows: ["ضصثقفغعهخحجد", "شسيبلاتنمكطذ", "ئءؤرىةوزظأإآ"],
    halves: 24,
    face: "أبت",
    hasCapitals: false,
    rare: RARE,
  },
};

/** Latin letters for a language that has its own script. Addresses here are written with them, so they are Germany's. */
export const secondAlphabets: Partial<Record<Language, Alphabet>> = { uk: german, ar: german };

/** The plain letters of e-mail addresses, where the language's Latin keyboard has them. */
export const plainRows: Record<Language, Rows> = {
  de: ["qwertzuiop", "asdfghjkl", "yxcvbnm"],
  "de-simple": ["qwertzuiop", "asdfghjkl", "yxcvbnm"],
  en: ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
  fr: ["azertyuiop", "qsdfghjklm", "wxcvbn"],
  pl: ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
  tr: ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
  uk: ["qwertzuiop", "asdfghjkl", "yxcvbnm"],
  ar: ["qwertzuiop", "asdfghjkl", "yxcvbnm"],
};

const MARKED = "áàâãåąäæăçćčđďéèêëęěğíìîïıłñńňóòôõöøœőřśšşșßťțúùûüůűýžźż";

/** The marked letters that an alphabet lacks, in their order, at most `room` of them. */
export function markedLetters({ rows, rare }: Alphabet, room: number): string[] {
  const own = rows.join("");
  let missing = [...MARKED].filter((letter) => !own.includes(letter));
  for (const letter of rare) {
    if (missing.length > room) missing = missing.filter((each) => each !== letter);
  }
  return missing;
}

function latin(rows: Rows, halves: number, rare = RARE): Alphabet {
  return { rows, halves, face: null, hasCapitals: true, rare };
}

/** The capital of one letter: Turkish keeps the dot, and German's ß has a capital that the usual rule turns into two letters. */
export function capitalOf(letter: string, language: Language): string {
  return letter === "ß" ? "ẞ" : letter.toLocaleUpperCase(language === "tr" ? "tr" : "de");
}
