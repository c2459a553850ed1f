/** Rows into the tables of PostgreSQL: one statement a table, which takes its rows as JSON in the order in which they are to be numbered. */
import { storedAs } from '../../core/events.ts';
import type { Answer } from '../../core/game.ts';
import type { LogRow } from '../../core/log.ts';
import { UserError } from '../../core/user-error.ts';
import { jsonOnce } from '../parse-cache.ts';
import type { Query } from './ask.ts';
import { storableJson } from './text.ts';

/** The columns of each table, in the order in which `cellsOf` gives them; a column of the type of a table holds a code there. Tables that others need come first. */
const COLUMNS = {
  session: 'code text, kind text, seed bigint, version text, started_at bigint',
  participant: 'code text, session session, label text, treatment text, joined_at bigint',
  match:
    'code text, session session, game text, version bigint, config text, seed bigint, language text, wording text, seats text, disclosed boolean, started_at bigint, rotation bigint, phrasing bigint',
  decision:
    'match match, turn bigint, seat bigint, key text, position bigint, revision bigint, role text, round bigint, practice boolean, answer text, answer_number double precision, shown_at bigint, answered_at bigint, ms bigint, marks text, options text, because text, notes text, source text, distribution text',
  call: 'match match, turn bigint, seat bigint, key text, attempt bigint, provider text, model text, request text, response text, outcome text, tokens_in bigint, tokens_out bigint, cost double precision, ms bigint, at bigint, served text, reading text, left_out text, rotation bigint',
  ending: 'match match, how text, at bigint',
  payoff: 'match match, seat bigint, points double precision',
  tally: 'session session, game text, config text, key text, answer text, answer_number double precision, count bigint',
  event: 'session session, match match, participant participant, kind text, body text, at bigint',
  tuning:
    'data text, run text, adapter text, provider text, model text, agent text, standing text, proven boolean, at bigint',
} as const satisfies Record<LogRow['table'], string>;

type Table = LogRow['table'];
const TABLES: readonly Table[] = [
  ...(['session', 'participant', 'match', 'decision', 'call'] as const),
  ...(['ending', 'payoff', 'tally', 'event', 'tuning'] as const),
];
const REFERRED = ['session', 'participant', 'match'];

type Column = { readonly name: string; readonly type: string };

const columnsOf = (table: Table): readonly Column[] =>
  COLUMNS[table].split(', ').map((column) => {
    const [name = '', ...type] = column.split(' ');
    return { name, type: type.join(' ') };
  });

/** The statement of a table. A code that is not there becomes a number that no row has, which is refused. */
function statementFor(table: Table): string {
  const columns = columnsOf(table);
  const isCode = ({ type }: Column): boolean => REFERRED.includes(type);
  const read = columns.map((column) => `${column.name} ${isCode(column) ? 'text' : column.type}`);
  const cells = columns.map((column) =>
    isCode(column)
      ? `case when row.${column.name} is null then null else coalesce(${column.name}_.id, -1) end`
      : `row.${column.name}`,
  );
  const codes = columns
    .filter(isCode)
    .map(({ name, type }) => ` left join ${type} ${name}_ on ${name}_.code = row.${name}`);
  const names = columns.map(({ name }) => name).join(', ');
  return `insert into ${table} (${names}) select ${cells.join(', ')}
    from rows from (json_to_recordset($1::json) as (${read.join(', ')})) with ordinality as row (${names}, place)${codes.join('')}
    order by row.place`;
}

const statements = new Map(
  TABLES.map((table) => [table, { text: statementFor(table), names: columnsOf(table).map(({ name }) => name) }]),
);

const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));

/** The cells of a row, in the order of its columns. */
function cellsOf({ table, row: r }: LogRow, jsonOf: (value: unknown) => string): readonly unknown[] {
  switch (table) {
    case 'session':
      return [r.code, r.kind, r.seed, r.version, r.startedAt];
    case 'participant':
      return [r.code, r.session, r.label, r.treatment, r.joinedAt];
    case 'match':
      return [
        ...[r.code, r.session, r.game, r.version, jsonOf(r.config), r.seed, r.language, r.wording, jsonOf(r.seats)],
        ...[r.disclosed, r.startedAt, r.presentation?.rotation ?? null, r.presentation?.phrasing ?? null],
      ];
    case 'decision':
      return [
        ...[r.match, r.turn, r.seat, r.key, r.position, r.revision, r.role, r.round, r.practice],
        ...answerCells(r.answer),
        ...[r.shownAt, r.answeredAt, r.ms, json(r.marks), json(r.options), r.because, json(r.notes), r.source],
        json(r.distribution),
      ];
    case 'call':
      return [
        ...[r.match, r.turn, r.seat, r.key, r.attempt, r.provider, r.model, r.request, r.response, r.outcome],
        ...[r.tokensIn, r.tokensOut, r.cost, r.ms, r.at, r.served, r.reading],
        ...[r.leftOut.length === 0 ? null : JSON.stringify(r.leftOut), r.rotation],
      ];
    case 'ending':
      return [r.match, r.how, r.at];
    case 'payoff':
      return [r.match, r.seat, r.points];
    case 'tally':
      return [r.session, r.game, jsonOf(r.config), r.key, ...answerCells(r.answer), r.count];
    case 'event': {
      const { kind, body } = storedAs(r);
      return [r.session, r.match, r.participant, kind, json(body), r.at];
    }
    case 'tuning':
      return [r.data, r.run, r.adapter, r.provider, r.model, r.agent, r.standing, r.proven, r.at];
  }
}

/** An answer as text, and as a number where it is one; what is no number is refused by the table. */
const answerCells = (answer: Answer): readonly (string | number | null)[] =>
  typeof answer === 'string' ? [answer, null] : Number.isFinite(answer) ? [`${answer}`, answer] : [null, null];

/** Prepares inserting: rows are sent at once, and are there when it resolves and the transaction is committed. */
export function inserter(): (ask: Query, rows: readonly LogRow[]) => Promise<void> {
  const jsonOf = jsonOnce();
  return async (ask, rows) => {
    const byTable = new Map<Table, Record<string, unknown>[]>();
    for (const row of rows) {
      const { names } = statements.get(row.table)!;
      const cells = cellsOf(row, jsonOf);
      const mine = byTable.get(row.table) ?? [];
      byTable.set(row.table, mine);
      mine.push(Object.fromEntries(names.map((name, at) => [name, cells[at]])));
    }
    const sent: Promise<unknown>[] = [];
    for (const [table, { text }] of statements) {
      const mine = byTable.get(table);
      if (mine !== undefined) sent.push(ask(text, storableJson(mine)));
    }
    await Promise.all(sent);
  };
}

/** The first code of these rows that is neither among them nor stored, as an error; null: all are there. */
export async function orphan(ask: Query, rows: readonly LogRow[]): Promise<Error | null> {
  const fresh = new Set(rows.flatMap(({ row }) => ('code' in row ? [row.code] : [])));
  for (const { row } of rows)
    for (const [table, code] of Object.entries(row)) {
      if (!REFERRED.includes(table) || typeof code !== 'string' || fresh.has(code)) continue;
      const found = await ask(`select 1 from ${table} where code = $1`, code);
      if (found.length === 0)
        return new Error(`record: there is no ${table} "${code}" in this database; its own row comes first.`);
    }
  return null;
}

/** Somebody else has answered this question, or ended this match. */
export function playedElsewhere(rows: readonly LogRow[], address: string): UserError | null {
  const match = rows.map(({ row }) => ('match' in row ? row.match : null)).find((code) => code !== null);
  return match === undefined || match === null
    ? null
    : new UserError(
        `The match ${match} is being played elsewhere: another window or program that uses ${address} has stored this step already; go on there, or begin a new match here (nothing was overwritten).`,
      );
}
