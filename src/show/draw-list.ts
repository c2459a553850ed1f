/** A table whose words would have to be broken, as a list: the first cell of a row, and under it each head with its value. */
import type { Block, Cell } from '../core/blocks.ts';
import { marksOf, type Pen } from './drawing.ts';
import { type Line, line, span, wrapped } from './line.ts';

type Table = Block & { kind: 'table' };

const INDENT = 2;

/** The lines of each row. */
export function listRows(table: Table, width: number, pen: Pen): readonly (readonly Line[])[] {
  return table.rows.map((row) => {
    const [first, ...rest] = row;
    const values = rest.flatMap((cell, x) => valueOf(table.columns[x + 1]?.head ?? '', cell));
    return [
      ...wrapped(first?.text ?? '', width).map((words, y) => [
        ...line(words, first?.strong ? 'strong' : undefined),
        ...(y === 0 ? marksOf(first, pen).flatMap((mark) => [span(' '), mark]) : []),
      ]),
      ...wrapped(values.join('  '), width - INDENT).map((words) =>
        line(`${' '.repeat(INDENT)}${words.replaceAll('\u00a0', ' ')}`),
      ),
    ];
  });
}

/** "detects 9.2", kept on one line; nothing where there is no value. */
function valueOf(head: string, { text }: Cell): readonly string[] {
  if (text === '') return [];
  return [[head.replaceAll('\n', ' '), text].filter(Boolean).join(' ').replaceAll(' ', '\u00a0')];
}
