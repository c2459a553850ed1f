/** A server that was told to go on when its program ended: one a lab folder, noted in `tunes/serving.json`. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { UserError } from '../core/user-error.ts';
import { outputPlace, writeWhole } from '../disk/atomic-write.ts';
import { jsonIn, readTextFile } from '../disk/text-file.ts';
import { RUNS_FOLDER } from '../tune/run-folder.ts';
import { isLinksFolder, unlinked } from './model-links.ts';
import { SERVERS } from './server-names.ts';

const note = z.strictObject({
  version: z.literal(1),
  pid: z.number().int().positive(),
  address: z.url({ protocol: /^http$/ }),
  server: z.enum(SERVERS),
  /** What it calls its models, and which they are. */
  models: z.array(z.strictObject({ name: z.string(), model: z.string() })).readonly(),
  links: z.string(),
});

export type KeptServer = z.infer<typeof note>;

const NOTE = 'serving.json';
/** What the server says, beside the note. */
export const keptLog = (lab: string): string => join(lab, RUNS_FOLDER, 'serving.log');
const noteIn = (lab: string): string => join(lab, RUNS_FOLDER, NOTE);

/** Notes a server that goes on. */
export function keepServer(lab: string, kept: Omit<KeptServer, 'version'>): void {
  writeWhole(outputPlace(noteIn(lab)), `${JSON.stringify({ version: 1, ...kept }, null, 2)}\n`, 0o600);
}

/** The note as it can be read; null: there is none, or it is anything else. */
function noted(lab: string): KeptServer | null {
  try {
    return note.safeParse(jsonIn(readTextFile(noteIn(lab)) ?? '')).data ?? null;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** The server of a lab folder that still runs; null: none does, and no note of one is left. */
export function keptServer(lab: string): KeptServer | null {
  const kept = noted(lab);
  if (kept === null) return null;
  if (isOurs(kept)) return kept;
  rmSync(noteIn(lab), { force: true });
  unlinkedOurs(kept.links);
  return null;
}

/** Ends the server that still runs, and waits until it has; null: none did. Gives what it was. */
export async function stopKept(lab: string): Promise<KeptServer | null> {
  const kept = keptServer(lab);
  if (kept === null) return null;
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    try {
      process.kill(kept.pid, signal);
    } catch {
      break;
    }
    for (let waited = 0; waited < 5000 && isOurs(kept); waited += 100) await sleep(100);
    if (!isOurs(kept)) break;
  }
  rmSync(noteIn(lab), { force: true });
  unlinkedOurs(kept.links);
  return kept;
}

/** A number of a process is given again to others, and the note may be anybody's: ours has its folder of links in its command line, or is a server at this port. */
function isOurs({ pid, links, address, server }: KeptServer): boolean {
  const line = commandLine(pid);
  if (line === null) return false;
  if (server !== 'vllm') return isLinksFolder(links) && line.includes(links);
  return line.includes('vllm') && line.includes(`--port ${new URL(address).port}`);
}

function commandLine(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || null;
  } catch {
    if (process.platform === 'linux') return null;
  }
  const asked =
    process.platform === 'win32'
      ? [
          'powershell',
          '-NoProfile',
          '-Command',
          `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`,
        ]
      : ['ps', '-ww', '-o', 'command=', '-p', String(pid)];
  const { stdout } = spawnSync(asked[0]!, asked.slice(1), { encoding: 'utf8', timeout: 20_000 });
  return stdout?.trim() || null;
}

/** The note is a file that anybody may have written: only a folder that we make such is taken away. */
function unlinkedOurs(links: string): void {
  if (isLinksFolder(links)) unlinked(links);
}
