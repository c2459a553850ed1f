/** What is found, or made where it is missing, within one immediate transaction: processes that ask at once agree. */
import type { EventRow, LogRow, ParticipantRow, SessionRow } from '../core/log.ts';
import type { Connection } from './connect.ts';
import { nameOf } from './queries.ts';

/** Finding or storing, as one step. */
export type FindOrRecord = {
  /** The code of the lab session that goes by this name; where there is none, `fresh` is stored under it. */
  session(name: string, fresh: SessionRow): string;
  /** The participant of this session with this label; where there is none, `fresh` is stored. */
  participant(fresh: ParticipantRow & { readonly label: string }): ParticipantRow;
};

/** Prepares both; `write` commits rows, inside a transaction as part of it. */
export function findOrRecord(db: Connection, write: (rows: readonly LogRow[]) => void): FindOrRecord {
  const named = db
    .prepare<[string], string>(
      `select s.code from session s where s.kind = 'lab' and ${nameOf('s.id')} = ? order by s.id desc limit 1`,
    )
    .pluck();
  const labelled = db.prepare<[string, string], ParticipantRow>(
    `select p.code, s.code as session, p.label, p.treatment, p.joined_at as joinedAt
     from participant p join session s on s.id = p.session where s.code = ? and p.label = ? order by p.id limit 1`,
  );
  const session = db.transaction((name: string, fresh: SessionRow): string => {
    const found = named.get(name);
    if (found !== undefined) return found;
    const event: EventRow = {
      session: fresh.code,
      match: null,
      participant: null,
      kind: 'named',
      body: { name },
      at: fresh.startedAt,
    };
    write([
      { table: 'session', row: fresh },
      { table: 'event', row: event },
    ]);
    return fresh.code;
  });
  const participant = db.transaction((fresh: ParticipantRow & { readonly label: string }): ParticipantRow => {
    const found = labelled.get(fresh.session, fresh.label);
    if (found !== undefined) return found;
    write([{ table: 'participant', row: fresh }]);
    return fresh;
  });
  return {
    session: (name, fresh) => session.immediate(name, fresh),
    participant: (fresh) => participant.immediate(fresh),
  };
}
