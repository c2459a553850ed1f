/** Label and value pairs: labels in one column, long values wrapped beside them. */
import type { Block } from '../core/blocks.ts';
import { toneOf } from './theme.ts';
import { fixed, type Drawing, type Pen, READABLE } from './drawing.ts';
import { columnsOf, type Line, line, padded, spaces, span, wrapped } from './line.ts';

const BETWEEN = 3;

/** Label and value pairs ready to be drawn at `width` columns. Labels take at most 45 % of them; it gives no rows away. */
export function drawFacts({ facts }: Block & { kind: 'facts' }, width: number, pen: Pen): Drawing {
  const marked = facts.some((fact) => fact.who);
  const labels = facts.map((fact): Line => {
    const mark = fact.who ? pen.seen(fact.who) : null;
    const margin = marked ? [mark ? span(`${mark.glyph} `, toneOf(mark.label)) : span('  ')] : [];
    return [...margin, span(fact.label)];
  });
  const longest = Math.max(0, ...facts.map((fact) => columnsOf(fact.label))) + (marked ? 2 : 0);
  const labelWidth = Math.min(longest, Math.floor(width * 0.45));
  const valueAt = labelWidth + BETWEEN;
  const lines = facts.flatMap((fact, i) => {
    const values = wrapped(fact.value, Math.min(width - valueAt, READABLE));
    const label = labels[i]!;
    // A label too long for its column has its own lines, and the value stands under it.
    if (columnsOf(fact.label) + (marked ? 2 : 0) > labelWidth)
      return [
        ...wrapped(fact.label, width).map((words) => line(words)),
        ...values.map((words) => line(spaces(valueAt) + words)),
      ];
    return values.map((words, row): Line => [
      ...(row === 0 ? padded(label, valueAt) : [span(spaces(valueAt))]),
      span(words),
    ]);
  });
  return fixed(lines, longest + BETWEEN + Math.max(0, ...facts.map((fact) => columnsOf(fact.value))));
}
