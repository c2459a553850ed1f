/**
 * The lab folder's `homines.config.json`: which servers there are, which models were tried, who plays economicus,
 * moralis and baseline. It may be shared and committed: keys stand in the environment, and a file with one is refused.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../core/user-error.ts';
import { outputPlace, writeWhole } from '../disk/atomic-write.ts';
import { LAB_FILE } from '../disk/lab-folder.ts';
import { isTooDeep, readTextFile } from '../disk/text-file.ts';
import { ASKS } from '../match/agent.ts';
import { decisionFound } from './decision/found.ts';
import { probed } from './probe.ts';
import { type Provider, readAddress } from './provider.ts';
import { isKeyForName, looksLikeKey } from './secrets.ts';
import { byHand } from '../core/shell.ts';

export { LAB_FILE };

const PROVIDER_NAME = /^[A-Za-z][\w.-]{0,39}$/;
const TAKEN = ['human', 'economicus', 'moralis', 'baseline', 'random', 'script', 'theory', 'guess'];

const address = z.string().superRefine((typed, context) => {
  try {
    readAddress(typed, 'an address');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    context.addIssue({ code: 'custom', message: `takes ${addressWords(error.message)}` });
  }
});
/** "an address such as …", "an address without a password or a key: …". */
const addressWords = (said: string): string =>
  said
    .replace(/\.$/, '')
    .replace(/^an address is such/, 'an address such')
    .replace(/^an address carries a password/, 'an address without a password');
const keyName = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]{0,63}$/, { error: 'takes the name of an environment variable, such as OPENAI_API_KEY' });
const usd = z
  .number({ error: 'takes USD a million tokens, a number of 0 or more' })
  .min(0, 'takes USD a million tokens, 0 or more');
const modelId = z.string().regex(/^[^/:\s]+\/\S+$/, { error: 'takes provider/model, such as local/llama3.2:3b' });

const provider = z.strictObject({
  kind: z.literal('azure').exactOptional(),
  address,
  /** Azure's api-version. */
  version: z.string().exactOptional(),
  /** The name of the environment variable with the key. */
  key: keyName.exactOptional(),
  prices: z.record(z.string(), z.strictObject({ in: usd, out: usd })).exactOptional(),
});

/** What is asked and how it is answered is homines' own, whoever wrote the settings. */
const OURS = [
  ...['model', 'messages', 'prompt', 'input', 'n', 'stream', 'stream_options', 'response_format', 'tools'],
  ...['tool_choice', 'functions', 'function_call', 'modalities', 'audio', 'prediction', 'web_search_options'],
  ...['extra_body', 'best_of', 'candidate_count'],
].map(bare);

/** A name as servers read it that care neither for capitals nor for what stands between words. */
function bare(name: string): string {
  return name.replace(/[-_\s]/g, '').toLowerCase();
}
const BUDGETS = ['max_completion_tokens', 'max_tokens'];

const agent = z.strictObject({
  /** Its own system prompt, before the rules. */
  system: z.string().exactOptional(),
  /** A file with the wording that it was tuned on, from the lab folder. */
  wording: z.string().exactOptional(),
  /** Whether it is told what to expect of the others, as theory in its place would, in games that can say it. */
  expects: z.boolean({ error: 'takes true or false' }).exactOptional(),
  /** Sent with every request as far as the server takes it: temperature, seed, max_completion_tokens. */
  settings: z
    .record(z.string(), z.json())
    .superRefine((settings, context) => {
      const ours = Object.keys(settings).find((name) => OURS.includes(bare(name)));
      if (ours !== undefined)
        context.addIssue({
          code: 'custom',
          message: `takes no "${ours}", which homines sends itself: settings are such as temperature, seed or max_completion_tokens`,
        });
      const budget = BUDGETS.find(
        (name) => name in settings && !(Number.isInteger(settings[name]) && Number(settings[name]) > 0),
      );
      if (budget !== undefined)
        context.addIssue({ code: 'custom', message: `takes "${budget}" as a whole number of tokens above 0` });
    })
    .exactOptional(),
  /** How it is asked where nothing else is typed. */
  ask: z.enum(ASKS, { error: 'takes json, words, decision or grid' }).exactOptional(),
  /** How its server was found to give probabilities. */
  decision: decisionFound.exactOptional(),
  /** Seconds that it is waited for where it sleeps while nobody asks it, and its server answers 503 until it is awake. */
  wakes: z
    .number({ error: 'takes seconds, from 1 to 86400' })
    .min(1, 'takes seconds, from 1 to 86400')
    .max(86_400, 'takes seconds, from 1 to 86400')
    .exactOptional(),
  /** What screens and tables call it, instead of its id. */
  label: z.string().min(1).max(24).exactOptional(),
  probe: probed.exactOptional(),
  /** The model that answered when it was added, where its server calls it otherwise. */
  served: z.string().exactOptional(),
  /** Of a model of our own tuning: where it came from. Written where it is served. */
  tuned: z
    .strictObject({
      run: z.string(),
      /** Hash of its training set. */
      data: z.string(),
      /** SHA-256 of its adapter; null: the trainer has not said. */
      digest: z.string().nullable(),
      /** Whose preference it learned. */
      agent: z.string(),
      /** What may be said of it, as it stood when it was seated. */
      standing: z.string(),
      /** Whether all proofs had passed then. */
      proven: z.boolean(),
      /** By what it was served then. */
      server: z.string(),
    })
    .exactOptional(),
});

/** USD as it was read on a provider's page, and on which day. */
const priced = z
  .strictObject({
    usd: z.number({ error: 'takes USD, a number of 0 or more' }).min(0, 'takes USD, 0 or more'),
    read: z.iso.date({ error: 'takes the day on which the price was read, such as 2026-11-30' }),
  })
  .readonly();

/** What tuning a model costs at its provider. */
const tuningPrices = z
  .strictObject({
    /** A million tokens of training. */
    train: priced.exactOptional(),
    /** An hour in which the tuned model is served. */
    hour: priced.exactOptional(),
  })
  .readonly();

const lab = z.strictObject({
  providers: z.record(z.string().regex(PROVIDER_NAME), provider).default({}),
  agents: z.record(modelId, agent).default({}),
  /** By provider/model: what was typed with --price and --hourly of `tune start`. */
  tuning: z.record(modelId, tuningPrices).exactOptional(),
  cast: z
    .strictObject({
      economicus: modelId.exactOptional(),
      moralis: modelId.exactOptional(),
      baseline: modelId.exactOptional(),
    })
    .default({}),
});

export type LabFile = z.infer<typeof lab>;
export type LabProvider = z.infer<typeof provider>;
export type LabAgent = z.infer<typeof agent>;
export type TuningPrices = z.infer<typeof tuningPrices>;
export type TunedFacts = NonNullable<LabAgent['tuned']>;

/** The path of a folder's lab file, whether it is there or not. */
const labFile = (folder: string): string => join(folder, LAB_FILE);

/** The lab of a folder; an empty one where it has no file. A file that cannot be used is refused with the place. */
export function readLab(folder: string): LabFile {
  const file = labFile(folder);
  const text = readTextFile(file);
  return text === null ? lab.parse({}) : parsed(text, file);
}

/** Reads, changes and writes; the file is whole or as it was. */
export function changeLab(folder: string, change: (lab: LabFile) => LabFile): LabFile {
  const file = labFile(folder);
  const changed = parsed(`${JSON.stringify(change(readLab(folder)), null, 2)}\n`, file);
  const place = outputPlace(file);
  try {
    writeWhole(place, `${JSON.stringify(changed, null, 2)}\n`);
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new UserError(`${file} cannot be written (${String(error.code)}): make its folder writable.`);
    throw error;
  }
  return changed;
}

/** The providers of a lab, the one that needs no configuration first unless the file has its own of that name. */
export function providersOf({ providers }: LabFile, ...without: readonly Provider[]): readonly Provider[] {
  const own = Object.entries(providers).map(([name, { key, ...rest }]): Provider => ({
    name,
    ...rest,
    address: readAddress(rest.address),
    ...(key === undefined ? {} : { keyName: key }),
  }));
  return [...without.filter(({ name }) => !own.some((one) => one.name === name)), ...own];
}

/** A provider's name as it is typed before the slash. */
export function readProviderName(typed: string): string {
  if (!PROVIDER_NAME.test(typed))
    throw new UserError(
      `A provider's name is letters and digits, such as local; got "${looksLikeKey(typed) ? '…' : typed}".`,
    );
  if (TAKEN.includes(typed.toLowerCase()))
    throw new UserError(`"${typed}" already names an agent: call the provider otherwise, such as local.`);
  return typed;
}

/** The name of an environment variable; a key in its place is refused, and not repeated. */
export function readKeyName(typed: string): string {
  if (keyName.safeParse(typed).success && !looksLikeKey(typed)) return typed;
  throw new UserError(
    'After --key comes the name of the environment variable that holds the key, in capitals, such as --key OPENAI_API_KEY; the key itself goes into the environment or into .env, never here.',
  );
}

function parsed(text: string, file: string): LabFile {
  if (isTooDeep(text))
    throw new UserError(
      `${file} has braces and brackets deeper in each other than any settings: is it the right file?`,
    );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    if (looksLikeKey(text)) throw holdsKey(file, '');
    throw new UserError(
      `${file} is no JSON ${brokenAt(text)}: mend it there, or move it away and add your models again with "${byHand('agents add')}".`,
    );
  }
  const suspect = keyIn(json);
  if (suspect !== null) throw holdsKey(file, suspect);
  const result = lab.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new UserError(`${file}: ${placed(issue)}.`);
}

const holdsKey = (file: string, where: string): UserError =>
  new UserError(
    `${file} holds what looks like a key${where === '' ? '' : ` at ${where}`}: write it into the environment or into .env (such as OPENAI_API_KEY=…), name that variable as "key" here, and have the key replaced if others can read this file.`,
  );

/** Where a value looks like a key, as a path; null: nowhere. */
function keyIn(value: unknown, path = ''): string | null {
  if (typeof value === 'string') return looksLikeKey(value) ? path || 'its top' : null;
  if (typeof value !== 'object' || value === null) return null;
  // Models are named here, and a name may begin as keys do.
  const isKey = /^(agents|tuning)$|^providers\.[^.]*\.prices$/.test(path) ? isKeyForName : looksLikeKey;
  for (const [name, inner] of Object.entries(value)) {
    if (isKey(name)) return path || 'its top';
    if (path === 'cast' && typeof inner === 'string' && !isKeyForName(inner)) continue;
    // Hashes of a tuned model stand there, and many keys look like one.
    if (/^agents\..*\.tuned$/.test(path) && /^(data|digest)$/.test(name) && isHash(inner)) continue;
    const found = keyIn(inner, path === '' ? name : `${path}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

const isHash = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

/** The first place at which no JSON can go on: line and column. */
function brokenAt(text: string): string {
  const goesOn = (length: number): boolean => {
    try {
      JSON.parse(text.slice(0, length));
      return true;
    } catch (error) {
      const said = error instanceof Error ? error.message : '';
      return /Unexpected end|Unterminated/.test(said) || Number(/position (\d+)/.exec(said)?.[1] ?? -1) >= length;
    }
  };
  let [good, bad] = [0, text.length];
  if (goesOn(bad)) return '(it ends too early)';
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (goesOn(middle)) good = middle;
    else bad = middle;
  }
  const before = text.slice(0, good);
  return `(line ${before.split('\n').length}, column ${good - before.lastIndexOf('\n')})`;
}

/** One problem with its place: "providers.local.address takes …". */
function placed(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.');
  const under = path === '' ? 'it' : path;
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${under} has "${issue.keys[0]}", which is nothing known here; see "${byHand('agents --help')}"`;
    case 'invalid_key':
      return `"${String(issue.path.at(-1))}" in ${issue.path.slice(0, -1).join('.')} is no name for one: ${
        issue.path[0] === 'agents' ? 'write provider/model' : 'use letters and digits'
      }`;
    case 'invalid_type':
      return issue.message.startsWith('takes')
        ? `${under} ${issue.message}`
        : `${under} must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return issue.message.startsWith('takes')
        ? `${under} ${issue.message}`
        : `${under} takes ${issue.values.map(String).join(' or ')}`;
    default:
      return issue.message.startsWith('takes')
        ? `${under} ${issue.message}`
        : `${under} is not possible (${issue.message})`;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text in quotes',
  object: 'in braces',
  record: 'in braces',
  number: 'a number',
};
