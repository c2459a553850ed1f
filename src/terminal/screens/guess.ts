/** Guess who: which of the three programs it was, and how sure. Nothing is preset; one Enter makes both final. */
import { titleIn } from '../../core/title.ts';
import type { Line } from '../../show/line.ts';
import { line, span } from '../../show/line.ts';
import { glyphOf } from '../../show/marks.ts';
import type { Action } from '../actions.ts';
import { GUESSED } from '../../lab/table-setting.ts';
import { glyphs } from '../../show/glyphs.ts';
import type { ScreenAt } from '../state.ts';
import { toneOf } from '../../show/theme.ts';
import { HELP, move, type Shown, words } from './screen.ts';

const LETTERS = ['e', 'm', 'b'] as const;
const SAYS = [
  'maximises its own payoff',
  'also asks: what if everyone acted as I do?',
  'answers like an untuned chatbot (stand-in)',
] as const;

const SHORT = ['own payoff only', 'asks: what if everyone did so?', 'like an untuned chatbot, stand-in'] as const;

export function guess(screen: ScreenAt<'guess'>): Shown {
  const { finished, option, confidence, field, problem } = screen;
  const to = (change: Partial<typeof screen>): Action => ({
    type: 'show',
    screen: { ...screen, problem: null, ...change },
  });
  return {
    title: `${titleIn(finished.game, finished.config)} · who was it?`,
    right: '',
    where: ['guess'],
    hints: [
      {
        keys: `${LETTERS.join(' ')} or ${glyphs().arrows.upDown}`,
        does: 'choose',
        help: 'Marks one of the three; it may be changed until Enter.',
      },
      {
        keys: '0 to 100',
        does: 'how sure',
        help: 'Your confidence in per cent, typed; 33 is a blind guess among three.',
      },
      { keys: 'Enter', does: 'makes it final', help: 'Gives the guess; then the truth is shown.' },
      HELP,
      { keys: 'Esc', does: 'back', help: 'Back to the result; the guess can still be given.' },
    ],
    key({ name, input }) {
      if (name === 'escape') return { type: 'show', screen: { at: 'result', finished, guessed: null, first: 0 } };
      if (name === 'up' || name === 'down') {
        const next =
          option === null
            ? name === 'down'
              ? 0
              : GUESSED.length - 1
            : move(option, name === 'up' ? -1 : 1, GUESSED.length);
        return to({ option: next, field: 'which' });
      }
      const letter = LETTERS.findIndex((l) => l === name);
      if (letter >= 0) return to({ option: letter, field: 'how sure' });
      if (name === 'backspace') return to({ confidence: confidence.slice(0, -1), field: 'how sure' });
      const digits = asDigits(input);
      if (digits !== '') return to({ confidence: (confidence + digits).slice(0, 3), field: 'how sure' });
      if (name !== 'enter') return null;
      const chosen = option === null ? undefined : GUESSED[option];
      if (chosen === undefined) return to({ problem: 'Nothing is chosen yet: press e, m or b.' });
      const sure = confidence === '' ? null : Number(confidence);
      if (sure === null) return to({ problem: 'How sure are you? Type a number from 0 to 100.', field: 'how sure' });
      if (sure > 100) return to({ problem: `Type a number from 0 to 100; got "${confidence}".`, field: 'how sure' });
      return { type: 'guess', finished, guess: chosen, confidence: sure };
    },
    lines(width) {
      const options = GUESSED.map((id, i): Line => {
        const on = option === i;
        const label = id.split(':')[0]!;
        return [
          span(`(${on ? glyphOf('human') : ' '}) `, on ? 'strong' : undefined),
          span(`${glyphOf(label)} `, toneOf(label)),
          span(`${LETTERS[i]}  ${id.padEnd(13)}`, on ? 'strong' : undefined),
          span(width < 66 ? SHORT[i]! : SAYS[i]!),
        ];
      });
      return [
        ...words('You played one of these three programs. Which one?', width, 'strong'),
        [],
        ...options,
        [],
        [
          span('How sure are you, from 0 to 100 %?  ', 'strong'),
          span(`${confidence}${field === 'how sure' ? '_' : ''}`, 'strong'),
          span(confidence === '' ? '' : ' %'),
        ],
        ...(option === null && confidence === '' ? [line('nothing chosen yet')] : []),
        ...(problem === null ? [] : [[], ...words(problem, width, 'warn')]),
      ];
    },
  };
}

/** The top row of a French keyboard gives digits with Shift only: read as the digits that they stand on. */
const AZERTY = 'à&é"\'(-è_ç';
export const asDigits = (input: string): string =>
  [...input].map((c) => (/\d/.test(c) ? c : AZERTY.includes(c) ? String(AZERTY.indexOf(c)) : '')).join('');
