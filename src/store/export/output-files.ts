/**
 * The files of one export: all whole or none there. They are written under temporary names beside their places, are on
 * disk before they have their names, and what stood there before stays as it was when something fails.
 */
import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { wordedOutput } from '../../disk/file-errors.ts';
import { discard, outputPlace, sweep, temporaryFor } from '../../disk/atomic-write.ts';
import { type PagePool, pages, type Sink, writeAll } from './pages.ts';
import { type Spool, spool } from './spool.ts';

/** So many chunks may wait while others are being written: rows are made meanwhile. */
const WAITING = 8;

/** A file that is whole under its temporary name. */
export type Whole = { readonly path: string; readonly place: string; readonly temporary: string };

/** Files that are being written. Trouble with one is a UserError that names it. */
export type Files = {
  /** Opens a file for writing; the same one when asked again. */
  sink(path: string): Promise<Sink>;
  /** Holds rows of a table back, beside its file, until it is drained into it. */
  spool(path: string): Spool;
  /** Has what has gathered written, as far as it is much; waits only where too much of it waits. */
  flush(): Promise<void>;
  /** Writes the rest of one file and closes it: on disk, under its temporary name. Nothing more can be put into it. */
  close(path: string): Promise<void>;
  /** Closes all that are open; all files of this export are the caller's from now on. */
  finish(): Promise<readonly Whole[]>;
  /** Takes away whatever is not finished. */
  discard(): Promise<void>;
};

type Open = Whole & {
  readonly handle: FileHandle;
  readonly pages: ReturnType<typeof pages>;
  /** Resolves when what was handed to the disk is written; null: nothing is under way. */
  writing: Promise<void> | null;
};

/** Files of one export, none open yet. `opened` hears of every temporary name before anything is written under it. */
export function outputFiles(opened: (temporary: string) => void = () => undefined): Files {
  const files = new Map<string, Open>();
  const free: PagePool = [];
  let closed: Whole[] = [];
  const spools: Spool[] = [];

  const openFile = async (path: string): Promise<Open> => {
    const place = outputPlace(path);
    sweep(dirname(place));
    const temporary = temporaryFor(place);
    opened(temporary);
    return { path, place, temporary, handle: await open(temporary, 'wx'), pages: pages(free), writing: null };
  };
  const write = (file: Open, parts: readonly Uint8Array[]): void => {
    const { handle, path } = file;
    file.writing = about(path, async () => {
      await writeAll(handle, parts);
      file.pages.giveBack(parts);
      file.writing = null;
    });
    // Whoever waits for it hears of an error.
    file.writing.catch(() => undefined);
  };
  const close = async (file: Open): Promise<void> => {
    const { path, place, temporary, handle } = file;
    await file.writing;
    await about(path, async () => {
      await writeAll(handle, file.pages.rest());
      await handle.sync();
      await handle.close();
    });
    files.delete(path);
    closed.push({ path, place, temporary });
  };

  return {
    async sink(path) {
      const file = files.get(path) ?? (await about(path, () => openFile(path)));
      files.set(path, file);
      return file.pages.sink;
    },
    spool(path) {
      const made = spool(() => {
        const temporary = temporaryFor(files.get(path)?.place ?? path);
        opened(temporary);
        return temporary;
      }, free);
      const told: Spool = { ...made, flush: () => about(path, made.flush) };
      spools.push(told);
      return told;
    },
    async flush() {
      for (const one of spools) await one.flush();
      for (const file of files.values()) {
        if (file.writing !== null && file.pages.waiting() >= WAITING) await file.writing;
        if (file.writing === null && file.pages.waiting() > 0) write(file, file.pages.full());
      }
    },
    async close(path) {
      const file = files.get(path);
      if (file !== undefined) await close(file);
    },
    async finish() {
      for (const one of spools) await one.close();
      for (const file of [...files.values()]) await close(file);
      const whole = closed;
      closed = [];
      return whole;
    },
    async discard() {
      for (const one of spools) await one.close();
      for (const { handle, temporary, writing } of files.values()) {
        await writing?.catch(() => undefined);
        await handle.close().catch(() => undefined);
        discard(temporary);
      }
      for (const { temporary } of closed) discard(temporary);
      files.clear();
      closed = [];
    },
  };
}

/** Gives whole files their names. Rejects with a UserError that names the first that cannot have its own. */
export async function settleAll(files: readonly Whole[]): Promise<void> {
  for (const { path, place, temporary } of files) await about(path, () => rename(temporary, place));
}

/** Trouble with a file to be written is told as such. */
async function about<R>(path: string, work: () => R | Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    throw wordedOutput(error, path);
  }
}
