/** An earlier profile in the lab: what its keys ask for is told to the lab. */
import type { Action } from '../actions.ts';
import { pressed } from '../profile/keys.ts';
import { profileShown } from '../profile/shown.ts';
import type { LabState, ScreenAt } from '../state.ts';
import { back, type Shown } from './shown.ts';

export function profileInLab(screen: ScreenAt<'profile'>, state: LabState): Shown {
  const shown = profileShown(screen.view, state);
  return {
    ...shown,
    hints: shown.hints.map((hint) => (hint.keys === 'q' ? back() : hint)),
    key(press): Action | null {
      if (press.name === 'ctrl-c' || press.name === 'h') return null;
      const { view, ask } = pressed(screen.view, press, state);
      const next = { ...screen, view };
      if (ask === 'leave') return { type: 'show', screen: screen.back };
      if (ask === 'save screen') return { type: 'save screen' };
      if (typeof ask !== 'object') return { type: 'show', screen: next };
      if ('say' in ask) return { type: 'say', words: ask.say };
      const { match, turn, key } = ask.open;
      return { type: 'transcript', match, back: next, from: { turn, key, seat: 0 } };
    },
  };
}
