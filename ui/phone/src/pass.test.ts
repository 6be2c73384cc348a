// The page makes the codes that the venue opens: both sides read the same vectors.
import { describe, expect, it } from "vitest";
import vectors from "../../../src-tauri/crates/vault/tests/vectors/phone-1.json";
import { base45 } from "./base45";
import { makeCode, makeNonce, readPass, stepAt, type Pass } from "./pass";

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));

function pass(): Pass {
  const read = readPass(vectors.given);
  if (!read) throw new Error("not read");
  return read;
}

describe("the pass", () => {
  it("is read from what the kiosk gives", () => {
    expect(pass().pinId).toBe(vectors.pinId);
    expect(pass().validFrom.toISOString().slice(0, 10)).toBe(vectors.validFrom);
    expect(pass().validUntil.toISOString().slice(0, 10)).toBe(vectors.validUntil);
  });

  it.each(vectors.codes)("makes the code that the venue makes, step $step", async ({ step, nonce, code }) => {
    expect(await makeCode(pass(), step, fromHex(nonce))).toBe(code);
  });

  it("makes another code each time", async () => {
    const [one, two] = await Promise.all([1, 2].map(() => makeCode(pass(), 1, makeNonce())));
    expect(one).not.toBe(two);
    expect(one).toHaveLength(112);
  });

  it.each([
    ["nothing", ""],
    ["a part", vectors.given.slice(0, -1)],
    ["one character more", `${vectors.given}A`],
    ["another version", `Ag${vectors.given.slice(2)}`],
    ["other text", "x".repeat(110)],
    ["an address", "https://example.org/"],
    ["no Base64url", `${vectors.given.slice(0, -1)}%`],
    ["days that end before they begin", `${vectors.given.slice(0, 104)}__8AAA`],
  ])("is not read from %s", (_, given) => {
    expect(readPass(given)).toBeUndefined();
  });

  it("counts half minutes", () => {
    expect(stepAt(0)).toBe(0);
    expect(stepAt(29_999)).toBe(0);
    expect(stepAt(30_000)).toBe(1);
    expect(stepAt(1_790_000_000_000)).toBe(59_666_666);
  });
});

describe("base45", () => {
  // RFC 9285, 4.3
  it.each([
    ["AB", "BB8"],
    ["Hello!!", "%69 VD92EX0"],
    ["base-45", "UJCLQE7W581"],
    ["ietf!", "QED8WEX0"],
  ])("writes %s as in the RFC", (text, written) => {
    expect(base45(bytes(text))).toBe(written);
  });
});
