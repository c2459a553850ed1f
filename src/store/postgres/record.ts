/** Rows as the function `store` of our schema takes them (storing.ts), and what is said where it refuses them. */
import { storedAs } from '../../core/stored-as.ts';
import type { Answer } from '../../core/game.ts';
import type { LogRow } from '../../core/log.ts';
import { memo } from '../../core/memo.ts';
import { jsonOnce, jsonOrNull } from '../parse-cache.ts';
import type { Query } from './connection.ts';
import { storableJson } from './text.ts';

/** The columns of each table, in the order in which `cellsOf` gives them; the function `store` knows their types. */
const COLUMNS = {
  session: 'code, kind, seed, version, started_at',
  participant: 'code, session, label, treatment, joined_at',
  match:
    'code, session, game, version, config, seed, language, wording, seats, disclosed, started_at, rotation, phrasing',
  decision:
    'match, turn, seat, key, position, revision, role, round, practice, answer, answer_number, shown_at, answered_at, ms, marks, options, because, notes, source, distribution',
  call: 'match, turn, seat, key, attempt, provider, model, request, response, outcome, tokens_in, tokens_out, cost, ms, at, served, reading, left_out, rotation',
  ending: 'match, how, at',
  payoff: 'match, seat, points',
  tally: 'session, game, config, key, answer, answer_number, count',
  event: 'session, match, participant, kind, body, at',
  tuning: 'data, run, adapter, provider, model, agent, standing, proven, at',
} as const satisfies Record<LogRow['table'], string>;

const namesOf = memo((table: LogRow['table']): readonly string[] => COLUMNS[table].split(', '));

const jsonOf = jsonOnce();

/** The cells of a row, in the order of its columns. */
function cellsOf({ table, row: r }: LogRow): readonly unknown[] {
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
        ...[
          r.shownAt,
          r.answeredAt,
          r.ms,
          jsonOrNull(r.marks),
          jsonOrNull(r.options),
          r.because,
          jsonOrNull(r.notes),
          r.source,
        ],
        jsonOrNull(r.distribution),
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
      return [r.session, r.match, r.participant, kind, jsonOrNull(body), r.at];
    }
    case 'tuning':
      return [r.data, r.run, r.adapter, r.provider, r.model, r.agent, r.standing, r.proven, r.at];
  }
}

/** An answer as text, and as a number where it is one (JSON knows none without end); what is no number is refused by the table. */
function answerCells(answer: Answer): readonly (string | number | null)[] {
  if (typeof answer === 'string') return [answer, null];
  if (Number.isNaN(answer)) return [null, null];
  return [`${answer}`, Number.isFinite(answer) ? answer : `${answer}`];
}

/** Rows as the function `store` takes them, with the tokens of those that have no key of their own. */
export function asGiven(rows: readonly LogRow[], tokens: readonly string[] = []): string {
  const given: Record<string, unknown[]> = tokens.length === 0 ? {} : { token: [...tokens] };
  for (const row of rows) {
    const cells = cellsOf(row);
    (given[row.table] ??= []).push(Object.fromEntries(namesOf(row.table).map((name, at) => [name, cells[at]])));
  }
  return storableJson(given);
}

const KEYLESS: readonly LogRow['table'][] = ['call', 'tally', 'event', 'tuning'];

/** Whether none of these rows would be refused if it were stored again. */
export const isKeyless = (rows: readonly LogRow[]): boolean => rows.every(({ table }) => KEYLESS.includes(table));

const OWNERS = ['session', 'participant', 'match'];

/** The first code of these rows that is neither among them nor stored, as an error; null: all are there. */
export async function orphan(ask: Query, rows: readonly LogRow[]): Promise<Error | null> {
  const fresh = new Set(rows.flatMap(({ row }) => ('code' in row ? [row.code] : [])));
  for (const { row } of rows)
    for (const [table, code] of Object.entries(row)) {
      if (!OWNERS.includes(table) || typeof code !== 'string' || fresh.has(code)) continue;
      const found = await ask(`select 1 from ${table} where code = $1`, code);
      if (found.length === 0)
        return new Error(`record: there is no ${table} "${code}" in this database; its own row comes first.`);
    }
  return null;
}
