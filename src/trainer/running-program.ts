/** Which program a process is: numbers of processes are given out again, so what is stopped is first known to be ours. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { RUN_FILES } from '../tune/run-folder.ts';
import { codeOf } from '../disk/file-errors.ts';
import { real } from '../disk/folder.ts';

/** Milliseconds that the system is given to tell. */
const PATIENCE = 10_000;

/** What trains a run. */
const TRAINERS: readonly string[] = [RUN_FILES.train, RUN_FILES.tinker];

/** Whether this process is the trainer of the run in this folder (links followed): train.py, or that for Tinker, with that folder behind it. Of one that cannot be looked at: no. */
export function trains(pid: number, folder: string): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 1) return false;
  const place = real(folder);
  if (process.platform === 'linux') return onLinux(pid, place);
  const line =
    process.platform === 'win32' ? onWindows(pid) : (asked('ps', ['-ww', '-o', 'command=', '-p', String(pid)]) ?? '');
  // Another run's folder may begin with this one's name.
  return (
    TRAINERS.some((script) => line.includes(script)) &&
    line
      .split(place)
      .slice(1)
      .some((behind) => /^($|[\s"])/.test(behind))
  );
}

/**
 * A process by its number and, where the system tells it, the moment at which it began, so that another one of the same number
 * is not taken for it.
 */
export const processMark = (pid: number): string => `${pid} ${bornAt(pid)}`.trim();

/** Whether the process with this mark lives. */
export function livesStill(mark: string): boolean {
  const pid = Number(mark.split(' ')[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  return processMark(pid) === mark;
}

/** In ticks since the computer was started; empty where the system does not tell. */
function bornAt(pid: number): string {
  try {
    return afterName(pid)[19] ?? '';
  } catch {
    return '';
  }
}

function onLinux(pid: number, place: string): boolean {
  try {
    const words = wordsOf(pid);
    const script = words.findIndex((word) => TRAINERS.includes(basename(word)));
    if (script < 0) return false;
    const here = readlinkSync(`/proc/${pid}/cwd`);
    return words.slice(script + 1).some((word) => word !== '' && real(resolve(here, word)) === place);
  } catch {
    return false;
  }
}

/** The words that a process was called with; none of one that has ended, and that nobody has asked about yet. */
function wordsOf(pid: number): readonly string[] {
  for (let tries = 0; tries < 10; tries++) {
    const told = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (told !== '') return told.split('\0');
    // At the moment at which one program gives way to the next nothing is told of either.
    if (/^[ZX]/.test(afterName(pid)[0] ?? '')) return [];
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }
  return [];
}

/** What the system tells of a process, behind its name in brackets, which may hold anything. */
const afterName = (pid: number): readonly string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];

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
