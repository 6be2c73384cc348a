// The texts of the page. It has a catalogue of its own, because it is a program of its own; German is the type, English must match it.
import de from "./words.de.json";
import en from "./words.en.json";

export type Words = typeof de;

const german: typeof en = de;
const english: Words = en;

export const catalogue: Record<"de" | "en", Words> = { de: german, en: english };

/** The first language that the reader wants and the catalogue has; English for everybody else. */
export function languageOf(wanted: readonly string[]): "de" | "en" {
  for (const tag of wanted) {
    if (/^de\b/i.test(tag)) return "de";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "en";
}

export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, place: string) => String(values[place] ?? ""));
}

/** A day as its reader writes it; days are kept as UTC midnights. */
export function dayText(day: Date, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(day);
}
