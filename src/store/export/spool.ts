/** Rows that come before their turn: kept in memory while they are few, else in a file of their own, until they are put where they belong. */
import { type FileHandle, open } from 'node:fs/promises';
import { discard } from '../../disk/atomic-write.ts';
import { CHUNK, pages, type Sink, writeAll } from './pages.ts';

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
export function spool(place: () => string): Spool {
  const gathered = pages();
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
      for (let from = 0; file !== null && from < size; from += CHUNK) {
        const { buffer, bytesRead } = await file.handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, from);
        into.putBytes(buffer.subarray(0, bytesRead));
        await breathe();
      }
      size = 0;
      for (const part of gathered.rest()) into.putBytes(part);
    },
    async close() {
      if (file === null) return;
      await file.handle.close().catch(() => undefined);
      discard(file.path);
      file = null;
    },
  };
}
