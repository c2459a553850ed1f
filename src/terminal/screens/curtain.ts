/** Between two people: nothing of the one is on the screen when the next one sits down. */
import { line } from '../../show/line.ts';
import type { ScreenAt } from '../state.ts';
import { type Shown, words } from './screen.ts';

export function curtain({ choice }: ScreenAt<'curtain'>): Shown {
  const then =
    choice === null
      ? 'The lab opens at its home screen.'
      : `You play ${choice.game.title}; the instructions come first.`;
  return {
    title: 'homines · next person',
    right: '',
    where: [],
    hints: [
      { keys: 'Enter', does: 'the next person sits', help: 'Gives the next person a participant code of their own.' },
      { keys: 'Esc', does: 'nobody else', help: 'Back to the home screen as the same person.' },
    ],
    key({ name }) {
      if (name === 'enter') return { type: 'next person', choice };
      return name === 'escape' ? { type: 'home' } : null;
    },
    lines: (width) => [
      line('Pass the keyboard.', 'strong'),
      [],
      ...words(
        'Press Enter when the next person sits in front of it. What was played before is kept, and stays out of sight.',
        width,
      ),
      [],
      ...words(then, width),
    ],
  };
}
