/**
 * The other programs that host this room, where there are any: what they store is read, what they play is followed, and what was
 * handed in at the wrong door is handed on. A room that one program hosts alone costs nothing here.
 */
import type { DecisionRow, LogRow } from '../core/log.ts';
import type { Seat } from '../core/game.ts';
import { UserError } from '../core/user-error.ts';
import type { Wire } from '../core/wire.ts';
import type { Attendance } from './attendance.ts';
import type { RoomCounts } from './counts.ts';
import type { Ledger, RoomMatch, RoomPerson } from './ledger.ts';
import type { Matches } from './matches.ts';
import type { GivenAnswer, HandedIn } from './room.ts';
import { newHandOver } from './hand-over.ts';
import { newReadings } from './readings.ts';
import { BEAT, type RoomWord, roomWire } from './room-wire.ts';

export type Peers = {
  /** Whether there may be any. */
  shared(): boolean;
  /** Whether one of them plays this match, as far as was heard. */
  plays(match: string): boolean;
  /** Whether this program does what one of them has to do. */
  first(): boolean;
  /** Reads what they have stored, everything that was stored before the call. */
  refresh(): Promise<void>;
  /** The same where they have said that there is something to read. */
  caughtUp(): Promise<void>;
  /** Rows of this program are on disk. */
  kept(rows: readonly LogRow[]): void;
  /** A match that is played here has moved, or is played here no longer. */
  moved(match: RoomMatch): void;
  left(match: RoomMatch): void;
  /** A machine was seen here, or went away. */
  seen(member: string, here: boolean): void;
  /**
   * Hands in to whoever plays the match, which is taken up here where nobody does; `given` null: a step back. Rejects with a
   * UserError where nobody answers.
   */
  handIn(match: RoomMatch, seat: Seat, page: string, given: GivenAnswer | null): Promise<HandedIn>;
  /** Whoever plays the match is to replace this seat, after so long (milliseconds). */
  replace(match: RoomMatch, seat: Seat, after: number): void;
  /** Whether anybody answers within so many milliseconds. */
  answered(within: number): Promise<boolean>;
  /** Takes up the matches that go on and that nobody plays. */
  begin(): Promise<void>;
  /** Says that this program is there, now and then. */
  look(): void;
  close(): void;
};

export type PeersParts = {
  readonly wire: Wire;
  readonly session: string;
  readonly ledger: Ledger;
  readonly matches: Matches;
  readonly presence: Attendance;
  readonly counts: RoomCounts;
  readonly clock: () => number;
  /** The rows of the room, read anew. */
  read(): Promise<readonly LogRow[]>;
  /** These members may be elsewhere now. */
  changed(members: readonly string[]): void;
  replace(match: RoomMatch, seat: Seat, after: number): Promise<void>;
  /** Where somebody stands, in a text that differs where it differs. */
  standing(person: RoomPerson): string;
  /** Something could not be done: whoever hosts is told why. */
  failed(error: unknown): void;
};

/** So often whoever plays a match is asked to take what was handed in. */
const TRIES = 4;
/** So many codes fit into a word. */
const CODES = 400;

/** Nobody else: until it is known whether there are others. */
export const ALONE: Peers = {
  ...{ shared: () => false, plays: () => false, first: () => true },
  ...{ refresh: async () => undefined, caughtUp: async () => undefined, begin: async () => undefined },
  ...{ kept: () => undefined, moved: () => undefined, left: () => undefined, seen: () => undefined },
  ...{ replace: () => undefined, look: () => undefined, close: () => undefined },
  handIn: async () => ({ took: 'past' }),
  answered: async () => false,
};

/** Begins to listen to the other programs that host the room of this session. */
export async function newPeers(parts: PeersParts): Promise<Peers> {
  const { session, ledger, matches, presence, counts, clock, read, changed, failed } = parts;
  const seen = new Map<string, boolean>();
  const answers = new Map<string, number>();
  let beaten = 0;
  let tellDue = false;
  let closed = false;

  const wire = roomWire(parts.wire, session);
  const handOver = newHandOver(wire.say);
  const readings = newReadings({ ledger, read, changed, standing: parts.standing, failed });
  const heard = (word: RoomWord): void => {
    switch (word.say) {
      case 'hello': {
        const mine = [...matches.here()].map(([{ row }]) => row.code);
        wire.say({ say: 'here', seen: [], away: [], answers: [] });
        for (let at = 0; at < mine.length; at += CODES) wire.say({ say: 'plays', matches: mine.slice(at, at + CODES) });
        break;
      }
      case 'here':
        for (const member of word.seen) presence.seen(member, true, clock());
        for (const member of word.away) presence.seen(member, false, clock());
        for (const [member, more] of word.answers) counts.add(member, more);
        if (word.answers.length > 0) changed([]);
        break;
      case 'plays':
        break;
      case 'read':
        readings.soon();
        break;
      case 'moved': {
        matches.moved(word.match, word.over ? null : word.open);
        const match = ledger.matches.get(word.match);
        if (match === undefined) readings.soon();
        else changed(match.row.seats.flatMap(({ participant }) => participant ?? []));
        break;
      }
      case 'hand in':
        void handOver.taken(word, matches.playedHere(word.match));
        break;
      case 'took':
        handOver.told(word);
        break;
      case 'replace': {
        const match = ledger.matches.get(word.match);
        if (match !== undefined && matches.playedHere(word.match) !== undefined)
          parts.replace(match, word.seat, word.after).catch(failed);
      }
    }
  };
  await wire.hear(heard, readings.soon);

  const adrift = (): readonly RoomMatch[] =>
    [...ledger.matches.values()].filter(
      ({ row, ending }) =>
        ending === null && matches.playedHere(row.code) === undefined && !wire.playedElsewhere(row.code),
    );
  let taking = false;
  const takeUpAll = async (): Promise<void> => {
    if (taking || closed || ledger.state() === 'ended') return;
    taking = true;
    const all = await Promise.allSettled(adrift().map((match) => matches.takeUp(match)));
    for (const one of all) if (one.status === 'rejected') failed(one.reason);
    taking = false;
  };

  return {
    shared: wire.shared,
    plays: wire.playedElsewhere,
    first: wire.first,
    refresh: readings.refresh,
    caughtUp: readings.caughtUp,
    kept(rows) {
      if (!wire.shared()) return;
      for (const { table, row } of rows) if (table === 'decision') count(row);
      if (tellDue || rows.every(({ table }) => table === 'decision' || table === 'call')) return;
      tellDue = true;
      setImmediate(() => {
        tellDue = false;
        wire.say({ say: 'read' });
      });
    },
    moved(match) {
      const sitting = matches.playedHere(match.row.code);
      if (sitting === undefined || !wire.shared()) return;
      wire.say({ say: 'moved', match: match.row.code, open: [...sitting.open()], over: false });
    },
    left({ row }) {
      if (wire.shared()) wire.say({ say: 'moved', match: row.code, open: [], over: true });
    },
    seen: (member, here) => void seen.set(member, here),
    async handIn(match, seat, page, given) {
      for (let tried = 0; tried < TRIES; tried++) {
        const to = await handOver.ask(match.row.code, seat, page, given);
        matches.moved(match.row.code, null);
        if (to !== null) return to;
        const mine = await matches.takeUp(match);
        if (mine === null) continue;
        await mine.settled();
        return given === null ? mine.back(seat, page) : mine.answer(seat, given);
      }
      throw new UserError('The program that plays this match does not answer: wait a moment, and hand in again.');
    },
    replace: (match, seat, after) => wire.say({ say: 'replace', match: match.row.code, seat, after }),
    async answered(within) {
      for (const from = Date.now(); !wire.answered() && Date.now() - from < within;)
        await new Promise((later) => setTimeout(later, 20));
      return wire.answered();
    },
    begin: takeUpAll,
    look() {
      const now = clock();
      if (now - beaten < BEAT || closed) return;
      beaten = now;
      if (wire.shared()) {
        const said = [...seen];
        const counted = [...answers];
        seen.clear();
        answers.clear();
        for (let at = 0; at === 0 || at < Math.max(said.length, counted.length); at += CODES / 4) {
          const some = said.slice(at, at + CODES / 4);
          wire.say({
            say: 'here',
            seen: some.flatMap(([member, here]) => (here ? [member] : [])),
            away: some.flatMap(([member, here]) => (here ? [] : [member])),
            answers: counted.slice(at, at + CODES / 4),
          });
        }
        void takeUpAll();
      } else seen.clear();
    },
    close() {
      closed = true;
      readings.close();
      wire.close();
    },
  };

  function count({ match, seat, source }: DecisionRow): void {
    const participant = ledger.matches.get(match)?.row.seats[seat]?.participant ?? null;
    if (participant !== null && source !== 'substituted') answers.set(participant, (answers.get(participant) ?? 0) + 1);
  }
}
