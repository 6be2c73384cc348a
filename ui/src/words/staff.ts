// The typed catalogue of the staff's screens.
//
// The venue sets their language, not each visitor: who works here speaks German, and English serves everybody else. The
// visitors' other languages are not for them, and a list of who is inside must not be at the mercy of a hurried translation.
import de from "../../../src-tauri/crates/domain/words/staff.de.json";
import en from "../../../src-tauri/crates/domain/words/staff.en.json";
import type { Language } from "../generated/api.gen";
import { isPseudo, pseudo } from "./pseudo";

export type StaffWords = typeof de;

export type StaffLanguage = "de" | "en";

/** Checks both directions, so that a text too many is an error as well as a text too few. */
function exactly<T extends StaffWords>(words: T & (StaffWords extends T ? unknown : never)): StaffWords {
  return words;
}

export const staffCatalogue: Record<StaffLanguage, StaffWords> = { de, en: exactly(en) };

/** In which language staff read while `language` is spoken at the entrance. */
export function staffLanguageOf(language: Language): StaffLanguage {
  return language === "de" || language === "de-simple" ? "de" : "en";
}

/** What the staff's screens say; in front of developers also in the language that nobody speaks. */
export function staffWordsOf(language: Language): StaffWords {
  const words = staffCatalogue[staffLanguageOf(language)];
  if (import.meta.env.DEV && isPseudo(window.location.search)) return pseudo(words);
  return words;
}
