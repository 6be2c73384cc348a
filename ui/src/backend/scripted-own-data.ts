// The part of the scripted kiosk that keeps a visitor's own data. They are changed through the same form as those of a new pass.
import type {
  ContactView,
  FieldName,
  FormAim,
  OwnDataFaceView,
  OwnDataView,
  Request,
  ScreenView,
} from "../generated/api.gen";
import { samples } from "./samples";
import { diaryScreen, visits } from "./samples-diary";
import { ownContact, ownDataOf } from "./samples-own-data";

const fields: readonly FieldName[] = [
  "firstName",
  "lastName",
  "phone",
  "email",
  "street",
  "postcode",
  "town",
];

export function ownDataScript() {
  let own: OwnDataView | undefined;

  function face(face: OwnDataFaceView): ScreenView | undefined {
    return own && { name: "ownData", own, face };
  }

  return {
    /** What the form is filled for now. */
    aim: (): FormAim => (own ? "ownData" : "newPass"),
    closed: () => {
      own = undefined;
    },
    shown: () => face("shown"),
    /** What stands in the form before anything is changed. */
    answers: (): Map<string, string> => new Map(fields.map((field) => [field, own?.contact?.[field] ?? ""])),
    /** The form was filled; `undefined` when it is not for the own data. */
    saved: (answers: Map<string, string>): ScreenView | undefined => {
      if (!own) return undefined;
      const contact = Object.fromEntries(fields.map((field) => [field, answers.get(field) ?? ""]));
      own = { ...own, contact: { ...ownContact, ...contact } satisfies ContactView };
      return face("saved");
    },
    /** Answers what belongs to the own data; `undefined` when the request is none of its business. */
    answer: (request: Request): ScreenView | "printing" | "form" | undefined => {
      switch (request.kind) {
        case "openOwnData":
          own = ownDataOf(ownContact);
          return face("shown");
        case "closeOwnData":
          own = undefined;
          return diaryScreen(visits);
        case "editOwnData":
          own ??= ownDataOf(ownContact);
          return "form";
        case "openOwnLanguage":
          own ??= ownDataOf(ownContact);
          return face("choosingLanguage");
        case "setOwnLanguage":
          own = { ...(own ?? ownDataOf(ownContact)), language: request.language };
          return face("saved");
        case "printAgain":
          return "printing";
        case "giveUp":
          own ??= ownDataOf(ownContact);
          return face("asking");
        case "keepOwnData":
          own ??= ownDataOf(ownContact);
          return face("shown");
        case "confirmGivingUp":
          own = undefined;
          return samples["forgotten"];
        default:
          return undefined;
      }
    },
  };
}
