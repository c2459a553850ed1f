/** What came of a match that is over, from its rows: the same as whoever played it was shown. */
import type { Store } from '../core/log.ts';
import type { Taste } from '../core/game.ts';
import { type Finished } from '../lab/finished-match.ts';
import { finishedOf, type LiveModels } from '../lab/live-match.ts';
import { ofPeople } from '../lab/unfinished.ts';
import { modelsLog } from '../lab/models-log.ts';
import { DEFAULT_ON_FAILURE, seatedAgain } from '../lab/table-setting.ts';
import { human } from '../agents/human.ts';
import { replay } from '../match/replay.ts';
import type { RoomMatch } from './ledger.ts';
import type { RoomTables } from './tables.ts';

/** Plays the stored answers of a match again. Rejects with a UserError where its rules are not here. */
export async function rebuiltResult(
  store: Pick<Store, 'decisions' | 'calls'>,
  { row, stage }: RoomMatch,
  tables: RoomTables,
  live: LiveModels | undefined,
  clock: () => number,
): Promise<Finished> {
  const { game, choice } = await tables.kept(row, stage);
  const decisions = await store.decisions(row.code);
  const { agents, names } = seatedAgain(
    game,
    row.seats,
    row.disclosed,
    () => human(() => Promise.reject(new Error('nobody is asked in a match that is over'))),
    live?.models,
  );
  const { config, seed, seats, presentation } = row;
  const { views, payoffs } = replay(game, config, seed, seats.length, decisions, Infinity, presentation);
  const models = seats.some(({ kind }) => kind === 'model');
  const told = models
    ? modelsLog(seats, choice.onFailure ?? DEFAULT_ON_FAILURE, await store.calls(row.code), true)
    : null;
  for (const { seat, source, ms } of decisions)
    if (seats[seat]?.kind === 'model') told?.answered(seat, source, ms ?? 0);
  return finishedOf({
    ...{ match: row, game, choice, names, views, payoffs },
    tastes: agents.map((agent): Taste | null => agent.taste ?? null),
    saved: ofPeople(row, decisions).length,
    at: decisions.at(-1)?.answeredAt ?? clock(),
    ...(told === null ? {} : { told: told.replaced(), minutes: told.whole() }),
  });
}
