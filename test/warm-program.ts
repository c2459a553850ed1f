/**
 * The built program, started once for many commands: each reads its entry anew over modules that stay loaded, in a
 * folder and an environment of its own, and what it prints and its exit code are caught. Starting Node and reading the
 * program is most of what a command costs; test/program.ts sends the commands here, one at a time.
 */
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const command = z.object({
  file: z.string(),
  args: z.array(z.string()),
  cwd: z.string(),
  env: z.record(z.string(), z.string()),
});

let count = 0;
let out = '';
let err = '';

const caught =
  (keep: (text: string) => void): typeof process.stdout.write =>
  (chunk: Uint8Array | string, encoding?: unknown, done?: (error?: Error | null) => void): boolean => {
    keep(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const called = typeof encoding === 'function' ? encoding : done;
    if (called) process.nextTick(called);
    return true;
  };
process.stdout.write = caught((text) => (out += text));
process.stderr.write = caught((text) => (err += text));

process.on('message', async (message) => {
  const { file, args, cwd, env } = command.parse(message);
  [out, err] = ['', ''];
  process.chdir(cwd);
  process.env = env;
  process.argv = [process.execPath, file, ...args];
  process.exitCode = undefined;
  // Whatever stands behind "?" makes it another module to Node: it is run again, and what it imports is not.
  await import(`${pathToFileURL(file).href}?${++count}`);
  process.send?.({ code: Number(process.exitCode ?? 0), out, err });
  process.exitCode = undefined;
});
process.on('disconnect', () => process.exit());
