// Short sounds that say by ear what the screen says by colour: up for in, down for out, twice the same for "look here".
import type { ScreenView } from "../generated/api.gen";

export type Earcon = "welcome" | "goodbye" | "attention" | "refused" | "confirmed";

type Tone = { frequencyHz: number; startMs: number; lengthMs: number; shape: OscillatorType };

export const scores: Record<Earcon, readonly Tone[]> = {
  welcome: [
    { frequencyHz: 523.25, startMs: 0, lengthMs: 180, shape: "sine" },
    { frequencyHz: 659.25, startMs: 110, lengthMs: 180, shape: "sine" },
    { frequencyHz: 783.99, startMs: 220, lengthMs: 420, shape: "sine" },
  ],
  goodbye: [
    { frequencyHz: 659.25, startMs: 0, lengthMs: 240, shape: "sine" },
    { frequencyHz: 440, startMs: 180, lengthMs: 460, shape: "sine" },
  ],
  attention: [
    { frequencyHz: 587.33, startMs: 0, lengthMs: 160, shape: "triangle" },
    { frequencyHz: 587.33, startMs: 260, lengthMs: 260, shape: "triangle" },
  ],
  refused: [
    { frequencyHz: 196, startMs: 0, lengthMs: 220, shape: "triangle" },
    { frequencyHz: 174.61, startMs: 240, lengthMs: 380, shape: "triangle" },
  ],
  confirmed: [{ frequencyHz: 698.46, startMs: 0, lengthMs: 260, shape: "sine" }],
};

/** The sound with which a screen appears; most appear in silence. */
export function earconOf(screen: ScreenView): Earcon | null {
  switch (screen.name) {
    case "answer":
      switch (screen.answer.kind) {
        case "welcome":
        case "party":
        case "seated":
          return "welcome";
        case "goodbye":
          return "goodbye";
        case "wait":
        case "notPassed":
          return "attention";
        case "dead":
        case "expired":
        case "refused":
          return "refused";
        case "stay":
        case "confirmed":
          return "confirmed";
      }
      break;
    case "keypad":
    case "exitCheck":
      return screen.outcome ? "refused" : null;
    case "ownData":
      return screen.face === "saved" ? "confirmed" : null;
    case "forgotten":
      return "confirmed";
    case "confirmCode":
      if (screen.said === null) return null;
      return screen.said.kind === "newCode" ? "confirmed" : "refused";
    case "showCard":
      return screen.other ? "attention" : null;
    case "diaryPin":
      return screen.triesLeft === null ? null : "refused";
    case "choosePin":
      return screen.differs ? "attention" : null;
    case "seat":
      return screen.gone === null ? null : "refused";
    case "passReady":
      return screen.printed ? "confirmed" : "attention";
    case "goOrStay":
    case "diaryClosed":
    case "outOfService":
      return "attention";
    case "attract":
    case "form":
    case "companion":
    case "party":
    case "notice":
    case "diaryPass":
    case "diary":
    case "status":
    case "venuePage":
    case "lounge":
    case "printing":
    case "help":
    case "comfort":
      return null;
  }
}

const PEAK = 0.22;
let audio: AudioContext | undefined;

/** Plays a sound. A machine without audio, or one that refuses it, stays silent: sound only repeats what is shown. */
export function play(earcon: Earcon): void {
  try {
    audio ??= new AudioContext();
    void audio.resume().catch(() => undefined);
    for (const tone of scores[earcon]) sound(audio, tone);
  } catch {
    audio = undefined;
  }
}

function sound(context: AudioContext, tone: Tone): void {
  const start = context.currentTime + 0.02 + tone.startMs / 1000;
  const end = start + tone.lengthMs / 1000;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = tone.shape;
  oscillator.frequency.value = tone.frequencyHz;
  // A soft start and end: a hard edge would click.
  gain.gain.setValueAtTime(0.0001, start);
  gain.gain.exponentialRampToValueAtTime(PEAK, start + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, end);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(end + 0.02);
}
