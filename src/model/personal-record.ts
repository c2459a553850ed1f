/**
 * What homines remembers of a person, outside every folder that others may have written: that something was said or done once,
 * by the hash of what it was about. Each is a file of its own, which counts where only this person can have written it.
 */
import { lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userFolder } from '../disk/user-folder.ts';

export type PersonalRecord = {
  /** Whether this hash is remembered. */
  has(hash: string, env: NodeJS.ProcessEnv): boolean;
  /** Remembers a hash, with a text for people: on disk, or, where that fails, for this process. */
  keep(hash: string, text: string, env: NodeJS.ProcessEnv): void;
};

/** The record of one kind: the folder of this name among the person's settings, whether it is there or not. */
export function personalRecord(name: string): PersonalRecord {
  /** What was said while the file could not be written. */
  const said = new Set<string>();
  const folder = (env: NodeJS.ProcessEnv): string => join(userFolder(env), name);
  const has = (hash: string, env: NodeJS.ProcessEnv): boolean => said.has(hash) || isMine(join(folder(env), hash));
  return {
    has,
    keep(hash, text, env) {
      if (has(hash, env)) return;
      try {
        mkdirSync(folder(env), { recursive: true, mode: 0o700 });
        writeFileSync(join(folder(env), hash), text, { flag: 'wx', mode: 0o600 });
      } catch {
        said.add(hash);
      }
    },
  };
}

/** Whether a file is there that only this person can have written. */
function isMine(file: string): boolean {
  try {
    const found = lstatSync(file);
    if (!found.isFile()) return false;
    return process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o022) === 0);
  } catch {
    return false;
  }
}
