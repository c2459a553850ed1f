/** Questions about the calls to models and about tuned models, and their SQL for PostgreSQL. */
import { lineageOf } from '../../core/lineage.ts';
import type { CallMeans, CallRow, CallSums, LogQuestions, TuningRow } from '../../core/log.ts';
import type { LogReader } from '../../core/log-reader.ts';
import type { ServedModel } from '../../core/served-model.ts';
import type { CallFacts } from '../../core/stored-rows.ts';
import { LAST_CALLS, NO_OUTCOMES } from '../call-questions.ts';
import { callIn, type CallRecord, tuningIn, type TuningRecord } from '../records.ts';
import type { Query } from './connection.ts';

const facts = `c.turn, c.seat, c.key, c.attempt, c.provider, c.model, c.outcome, c.tokens_in as "tokensIn", c.tokens_out as "tokensOut",
  c.cost, c.ms, c.at, c.served, c.reading, c.left_out as "leftOut", c.rotation`;

const ofSession = 'from session s join match m on m.session = s.id join call c on c.match = m.id where s.code = $1';

/** The questions, asked by `ask`. */
export function callQuestions(
  ask: Query,
): Pick<LogQuestions, 'calls' | 'callSums' | 'callMeans' | 'servedModels' | 'tunings' | 'sessionsOfModel'> &
  Pick<LogReader, 'callFacts'> {
  const tunings = async (): Promise<readonly TuningRow[]> =>
    (
      await ask<TuningRecord>(
        'select data, run, adapter, provider, model, agent, standing, proven::int as proven, at from tuning order by id',
      )
    ).map(tuningIn);

  return {
    tunings,
    async servedModels(session) {
      const tuned = await tunings();
      const found = await ask<CallRecord<Omit<ServedModel, 'lineage'>> & { lastAt: number }>(
        `select c.provider, c.model, c.served, c.left_out as "leftOut", max(c.at) as "lastAt" ${ofSession}
           and c.outcome not in ('failed', 'timed out') and (c.served is not null or c.left_out is not null)
         group by c.provider, c.model, c.served, c.left_out
         order by c.provider collate "C", c.model collate "C", c.served collate "C" nulls first, c.left_out collate "C" nulls first`,
        session,
      );
      return found.map(({ lastAt, ...row }): ServedModel => {
        const lineage = lineageOf(tuned, row.provider, row.model, lastAt);
        return { ...callIn(row), ...(lineage === null ? {} : { lineage }) };
      });
    },
    sessionsOfModel: async (id, from, until) =>
      (
        await ask<{ code: string }>(
          `select s.code from session s where exists (
             select 1 from match m, json_array_elements(m.seats::json) seat
             where m.session = s.id and m.started_at >= $2 and m.started_at < $3
               and (seat ->> 'id' = $1 or starts_with(seat ->> 'id', $1 || '?') or starts_with(seat ->> 'id', $1 || '+')))
           order by s.id`,
          ...[id, from, until],
        )
      ).map(({ code }) => code),
    calls: async (match) =>
      (
        await ask<CallRecord<CallRow>>(
          `select m.code as match, ${facts.replace(' c.outcome,', ' c.request, c.response, c.outcome,')}
           from match m join call c on c.match = m.id where m.code = $1 order by c.id`,
          match,
        )
      ).map(callIn),
    callFacts: async (match) =>
      (
        await ask<CallRecord<CallFacts>>(
          `select ${facts} from match m join call c on c.match = m.id where m.code = $1 order by c.id`,
          match,
        )
      ).map(callIn),
    async callSums(session) {
      const [sums] = await ask<Omit<CallSums, 'outcomes' | 'cost'> & { unknown: number }>(
        `select count(case when c.request <> '' then 1 end) as calls, coalesce(sum(c.tokens_in), 0)::bigint as "tokensIn",
           coalesce(sum(c.tokens_out), 0)::bigint as "tokensOut",
           count(case when c.cost is null and (c.tokens_in is not null or c.outcome <> 'failed') and c.request <> '' then 1 end) as unknown
         ${ofSession}`,
        session,
      );
      const { unknown, ...counted } = sums!;
      const costs = await ask<{ cost: number }>(
        `select c.cost ${ofSession} and c.cost is not null order by m.id, c.id`,
        session,
      );
      const outcomes = await ask<{ outcome: CallRow['outcome']; count: number }>(outcomesOf, session);
      return {
        ...counted,
        cost: unknown > 0 ? null : exactSum(costs.map(({ cost }) => cost)),
        outcomes: { ...NO_OUTCOMES, ...Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count])) },
      };
    },
    async callMeans(provider, model, kind) {
      const [means] = await ask<CallMeans>(
        `select count(*) as answers, ${mean('nullif(ms, 0)')} as ms, ${mean('tokens_in')} as "tokensIn", ${mean('tokens_out')} as "tokensOut"
         from (select * from call order by id desc limit ${LAST_CALLS}) c
         where provider = $1 and model = $2 and outcome in ('answered', 'repaired')
           and (coalesce(reading, '') = 'probabilities') = ($3::text = 'probabilities')`,
        ...[provider, model, kind],
      );
      return means === undefined || means.answers === 0 ? null : means;
    },
  };
}

/** A mean of whole numbers, rounded once: PostgreSQL's own is a decimal number of some digits. */
const mean = (of: string): string => `(sum(${of})::double precision / nullif(count(${of}), 0))`;

/** A sum of fractions with what was lost at each step added at the end (Neumaier 1974), as SQLite sums them: to the same last bit. */
function exactSum(values: readonly number[]): number {
  let [sum, lost] = [0, 0];
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) > Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

// Of each question its last call counts, of one asked in several orders the last of each, and it is answered if all are;
// unless nothing came of it yet: a match that goes on asks it again.
const outcomesOf = `
  select outcome, count(*) as count from (
    select match, turn, seat, key,
      coalesce(max(case when outcome not in ('answered', 'repaired') then outcome end collate "C"), max(outcome collate "C")) as outcome
    from (
      select distinct on (c.match, c.turn, c.seat, c.key, c.rotation) c.outcome, c.match, c.turn, c.seat, c.key ${ofSession}
      order by c.match, c.turn, c.seat, c.key, c.rotation, c.id desc
    ) latest group by match, turn, seat, key
  ) q
  where q.outcome in ('answered', 'repaired') or exists (select 1 from ending e where e.match = q.match)
    or exists (select 1 from decision d where d.match = q.match and d.turn = q.turn and d.seat = q.seat and d.key = q.key)
  group by outcome`;
