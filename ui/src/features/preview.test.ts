import { describe, expect, it } from "vitest";
import { paintedFrame } from "../backend/scripted-frame";
import { parseFrame } from "./preview";

function frameBytes(width: number, height: number, lumaBytes: number): ArrayBuffer {
  const bytes = new Uint8Array(4 + lumaBytes);
  bytes.set([width & 255, width >> 8, height & 255, height >> 8]);
  bytes.forEach((_, i) => i >= 4 && (bytes[i] = i - 4));
  return bytes.buffer;
}

describe("parseFrame", () => {
  it("reads size and luma, little end first", () => {
    const frame = parseFrame(frameBytes(258, 2, 516));
    expect(frame?.width).toBe(258);
    expect(frame?.height).toBe(2);
    expect([...(frame?.luma.slice(0, 3) ?? [])]).toEqual([0, 1, 2]);
  });

  it("takes nothing for no camera", () => {
    expect(parseFrame(null)).toBeNull();
    expect(parseFrame(new ArrayBuffer(0))).toBeNull();
  });

  it.each([
    ["one byte short", frameBytes(3, 2, 5)],
    ["one byte long", frameBytes(3, 2, 7)],
    ["cut inside the header", new ArrayBuffer(3)],
    ["without area", frameBytes(0, 2, 0)],
  ])("rejects a frame %s", (_, bytes) => {
    expect(() => parseFrame(bytes)).toThrow(RangeError);
  });

  it("accepts what the scripted camera paints", () => {
    expect(parseFrame(paintedFrame(0))).toMatchObject({ width: 320, height: 240 });
  });
});
