// The camera picture on its way to the canvas, and the place of a code in it. All numbers are little-endian: u16 width, u16 height,
// u16 kind of place (0 none, 1 of a code found, 2 of one read), its corners (four times i16 x, i16 y, in pixels of this picture),
// then width × height luma bytes, row by row.

const HEADER_BYTES = 22;
const PLACE_AT = 4;
const CORNERS_AT = 6;

type Point = { x: number; y: number };
export type Place = { corners: Point[]; read: boolean };
export type Frame = { width: number; height: number; luma: Uint8Array; place: Place | null };
type Size = { width: number; height: number };

/** Reads a frame; `null` or nothing at all means that there is no camera yet. Throws when the length is wrong. */
export function parseFrame(bytes: ArrayBuffer | null): Frame | null {
  if (bytes === null || bytes.byteLength === 0) return null;
  if (bytes.byteLength < HEADER_BYTES) throw new RangeError("a preview frame ends inside its header");
  const header = new DataView(bytes);
  const width = header.getUint16(0, true);
  const height = header.getUint16(2, true);
  if (width === 0 || height === 0) throw new RangeError("a preview frame has no area");
  if (bytes.byteLength !== HEADER_BYTES + width * height) {
    throw new RangeError(`a preview frame of ${width}×${height} has ${bytes.byteLength} bytes`);
  }
  return { width, height, luma: new Uint8Array(bytes, HEADER_BYTES), place: placeOf(header) };
}

function placeOf(header: DataView): Place | null {
  const kind = header.getUint16(PLACE_AT, true);
  if (kind > 2) throw new RangeError(`a preview frame has a place of kind ${kind}`);
  if (kind === 0) return null;
  const corners = [0, 1, 2, 3].map((corner) => ({
    x: header.getInt16(CORNERS_AT + 4 * corner, true),
    y: header.getInt16(CORNERS_AT + 4 * corner + 2, true),
  }));
  return { corners, read: kind === 2 };
}

// The guide leaves a margin around the code, and never becomes so small that it cannot be seen.
const GUIDE_MARGIN = 1.3;
const SMALLEST_GUIDE = 0.14;
const GUIDE_AT_REST = 0.78;

export type Guide = { left: number; top: number; side: number };

/** Where the guide is in a box that shows a picture as the canvas does: covered by it, and mirrored. */
export function guideOf(box: Size, frame: (Size & { place: Place | null }) | null): Guide {
  const shorter = Math.min(box.width, box.height);
  if (!frame?.place) return squareAround(box.width / 2, box.height / 2, GUIDE_AT_REST * shorter);
  const scale = Math.max(box.width / frame.width, box.height / frame.height);
  const xs = frame.place.corners.map(({ x }) => box.width / 2 - (x - frame.width / 2) * scale);
  const ys = frame.place.corners.map(({ y }) => box.height / 2 + (y - frame.height / 2) * scale);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const wanted = Math.max(right - left, bottom - top) * GUIDE_MARGIN;
  return squareAround((left + right) / 2, (top + bottom) / 2, Math.max(wanted, SMALLEST_GUIDE * shorter));
}

function squareAround(x: number, y: number, side: number): Guide {
  return { left: x - side / 2, top: y - side / 2, side };
}

// Shades between a warm black and a warm white, so that the picture belongs to the page around it.
const DARK = [26, 18, 26] as const;
const LIGHT = [255, 250, 242] as const;
const shades = Uint32Array.from({ length: 256 }, (_, luma) => {
  const [r, g, b] = [0, 1, 2].map((i) => {
    const dark = DARK[i] ?? 0;
    return Math.round(dark + ((LIGHT[i] ?? 255) - dark) * (luma / 255));
  });
  return new Uint32Array(new Uint8Array([r ?? 0, g ?? 0, b ?? 0, 255]).buffer)[0] ?? 0;
});

/**
 * Draws frames on the canvas, resizing its bitmap when the camera changed its size. Mirroring is the style sheet's.
 * The pixels are kept from frame to frame, so that the garbage collector has nothing to do.
 */
export function painterOf(canvas: HTMLCanvasElement): (frame: Frame) => void {
  const context = canvas.getContext("2d", { alpha: false });
  let image: ImageData | undefined;

  return ({ width, height, luma }) => {
    if (!context) return;
    if (image?.width !== width || image.height !== height) {
      canvas.width = width;
      canvas.height = height;
      image = context.createImageData(width, height);
    }
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < luma.length; i += 1) pixels[i] = shades[luma[i] ?? 0] ?? 0;
    context.putImageData(image, 0, 0);
  };
}
