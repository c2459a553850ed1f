/**
 * Storing the same rows twice changes nothing: whoever is not sure that a commit arrived may send it again. Rows are
 * committed together, so a batch is there already if every row of it that has a key is there with the same content.
 */
import type { LogRow } from '../core/log.ts';
import type { Connection } from './connect.ts';

/** Whether every one of these rows that has a key (all but calls, shows of hands and events) is stored with the same content. */
export function alreadyStored(db: Connection, rows: readonly LogRow[]): boolean {
  const found = (sql: string, ...values: unknown[]): boolean => db.prepare(sql).get(...values) !== undefined;
  const inMatch = 'match = (select id from match where code = ?)';
  return rows.every(({ table, row }) => {
    switch (table) {
      case 'session':
        return found(
          'select 1 from session where code = ? and seed = ? and started_at = ?',
          row.code,
          row.seed,
          row.startedAt,
        );
      case 'participant':
        return found(
          'select 1 from participant where code = ? and joined_at = ? and label is ? and treatment is ?',
          row.code,
          row.joinedAt,
          row.label,
          row.treatment,
        );
      case 'match':
        return found(
          'select 1 from match where code = ? and seed = ? and config = ? and seats = ? and started_at = ?',
          row.code,
          row.seed,
          JSON.stringify(row.config),
          JSON.stringify(row.seats),
          row.startedAt,
        );
      case 'decision':
        return found(
          `select 1 from decision where ${inMatch} and turn = ? and seat = ? and key = ? and revision = ? and answer is ? and answered_at = ?`,
          row.match,
          row.turn,
          row.seat,
          row.key,
          row.revision,
          row.answer,
          row.answeredAt,
        );
      case 'ending':
        return found(`select 1 from ending where ${inMatch} and how = ? and at = ?`, row.match, row.how, row.at);
      case 'payoff':
        return found(
          `select 1 from payoff where ${inMatch} and seat = ? and points = ?`,
          row.match,
          row.seat,
          row.points,
        );
      case 'tuning':
        return found(
          'select 1 from tuning where provider = ? and model = ? and standing = ? and at = ?',
          row.provider,
          row.model,
          row.standing,
          row.at,
        );
      case 'tally':
      case 'call':
      case 'event':
        return true;
    }
  });
}
