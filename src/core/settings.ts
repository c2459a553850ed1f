/** The settings of a game: what there is, and what people type for it, read and checked against the game's own schema. */
import type { z } from 'zod';
import { declaredIn, type Setting } from './config-form.ts';
import { type AnyGame, type Preset, readNumber } from './game.ts';
import { settingText } from './format.ts';
import { memo } from './memo.ts';
import { UserError, unknown } from './user-error.ts';

/** Every setting of a game, in the order of its schema. */
export const settingsOf = memo((game: AnyGame): readonly Setting[] => declaredIn(game.config));

/** The presets that name conditions and their payoffs. A lesson is a way of playing one of them, and names none. */
export const conditionPresets = (game: AnyGame): readonly Preset<unknown>[] =>
  game.presets.filter(({ lesson }) => lesson !== true);

/**
 * The settings that make one game of payoffs another: what presets name, but for how a lesson asks it (roles, method, beliefs),
 * which is the same game.
 */
export function payoffSettings(game: AnyGame): readonly string[] {
  const [first] = game.presets;
  const asking = game.presets
    .flatMap(({ lesson, config }) => (lesson === true ? Object.keys(config) : []))
    .filter((key) => first === undefined || !(key in first.config));
  const named = new Set(conditionPresets(game).flatMap(({ config }) => Object.keys(config)));
  return [...named].filter((key) => !asking.includes(key));
}

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

/** What a setting is, in the first words of its description: "Temptation", "How many rounds a match has". */
export function settingTitle({ key, description }: Setting): string {
  const [said = ''] = description.split(/[:;(,]| when its | where they /);
  const title = said.trim();
  return title === '' ? key : title[0]!.toUpperCase() + title.slice(1);
}

export type ConfigRequest = {
  readonly preset?: string | undefined;
  /** As typed: 'T=80'. Later ones win. */
  readonly sets?: readonly string[];
  /** Settings from elsewhere (a role, a line of the set-up table), over the preset and under what is typed. */
  readonly more?: object;
  /** How many were named to sit down: decides the setting that says it, where nobody gave that one. */
  readonly seats?: number | undefined;
};

/** The config of a game, defaults filled in and checked as a whole; refused in one sentence where it cannot be. */
export function readConfig(game: AnyGame, { preset, sets = [], more = {}, seats }: ConfigRequest): unknown {
  const forSeats = seats === undefined ? {} : (game.forSeats?.(seats) ?? {});
  const named = { ...(preset === undefined ? {} : presetNamed(game, preset).config), ...more };
  const given: Record<string, unknown> = { ...forSeats, ...named };
  const typed = new Map<string, string>();
  for (const pair of sets) {
    const [key, text] = keyAndText(game, pair);
    given[key] = readSetting(game, given, key, text);
    typed.set(key, text);
  }
  const parsed = game.config.safeParse(withImplied(game, given));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const key = String(issue.path[0]);
  const why = sentence(game, issue, given, typed);
  if (!(key in forSeats) || key in named || typed.has(key)) throw new UserError(why);
  throw new UserError(`A table of ${seats} is not possible in ${game.name}: ${why}`);
}

/** These settings with those that follow from them and that nobody gave. */
export const withImplied = (
  game: AnyGame,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => ({ ...game.implied?.(given), ...given });

function keyAndText(game: AnyGame, pair: string): readonly [key: string, text: string] {
  const cut = pair.indexOf('=');
  const keys = settingsOf(game).map((one) => one.key);
  if (cut < 1)
    throw new UserError(`A setting is typed as key=value, such as --set ${keys[0] ?? 'key'}=…; got "${pair}".`);
  const key = pair.slice(0, cut).trim();
  if (!keys.includes(key)) throw unknown(`setting of ${game.name}`, key, keys);
  return [key, pair.slice(cut + 1).trim()];
}

/** The reading of the text that the setting's own schema takes; failing that one of the right kind, failing that the text. */
function readSetting(game: AnyGame, given: Readonly<Record<string, unknown>>, key: string, text: string): unknown {
  const possible = readings(text);
  const codes = possible.map((value) => {
    const parsed = game.config.safeParse({ ...given, [key]: value });
    return parsed.success
      ? []
      : parsed.error.issues.filter((issue) => issue.path[0] === key).map((issue) => issue.code);
  });
  const best = (fine: (code: z.core.$ZodIssue['code']) => boolean): number =>
    codes.findIndex((mine) => mine.every(fine));
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
  const declared = settings.find((one) => one.key === key);
  const was = typed.get(key) ?? settingText(given[key] ?? declared?.default);
  if (ZOD_WORDS.test(issue.message)) return `${key} takes ${declared?.allowed ?? 'another value'}; got "${was}".`;
  if (issue.code === 'custom' && /^\p{Ll}/u.test(issue.message) && !issue.message.startsWith(`${key} `))
    return stopped(`${key}=${was} ${issue.message}`);
  return stopped(
    issue.code === 'custom' || issue.message.includes('got ')
      ? issue.message
      : `${issue.message.replace(/\.$/, '')}; got ${key}=${was}`,
  );
}

/** How zod's own messages begin. */
const ZOD_WORDS = /^(Invalid|Too (small|big)|Unrecognized|Expected)/;

const stopped = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);
