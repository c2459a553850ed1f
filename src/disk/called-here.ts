/** How this program is called in the folder one stands in, so that what it says can be typed there; never so that npm would install anything. */
import { existsSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import { callHomines } from '../core/shell.ts';
import { readEnvironmentFile } from './environment.ts';
import { real } from './folder.ts';
import { programFolder } from './program-folder.ts';

/** Takes what the folder one stands in sets, and how the program is called there. Throws a UserError where its `.env` cannot be read. */
export function settleHere(): void {
  readEnvironmentFile();
  callHomines(calledHere());
}

/**
 * The words before those of a command: `homines` where the shell finds this program by its name, `npx --no homines` where
 * npm finds it in this folder, else Node with its starter. `HOMINES_COMMAND` says another, one word.
 */
export function calledHere(
  env: NodeJS.ProcessEnv = process.env,
  folder: string = process.cwd(),
  program: string = programFolder,
): readonly string[] {
  const told = env['HOMINES_COMMAND']?.trim();
  if (told) return [told];
  const home = real(program);
  const isOurs = (file: string): boolean => existsSync(file) && real(file).startsWith(home + sep);
  // npm puts folders of its own before the others while it runs.
  const places = (env['PATH'] ?? '').split(delimiter).filter((place) => place !== '' && !/node_modules/.test(place));
  // On Windows a package's command is a script beside the folder of its package.
  const windows = (place: string): boolean =>
    existsSync(join(place, 'homines.cmd')) && isOurs(join(place, 'node_modules', 'homines', 'package.json'));
  if (places.some((place) => isOurs(join(place, 'homines')) || windows(place))) return ['homines'];
  const root = npmRoot(folder);
  if (root !== null && (real(root) === home || isOurs(join(root, 'node_modules', 'homines', 'package.json'))))
    return ['npx', '--no', 'homines'];
  return ['node', join(program, 'src', 'start.js')];
}

/** The folder whose packages npm takes: the nearest that holds a package.json or node_modules. */
function npmRoot(folder: string): string | null {
  if (existsSync(join(folder, 'package.json')) || existsSync(join(folder, 'node_modules'))) return folder;
  return dirname(folder) === folder ? null : npmRoot(dirname(folder));
}
