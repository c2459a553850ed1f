/** A run of the built program, and what it took. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { program } from '../terminal.ts';

/** What it printed; seconds on the wall and of the processor, and megabytes at most. */
export type Taken = {
  readonly out: string;
  readonly wall: number;
  readonly cpu: number;
  readonly megabytes: number;
};

/** On its way out each program says what it took, as the system counts it. */
const telling = `data:text/javascript,process.on('exit',()=>{const{userCPUTime:u,systemCPUTime:s,maxRSS:m}=process.resourceUsage();process.stderr.write('\\n@'+JSON.stringify([(u+s)/1e6,m/1000]))})`;

/** Runs it with these arguments. Rejects where it ends with another code than 0. */
export async function taken(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Taken> {
  const since = performance.now();
  const child = spawn(process.execPath, ['--import', telling, program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${said}`);
  const [cpu, megabytes] = JSON.parse(said.slice(said.lastIndexOf('@') + 1));
  return { out, wall: (performance.now() - since) / 1000, cpu, megabytes };
}
