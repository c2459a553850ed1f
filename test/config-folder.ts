/** The folder in which the programs of a test file keep what belongs to a person, and whom that person trusts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { keepTrust } from '../src/model/trust.ts';

export const configFolder = mkdtempSync(join(tmpdir(), 'homines-person-'));
process.on('exit', () => rmSync(configFolder, { recursive: true, force: true }));

const named = z.object({
  providers: z.record(z.string(), z.object({ address: z.string(), key: z.string().optional() })).default({}),
});

/** As if a person had said yes to every server that this lab file names. Other files than such are left alone. */
export function trusted(file: unknown): void {
  const read = named.safeParse(file);
  if (!read.success) return;
  const sendings = Object.entries(read.data.providers).map(([name, { address, key }]) => ({
    ...{ name, address },
    ...(key === undefined ? {} : { keyName: key }),
  }));
  keepTrust(sendings, { XDG_CONFIG_HOME: configFolder });
}
