// A language that nobody speaks, for the dev server (`?pseudo`) and the overflow check: texts that grow in translation, and
// letters with marks above and below. What is not in brackets did not come from the catalogue; what lacks its end was cut off.

/** How much longer a text may be in another language (W3C, Text size in translation: 30 to 50 % for a sentence). */
const GROWTH = 0.4;

const MARKED: Record<string, string> = {
  a: "å",
  c: "ç",
  e: "ę",
  g: "ğ",
  i: "î",
  n: "ñ",
  o: "ő",
  s: "ş",
  u: "ů",
  y: "ý",
  z: "ż",
  A: "Å",
  E: "Ê",
  I: "Î",
  O: "Ő",
  S: "Š",
  U: "Ů",
  Z: "Ž",
};

export function isPseudo(search: string): boolean {
  return new URLSearchParams(search).has("pseudo");
}

export function pseudo<T extends object>(words: T): T {
  return JSON.parse(JSON.stringify(words), (_, value: unknown) =>
    typeof value === "string" ? longer(value) : value,
  ) as T;
}

function longer(text: string): string {
  const parts = text.split(/(\{\w+\})/);
  const marked = parts.map((part) =>
    part.startsWith("{") ? part : part.replace(/[a-zA-Z]/g, (letter) => MARKED[letter] ?? letter),
  );
  const letters = parts.filter((part) => !part.startsWith("{")).join("").length;
  return `[${marked.join("")}${tail(Math.max(0, Math.ceil(letters * GROWTH) - 2))}]`;
}

/** Short words, so that the line breaks as it would in a real language. */
function tail(length: number): string {
  return length < 3 ? "·".repeat(length) : " låñğ".repeat(Math.ceil(length / 5)).slice(0, length);
}
