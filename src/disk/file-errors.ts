/** What went wrong with a file, in one sentence that says what to do. Whatever is not the user's to mend is passed on as it is. */
import { basename } from 'node:path';
import { UserError } from '../core/user-error.ts';

/** The short code of a SQLite or file system error: SQLITE_FULL, EACCES. Empty where there is none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** The disk is full, in the codes of SQLite and of file systems. */
export const full = /^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT|EFBIG)$/;

/** For errors of these codes, this sentence. */
export type Sentence = readonly [code: RegExp, sentence: (file: string, code: string) => string];

const ofOutputs: readonly Sentence[] = [
  [
    full,
    (file) =>
      `The disk is full, so ${file} could not be written; free some space or name a file elsewhere (nothing half written is left).`,
  ],
  [/^ENAMETOOLONG$/, (file) => `The name ${basename(file).slice(0, 40)}… is too long for a file; give a shorter one.`],
  [
    /^(SQLITE_(CANTOPEN|READONLY|PERM|AUTH|IOERR)|E[A-Z]+$)/,
    (file, code) => `${file} cannot be written (${code}); name a file in a folder that you may write to.`,
  ],
];

/** Words an error of a file that is being made (an export, a copy), or hands it back unchanged. */
export const wordedOutput = (error: unknown, file: string): unknown => inWords(ofOutputs, error, file);

/** Words an error by the first sentence that fits its code, or hands it back unchanged. */
export function inWords(sentences: readonly Sentence[], error: unknown, file: string): unknown {
  const code = codeOf(error);
  const sentence = sentences.find(([pattern]) => pattern.test(code))?.[1];
  return sentence === undefined ? error : new UserError(sentence(file, code), { cause: error });
}
