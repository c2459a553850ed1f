/** Everybody in a room, a row each: what they do, since when, and who needs help. */
import { counted, lasting } from '../../core/format.ts';
import { tableWords } from '../../room/board-lines.ts';
import type { BoardLine } from '../../room/room.ts';
import { shown } from '../../show/glyphs.ts';
import { clipped, columnsOf, type Line, span, widthOf } from '../../show/line.ts';
import type { Tone } from '../../show/theme.ts';
import { cell } from '../screens/screen.ts';
import type { BoardView } from './view.ts';

/** Everybody, in columns as wide as they need; the name gives way. */
export function memberRows(
  lines: readonly BoardLine[],
  { plan, now }: Pick<BoardView, 'plan' | 'now'>,
  width: number,
): readonly Line[] {
  const cells = lines.map((one) => ({
    number: String(one.member.number),
    name: shown(one.member.label ?? ''),
    doing: one.doing,
    since: lasting(Math.max(0, now - one.since)),
    table: one.table === null ? '' : tableWords(one.table, plan),
    answers: counted(one.answers, 'answer'),
    remark: shown(
      [
        one.replacedBy === null ? '' : `${one.replacedBy} plays for it`,
        one.slow ? 'slow' : '',
        one.member.treatment ?? '',
      ]
        .filter(Boolean)
        .join(', '),
    ),
    tone: toneOf(one),
  }));
  const widest = (of: (one: (typeof cells)[number]) => string): number =>
    Math.max(0, ...cells.map((one) => columnsOf(of(one))));
  const columns = {
    number: widest(({ number }) => number),
    name: Math.min(
      20,
      widest(({ name }) => name),
    ),
    doing: widest(({ doing }) => doing),
    since: widest(({ since }) => since),
    table: widest(({ table }) => table),
    answers: widest(({ answers }) => answers),
  };
  return cells.map((one): Line => {
    const parts: Line = [
      span(`${one.number.padStart(columns.number)}  `),
      ...(columns.name === 0 ? [] : [span(`${cell(clipped(one.name, columns.name), columns.name)}  `)]),
      span(cell(one.doing, columns.doing), one.tone),
      span(`  ${one.since.padStart(columns.since)}`),
      ...(columns.table === 0 ? [] : [span(`  ${cell(one.table, columns.table)}`)]),
      span(`  ${one.answers.padStart(columns.answers)}`),
    ];
    const left = width - widthOf(parts) - 2;
    return left < 3 || one.remark === '' ? parts : [...parts, span(`  ${clipped(one.remark, left)}`, one.tone)];
  });
}

const toneOf = ({ doing, slow, replacedBy }: BoardLine): Tone | undefined =>
  (doing === 'gone' && replacedBy === null) || slow ? 'warn' : undefined;
