import { describe, expect, it } from "vitest";
import { paintedFrame } from "../backend/scripted-frame";
import { guideOf, parseFrame } from "./preview";

const HEADER_BYTES = 22;

function frameBytes(width: number, height: number, lumaBytes: number, place: number[] = []): ArrayBuffer {
  const bytes = new ArrayBuffer(HEADER_BYTES + lumaBytes);
  const header = new DataView(bytes);
  header.setUint16(0, width, true);
  header.setUint16(2, height, true);
  place.forEach((number, i) => header.setInt16(4 + 2 * i, number, true));
  new Uint8Array(bytes, HEADER_BYTES).forEach((_, i, luma) => (luma[i] = i));
  return bytes;
}

describe("parseFrame", () => {
  it("reads size and luma, little end first", () => {
    const frame = parseFrame(frameBytes(258, 2, 516));
    expect(frame?.width).toBe(258);
    expect(frame?.height).toBe(2);
    expect(frame?.place).toBeNull();
    expect([...(frame?.luma.slice(0, 3) ?? [])]).toEqual([0, 1, 2]);
  });

  it("reads the place of a code, which may lie outside", () => {
    const corners = [-3, 4, 500, 4, 500, 600, -3, 600];
    expect(parseFrame(frameBytes(3, 2, 6, [1, ...corners]))?.place).toEqual({
      read: false,
      corners: [
        { x: -3, y: 4 },
        { x: 500, y: 4 },
        { x: 500, y: 600 },
        { x: -3, y: 600 },
      ],
    });
    expect(parseFrame(frameBytes(3, 2, 6, [2, ...corners]))?.place?.read).toBe(true);
  });

  it("takes nothing for no camera", () => {
    expect(parseFrame(null)).toBeNull();
    expect(parseFrame(new ArrayBuffer(0))).toBeNull();
  });

  it.each([
    ["one byte short", frameBytes(3, 2, 5)],
    ["one byte long", frameBytes(3, 2, 7)],
    ["cut inside the header", new ArrayBuffer(HEADER_BYTES - 1)],
    ["without area", frameBytes(0, 2, 0)],
    ["with a place of another kind", frameBytes(3, 2, 6, [3])],
  ])("rejects a frame %s", (_, bytes) => {
    expect(() => parseFrame(bytes)).toThrow(RangeError);
  });

  it("accepts what the scripted camera paints", () => {
    const frame = parseFrame(paintedFrame(0));
    expect(frame).toMatchObject({ width: 320, height: 240 });
    expect(frame?.place?.read).toBe(false);
  });
});

describe("guideOf", () => {
  const square = (x: number, y: number, side: number) => ({
    read: false,
    corners: [
      { x, y },
      { x: x + side, y },
      { x: x + side, y: y + side },
      { x, y: y + side },
    ],
  });

  it("rests in the middle of the box", () => {
    const guide = { left: 150 + 11, top: 11, side: 78 };
    for (const frame of [null, { width: 640, height: 480, place: null }]) {
      const { left, top, side } = guideOf({ width: 400, height: 100 }, frame);
      expect([left, top, side].map(Math.round)).toEqual([guide.left, guide.top, guide.side]);
    }
  });

  it("lies around the code, mirrored and cut as the picture is", () => {
    // The picture of 200 × 100 is shown twice as large, with 50 of its 400 pixels cut away on either side.
    const frame = { width: 200, height: 100, place: square(50, 20, 20) };
    const { left, top, side } = guideOf({ width: 300, height: 200 }, frame);
    expect(side).toBeCloseTo(40 * 1.3);
    // Seen in the mirror, the code's middle is 60 pixels from the right edge.
    expect(left + side / 2).toBeCloseTo(400 - 120 - 50);
    expect(top + side / 2).toBeCloseTo(60);
  });

  it("stays large enough to be seen", () => {
    const frame = { width: 200, height: 200, place: square(100, 100, 2) };
    expect(guideOf({ width: 200, height: 200 }, frame).side).toBeCloseTo(28);
  });
});
