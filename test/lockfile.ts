/**
 * The lockfile serves every platform and every registry: `npm ci` refuses one that lacks a platform's package, and npm
 * drops those that it does not install itself (npm/cli#4828) or that a mirror does not hold. `npm run lockfile` adds what
 * is missing, read from the packages' names.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const entry = z.looseObject({
  version: z.string().optional(),
  resolved: z.string().optional(),
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const schema = z.looseObject({ packages: z.record(z.string(), entry) });
export type Lockfile = z.infer<typeof schema>;

const file = join(import.meta.dirname, '..', 'package-lock.json');
export const readLockfile = (): Lockfile => schema.parse(JSON.parse(readFileSync(file, 'utf8')));

/** Optional packages that something names and no entry describes. */
export function missing({
  packages,
}: Lockfile): readonly { readonly name: string; readonly version: string; readonly dev: boolean }[] {
  return Object.values(packages).flatMap((one) =>
    Object.entries(one.optionalDependencies ?? {}).flatMap(([name, version]) =>
      Object.keys(packages).some((place) => place === `node_modules/${name}` || place.endsWith(`/node_modules/${name}`))
        ? []
        : [{ name, version, dev: one.dev ?? false }],
    ),
  );
}

/** What runs where, as the names of such packages say it: -linux-arm64-musl. */
function platform(name: string) {
  const words = name.split('-');
  const os = words.find((word) =>
    ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'].includes(
      word,
    ),
  );
  const cpu = words.find((word) =>
    ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'].includes(word),
  );
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  if (os === undefined || cpu === undefined) throw new Error(`${name} does not say which platform it is for`);
  return { os: [os], cpu: [cpu], ...(libc === undefined ? {} : { libc: [libc] }) };
}

if (process.argv[1] === import.meta.filename) {
  const lockfile = readLockfile();
  const added = missing(lockfile);
  for (const { name, version, dev } of added)
    lockfile.packages[`node_modules/${name}`] = { version, ...(dev ? { dev } : {}), optional: true, ...platform(name) };
  const sorted = Object.entries(lockfile.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  if (added.length > 0)
    writeFileSync(file, `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
  console.log(added.length === 0 ? 'The lockfile is complete.' : added.map(({ name }) => `added ${name}`).join('\n'));
}
