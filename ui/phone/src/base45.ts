// Base45 (RFC 9285), the writing half: two bytes become three characters of the alphanumeric mode of QR.

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

export function base45(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const [first = 0, second] = bytes.subarray(at, at + 2);
    const alone = second === undefined;
    let rest = alone ? first : first * 256 + second;
    for (let digit = 0; digit < (alone ? 2 : 3); digit++) {
      text += ALPHABET.charAt(rest % 45);
      rest = Math.floor(rest / 45);
    }
  }
  return text;
}
