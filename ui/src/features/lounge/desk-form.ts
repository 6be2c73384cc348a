// A form that staff fill: what a field is, and how digits are typed into one.
import type { FieldName } from "../../generated/api.gen";

/** A line of a form. Letters are typed on the keyboard, digits on the pad. */
export type DeskField = {
  name: string;
  label: string;
  /** In words what is wrong with it. */
  problem: string | null;
} & (
  | { keys: FieldName }
  | {
      keys: "digits";
      /** The digits with one more, or as they were. */
      grow: (digits: string, digit: number) => string;
      /** How they are shown; empty where nothing is typed. */
      show: (digits: string) => string;
      /** So many digits are all: the next field is next. */
      full: number;
    }
);

/** At most so many digits, without a nought in front. */
export function numberUpTo(length: number): (digits: string, digit: number) => string {
  return (digits, digit) => (digits + String(digit)).replace(/^0+(?=\d)/, "").slice(0, length);
}
