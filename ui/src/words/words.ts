// The typed catalogue: the only door to texts of the screen. German is the type, the other languages must match it.
import ar from "../../../src-tauri/crates/domain/words/screen.ar.json";
import deSimple from "../../../src-tauri/crates/domain/words/screen.de-simple.json";
import de from "../../../src-tauri/crates/domain/words/screen.de.json";
import en from "../../../src-tauri/crates/domain/words/screen.en.json";
import fr from "../../../src-tauri/crates/domain/words/screen.fr.json";
import pl from "../../../src-tauri/crates/domain/words/screen.pl.json";
import tr from "../../../src-tauri/crates/domain/words/screen.tr.json";
import uk from "../../../src-tauri/crates/domain/words/screen.uk.json";
import type { Language } from "../generated/api.gen";
import { isPseudo, pseudo } from "./pseudo";

export type Words = typeof de;

/** Checks both directions, so that a text too many is an error as well as a text too few. */
function exactly<T extends Words>(words: T & (Words extends T ? unknown : never)): Words {
  return words;
}

export const catalogue: Record<Language, Words> = {
  de,
  "de-simple": exactly(deSimple),
  en: exactly(en),
  fr: exactly(fr),
  pl: exactly(pl),
  tr: exactly(tr),
  uk: exactly(uk),
  ar: withIslands(exactly(ar)),
};

/** Every language of the catalogue in the order of its buttons. */
export const languages: readonly Language[] = ["de", "de-simple", "en", "fr", "pl", "tr", "uk", "ar"];

/** What the screen says in a language; in front of developers also a language that nobody speaks. */
export function wordsOf(language: Language): Words {
  if (import.meta.env.DEV && isPseudo(window.location.search)) return pseudo(catalogue[language]);
  return catalogue[language];
}

/** Which way the lines run. */
export function directionOf(language: Language): "ltr" | "rtl" {
  return language === "ar" ? "rtl" : "ltr";
}

/**
 * Numbers, times and dates run from left to right between words that do not: each place becomes an island of its own
 * (first strong isolate, UAX 9).
 */
function withIslands(words: Words): Words {
  return JSON.parse(JSON.stringify(words).replace(/\{\w+\}/g, "\u2068$&\u2069")) as Words;
}

/**
 * Puts values into the `{places}` of a text.
 * A place without a value throws where developers see it (tests, dev server) and stays empty at the entrance.
 */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, place: string) => {
    const value = values[place];
    if (value === undefined) {
      if (import.meta.env.DEV) throw new Error(`no value for {${place}} in "${text}"`);
      return "";
    }
    return String(value);
  });
}
