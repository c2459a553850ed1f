/** Where programs keep what they can make again, whatever folder the person stands in. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The cache of homines for this person, whether the folder is there or not: `XDG_CACHE_HOME`, else as the system has it. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
  const named = env['XDG_CACHE_HOME'];
  if (named !== undefined && isAbsolute(named)) return join(named, 'homines');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'homines', 'Cache');
  return platform === 'darwin' ? join(homedir(), 'Library', 'Caches', 'homines') : join(homedir(), '.cache', 'homines');
}
