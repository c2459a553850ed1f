/** What a room is for, as it was typed: games with their tables or a lesson, who may join, and what follows when somebody is gone. */
import { isHuman, readOfflineAgent } from '../../agents/offline.ts';
import { presetNamed, readConfig, settingsOf } from '../../core/settings.ts';
import type { AnyGame, RoleChoice } from '../../core/game.ts';
import { seatsTyped } from '../../core/seat-groups.ts';
import { UserError, unknown } from '../../core/user-error.ts';
import { gameNames, loadGame } from '../../disk/games.ts';
import { lessonNames } from '../../disk/lesson-files.ts';
import { unaskableAt } from '../../lab/model-seats.ts';
import { type Explain, filledSeats, GUESS, type TableSetting } from '../../lab/table-setting.ts';
import { loadLesson } from '../../lessons/load-lesson.ts';
import { LIVE_LIMIT_S } from '../../model/limit.ts';
import type { LivePolicy } from '../../core/no-answer.ts';
import type { RoomPlan } from '../../room/room.ts';
import type { Ask } from '../../match/agent.ts';
import { flagName } from '../shared/flag-name.ts';
import { opponentNamed, presetOf } from '../shared/table-typed.ts';
import { modelsHere, withPoint } from '../shared/resolve.ts';
import { roleNamed } from '../shared/role-named.ts';
import { readRoster } from './roster.ts';

/** What was typed of a room. */
export type RoomTyped = {
  readonly word: string | undefined;
  readonly game?: readonly string[] | undefined;
  readonly against?: string | undefined;
  readonly pairs?: boolean | undefined;
  readonly preset?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly role?: string | undefined;
  readonly explain?: Explain | undefined;
  readonly ask?: Ask | undefined;
  readonly onFailure?: LivePolicy | undefined;
  readonly seed?: number | undefined;
  readonly language?: string | undefined;
  readonly together?: boolean | undefined;
  readonly patience?: number | undefined;
  readonly instead?: string | undefined;
  readonly roster?: string | undefined;
  readonly most?: number | undefined;
};

/** Seconds until somebody whose phone is gone is replaced, while others wait. Ours. */
export const PATIENCE_S = 60;
/** People in one room, unless said otherwise. */
export const USUAL_MOST = 300;

/** Whether anything was typed of what is to be played. */
export const saysWhat = ({ word, game = [] }: Pick<RoomTyped, 'word' | 'game'>): boolean =>
  word !== undefined || game.length > 0;

/** The plan of a room as it was typed. Throws a UserError for everything that cannot be. */
export async function planTyped(typed: RoomTyped): Promise<RoomPlan> {
  const { word, game: games = [] } = typed;
  if (typed.pairs === true && typed.against !== undefined)
    throw new UserError(`--pairs sets people against each other: leave out --against ${typed.against}, or --pairs.`);
  const named = [...(word !== undefined && gameNames().includes(word) ? [word] : []), ...games];
  const taught = named.includes(word ?? '') ? undefined : word;
  if (taught !== undefined && named.length > 0)
    throw new UserError(
      `A room plays a lesson or games: name the lesson ${taught} alone, or the games with --game alone.`,
    );
  const lesson = taught === undefined ? null : await lessonTyped(taught, typed);
  const tables = await Promise.all(named.map((name) => tableTyped(name, typed, named.length)));
  if (lesson === null && tables.length === 0) throw new UserError('A room needs a game or a lesson.');
  return planOf(tables, lesson, typed);
}

/** The plan of a room that plays these tables, or this lesson, with what was typed besides. Throws a UserError where it cannot. */
export function planOf(
  tables: readonly TableSetting[],
  lesson: RoomPlan['lesson'],
  { language, together = false, patience = PATIENCE_S, instead, roster, most }: RoomTyped,
): RoomPlan {
  for (const table of tables) {
    const refused = unaskableAt(table, modelsHere(LIVE_LIMIT_S));
    if (refused !== null) throw new UserError(refused);
  }
  const games = [...tables, ...(lesson === null ? [] : lesson.tables.values())].map(({ game }) => game);
  return {
    ...{ tables, lesson, language: language ?? lesson?.lesson.language ?? null },
    start: together || lesson !== null ? 'together' : 'at once',
    patience: Math.round(1000 * patience),
    instead: insteadTyped(instead, games),
    ...planOfRoster(roster, most),
  };
}

/** Who may join, and how many. */
function planOfRoster(file: string | undefined, most: number | undefined): Pick<RoomPlan, 'roster' | 'most'> {
  const roster = file === undefined ? null : readRoster(file);
  if (roster !== null && most !== undefined && most < roster.length)
    throw new UserError(
      `The roster has ${roster.length} labels, and --most ${most} would keep some out: raise it, or leave it out.`,
    );
  return { roster, most: most ?? Math.max(USUAL_MOST, roster?.length ?? 0) };
}

/** Flags that say how a game is set, which a lesson says itself. */
const OF_TABLES = ['against', 'pairs', 'preset', 'set', 'role', 'explain', 'ask', 'onFailure', 'seed'] as const;

async function lessonTyped(word: string, typed: RoomTyped): Promise<RoomPlan['lesson']> {
  const isPath = /[/\\]|\.ya?ml$/i.test(word);
  if (!isPath && !lessonNames().includes(word))
    throw unknown('lesson or game', word, [...lessonNames(), ...gameNames()]);
  const set = OF_TABLES.find((one) => typed[one] !== undefined);
  if (set !== undefined)
    throw new UserError(
      `The lesson ${word} sets its tables itself: leave out --${flagName(set)}, or name games with --game.`,
    );
  return loadLesson(word, typed.language ?? null);
}

async function tableTyped(name: string, typed: RoomTyped, of: number): Promise<TableSetting> {
  const { preset, set = [], explain = 'last', seed, onFailure, pairs = false, language } = typed;
  // Who reads in another language reads the same game's other words: whether it has them is seen here.
  await loadGame(name, language);
  const game = await loadGame(name);
  const role = roleTyped(game, typed.role, of);
  const others = pairs ? ['human'] : seatsTyped(withPoint(typed.against ?? usual(game)));
  const sets = ofThisGame(game, set, of);
  const config = readConfig(game, {
    ...{ preset: presetTyped(game, preset, of), more: role.config ?? {}, sets },
    seats: others.length > 1 || others[0] === GUESS ? others.length + 1 : undefined,
  });
  if (pairs && game.seats(config).most < 2)
    throw new UserError(`${game.name} is answered alone: leave out --pairs, or name a game of two with --game.`);
  const against = filledSeats(
    game,
    config,
    others.map((id) => opponentNamed(game, id, typed.ask)),
  );
  return {
    ...{ game, config, preset: presetOf(game, preset, sets), role: role.name, against, explain, seed: seed ?? null },
    ...(onFailure === undefined ? {} : { onFailure }),
  };
}

const usual = (game: AnyGame): string => (game.theory === undefined ? 'human' : 'moralis');

/** The role that was typed; else a coin toss where the game has one, so that a class is seen in both seats. */
function roleTyped(game: AnyGame, typed: string | undefined, of: number): RoleChoice<unknown> {
  if (typed === undefined) return game.roles.find(({ name }) => name === 'drawn') ?? roleNamed(game, undefined);
  // Of several games those that have no such role keep their own.
  const known = game.roles.some(({ name }) => name.toLowerCase() === typed.trim().toLowerCase());
  return known || of === 1 ? roleNamed(game, typed) : roleTyped(game, undefined, 1);
}

/** A preset is of one game; of several those that have it take it. */
function presetTyped(game: AnyGame, typed: string | undefined, of: number): string | undefined {
  if (typed === undefined || of === 1) return typed;
  try {
    presetNamed(game, typed);
    return typed;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Settings that this game has; of one game all, so that what it has not is refused by name. */
const ofThisGame = (game: AnyGame, sets: readonly string[], of: number): readonly string[] =>
  of === 1
    ? sets
    : sets.filter((pair) => settingsOf(game).some(({ key }) => key === pair.slice(0, pair.indexOf('=')).trim()));

/** Who takes the seat of somebody who is gone, at once and without a server: `none`: nobody does, and the match ends. */
function insteadTyped(typed: string | undefined, games: readonly AnyGame[]): string | null {
  const id = withPoint((typed ?? '').trim());
  if (id === 'none') return null;
  const able = (one: string): boolean =>
    games.every((game) =>
      one === 'baseline' ? game.standin !== undefined : one === 'random' || game.theory !== undefined,
    );
  if (id === '') return ['baseline', 'moralis:0.5', 'random'].find(able) ?? 'random';
  if (isHuman(id) || id === GUESS)
    throw new UserError(`--instead names an agent that plays at once, such as baseline, or none; got "${typed}".`);
  for (const game of games) {
    const { id: read } = readOfflineAgent(id, game);
    if (!able(read.split(/[:/]/)[0] === 'moralis' ? 'moralis' : read))
      throw new UserError(`${read} cannot play ${game.name}: choose baseline, random or none.`);
  }
  return games[0] === undefined ? id : readOfflineAgent(id, games[0]).id;
}
