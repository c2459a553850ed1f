/** Tokens as text: by the tokenizer of a model's folder whose letters are bytes, as the tests' tiny model has one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChatTurn } from './rows.ts';

type TokenizerFile = {
  readonly model: { readonly vocab: Readonly<Record<string, number>> };
  readonly added_tokens: readonly { readonly id: number; readonly content: string }[];
};

/** What tokens say, marks included. */
export function wordsOf(folder: string): (tokens: readonly number[]) => string {
  const { model, added_tokens } = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8')) as TokenizerFile;
  const byId = new Map(Object.entries(model.vocab).map(([text, id]) => [id, bytesIn(text)]));
  for (const { id, content } of added_tokens) byId.set(id, Buffer.from(content));
  return (tokens) => Buffer.concat(tokens.map((token) => byId.get(token) ?? Buffer.from('?'))).toString('utf8');
}

/** A byte-level vocabulary writes bytes that are no printed letter as letters from U+0100 on, in their order. */
function bytesIn(text: string): Buffer {
  return Buffer.from([...text].map((letter) => BYTES.get(letter) ?? 63));
}

const BYTES: ReadonlyMap<string, number> = (() => {
  const printed = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let next = 256;
  return new Map(
    Array.from({ length: 256 }, (_, byte) => [String.fromCodePoint(printed(byte) ? byte : next++), byte] as const),
  );
})();

/** A conversation as the tiny model's template marks it, as turns. */
export const turnsIn = (text: string): readonly ChatTurn[] =>
  [...text.matchAll(/<\|(system|user|assistant)\|>\n([^]*?)(?:<\|end\|>\n?|$)/g)].map(([, role, content]) => ({
    role: role!,
    content: content!,
  }));
