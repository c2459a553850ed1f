/** Journeys run the built program: it is built before them if it is stale. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { stale } from '../src/checkout.js';

export default function buildFirst(): void {
  const root = join(import.meta.dirname, '..');
  if (!stale(root)) return;
  const { status } = spawnSync(process.execPath, [join(root, 'src', 'build.ts'), '--quiet'], { stdio: 'inherit' });
  if (status !== 0)
    console.error('The program could not be built: tests of the built program run on an older one, or fail.');
}
