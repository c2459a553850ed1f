/** The folder in which programs keep what belongs to a person on this computer, whatever folder the person stands in. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where settings of homines for this person lie, whether the folder is there or not: `XDG_CONFIG_HOME`, else as the system has it. */
export function userFolder(env: NodeJS.ProcessEnv, platform: string = process.platform): string {
  const named = env['XDG_CONFIG_HOME'];
  if (named !== undefined && isAbsolute(named)) return join(named, 'homines');
  const home = homedir();
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'homines');
  return platform === 'darwin'
    ? join(home, 'Library', 'Application Support', 'homines')
    : join(home, '.config', 'homines');
}
