import type { MomentView, WaitView } from "../../generated/api.gen";
import { fill, type Words } from "../../words/words";

/** Why somebody is not let in: staff are told what the visitor would be told, because the door keeps its rules for everybody. */
export function waitText(why: WaitView | null, from: MomentView | null, words: Words): string[] | null {
  if (why === null) return null;
  const wait = words.answer.wait[why];
  if (from === null || !("from" in wait)) return [wait.title, wait.detail];
  const { day, time } = from;
  const then =
    day !== null && "fromDay" in wait ? fill(wait.fromDay, { day, time }) : fill(wait.from, { time });
  return [wait.title, then];
}
