// The faces of the diary: pass, PIN, what it shows and what it asks.
import type { DiaryEntryView, EndWayView, ScreenView } from "../generated/api.gen";

const DAYS = 14;

function visit(day: string, keptUntil: string, came: string, at?: string, way: EndWayView = "scanned") {
  return { day, came, went: at === undefined ? null : { at, way }, keptUntil } satisfies DiaryEntryView;
}

export const visits: DiaryEntryView[] = [
  visit("07.10.2026", "06.11.2026", "10:02"),
  visit("06.10.2026", "05.11.2026", "14:31", "18:31", "longestStay"),
  visit("05.10.2026", "04.11.2026", "09:58", "12:40"),
  visit("03.10.2026", "02.11.2026", "11:15", "11:20", "staff"),
  visit("02.10.2026", "01.11.2026", "16:00", "17:45", "typed"),
  visit("01.10.2026", "31.10.2026", "10:00", "12:30"),
  visit("30.09.2026", "30.10.2026", "18:05", "19:55"),
  visit("28.09.2026", "28.10.2026", "10:01", "12:22"),
  visit("26.09.2026", "26.10.2026", "13:47", "17:10"),
  visit("25.09.2026", "25.10.2026", "10:03", "12:35", "typed"),
  visit("24.09.2026", "24.10.2026", "09:55", "12:20"),
];

export function diaryScreen(
  entries: DiaryEntryView[],
  asking: Extract<ScreenView, { name: "diary" }>["asking"] = null,
): ScreenView {
  return { name: "diary", days: DAYS, entries, asking };
}

export const diarySamples: Record<string, ScreenView> = {
  diaryPass: { name: "diaryPass" },
  diaryPin: { name: "diaryPin", typed: 3, length: 6, triesLeft: null },
  diaryPinWrong: { name: "diaryPin", typed: 0, length: 6, triesLeft: 7 },
  diaryPinLastTry: { name: "diaryPin", typed: 0, length: 6, triesLeft: 1 },
  diaryNoPin: { name: "diaryClosed", why: "noPin" },
  diaryLocked: { name: "diaryClosed", why: "locked" },
  diary: diaryScreen(visits),
  diaryShort: diaryScreen(visits.slice(0, 3)),
  diaryEnds: diaryScreen([
    visit("05.10.2026", "04.11.2026", "10:00", "18:00", "closing"),
    visit("04.10.2026", "03.11.2026", "10:00", "10:40", "implicit"),
    visit("03.10.2026", "02.11.2026", "10:00", "12:00", "estimated"),
  ]),
  diaryOne: diaryScreen(visits.slice(0, 1)),
  diaryEmpty: diaryScreen([]),
  diaryAskOne: diaryScreen(visits, { kind: "one", entry: visits[1] ?? visit("", "", "") }),
  diaryAskAll: diaryScreen(visits, { kind: "all", visits: visits.length, keptUntil: "06.11.2026" }),
};
