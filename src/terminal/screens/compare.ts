/** The comparison as a screen: what its keys ask for is told to whoever shows it. */
import type { Action } from '../actions.ts';
import { compareHints, compareLines, compareTitles } from '../compare/draw.ts';
import { type CompareView, pressed, treatmentOf } from '../compare/view.ts';
import type { Press } from '../key-names.ts';
import type { LabState, ScreenAt } from '../state.ts';
import { fitting, type Shown } from './shown.ts';

/** `inLab`: whether there is a screen to go back to. */
export function compare(
  view: CompareView,
  state: Pick<LabState, 'columns'>,
  inLab: boolean,
  key: (press: Press) => Action | null,
): Shown {
  const game = treatmentOf(view)?.game;
  return {
    ...fitting(state, compareTitles(view)),
    where: ['compare', ...(game === undefined ? [] : [game])],
    hints: compareHints(view, inLab),
    key,
    lines: (width, height) => compareLines(view, width, height),
  };
}

export const compareInLab = ({ view, back }: ScreenAt<'compare'>, state: LabState): Shown =>
  compare(view, state, true, (press) => {
    const { view: next, ask, say } = pressed(view, press);
    if (ask === 'back') return { type: 'show', screen: back };
    if (ask === 'quit') return press.name === 'ctrl-c' ? { type: 'quit' } : null;
    if (ask === 'help') return { type: 'help', first: 0 };
    if (ask === 'save screen') return { type: 'save screen' };
    return {
      type: 'compared',
      view: next,
      ...(ask === undefined ? {} : { ask }),
      ...(say === undefined ? {} : { say }),
    };
  });
