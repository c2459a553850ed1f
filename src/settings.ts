/**
 * The settings of a game, as its config schema declares them: what there is, and how people type it. Flags, the
 * set-up table and the listing of `homines games` read this, so that a setting is declared once.
 */
import { z } from 'zod';
import { type AnyGame, type Preset, readNumber } from './game.ts';
import { Refusal, unknown } from './refusal.ts';

export type Setting = {
  /** As typed before the equals sign: `--set T=80`. */
  readonly key: string;
  readonly description: string;
  readonly kind: 'number' | 'whole number' | 'choice' | 'yes or no' | 'list' | 'text' | 'one of several kinds';
  readonly default: unknown;
  /** The allowed values of a choice, or of each entry of a list. */
  readonly options: readonly string[] | null;
  readonly min: number | null;
  readonly max: number | null;
  /** What may be typed, in words: "a number from 0 to 100". */
  readonly allowed: string;
};

/** The part of JSON Schema that zod writes for a setting. */
const field = z.object({
  type: z.string().optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  const: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  /** false after a list of places, each with a schema of its own. */
  get items(): z.ZodOptional<z.ZodCatch<z.ZodOptional<typeof field>>> {
    return field.optional().catch(undefined).optional();
  },
  get prefixItems(): z.ZodOptional<z.ZodArray<typeof field>> {
    return z.array(field).optional();
  },
  get anyOf(): z.ZodOptional<z.ZodArray<typeof field>> {
    return z.array(field).optional();
  },
});
type Field = z.infer<typeof field>;
const table = z.object({ properties: z.record(z.string(), field).default({}) });

const known = new WeakMap<AnyGame, readonly Setting[]>();

/** Every setting of a game, in the order of its schema. */
export function settingsOf(game: AnyGame): readonly Setting[] {
  let settings = known.get(game);
  if (settings === undefined) {
    const { properties } = table.parse(z.toJSONSchema(game.config, { unrepresentable: 'any' }));
    settings = Object.entries(properties).map(([key, declared]) => setting(key, declared));
    known.set(game, settings);
  }
  return settings;
}

function setting(key: string, declared: Field): Setting {
  const of = declared.type === 'array' ? (declared.items ?? {}) : declared;
  return {
    key,
    description: declared.description ?? '',
    kind: kindOf(declared),
    default: declared.default ?? null,
    options: of.enum?.map(String) ?? null,
    min: finite(of.minimum ?? of.exclusiveMinimum),
    max: finite(of.maximum ?? of.exclusiveMaximum),
    allowed: allowed(declared),
  };
}

function kindOf(declared: Field): Setting['kind'] {
  if (declared.anyOf !== undefined) return 'one of several kinds';
  if (declared.enum !== undefined || declared.const !== undefined) return 'choice';
  switch (declared.type) {
    case 'number':
      return 'number';
    case 'integer':
      return 'whole number';
    case 'boolean':
      return 'yes or no';
    case 'array':
      return 'list';
    default:
      return 'text';
  }
}

function allowed(declared: Field): string {
  if (declared.anyOf !== undefined) return or(declared.anyOf.map(allowed));
  if (declared.enum !== undefined) return or(declared.enum.map(String));
  if (declared.const !== undefined) return String(declared.const);
  switch (declared.type) {
    case 'number':
      return `a number${range(declared)}`;
    case 'integer':
      return `a whole number${range(declared)}`;
    case 'boolean':
      return 'yes or no';
    case 'null':
      return 'none';
    case 'array':
      return listed(declared);
    default:
      return 'text';
  }
}

function listed(declared: Field): string {
  const { minItems = 0, maxItems = Infinity, prefixItems } = declared;
  if (prefixItems !== undefined)
    return `${prefixItems.length} values separated by commas, each ${or([...new Set(prefixItems.map(allowed))])}`;
  const many = minItems === maxItems ? `${minItems} values` : minItems > 0 ? 'one or more' : 'any number';
  return `${many} separated by commas, each ${allowed(declared.items ?? {})}`;
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Field): string {
  const least = finite(minimum);
  const most = finite(maximum);
  if (least !== null && most !== null) return ` from ${least} to ${most}`;
  const low = least !== null ? `of ${least} or more` : exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : '';
  const high = most !== null ? `at most ${most}` : exclusiveMaximum !== undefined ? `below ${exclusiveMaximum}` : '';
  return [low, high]
    .filter(Boolean)
    .map((part, i) => `${i === 0 ? ' ' : ' and '}${part}`)
    .join('');
}

const or = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
/** zod bounds whole numbers by what a double holds: no bound that anybody has set. */
const finite = (bound: number | undefined): number | null =>
  bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? null : bound;

/** A preset by its plain name or its code, whatever the case; an unknown one is refused with the nearest. */
export function presetNamed(game: AnyGame, given: string): Preset<unknown> {
  const typed = given.trim().toLowerCase();
  const found = game.presets.find(({ name, code }) => name.toLowerCase() === typed || code?.toLowerCase() === typed);
  if (found !== undefined) return found;
  throw unknown(`preset of ${game.name}`, given, [
    ...game.presets.map(({ name }) => name),
    ...game.presets.flatMap(({ code }) => (code === undefined ? [] : [code])),
  ]);
}

export type ConfigRequest = {
  readonly preset?: string | undefined;
  /** As typed: 'T=80'. Later ones win. */
  readonly sets?: readonly string[];
  /** Settings from elsewhere (a role, a line of the set-up table), over the preset and under what is typed. */
  readonly more?: object;
};

/** The config of a game, defaults filled in and checked as a whole; refused in one sentence where it cannot be. */
export function readConfig(game: AnyGame, { preset, sets = [], more = {} }: ConfigRequest): unknown {
  const given: Record<string, unknown> = { ...(preset === undefined ? {} : presetNamed(game, preset).config), ...more };
  const typed = new Map<string, string>();
  for (const pair of sets) {
    const [key, text] = keyAndText(game, pair);
    given[key] = readSetting(game, given, key, text);
    typed.set(key, text);
  }
  const parsed = game.config.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Refusal(sentence(game, parsed.error.issues[0]!, given, typed));
}

function keyAndText(game: AnyGame, pair: string): readonly [key: string, text: string] {
  const cut = pair.indexOf('=');
  const keys = settingsOf(game).map((one) => one.key);
  if (cut < 1) throw new Refusal(`A setting is typed as key=value, such as --set ${keys[0] ?? 'key'}=…; got "${pair}".`);
  const key = pair.slice(0, cut).trim();
  if (!keys.includes(key)) throw unknown(`setting of ${game.name}`, key, keys);
  return [key, pair.slice(cut + 1).trim()];
}

/** The reading of the text that the setting's own schema takes; failing that one of the right kind, failing that the text. */
function readSetting(game: AnyGame, given: Readonly<Record<string, unknown>>, key: string, text: string): unknown {
  const possible = readings(text);
  const codes = possible.map((value) => {
    const parsed = game.config.safeParse({ ...given, [key]: value });
    return parsed.success ? [] : parsed.error.issues.filter((issue) => issue.path[0] === key).map((issue) => issue.code);
  });
  const best = (fine: (code: z.core.$ZodIssue['code']) => boolean): number => codes.findIndex((mine) => mine.every(fine));
  const taken = best((code) => code === 'custom');
  const ofKind = best((code) => !code.startsWith('invalid_'));
  return taken >= 0 ? possible[taken] : ofKind >= 0 ? possible[ofKind] : text;
}

/** What a typed text may mean: text, a number, a list, a number with a decimal comma, yes or no, nothing, a list of one. */
function readings(text: string): readonly unknown[] {
  const list = text.split(text.includes(';') ? ';' : ',').map((part) => part.trim());
  const number = readNumber(text);
  const entries = list.map((part) => readNumber(part) ?? part);
  const truth = YES.has(text.toLowerCase()) ? true : NO.has(text.toLowerCase()) ? false : undefined;
  return [
    text,
    ...(number !== null && list.length === 1 ? [number] : []),
    ...(list.length > 1 ? [entries] : []),
    ...(number !== null && list.length > 1 ? [number] : []),
    ...(truth === undefined ? [] : [truth]),
    ...(text.toLowerCase() === 'none' ? [null] : []),
    ...(list.length === 1 ? [text === '' ? [] : entries] : []),
  ];
}
const YES = new Set(['yes', 'true', 'on', '1']);
const NO = new Set(['no', 'false', 'off', '0']);

/**
 * One problem worded: what was given, what is possible, what to do. A game's own words are taken where it has some; if
 * they begin small they continue the setting's name.
 */
function sentence(
  game: AnyGame,
  issue: z.core.$ZodIssue,
  given: Readonly<Record<string, unknown>>,
  typed: ReadonlyMap<string, string>,
): string {
  const key = issue.path[0] === undefined ? null : String(issue.path[0]);
  const settings = settingsOf(game);
  if (issue.code === 'unrecognized_keys')
    return unknown(
      `setting of ${game.name}`,
      issue.keys[0] ?? '',
      settings.map((one) => one.key),
    ).message;
  if (key === null) return stopped(issue.message);
  const was = typed.get(key) ?? shown(given[key]);
  if (ZOD_WORDS.test(issue.message))
    return `${key} takes ${settings.find((one) => one.key === key)?.allowed ?? 'another value'}; got "${was}".`;
  if (issue.code === 'custom' && /^\p{Ll}/u.test(issue.message) && !issue.message.startsWith(`${key} `))
    return stopped(`${key}=${was} ${issue.message}`);
  return stopped(
    issue.code === 'custom' || issue.message.includes('got ') ? issue.message : `${issue.message.replace(/\.$/, '')}; got ${key}=${was}`,
  );
}

/** How zod's own messages begin. */
const ZOD_WORDS = /^(Invalid|Too (small|big)|Unrecognized|Expected)/;

const stopped = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);

/** A setting's value as it is typed. */
export const shown = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(shown).join(',')
    : typeof value === 'boolean'
      ? value
        ? 'yes'
        : 'no'
      : value === null || value === undefined
        ? 'none'
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value);
