/** Which key does what while a question stands, as named commands. No key needs Shift, AltGr or a function key. */
import type { Key } from 'ink';
import { SKIPPED } from '../../game.ts';
import { glyphs } from '../glyphs.ts';
import type { KeyHint } from '../keys.ts';
import type { AskAction, AskState } from './state.ts';

/** The top row of a French keyboard gives these without Shift. */
const azerty: Readonly<Record<string, string>> = {
  '&': '1',
  é: '2',
  '"': '3',
  "'": '4',
  '(': '5',
  '-': '6',
  è: '7',
  _: '8',
  ç: '9',
  à: '0',
};

/** Letters that belong to the screen round the question. */
const screens = new Set(['h', 'i', 'q', 'p']);

export function askAction(state: AskState, input: string, key: Key): AskAction | null {
  if (key.ctrl || key.meta || key.escape) return null;
  if (key.return) return { type: 'enter' };
  if (key.backspace || key.delete) return { type: 'erase' };
  if (key.tab) return state.draft.length > 0 ? { type: 'next', by: key.shift ? -1 : 1 } : null;
  const number = state.decision.input.kind === 'number';
  const tens = state.focus < 0 && state.decision.input.kind === 'number' && state.decision.input.ends ? 10 : 1;
  if (key.rightArrow) return { type: 'arrow', by: 1 };
  if (key.leftArrow) return { type: 'arrow', by: -1 };
  // Up is more on a scale and further up in a list.
  if (key.upArrow) return { type: 'arrow', by: number ? tens : -1 };
  if (key.downArrow) return { type: 'arrow', by: number ? -tens : 1 };

  const letter = input.toLowerCase();
  if (letter === 'b') return { type: 'back' };
  if (letter === 'x' && state.decision.input.skip !== undefined) return { type: 'mark', value: SKIPPED, key: 'x' };
  if (state.decision.input.kind === 'choice' && state.focus < 0) {
    const option = state.decision.input.options.find((one) => one.key === letter);
    return option ? { type: 'mark', value: option.value, key: option.key } : null;
  }
  if (screens.has(letter)) return null;
  const text = digits(input, state.focus < 0 ? state.text : state.draft[state.focus]!, tens > 1);
  return text === '' ? null : { type: 'type', text };
}

/** Digits, point and comma as typed on any of the three keyboards. A minus that begins a price stays a minus, to be refused in words. */
function digits(input: string, before: string, rating: boolean): string {
  let text = '';
  for (const letter of input) {
    if (/[\d.,]/.test(letter)) text += letter;
    else if (letter === '-' && !rating && before + text === '') text += '-';
    else text += azerty[letter] ?? '';
  }
  return text;
}

/** The question's own part of the footer; the screen adds i, h and Esc. */
export function askHints(state: AskState): readonly KeyHint[] {
  const { input } = state.decision;
  const { arrows } = glyphs();
  const hints: KeyHint[] = [];
  if (input.kind === 'choice') {
    const letters = input.options.map((option) => option.key).join(' ');
    hints.push({ keys: `${letters} or ${arrows.sides}`, does: 'choose', help: 'Marks an answer; it may be changed until Enter.' });
    hints.push({ keys: 'Enter', does: 'makes it final', help: 'Gives the marked answer. It cannot be changed afterwards.' });
  } else if (input.ends) {
    hints.push({
      keys: `${input.min} to ${input.max} or ${arrows.sides}`,
      does: '',
      help: `Sets the number: type it, or move by ${input.step} with ${arrows.sides} and by ${10 * input.step} with ${arrows.upDown}.`,
    });
    hints.push({ keys: 'Enter', does: 'confirm', help: 'Gives the number that stands at the right of the line.' });
  } else {
    hints.push({
      keys: 'type',
      does: state.focus < 0 ? 'a number' : 'a what-if',
      help: `Digits, with a point or a comma; arrows move by ${input.step}.`,
    });
    hints.push({
      keys: 'Enter',
      does: state.focus < 0 ? 'sets it' : 'next field',
      help: 'Gives the number in the field of the question; in a what-if field it only goes on.',
    });
  }
  if (state.draft.length > 0)
    hints.push({
      keys: 'Tab',
      does: state.focus < 0 ? 'what-if' : 'next field',
      help: 'Moves between the question and the what-if fields. Trying numbers there commits to nothing.',
    });
  if (state.of > 1 || state.position > 0)
    hints.push({
      keys: 'b',
      does: 'back',
      help: 'Goes back to the question before.',
      ...(state.position > 0 ? {} : { off: 'this is the first question' }),
    });
  if (input.skip !== undefined) hints.push({ keys: 'x', does: input.skip, help: 'Marks that you would rather not say; Enter confirms.' });
  return hints;
}
