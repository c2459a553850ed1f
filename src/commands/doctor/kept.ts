/** What is kept of earlier comparisons, as doctor says it: the only place where anything of it is said. */
import { accessSync, constants } from 'node:fs';
import { counted } from '../../core/format.ts';
import { type CacheState, cacheState } from '../../disk/file-cache.ts';
import { existing } from '../../disk/folder.ts';

export type KeptWords = {
  readonly found: string;
  /** What to do, where nothing can be kept or something cannot be thrown away. */
  readonly todo: string | null;
};

/** What is kept and where, what was thrown away and why; null: nothing yet. Every file is looked at and none is changed. */
export function keptWords(state: CacheState | null = cacheState()): KeptWords | null {
  if (state === null) return null;
  const { folder, files, bytes, unreadable, thrownAway } = state;
  const refused = state.refused ?? (mayWrite(existing(folder)) ? null : 'not writable');
  const last = thrownAway.at(-1)?.split(' ');
  if (refused === null && files === 0 && last === undefined) return null;
  const found = [
    `${files === 0 ? 'nothing' : `${counted(files, 'file')} of comparisons, ${megabytes(bytes)}`} in ${folder}`,
    ...(unreadable.length === 0 ? [] : [`${unreadable.length} of them unreadable (${unreadable[0]})`]),
    ...(last === undefined ? [] : [`${thrownAway.length} thrown away (the last: ${last.slice(2).join(' ')})`]),
    ...(refused === null ? [] : [`all is computed afresh there (${refused})`]),
  ].join('; ');
  const todo =
    refused !== null
      ? 'Make that folder writable, or leave it so: nothing is lost but time.'
      : unreadable.length > 0
        ? 'Nothing to do: what is unreadable is thrown away when it is next asked for.'
        : null;
  return { found, todo };
}

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
