/** What went wrong with a database, in one sentence that says what to do. Whatever is not the user's to mend is passed on as it is. */
import { UserError } from '../core/user-error.ts';
import { codeOf, full, inWords, type Sentence } from '../disk/file-errors.ts';

/** Another process holds the file: worth waiting for. */
export const isBusy = (error: unknown): boolean => busy.test(codeOf(error));

/** A row of the same key is there already. */
export const isDuplicate = (error: unknown): boolean =>
  /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY|ROWID)/.test(codeOf(error));

const busy = /^SQLITE_(BUSY|LOCKED|PROTOCOL)/;
const another = 'or name another file with --db FILE';

const ofDatabases: readonly Sentence[] = [
  [
    busy,
    (file) =>
      `The database ${file} is held by another program; close whatever else has it open (a database browser, a long copy) and try again, ${another}.`,
  ],
  [
    full,
    (file) =>
      `The disk is full, so nothing more can be kept in ${file}; free some space and try again: what was stored before is safe.`,
  ],
  [/^SQLITE_NOTADB$/, (file) => `${file} is not a database; name another file with --db FILE.`],
  [
    /^SQLITE_CORRUPT/,
    (file) =>
      `The database ${file} is damaged; put a backup in its place, or keep it aside and name a new file with --db FILE.`,
  ],
  [
    /^SQLITE_READONLY_(DIRECTORY|CANTINIT|RECOVERY)$/,
    (file) =>
      `The folder of ${file} cannot be written, which a database needs even for reading; make it writable, or copy the file elsewhere and name the copy with --db FILE.`,
  ],
  [
    /^SQLITE_READONLY/,
    (file) => `The database ${file} cannot be written: make the file and its folder writable, ${another}.`,
  ],
  [
    /^(SQLITE_(CANTOPEN|PERM|AUTH)|EACCES$|EPERM$|EROFS$)/,
    (file) =>
      `The database ${file} cannot be opened: make the file and its folder readable and writable for you, ${another}.`,
  ],
  [
    /^(ENOTDIR|EEXIST|ENOENT|EINVAL)$/,
    (file) => `The folder of ${file} does not exist and cannot be made; name another file with --db FILE.`,
  ],
  [/^ENAMETOOLONG$/, (file) => `The name ${file.slice(0, 40)}… is too long for a file; name another with --db FILE.`],
  [
    /^SQLITE_IOERR/,
    (file, code) =>
      `The disk failed while ${file} was in use (${code}); check that the disk is still connected and not full, then try again.`,
  ],
];

/** Words an error of a database file, or hands it back unchanged. */
export function worded(error: unknown, file: string): unknown {
  if (error instanceof Error && (/better_sqlite3\.node/.test(error.message) || codeOf(error) === 'ERR_DLOPEN_FAILED'))
    return new UserError(
      'The database program better-sqlite3 is not complete here (its .node file is missing, or was made for another machine or Node); delete the folder node_modules and run "npm install" again.',
      { cause: error },
    );
  // SQLite's own functions for JSON say no more than that of a cell that is none.
  const damaged = error instanceof Error && /malformed JSON/.test(error.message);
  return inWords(ofDatabases, damaged ? Object.assign(error, { code: 'SQLITE_CORRUPT_CELL' }) : error, file);
}
