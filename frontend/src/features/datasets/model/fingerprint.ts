/** A hash as heights between 0 and 1, a bar for each byte: the same content looks the same. */
export function fingerprint(sha256: string): number[] {
  const bytes = sha256.match(/../g) ?? [];
  return bytes.map((byte) => Number.parseInt(byte, 16) / 255);
}

/** Enough of a hash to tell two apart by eye. */
export function shortHash(sha256: string): string {
  return sha256.slice(0, 12);
}
