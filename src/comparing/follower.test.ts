/** What a comparison takes of a log besides matches: guesses as they were typed, and profiles left to themselves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Class, cooperating, keep, playClass } from '../../test/class.ts';
import type { Comparison } from '../analysis/compare/document.ts';
import { guessBlocks } from '../analysis/compare/guesses.ts';
import { wilson } from '../analysis/stats/rates.ts';
import { blocksAsText } from '../core/blocks.ts';
import type { AnyGame } from '../core/game.ts';
import type { LogRow } from '../core/log.ts';
import { loadGame } from '../disk/games.ts';
import { openStore } from '../store/open.ts';
import { liveComparison } from './live-comparison.ts';

const place = mkdtempSync(join(tmpdir(), 'homines-follower-'));
const file = join(place, 'lab.sqlite');
let game: AnyGame;
let guessers: Class;
let profile: Class;
afterAll(() => rmSync(place, { recursive: true, force: true }));

beforeAll(async () => {
  game = await loadGame('prisoners-dilemma');
  const lesson = { game, choose: cooperating(0.6, 0.8, 0.2) };
  guessers = await playClass({ ...lesson, name: 'class', people: 8, against: 'moralis:0.5' });
  profile = await playClass({
    ...{ ...lesson, name: 'profile of m', people: 6, against: 'economicus', seed: 2 },
    model: { id: 'local/m', wordings: ['w'] },
  });
  // Five of eight name moralis, at 80; three economicus, at 40. The first guesses once more, wrongly: that does not count.
  const guesses = guessers.matches.flatMap(({ code, participants }, i): readonly LogRow[] => {
    const said = (guess: string, confidence: number, at: number): LogRow => ({
      table: 'event',
      row: {
        ...{ session: guessers.session.code, match: code, participant: participants[0]!, kind: 'guess', at },
        body: { guess, confidence, truth: 'moralis:0.5' },
      },
    });
    return [
      i < 5 ? said('moralis', 80, 1_764_000_100_000 + i) : said('economicus', 40, 1_764_000_100_000 + i),
      ...(i === 0 ? [said('baseline', 100, 1_764_000_200_000)] : []),
    ];
  });
  const facts: LogRow = {
    table: 'event',
    row: {
      ...{ session: profile.session.code, match: null, participant: null, kind: 'profiled', at: 1 },
      body: { length: 'quick', matches: 6, agents: [{ id: 'local/m', kind: 'drawn', temperature: null }] },
    },
  };
  const store = await openStore(file);
  await keep(store, [guessers, profile]);
  await store.record([...guesses, facts]);
  store.close();
});

async function compared(session: string | null): Promise<Comparison> {
  const open = await liveComparison([file], [game], { session, rehearsals: false, game: null });
  try {
    return await open.update('session');
  } finally {
    open.close();
  }
}

test('guess who: five of eight were right, a person once, with how sure they were', async () => {
  const { guesses } = await compared(null);
  expect(guesses).toHaveLength(1);
  expect(guesses[0]!.groups[0]).toMatchObject({
    ...{ label: 'people', n: 8, right: 5, interval: wilson(5, 8), sureRight: 80, sureWrong: 40 },
    table: [
      { truth: 'moralis', guess: 'economicus', count: 3 },
      { truth: 'moralis', guess: 'moralis', count: 5 },
    ],
  });
  expect(blocksAsText(guessBlocks(guesses[0]!))).toContain('5 of 8');
});

test('a profile is left out, counted and said, unless it is asked for', async () => {
  const all = await compared(null);
  expect(all.counts).toMatchObject({ matches: 8, profiled: 6 });
  expect(all.treatments.flatMap(({ groups }) => groups.map(({ label }) => label))).toEqual(['people']);
  expect(all.notes.join(' ')).toContain('6 matches of 1 profile left out');
  const asked = await compared('profile of m');
  expect(asked.counts).toMatchObject({ matches: 6, profiled: 0 });
  expect(asked.treatments[0]!.groups[0]!.label).toBe('local/m');
});

test('a session at a keyboard counts the choices of people, a run all that were made', async () => {
  const store = await openStore(file);
  const counts = Object.fromEntries((await store.sessions()).map(({ name, decisions }) => [name, decisions]));
  store.close();
  expect(counts).toEqual({ class: 8, 'profile of m': 12 });
});
