// The camera picture on its way to the canvas: u16 LE width, u16 LE height, then width × height luma bytes, row by row.

const HEADER_BYTES = 4;

export type Frame = { width: number; height: number; luma: Uint8Array };

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
  return { width, height, luma: new Uint8Array(bytes, HEADER_BYTES) };
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
