/** The model that is tuned, as somebody names it: a folder, a GGUF file, or a hub's id; and whether it can be tuned. */
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { UserError } from '../core/user-error.ts';
import { cleanLine } from '../core/outside-text.ts';
import { jsonIn, readTextFile } from '../disk/text-file.ts';
import { RUN_NAME } from '../tune/run-folder.ts';
import { pythonFile } from './python-files.ts';
import { ended, PYTHON_FLAGS } from './python-program.ts';

export type BaseModel = {
  /** As typed. */
  readonly given: string;
  readonly kind: 'folder' | 'hub' | 'gguf';
  /** The folder or file, absolute; the hub's id. */
  readonly path: string;
  /** What the server calls it: words of its name that a URL takes. */
  readonly name: string;
};

/** What is known of a model after it was looked at. Null: its files do not say. */
export type ModelSize = { readonly parameters: number | null; readonly bytes: number; readonly context: number | null };

const TEMPLATES = ['chat_template.jinja', 'chat_template.json', 'chat_templates'];
const TOKENIZERS = ['tokenizer.json', 'tokenizer.model', 'vocab.json', 'vocab.txt', 'spiece.model'];

/**
 * The model that was named, as far as its files say without a program: throws a UserError for what is missing. An id of a hub is taken as it
 * is.
 */
export function baseModel(given: string, lab: string): BaseModel {
  const typed = given.trim();
  const place = resolve(lab, typed.replace(/^~(?=[\\/])/, homedir()));
  const found = statSync(place, { throwIfNoEntry: false });
  if (/\.gguf$/i.test(typed)) {
    if (found?.isFile() !== true)
      throw new UserError(
        `There is no file ${typed}: name a GGUF file, a model's folder, or a hub's id such as OWNER/NAME.`,
      );
    if (!startsAsGguf(place)) throw new UserError(`${typed} is no GGUF file, whatever its name says: name another.`);
    return { given: typed, kind: 'gguf', path: place, name: servedAs(basename(typed).replace(/\.gguf$/i, '')) };
  }
  if (found?.isDirectory() === true) {
    const missing = missingIn(place);
    if (missing !== null)
      throw new UserError(
        `${typed} has no ${missing}: name a folder with the config, tokenizer, chat template and weights of a chat model, as transformers writes it.`,
      );
    return { given: typed, kind: 'folder', path: place, name: servedAs(basename(place)) };
  }
  if (/^[\w.-]{1,96}\/[\w.-]{1,96}$/.test(typed) && !typed.startsWith('.'))
    return { given: typed, kind: 'hub', path: typed, name: servedAs(typed.split('/')[1] ?? typed) };
  throw new UserError(
    `There is no model at ${typed}: name a model's folder, a file that ends in .gguf, or a hub's id such as OWNER/NAME.`,
  );
}

/** What is not in a model's folder that must be; null: nothing. */
function missingIn(folder: string): string | null {
  const names = readdirSync(folder);
  if (!names.includes('config.json')) return 'config.json';
  if (!TOKENIZERS.some((name) => names.includes(name))) return 'tokenizer (tokenizer.json)';
  if (!names.some((name) => name.endsWith('.safetensors') || /^pytorch_model.*\.bin$/.test(name)))
    return 'weights (*.safetensors)';
  const tokenizer = names.includes('tokenizer_config.json')
    ? readTextFile(join(folder, 'tokenizer_config.json'), 50_000_000)
    : null;
  return TEMPLATES.some((name) => names.includes(name)) || saysTemplate(tokenizer) ? null : 'chat template';
}

const templated = z.object({ chat_template: z.union([z.string().min(1), z.array(z.unknown()).min(1)]) });

const saysTemplate = (tokenizer: string | null): boolean =>
  tokenizer !== null && templated.safeParse(jsonIn(tokenizer)).success;

function startsAsGguf(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    const start = Buffer.alloc(4);
    return readSync(handle, start, 0, 4, 0) === 4 && start.toString('latin1') === 'GGUF';
  } finally {
    closeSync(handle);
  }
}

/** A name as a run and a server may have it. */
export function servedAs(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 40);
  return RUN_NAME.test(plain) ? plain : 'model';
}

/** Milliseconds that a look at a model may take: its files are read, its weights are not. */
const LOOK_MS = 180_000;
/** Milliseconds that fetching one may take. */
const FETCH_MS = 6 * 3_600_000;

const checked = z.object({
  parameters: z.number().nullable().catch(null),
  bytes: z.number().catch(0),
  context: z.number().nullable().catch(null),
});

/** Looks at a model with the library that is to read it. Throws a UserError with its sentence where it cannot be tuned. `place`: a folder or a GGUF file. */
export async function modelSize(python: string, place: string): Promise<ModelSize> {
  return checked.parse(await answered(python, 'weights.py', ['check', place], LOOK_MS, place));
}

const onHub = z.object({ folder: z.string().nullable(), bytes: z.number() });

/** Whether a hub's model lies on this computer: its folder, else how many bytes there are to fetch. Throws a UserError where the hub has none or does not answer. */
export async function hubModel(
  python: string,
  id: string,
): Promise<{ readonly folder: string | null; readonly bytes: number }> {
  return onHub.parse(await answered(python, 'hub.py', ['look', id], LOOK_MS, id));
}

/** Fetches a hub's model into the cache of its library; gives its folder. Throws a UserError where that fails. */
export async function fetchedModel(python: string, id: string, hear: (line: string) => void): Promise<string> {
  const { folder } = onHub.parse(await answered(python, 'hub.py', ['fetch', id], FETCH_MS, id, hear));
  if (folder === null) throw new UserError(`${id} could not be fetched: run the same command again.`);
  return folder;
}

async function answered(
  python: string,
  script: string,
  args: readonly string[],
  limit: number,
  about: string,
  hear?: (line: string) => void,
): Promise<unknown> {
  const file = pythonFile(script);
  if (!existsSync(file)) throw new Error(`${script} is missing`);
  const { status, out, said } = await ended(python, [...PYTHON_FLAGS, file, ...args], {
    limit,
    ...(script === 'hub.py' ? {} : { env: { HF_HUB_OFFLINE: '1' } }),
    ...(hear === undefined ? {} : { hear }),
  });
  const last = cleanLine(said.trim().split('\n').at(-1) ?? '').trim();
  if (status === null)
    throw new UserError(`${about} could not be looked at (${last || 'it took too long'}): run the same command again.`);
  if (status !== 0)
    throw new UserError(last === '' ? `${about} could not be looked at: run the same command again.` : last);
  const told = jsonIn(out.trim().split('\n').at(-1) ?? '');
  if (told === null)
    throw new UserError(`${about} could not be looked at (${last || 'nothing was said'}): name another model.`);
  return told;
}
