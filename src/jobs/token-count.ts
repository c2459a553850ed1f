/** Which tokenizer counts the rows of a run at a provider, and whether it is the model's own. */
import { statSync } from 'node:fs';
import { UserError } from '../core/user-error.ts';
import type { Tuner } from '../tune/run-folder.ts';
import { folderTokenizer, HUB_NAME, hubTokenizer } from './hub-tokenizer.ts';
import { hasOpenaiTokens, openaiCounter } from './openai/tokens.ts';
import { templateCounter } from './template-tokens.ts';
import type { TokenCounter } from './tuning-provider.ts';

export type CounterWanted = {
  readonly tuner: Tuner;
  /** The model as the provider calls it. */
  readonly base: string;
  /** As typed after --tokenizer: a folder, or a model on the hub; null: nothing. */
  readonly tokenizer: string | null;
  readonly signal: AbortSignal;
  readonly env?: NodeJS.ProcessEnv;
};

/** `why`: why it is not the model's own; null: it is. */
export type FoundCounter = { readonly counter: TokenCounter; readonly why: string | null };

/**
 * The counter for a model: o200k_base for OpenAI's, the model's own for open ones, from the folder that was named or from the hub. Where it
 * cannot be had the other one estimates, and says so. Throws a UserError where the one that was named is none.
 */
export async function tokenCounter({ tuner, base, tokenizer, signal, env }: CounterWanted): Promise<FoundCounter> {
  if (tokenizer !== null) return { counter: await named(tokenizer, signal, env), why: null };
  // OpenAI's is two hundred thousand tokens to be read: only where it is counted by.
  const byOpenai = async (why: string | null): Promise<FoundCounter> => ({ counter: await openaiCounter(base), why });
  if (hasOpenaiTokens(base)) return byOpenai(null);
  const open = openName(tuner, base);
  if (open === null) return byOpenai(`where the tokenizer of ${base} lies is not known`);
  const files = await hubTokenizer(open, signal, env);
  if (typeof files === 'string') return byOpenai(`the tokenizer of ${open} cannot be had, ${files}`);
  try {
    return { counter: await templateCounter(open, files), why: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return byOpenai(`the tokenizer of ${open} cannot be used`);
  }
}

async function named(typed: string, signal: AbortSignal, env: NodeJS.ProcessEnv | undefined): Promise<TokenCounter> {
  if (statSync(typed, { throwIfNoEntry: false })?.isDirectory() === true)
    return templateCounter(typed, folderTokenizer(typed));
  if (!HUB_NAME.test(typed))
    throw new UserError(
      `After --tokenizer comes a folder with tokenizer.json, or a model on the hub such as Qwen/Qwen3-8B; got "${typed}".`,
    );
  const files = await hubTokenizer(typed, signal, env);
  if (typeof files === 'string')
    throw new UserError(
      `The tokenizer of ${typed} cannot be had, ${files}: name a folder with its tokenizer.json and tokenizer_config.json after --tokenizer.`,
    );
  return templateCounter(typed, files);
}

/**
 * What a model of a provider is called on the hub; null: its name does not say. Together calls what it tunes NAME-Reference where it serves another NAME; Tinker says behind
 * a colon, or a second slash, how it serves one (tinker 0.38.0, sampling_client.py).
 */
const openName = (tuner: Tuner, base: string): string | null => {
  const plain = (name: string): string => name.split(':')[0]!.split('/').slice(0, 2).join('/');
  const name = tuner === 'together' ? base.replace(/-Reference$/, '') : tuner === 'tinker' ? plain(base) : base;
  return HUB_NAME.test(name) ? name : null;
};
