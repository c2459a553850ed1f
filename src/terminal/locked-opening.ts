/** Where the lab opens: at home, at a table that was named, or locked, where it was when it was closed or killed. */
import type { AnyGame } from '../core/game.ts';
import { lockWord } from '../core/lock-word.ts';
import type { Store } from '../core/log.ts';
import { type Lock, lockedBody, lockedPlace, lockOf } from '../lab/lock.ts';
import type { Participants } from '../lab/participants.ts';
import type { TableSetting } from '../lab/table-setting.ts';
import type { Screen } from './state.ts';

export type LockedOpening = { readonly screen?: Screen; readonly lock: Lock | null; readonly toLock: boolean };

type Given = {
  readonly store: Store;
  readonly participants: Participants;
  readonly games: readonly AnyGame[];
  readonly start: TableSetting | null;
  /** The word that was given, '' where none was; null: the lab is not to be locked. */
  readonly locked: string | null;
};

/**
 * The first screen, and the lock. A session that is locked opens locked, whatever was asked for; a table that was named
 * with it replaces the one that it was locked at. Throws a UserError for a word that is none.
 */
export async function lockedOpening({ store, participants, games, start, locked }: Given): Promise<LockedOpening> {
  const { code } = participants.current;
  const known = await lockOf(store, code, games);
  const instructions = (choice: TableSetting): Screen => ({ at: 'instructions', choice, first: 0, back: null });
  const keep = async (lock: Lock): Promise<LockedOpening> => {
    await participants.keep((at) => ({ ...at, kind: 'locked', body: lockedBody(lock) }), Date.now());
    return { lock, toLock: false, screen: instructions(lock.table) };
  };
  if (known !== null) {
    if (start !== null && !sameTable(start, known.table)) return keep({ ...known, table: start });
    const place = await lockedPlace(store, code);
    const lock = { lock: known, toLock: false };
    if (place.go === 'on') return { ...lock, screen: { at: 'cut off', match: place.match } };
    if (place.go === 'wait') return { ...lock, screen: { at: 'closing' } };
    for (const [seat, person] of place.people.entries()) await participants.introduce(seat, person);
    return { ...lock, screen: instructions(known.table) };
  }
  if (start === null) return { lock: null, toLock: locked !== null };
  if (locked !== null && locked !== '') return keep({ word: lockWord(locked), table: start });
  const open: Screen = { at: 'instructions', choice: start, first: 0, back: null };
  return locked === null
    ? { lock: null, toLock: false, screen: open }
    : { lock: null, toLock: true, screen: { at: 'lock', choice: start, typed: '', problem: null, back: open } };
}

const sameTable = (a: TableSetting, b: TableSetting): boolean => {
  const of = (table: TableSetting): string => {
    const { salt: _s, hash: _h, ...body } = lockedBody({ word: { salt: '', hash: '' }, table });
    return JSON.stringify(body);
  };
  return of(a) === of(b);
};
