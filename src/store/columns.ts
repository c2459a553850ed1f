/**
 * The columns of the long table. Conventions of oTree's exports: empty for missing, 1 and 0 for yes and no, line breaks
 * turned to spaces. Times are UTC (ISO 8601, to the millisecond); `turn` and `position` count from 0, rounds from 1.
 */
import type { SeatRow } from '../log.ts';
import type { Connection } from './connect.ts';
import { parsedOnce } from './json.ts';
import { nameOf } from './queries.ts';

export type DecisionRecord = {
  session: string;
  name: string | null;
  sessionKind: string;
  sessionSeed: number;
  appVersion: string;
  match: string;
  game: string;
  gameVersion: number;
  config: string;
  seed: number;
  language: string;
  wording: string;
  seats: string;
  disclosed: number;
  startedAt: number;
  status: string | null;
  turn: number;
  seat: number;
  key: string;
  position: number;
  revision: number;
  replaced: number;
  role: string;
  round: number;
  practice: number;
  answer: string | number;
  shownAt: number | null;
  answeredAt: number;
  ms: number | null;
  marks: string | null;
  options: string | null;
  because: string | null;
  notes: string | null;
  source: string;
  payoff: number | null;
};

/** Named sessions and headless runs; with 1 as its only parameter rehearsals too. Ordered by match, then as answered. */
export const decisionQuery = `
  with named as materialized (
    select s.id, s.code, s.kind, s.seed, s.version, ${nameOf('s.id')} as name from session s
  )
  select s.code as session, s.name, s.kind as sessionKind, s.seed as sessionSeed, s.version as appVersion,
    m.code as match, m.game, m.version as gameVersion, m.config, m.seed, m.language, m.wording, m.seats, m.disclosed, m.started_at as startedAt,
    e.how as status,
    d.turn, d.seat, d.key, d.position, d.revision,
    exists (select 1 from decision l where l.match = d.match and l.turn = d.turn and l.seat = d.seat and l.key = d.key and l.revision > d.revision) as replaced,
    d.role, d.round, d.practice, d.answer, d.shown_at as shownAt, d.answered_at as answeredAt, d.ms, d.marks, d.options, d.because, d.notes, d.source,
    p.points as payoff
  from match m
    cross join decision d on d.match = m.id
    join named s on s.id = m.session
    left join ending e on e.match = m.id
    left join payoff p on p.match = m.id and p.seat = d.seat
  where ? = 1 or s.kind = 'run' or s.name is not null
  order by m.id, d.id`;

type Person = { readonly label: string | null; readonly treatment: string | null; readonly joinedAt: number };

/** Everybody who took part, by code. */
export function people(db: Connection): ReadonlyMap<string, Person> {
  const rows = db.prepare<[], Person & { code: string }>('select code, label, treatment, joined_at as joinedAt from participant').all();
  return new Map(rows.map((row) => [row.code, row]));
}

type Line = {
  readonly d: DecisionRecord;
  readonly me: SeatRow | undefined;
  readonly others: readonly SeatRow[];
  readonly person: Person | undefined;
};

const iso = (ms: number | null | undefined): string | null => (ms === null || ms === undefined ? null : new Date(ms).toISOString());
const listed = (names: readonly string[]): string => names.join('; ');

/** Name and value of each column, in order. */
export const columns: readonly (readonly [name: string, value: (line: Line) => string | number | null | undefined])[] = [
  ['session.code', ({ d }) => d.session],
  ['session.label', ({ d }) => d.name],
  // Whether it was a rehearsal.
  ['session.is_demo', ({ d }) => (d.sessionKind === 'lab' && d.name === null ? 1 : 0)],
  ['session.kind', ({ d }) => d.sessionKind],
  ['session.seed', ({ d }) => d.sessionSeed],
  ['session.version', ({ d }) => d.appVersion],
  ['participant.code', ({ me }) => me?.participant],
  ['participant.label', ({ person }) => person?.label],
  ['participant._is_bot', ({ me }) => (me?.kind === 'human' ? 0 : 1)],
  ['participant.treatment', ({ person }) => person?.treatment],
  ['participant.time_started', ({ person }) => iso(person?.joinedAt)],
  ['game', ({ d }) => d.game],
  ['game.version', ({ d }) => d.gameVersion],
  ['match.code', ({ d }) => d.match],
  // Empty while it may still be resumed.
  ['match.status', ({ d }) => d.status],
  ['match.seed', ({ d }) => d.seed],
  ['match.disclosed', ({ d }) => d.disclosed],
  ['match.language', ({ d }) => d.language],
  ['match.wording', ({ d }) => d.wording],
  ['match.time_started', ({ d }) => iso(d.startedAt)],
  ['player.id_in_group', ({ d }) => d.seat + 1],
  ['player.role', ({ d }) => d.role],
  ['player.payoff', ({ d }) => d.payoff],
  ['agent.kind', ({ me }) => me?.kind],
  ['agent.label', ({ me }) => me?.label],
  ['agent.id', ({ me }) => me?.id],
  ['opponent.kind', ({ others }) => listed(others.map((o) => o.kind))],
  ['opponent.label', ({ others }) => listed(others.map((o) => o.label))],
  ['opponent.id', ({ others }) => listed(others.map((o) => o.id))],
  // What this player was told.
  ['opponent.shown', ({ others }) => listed(others.map((o) => o.shown))],
  ['opponent.participant', ({ others }) => listed(others.flatMap((o) => o.participant ?? []))],
  ['subsession.round_number', ({ d }) => d.round],
  ['practice', ({ d }) => d.practice],
  ['turn', ({ d }) => d.turn],
  ['key', ({ d }) => d.key],
  ['position', ({ d }) => d.position],
  ['revision', ({ d }) => d.revision],
  ['replaced', ({ d }) => d.replaced],
  ['answer', ({ d }) => d.answer],
  ['source', ({ d }) => d.source],
  ['time_shown', ({ d }) => iso(d.shownAt)],
  ['time_answered', ({ d }) => iso(d.answeredAt)],
  ['ms', ({ d }) => d.ms],
  ['marks', ({ d }) => d.marks],
  ['options', ({ d }) => d.options],
  ['because', ({ d }) => d.because],
  ['notes', ({ d }) => d.notes],
  ['config', ({ d }) => d.config],
];

const seatsOf = parsedOnce();

/** The cells of one decision, in the order of the columns. */
export function rowOf(d: DecisionRecord, labels: ReadonlyMap<string, Person>): unknown[] {
  const seats = seatsOf(d.seats) as readonly SeatRow[];
  const me = seats[d.seat];
  const others = seats.filter((_, seat) => seat !== d.seat);
  const person = typeof me?.participant === 'string' ? labels.get(me.participant) : undefined;
  const line: Line = { d, me, others, person };
  return columns.map(([, value]) => {
    const cell = value(line);
    return typeof cell === 'string' ? cell.replace(/[\r\n\u2028\u2029]+/g, ' ') : cell;
  });
}
