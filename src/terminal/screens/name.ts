/** A session gets a name: from then on it is data. */
import { line, span } from '../../show/line.ts';
import { type Shown, words } from './screen.ts';
import type { Action } from '../actions.ts';
import type { ScreenAt } from '../state.ts';

const LONGEST = 40;

export function name(screen: ScreenAt<'name'>): Shown {
  const { session, typed, back } = screen;
  const to = (next: string): Action => ({ type: 'show', screen: { ...screen, typed: next.slice(0, LONGEST) } });
  const leave: Action =
    back === 'home' ? { type: 'home' } : back === 'sessions' ? { type: 'sessions' } : { type: 'session', session };
  return {
    title: 'homines · name this session',
    right: '',
    typing: true,
    where: [],
    hints: [
      { keys: 'type', does: 'a name', help: 'Letters, digits, blanks.' },
      { keys: 'Enter', does: 'names it', help: 'From then on the session counts as data.' },
      { keys: 'Esc', does: 'back', help: 'Leaves it as it was.' },
    ],
    key({ name: pressed, input, key }) {
      if (pressed === 'escape') return leave;
      if (pressed === 'enter')
        return typed.trim() === ''
          ? { type: 'say', words: 'Type a name first, such as class of 24 Nov.' }
          : { type: 'name', session, name: typed.trim(), back };
      if (pressed === 'backspace') return to([...typed].slice(0, -1).join(''));
      const letters = key.ctrl || key.meta ? '' : input.replace(/\p{Cc}/gu, '');
      return letters === '' ? null : to(typed + letters);
    },
    lines: (width) => [
      [span('Name: ', 'strong'), span(`${typed}_`, 'strong')],
      [],
      ...words(
        'A session is a rehearsal until it is named: kept and replayable, but left out of exports and comparisons unless asked for.',
        width,
      ),
      ...words(
        'Name it for what it is, such as "class of 24 Nov"; never after a person. A later name replaces an earlier one, and both are kept.',
        width,
      ),
      [],
      line(''),
    ],
  };
}
