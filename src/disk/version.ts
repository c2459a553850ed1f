/** Which homines this is, as package.json says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programFolder } from './program-folder.ts';

/** The version of package.json, such as "0.1.0". */
export function version(): string {
  const ours: { readonly version: string } = JSON.parse(readFileSync(join(programFolder, 'package.json'), 'utf8'));
  return ours.version;
}
