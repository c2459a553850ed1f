/** Tokens as providers count them: by a real tokenizer, the turns' own marks included. */
import { countTokens as cl100k } from 'gpt-tokenizer/encoding/cl100k_base';
import { countTokens as o200k } from 'gpt-tokenizer/encoding/o200k_base';
import type { ChatTurn } from './rows.ts';

/** o200k: of gpt-4o and later. cl100k: the one that the vocabularies of Llama 3 and Qwen were made from. */
export const TOKENIZERS = { o200k_base: o200k, cl100k_base: cl100k } as const;
export type Tokenizer = keyof typeof TOKENIZERS;

/** Three tokens frame each turn, and three begin the answer (OpenAI's cookbook, "How to count tokens with tiktoken"). */
const FRAME = 3;

export const tokensOfText = (by: Tokenizer, text: string): number => TOKENIZERS[by](text);

export const tokensOfTurns = (by: Tokenizer, turns: readonly ChatTurn[]): number =>
  turns.reduce((sum, { role, content }) => sum + FRAME + TOKENIZERS[by](role) + TOKENIZERS[by](content), FRAME);
