/** Questions about the calls to models. */
import type { CallMeans, CallRow, CallSums, LogQuestions } from '../core/log.ts';
import type { LogReader } from '../core/log-reader.ts';
import type { ServedModel } from '../core/served-model.ts';
import type { CallFacts } from '../core/stored-rows.ts';
import { lineageOf } from '../core/lineage.ts';
import { tuningQuestions } from './tuning-questions.ts';
import type { Connection } from './connect.ts';
import { callIn, type CallRecord } from './records.ts';
import type { Attempt } from './retry.ts';

/** How many of the last calls of a log tell what a model is like. */
export const LAST_CALLS = 500;

/** None of any outcome. */
export const NO_OUTCOMES: CallSums['outcomes'] = {
  answered: 0,
  repaired: 0,
  refused: 0,
  invalid: 0,
  'timed out': 0,
  failed: 0,
};

const facts = `c.turn, c.seat, c.key, c.attempt, c.provider, c.model, c.outcome, c.tokens_in as tokensIn, c.tokens_out as tokensOut,
  c.cost, c.ms, c.at, c.served, c.reading, c.left_out as leftOut, c.rotation`;

/** Prepares the questions about calls that are asked of a file. */
export function callQuestions(
  db: Connection,
  attempt: Attempt,
): Pick<LogQuestions, 'calls' | 'callSums' | 'callMeans' | 'servedModels' | 'tunings' | 'sessionsOfModel'> &
  Pick<LogReader, 'callFacts'> {
  const factsOf = db.prepare<[string], CallRecord<CallFacts>>(
    `select ${facts} from match m join call c on c.match = m.id where m.code = ? order by c.id`,
  );
  const callsOf = db.prepare<[string], CallRecord<CallRow>>(
    `select m.code as match, ${facts.replace(' c.outcome,', ' c.request, c.response, c.outcome,')}
     from match m join call c on c.match = m.id where m.code = ? order by c.id`,
  );
  const sumsOf = db.prepare<[string], Omit<CallSums, 'outcomes'> & { unknown: number }>(
    `select count(case when c.request <> '' then 1 end) as calls, coalesce(sum(c.tokens_in), 0) as tokensIn, coalesce(sum(c.tokens_out), 0) as tokensOut,
       coalesce(sum(c.cost), 0.0) as cost, count(case when c.cost is null and (c.tokens_in is not null or c.outcome <> 'failed') and c.request <> '' then 1 end) as unknown
     from session s join match m on m.session = s.id join call c on c.match = m.id where s.code = ?`,
  );
  // Of each question its last call counts, of one asked in several orders the last of each, and it is answered if all are;
  // unless nothing came of it yet: a match that goes on asks it again.
  const outcomesOf = db.prepare<[string], { outcome: CallRow['outcome']; count: number }>(
    `select outcome, count(*) as count from (
       select match, turn, seat, key,
         coalesce(max(case when outcome not in ('answered', 'repaired') then outcome end), max(outcome)) as outcome
       from (
         select c.outcome, max(c.id), c.match, c.turn, c.seat, c.key
         from session s join match m on m.session = s.id join call c on c.match = m.id
         where s.code = ? group by c.match, c.turn, c.seat, c.key, c.rotation
       ) group by match, turn, seat, key
     ) q
     where q.outcome in ('answered', 'repaired') or exists (select 1 from ending e where e.match = q.match)
       or exists (select 1 from decision d where d.match = q.match and d.turn = q.turn and d.seat = q.seat and d.key = q.key)
     group by outcome`,
  );
  const meansOf = db.prepare<[number, string, string, number], CallMeans>(
    `select count(*) as answers, avg(nullif(ms, 0)) as ms, avg(tokens_in) as tokensIn, avg(tokens_out) as tokensOut
     from (select * from call order by id desc limit ?) where provider = ? and model = ? and outcome in ('answered', 'repaired')
       and (coalesce(reading, '') = 'probabilities') = ?`,
  );
  const tuned = tuningQuestions(db);
  const servedOf = db.prepare<[string], Omit<ServedModel, 'leftOut'> & { leftOut: string | null; lastAt: number }>(
    `select c.provider, c.model, c.served, c.left_out as leftOut, max(c.at) as lastAt
     from session s join match m on m.session = s.id join call c on c.match = m.id
     where s.code = ? and c.outcome not in ('failed', 'timed out') and (c.served is not null or c.left_out is not null)
     group by c.provider, c.model, c.served, c.left_out`,
  );
  return {
    servedModels: (session) =>
      attempt(() => {
        const tunings = tuned.all();
        return servedOf.all(session).map(({ lastAt, ...row }): ServedModel => {
          const lineage = lineageOf(tunings, row.provider, row.model, lastAt);
          return { ...callIn(row), ...(lineage === null ? {} : { lineage }) };
        });
      }),
    tunings: () => attempt(() => tuned.all()),
    sessionsOfModel: (id, from, until) => attempt(() => tuned.sessionsOf(id, from, until)),
    calls: (match) => attempt(() => callsOf.all(match).map(callIn)),
    callFacts: (match) => attempt(() => factsOf.all(match).map(callIn)),
    callSums: (session) =>
      attempt(() => {
        const { unknown, cost, ...sums } = sumsOf.get(session)!;
        const found = outcomesOf.all(session).map(({ outcome, count }) => [outcome, count]);
        return { ...sums, cost: unknown > 0 ? null : cost, outcomes: { ...NO_OUTCOMES, ...Object.fromEntries(found) } };
      }),
    callMeans: (provider, model, kind) =>
      attempt(() => {
        const means = meansOf.get(LAST_CALLS, provider, model, kind === 'probabilities' ? 1 : 0);
        return means === undefined || means.answers === 0 ? null : means;
      }),
  };
}
