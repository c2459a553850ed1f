/**
 * Files in which this person's programs keep what they can make again. Each says of what it was made and is checked by its own
 * hash; whatever is not as it was written counts as not there and is thrown away. Nothing here ever throws: without a folder, or
 * with one that cannot be written, nothing is kept.
 */
import { closeSync, constants, existsSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { readSync, rmSync, statSync, utimesSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isAddress } from '../core/database-address.ts';
import { sweep, writeUnsettled, writeWhole } from './atomic-write.ts';
import { cacheFolder } from './cache-folder.ts';
import { codeOf } from './file-errors.ts';
import { endOfFile } from './text-file.ts';

export type FileCache = {
  /** What was kept as the answer to this question and made of this key; null: nothing, or made of something else. */
  read(question: string, key: string): Uint8Array | null;
  /** Keeps it in the place of the answer before: whole, or not at all. `key`: one line; its `places`, where it is JSON, are files. */
  keep(question: string, key: string, content: Uint8Array): void;
};

/** Bytes of all files together: the oldest are thrown away above it. Ours: some hundred comparisons of a class each. */
const MOST_BYTES = 256 * 2 ** 20;

const ENDING = '.kept';
const FORMAT = 'homines kept 1';
const FIRST_LINE = new RegExp(`^${FORMAT} ([0-9a-f]{64})$`);
/** What was thrown away as unreadable, a line each, the last so many. */
const THROWN_AWAY = 'thrown-away.txt';
const MOST_TOLD = 20;
const LINE_BYTES = 300;

/** How often a file that is read is marked as used: what nobody reads is the oldest. In milliseconds. */
const USED_MS = 3_600_000;

/** Where comparisons are kept; null where no folder of this person is known. */
export function keptFilesFolder(env: NodeJS.ProcessEnv = process.env): string | null {
  try {
    return join(cacheFolder(env), 'kept');
  } catch {
    return null;
  }
}

/** The files of a folder. What was made of files that are gone is thrown away: what people did there is to be gone too. */
export function fileCache(
  folder: string | null = keptFilesFolder(),
  write: typeof writeUnsettled = writeUnsettled,
  most = MOST_BYTES,
): FileCache {
  return {
    read(question, key) {
      if (folder === null) return null;
      const name = nameFor(question);
      const file = join(folder, name);
      const found = look(file);
      if (found.state === 'unreadable') throwAway(folder, name, found.why);
      if (found.state !== 'sound' || found.key !== key) return null;
      markUsed(file);
      return found.content;
    },
    keep(question, key, content) {
      if (folder === null || content.length > most / 2) return;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        sweep(folder);
        const line = Buffer.from(`${key}\n`);
        const first = Buffer.from(`${FORMAT} ${hashOf(line, content)}\n`);
        write(join(folder, nameFor(question)), Buffer.concat([first, line, content]), 0o600);
        makeRoom(folder, most);
      } catch {
        // Read-only, full, or taken away under us: it is computed again the next time.
      }
    },
  };
}

function hashOf(...pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

const nameFor = (question: string): string => hashOf(Buffer.from(question)).slice(0, 32) + ENDING;

type Looked =
  | { readonly state: 'none' }
  | { readonly state: 'unreadable'; readonly why: string }
  | { readonly state: 'sound'; readonly key: string; readonly content: Uint8Array };

function look(file: string): Looked {
  const bytes = bytesOf(file);
  if (bytes === null) return { state: 'none' };
  const line = bytes.indexOf(10);
  const first = bytes.toString('latin1', 0, Math.max(line, 0));
  const [, hash] = FIRST_LINE.exec(first) ?? [];
  if (hash === undefined)
    return { state: 'unreadable', why: first.startsWith('homines kept ') ? 'of another version' : 'no such file' };
  const rest = bytes.subarray(line + 1);
  const end = rest.indexOf(10);
  if (end < 0 || hashOf(rest) !== hash) return { state: 'unreadable', why: 'cut off or changed' };
  return { state: 'sound', key: rest.toString('utf8', 0, end), content: rest.subarray(end + 1) };
}

/** The bytes of an ordinary file; null where there is none, or it may not be read. Never waits for a pipe. */
function bytesOf(file: string): Buffer | null {
  try {
    const handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = fstatSync(handle);
      return found.isFile() && found.size <= MOST_BYTES ? readFileSync(handle) : null;
    } finally {
      closeSync(handle);
    }
  } catch {
    return null;
  }
}

function markUsed(file: string): void {
  try {
    const now = Date.now();
    if (now - statSync(file).mtimeMs > USED_MS) utimesSync(file, now / 1000, now / 1000);
  } catch {
    // Then it is older than it could be.
  }
}

/** Takes away one that is not as it was written, and keeps why, for doctor. */
function throwAway(folder: string, name: string, why: string): void {
  try {
    rmSync(join(folder, name), { force: true });
    const line = `${new Date().toISOString().slice(0, 16)} ${name} ${why}`;
    const told = [...thrownAway(folder), line].slice(-MOST_TOLD);
    writeWhole(join(folder, THROWN_AWAY), `${told.join('\n')}\n`, 0o600);
  } catch {
    // It cannot be taken away: it is not read the next time either, and doctor sees it.
  }
}

const thrownAway = (folder: string): readonly string[] =>
  endOfFile(join(folder, THROWN_AWAY), MOST_TOLD * LINE_BYTES)
    .split('\n')
    .filter((line) => line !== '');

type KeptFile = { readonly file: string; readonly bytes: number; readonly used: number };

function filesIn(folder: string): readonly KeptFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .flatMap((name): readonly KeptFile[] => {
      const found = statSync(join(folder, name), { throwIfNoEntry: false });
      return found?.isFile() ? [{ file: join(folder, name), bytes: found.size, used: found.mtimeMs }] : [];
    })
    .toSorted((a, b) => b.used - a.used);
}

/** Throws away what was made of something that is gone, and the oldest above `most` bytes. */
function makeRoom(folder: string, most: number): void {
  let sum = 0;
  for (const { file, bytes } of filesIn(folder)) {
    sum += bytes;
    if (sum > most || isGone(keyOf(file))) rmSync(file, { force: true });
  }
}

/** Whether a file that a key names as one of its places (`{ places: [file] }`) is not there any more. */
function isGone(key: string): boolean {
  try {
    const { places = [] }: { readonly places?: readonly string[] } = JSON.parse(key);
    return places.some((place) => !isAddress(place) && !existsSync(place));
  } catch {
    return false;
  }
}

/** Bytes in which the key of a file stands. */
const KEY_BYTES = 65_536;

/** What a file says it was made of, unchecked; empty where that cannot be told. */
function keyOf(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const start = Buffer.allocUnsafe(KEY_BYTES);
    const read = start.subarray(0, readSync(handle, start));
    const from = read.indexOf(10) + 1;
    const to = read.indexOf(10, from);
    return from === 0 ? '' : read.toString('utf8', from, to < 0 ? read.length : to);
  } finally {
    closeSync(handle);
  }
}

/** What is kept in a folder: how much of it can be read, and what was thrown away and why, a line each, the last ones. */
export type CacheState = {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  readonly unreadable: readonly string[];
  readonly thrownAway: readonly string[];
  /** Why nothing can be kept; null: it can be. */
  readonly refused: string | null;
};

/** Looks at all that is kept, each file by its hash, and changes nothing; null where no folder of this person is known. */
export function cacheState(folder: string | null = keptFilesFolder()): CacheState | null {
  if (folder === null) return null;
  const empty = { folder, files: 0, bytes: 0, unreadable: [], thrownAway: [], refused: null };
  try {
    if (!existsSync(folder)) return empty;
    const files = filesIn(folder);
    const unreadable = files.flatMap(({ file }) => {
      const found = look(file);
      return found.state === 'unreadable' ? [found.why] : found.state === 'none' ? ['it may not be read'] : [];
    });
    const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
    return { ...empty, files: files.length, bytes, unreadable, thrownAway: thrownAway(folder) };
  } catch (error) {
    return { ...empty, refused: codeOf(error) };
  }
}
