/** What the command line says when something fails: one line, and the exit code. */
import { CommanderError } from 'commander';
import { UserError } from '../../core/user-error.ts';
import { byHand } from '../../core/shell.ts';

/** 2 for what the user can mend, 1 for our mistakes. */
export type Failure = { readonly sentence: string; readonly code: 1 | 2 };

/** An error in one sentence, with the exit code. HOMINES_DEBUG=1 adds where a mistake of ours happened. */
export function wordFailure(error: unknown): Failure {
  if (error instanceof UserError) return { sentence: error.message, code: 2 };
  if (error instanceof CommanderError) return { sentence: mistyped(error.message), code: 2 };
  if (isTooLong(error))
    return {
      sentence: `The name ${nameIn(error.message)} is too long for a file or folder: give a shorter one.`,
      code: 2,
    };
  const what = error instanceof Error ? error.message : String(error);
  const stack = process.env['HOMINES_DEBUG'] === '1' && error instanceof Error ? `\n${error.stack}` : '';
  const more = stack === '' ? '; HOMINES_DEBUG=1 shows where' : '';
  return {
    sentence: `homines failed: ${what.replace(/\s*\n\s*/g, ' ')} (this is our mistake, not yours: please report it${more})${stack}`,
    code: 1,
  };
}

/** Whether a system refuses a name for its length: whatever it was looked up for, somebody typed it. */
const isTooLong = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && error.code === 'ENAMETOOLONG';

/** The name in such an error, "ENAMETOOLONG: name too long, stat 'xxx…'": its end, as far as a line has room. */
function nameIn(message: string): string {
  const name = /'([^']*)/.exec(message)?.[1] ?? '';
  return `${name.slice(0, 40)}…`;
}

/** commander's own sentence as one of ours: "error: option '--seed <N>' argument missing". */
function mistyped(message: string): string {
  const option = /option '(.+)' argument missing/.exec(message)?.[1];
  if (option !== undefined) return `${option.split(' ')[0]} needs a value after it: write ${option}.`;
  const plain = message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}: see ${byHand('--help')}.`;
}
