/**
 * What a participant in a locked lab may do: answer, read, and go back within the match. Every key goes through here,
 * whatever screen it was pressed on; a screen that is new is closed until it is named here.
 */
import type { Action } from './actions.ts';
import type { KeyHint } from './keys.ts';
import type { Press } from './key-names.ts';
import type { At, LabState, Screen } from './state.ts';
import type { Shown } from './screens/screen.ts';

/** Said where a way out was pressed. */
export const CALL = 'Please call the experimenter if you want to stop.';

/** From which screen a participant may come to which. */
const WAYS: Readonly<Partial<Record<At, readonly At[]>>> = {
  instructions: ['instructions'],
  result: ['result', 'guess', 'debrief'],
  guess: ['guess', 'result'],
  debrief: ['debrief', 'result'],
  word: [
    'word',
    'instructions',
    'play',
    'result',
    'guess',
    'debrief',
    'battery',
    'closing',
    'curtain',
    'cut off',
    'trouble',
    'unpaid',
  ],
  battery: ['battery'],
  closing: ['word'],
  trouble: ['instructions'],
  // The experimenter has typed the word, and says who sits down.
  curtain: ['people', 'closing'],
  people: ['people', 'curtain'],
};

/** The action that a key has in a locked lab; null: none. */
export function participantAction(
  action: Action | null,
  press: Press,
  { screen }: Pick<LabState, 'screen'>,
): Action | null {
  if (press.name === 'ctrl-c') return screen.at === 'word' ? { type: 'show', screen: screen.back } : wordAsked(screen);
  const allowed = action !== null && mayDo(action, press, screen);
  if (allowed) return action;
  return press.name === 'escape' ? { type: 'say', words: CALL } : null;
}

const wordAsked = (back: Screen): Action => ({
  type: 'show',
  screen: { at: 'word', typed: '', then: 'open', problem: null, back },
});

function mayDo(action: Action, { name }: Press, screen: Screen): boolean {
  switch (action.type) {
    case 'ask':
    case 'lift curtain':
    case 'rules':
    case 'help':
    case 'guess':
    case 'say':
    case 'word':
      return true;
    case 'protocols':
      if (action.go === 'again') return screen.at === 'trouble';
      return screen.at === 'battery' && action.go !== 'another';
    case 'play':
      return screen.at === 'instructions';
    case 'continue':
      return screen.at === 'cut off' || screen.at === 'trouble';
    case 'end':
      return name === 'enter';
    case 'next person':
      return screen.at === 'curtain';
    case 'introduce':
      return screen.at === 'people';
    case 'show':
      return (WAYS[screen.at] ?? []).includes(action.screen.at);
    default:
      return false;
  }
}

/** The screen as a participant sees it: without the keys that do nothing here, and without theory in its help. */
export function forParticipants(shown: Shown, state: Pick<LabState, 'screen'>): Shown {
  const key = (press: Press): Action | null => participantAction(shown.key(press), press, state);
  return { ...shown, where: [], hints: shown.hints.filter((hint) => does(hint, key)), key };
}

/** Whether a hint that names one key does anything; what names several, and what is typed, is the question's own. */
function does({ keys }: KeyHint, key: (press: Press) => Action | null): boolean {
  const name = { Esc: 'escape', Enter: 'enter', Tab: 'tab' }[keys] ?? (/^[a-z]$/.test(keys) ? keys : null);
  if (name === null || keys === 'h' || name === 'enter') return true;
  const action = key({ name, input: keys.length === 1 ? keys : '', key: NO_KEY });
  return action !== null && !(action.type === 'say' && action.words === CALL);
}

const NO_KEY: Press['key'] = {
  ...{ upArrow: false, downArrow: false, leftArrow: false, rightArrow: false, pageDown: false, pageUp: false },
  ...{ home: false, end: false, return: false, escape: false, ctrl: false, shift: false, tab: false, backspace: false },
  ...{ delete: false, meta: false, super: false, hyper: false, capsLock: false, numLock: false },
};
