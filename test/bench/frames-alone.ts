/** The figures of the first frame and of a held key alone: `node test/bench/frames-alone.ts`, after a build. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../terminal.ts';
import { frames } from './frames.ts';

// Inside node_modules, so that every package is found from there.
const packages = join(root, 'node_modules');
mkdirSync(packages, { recursive: true });
const folder = mkdtempSync(join(packages, '.bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await frames((what, figure, goal, met) => console.log(`${met ? '  ' : '! '}${what}: ${figure} (goal ${goal})`), folder);
process.exit();
