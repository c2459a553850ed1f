/** What a person at the keyboard waits for: the first frame, and the frame after a key. In a real pseudo-terminal, milliseconds. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { open, type Terminal } from '../terminal.ts';
import { median, quantile } from './figures.ts';

/** From starting a program to its words on the screen: the median of some starts, programs in turns. */
export async function firstFrames(
  programs: Readonly<Record<string, { readonly program: string; readonly shows: string; readonly db?: string }>>,
) {
  const took: Record<string, number[]> = {};
  for (let start = 0; start < 12; start++) {
    for (const [name, { program, shows, db }] of Object.entries(programs)) {
      const since = performance.now();
      await using term = open({ program, ...(db === undefined ? {} : { db }) });
      await term.waitFor(shows);
      if (start > 1) (took[name] ??= []).push(performance.now() - since);
    }
  }
  return Object.fromEntries(Object.entries(took).map(([name, all]) => [name, median(all)]));
}

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

/** A held key: 30 presses a second, each timed from the press to the first output that follows it. */
export async function heldKey(term: Terminal, keys: readonly [string, string], presses = 240) {
  const took: number[] = [];
  let pressed = 0;
  let heard: () => void = () => undefined;
  term.onWritten(() => {
    if (pressed > 0) took.push(performance.now() - pressed);
    pressed = 0;
    heard();
  });
  for (let press = 0; press < presses; press++) {
    const next = pause(1000 / 30);
    pressed = performance.now();
    term.press(keys[press % 2]!);
    await Promise.race([new Promise<void>((done) => (heard = done)), pause(1000)]);
    if (pressed > 0) throw new Error(`Nothing was drawn within a second of a key:\n${term.screen()}`);
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
