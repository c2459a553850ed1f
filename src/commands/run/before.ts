/** What a session that goes on holds already: its ended matches counted, its open ones to be played on. */
import type { MatchSummary, Store } from '../../core/log.ts';
import { replay } from '../../match/replay.ts';
import { newTally, type RunTally } from '../../run/tally.ts';
import { everyMatch } from '../every-match.ts';
import type { RunPlan } from './plan.ts';
import { tastesTold } from '../../match/disclosure.ts';

export type StoredRun = {
  readonly tally: RunTally;
  /** Matches that ended, and of them those without an answer. */
  readonly matches: number;
  readonly failed: number;
  readonly decisions: number;
  readonly open: readonly MatchSummary[];
  /** By the id of an agent: its answers in open matches. */
  readonly answered: ReadonlyMap<string, number>;
  /** Of every match that began. */
  readonly seeds: readonly number[];
};

/** Reads a session match by match; its answers are folded through the rules again for what is told at the end. */
export async function heldBy(
  store: Store,
  { session, game, config, agents, resumed }: RunPlan,
  disclosed: boolean,
): Promise<StoredRun> {
  const tally = newTally(game, agents);
  const open: MatchSummary[] = [];
  const seeds: number[] = [];
  const answered = new Map<string, number>();
  const counts = { matches: 0, failed: 0, decisions: 0 };
  const tastes = tastesTold(agents, disclosed);
  if (resumed)
    for await (const match of everyMatch(store, { session: session.code })) {
      seeds.push(match.seed);
      if (match.ending === null) {
        open.push(match);
        for (const { seat } of await store.decisions(match.code)) {
          const id = agents[seat]?.id ?? '';
          answered.set(id, (answered.get(id) ?? 0) + 1);
        }
        continue;
      }
      counts.matches += 1;
      if (match.ending !== 'finished') counts.failed += 1;
      const decisions = await store.decisions(match.code);
      const played = replay(game, config, match.seed, agents.length, decisions);
      counts.decisions += decisions.length;
      if (played.finished) tally.add({ ...played, disclosed: tastes });
    }
  return { tally, ...counts, open, answered, seeds };
}
