// The pass as this phone holds it, and the code that it makes for each half minute. The layout of both, and why it is so, stands
// beside the venue's half: the crates `domain` (phone.rs) and `vault` (phone.rs). Their vectors are tested here too.
import { base45 } from "./base45";

/** How long a code is good for, in milliseconds. */
export const STEP_MS = 30_000;

const GIVEN_LENGTH = 82;
const DAY_ZERO = Date.UTC(2020, 0, 1);
const DAY_MS = 86_400_000;

type Bytes = Uint8Array<ArrayBuffer>;

export type Pass = {
  /** The venue's key and the pass's handle: what every code begins with. */
  head: Bytes;
  profileKey: Bytes;
  key: Bytes;
  /** Twelve digits in groups of four. */
  pinId: string;
  /** First and last day of validity, as UTC midnights. */
  validFrom: Date;
  validUntil: Date;
};

/** Reads what the kiosk gave in the address behind the `#`; undefined when that is no pass. */
export function readPass(given: string): Pass | undefined {
  const bytes = fromBase64url(given);
  if (bytes?.length !== GIVEN_LENGTH || bytes[0] !== 1) return undefined;
  const number = bytes.subarray(73, 78).reduce((number, byte) => number * 256 + byte, 0);
  const digits = String(number).padStart(12, "0");
  const validFrom = day(bytes, 78);
  const validUntil = day(bytes, 80);
  if (digits.length !== 12 || validUntil < validFrom) return undefined;
  return {
    head: bytes.slice(1, 25),
    profileKey: bytes.slice(25, 41),
    key: bytes.slice(41, 73),
    pinId: digits.replace(/(\d{4})(?=\d)/g, "$1 "),
    validFrom,
    validUntil,
  };
}

/** The half minute of a time. */
export function stepAt(ms: number): number {
  return Math.floor(ms / STEP_MS);
}

/** The text of the code for a half minute. Another nonce makes another code that says the same. */
export async function makeCode(pass: Pass, step: number, nonce: Bytes): Promise<string> {
  const header = join(pass.head, be32(step));
  const bound = join(ascii("einlass-pass-v2"), header);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData: bound },
    await codeKey(pass, step),
    pass.profileKey,
  );
  return `EL2:${base45(join(header, nonce, new Uint8Array(sealed)))}`;
}

export function makeNonce(): Bytes {
  return crypto.getRandomValues(new Uint8Array(12));
}

async function codeKey(pass: Pass, step: number): Promise<CryptoKey> {
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const passKey = await crypto.subtle.importKey("raw", pass.key, hmac, false, ["sign"]);
  const message = join(ascii("einlass/1/phone-code"), be32(step));
  const key = await crypto.subtle.sign("HMAC", passKey, message);
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
}

function fromBase64url(text: string): Bytes | undefined {
  if (!/^[\w-]*$/.test(text)) return undefined;
  try {
    const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function day(bytes: Bytes, at: number): Date {
  const days = new DataView(bytes.buffer).getUint16(at);
  return new Date(DAY_ZERO + days * DAY_MS);
}

function be32(number: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

function ascii(text: string): Bytes {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function join(...parts: Bytes[]): Bytes {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
