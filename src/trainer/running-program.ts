/** Which program a process is: numbers of processes are given out again, so what is stopped is first known to be ours. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { RUN_FILES } from '../tune/run-folder.ts';
import { real } from '../disk/folder.ts';

/** Milliseconds that the system is given to tell. */
const PATIENCE = 10_000;

/** Whether this process is the trainer of the run in this folder (links followed). Of one that cannot be looked at: no. */
export function trains(pid: number, folder: string): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 1) return false;
  const script = join(real(folder), RUN_FILES.train);
  if (process.platform === 'linux') return onLinux(pid, script);
  const line =
    process.platform === 'win32' ? onWindows(pid) : (asked('ps', ['-ww', '-o', 'command=', '-p', String(pid)]) ?? '');
  return line.includes(script);
}

function onLinux(pid: number, script: string): boolean {
  try {
    // Of a process that has ended, and that nobody has asked about yet, nothing is told: it trains no more.
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const named = words.find((word) => basename(word) === RUN_FILES.train);
    return named !== undefined && real(resolve(readlinkSync(`/proc/${pid}/cwd`), named)) === script;
  } catch {
    return false;
  }
}

const onWindows = (pid: number): string =>
  asked('powershell', [
    '-NoProfile',
    '-Command',
    `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`,
  ]) ?? '';

function asked(program: string, args: readonly string[]): string | null {
  const { status, stdout } = spawnSync(program, args, {
    timeout: PATIENCE,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout : null;
}
