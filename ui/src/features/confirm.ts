// When an address has to be confirmed, in words.
import type { ConfirmHintView, MomentView } from "../generated/api.gen";
import { fill, type Words } from "../words/words";

/** A sentence with a time in it, and with the day where it is not today. */
export function moment({ day, time }: MomentView, withTime: string, withDay: string): string {
  return day === null ? fill(withTime, { time }) : fill(withDay, { day, time });
}

/** What whoever stands here is told about the own address. */
export function hintText(hint: ConfirmHintView, words: Words): string {
  return hint.until === null
    ? words.answer.wait.unconfirmed.title
    : moment(hint.until, words.confirm.by, words.confirm.byDay);
}
