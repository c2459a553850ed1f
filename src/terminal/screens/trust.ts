/** Before a model is first chosen in a folder that may come from anybody: what would be sent where, and a person's yes or no. */
import { line } from '../../show/line.ts';
import type { Stranger } from '../../lab/models.ts';
import type { Action } from '../actions.ts';
import type { LabState, ScreenAt } from '../state.ts';
import { fit, HELP, type Shown, words } from './screen.ts';

export function trust(screen: ScreenAt<'trust'>, state: LabState): Shown {
  const say = (yes: boolean): Action => answered(screen, yes);
  return {
    ...fit(state, ['homines · a server that you have not trusted yet', 'homines · trust', 'trust'], ['']),
    where: ['models'],
    hints: [
      {
        keys: 'y',
        does: 'trust it',
        help: 'Keeps that this may be sent there, for this and every folder that names the same.',
      },
      { keys: 'n', does: 'no', help: 'Nothing is sent: a theory agent plays in the place of the model.' },
      HELP,
      { keys: 'Esc', does: 'no', help: 'Nothing is sent: a theory agent plays in the place of the model.' },
    ],
    key({ name }) {
      if (name === 'y') return say(true);
      return name === 'n' || name === 'escape' ? say(false) : null;
    },
    lines: (width) => [
      ...words(ASKED, width),
      ...screen.strangers.flatMap((one) => [
        line(''),
        ...words(strangerWords(one), width, 'strong'),
        ...one.warnings.flatMap((warning) => words(`! ${warning}`, width, 'warn')),
      ]),
      line(''),
      ...words(NOTHING_YET, width),
    ],
  };
}

/** What a yes or a no asks for: it is kept, and the screen that was wanted comes. */
export const answered = ({ strangers, then }: ScreenAt<'trust'>, yes: boolean): Action => ({
  type: 'trust',
  names: strangers.map(({ name }) => name),
  yes,
  then,
});

export const ASKED =
  'The files of this folder name a server that you have not trusted yet. A folder may come from anybody: look whether this is what you want.';
export const NOTHING_YET = 'Nothing has been sent. With n a theory agent plays in the place of the model.';

/** "local at http://localhost:11434/v1 would be sent questions and the value of LOCAL_KEY." */
export const strangerWords = ({ name, address, key }: Stranger): string =>
  `${name} would be sent questions${key === null ? ', without a key,' : ` and the value of the variable ${key}`} at ${address}`;
