/**
 * Stands in for Python where a test is about what goes on around it: answers as weights.py and hub.py do, and trains as
 * train.py does, in steps of a few milliseconds, without a model. FAKE (JSON) says how; `at` files let a test decide when.
 */
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const how = z
  .object({
    steps: z.number().default(8),
    /** Milliseconds a step. */
    ms: z.number().default(20),
    /** Waits for ever before this step, or before anything is said. */
    hold: z.number().nullable().default(null),
    /** What is written before it waits: nothing, the beginning of a line, a line of an unknown kind. */
    leaves: z.enum(['nothing', 'torn', 'unknown', 'garbage']).default('nothing'),
    /** Ends at this step with one sentence, or without a word. */
    fails: z.number().nullable().default(null),
    dies: z.number().nullable().default(null),
    refuses: z.boolean().default(false),
    smaller: z.boolean().default(false),
  })
  .parse(JSON.parse(process.env['FAKE'] ?? '{}'));

const words = process.argv.slice(2);
const script = words.findIndex((word) => word.endsWith('.py'));
const name = basename(words[script] ?? '');
const rest = words.slice(script + 1);

if (name === 'weights.py')
  console.log(JSON.stringify({ ok: true, architecture: 'llama', parameters: 100_000, bytes: 400_000, context: 2048 }));
else if (name === 'train.py') await train(rest[0] ?? '.');
else process.exitCode = 2;

async function train(folder: string): Promise<void> {
  const event = (kind: string, fields: object = {}): void =>
    appendFileSync(join(folder, 'events.jsonl'), `${JSON.stringify({ kind, at: Date.now(), ...fields })}\n`);
  const hang = async (): Promise<void> => {
    if (how.leaves === 'torn') appendFileSync(join(folder, 'events.jsonl'), '{"kind":"step","at":17');
    if (how.leaves === 'unknown') event('weather', { rain: true });
    if (how.leaves === 'garbage') appendFileSync(join(folder, 'events.jsonl'), '\u0000\u001b[2J}{\n');
    writeFileSync(join(folder, 'held'), '');
    await sleep(1e8);
  };
  console.error(words[script]);
  console.error('a line of the trainer');
  let asked = false;
  process.on('SIGHUP', () => undefined);
  if (how.hold === -1) await hang();
  process.on('SIGTERM', () => (asked = true));
  event('begun', { pid: process.pid, host: hostname() });
  if (how.hold === 0) await hang();
  const checkpoints = join(folder, 'checkpoints');
  mkdirSync(checkpoints, { recursive: true });
  const from = Math.max(0, ...readdirSync(checkpoints).map(Number));
  event('started', { pid: process.pid, device: 'pretence', resumedAt: from });
  event('doing', { what: 'loading a model' });
  const passed = !how.refuses;
  const proof = {
    name: 'mask',
    passed,
    figure: '64 of 64 rows',
    at: Date.now(),
    ...(passed ? {} : { fault: 'row t00003' }),
  };
  event('proof', { proof });
  if (how.refuses) process.exit(3);
  const look = (step: number): void => {
    event('held-out', { step, all: { right: Math.min(40, 17 + 3 * step), asked: 40 }, byNode: {} });
  };
  if (from === 0) look(0);
  for (let step = from + 1; step <= how.steps; step++) {
    if (how.hold === step) await hang();
    if (how.fails === step) {
      event('failed', { sentence: 'The disk is full: make room and resume the run.' });
      process.exit(2);
    }
    if (how.dies === step) process.exit(9);
    if (how.smaller && step === 2) event('batch', { size: 4, why: 'the memory did not hold 8 rows at once' });
    await sleep(how.ms);
    event('step', { step, of: how.steps, loss: 2 / step });
    if (step % 2 === 0) {
      look(step);
      writeFileSync(join(checkpoints, String(step)), '');
      event('checkpoint', { step });
    }
    if (!asked && !existsSync(join(folder, 'stop.asked'))) continue;
    writeFileSync(join(checkpoints, String(step)), '');
    event('checkpoint', { step });
    event('stopped', { step, why: 'asked' });
    return;
  }
  event('finished', { step: how.steps, digest: 'ab'.repeat(32), seconds: 61 });
  if (existsSync(join(folder, 'linger'))) await sleep(Number(readFileSync(join(folder, 'linger'), 'utf8')));
}
