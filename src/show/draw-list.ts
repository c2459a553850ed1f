/** A table whose words would have to be broken, as a list: the first cell of a row, and under it each head with its value. */
import type { Block, Cell } from '../core/blocks.ts';
import { marksOf, type Pen } from './drawing.ts';
import { columnsOf, type Line, line, span, wrapped } from './line.ts';

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
      ...packed(values, Math.max(1, width - INDENT)).map((words) => line(`${' '.repeat(INDENT)}${words}`)),
    ];
  });
}

/** Values one after the other, each on one line; one that is longer than a line in lines of its own, wrapped at its words. */
function packed(values: readonly string[], room: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const value of values) {
    const longer = current === '' ? value : `${current}  ${value}`;
    if (columnsOf(longer) <= room) {
      current = longer;
      continue;
    }
    if (current !== '') lines.push(current);
    const whole = columnsOf(value) <= room;
    if (!whole) lines.push(...wrapped(value, room));
    current = whole ? value : '';
  }
  return current === '' ? lines : [...lines, current];
}

/** "detects 9.2"; nothing where there is no value. */
function valueOf(head: string, { text }: Cell): readonly string[] {
  return text === '' ? [] : [[head.replaceAll('\n', ' '), text].filter(Boolean).join(' ')];
}
