/** Which key does what while a question stands, as named commands. No key needs Shift, AltGr or a function key. */
import type { Key } from 'ink';
import { type Input, SKIPPED } from '../../core/game.ts';
import { glyphs } from '../../show/glyphs.ts';
import { clipped } from '../../show/line.ts';
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

/** `pasted`: text of the clipboard. It is written into a field of numbers, and no part of it is a key. */
export function askAction(state: AskState, input: string, key: Key, pasted = false): AskAction | null {
  if (pasted) {
    if (state.decision.input.kind === 'choice' && state.focus < 0) return { type: 'refuse', given: shortly(input) };
    return typing(input, state.focus < 0 ? state.text : state.draft[state.focus]!, false);
  }
  if (key.ctrl || key.meta || key.escape) return null;
  if (key.return) return { type: 'enter' };
  if (key.backspace || key.delete) return takesB(state.decision.input) ? { type: 'back' } : { type: 'erase' };
  if (key.tab) return state.draft.length > 0 ? { type: 'next', by: key.shift ? -1 : 1 } : null;
  const number = state.decision.input.kind === 'number';
  const tens = number ? 10 : 1;
  const rating = state.focus < 0 && state.decision.input.kind === 'number' && state.decision.input.ends !== undefined;
  if (key.rightArrow) return { type: 'arrow', by: 1 };
  if (key.leftArrow) return { type: 'arrow', by: -1 };
  // Up is more on a scale and further up in a list.
  if (key.upArrow) return { type: 'arrow', by: number ? tens : -1 };
  if (key.downArrow) return { type: 'arrow', by: number ? -tens : 1 };

  const letter = input.toLowerCase();
  if (letter === 'b' && !takesB(state.decision.input)) return { type: 'back' };
  if (letter === 'x' && state.decision.input.skip !== undefined) return { type: 'mark', value: SKIPPED, key: 'x' };
  if (state.decision.input.kind === 'choice' && state.focus < 0) {
    const option = state.decision.input.options.find((one) => one.key === letter);
    if (option) return { type: 'mark', value: option.value, key: option.key };
    return screens.has(letter) || !WORD.test(letter) ? null : { type: 'refuse', given: input };
  }
  if (screens.has(letter) || letter.trim() === '') return null;
  return typing(input, state.focus < 0 ? state.text : state.draft[state.focus]!, rating);
}

/** Nobody needs to see more of what was pasted. */
const shortly = (text: string): string => clipped(text, 30);

const WORD = /^[\p{L}\p{N}]/u;

/**
 * Digits, point and comma as typed on any of the three keyboards. A minus that begins a price stays a minus, so that it is
 * refused in words, unless what follows shows that it was the 6 of a French keyboard.
 */
function typing(input: string, before: string, rating: boolean): AskAction {
  let text = '';
  let french = false;
  for (const letter of input.trim()) {
    const digit = azerty[letter];
    if (/[\d.,]/.test(letter)) text += letter;
    else if (letter === '-' && !rating && before + text === '') text += '-';
    else if (digit === undefined) return { type: 'refuse', given: shortly(input.trim()) };
    else {
      text += digit;
      french = true;
    }
  }
  return french && before === '-' ? { type: 'type', text: `6${text}`, instead: true } : { type: 'type', text };
}

/** Whether b is the letter of an option: then Backspace goes back. */
export const takesB = (input: Input): boolean =>
  input.kind === 'choice' && input.options.some(({ key }) => key === 'b');

/** The question's own part of the footer; the screen adds i, h and Esc. */
export function askHints(state: AskState): readonly KeyHint[] {
  const { input } = state.decision;
  const { arrows, dash } = glyphs();
  const hints: KeyHint[] = [];
  if (input.kind === 'choice') {
    const letters = input.options.map((option) => option.key).join(' ');
    hints.push({
      keys: `${letters} or ${arrows.sides}`,
      does: 'choose',
      help: 'Marks an answer; it may be changed until Enter.',
      short: `${letters} ${arrows.sides}`,
    });
    hints.push({
      keys: 'Enter',
      does: 'makes it final',
      help: 'Gives the marked answer. It cannot be changed afterwards.',
      short: 'Enter final',
    });
  } else if (input.ends) {
    hints.push({
      keys: `${input.min} to ${input.max} or ${arrows.sides}`,
      does: '',
      help: `Sets the number: type it, or move by ${input.step} with ${arrows.sides} and by ${Number((10 * input.step).toFixed(6))} with ${arrows.upDown}.`,
      short: `${input.min}${dash}${input.max} ${arrows.sides}`,
    });
    hints.push({ keys: 'Enter', does: 'confirm', help: 'Gives the number that stands at the right of the line.' });
  } else {
    hints.push({
      keys: 'type',
      does: state.focus < 0 ? 'a number' : 'a what-if',
      help: `Type a ${state.focus < 0 ? 'number' : 'what-if'}. ${arrows.sides} change it by ${input.step}, ${arrows.upDown} by ${Number((10 * input.step).toFixed(6))}.`,
      short: 'type',
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
      help: 'Moves between the question and the what-if fields. Trying numbers there commits to nothing; its use is logged.',
    });
  if (input.skip !== undefined)
    hints.push({
      keys: 'x',
      does: input.skip,
      help: 'Marks that you would rather not say; x again takes it back, Enter confirms.',
      short: 'x skip',
    });
  if (state.of > 1 || state.position > 0)
    hints.push({
      keys: takesB(input) ? 'Backspace' : 'b',
      does: 'back',
      help: 'Goes back to the question before.',
      ...(state.position > 0 ? {} : { off: 'This is the first question: there is nothing to go back to.' }),
    });
  return hints;
}
