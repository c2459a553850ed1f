/** Rows into tables: every call is one immediate transaction, all rows or none. */
import type { CallRow, DecisionRow, EndingRow, EventRow, MatchRow, ParticipantRow, PayoffRow, Row, SessionRow } from '../log.ts';
import { Refusal } from '../refusal.ts';
import type { Connection } from './connect.ts';
import { jsonOnce } from './json.ts';
import { keyRing } from './keys.ts';
import { alreadyStored } from './repeated.ts';
import { isDuplicate } from './trouble.ts';

const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');
const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));
const bit = (value: boolean): number => (value ? 1 : 0);

/** Prepares all statements once; the function returned commits rows. */
export function recorder(db: Connection, file: string): (rows: readonly Row[]) => void {
  const insert = (table: string, columns: string) =>
    db.prepare<unknown[]>(`insert into ${table} (${columns}) values (${marks(columns.split(',').length)})`);
  const keys = keyRing(db);
  const jsonOf = jsonOnce();

  const session = insert('session', 'code, kind, seed, version, started_at');
  const participant = insert('participant', 'code, session, label, treatment, joined_at');
  const match = insert('match', 'code, session, game, version, config, seed, language, wording, seats, disclosed, started_at');
  const decision = insert(
    'decision',
    'match, turn, seat, key, position, revision, role, round, practice, answer, shown_at, answered_at, ms, marks, options, because, notes, source',
  );
  const call = insert(
    'call',
    'match, turn, seat, key, attempt, provider, model, request, response, outcome, tokens_in, tokens_out, cost, ms, at',
  );
  const ending = insert('ending', 'match, how, at');
  const payoff = insert('payoff', 'match, seat, points');
  const event = insert('event', 'session, match, participant, kind, body, at');

  const addSession = (r: SessionRow) =>
    keys.session.add(r.code, session.run(r.code, r.kind, r.seed, r.version, r.startedAt).lastInsertRowid);
  const addParticipant = (r: ParticipantRow) =>
    keys.participant.add(r.code, participant.run(r.code, keys.session.of(r.session), r.label, r.treatment, r.joinedAt).lastInsertRowid);
  const addMatch = (r: MatchRow) => {
    const config = jsonOf(r.config);
    const { lastInsertRowid } = match.run(
      r.code,
      keys.session.of(r.session),
      r.game,
      r.version,
      config,
      r.seed,
      r.language,
      r.wording,
      jsonOf(r.seats),
      bit(r.disclosed),
      r.startedAt,
    );
    keys.match.add(r.code, lastInsertRowid);
  };
  const addDecision = (r: DecisionRow) =>
    decision.run(
      keys.match.of(r.match),
      r.turn,
      r.seat,
      r.key,
      r.position,
      r.revision,
      r.role,
      r.round,
      bit(r.practice),
      r.answer,
      r.shownAt,
      r.answeredAt,
      r.ms,
      json(r.marks),
      json(r.options),
      r.because,
      json(r.notes),
      r.source,
    );
  const addCall = (r: CallRow) =>
    call.run(
      keys.match.of(r.match),
      r.turn,
      r.seat,
      r.key,
      r.attempt,
      r.provider,
      r.model,
      r.request,
      r.response,
      r.outcome,
      r.tokensIn,
      r.tokensOut,
      r.cost,
      r.ms,
      r.at,
    );
  const addEnding = (r: EndingRow) => ending.run(keys.match.of(r.match), r.how, r.at);
  const addPayoff = (r: PayoffRow) => payoff.run(keys.match.of(r.match), r.seat, r.points);
  const addEvent = (r: EventRow) =>
    event.run(
      keys.session.of(r.session),
      r.match === null ? null : keys.match.of(r.match),
      r.participant === null ? null : keys.participant.of(r.participant),
      r.kind,
      json(r.body),
      r.at,
    );

  const add = (row: Row): unknown => {
    switch (row.table) {
      case 'decision':
        return addDecision(row.row);
      case 'payoff':
        return addPayoff(row.row);
      case 'match':
        return addMatch(row.row);
      case 'ending':
        return addEnding(row.row);
      case 'event':
        return addEvent(row.row);
      case 'call':
        return addCall(row.row);
      case 'participant':
        return addParticipant(row.row);
      case 'session':
        return addSession(row.row);
    }
  };
  const all = db.transaction((rows: readonly Row[]) => {
    for (const row of rows) add(row);
  });

  return (rows) => {
    try {
      all.immediate(rows);
    } catch (error) {
      keys.forget();
      if (!isDuplicate(error)) throw error;
      if (alreadyStored(db, rows)) return;
      const match = rows.map(matchOf).find((code) => code !== null);
      throw match === undefined || match === null ? error : playedElsewhere(match, file);
    }
  };
}

/** Somebody else has answered this question, or ended this match. */
const playedElsewhere = (match: string, file: string): Refusal =>
  new Refusal(
    `The match ${match} is being played elsewhere: another window or program that uses ${file} has stored this step already; go on there, or begin a new match here (nothing was overwritten).`,
  );

const matchOf = ({ row }: Row): string | null => ('match' in row ? row.match : null);
