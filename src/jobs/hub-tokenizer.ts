/**
 * A model's tokenizer from a folder, or from the hub of open models: three small files, by its public addresses and without a key,
 * kept in the person's cache. The hub is where `HF_ENDPOINT` says, as for every program that asks it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/user-error.ts';
import { writeWhole } from '../disk/atomic-write.ts';
import { cacheFolder } from '../disk/cache-folder.ts';
import { readTextFile } from '../disk/text-file.ts';
import { bodyOf } from '../model/http-body.ts';
import type { TokenizerFiles } from './template-tokens.ts';

/** A model's name on the hub: OWNER/NAME. */
export const HUB_NAME = /^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/;

/** Bytes of each file at most: three times the largest vocabulary that is known. */
const FILES = [
  { part: 'tokenizer', name: 'tokenizer.json', most: 100_000_000 },
  { part: 'config', name: 'tokenizer_config.json', most: 10_000_000 },
  { part: 'template', name: 'chat_template.jinja', most: 1_000_000 },
] as const;
const LIMIT_MS = 60_000;

/** The tokenizer of a model's folder. Throws a UserError where there is none. */
export function folderTokenizer(folder: string): TokenizerFiles {
  const found = keptIn(folder);
  if (found !== null) return found;
  throw new UserError(
    `${folder} has no tokenizer: name a folder with tokenizer.json and tokenizer_config.json after --tokenizer.`,
  );
}

/** What lies in a folder; null: no tokenizer. */
function keptIn(folder: string): TokenizerFiles | null {
  const [tokenizer, config, template] = FILES.map(({ name, most }) => readTextFile(join(folder, name), most));
  if (typeof tokenizer !== 'string' || typeof config !== 'string') return null;
  return { tokenizer, config, template: template ?? null };
}

/** The tokenizer of a model on the hub, fetched where it is not in the cache. A text: why it cannot be had. */
export async function hubTokenizer(
  model: string,
  signal: AbortSignal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<TokenizerFiles | string> {
  const folder = join(cacheFolder(env), 'tokenizers', model.replace('/', '--'));
  const kept = keptIn(folder);
  if (kept !== null) return kept;
  const hub = (env['HF_ENDPOINT']?.trim() || 'https://huggingface.co').replace(/\/+$/, '');
  const texts: Record<'tokenizer' | 'config' | 'template', string | null> = {
    tokenizer: null,
    config: null,
    template: null,
  };
  for (const { part, name, most } of FILES) {
    const found = await fetched(`${hub}/${model}/resolve/main/${name}`, most, signal);
    if (typeof found !== 'number') texts[part] = found;
    else if (part !== 'template') return found === 0 ? 'its hub does not answer' : `its hub says ${found}`;
  }
  const { tokenizer, config, template } = texts;
  if (tokenizer === null || config === null) return 'its hub has no tokenizer of it';
  keep(folder, texts);
  return { tokenizer, config, template };
}

/** A file as text; a number: the status with which it was refused, 0 where nobody answered or it is larger than any. */
async function fetched(url: string, most: number, signal: AbortSignal): Promise<string | number> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]) });
    if (!response.ok || response.body === null) return response.status;
    return await bodyOf(response, most);
  } catch {
    signal.throwIfAborted();
    return 0;
  }
}

/** Keeps what was fetched; a cache that cannot be written is none, and nobody's trouble. */
function keep(folder: string, texts: Readonly<Record<'tokenizer' | 'config' | 'template', string | null>>): void {
  try {
    mkdirSync(folder, { recursive: true });
    // The config last: without it nothing is found there.
    for (const { part, name } of [FILES[2], FILES[0], FILES[1]]) {
      const text = texts[part];
      if (text !== null) writeWhole(join(folder, name), text);
    }
  } catch {
    // It is fetched again next time.
  }
}
