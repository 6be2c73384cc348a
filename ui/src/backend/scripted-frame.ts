// A painted camera picture for the plain browser: a dim hall and somebody holding up a code.

const WIDTH = 320;
const HEIGHT = 240;
const MODULES = 21;
const HEADER_BYTES = 22;
const CODE = { left: 128, top: 92, side: MODULES * 3 };

/** A frame in the format of `features/preview.ts`; `timeMs` lets the hand tremble a little. */
export function paintedFrame(timeMs: number): ArrayBuffer {
  const bytes = new ArrayBuffer(HEADER_BYTES + WIDTH * HEIGHT);
  const header = new DataView(bytes);
  header.setUint16(0, WIDTH, true);
  header.setUint16(2, HEIGHT, true);
  const luma = new Uint8Array(bytes, HEADER_BYTES);
  const swayX = Math.sin(timeMs / 700) * 3;
  const swayY = Math.cos(timeMs / 900) * 2;
  header.setUint16(4, 1, true);
  [
    [0, 0],
    [CODE.side, 0],
    [CODE.side, CODE.side],
    [0, CODE.side],
  ].forEach(([x = 0, y = 0], corner) => {
    header.setInt16(6 + 4 * corner, CODE.left + x + swayX, true);
    header.setInt16(8 + 4 * corner, CODE.top + y + swayY, true);
  });
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) luma[y * WIDTH + x] = shade(x - swayX, y - swayY);
  }
  return bytes;
}

function shade(x: number, y: number): number {
  return code(x - CODE.left, y - CODE.top) ?? paper(x, y) ?? person(x, y) ?? hall(x, y);
}

function code(x: number, y: number): number | undefined {
  const column = Math.floor(x / 3);
  const row = Math.floor(y / 3);
  if (column < 0 || row < 0 || column >= MODULES || row >= MODULES) return undefined;
  return isDark(column, row) ? 34 : 226;
}

function isDark(column: number, row: number): boolean {
  const fromFinder = [
    [3, 3],
    [MODULES - 4, 3],
    [3, MODULES - 4],
  ].map(([cx, cy]) => Math.max(Math.abs(column - (cx ?? 0)), Math.abs(row - (cy ?? 0))));
  const nearest = Math.min(...fromFinder);
  if (nearest <= 4) return nearest !== 2 && nearest !== 4;
  return (column * 7 + row * 11 + column * row * 3) % 5 < 2;
}

function paper(x: number, y: number): number | undefined {
  return x > 112 && x < 208 && y > 74 && y < 196 ? 226 : undefined;
}

function person(x: number, y: number): number | undefined {
  const head = ((x - 160) / 34) ** 2 + ((y - 40) / 44) ** 2;
  if (head < 1) return 128 - 30 * head;
  const shoulders = ((x - 160) / 110) ** 2 + ((y - 210) / 118) ** 2;
  return shoulders < 1 ? 78 - 24 * shoulders : undefined;
}

function hall(x: number, y: number): number {
  const lamp = Math.exp(-(((x - 262) / 60) ** 2) - ((y - 20) / 60) ** 2);
  return 92 + 70 * lamp - y / 6;
}
