/** The files of an account: put whole or in parts, checked after a while, expired, deleted. */
import { createHash } from 'node:crypto';
import type { Clock } from './clock.ts';
import { Refused } from './section.ts';

export type FileState = 'uploaded' | 'processed' | 'rejected' | 'expired' | 'deleted';

/** What becomes of a file that is put. */
export type FileFate = {
  /** Why it is rejected when it is processed; null: it is not. */
  readonly rejected?: string;
  /** So long after it was put it is there no more. */
  readonly expiresAfterMs?: number;
  /** Processing takes so long. */
  readonly processedAfterMs?: number;
};

export type StoredFile = {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly content: Buffer;
  readonly sha256: string;
  readonly createdAt: number;
  readonly fate: FileFate;
  deletedAt: number | null;
};

export type Upload = {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  /** As announced. */
  readonly bytes: number;
  readonly createdAt: number;
  /** What came whole, in the order in which it came. */
  readonly parts: { readonly id: string; readonly content: Buffer }[];
  state: 'pending' | 'completed' | 'cancelled';
};

export type NewFile = {
  readonly name: string;
  readonly purpose: string;
  readonly content: Buffer;
  /** Where the provider's ids are made otherwise. */
  readonly id?: string;
  readonly expiresAfterMs?: number;
};

export type Files = {
  /** All that were ever put, oldest first, also those that were deleted. */
  readonly all: readonly StoredFile[];
  readonly uploads: readonly Upload[];
  /** The fates of the next files, first come first served; then none is special. */
  readonly fates: FileFate[];
  put(file: NewFile): StoredFile;
  /** Those that are there, newest first. */
  list(): readonly StoredFile[];
  /** Throws *unknown* for what is not there, or is there no more. */
  get(id: string): StoredFile;
  state(file: StoredFile): FileState;
  delete(id: string): StoredFile;
  begin(upload: { readonly name: string; readonly purpose: string; readonly bytes: number }): Upload;
  upload(id: string): Upload;
  /** Adds a part; its id is told. One that stands there already by this id is put in its place. */
  part(upload: string, content: Buffer, id?: string): string;
  /** Throws *bad* where the parts do not make the bytes that were announced. */
  complete(upload: string, parts: readonly string[]): StoredFile;
  cancel(upload: string): Upload;
};

const PROCESSED_AFTER_MS = 2000;

export function filesOf(clock: Clock): Files {
  const all: StoredFile[] = [];
  const uploads: Upload[] = [];
  const fates: FileFate[] = [];

  const expiry = ({ createdAt, fate }: StoredFile): number => createdAt + (fate.expiresAfterMs ?? Infinity);
  const state = (file: StoredFile): FileState => {
    const now = clock.now();
    if (file.deletedAt !== null) return 'deleted';
    if (now >= expiry(file)) return 'expired';
    if (now < file.createdAt + (file.fate.processedAfterMs ?? PROCESSED_AFTER_MS)) return 'uploaded';
    return file.fate.rejected === undefined ? 'processed' : 'rejected';
  };
  const isThere = (file: StoredFile): boolean => !['expired', 'deleted'].includes(state(file));
  const get = (id: string): StoredFile => {
    const file = all.find((one) => one.id === id);
    if (file === undefined || !isThere(file)) throw new Refused('unknown', `No such file: ${id}`, { param: 'id' });
    return file;
  };
  const put = ({ name, purpose, content, id, expiresAfterMs }: NewFile): StoredFile => {
    const fate = { ...(expiresAfterMs === undefined ? {} : { expiresAfterMs }), ...fates.shift() };
    const sha256 = createHash('sha256').update(content).digest('hex');
    const file = {
      ...{ id: id ?? `file-${sha256.slice(0, 8)}${all.length + 1}`, name, purpose, content, sha256 },
      ...{ createdAt: clock.now(), fate, deletedAt: null },
    };
    all.push(file);
    return file;
  };
  const upload = (id: string): Upload => {
    const found = uploads.find((one) => one.id === id);
    if (found === undefined) throw new Refused('unknown', `No such upload: ${id}`, { param: 'upload_id' });
    return found;
  };
  const pending = (id: string): Upload => {
    const found = upload(id);
    if (found.state !== 'pending') throw new Refused('bad', `Upload ${id} is ${found.state}.`);
    return found;
  };
  return {
    ...{ all, uploads, fates, put, get, state, upload },
    list: () => all.filter(isThere).toReversed(),
    delete(id) {
      const file = get(id);
      file.deletedAt = clock.now();
      return file;
    },
    begin({ name, purpose, bytes }) {
      const id = `upload_${uploads.length + 1}`;
      const begun: Upload = { id, name, purpose, bytes, createdAt: clock.now(), parts: [], state: 'pending' };
      uploads.push(begun);
      return begun;
    },
    part(id, content, as) {
      const { parts } = pending(id);
      const part = { id: as ?? `part_${id.replace(/\D/g, '')}_${parts.length + 1}`, content };
      const at = parts.findIndex((one) => one.id === part.id);
      if (at < 0) parts.push(part);
      else parts[at] = part;
      return part.id;
    },
    complete(id, wanted) {
      const found = pending(id);
      const content = Buffer.concat(
        wanted.map((one) => {
          const part = found.parts.find((part) => part.id === one);
          if (part === undefined) throw new Refused('bad', `No such part: ${one}`, { param: 'part_ids' });
          return part.content;
        }),
      );
      if (content.length !== found.bytes)
        throw new Refused('bad', `The parts have ${content.length} bytes, and ${found.bytes} were announced.`);
      found.state = 'completed';
      return put({ name: found.name, purpose: found.purpose, content });
    },
    cancel(id) {
      const found = pending(id);
      found.state = 'cancelled';
      return found;
    },
  };
}
