/** The screens of a locked lab: the word is set, asked for, and a participant who is done waits for the experimenter. */
import { span } from '../../show/line.ts';
import { glyphs } from '../../show/glyphs.ts';
import type { Action } from '../actions.ts';
import { commandOf, formOf } from '../../lab/set-up.ts';
import type { Press } from '../key-names.ts';
import type { LabState, ScreenAt } from '../state.ts';
import { fit, HELP, sessionWords, type Shown, spaced, words } from './screen.ts';

/** No word is longer. */
const LONGEST = 40;

/** What a press makes of a word that is being typed; null: nothing. */
function edited(typed: string, { name, input, key }: Press): string | null {
  if (name === 'backspace') return [...typed].slice(0, -1).join('');
  const letters = key.ctrl || key.meta ? '' : input.replace(/\p{Cc}/gu, '');
  return letters === '' ? null : (typed + letters).slice(0, LONGEST);
}

export function lock(screen: ScreenAt<'lock'>, state: LabState): Shown {
  const { typed, choice, battery, problem, back } = screen;
  const to = (next: string): Action => ({ type: 'show', screen: { ...screen, typed: next, problem: null } });
  const explains = battery === undefined ? choice.explain !== 'never' : battery.explained;
  return {
    ...fit(
      state,
      [`${battery === undefined ? choice.game.title : 'Battery'} · lock for participants`],
      sessionWords(state),
    ),
    typing: true,
    where: [],
    hints: [
      { keys: 'type', does: 'a word', help: 'Three letters or more; it opens the lab again.' },
      { keys: 'Enter', does: 'locks', help: 'From then on participants have the keyboard.' },
      { keys: 'Esc', does: 'back', help: 'Locks nothing.' },
    ],
    key(press) {
      if (press.name === 'escape' || press.name === 'ctrl-c') return { type: 'show', screen: back };
      if (press.name === 'enter')
        return { type: 'lock', word: typed, choice, ...(battery === undefined ? {} : { battery }), from: screen };
      const next = edited(typed, press);
      return next === null ? null : to(next);
    },
    lines: (width, height) =>
      spaced(
        [
          [
            [span('Word that opens the lab again: ', 'strong'), span(`${typed}_`, 'strong')],
            ...(problem === null ? [] : words(problem, width, 'warn')),
          ],
          words(
            `A locked lab asks the questions of this ${battery === undefined ? 'table' : 'battery'} and nothing else: ${explains ? '' : 'no theory, '}no comparison, no other sessions, no way out.${explains ? ' It explains what happened afterwards, as was set.' : ''} After the last screen it says thank you and waits.`,
            width,
          ),
          words(
            'n and the word let the next person in, Ctrl-C and the word open the lab. It stays locked when it is closed or killed, and goes on where it stood.',
            width,
          ),
          words(
            battery === undefined
              ? `Everybody sits down at: ${commandOf(formOf(choice), state.atHand).slice(1).join(' ')}`
              : `Everybody goes through: battery --against ${battery.against}`,
            width,
          ),
          words('Take a word that nobody here guesses, and no password of yours: it is kept with the session.', width),
        ],
        height,
      ),
  };
}

export function word(screen: ScreenAt<'word'>): Shown {
  const { typed, then, problem, back } = screen;
  return {
    title: 'homines · locked',
    right: '',
    typing: true,
    where: [],
    hints: [
      { keys: 'type', does: 'the word', help: 'The word that was set when the lab was locked.' },
      {
        keys: 'Enter',
        does: then === 'open' ? 'opens the lab' : 'next person',
        help: 'Checks the word.',
      },
      { keys: 'Esc', does: 'back', help: 'Goes back to where it was.' },
    ],
    key(press) {
      if (press.name === 'escape') return { type: 'show', screen: back };
      if (press.name === 'enter') return { type: 'word' };
      const next = edited(typed, press);
      return next === null ? null : { type: 'show', screen: { ...screen, typed: next, problem: null } };
    },
    lines: (width, height) =>
      spaced(
        [
          words(
            then === 'open' ? 'This is for the experimenter.' : 'The next person: this is for the experimenter.',
            width,
            'strong',
          ),
          words(
            'If you want to stop, or something is wrong, please call the experimenter. Esc goes back; nothing is lost.',
            width,
          ),
          [
            [span('Word: ', 'strong'), span(`${glyphs().bullet.repeat([...typed].length)}_`, 'strong')],
            ...(problem === null ? [] : words(problem, width, 'warn')),
          ],
        ],
        height,
      ),
  };
}

export const THANKS = ['Thank you.', 'Your answers are kept. Please call the experimenter.'] as const;

export function closing(screen: ScreenAt<'closing'>): Shown {
  return {
    title: 'homines · the end',
    right: '',
    few: true,
    where: [],
    hints: [
      {
        keys: 'n',
        does: 'next person (experimenter)',
        help: 'The experimenter lets the next person in, with the word.',
        short: 'n next person',
      },
      HELP,
    ],
    key({ name }) {
      if (name === 'n')
        return { type: 'show', screen: { at: 'word', typed: '', then: 'next person', problem: null, back: screen } };
      return null;
    },
    lines: (width) => [...words(THANKS[0], width, 'strong'), [], ...words(THANKS[1], width, 'strong')],
  };
}

export function cutOff(screen: ScreenAt<'cut off'>): Shown {
  return {
    title: 'homines · go on',
    right: '',
    few: true,
    where: [],
    hints: [{ keys: 'Enter', does: 'go on', help: 'Goes on with the match, at the question where it stood.' }, HELP],
    key: ({ name }) => (name === 'enter' ? { type: 'continue', match: screen.match } : null),
    lines: (width) => [
      ...words('This was interrupted. Every answer that was given is kept.', width, 'strong'),
      [],
      ...words('Press Enter to go on where it stood.', width),
    ],
  };
}
