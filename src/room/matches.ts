/** The matches of a room that this program plays: begun, taken up where they stood, kept as results until they were read. */
import type { Seat } from '../core/game.ts';
import type { Hold, LogRow, Store } from '../core/log.ts';
import type { Finished } from '../lab/finished-match.ts';
import { begunLiveMatch, heldLiveMatch, type LiveMatch, type LiveModels } from '../lab/live-match.ts';
import type { RoomMatch } from './ledger.ts';
import type { Member, Scene } from './room.ts';
import type { RoomParts } from './room-parts.ts';
import { rebuiltResult } from './result.ts';
import { followedMatch, type HandInElsewhere } from './followed-match.ts';
import { countedStore, newSitting, type OpenSaid, type PlayedSitting, type Sitting } from './sitting.ts';
import type { Stage } from './stage.ts';
import type { RoomTables } from './tables.ts';

export type Matches = {
  /** People sit down; `short`: so many seats of people are taken by agents. Its rows are on disk, those of `beside` with them. */
  begin(stage: Stage, people: readonly Member[], short?: number, beside?: readonly LogRow[]): Promise<void>;
  /**
   * The match as it is played, here or elsewhere; taken up if nobody plays it. null: it came to its end meanwhile. Rejects with
   * a UserError where it cannot go on.
   */
  sitting(match: RoomMatch): Promise<Sitting | null>;
  /** Plays it here, if nobody plays it; null: another program does, or it came to its end. */
  takeUp(match: RoomMatch): Promise<PlayedSitting | null>;
  /** Another program has said where a match stands that it plays; null: that it may stand elsewhere. */
  moved(match: string, open: readonly OpenSaid[] | null): void;
  /** Those that are played here now. */
  here(): Iterable<readonly [RoomMatch, PlayedSitting]>;
  playedHere(match: string): PlayedSitting | undefined;
  /** What came of a match that is over, told from seat 0 on; whoever shows it says from which seat. */
  result(match: RoomMatch): Promise<Finished>;
  /** Its people have read the result. */
  forget(match: string): void;
  /** Leaves everything, so that it can go on. Resolves when nothing is held any more. */
  leave(): Promise<void>;
};

export type MatchesParts = Omit<RoomParts, 'plan'> & {
  readonly store: Pick<Store, 'decisions' | 'calls' | 'match'>;
  readonly tables: RoomTables;
  readonly live: LiveModels | undefined;
  /** Something of this match has settled: its people's pages may be others. */
  changed(match: RoomMatch): void;
  /** Whether another program plays it, as far as was heard. */
  elsewhere(match: string): boolean;
  /** Hands in to whoever plays it. */
  handIn(match: RoomMatch): HandInElsewhere;
  /** It is played here no longer. */
  over(match: RoomMatch): void;
  /** A match cannot go on: whoever hosts is told why. */
  failed(error: unknown): void;
};

/** So many results are kept at once: those that people read now. The others are made again from their rows. */
const RESULTS = 400;

export function roomMatches(parts: MatchesParts): Matches {
  const { log, store, ledger, tables, session, clock, live, changed, failed, elsewhere, handIn } = parts;
  const playing = new Map<string, readonly [RoomMatch, PlayedSitting]>();
  const opening = new Map<string, Promise<PlayedSitting | null>>();
  /** Those that other programs play, as they were last read, and what was said of them. */
  const following = new Map<string, Promise<Sitting>>();
  const said = new Map<string, readonly OpenSaid[]>();
  const results = new Map<string, Promise<Finished>>();
  let leaving = false;

  const keepResult = (code: string, result: Promise<Finished>): Promise<Finished> => {
    results.set(code, result);
    result.catch(() => results.delete(code));
    for (const oldest of results.keys()) {
      if (results.size <= RESULTS) break;
      results.delete(oldest);
    }
    return result;
  };

  /** A live match begins to be played here. */
  const sit = (
    match: RoomMatch,
    mine: LiveMatch,
    counted: ReturnType<typeof countedStore>,
    before: (seat: Seat) => Scene['last'] = () => null,
    lost?: AbortSignal,
  ): PlayedSitting => {
    const { code } = match.row;
    const sitting = newSitting({
      ...{ live: mine, counted, clock, replaced: match.replaced, before },
      changed: () => changed(match),
    });
    playing.set(code, [match, sitting]);
    lost?.addEventListener('abort', () => sitting.leave(), { once: true });
    const awaited = async (): Promise<void> => {
      try {
        const end = await sitting.end;
        if (end.how === 'finished') void keepResult(code, Promise.resolve(end.finished));
      } catch (error) {
        failed(error);
      }
      playing.delete(code);
      parts.over(match);
      changed(match);
    };
    following.delete(code);
    void awaited();
    return sitting;
  };

  const taken = async (match: RoomMatch): Promise<PlayedSitting | null> => {
    const hold: Hold | null = await log.store.hold(match.row.code);
    if (hold === null) return null;
    const counted = countedStore(log.store);
    try {
      const stored = await store.match(match.row.code);
      if (stored === null || stored.ending !== null) {
        // It came to its end elsewhere.
        if (stored !== null && stored.ending !== null)
          ledger.take([{ table: 'ending', row: { match: stored.code, how: stored.ending, at: stored.lastAt } }]);
        hold.release();
        return null;
      }
      const table = await tables.kept(match.row, match.stage);
      const decisions = stored.decisions === 0 ? [] : await store.decisions(match.row.code);
      const stood = followedMatch(match, table, decisions, null, async () => ({ took: 'past' }));
      const mine = await heldLiveMatch({ store: counted.store, clock, live }, match.row, table, hold);
      return sit(match, mine, counted, (seat) => stood.scene(seat).last, hold.lost);
    } catch (error) {
      hold.release();
      throw error;
    }
  };

  const takeUp = (match: RoomMatch): Promise<PlayedSitting | null> => {
    const { code } = match.row;
    const here = playing.get(code)?.[1];
    if (here !== undefined || leaving) return Promise.resolve(here ?? null);
    const before = opening.get(code);
    if (before !== undefined) return before;
    const now = taken(match).finally(() => opening.delete(code));
    opening.set(code, now);
    return now;
  };
  const follow = async (match: RoomMatch): Promise<Sitting> => {
    const { code } = match.row;
    const table = await tables.kept(match.row, match.stage);
    return followedMatch(match, table, await store.decisions(code), said.get(code) ?? null, handIn(match));
  };

  return {
    takeUp,
    moved(code, open) {
      following.delete(code);
      if (open === null) said.delete(code);
      else said.set(code, open);
    },
    async begin(stage, people, short = 0, beside = []) {
      const { table, seed } = await tables.set(stage, people, short);
      const counted = countedStore(log.store);
      const mine = await begunLiveMatch(
        { store: counted.store, clock, live },
        { session, codes: people.map(({ code }) => code), before: [] },
        table,
        seed,
        false,
        (row) => [
          {
            table: 'event',
            row: {
              ...{ session, match: row.code, participant: null, kind: 'room match', at: row.startedAt },
              body: { table: stage.table, stop: stage.stop },
            },
          },
          ...beside,
        ],
      );
      const match = ledger.matches.get(mine.match.code);
      if (match === undefined) throw new Error(`the match ${mine.match.code} of a room is not among its matches`);
      sit(match, mine, counted);
    },
    async sitting(match) {
      const { code } = match.row;
      if (!elsewhere(code)) {
        const here = await takeUp(match);
        if (here !== null || match.ending !== null || leaving) return here;
      }
      const before = following.get(code);
      if (before !== undefined) return before;
      const now = follow(match);
      following.set(code, now);
      now.catch(() => following.delete(code));
      return now;
    },
    here: () => playing.values(),
    playedHere: (code) => playing.get(code)?.[1],
    result(match) {
      const { code } = match.row;
      return results.get(code) ?? keepResult(code, rebuiltResult(store, match, tables, live, clock));
    },
    forget: (code) => void results.delete(code),
    async leave() {
      leaving = true;
      const all = [...playing.values()];
      for (const [, sitting] of all) sitting.leave();
      await Promise.allSettled([...opening.values(), ...all.map(([, { end }]) => end)]);
    },
  };
}

/** Whether somebody in another seat of this match waits for this one: people who are there and have nothing to answer. */
export const waitedFor = (
  { row, replaced }: RoomMatch,
  sitting: Sitting,
  seat: Seat,
  there: (member: string) => boolean,
): boolean =>
  sitting.asked(seat) !== undefined &&
  row.seats.some(
    ({ participant }, other) =>
      other !== seat &&
      participant !== null &&
      !replaced.has(other) &&
      sitting.waitsSince(other) !== null &&
      there(participant),
  );
