/** Words as they are typed into a shell, and how homines is called in it. */

import { withoutPassword } from './database-address.ts';

/** How this program is called where it runs; until that is known by its name. */
let called: readonly string[] = ['homines'];

/** Says how this program is called where it runs: the words before those of a command. */
export function callHomines(words: readonly string[]): void {
  called = words;
}

/** The words of a command of homines, as it is called here. */
export const wordsByHand = (rest: readonly string[]): readonly string[] => [
  // npx takes an option that comes first for its own.
  ...(called[0] === 'npx' && rest[0]?.startsWith('-') ? called.toSpliced(-1, 0, '--') : called),
  ...rest,
];

/** A word, in quotes where a shell would read more into it, without the password of an address. */
const quoted = (given: string): string => quotedWord(withoutPassword(given));
const quotedWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** A command in the pieces between which it may be broken into lines: an option and its value stay together. */
export function commandParts(given: readonly string[]): readonly string[] {
  const parts: string[] = [];
  for (let i = 0; i < given.length; i++) {
    const word = quoted(given[i]!);
    const value = given[i + 1];
    if (word.startsWith('--') && value !== undefined && !value.startsWith('--')) {
      parts.push(`${word} ${quoted(value)}`);
      i += 1;
    } else parts.push(word);
  }
  return parts;
}

/** A command that can be pasted into a shell. */
export const commandLine = (given: readonly string[]): string => given.map(quoted).join(' ');

/** A command of homines in a sentence, as it is typed here: "sessions --json". Its words are taken as they are. */
export const byHand = (command = ''): string =>
  `${wordsByHand([command.split(' ')[0] ?? ''])
    .slice(0, -1)
    .map(quoted)
    .join(' ')}${command === '' ? '' : ` ${command}`}`;

/** Words that travel name a command by its bare name, in quotation marks; on a screen it stands as it is typed here. */
export const asTypedHere = (words: string): string =>
  words.replace(/"homines ([^"]+)"/g, (_, command: string) => `"${byHand(command)}"`);
