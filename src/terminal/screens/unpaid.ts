/** A match that ended unpaid, because a model had no answer and the table was set so. */
import { titleIn } from '../../core/title.ts';
import { nextTable } from '../../lab/table-setting.ts';
import { counted } from '../../core/format.ts';
import { transcriptHint } from './result.ts';
import { formOf } from '../../lab/set-up.ts';
import type { LabState, ScreenAt } from '../state.ts';
import { fit, HELP, sessionWords, type Shown, words } from './screen.ts';

export function unpaid(screen: ScreenAt<'unpaid'>, state: LabState): Shown {
  const { match, game, choice } = screen;
  return {
    ...fit(state, [`${titleIn(game, match.config)} · ended unpaid`], sessionWords(state)),
    where: ['play', game.name],
    hints: [
      state.lock === null
        ? { keys: 'Enter', does: 'again', help: 'Plays once more at this table.' }
        : { keys: 'Enter', does: 'go on', help: 'Goes on to the last screen.' },
      ...transcriptHint(match),
      { keys: 'o', does: 'opponent', help: 'Sets the table again, to play another opponent.' },
      HELP,
      { keys: 'Esc', does: 'end', help: 'Goes back to the table as it is set.' },
    ],
    key({ name }) {
      if (name === 'enter' && state.lock !== null) return { type: 'end', then: 'home' };
      if (name === 'enter') return { type: 'play', choice: nextTable(choice) };
      if (name === 'd') return { type: 'transcript', match: match.code, back: screen };
      if (name === 'o') return { type: 'show', screen: { at: 'set-up', form: formOf(choice), line: 0, from: screen } };
      return name === 'escape' || name === 'ctrl-c' ? { type: 'end', then: 'table' } : null;
    },
    lines: (width) => unpaidWords(screen).flatMap((text, i) => [...(i > 0 ? [[]] : []), ...words(text, width)]),
  };
}

export const unpaidWords = ({ sentence, saved }: ScreenAt<'unpaid'>): readonly string[] => [
  sentence,
  saved === 0 ? 'Nothing was chosen before.' : `Your ${counted(saved, 'choice is', 'choices are')} kept.`,
  'Nobody is paid for this match, as the table was set.',
];
