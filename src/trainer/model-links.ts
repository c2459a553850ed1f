/** The folder by whose names a server calls its models: one link a name, in the system's folder of temporary things. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'homines-served-';
const OURS = new RegExp(`[\\\\/]${PREFIX}[A-Za-z0-9]{6}$`);

/** A new, empty one. */
export const linksFolder = (): string => mkdtempSync(join(tmpdir(), PREFIX));

/** Whether a path, read from a note that anybody may have written, is that of such a folder. */
export const isLinksFolder = (path: string): boolean => OURS.test(path);

/** Takes away the folder of links, and nothing that they lead to. */
export function unlinked(links: string): void {
  try {
    for (const name of readdirSync(links)) rmSync(join(links, name), { force: true });
    rmSync(links, { recursive: true, force: true });
  } catch {
    // It lies where the system tidies up.
  }
}
