/** Tokens of a row as an open model reads it: its own chat template, and its own tokenizer on what comes of that. */
import { z } from 'zod';
import { UserError } from '../core/user-error.ts';
import { jsonIn } from '../disk/text-file.ts';
import type { Message } from '../model/http.ts';
import type { TokenCounter } from './tuning-provider.ts';

/** The files of a model's tokenizer, as they lie in its folder or on a hub; null: it has none. */
export type TokenizerFiles = {
  /** tokenizer.json */
  readonly tokenizer: string;
  /** tokenizer_config.json */
  readonly config: string;
  /** chat_template.jinja, where the template does not stand in the config. */
  readonly template: string | null;
};

/** Letters of the longest template: ten times the longest that is known. */
const LONGEST_TEMPLATE = 200_000;

const mark = z
  .union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)])
  .nullish()
  .transform((text) => text ?? '');
const configured = z.looseObject({
  bos_token: mark,
  eos_token: mark,
  chat_template: z
    .union([z.string(), z.array(z.object({ name: z.string(), template: z.string() }))])
    .nullish()
    .transform((found) =>
      Array.isArray(found) ? (found.find(({ name }) => name === 'default')?.template ?? null) : (found ?? null),
    ),
});
const objects = z.record(z.string(), z.unknown());

/**
 * The counter of a tokenizer. `name`: whose it is. Throws a UserError where the files are none of a tokenizer that can be read, or there is no chat template.
 */
export async function templateCounter(name: string, files: TokenizerFiles): Promise<TokenCounter> {
  const broken = (why: string): UserError =>
    new UserError(`The tokenizer of ${name} cannot be used (${why}): name the folder of another with --tokenizer.`);
  const tokenizer = objects.safeParse(jsonIn(files.tokenizer));
  const config = configured.safeParse(jsonIn(files.config));
  if (!tokenizer.success) throw broken('its tokenizer.json is none');
  if (!config.success) throw broken('its tokenizer_config.json is none');
  const written = files.template ?? config.data.chat_template;
  if (written === null) throw broken('it has no chat template');
  if (written.length > LONGEST_TEMPLATE) throw broken('its chat template is longer than any');
  const [{ Tokenizer }, { Template }] = await Promise.all([
    import('@huggingface/tokenizers'),
    import('@huggingface/jinja'),
  ]);
  const { bos_token, eos_token } = config.data;
  const made = (() => {
    try {
      return { reads: new Tokenizer(tokenizer.data, config.data), says: new Template(written) };
    } catch (error) {
      throw broken(error instanceof Error ? error.message.slice(0, 100) : 'it is of another kind');
    }
  })();
  const text = (messages: readonly Message[], asks: boolean): string =>
    made.says.render({ messages, add_generation_prompt: asks, bos_token, eos_token, enable_thinking: false });
  const count = (of: string): number => made.reads.encode(of, { add_special_tokens: false }).ids.length;
  return {
    name: `the tokenizer of ${name}`,
    exact: true,
    row(messages) {
      try {
        const [whole, before] = [text(messages, false), text(messages.slice(0, -1), true)];
        // A template that thinks aloud writes something else before an answer than it asks with.
        const answer = whole.startsWith(before) ? whole.slice(before.length) : (messages.at(-1)?.content ?? '');
        return { tokens: count(whole), trained: count(answer) };
      } catch (error) {
        throw broken(error instanceof Error ? error.message.slice(0, 100) : 'its chat template fails');
      }
    },
  };
}
