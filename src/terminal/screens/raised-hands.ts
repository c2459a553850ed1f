/** A show of hands at a stop of a lesson: the options with what was counted, and the count while it is typed. */
import { readHands } from '../../lab/lesson-course.ts';
import { handsFor } from '../../lessons/class-answers.ts';
import { tableNamed } from '../../lessons/facts.ts';
import type { HandsAsked } from '../../lessons/lesson.ts';
import { lessonWords } from '../../lessons/words.ts';
import { glyphs, shown } from '../../show/glyphs.ts';
import { columnsOf, EMPTY, type Line, line, span } from '../../show/line.ts';
import type { Action } from '../actions.ts';
import type { LessonRun, ScreenAt } from '../state.ts';
import { asDigits } from './guess.ts';
import { around, cell, item, move, type Shown, spaced, words } from './screen.ts';

export const COUNT_HELP =
  'Counts raised hands, option by option. A second count replaces the first, and both are kept.';

/** Whether nobody has counted hands for this question yet. */
export const isUncounted = ({ table, key }: HandsAsked, { prepared, rows }: LessonRun): boolean =>
  handsFor(rows, tableNamed(table, prepared.tables), key).size === 0;

/** Begins a count, every field empty. */
export const counting = (hands: HandsAsked, screen: ScreenAt<'lesson'>): Action => ({
  type: 'show',
  screen: { ...screen, first: 0, hands: { typed: hands.options.map(() => ''), field: 0, problem: null } },
});

/** Options with the hands that were counted for them. */
export function handsLines({ table, key, options }: HandsAsked, { prepared, rows }: LessonRun): readonly Line[] {
  const counts = handsFor(rows, tableNamed(table, prepared.tables), key);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const { handsInAll } = lessonWords(prepared.lesson.language);
  const name = Math.max(...[handsInAll, ...options.map(({ label }) => label)].map((one) => columnsOf(shown(one)))) + 2;
  return [
    ...options.map(({ answer, label }): Line => {
      const count = counts.get(answer);
      return [span(`  ${cell(label, name)}`), span(count === undefined ? '' : String(count).padStart(4), 'strong')];
    }),
    ...(total === 0 ? [] : [line(`  ${cell(handsInAll, name)}${String(total).padStart(4)}`)]),
  ];
}

/** The count of raised hands while it is typed. */
export function handsShown(
  screen: ScreenAt<'lesson'>,
  hands: NonNullable<ScreenAt<'lesson'>['hands']>,
  asked: HandsAsked,
  titles: { readonly title: string; readonly right: string },
): Shown {
  const { typed, field } = hands;
  const to = (change: Partial<typeof hands>): Action => ({
    type: 'show',
    screen: { ...screen, hands: { ...hands, problem: null, ...change } },
  });
  const write = (text: string): Action => to({ typed: typed.with(field, text.slice(0, 4)) });
  return {
    ...titles,
    typing: true,
    where: ['lesson'],
    hints: [
      { keys: '0 to 9', does: 'how many', help: 'The number of raised hands for the option with the cursor.' },
      {
        keys: 'Enter',
        does: field < typed.length - 1 ? 'next option' : 'keep',
        help: 'Goes to the next option; after the last one the count is kept.',
      },
      { keys: glyphs().arrows.upDown, does: 'option', help: 'Moves between options.' },
      { keys: 'Esc', does: 'back', help: 'Leaves it uncounted.' },
    ],
    key({ name, input }) {
      if (name === 'escape') return { type: 'show', screen: { ...screen, hands: null } };
      if (name === 'up' || name === 'down' || name === 'tab')
        return to({ field: move(field, name === 'up' ? -1 : 1, typed.length) });
      if (name === 'backspace') return write(typed[field]!.slice(0, -1));
      if (name === 'enter') return entered(hands, asked, to);
      const digits = asDigits(input);
      return digits === '' ? null : write(typed[field]! + digits);
    },
    lines(width, height) {
      const name = Math.max(...asked.options.map(({ label }) => columnsOf(shown(label)))) + 2;
      const fields = asked.options.map(({ label }, i) =>
        item(i === field, [span(cell(label, name)), span(`${typed[i]}${i === field ? '_' : ''}`, 'strong')]),
      );
      return spaced(
        [
          words(asked.ask, width, 'strong'),
          around(fields, field, height - 4),
          hands.problem === null ? [] : words(hands.problem, width, 'warn'),
          [EMPTY],
        ],
        height,
      );
    },
  };
}

/** Enter: the next option, or the whole count; a field that cannot be read says why. */
function entered(
  { typed, field }: NonNullable<ScreenAt<'lesson'>['hands']>,
  { options }: HandsAsked,
  to: (change: { readonly field?: number; readonly problem?: string }) => Action,
): Action {
  const read = typed.map((text, i) => readHands(text, options[i]!.label));
  const mine = read[field]!;
  if (typeof mine === 'string') return to({ problem: mine });
  if (field < typed.length - 1) return to({ field: field + 1 });
  const wrong = read.findIndex((one) => typeof one === 'string');
  const problem = read[wrong];
  if (typeof problem === 'string') return to({ field: wrong, problem });
  return { type: 'count hands', counts: read.filter((one) => typeof one === 'number') };
}
