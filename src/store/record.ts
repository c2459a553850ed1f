/** Rows into tables: every call is one immediate transaction, all rows or none. */
import { storedAs } from '../core/stored-as.ts';
import type { LogRow } from '../core/log.ts';
import type { Connection } from './connect.ts';
import { jsonOnce, jsonOrNull } from './parse-cache.ts';
import { keyRing } from './row-ids.ts';
import { alreadyStored } from './already-stored.ts';
import { isDuplicate } from './database-errors.ts';
import { playedElsewhere } from './played-elsewhere.ts';

/** The columns of each table in the order in which `translator` gives their cells; tables whose rows others need come first. */
const columns = {
  session: 'id, code, kind, seed, version, started_at',
  participant: 'id, code, session, label, treatment, joined_at',
  match:
    'id, code, session, game, version, config, seed, language, wording, seats, disclosed, started_at, rotation, phrasing',
  decision:
    'match, turn, seat, key, position, revision, role, round, practice, answer, shown_at, answered_at, ms, marks, options, because, notes, source, distribution',
  call: 'match, turn, seat, key, attempt, provider, model, request, response, outcome, tokens_in, tokens_out, cost, ms, at, served, reading, left_out, rotation',
  ending: 'match, how, at',
  payoff: 'match, seat, points',
  tally: 'session, game, config, key, answer, count',
  event: 'session, match, participant, kind, body, at',
  tuning: 'data, run, adapter, provider, model, agent, standing, proven, at',
} as const satisfies Record<LogRow['table'], string>;

/** Prepares all statements once; the function returned commits rows. */
export function recorder(db: Connection, file: string): (rows: readonly LogRow[]) => void {
  const into = {
    session: inserter(db, 'session', columns.session),
    participant: inserter(db, 'participant', columns.participant),
    match: inserter(db, 'match', columns.match),
    decision: inserter(db, 'decision', columns.decision),
    call: inserter(db, 'call', columns.call),
    ending: inserter(db, 'ending', columns.ending),
    payoff: inserter(db, 'payoff', columns.payoff),
    tally: inserter(db, 'tally', columns.tally),
    event: inserter(db, 'event', columns.event),
    tuning: inserter(db, 'tuning', columns.tuning),
  };
  const inserters = Object.values(into);
  const keys = keyRing(db);
  const translate = translator(into, keys);

  const all = db.transaction((rows: readonly LogRow[]) => {
    keys.begin();
    for (const row of rows) translate(row);
    for (const table of inserters) table.flush();
  });

  return (rows) => {
    try {
      all.immediate(rows);
    } catch (error) {
      keys.forget();
      for (const table of inserters) table.drop();
      if (!isDuplicate(error)) throw error;
      if (alreadyStored(db, rows)) return;
      throw playedElsewhere(rows, file) ?? error;
    }
  };
}

const bit = (value: boolean): number => (value ? 1 : 0);

/** Puts the cells of a row into its table: codes become numbers, yes and no 1 and 0, lists and objects JSON. */
function translator(
  into: Readonly<Record<LogRow['table'], Inserter>>,
  keys: ReturnType<typeof keyRing>,
): (row: LogRow) => void {
  const jsonOf = jsonOnce();
  const { session, participant, match } = keys;
  return ({ table, row: r }) => {
    const { cells } = into[table];
    switch (table) {
      case 'decision':
        cells.push(
          match.of(r.match),
          r.turn,
          r.seat,
          r.key,
          r.position,
          r.revision,
          r.role,
          r.round,
          bit(r.practice),
          r.answer,
        );
        cells.push(
          r.shownAt,
          r.answeredAt,
          r.ms,
          jsonOrNull(r.marks),
          jsonOrNull(r.options),
          r.because,
          jsonOrNull(r.notes),
          r.source,
        );
        cells.push(jsonOrNull(r.distribution));
        return;
      case 'payoff':
        cells.push(match.of(r.match), r.seat, r.points);
        return;
      case 'match':
        cells.push(match.next(r.code), r.code, session.of(r.session), r.game, r.version, jsonOf(r.config), r.seed);
        cells.push(r.language, r.wording, jsonOf(r.seats), bit(r.disclosed), r.startedAt);
        cells.push(r.presentation?.rotation ?? null, r.presentation?.phrasing ?? null);
        return;
      case 'ending':
        cells.push(match.of(r.match), r.how, r.at);
        return;
      case 'tally':
        cells.push(session.of(r.session), r.game, jsonOf(r.config), r.key, r.answer, r.count);
        return;
      case 'event': {
        const { kind, body } = storedAs(r);
        cells.push(session.of(r.session), r.match === null ? null : match.of(r.match));
        cells.push(r.participant === null ? null : participant.of(r.participant), kind, jsonOrNull(body), r.at);
        return;
      }
      case 'call':
        cells.push(
          match.of(r.match),
          r.turn,
          r.seat,
          r.key,
          r.attempt,
          r.provider,
          r.model,
          r.request,
          r.response,
          r.outcome,
        );
        cells.push(r.tokensIn, r.tokensOut, r.cost, r.ms, r.at);
        cells.push(r.served, r.reading, r.leftOut.length === 0 ? null : JSON.stringify(r.leftOut), r.rotation);
        return;
      case 'tuning':
        cells.push(r.data, r.run, r.adapter, r.provider, r.model, r.agent, r.standing, bit(r.proven), r.at);
        return;
      case 'participant':
        cells.push(participant.next(r.code), r.code, session.of(r.session), r.label, r.treatment, r.joinedAt);
        return;
      case 'session':
        cells.push(session.next(r.code), r.code, r.kind, r.seed, r.version, r.startedAt);
    }
  };
}

/** Rows a statement: with eight a batch takes about a tenth less time than row by row, with more no less (ours, measured). */
export const ROWS_A_STATEMENT = 8;

type Inserter = {
  /** The cells of the rows to be inserted, one row after the other, in the order of the columns. */
  readonly cells: unknown[];
  /** Inserts what has gathered. */
  flush(): void;
  drop(): void;
};

/** Prepares inserting into these columns of a table. */
function inserter(db: Connection, table: string, columns: string): Inserter {
  const width = columns.split(',').length;
  const row = `(${Array.from({ length: width }, () => '?').join(', ')})`;
  const prepared = (rows: number) =>
    db.prepare<unknown[]>(
      `insert into ${table} (${columns}) values ${Array.from({ length: rows }, () => row).join(', ')}`,
    );
  const one = prepared(1);
  const many = prepared(ROWS_A_STATEMENT);
  const cells: unknown[] = [];
  return {
    cells,
    flush() {
      let at = 0;
      for (; at + ROWS_A_STATEMENT * width <= cells.length; at += ROWS_A_STATEMENT * width)
        many.run(cells.slice(at, at + ROWS_A_STATEMENT * width));
      for (; at < cells.length; at += width) one.run(cells.slice(at, at + width));
      cells.length = 0;
    },
    drop() {
      cells.length = 0;
    },
  };
}
