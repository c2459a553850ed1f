/**
 * A locked lab: participants have the keyboard and one table, until the experimenter types the word that was set. What
 * happened stands in the session's events, so that a lab that was killed begins locked again, where it stood.
 */
import type { AnyGame } from '../core/game.ts';
import { isLockWord, type LockWord } from '../core/lock-word.ts';
import type { EventRow, Store } from '../core/log.ts';
import type { EventBody } from '../core/events.ts';
import { unfinishedMatch } from './unfinished.ts';
import type { Introduction } from './participants.ts';
import { type SequencePlace, unfinishedSequence } from './battery/sequence.ts';
import type { BatterySetting } from './battery/setting.ts';
import { storedTable, type TableSetting } from './table-setting.ts';

/** The word, as it is checked, and the table of everybody who sits down; `battery`: what they go through instead. */
export type Lock = { readonly word: LockWord; readonly table: TableSetting; readonly battery?: BatterySetting };

export const opens = ({ word }: Lock, typed: string): boolean => isLockWord(word, typed);

/** What the log keeps of a lock. */
export const lockedBody = ({ word, table, battery }: Lock): EventBody<'locked'> => ({
  ...word,
  table: storedTable(table),
  ...(battery === undefined ? {} : { battery: storedSetting(battery) }),
});

/** A battery as an event says it. */
const storedSetting = ({ battery, ...setting }: BatterySetting): EventBody<'locked'>['battery'] => ({
  ...setting,
  ...battery,
});

/** The lock of a session, by its code; null where it is open, or its game is not here. */
export async function lockOf(store: Store, session: string, games: readonly AnyGame[]): Promise<Lock | null> {
  const last = (await store.events(session)).findLast(({ kind }) => kind === 'locked' || kind === 'unlocked');
  if (last?.kind !== 'locked') return null;
  const { salt, hash, table, battery } = last.body;
  const game = games.find(({ name }) => name === table.game);
  if (game === undefined) return null;
  const spoken = game.language === table.language ? game : await game.translations?.[table.language]?.();
  const config = game.config.safeParse(table.config);
  if (!config.success) return null;
  const { preset, role, against, explain, seed, onFailure } = table;
  return {
    word: { salt, hash },
    table: {
      ...{ game: spoken ?? game, config: config.data, preset, role, against, explain, seed },
      ...(onFailure === undefined ? {} : { onFailure }),
    },
    ...(battery === undefined ? {} : { battery: settingOf(battery) }),
  };
}

const settingOf = ({ settings, protocols, ...set }: NonNullable<EventBody<'locked'>['battery']>): BatterySetting => ({
  ...set,
  battery: { settings, protocols },
});

/**
 * Where a locked lab goes on: a match that was cut off (its code), somebody who was let in and has not begun (what was said
 * of each), or nobody: then only the word lets the next person in.
 */
export type LockedPlace =
  | { readonly go: 'on'; readonly match: string }
  | { readonly go: 'begin'; readonly people: readonly Introduction[] }
  | { readonly go: 'wait' };

/** Where the locked lab of this session stands. */
export async function lockedPlace(store: Store, session: string): Promise<LockedPlace> {
  const events = await store.events(session);
  const since = events.findLast(
    ({ kind }) => kind === 'locked' || kind === 'seated' || kind === 'table' || kind === 'resumed',
  );
  const people = since?.kind === 'seated' ? since.body.people : [];
  if (since === undefined || since.match === null) return { go: 'begin', people };
  const match = await store.match(since.match);
  if (match === null || match.ending !== null) return { go: 'wait' };
  const open = await unfinishedMatch(store, session);
  if (open?.match.code === match.code) return { go: 'on', match: match.code };
  // Whoever had not answered yet begins again, as the same person would have.
  return { go: 'begin', people: introduced(events) };
}

/** What was said of whoever was let in last. */
const introduced = (events: readonly EventRow[]): readonly Introduction[] =>
  events.findLast((event) => event.kind === 'seated')?.body.people ?? [];

/** Where the locked lab of this session stands, where everybody goes through a battery: an interrupted one goes on first. */
export async function lockedBatteryPlace(
  place: Pick<SequencePlace, 'store' | 'games'>,
  session: string,
): Promise<LockedPlace> {
  const events = await place.store.events(session);
  const since = events.findLast(({ kind }) => kind === 'locked' || kind === 'seated' || kind === 'battery');
  if (since?.kind !== 'battery') return { go: 'begin', people: since?.kind === 'seated' ? since.body.people : [] };
  const { number } = since.body;
  const open = await unfinishedSequence(place, session, (facts) => facts.number === number);
  return open === null ? { go: 'wait' } : { go: 'on', match: open.matches[open.at]?.code ?? '' };
}
