// What an answer says in words: for the eye, and for whoever has it read.
import type { AnswerView, MomentView } from "../generated/api.gen";
import { fill, type Words } from "../words/words";

export type AnswerText = { title: string; detail: string };

export function answerText(answer: AnswerView, words: Words): AnswerText {
  switch (answer.kind) {
    case "welcome":
    case "stay": {
      const { title, detail, closing } = words.answer[answer.kind];
      return { title, detail: fill(answer.closing ? closing : detail, { until: answer.until }) };
    }
    case "party": {
      const { title, detail } = words.answer.party;
      return { title, detail: fill(detail, { people: answer.people }) };
    }
    case "seated": {
      const { title, detail } = words.answer.seated;
      return { title, detail: fill(detail, { seat: answer.seat }) };
    }
    case "wait":
      return waitText(answer.why, answer.from, words);
    case "notPassed":
    case "goodbye":
    case "confirmed":
    case "dead":
    case "expired":
    case "refused":
      return words.answer[answer.kind];
  }
}

type Wait = Extract<AnswerView, { kind: "wait" }>["why"];

function waitText(why: Wait, from: MomentView | null, words: Words): AnswerText {
  const { title, detail, ...known }: AnswerText & { from?: string; fromDay?: string } =
    words.answer.wait[why];
  if (from === null) return { title, detail };
  const { day, time } = from;
  const when = day === null ? known.from : known.fromDay;
  return { title, detail: when === undefined ? detail : fill(when, { time, ...(day && { day }) }) };
}
