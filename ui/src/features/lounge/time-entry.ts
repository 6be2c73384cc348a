// A time of day, digit by digit: only what can still become one is taken.

const LENGTH = 4;

/** The digits with one more, where that can still become a time; else as they were. */
export function withDigit(digits: string, digit: number): string {
  const next = digits + String(digit);
  const [h1 = 0, h2 = 0, m1 = 0] = [...next].map(Number);
  const fits = next.length <= LENGTH && h1 <= 2 && h1 * 10 + (next.length > 1 ? h2 : 0) <= 23 && m1 <= 5;
  return fits ? next : digits;
}

/** `17:40`, once all digits are there. */
export function timeFrom(digits: string): string | null {
  return digits.length === LENGTH ? `${digits.slice(0, 2)}:${digits.slice(2)}` : null;
}

/** Four digits in two pairs, with a dash for each that is missing: `09:3–`. */
export function parted(digits: string, mark: string): string {
  const places = [...digits.padEnd(LENGTH, "–")];
  return `${places.slice(0, 2).join("")}${mark}${places.slice(2).join("")}`;
}

/** `10:00-18:00`; null while one of the two times is not typed. */
export function hoursFrom(from: string, until: string): string | null {
  const times = [timeFrom(from), timeFrom(until)];
  return times.includes(null) ? null : times.join("-");
}
