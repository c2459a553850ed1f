/** A key as screens name it, whatever the keyboard: 'enter', 'escape', 'left', 'tab', 'ctrl-c', or the letter in lower case; a paste is 'paste'. */
import type { Key } from 'ink';
import { cleanLine } from '../core/outside-text.ts';

export type Press = { readonly name: string; readonly input: string; readonly key: Key };

export function pressOf(input: string, key: Key): Press {
  return { name: nameOf(input, key), input, key };
}

/** Pasted text on one line: it can be written into a field, and is no key of any screen. */
export const pasteOf = (text: string): Press => ({ name: 'paste', input: cleanLine(text).trim(), key: NO_KEY });

const NO_KEY: Key = {
  ...{ upArrow: false, downArrow: false, leftArrow: false, rightArrow: false, pageDown: false, pageUp: false },
  ...{ home: false, end: false, return: false, escape: false, ctrl: false, shift: false, tab: false },
  ...{ backspace: false, delete: false, meta: false },
  ...{ super: false, hyper: false, capsLock: false, numLock: false },
};

function nameOf(input: string, key: Key): string {
  if (key.ctrl) return `ctrl-${input}`;
  if (key.return) return 'enter';
  if (key.escape) return 'escape';
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.tab) return 'tab';
  if (key.backspace || key.delete) return 'backspace';
  if (key.pageUp) return 'page up';
  if (key.pageDown) return 'page down';
  if (key.home) return 'home';
  if (key.end) return 'end';
  return input === ' ' ? 'space' : input.toLowerCase();
}
