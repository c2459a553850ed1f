/** The questions that any log answers, and their SQL for PostgreSQL; those of files are in ../queries.ts, one by one. */
import type { LogReader } from '../../core/log-reader.ts';
import { eventRow } from '../../core/events.ts';
import type { LogQuestions, MatchFilter, MatchSummary, ParticipantRow, PayoffRow } from '../../core/log.ts';
import { readJson } from '../parse-cache.ts';
import {
  decisionIn,
  type DecisionRecord,
  eventIn,
  type EventRecord,
  matchReader,
  type MatchRecord,
  type SessionRecord,
  tallyIn,
  type TallyRecord,
} from '../records.ts';
import type { Query, Value } from './connection.ts';
import { callQuestions } from './call-questions.ts';

/** The body of the latest event `named` of a session: {"name": …}. */
export const namedIn = (session: string): string =>
  `(select e.body from event e where e.session = ${session} and e.kind = 'named' order by e.id desc limit 1)`;

/** A record with that body as `name`, and the name that stands in it. */
export function withName<Row extends { readonly name: string | null }>(record: Row): Row {
  if (record.name === null) return record;
  const read = readJson(record.name);
  const name =
    typeof read === 'object' && read !== null && 'name' in read && typeof read.name === 'string' ? read.name : null;
  return { ...record, name };
}

/** Participants as they were handed in. */
export const PARTICIPANT = `select p.code, s.code as session, p.label, p.treatment, p.joined_at as "joinedAt"
  from participant p join session s on s.id = p.session`;

const seatsOf = (match: string): string => `json_array_elements(${match}.seats::json)`;

/** Answers of a match are told apart by who gave them: where people play what a program answers is nobody's choice. */
const choicesOf = `(select count(*) from match m join decision d on d.match = m.id where m.session = s.id
      and (s.kind = 'run'
        or (d.source <> 'substituted' and (m.seats::json -> d.seat::int ->> 'kind') in ('human', 'model'))))`;

const sessionSummary = `
  select s.code, s.kind, s.seed, s.version, s.started_at as "startedAt", ${namedIn('s.id')} as name,
    (select count(*) from match m where m.session = s.id) as matches,
    ${choicesOf} as decisions,
    (select count(*) from participant p where p.session = s.id) as people,
    greatest(s.started_at,
      (select d.answered_at from decision d where d.id = (select max(l.id) from match m join decision l on l.match = m.id where m.session = s.id)),
      (select max(e.at) from event e where e.session = s.id),
      (select m.started_at from match m where m.session = s.id order by m.id desc limit 1)
    ) as "lastAt"
  from session s`;

const matchSummary = `
  select m.id, m.code, s.code as session, m.game, m.version, m.config, m.seed, m.language, m.wording, m.seats,
    m.disclosed::int as disclosed, m.started_at as "startedAt", m.rotation, m.phrasing, e.how as ending,
    (select count(*) from decision d where d.match = m.id) as decisions,
    greatest(m.started_at, e.at, (select max(d.answered_at) from decision d where d.match = m.id)) as "lastAt"
  from match m join session s on s.id = m.session left join ending e on e.match = m.id`;

/** An answer as it was handed in: a number where it was one. */
type Answered<Row> = Omit<Row, 'answer'> & { readonly answer: string; readonly number: number | null };
const answered = <Row>({ number, ...rest }: Answered<Row>) => ({ ...rest, answer: number ?? rest.answer });

/** All questions, asked by `ask`. */
export function logQuestions(
  ask: Query,
): Omit<LogQuestions, 'file'> & Pick<LogReader, 'count' | 'callFacts' | 'storedEvents'> {
  const read = matchReader();

  /** With what each seat earned, asked for all of them at once. */
  const summaries = async (records: readonly MatchRecord[]): Promise<readonly MatchSummary[]> => {
    if (records.length === 0) return [];
    const ids = numbers(records.map(({ id }) => id));
    const earned = new Map<string, PayoffRow[]>();
    for (const row of await ask<PayoffRow>(
      `select m.code as match, p.seat, p.points from payoff p join match m on m.id = p.match
       where p.match = any($1::bigint[]) order by p.match, p.seat`,
      ids,
    ))
      earned.set(row.match, [...(earned.get(row.match) ?? []), row]);
    return records.map((record) => read(record, earned.get(record.code) ?? []));
  };

  const storedEvents: LogReader['storedEvents'] = async (session) =>
    (
      await ask<EventRecord>(
        `select s.code as session, m.code as match, p.code as participant, e.kind, e.body, e.at
         from session s join event e on e.session = s.id left join match m on m.id = e.match left join participant p on p.id = e.participant
         where s.code = $1 order by e.id`,
        session,
      )
    ).map(eventIn);

  return {
    sessions: async () => (await ask<SessionRecord>(`${sessionSummary} order by s.id`)).map(withName),
    async session(code) {
      const [record] = await ask<SessionRecord>(`${sessionSummary} where s.code = $1`, code);
      return record === undefined ? null : withName(record);
    },
    participants: (session) => ask<ParticipantRow>(`${PARTICIPANT} where s.code = $1 order by p.id`, session),
    async matches(filter) {
      const { where, values, limit } = conditions(filter);
      return summaries(await ask<MatchRecord>(`${matchSummary} ${where} order by m.id ${limit}`, ...values));
    },
    async count(filter) {
      const { where, values } = conditions(filter);
      const [counted] = await ask<{ count: number }>(
        `select count(*) from match m join session s on s.id = m.session ${where}`,
        ...values,
      );
      return counted?.count ?? 0;
    },
    match: async (code) =>
      (await summaries(await ask<MatchRecord>(`${matchSummary} where m.code = $1`, code)))[0] ?? null,
    decisions: async (code) =>
      (
        await ask<Answered<DecisionRecord>>(
          `select m.code as match, d.turn, d.seat, d.key, d.position, d.revision, d.role, d.round, d.practice::int as practice,
             d.answer, d.answer_number as number, d.shown_at as "shownAt", d.answered_at as "answeredAt", d.ms, d.marks, d.options,
             d.because, d.notes, d.source, d.distribution
           from match m join decision d on d.match = m.id where m.code = $1 order by d.id`,
          code,
        )
      ).map((record) => decisionIn(answered<DecisionRecord>(record))),
    ...callQuestions(ask),
    payoffs: (code) =>
      ask<PayoffRow>(
        'select m.code as match, p.seat, p.points from match m join payoff p on p.match = m.id where m.code = $1 order by p.seat',
        code,
      ),
    storedEvents,
    tallies: async (session) =>
      (
        await ask<Answered<TallyRecord>>(
          `select s.code as session, t.game, t.config, t.key, t.answer, t.answer_number as number, t.count
           from session s join tally t on t.session = s.id where s.code = $1 order by t.id`,
          session,
        )
      ).map((record) => tallyIn(answered<TallyRecord>(record))),
    events: async (session) => (await storedEvents(session)).map(eventRow),
  };
}

/** Numbers of rows as PostgreSQL reads a list of them. */
export const numbers = (ids: readonly number[]): string => `{${ids.join(',')}}`;

/** Which matches, as SQL, and the values of its places. */
function conditions({ session, game, unfinished, participant, after, limit }: MatchFilter) {
  const clauses: string[] = [];
  const values: Value[] = [];
  const value = (given: Value): string => `$${values.push(given)}`;
  if (session !== undefined) clauses.push(`s.code = ${value(session)}`);
  if (game !== undefined) clauses.push(`m.game = ${value(game)}`);
  if (unfinished) clauses.push('e.match is null');
  if (after !== undefined) clauses.push(`m.id > (select id from match where code = ${value(after)})`);
  if (participant !== undefined) {
    const code = value(participant);
    clauses.push(
      `m.session = (select session from participant where code = ${code})
       and exists (select 1 from ${seatsOf('m')} seat where seat ->> 'participant' = ${code})`,
    );
  }
  const where = clauses.length === 0 ? '' : `where ${clauses.join(' and ')}`;
  return { where, values, limit: limit === undefined ? '' : `limit ${value(limit)}` };
}
