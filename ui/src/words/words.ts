// The typed catalogue: the only door to texts of the screen. German is the type, English must match it.
import de from "../../../src-tauri/crates/domain/words/screen.de.json";
import en from "../../../src-tauri/crates/domain/words/screen.en.json";
import type { Language } from "../generated/api.gen";

export type Words = typeof de;

// Both directions, so that a text too many is an error as well as a text too few.
const german: typeof en = de;
const english: Words = en;

export const catalogue: Record<Language, Words> = { de: german, en: english };

/** Every language of the catalogue in the order of its buttons. */
export const languages: readonly Language[] = ["de", "en"];

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
