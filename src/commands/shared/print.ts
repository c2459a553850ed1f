/** What verbs print: plain text of at most 80 columns, or one JSON document. */
import { withoutPassword } from '../../core/database-address.ts';
import { escapedJson } from '../../core/outside-text.ts';
import { codeOf } from '../../disk/file-errors.ts';
import { wrapped } from '../../show/line.ts';
import { outliveTerminal } from './hung-up.ts';
import { spelled, wrap } from './text-columns.ts';

/** Text on stdout, with a line break, without what commands a terminal; in ASCII on a terminal that has no other letters. */
export const print = (text: string): void => {
  process.stdout.write(`${spelled(text)}\n`);
};

/** A sentence beside the output: what failed, or what became of it. */
export const printProblem = (sentence: string): void => {
  const said = spelled(withoutPassword(sentence), process.stderr);
  const { isTTY, columns } = process.stderr;
  // A terminal breaks words at its edge.
  process.stderr.write(`${isTTY && columns > 0 ? wrapped(said, columns).join('\n') : said}\n`);
};

/** What is waited for, while a terminal looks on: nothing that a pipe keeps. */
export const printWait = (sentence: string): void => {
  if (process.stderr.isTTY) printProblem(wrap(sentence));
};

/** One document and nothing else; what commands a terminal is escaped, so that the data stay the same. Gives the exit code. */
export function printJson(document: unknown): number {
  process.stdout.write(`${escapedJson(JSON.stringify(document, null, 2))}\n`);
  return 0;
}

outliveTerminal();

/** A closed window, as an exit code. */
const GONE = 129;

// A reader that has seen enough, such as `head`, closes the pipe, and a window may be closed: no failure of ours. A screen
// hears of it too and ends in its own order.
process.stdout.on('error', (error) => {
  if (codeOf(error) !== 'EPIPE' && codeOf(error) !== 'EIO') throw error;
  if (process.stdout.listenerCount('error') === 1) process.exit(codeOf(error) === 'EPIPE' ? undefined : GONE);
});
// What nobody can read any more needs no words.
process.stderr.on('error', (error) => {
  if (codeOf(error) !== 'EPIPE' && codeOf(error) !== 'EIO') throw error;
});
