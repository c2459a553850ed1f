/** Which program this is, to the last file: what another build, an edited game or another Node computes may differ. */
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isSource, programFolder } from './program-folder.ts';

/** Folders and files from which a result follows: the program, its games and its tables. */
const PARTS = [
  ...(isSource ? ['src', 'games', 'package-lock.json'] : ['dist']),
  join('data', 'reference'),
  'package.json',
];

/**
 * What tells this program, with its games and the tables of published people, from every other, in hexadecimal digits: names,
 * sizes and times of its files, so that nothing is read; the Node that runs it; and the language by which it sorts. Null where
 * its files cannot be looked at, or were written after this program was started: it may be another one.
 */
export function programDigest(folder: string = programFolder, started = performance.timeOrigin): string | null {
  try {
    const files = PARTS.flatMap((part) => filesIn(folder, part));
    if (files.some(({ written }) => written >= started)) return null;
    const hash = createHash('sha256');
    hash.update(JSON.stringify([process.versions, process.arch, process.platform]));
    hash.update(new Intl.Collator().resolvedOptions().locale);
    for (const { mark } of files) hash.update(mark);
    return hash.digest('hex');
  } catch {
    return null;
  }
}

type ProgramFile = { readonly mark: string; /** Unix milliseconds. */ readonly written: number };

/** Tests, and what Python keeps of a trainer that has run, are no part of the program. */
const NO_PART = /\.test\.tsx?$|^__pycache__$/;

/** The program's files below this place. */
function filesIn(root: string, part: string): readonly ProgramFile[] {
  const found = statSync(join(root, part), { bigint: true });
  if (found.isDirectory())
    return readdirSync(join(root, part))
      .filter((name) => !NO_PART.test(name))
      .toSorted()
      .flatMap((name) => filesIn(root, join(part, name)));
  const { size, mtimeNs, ctimeNs, ctimeMs, ino } = found;
  return [{ mark: `${part} ${size} ${mtimeNs} ${ctimeNs} ${ino}\n`, written: Number(ctimeMs) }];
}
