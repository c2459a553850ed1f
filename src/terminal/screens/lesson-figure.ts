/** The figure of a lesson in a terminal: under each question bars of the class, of published people and of theory. */
import { intervalWords, type LessonBar, type LessonFigure } from '../../lessons/figure.ts';
import type { FigureGroup } from '../../lessons/stops.ts';
import { lessonWords } from '../../lessons/words.ts';
import { glyphs, shown } from '../../show/glyphs.ts';
import { columnsOf, type Line, line, span } from '../../show/line.ts';
import { glyphOf } from '../../show/marks.ts';
import { toneOf } from '../../show/theme.ts';
import { cell, words } from './screen.ts';

/** Columns of a whole bar: as many as names, values and, where they still fit, intervals in words leave. */
const LONGEST_BAR = 24;
const SHORTEST_BAR = 12;

/** A figure with these groups uncovered: under each question a bar of each. */
export function figureLines(
  { rows }: LessonFigure,
  groups: readonly FigureGroup[],
  width: number,
  language: string,
): readonly Line[] {
  const seen = rows.map((row) => ({ ...row, bars: row.bars.filter(({ group }) => groups.includes(group)) }));
  const widest = (text: (bar: LessonBar) => string): number =>
    Math.max(0, ...seen.flatMap(({ bars }) => bars.map((one) => columnsOf(shown(text(one))))));
  const name = widest(({ label }) => label) + 2;
  const value = widest((one) => one.value);
  const intervals = widest((one) => intervalWords(one, language));
  const room = width - 4 - name - 2 - value;
  const inWords = intervals > 0 && room - intervals - 2 >= SHORTEST_BAR;
  const bar = Math.max(1, Math.min(LONGEST_BAR, room - (inWords ? intervals + 2 : 0)));
  return seen.flatMap(({ label, bars, asksClass }) => [
    ...words(label, width, 'strong'),
    ...(asksClass !== null && groups.includes('class') && !bars.some(({ group }) => group === 'class')
      ? [line(`    ${shown(lessonWords(language).figure.nobody)}`)]
      : []),
    ...bars.map((one): Line => {
      const tone = toneOf(one.who ?? 'other');
      const said = inWords ? shown(intervalWords(one, language)) : '';
      return [
        span(`  ${one.who === null ? ' ' : glyphOf(one.who)} `, tone),
        span(cell(one.label, name)),
        span(drawnBar(one, bar), tone),
        span(`${glyphs().axis.upright} ${said === '' ? shown(one.value) : `${cell(one.value, value)}  ${said}`}`),
      ];
    }),
  ]);
}

/** A bar in so many columns, with the ends of its interval. */
function drawnBar({ share, interval }: LessonBar, columns: number): string {
  const { scale, tree } = glyphs();
  const length = barLength(share, columns);
  const drawn = Array.from({ length: columns }, (_, i) => (i < length ? tree.done.run : scale.dots));
  const [low, high] = (interval ?? []).map((at) => Math.min(columns - 1, Math.floor(at * columns)));
  // An interval within one column says nothing there.
  if (low !== undefined && high !== undefined && low < high) {
    drawn[low] = scale.from;
    drawn[high] = scale.to;
  }
  return drawn.join('');
}

/** Whatever is not nothing has at least one letter, and what is not all lacks one. */
const barLength = (share: number, bar: number): number =>
  share <= 0 ? 0 : share >= 1 ? bar : Math.max(1, Math.min(bar - 1, Math.round(share * bar)));
