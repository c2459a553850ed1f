/** A key as screens name it, whatever the keyboard: 'enter', 'escape', 'left', 'tab', 'ctrl-c', or the letter in lower case. */
import type { Key } from 'ink';

export type Press = { readonly name: string; readonly input: string; readonly key: Key };

export function pressOf(input: string, key: Key): Press {
  return { name: nameOf(input, key), input, key };
}

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
