/** Rows that come before their turn: kept in memory while they are few, else in a file of their own, until they are put where they belong. */
import { type FileHandle, open } from 'node:fs/promises';
import { discard } from '../../disk/atomic-write.ts';
import { CHUNK, type PagePool, pages, type Sink, writeAll } from './pages.ts';

/** Chunks that are held in memory. */
const HELD = 16;

/** Holds texts back. */
export type Spool = {
  put(text: string): void;
  /** Writes what is much. */
  flush(): Promise<void>;
  /** Puts everything into a table, in the order in which it came, and begins anew. `breathe` is called between. */
  drain(into: Sink, breathe: () => Promise<void>): Promise<void>;
  /** Takes away its file. */
  close(): Promise<void>;
};

/** A spool whose file, should there be one, has the name that `place` gives. */
export function spool(place: () => string, free: PagePool): Spool {
  const gathered = pages(free);
  let file: { readonly handle: FileHandle; readonly path: string } | null = null;
  let size = 0;
  return {
    put: gathered.sink.put,
    async flush() {
      if (gathered.waiting() < HELD) return;
      if (file === null) {
        const path = place();
        file = { path, handle: await open(path, 'wx+') };
      }
      const parts = gathered.full();
      await writeAll(file.handle, parts, size);
      size += parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
      gathered.giveBack(parts);
    },
    async drain(into, breathe) {
      const read = size === 0 ? null : (free.pop() ?? Buffer.allocUnsafe(CHUNK));
      for (let from = 0; file !== null && read !== null && from < size; from += CHUNK) {
        const { bytesRead } = await file.handle.read(read, 0, CHUNK, from);
        into.putBytes(read.subarray(0, bytesRead));
        await breathe();
      }
      size = 0;
      if (read !== null) free.push(read);
      const parts = gathered.rest();
      for (const part of parts) into.putBytes(part);
      gathered.giveBack(parts);
    },
    async close() {
      if (file === null) return;
      await file.handle.close().catch(() => undefined);
      discard(file.path);
      file = null;
    },
  };
}
