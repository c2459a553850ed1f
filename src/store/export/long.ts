/** The long table as CSV: one row a decision, ordered by session, match, and as answered. */
import { tallying } from './tally.ts';
import type { TableWriter } from './table-writer.ts';
import { type DecisionContext, contextsOf } from './decision-context.ts';
import { type Level, type LongColumn, longColumns } from './long-columns.ts';
import type { CellText } from './csv.ts';

/** What a row of the long table is. */
export const ROW = 'a decision';

/** Writes the long table, a row for every decision. */
export const long: TableWriter = async ({ parts, sink, breathe, cell, tally }) => {
  const out = await sink('');
  out.put(`${longColumns.map(({ name }) => cell(name, 'text')).join(',')}\n`);
  for (const { log, sessions } of parts)
    for (const session of sessions) {
      const lines = await contextsOf(log, session);
      const count = tallying(log, tally);
      const row = rowText(longColumns, cell);
      for await (const matches of log.played({ session, cells: 'everything' })) {
        for (const match of matches) {
          await count(match);
          for (const line of await lines(match)) out.put(row(line));
        }
        await breathe();
      }
    }
  return [{ name: 'long', rows: tally.decisions, row: ROW, columns: longColumns }];
};

/**
 * A line as text. Neighbouring columns of one level are one piece, and a piece is made again only when what it tells of
 * has changed: thousands of matches share their settings and seats.
 */
function rowText(columns: readonly LongColumn[], cell: CellText): (line: DecisionContext) => string {
  const pieces = piecesOf(columns).map(({ of, columns: mine }) => {
    const text = (line: DecisionContext): string => {
      let made = '';
      for (let i = 0; i < mine.length; i++) made += (i === 0 ? '' : ',') + cell(mine[i]!.value(line), mine[i]!.type);
      return made;
    };
    return perLevel(of, text);
  });
  return (line) => {
    let row = pieces[0]!(line);
    for (let i = 1; i < pieces.length; i++) row += `,${pieces[i]!(line)}`;
    return `${row}\n`;
  };
}

function piecesOf(columns: readonly LongColumn[]): readonly { readonly of: Level; readonly columns: LongColumn[] }[] {
  const pieces: { of: Level; columns: LongColumn[] }[] = [];
  for (const column of columns) {
    const last = pieces.at(-1);
    if (last?.of === column.of) last.columns.push(column);
    else pieces.push({ of: column.of, columns: [column] });
  }
  return pieces;
}

/** `make`, asked again only when the line tells of something else than the line before. */
export function perLevel<T>(of: Level, make: (line: DecisionContext) => T): (line: DecisionContext) => T {
  let last: DecisionContext | null = null;
  let made: T[] = [];
  switch (of) {
    case 'decision':
      return make;
    case 'distribution':
      // Hardly any row has one: what stands there where there is none is made once.
      return (line) => (line.told === null ? (made[0] ??= make(line)) : make(line));
    case 'seat':
      return (line) => {
        if (last === null || last.session !== line.session || last.match.seatsText !== line.match.seatsText) made = [];
        last = line;
        return (made[line.seat] ??= make(line));
      };
    default: {
      const same =
        of === 'session'
          ? (one: DecisionContext, two: DecisionContext) => one.session === two.session
          : of === 'match'
            ? (one: DecisionContext, two: DecisionContext) => one.match === two.match
            : (one: DecisionContext, two: DecisionContext) =>
                one.match.configText === two.match.configText &&
                one.match.game === two.match.game &&
                one.match.version === two.match.version;
      return (line) => {
        if (last === null || !same(last, line)) made = [make(line)];
        last = line;
        return made[0]!;
      };
    }
  }
}
