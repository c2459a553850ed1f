/** The long table as CSV: one row a decision, ordered by session, match, and as answered. */
import { tallying } from './tally.ts';
import type { TableWriter } from './table-writer.ts';
import { askedIn, type DecisionContext, linesOf } from './decision-context.ts';
import { type Level, type LongColumn, longColumns } from './long-columns.ts';
import type { CellText } from './csv.ts';
import { isPerSeat, perLevel } from './per-level.ts';

/** What a row of the long table is. */
export const ROW = 'a decision';

/** Writes the long table, a row for every decision. */
export const long: TableWriter = async ({ parts, sink, breathe, cell, tally }) => {
  const out = await sink('');
  out.put(`${longColumns.map(({ name }) => cell(name, 'text')).join(',')}\n`);
  for (const { log, sessions } of parts)
    for (const session of sessions) {
      const lines = await linesOf(log, session);
      const count = tallying(log, tally);
      const row = rowText(longColumns, cell);
      const put = (line: DecisionContext): void => out.put(row(line));
      for await (const matches of log.played({ session, cells: 'everything' })) {
        for (const match of matches) {
          const counted = count(match);
          if (counted !== undefined) await counted;
          lines(match, match.called ? await askedIn(log, match) : null, put);
        }
        await breathe();
      }
    }
  return [{ name: 'long', rows: tally.decisions, row: ROW, columns: longColumns }];
};

/** Neighbouring columns, all of which are the same for all rows of a seat in a match, or none. */
type Stretch = { readonly perSeat: boolean; readonly text: (line: DecisionContext) => string };

/**
 * A line as text. Neighbouring columns of one level are one piece, and a piece is made again only when what it tells of
 * has changed: thousands of matches share their settings and kinds of players, and a seat's rows all but the decision.
 */
function rowText(columns: readonly LongColumn[], cell: CellText): (line: DecisionContext) => string {
  const stretches = stretchesOf(columns, cell);
  let match: DecisionContext['match'] | null = null;
  let seats: (readonly string[])[] = [];
  const before = stretches.map((_, i) => (i === 0 ? '' : ','));
  return (line) => {
    if (match !== line.match) {
      match = line.match;
      seats = [];
    }
    // With the commas around it, so that nothing but the decision is put between.
    const fixed = (seats[line.seat] ??= stretches.map(({ perSeat, text }, i) =>
      perSeat ? before[i]! + text(line) : before[i]!,
    ));
    let row = '';
    for (let i = 0; i < stretches.length; i++)
      row += stretches[i]!.perSeat ? fixed[i]! : fixed[i]! + stretches[i]!.text(line);
    return `${row}\n`;
  };
}

function stretchesOf(columns: readonly LongColumn[], cell: CellText): readonly Stretch[] {
  const stretches: { perSeat: boolean; pieces: ((line: DecisionContext) => string)[] }[] = [];
  for (const { of, columns: mine } of piecesOf(columns)) {
    const piece = perLevel(of, (line) => {
      let made = '';
      for (let i = 0; i < mine.length; i++) {
        const value = mine[i]!.value(line);
        if (i > 0) made += ',';
        // Most cells of a decision are empty.
        if (value !== null && value !== undefined) made += cell(value, mine[i]!.type);
      }
      return of === 'session' || of === 'settings' || of === 'table' ? inOne(made) : made;
    });
    const last = stretches.at(-1);
    if (last?.perSeat === isPerSeat(of)) last.pieces.push(piece);
    else stretches.push({ perSeat: isPerSeat(of), pieces: [piece] });
  }
  return stretches.map(({ perSeat, pieces: [first, ...others] }) => ({
    perSeat,
    text: (line) => {
      let text = first!(line);
      for (const piece of others) text += `,${piece(line)}`;
      return text;
    },
  }));
}

/** A text that stands in many rows as one piece of memory: V8 keeps what was put together as a tree, and walks it for every row. */
const inOne = (text: string): string => Buffer.from(text).toString();

function piecesOf(columns: readonly LongColumn[]): readonly { readonly of: Level; readonly columns: LongColumn[] }[] {
  const pieces: { of: Level; columns: LongColumn[] }[] = [];
  for (const column of columns) {
    const last = pieces.at(-1);
    if (last?.of === column.of) last.columns.push(column);
    else pieces.push({ of: column.of, columns: [column] });
  }
  return pieces;
}
