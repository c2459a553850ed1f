/** The questions that any log answers, and their SQL: tables back into rows, as they were handed in. */
import type { LogReader } from '../core/log-reader.ts';
import type { StoredEvent } from '../core/events.ts';
import type { LogQuestions, MatchFilter, ParticipantRow, PayoffRow } from '../core/log.ts';
import type { Connection } from './connect.ts';
import { callQuestions } from './call-questions.ts';
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
} from './records.ts';
import type { Attempt } from './retry.ts';

/** The name that a session was given last: the body of its latest event `named` is {"name": …}. */
export const nameOf = (session: string): string =>
  `(select e.body ->> 'name' from event e where e.session = ${session} and e.kind = 'named' order by e.id desc limit 1)`;

/**
 * How many choices a session holds: where people play those of people and models, since what a program answers there is nobody's
 * choice, in whoever's place; of a run, where programs are who plays, all of them.
 */
const choicesOf = (session: string): string =>
  `(select count(*) from match m join decision d on d.match = m.id where m.session = ${session}.id
      and (${session}.kind = 'run'
        or (d.source <> 'substituted' and m.seats ->> ('$[' || d.seat || '].kind') in ('human', 'model'))))`;

const sessionSummary = `
  select s.code, s.kind, s.seed, s.version, s.started_at as startedAt, ${nameOf('s.id')} as name,
    (select count(*) from match m where m.session = s.id) as matches,
    ${choicesOf('s')} as decisions,
    (select count(*) from participant p where p.session = s.id) as people,
    max(s.started_at,
      coalesce((select max(d.answered_at) from decision d where d.id = (select max(l.id) from match m join decision l on l.match = m.id where m.session = s.id)), 0),
      coalesce((select max(e.at) from event e where e.session = s.id), 0),
      coalesce((select m.started_at from match m where m.session = s.id order by m.id desc limit 1), 0)
    ) as lastAt
  from session s`;

const matchSummary = `
  select m.id, m.code, s.code as session, m.game, m.version, m.config, m.seed, m.language, m.wording, m.seats, m.disclosed,
    m.started_at as startedAt, m.rotation, m.phrasing, e.how as ending,
    (select count(*) from decision d where d.match = m.id) as decisions,
    max(m.started_at, coalesce(e.at, 0), coalesce((select max(d.answered_at) from decision d where d.match = m.id), 0)) as lastAt
  from match m join session s on s.id = m.session left join ending e on e.match = m.id`;

/** Prepares the questions that are asked of a file; each is answered in one go. */
export function logQuestions(
  db: Connection,
  attempt: Attempt,
): Omit<LogQuestions, 'file'> & Pick<LogReader, 'count' | 'callFacts' | 'storedEvents'> {
  const read = matchReader();
  const payoffsOf = db.prepare<[number], PayoffRow>(
    'select m.code as match, p.seat, p.points from payoff p join match m on m.id = p.match where p.match = ? order by p.seat',
  );
  const allSessions = db.prepare<[], SessionRecord>(`${sessionSummary} order by s.id`);
  const oneSession = db.prepare<[string], SessionRecord>(`${sessionSummary} where s.code = ?`);
  const oneMatch = db.prepare<[string], MatchRecord>(`${matchSummary} where m.code = ?`);
  const participantsOf = db.prepare<[string], ParticipantRow>(
    `select p.code, s.code as session, p.label, p.treatment, p.joined_at as joinedAt
     from participant p join session s on s.id = p.session where s.code = ? order by p.id`,
  );
  const decisionsOf = db.prepare<[string], DecisionRecord>(
    `select m.code as match, d.turn, d.seat, d.key, d.position, d.revision, d.role, d.round, d.practice, d.answer, d.shown_at as shownAt,
       d.answered_at as answeredAt, d.ms, d.marks, d.options, d.because, d.notes, d.source, d.distribution
     from match m join decision d on d.match = m.id where m.code = ? order by d.id`,
  );
  const payoffsOfCode = db.prepare<[string], PayoffRow>(
    'select m.code as match, p.seat, p.points from match m join payoff p on p.match = m.id where m.code = ? order by p.seat',
  );
  const talliesOf = db.prepare<[string], TallyRecord>(
    `select s.code as session, t.game, t.config, t.key, t.answer, t.count
     from session s join tally t on t.session = s.id where s.code = ? order by t.id`,
  );
  const eventsOf = db.prepare<[string], EventRecord>(
    `select s.code as session, m.code as match, p.code as participant, e.kind, e.body, e.at
     from session s join event e on e.session = s.id left join match m on m.id = e.match left join participant p on p.id = e.participant
     where s.code = ? order by e.id`,
  );

  const match = (record: MatchRecord) => read(record, payoffsOf.all(record.id));

  const storedEvents = (session: string): Promise<readonly StoredEvent[]> =>
    attempt(() => eventsOf.all(session).map(eventIn));

  return {
    sessions: () => attempt(() => allSessions.all()),
    session: (code) => attempt(() => oneSession.get(code) ?? null),
    participants: (session) => attempt(() => participantsOf.all(session)),
    matches: (filter) =>
      attempt(() => {
        const { where, values, limit } = conditions(filter);
        return db
          .prepare<unknown[], MatchRecord>(`${matchSummary} ${where} order by m.id ${limit}`)
          .all(...values)
          .map(match);
      }),
    count: (filter) =>
      attempt(() => {
        const { where, values } = conditions(filter);
        const counted = db.prepare<unknown[], number>(
          `select count(*) from match m join session s on s.id = m.session ${where}`,
        );
        return counted.pluck().get(...values) ?? 0;
      }),
    match: (code) =>
      attempt(() => {
        const record = oneMatch.get(code);
        return record === undefined ? null : match(record);
      }),
    decisions: (code) => attempt(() => decisionsOf.all(code).map(decisionIn)),
    ...callQuestions(db, attempt),
    payoffs: (code) => attempt(() => payoffsOfCode.all(code)),
    storedEvents,
    tallies: (session) => attempt(() => talliesOf.all(session).map(tallyIn)),
    events: async (session) => {
      const stored = await storedEvents(session);
      // Their schemas are loaded for the first that is read: a new session has none.
      return stored.length === 0 ? [] : stored.map((await import('../core/events.ts')).eventRow);
    },
  };
}

/** Which matches, as SQL, and the values of its question marks. */
function conditions({ session, game, unfinished, participant, after, limit }: MatchFilter) {
  const clauses: string[] = [];
  const values: (string | number)[] = [];
  const only = (clause: string, ...given: readonly string[]): void => {
    clauses.push(clause);
    values.push(...given);
  };
  if (session !== undefined) only('s.code = ?', session);
  if (game !== undefined) only('m.game = ?', game);
  if (unfinished) only('e.match is null');
  if (after !== undefined) only('m.id > (select id from match where code = ?)', after);
  if (participant !== undefined)
    only(
      "m.session = (select session from participant where code = ?) and exists (select 1 from json_each(m.seats) where value ->> 'participant' = ?)",
      participant,
      participant,
    );
  if (limit !== undefined) values.push(limit);
  const where = clauses.length === 0 ? '' : `where ${clauses.join(' and ')}`;
  return { where, values, limit: limit === undefined ? '' : 'limit ?' };
}
