/** The rows of a room, read anew where other programs write some too: everybody whose page is another then is told. */
import type { LogRow } from '../core/log.ts';
import type { Ledger, RoomPerson } from './ledger.ts';

export type Readings = {
  /** Reads everything that was stored before the call. */
  refresh(): Promise<void>;
  /** There is something to read: it is read within a moment, once for all who say so meanwhile. */
  soon(): void;
  /** Reads where `soon` has said that there is something, and nothing was read since. */
  caughtUp(): Promise<void>;
  /** What is read from now on is told to nobody. */
  close(): void;
};

export type ReadingsParts = {
  readonly ledger: Ledger;
  /** The rows of the room. */
  read(): Promise<readonly LogRow[]>;
  /** Where somebody stands, in a text that differs where it differs. */
  standing(person: RoomPerson): string;
  /** These members may be elsewhere now. */
  changed(members: readonly string[]): void;
  /** Something could not be done: whoever hosts is told why. */
  failed(error: unknown): void;
};

/** Milliseconds from the first word of something new to its reading. */
const SOON = 50;

/** Nothing is read yet. */
export function newReadings({ ledger, read, standing, changed, failed }: ReadingsParts): Readings {
  let behind = false;
  let closed = false;
  let reading: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const whole = (): string => `${ledger.state()} ${ledger.message()} ${ledger.stop()} ${ledger.pausedAt()}`;
  const readNow = async (): Promise<void> => {
    behind = false;
    const before = new Map([...ledger.people.values()].map((person) => [person.member.code, standing(person)]));
    const led = whole();
    ledger.take(await read());
    const everybody = led !== whole();
    const moved = [...ledger.people.values()].filter(
      (person) => everybody || before.get(person.member.code) !== standing(person),
    );
    if (!closed && (moved.length > 0 || everybody)) changed(moved.map(({ member }) => member.code));
  };
  /** What is read now may have been read before the last rows came: whoever asks meanwhile waits for the next reading. */
  const refresh = (): Promise<void> => {
    if (reading === null) {
      reading = readNow().finally(() => (reading = null));
      return reading;
    }
    next ??= reading.then(
      () => ((next = null), refresh()),
      () => ((next = null), refresh()),
    );
    return next;
  };
  return {
    refresh,
    soon() {
      if (behind) return;
      behind = true;
      setTimeout(() => {
        if (behind && !closed) refresh().catch(failed);
      }, SOON).unref();
    },
    async caughtUp() {
      if (behind) await refresh();
    },
    close: () => void (closed = true),
  };
}
