/** The command of a file that is handed on: where files lie on this computer is nobody's business. */
import { basename } from 'node:path';
import { isAddress, shortName } from '../../core/database-address.ts';
import { commandLine } from '../../core/shell.ts';

/** The command as it was typed, files by their names only; it can be typed again in a shell. */
export const commandTyped = (words: readonly string[] = process.argv.slice(2)): string =>
  commandLine(['homines', ...words.map((word, at) => (isFile(words, at) ? shortened(word) : word))]);

const FILES = ['--db', '--out'];
const isFile = (words: readonly string[], at: number): boolean =>
  FILES.includes(words[at - 1] ?? '') || FILES.some((flag) => words[at]!.startsWith(`${flag}=`));
const shortened = (word: string): string => {
  const cut = word.startsWith('--') ? word.indexOf('=') + 1 : 0;
  const named = word.slice(cut);
  // Which server it is, is nobody's business either.
  return word.slice(0, cut) + (isAddress(named) ? `postgres:///${shortName(named)}` : basename(named));
};
