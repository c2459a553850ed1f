/** A screen read line by line: what it says, what it asks, and what a typed line asks for. No drawing, no key presses. */
import type { Action } from '../actions.ts';
import type { Screen } from '../state.ts';

export type View = {
  /** Paragraphs, one idea a line. */
  readonly says: readonly string[];
  /** What may be typed, in one sentence. */
  readonly asks: string;
  /** Enter sends the line; a sentence says why it could not be taken. */
  take(typed: string): Taken;
  /** Whatever stood there before leaves the terminal: another person looks at it now. */
  readonly clears?: true;
};

/** What is asked for; a sentence, and the same question again; or both. */
export type Taken = readonly Action[] | string | { readonly says: string; readonly actions: readonly Action[] };

export type Command = { readonly key: string; readonly does: string; readonly actions: readonly Action[] };

/** "Enter begins; b goes back." */
export const commandsAsked = (commands: readonly Command[]): string =>
  `${commands.map(({ key, does }) => `${key === '' ? 'Enter' : key} ${does}`).join('; ')}.`;

/** Takes a command, or what `other` makes of the line. */
export function takes(commands: readonly Command[], other?: (typed: string) => readonly Action[] | string) {
  return (typed: string): readonly Action[] | string => {
    const line = typed.trim();
    const found = commands.find(({ key }) => key === line.toLowerCase());
    if (found) return found.actions;
    return other?.(line) ?? `"${line}" is not understood here. ${commandsAsked(commands)}`;
  };
}

/** A list whose entries are opened by their number. */
export function numbered(
  entries: readonly { readonly says: string; readonly actions: readonly Action[] }[],
  typed: string,
): readonly Action[] | string {
  const number = /^\d+$/.test(typed) ? Number(typed) : 0;
  return entries[number - 1]?.actions ?? `Type a number from 1 to ${entries.length}; got "${typed}".`;
}

/** A screen to go to, as the only action. */
export const show = (screen: Screen): readonly Action[] => [{ type: 'show', screen }];

/** Paragraphs, commands with what may be typed beside them, and what else a line means. */
export const view = (
  says: readonly string[],
  commands: readonly Command[],
  more = '',
  other?: (typed: string) => readonly Action[] | string,
): View => ({ says, asks: [more, commandsAsked(commands)].filter(Boolean).join(' '), take: takes(commands, other) });

export const list = (entries: readonly { readonly says: string }[]): string =>
  entries.map(({ says }, i) => `${i + 1}: ${says}`).join('\n');
