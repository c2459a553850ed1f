/** Plans of rooms for tests, a class that plays through one, and a store whose program can be killed at any commit. */
import type { AnyGame } from '../core/game.ts';
import type { Store } from '../core/log.ts';
import { choiceOf, defaults, type SetUp } from '../lab/set-up.ts';
import type { TableSetting } from '../lab/table-setting.ts';
import type { MemoryStore } from '../lab/memory-store.test-data.ts';
import type { RoomPlan } from './room.ts';

/** A table of a game as it is usually set, but for what is given. Throws where there is no such table. */
export function tableWith(game: AnyGame, set: Partial<SetUp> = {}): TableSetting {
  const choice = choiceOf({ ...defaults(game), ...set });
  if ('problem' in choice) throw new Error(choice.problem);
  return choice;
}

/** A room of these tables that begins at once, whose people are replaced after a fifth of a second. */
export const planWith = (tables: readonly TableSetting[], more: Partial<RoomPlan> = {}): RoomPlan => ({
  ...{ tables, lesson: null, start: 'at once', language: null, patience: 200, instead: 'baseline' },
  ...{ roster: null, most: 300 },
  ...more,
});

export type Mortal = {
  readonly store: Store;
  /** From now on nothing of this program reaches the disk, and nothing is answered. */
  kill(): void;
  readonly killed: Promise<void>;
  commits(): number;
};

/** A program's view of a store. It is killed at this commit (from 1), with its rows lost, or on disk and not acknowledged. */
export function mortal(store: MemoryStore, at = Infinity, lost = true): Mortal {
  let count = 0;
  let dead = false;
  let died = (): void => undefined;
  const killed = new Promise<void>((done) => {
    died = done;
  });
  const forever = new Promise<never>(() => undefined);
  const kill = (): void => {
    dead = true;
    store.killed();
    died();
  };
  const written = async <T>(write: () => Promise<T>): Promise<T> => {
    if (dead) return forever;
    count += 1;
    if (count < at) return write();
    if (!lost) await write();
    kill();
    return forever;
  };
  return {
    kill,
    killed,
    commits: () => count,
    store: {
      ...store,
      wire: {
        tell: async (topic, text) => (dead ? undefined : store.wire.tell(topic, text)),
        hear: (topic, heard) => store.wire.hear(topic, (text) => (dead ? undefined : heard(text))),
      },
      record: (rows) => written(() => store.record(rows)),
      openSession: (name, fresh) => written(() => store.openSession(name, fresh)),
      openParticipant: (fresh) => written(() => store.openParticipant(fresh)),
      hold: async (code) => {
        if (dead) return forever;
        const hold = await store.hold(code);
        return hold === null ? null : { release: () => (dead ? undefined : hold.release()) };
      },
    },
  };
}
