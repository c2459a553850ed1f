/**
 * Settings from a file: the `.env` of the folder you stand in. A folder may come from anybody, so it sets only what can do
 * no harm: how homines shows things and what it computes, and the keys that stand in it. Where keys are sent is never
 * decided here: an address is handed to whoever asks a person whether it is trusted. What the environment says wins.
 */
import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { isAddress } from '../core/database-address.ts';
import { readTextFile } from './text-file.ts';
import { real } from './folder.ts';

export const ENVIRONMENT_FILE = '.env';

/** The address of OpenAI's own provider: a folder's needs a person's trust before anything goes there. */
export const BASE_URL = 'OPENAI_BASE_URL';

/** Whether a variable has a value: one of spaces alone has none. */
export const isSet = (name: string, env: NodeJS.ProcessEnv): boolean => (env[name] ?? '').trim() !== '';

/** Only typed, or in the environment of a person: what spends, writes over files, chooses who is asked, or trusts. */
const NEVER_FROM_A_FOLDER = [
  ...['TRUST', 'OUT', 'YES', 'MAX_COST', 'MAX_CALLS', 'CONCURRENCY', 'BATCH', 'MATCHES', 'RESUME', 'AGAIN'],
  ...['SEATS', 'AGAINST', 'KEY', 'MODEL', 'COMMAND', 'LOCKED', 'PRICE', 'HOURLY', 'TOKENIZER'],
].map((name) => `HOMINES_${name}`);

export type FolderEnvironment = {
  /** What it may set: settings of homines, and values of keys. */
  readonly sets: Readonly<Record<string, string>>;
  /** Where it wants OpenAI's requests to go; null: it does not say. */
  readonly address: string | null;
  /** Names that it may not set. */
  readonly ignored: readonly string[];
};

/** What the `.env` of a folder says; nothing where there is none. Throws a UserError where it cannot be read. */
export function folderEnvironment(folder: string): FolderEnvironment {
  const text = readTextFile(join(folder, ENVIRONMENT_FILE));
  const sets: Record<string, string> = {};
  const ignored: string[] = [];
  let address: string | null = null;
  for (const [name, value = ''] of Object.entries(text === null ? {} : parseEnv(text))) {
    if (name === BASE_URL) address = value.trim() || null;
    else if (maySet(folder, name, value)) sets[name] = value;
    else ignored.push(name);
  }
  return { sets, address, ignored };
}

function maySet(folder: string, name: string, value: string): boolean {
  // A database elsewhere would be written into.
  if (name === 'HOMINES_DB') return !isAddress(value) && isWithin(folder, value);
  if (name.startsWith('HOMINES_')) return !NEVER_FROM_A_FOLDER.includes(name);
  return name === 'NO_COLOR' || isKeyName(name);
}

/** Whether a name is one that keys of model servers have: TOGETHER_API_KEY, HF_TOKEN. None of Node's, of OpenAI's own settings or of homines. */
export const isKeyName = (name: string): boolean =>
  /^[A-Z][A-Z0-9_]{0,58}_(KEY|TOKEN)$/.test(name) && !/^(HOMINES|NODE|NPM)_|^OPENAI_ADMIN_KEY$/.test(name);

/** An environment for programs of somebody else's: without keys, but for the hub's, with which models are fetched. */
export const withoutKeys = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !isKeyName(name) || name === 'HF_TOKEN'));

/** Whether a path, read from a folder, lies in that folder, links followed; of one that is not there yet, where it would lie. */
export function isWithin(folder: string, path: string): boolean {
  const there = (place: string): string =>
    existsSync(place) || dirname(place) === place ? real(place) : join(there(dirname(place)), basename(place));
  const way = relative(real(folder), there(resolve(folder, path)));
  return !isAbsolute(way) && way.split(/[\\/]/)[0] !== '..';
}

/** Reads the `.env` of the folder you stand in into the environment, as far as it may. Throws a UserError where it cannot be read. */
export function readEnvironmentFile(folder = process.cwd()): void {
  for (const [name, value] of Object.entries(folderEnvironment(folder).sets)) process.env[name] ??= value;
}
