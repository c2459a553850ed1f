/** The body of an answer, of which only so much is taken, and why a connection broke: the same for every client on the wire. */

/** More arrived than is taken; its message: "more than 8,000,000 bytes". */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/**
 * Reads a body piece by piece, telling all that has arrived so far, so that a cut connection leaves its bytes behind. Throws
 * TooLarge, and takes no more, where it is larger than `most` bytes, unpacked.
 */
export async function bodyOf(
  response: Response,
  most: number,
  heard: (part: string) => void = () => undefined,
): Promise<string> {
  heard('');
  if (response.body === null) return '';
  const utf8 = new TextDecoder();
  let raw = '';
  let bytes = 0;
  for await (const part of response.body) {
    bytes += part.length;
    if (bytes > most) throw new TooLarge(`more than ${most.toLocaleString('en')} bytes`);
    raw += utf8.decode(part, { stream: true });
    heard(raw);
  }
  return raw + utf8.decode();
}

/** The innermost reason that the system gives: "connect ECONNREFUSED 127.0.0.1:1", "self-signed certificate". */
export function causeOf(error: unknown): string {
  const inner = causesOf(error).at(-1);
  return inner instanceof Error ? inner.message || String(inner) : String(inner);
}

/** An error, and what caused it. */
export function causesOf(error: unknown): readonly unknown[] {
  const all = [error];
  for (
    let inner = error;
    inner instanceof Error && inner.cause instanceof Error && all.length < 10;
    inner = inner.cause
  )
    all.push(inner.cause);
  return all;
}
