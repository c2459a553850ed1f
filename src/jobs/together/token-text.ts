/**
 * Tokens as tokenizers write them, as the text that they stand for: those of bytes, where each byte has a letter (GPT-2's table, of Llama 3,
 * Qwen, gpt-oss), and those of SentencePiece, where ▁ is a blank and <0x0A> a byte.
 */

/** GPT-2's letters of bytes: those that can be printed stand for themselves, the others for letters from U+0100 on, in order. */
const BYTE_OF: ReadonlyMap<string, number> = (() => {
  const prints = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  const letters = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) letters.set(String.fromCodePoint(prints(byte) ? byte : next++), byte);
  return letters;
})();

/** The text of some tokens; halves of a letter at an edge become U+FFFD. */
export function textOfTokens(tokens: readonly string[]): string {
  const whole = tokens.join('');
  if (whole.includes('▁')) return sentencePieces(tokens);
  const bytes = [...whole].map((letter) => BYTE_OF.get(letter));
  return bytes.every((byte) => byte !== undefined) ? Buffer.from(bytes).toString('utf8') : whole;
}

function sentencePieces(tokens: readonly string[]): string {
  const parts = tokens.map((token) => {
    const byte = /^<0x([0-9A-F]{2})>$/i.exec(token)?.[1];
    return byte === undefined ? Buffer.from(token.replaceAll('▁', ' ')) : Buffer.from([parseInt(byte, 16)]);
  });
  return Buffer.concat(parts).toString('utf8');
}
