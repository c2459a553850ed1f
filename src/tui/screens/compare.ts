/** The comparison as a screen: what its keys ask for is told to whoever shows it. */
import type { Action } from '../actions.ts';
import { compareHints, compareLines, compareTitles } from '../compare/draw.ts';
import { type CompareView, treatmentOf } from '../compare/view.ts';
import type { Press } from '../press.ts';
import type { LabState } from '../state.ts';
import { fit, type Shown } from './shown.ts';

/** `inLab`: whether there is a screen to go back to. */
export function compare(view: CompareView, state: Pick<LabState, 'columns'>, inLab: boolean, key: (press: Press) => Action | null): Shown {
  const { titles, rights } = compareTitles(view);
  const game = treatmentOf(view)?.game;
  return {
    ...fit(state, titles, rights),
    where: ['compare', ...(game === undefined ? [] : [game])],
    hints: compareHints(view, inLab),
    key,
    lines: (width, height) => compareLines(view, width, height),
  };
}
