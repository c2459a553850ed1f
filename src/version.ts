/** Which homines this is, as package.json says: one folder above this file, in a checkout and in the built program. */
import { readFileSync } from 'node:fs';

export function version(): string {
  const ours: { readonly version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return ours.version;
}
