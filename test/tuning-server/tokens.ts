/** Tokens as providers count them: by a real tokenizer, the turns' own marks included. */
import * as cl100k from 'gpt-tokenizer/encoding/cl100k_base';
import * as o200k from 'gpt-tokenizer/encoding/o200k_base';
import type { ChatTurn } from './rows.ts';

/** o200k: of gpt-4o and later. cl100k: the one that the vocabularies of Llama 3 and Qwen were made from. */
const TOKENIZERS = { o200k_base: o200k, cl100k_base: cl100k } as const;
export type Tokenizer = keyof typeof TOKENIZERS;

/** Three tokens frame each turn, and three begin the answer (OpenAI's cookbook, "How to count tokens with tiktoken"). */
const FRAME = 3;

export const tokensOfTurns = (by: Tokenizer, turns: readonly ChatTurn[]): number =>
  turns.reduce(
    (sum, { role, content }) => sum + FRAME + TOKENIZERS[by].countTokens(role) + TOKENIZERS[by].countTokens(content),
    FRAME,
  );

/** A text in its tokens. */
export const piecesOf = (by: Tokenizer, text: string): readonly string[] =>
  TOKENIZERS[by].encode(text).map((token) => TOKENIZERS[by].decode([token]));
