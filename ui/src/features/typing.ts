// What typing does to a text with a caret: the on-screen keyboard's own editing, apart from any element.
import type { FieldName } from "../generated/api.gen";

/** A text and the selection in it, in UTF-16 units as the input element counts them. */
export type Draft = { value: string; start: number; end: number };

export function insertText(draft: Draft, text: string): Draft {
  const caret = draft.start + text.length;
  return {
    value: draft.value.slice(0, draft.start) + text + draft.value.slice(draft.end),
    start: caret,
    end: caret,
  };
}

/** Erases the selection, or else the one character before the caret. */
export function eraseBefore(draft: Draft): Draft {
  if (draft.start !== draft.end) return insertText(draft, "");
  const before = draft.value.slice(0, draft.start);
  // A character may be two units long.
  const kept = [...before].slice(0, -1).join("");
  return { value: kept + draft.value.slice(draft.end), start: kept.length, end: kept.length };
}

export type Shift = "off" | "once" | "lock";

export function afterShiftKey(shift: Shift): Shift {
  switch (shift) {
    case "off":
      return "once";
    case "once":
      return "lock";
    case "lock":
      return "off";
  }
}

/** Names, streets and towns begin with a capital, and so does each of their parts; letters of a postcode are capitals. */
export function shiftAt(field: FieldName, draft: Draft, shift: Shift): Shift {
  if (shift === "lock") return shift;
  switch (field) {
    case "child":
    case "firstName":
    case "lastName":
    case "street":
    case "town":
      return /(^|[\s-])$/.test(draft.value.slice(0, draft.start)) ? "once" : "off";
    case "postcode":
      return "once";
    case "phone":
    case "email":
      return "off";
  }
}
