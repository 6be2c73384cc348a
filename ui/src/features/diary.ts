// How the times of a visit are said.
import type { DiaryEntryView } from "../generated/api.gen";
import { fill, type Words } from "../words/words";

/** When a visit began and ended, in a line. */
export function timesOf({ came, went }: DiaryEntryView, words: Words): string {
  return went ? fill(words.diary.over, { came, went: went.at }) : fill(words.diary.inside, { came });
}
