// The pages of a venue for the plain browser: a programme as text, long enough to be turned, and a menu as a picture.
import type { Language, ScreenView, WordedView } from "../generated/api.gen";

const hours = ["10:00", "11:30", "13:00", "14:00", "15:30", "17:00"];
const programme: Record<"de" | "en" | "ar", { title: string; text: string }> = {
  de: {
    title: "Programm",
    text: [
      "Heute im Museum am Markt",
      ...hours.map(
        (hour) => `${hour} Führung durch die Sammlung\nTreffpunkt am Brunnen im Hof, Dauer eine Stunde`,
      ),
      "Das Café ist bis eine halbe Stunde vor Schluss geöffnet. Der Garten ist bei Regen geschlossen.",
    ].join("\n\n"),
  },
  en: {
    title: "Programme",
    text: [
      "Today at the museum",
      ...hours.map(
        (hour) => `${hour} Guided tour of the collection\nMeet at the fountain in the yard, one hour`,
      ),
      "The café is open until half an hour before closing. The garden is closed when it rains.",
    ].join("\n\n"),
  },
  ar: {
    title: "البرنامج",
    text: [
      "اليوم في المتحف",
      ...hours.map((hour) => `${hour} جولة في المجموعة\nنقطة اللقاء عند النافورة في الفناء، لمدة ساعة`),
      "المقهى مفتوح حتى نصف ساعة قبل الإغلاق. الحديقة مغلقة عند هطول المطر.",
    ].join("\n\n"),
  },
};
const menu = { de: "Speisekarte", en: "Menu" };

function spoken<T extends object>(texts: T, language: Language): keyof T & Language {
  return (language in texts ? language : "de") as keyof T & Language;
}

function worded(texts: Partial<Record<Language, string>>, language: Language): WordedView {
  const known = spoken(texts, language);
  return { language: known, text: texts[known] ?? "" };
}

function titles(language: Language): WordedView[] {
  const known = spoken(programme, language);
  return [{ language: known, text: programme[known as "de"].title }, worded(menu, language)];
}

/** The pages that can be opened from a screen. */
export function offeredPages(screen: ScreenView, language: Language): WordedView[] {
  const inside =
    screen.name === "goOrStay" ||
    screen.name === "venuePage" ||
    (screen.name === "answer" && ["welcome", "party", "seated", "stay"].includes(screen.answer.kind));
  return inside ? titles(language) : [];
}

export function venuePage(number: number, language: Language): ScreenView {
  const [title, other] = titles(language);
  if (!title || !other) throw new Error("there are two pages");
  if (number === 1) return { name: "venuePage", number, title: other, text: null, picture: 0 };
  const known = spoken(programme, language);
  const text = { language: known, text: programme[known as "de"].text };
  return { name: "venuePage", number: 0, title, text, picture: null };
}

export const venueSamples: Record<string, ScreenView> = {
  venueText: venuePage(0, "de"),
  venuePicture: venuePage(1, "de"),
};
