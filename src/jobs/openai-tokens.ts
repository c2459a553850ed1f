/**
 * Tokens of a row as OpenAI counts it: o200k_base, which gpt-4o, gpt-4.1 and all later models have, and around each message what
 * its cookbook puts there (examples/Chat_finetuning_data_prep.ipynb, which reckons what tuning is billed so): three tokens and the
 * role, and three more before an answer. Only this one encoding is loaded.
 */
import type { Message } from '../model/http.ts';
import type { TokenCounter } from './tuning-provider.ts';

const PER_MESSAGE = 3;
const PER_ROW = 3;

/** Models that have it. Others have cl100k_base, or are not OpenAI's. */
const HAVE_IT = /^(ft:)?(gpt-4o|gpt-4\.1|gpt-4\.5|gpt-[5-9]|o[1-9](-|$)|chatgpt-)/;

/** A counter for a model of OpenAI's, by its name; of a model that has another tokenizer it is an estimate. */
export async function openaiCounter(base: string): Promise<TokenCounter> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  // What looks like a mark of the encoding is text in a row.
  const plain = { disallowedSpecial: new Set<string>() };
  const tokens = (text: string): number => countTokens(text, plain);
  const exact = HAVE_IT.test(base);
  return {
    name: exact ? 'o200k_base' : 'o200k_base, which is not its own',
    exact,
    row(messages: readonly Message[]) {
      const all = messages.reduce((sum, { role, content }) => sum + PER_MESSAGE + tokens(role) + tokens(content), 0);
      return { tokens: all + PER_ROW, trained: tokens(messages.at(-1)?.content ?? '') };
    },
  };
}
