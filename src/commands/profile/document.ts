/** A profile as one JSON document. */
import { scoresOf } from '../../profile/scores.ts';
import { timesOf } from '../../profile/text.ts';
import { AMOUNTS } from '../../profile/design.ts';
import type { Of, ProfileResult } from './teller.ts';
import { labelOf, PAPER } from './told.ts';

const SOURCES = { paper: `${PAPER}, abstract`, summary: `a third-party summary of ${PAPER}` } as const;

export function documentOfProfile(
  { session, name, facts: { length, agents: asked } }: Of,
  { agents, rows, missing, played, sums }: ProfileResult,
) {
  const amounts = AMOUNTS[length];
  return {
    session: session.code,
    name,
    seed: session.seed,
    length,
    k: amounts.draws,
    markets: amounts.markets,
    rounds: amounts.rounds,
    seconds: played?.seconds ?? null,
    resumed: played?.resumed ?? false,
    stopped: played?.stopped ?? null,
    missing,
    calls: sums.calls,
    outcomes: sums.outcomes,
    tokens: { in: sums.tokensIn, out: sums.tokensOut },
    cost: sums.cost,
    why: played?.why ?? {},
    card: played?.card ?? null,
    agents: agents.map((one, place) => ({
      agent: one.id,
      kind: one.kind,
      label: labelOf(one),
      k: one.kind === 'theory' ? null : amounts.draws,
      temperature: asked[place]!.temperature,
      answers: one.answers.length,
      scores: scoresOf(one),
    })),
    rows: rows.map(({ cells, source, ...row }, at) => ({
      ...row,
      source: SOURCES[source],
      cells: cells.map(({ answers: _, ...cell }, place) => ({
        agent: agents[place]!.id,
        ...cell,
        k: timesOf(rows[at]!.cells[place]!, agents[place]!),
        temperature: asked[place]!.temperature,
      })),
    })),
  };
}
