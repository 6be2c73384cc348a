import { fill, type Words } from "../words/words";

/** How many wrong numbers or PINs are left. */
export function triesLeft(tries: number, words: Words): string {
  return tries === 1 ? words.keypad.lastTry : fill(words.keypad.triesLeft, { tries });
}
