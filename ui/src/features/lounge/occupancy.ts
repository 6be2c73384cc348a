// The day as a stair: how many were inside from one quarter of an hour to the next, in the units of a drawing.

/** So many were inside from then until the next point. */
export type Level = { minute: number; people: number };

export type Stair = {
  /** SVG path data of the filled area, in a field of `WIDTH` × `HEIGHT`. */
  area: string;
  /** The same without the way back along the ground. */
  line: string;
  /** Where the limit runs, from the top. */
  limitY: number | null;
  /** The numbers beside it, from the top. */
  ticks: { people: number; y: number }[];
  /** The hours below it. */
  hours: { hour: number; x: number }[];
};

export const WIDTH = 1000;
export const HEIGHT = 400;
/** The last level is that of now: enough to be seen. */
const NOW_MIN = 1;
const HOUR_MIN = 60;

/** The drawing of a day; the last level is that of now. `null` when there is nothing to draw. */
export function stairOf(levels: readonly Level[], limit: number | null): Stair | null {
  const first = levels[0];
  const last = levels.at(-1);
  if (!first || !last) return null;
  const from = Math.floor(first.minute / HOUR_MIN) * HOUR_MIN;
  const to = Math.ceil((last.minute + NOW_MIN) / HOUR_MIN) * HOUR_MIN;
  const top = roundUp(Math.max(limit ?? 0, ...levels.map(({ people }) => people), 1));
  const x = (minute: number) => round(((minute - from) / (to - from)) * WIDTH);
  const y = (people: number) => round(HEIGHT - (people / top) * HEIGHT);
  const steps = levels.map(({ minute, people }, i) => {
    const until = levels[i + 1]?.minute ?? minute + NOW_MIN;
    return `V${y(people)}H${x(until)}`;
  });
  const line = `M${x(first.minute)} ${y(first.people)}${steps.join("")}`;
  return {
    line,
    area: `M${x(first.minute)} ${HEIGHT}${steps.join("")}V${HEIGHT}Z`,
    limitY: limit === null ? null : y(limit),
    ticks: [top, top / 2, 0].map((people) => ({ people, y: y(people) })),
    hours: hoursBetween(from, to).map((hour) => ({ hour, x: x(hour * HOUR_MIN) })),
  };
}

/** Few enough to be read: every hour, or every second or third one. */
function hoursBetween(from: number, to: number): number[] {
  const count = (to - from) / HOUR_MIN;
  const every = count > 18 ? 3 : count > 12 ? 2 : 1;
  return Array.from({ length: Math.floor(count / every) + 1 }, (_, i) => from / HOUR_MIN + i * every);
}

/** The next number that is easily halved and read: 2, 4, 10, 20, 40, 60, 80, 100, 200 and so on. */
function roundUp(people: number): number {
  const size = 10 ** Math.floor(Math.log10(people));
  const factor = [1, 2, 4, 6, 8, 10].find((factor) => factor * size >= people) ?? 10;
  return Math.max(2, factor * size);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The most people of each hour: what the drawing says, in a table. */
export function peaksOf(levels: readonly Level[]): { hour: number; people: number }[] {
  const peaks = new Map<number, number>();
  levels.forEach(({ minute, people }, i) => {
    // A level may last into the next hour.
    const until = levels[i + 1]?.minute ?? minute + NOW_MIN;
    for (let hour = Math.floor(minute / HOUR_MIN); hour * HOUR_MIN < until; hour += 1) {
      peaks.set(hour, Math.max(peaks.get(hour) ?? 0, people));
    }
  });
  return [...peaks].map(([hour, people]) => ({ hour, people }));
}

/** `10:15` as minutes of the day. */
export function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * HOUR_MIN + minute;
}

/** The whole hour as `09:00`. */
export function hourName(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

/** Seconds as `4:07`, and from an hour on as `1:04:07`. */
export function durationOf(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
