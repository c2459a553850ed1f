/**
 * The files of one export: all whole or none there. They are written under temporary names beside their places, are on
 * disk before they have their names, and what stood there before stays as it was when something fails.
 */
import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { wordedOutput } from '../../disk/file-errors.ts';
import { discard, outputPlace, sweep, temporaryFor } from '../../disk/atomic-write.ts';
import type { Sink } from './table-writer.ts';

/** Bytes that gather before they are written. */
const CHUNK = 1 << 18;

/** A file that is whole under its temporary name. */
export type Whole = { readonly path: string; readonly place: string; readonly temporary: string };

/** Files that are being written. Trouble with one is a UserError that names it. */
export type Files = {
  /** Opens a file for writing; the same one when asked again. */
  sink(path: string): Promise<Sink>;
  /** Writes what has gathered, as far as it is much. */
  flush(): Promise<void>;
  /** Writes the rest and closes all: on disk, under temporary names, the caller's from now on. */
  finish(): Promise<readonly Whole[]>;
  /** Takes away whatever is not finished. */
  discard(): Promise<void>;
};

type Open = Whole & { readonly handle: FileHandle; readonly pages: ReturnType<typeof pages> };

/** Files of one export, none open yet. `opened` hears of every temporary name before anything is written under it. */
export function outputFiles(opened: (temporary: string) => void = () => undefined): Files {
  const files = new Map<string, Open>();

  const openFile = async (path: string): Promise<Open> => {
    const place = outputPlace(path);
    sweep(dirname(place));
    const temporary = temporaryFor(place);
    opened(temporary);
    return { path, place, temporary, handle: await open(temporary, 'wx'), pages: pages() };
  };
  const write = (file: Open, parts: readonly Uint8Array[]): Promise<void> =>
    about(file.path, async () => {
      for (const part of parts) await file.handle.writeFile(part);
      file.pages.giveBack(parts);
    });

  return {
    async sink(path) {
      const file = files.get(path) ?? (await about(path, () => openFile(path)));
      files.set(path, file);
      return file.pages.sink;
    },
    async flush() {
      for (const file of files.values()) await write(file, file.pages.full());
    },
    async finish() {
      const done = [...files.values()];
      for (const file of done) {
        await write(file, file.pages.rest());
        await about(file.path, async () => {
          await file.handle.sync();
          await file.handle.close();
        });
      }
      files.clear();
      return done.map(({ path, place, temporary }) => ({ path, place, temporary }));
    },
    async discard() {
      for (const { handle, temporary } of files.values()) {
        await handle.close().catch(() => undefined);
        discard(temporary);
      }
      files.clear();
    },
  };
}

/** Gives whole files their names. Rejects with a UserError that names the first that cannot have its own. */
export async function settleAll(files: readonly Whole[]): Promise<void> {
  for (const { path, place, temporary } of files) await about(path, () => rename(temporary, place));
}

/** What is put, as bytes in pages of one size, which are used again: the memory that an export takes does not grow with it. */
function pages() {
  let full: Uint8Array[] = [];
  const free: Buffer[] = [];
  let page: Buffer = Buffer.allocUnsafe(CHUNK);
  let used = 0;
  const turnOver = (): void => {
    if (used === 0) return;
    full.push(page.subarray(0, used));
    page = free.pop() ?? Buffer.allocUnsafe(CHUNK);
    used = 0;
  };
  const sink: Sink = {
    put(text) {
      // A character takes three bytes at most.
      if (3 * text.length > CHUNK - used) turnOver();
      if (3 * text.length > CHUNK) full.push(Buffer.from(text));
      else used += page.write(text, used);
    },
    putBytes(bytes) {
      turnOver();
      full.push(bytes);
    },
  };
  const taken = (): readonly Uint8Array[] => {
    const parts = full;
    full = [];
    return parts;
  };
  return {
    sink,
    full: taken,
    rest: () => {
      turnOver();
      return taken();
    },
    giveBack(parts: readonly Uint8Array[]): void {
      for (const { buffer, byteLength } of parts)
        if (buffer.byteLength === CHUNK && byteLength <= CHUNK && free.length < 4) free.push(Buffer.from(buffer));
    },
  };
}

/** Trouble with a file to be written is told as such. */
async function about<R>(path: string, work: () => R | Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    throw wordedOutput(error, path);
  }
}
