/** Something could not be done or kept: one sentence, and the way on. Nothing that was acknowledged is lost. */
import { line } from '../../show/line.ts';
import type { LabState, ScreenAt } from '../state.ts';
import { type Shown, words } from './screen.ts';

export function trouble(screen: ScreenAt<'trouble'>, state: LabState): Shown {
  const { sentence, match } = screen;
  return {
    title: 'homines · that did not work',
    right: '',
    where: [],
    hints: [
      match === null
        ? { keys: 'Enter', does: state.lock === null ? 'home' : 'try again', help: 'Goes back to where this began.' }
        : {
            keys: 'Enter',
            does: 'try again',
            help: 'Goes on with this match, at the first question that is not on disk.',
          },
      { keys: 'Esc', does: 'home', help: 'Back to the home screen.' },
    ],
    key({ name }) {
      if (name === 'enter' && match !== null) return { type: 'continue', match };
      if (name === 'enter' && state.lock?.battery !== undefined) return { type: 'protocols', go: 'again' };
      if (name === 'enter' && state.lock !== null)
        return { type: 'show', screen: { at: 'instructions', choice: state.lock.table, first: 0, back: null } };
      if (name === 'enter') return { type: 'home' };
      return name === 'escape' ? { type: 'home' } : null;
    },
    lines: (width) => [
      ...words(sentence, width, 'warn'),
      [],
      ...words(keptWords(screen, state), width),
      ...(match === null
        ? []
        : [
            line(''),
            ...words('Enter tries again: the match goes on at the first question whose answer is not on disk.', width),
          ]),
    ],
  };
}

/** Where the choices are, as it was looked up: never claimed of a file that is gone. */
export const keptWords = ({ lost, sentence }: ScreenAt<'trouble'>, { file }: Pick<LabState, 'file'>): string =>
  lost === null ? `Every choice that was acknowledged is kept in ${file}.` : lost === sentence ? '' : lost;
