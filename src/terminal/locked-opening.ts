/** Where the lab opens: at home, at a table that was named, or locked, where it was when it was closed or killed. */
import type { AnyGame } from '../core/game.ts';
import { lockWord } from '../core/lock-word.ts';
import type { Store } from '../core/log.ts';
import { type BatterySetting, listedTables } from '../lab/battery/setting.ts';
import { type Lock, lockedBatteryPlace, lockedBody, lockedPlace, lockOf } from '../lab/lock.ts';
import type { Participants } from '../lab/participants.ts';
import type { TableSetting } from '../lab/table-setting.ts';
import type { Screen } from './state.ts';

export type LockedOpening = {
  readonly screen?: Screen;
  readonly lock: Lock | null;
  readonly toLock: boolean;
  /** A battery that was asked for, or that the lab is locked at. */
  readonly battery?: BatteryOpening;
};

/**
 * Where it begins: on with one that was interrupted, or its instructions where none was; its instructions in any case; or
 * nowhere yet.
 */
export type BatteryOpening = { readonly setting: BatterySetting; readonly go: 'on' | 'instructions' | 'nowhere' };

type Given = {
  readonly store: Store;
  readonly participants: Participants;
  readonly games: readonly AnyGame[];
  readonly start: TableSetting | null;
  /** What everybody goes through; null: tables are set. */
  readonly battery?: BatterySetting | null;
  /** The word that was given, '' where none was; null: the lab is not to be locked. */
  readonly locked: string | null;
};

/**
 * The first screen, and the lock. A session that is locked opens locked, whatever was asked for; a table, or a battery, that
 * was named with it replaces what it was locked at. Throws a UserError for a word that is none.
 */
export async function lockedOpening({
  store,
  participants,
  games,
  start,
  battery = null,
  locked,
}: Given): Promise<LockedOpening> {
  const { code } = participants.current;
  const known = await lockOf(store, code, games);
  const tables = battery === null ? [] : await listedTables(games, battery);
  // Of a battery its first table stands for all of them, where a table is looked at.
  const table = start ?? tables[0] ?? null;
  const wanted = battery === null ? {} : { battery };
  const opened = (lock: Lock): LockedOpening =>
    lock.battery === undefined
      ? { lock, toLock: false, screen: { at: 'instructions', choice: lock.table, first: 0, back: null } }
      : { lock, toLock: false, screen: { at: 'closing' }, battery: { setting: lock.battery, go: 'instructions' } };
  const keep = async (lock: Lock): Promise<LockedOpening> => {
    await participants.keep((at) => ({ ...at, kind: 'locked', body: lockedBody(lock) }), Date.now());
    return opened(lock);
  };
  if (known !== null) {
    if (table !== null && !sameTable({ table, ...wanted }, known)) return keep({ word: known.word, table, ...wanted });
    const lock = { lock: known, toLock: false };
    const { battery: setting } = known;
    const place =
      setting === undefined ? await lockedPlace(store, code) : await lockedBatteryPlace({ store, games }, code);
    if (place.go === 'on')
      return setting === undefined
        ? { ...lock, screen: { at: 'cut off', match: place.match } }
        : { ...lock, screen: { at: 'closing' }, battery: { setting, go: 'on' } };
    if (place.go === 'wait') return { ...lock, screen: { at: 'closing' } };
    for (const [seat, person] of place.people.entries()) await participants.introduce(seat, person);
    return opened(known);
  }
  if (table === null) return { lock: null, toLock: locked !== null };
  if (locked !== null && locked !== '') return keep({ word: lockWord(locked), table, ...wanted });
  const open: Screen =
    battery === null
      ? { at: 'instructions', choice: table, first: 0, back: null }
      : { at: 'battery', stage: 'instructions', first: 0, tables };
  const set =
    battery === null ? {} : { battery: { setting: battery, go: locked === null ? 'on' : 'nowhere' } as const };
  return locked === null
    ? { lock: null, toLock: false, ...(battery === null ? { screen: open } : {}), ...set }
    : {
        ...{ lock: null, toLock: true, ...set },
        screen: { at: 'lock', choice: table, ...wanted, typed: '', problem: null, back: open },
      };
}

const sameTable = (a: Omit<Lock, 'word'>, b: Omit<Lock, 'word'>): boolean => {
  const of = ({ table, battery }: Omit<Lock, 'word'>): string => {
    const {
      salt: _s,
      hash: _h,
      ...body
    } = lockedBody({
      ...{ word: { salt: '', hash: '' }, table },
      ...(battery === undefined ? {} : { battery }),
    });
    return JSON.stringify(body);
  };
  return of(a) === of(b);
};
