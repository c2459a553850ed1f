/** The program as it hosts a room, in a process of its own: its addresses, and ways to end it gently and not. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { begin } from '../program.ts';

export type Hosted = {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
  /** http://127.0.0.1:PORT */
  readonly origin: string;
  /** The code of the room. */
  readonly room: string;
  /** Links that are secrets. */
  readonly board: string;
  readonly projector: string;
  /** All that it has printed. */
  said(): string;
  /** As by a power cut. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** As by Ctrl-C: its exit code. */
  stop(): Promise<number | null>;
  [Symbol.asyncDispose](): Promise<void>;
};

const LIMIT = 60_000;

/** Starts `homines host` with these arguments and waits until it has said where it is. Rejects with what it printed where it ends before. */
export async function hostRoom(
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Hosted> {
  const child = begin(['host', ...args], { cwd, env });
  let said = '';
  let heard: () => void = () => {};
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      heard();
    });
  const ended = once(child, 'exit');
  const find = (what: string, pattern: string): string | undefined =>
    new RegExp(`${what}\\S*\\s+(https?://${pattern})`).exec(said)?.[1];
  const all = (): readonly (string | undefined)[] => [
    find('participants:', '\\S+'),
    find('host:', '\\S+/h/\\S+'),
    find('projector:', '\\S+/p/\\S+'),
  ];
  await new Promise<void>((ready, broken) => {
    const late = setTimeout(() => broken(new Error(`homines host said no address within a minute:\n${said}`)), LIMIT);
    heard = () => {
      if (all().includes(undefined)) return;
      clearTimeout(late);
      ready();
    };
    child.once('exit', (code) => {
      clearTimeout(late);
      broken(new Error(`homines host ended (${code}):\n${said}`));
    });
    heard();
  });
  const [participants = '', board = '', projector = ''] = all();
  const url = new URL(participants);
  const gone = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
    return child.exitCode;
  };
  return {
    child,
    pid: child.pid ?? 0,
    port: Number(url.port),
    origin: url.origin,
    room: url.pathname.slice(1),
    board,
    projector,
    said: () => said,
    kill: async () => void (await gone('SIGKILL')),
    stop: () => gone('SIGTERM'),
    [Symbol.asyncDispose]: async () => void (await gone('SIGKILL')),
  };
}

/** Seconds of processor time that a process has taken, as Linux counts it; null elsewhere. */
export function processorTimeOf(pid: number): number | null {
  try {
    // After the name, which may hold anything; user and system time are the 14th and 15th word, in hundredths of a second.
    const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(words[11]) + Number(words[12])) / 100;
  } catch {
    return null;
  }
}

/** Memory that a process holds, in bytes, as Linux counts it; null elsewhere. */
export function memoryOf(pid: number): number | null {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
