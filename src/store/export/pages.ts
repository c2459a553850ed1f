/** What is put into a table, gathered as bytes until it is written. */
import type { FileHandle } from 'node:fs/promises';

/** Bytes that gather before they are written. */
export const CHUNK = 1 << 18;
/** Characters that gather before they become bytes: many short texts one by one take more than twice as long. */
const MANY = 1 << 15;
/** Pages that are kept to be used again, of all files together. */
const FREE = 32;

/** One file that is being written. What is put gathers; it is on its way when `breathe` is awaited. */
export type Sink = {
  put(text: string): void;
  /** Takes a copy. */
  putBytes(bytes: Uint8Array): void;
};

/** Pages that were written, for whichever file needs one next. */
export type PagePool = Buffer[];

/** What is put, as bytes in pages of one size, which are used again: the memory that an export takes does not grow with it. */
export function pages(free: PagePool = []) {
  let full: Uint8Array[] = [];
  let page: Buffer = free.pop() ?? Buffer.allocUnsafe(CHUNK);
  let used = 0;
  let gathered = '';
  const turnOver = (): void => {
    if (used === 0) return;
    full.push(page.subarray(0, used));
    page = free.pop() ?? Buffer.allocUnsafe(CHUNK);
    used = 0;
  };
  const write = (): void => {
    if (gathered === '') return;
    // A character takes three bytes at most.
    if (3 * gathered.length > CHUNK - used) turnOver();
    if (3 * gathered.length > CHUNK) full.push(Buffer.from(gathered));
    else used += page.write(gathered, used);
    gathered = '';
  };
  const sink: Sink = {
    put(text) {
      gathered += text;
      if (gathered.length > MANY) write();
    },
    putBytes(bytes) {
      write();
      for (let from = 0; from < bytes.byteLength;) {
        if (used === CHUNK) turnOver();
        const room = CHUNK - used;
        const next = from === 0 && bytes.byteLength <= room ? bytes : bytes.subarray(from, from + room);
        page.set(next, used);
        used += next.byteLength;
        from += next.byteLength;
      }
    },
  };
  const taken = (): readonly Uint8Array[] => {
    const parts = full;
    full = [];
    return parts;
  };
  return {
    sink,
    waiting: () => full.length,
    full: taken,
    rest: () => {
      write();
      turnOver();
      return taken();
    },
    giveBack(parts: readonly Uint8Array[]): void {
      for (const { buffer, byteLength } of parts)
        if (buffer.byteLength === CHUNK && byteLength <= CHUNK && free.length < FREE) free.push(Buffer.from(buffer));
    },
  };
}

/** Writes all of these, though a file system took a part at a time: at the place `from` of the file, else where it stands. */
export async function writeAll(handle: FileHandle, parts: readonly Uint8Array[], from?: number): Promise<void> {
  let rest = parts.filter(({ byteLength }) => byteLength > 0);
  let at = from;
  while (rest.length > 0) {
    let { bytesWritten } = await handle.writev(rest, at);
    if (at !== undefined) at += bytesWritten;
    let whole = 0;
    while (whole < rest.length && bytesWritten >= rest[whole]!.byteLength) {
      bytesWritten -= rest[whole]!.byteLength;
      whole += 1;
    }
    rest = rest.slice(whole);
    if (bytesWritten > 0) rest[0] = rest[0]!.subarray(bytesWritten);
  }
}
