/** What a person at the keyboard waits for: an answer, and the frame after a key. In a real pseudo-terminal, milliseconds. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Terminal } from '../terminal.ts';
import { median, quantile } from './figures.ts';

/**
 * From starting a command to its end, its output in a pipe, over the same Node with an empty file (`empty`, written here): medians
 * of some starts in turns. `commands`: what Node is given.
 */
export function answers(empty: string, commands: Readonly<Record<string, readonly string[]>>) {
  writeFileSync(empty, '');
  const bare: number[] = [];
  const took: Record<string, number[]> = {};
  const timed = (args: readonly string[]): number => {
    const since = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    if (status !== 0) throw new Error(`${args.join(' ')} failed with ${status}`);
    return performance.now() - since;
  };
  for (let start = 0; start < 23; start++) {
    const one = timed([empty]);
    const all = Object.entries(commands).map(([name, args]) => [name, timed(args)] as const);
    if (start < 2) continue;
    bare.push(one);
    for (const [name, milliseconds] of all) (took[name] ??= []).push(milliseconds);
  }
  return {
    bare: median(bare),
    over: Object.fromEntries(Object.entries(took).map(([name, all]) => [name, median(all) / median(bare)])),
  };
}

/** Milliseconds: on a busy machine a frame may be late, and is counted so. */
const PATIENCE = 10_000;
const FRAME_ENDS = '\x1b[?2026l';

/** A held key: 30 presses a second, six of one key and six of the other, each timed from the press to the end of the frame that follows it. */
export async function heldKey(term: Terminal, keys: readonly [string, string], presses = 240) {
  const took: number[] = [];
  let pressed = 0;
  let heard: () => void = () => undefined;
  term.onWritten((piece) => {
    if (!piece.includes(FRAME_ENDS)) return;
    if (pressed > 0) took.push(performance.now() - pressed);
    pressed = 0;
    heard();
  });
  for (let press = 0; press < presses; press++) {
    const next = pause(1000 / 30);
    pressed = performance.now();
    term.press(keys[Math.floor(press / 6) % 2]!);
    await Promise.race([new Promise<void>((done) => (heard = done)), pause(PATIENCE)]);
    if (pressed > 0) throw new Error(`Nothing was drawn within ten seconds of a key:\n${term.screen()}`);
    await next;
  }
  return { p50: quantile(took, 0.5), p95: quantile(took, 0.95) };
}

/**
 * Help opened and closed again for as long as `under` stays on the screen below it, at most so many presses: each timed
 * from the press until what it asks for is there. The first output after it may be about something else.
 */
export async function helpMeanwhile(term: Terminal, under: string, most = 60, least = 10) {
  const took: number[] = [];
  while (took.length < most && term.screen().includes(under))
    for (const open of [true, false]) {
      const next = pause(1000 / 30);
      const since = performance.now();
      term.press('h');
      await term.waitFor((now) => now.includes('Help ·') === open);
      took.push(performance.now() - since);
      await next;
    }
  if (took.length < least) throw new Error(`After ${took.length} keys "${under}" was gone already:\n${term.screen()}`);
  return { p50: quantile(took, 0.5), p95: quantile(took, 0.95) };
}
