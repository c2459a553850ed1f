/** Between two people: nothing of the one is on the screen when the next one sits down. */
import { titleIn } from '../../core/title.ts';
import { line } from '../../show/line.ts';
import { peopleOf } from '../../lab/table-setting.ts';
import type { LabState, ScreenAt } from '../state.ts';
import { peopleForm } from './people.ts';
import { type Shown, words } from './screen.ts';

export function curtain(screen: ScreenAt<'curtain'>, state: Pick<LabState, 'current' | 'lock'>): Shown {
  const { choice, back } = screen;
  const several = choice !== null && peopleOf(choice) > 1;
  const label = state.current.people[0].label;
  const then =
    choice === null
      ? 'The lab opens at its home screen.'
      : state.lock?.battery !== undefined
        ? 'You go through several protocols; the instructions come first.'
        : `You play ${titleIn(choice.game, choice.config)}; the instructions come first.`;
  return {
    title: 'homines · next person',
    right: '',
    few: true,
    where: [],
    hints: [
      {
        keys: 'Enter',
        does: several ? 'the next people sit' : 'the next person sits',
        help: 'Gives whoever sits down next a participant code of their own.',
      },
      ...(state.lock === null ? [] : [WHO]),
      { keys: 'Esc', does: 'nobody else', help: 'Goes back, as the same person.' },
    ],
    key({ name }) {
      if (name === 'enter') return { type: 'next person', choice };
      if (name === 'w' && state.lock !== null && choice !== null)
        return { type: 'show', screen: peopleForm(state.current.people, peopleOf(choice), screen) };
      return name === 'escape' ? { type: 'show', screen: back } : null;
    },
    lines: (width) => [
      line('Pass the keyboard.', 'strong'),
      [],
      ...words(
        `Press Enter when ${several ? 'the next people sit' : 'the next person sits'} in front of it. What was played before is kept, and stays out of sight.`,
        width,
      ),
      [],
      ...words(then, width),
      ...(state.lock !== null && label !== null ? [[], ...words(`Who sits down: ${label}.`, width)] : []),
    ],
  };
}

/** In a locked lab the experimenter, who has just typed the word, says it here; elsewhere the instructions ask. */
const WHO = {
  keys: 'w',
  does: 'who sits down',
  help: 'For a study: a label and a treatment for each person, before they begin. Both may stay empty.',
} as const;
