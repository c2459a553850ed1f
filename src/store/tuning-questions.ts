/** What is asked of the rows of tuned models, and their SQL. */
import type { TuningRow } from '../core/log.ts';
import type { Connection } from './connect.ts';
import { tuningIn, type TuningRecord } from './records.ts';

/** Prepares the questions. A file from before there were such rows, opened for reading alone, has none. */
export function tuningQuestions(db: Connection) {
  const there = db.prepare("select 1 from sqlite_schema where name = 'tuning'").get() !== undefined;
  const rows = there
    ? db.prepare<[], TuningRecord>(
        'select data, run, adapter, provider, model, agent, standing, proven, at from tuning order by id',
      )
    : null;
  const sessions = db
    .prepare<[string, string, string, number, number], string>(
      `select distinct s.code from match m join session s on s.id = m.session
       where exists (select 1 from json_each(m.seats) where value ->> 'id' = ? or value ->> 'id' glob ? or value ->> 'id' glob ?)
         and m.started_at >= ? and m.started_at < ? order by s.id`,
    )
    .pluck();
  return {
    all: (): readonly TuningRow[] => (rows?.all() ?? []).map(tuningIn),
    sessionsOf: (id: string, from: number, until: number): readonly string[] =>
      sessions.all(id, `${literal(id)}[?]*`, `${literal(id)}+*`, from, until),
  };
}

/** An id as a pattern that means itself. */
const literal = (id: string): string => id.replace(/[*?[]/g, '[$&]');
