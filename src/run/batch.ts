/**
 * Matches without a screen, kept. Agents that answer at once play one after the other; rows are gathered over whole
 * matches and committed some thousand at a time, so that a batch that is stopped or fails leaves whole matches only.
 */
import type { Agent } from '../match/agent.ts';
import { breather } from '../core/breather.ts';
import type { EventBody } from '../core/events.ts';
import type { AnyGame, Move } from '../core/game.ts';
import type { LogRow, SessionRow, Store } from '../core/log.ts';
import { playMatch, type Table } from '../match/match.ts';
import { newMatch, rowsOf, seatRow } from '../match/record-match.ts';
import { UserError } from '../core/user-error.ts';
import { missingSeeds } from './seeds.ts';
import { newTally, type RunTally } from './tally.ts';
import { namesFor, tastesTold } from '../match/disclosure.ts';

/** Rows of one commit: enough that waiting for the disk is little beside them. */
const ROWS = 4000;

export type BatchRequest = {
  readonly store: Store;
  readonly session: SessionRow;
  readonly name: string;
  readonly game: AnyGame;
  /** As the game's config parsed it: one object for all matches, so that theory is solved once. */
  readonly config: unknown;
  readonly agents: readonly Agent[];
  readonly matches: number;
  /** What the session holds already, where an interrupted batch goes on: its rows are there, and these matches are left out. */
  readonly before?: Before;
  /** Stored with the session, so that it can go on: which run it is. */
  readonly plan?: EventBody<'planned'>;
  /** Whether agents know whom they face. */
  readonly disclosed: boolean;
  /** Aborted: the match at hand is finished and nothing more is begun. */
  readonly stop: AbortSignal;
  progress?(played: RunCount): void;
};

/** What was played before, and the seeds of all matches that began. */
export type Before = {
  readonly tally: RunTally;
  readonly matches: number;
  readonly decisions: number;
  readonly seeds: readonly number[];
};

export type RunCount = { readonly matches: number; readonly decisions: number };
export type BatchResult = RunCount & { readonly seats: ReturnType<RunTally['seats']> };

/** The rows with which a session begins: itself, its name, and what it is to be. */
export function beginning(session: SessionRow, name: string, plan?: EventBody<'planned'>): readonly LogRow[] {
  const happening = { session: session.code, match: null, participant: null, at: session.startedAt } as const;
  return [
    { table: 'session', row: session },
    { table: 'event', row: { ...happening, kind: 'named', body: { name } } },
    ...(plan === undefined
      ? []
      : [{ table: 'event', row: { ...happening, kind: 'planned', body: plan } } satisfies LogRow]),
  ];
}

/** Plays the matches; match i of a session has a seed of its own, drawn from the session's. */
export async function playBatch(request: BatchRequest): Promise<BatchResult> {
  const { store, session, game, config, agents, disclosed, stop } = request;
  const { before } = request;
  const tally = before?.tally ?? newTally(game, agents);
  const seats = agents.map((agent) => seatRow(agent));
  const tastes = tastesTold(agents, disclosed);
  const shared: Omit<Table, 'seed'> = {
    game,
    config,
    agents,
    names: namesFor(agents.map(({ label }) => label)),
    disclosed,
    signal: new AbortController().signal,
    stored: [],
  };
  let rows: LogRow[] = before === undefined ? [...beginning(session, request.name, request.plan)] : [];
  let matches = before?.matches ?? 0;
  let decisions = before?.decisions ?? 0;
  let kept = matches;
  const breath = breather();

  const commit = async (): Promise<void> => {
    const gathered = rows;
    rows = [];
    if (gathered.length === 0 || matches === kept) return;
    await store.record(gathered);
    kept = matches;
  };

  try {
    for (const seed of missingSeeds(session, request.matches, before?.seeds)) {
      if (stop.aborted) break;
      const match = newMatch({ session: session.code, game, config, seed, agents, seats, disclosed, now: Date.now() });
      const mine: LogRow[] = [{ table: 'match', row: match }];
      const moves: Move[] = [];
      for await (const event of playMatch({ ...shared, seed })) {
        if (event.type === 'answered' || event.type === 'ended')
          for (const row of rowsOf(match, event, Date.now())) mine.push(row);
        if (event.type === 'moved') for (const move of event.moves) moves.push(move);
        if (event.type === 'ended')
          tally.add({
            config,
            views: agents.map((_, seat) => event.look(seat)),
            moves,
            payoffs: event.payoffs,
            disclosed: tastes,
          });
        if (breath.due()) {
          request.progress?.({ matches, decisions });
          await breath.turn();
        }
      }
      for (const row of mine) rows.push(row);
      matches += 1;
      decisions += moves.length;
      if (rows.length >= ROWS) await commit();
    }
  } catch (error) {
    // Where storing failed its rows are gone and nothing is gathered; where playing failed the matches before it are kept.
    await commit();
    if (!(error instanceof UserError) || kept === 0) throw error;
    throw new UserError(`${error.message} The ${kept} matches before are kept in session ${session.code}.`);
  }
  await commit();
  return { matches, decisions, seats: tally.seats() };
}
