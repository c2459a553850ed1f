/** What went wrong with a database file, in one sentence that says what to do. Whatever is not the user's to mend is passed on as it is. */
import { Refusal } from '../refusal.ts';

/** The short code of a SQLite or file system error: SQLITE_FULL, EACCES. Empty where there is none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Another process holds the file: worth waiting for. */
export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(codeOf(error));

/** A row of the same key is there already. */
export const isDuplicate = (error: unknown): boolean => /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY|ROWID)/.test(codeOf(error));

/** Words the error for this file, or hands it back unchanged. */
export function worded(error: unknown, file: string): unknown {
  const sentence = sentenceFor(codeOf(error), file, error instanceof Error ? error.message : '');
  return sentence === null ? error : new Refusal(sentence, { cause: error });
}

function sentenceFor(code: string, file: string, message: string): string | null {
  if (/better_sqlite3\.node|bindings file/.test(message) || code === 'ERR_DLOPEN_FAILED')
    return 'The database program better-sqlite3 is not complete on this machine (its .node file is missing or made for another Node); delete node_modules and run "npm install" again.';
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code))
    return `The database ${file} is held by another program; close whatever else has it open (a database browser, a long copy) and try again, or name another file with --db FILE.`;
  if (/^SQLITE_(FULL|IOERR_SHMSIZE)$/.test(code) || code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
    return `The disk is full, so nothing more can be kept in ${file}; free some space and try again: what was stored before is safe.`;
  if (code === 'SQLITE_NOTADB') return `${file} is not a database; name another file with --db FILE.`;
  if (/^SQLITE_CORRUPT/.test(code))
    return `The database ${file} is damaged; put a backup in its place, or keep it aside and name a new file with --db FILE.`;
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/.test(code) || /^(EACCES|EPERM|EROFS)$/.test(code))
    return `The database ${file} cannot be written: make the file and its folder writable, or name another file with --db FILE.`;
  if (/^(ENOTDIR|EEXIST|ENOENT|ENAMETOOLONG|EINVAL)$/.test(code))
    return `The folder of ${file} does not exist and cannot be made; name another file with --db FILE.`;
  if (/^SQLITE_IOERR/.test(code))
    return `The disk failed while ${file} was in use (${code}); check that the disk is still connected and not full, then try again.`;
  return null;
}
