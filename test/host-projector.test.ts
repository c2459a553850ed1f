/** What the projector shows of a class, step by step: made-up classes in a database, compared as the program compares them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { liveComparison } from '../src/comparing/live-comparison.ts';
import { loadGame, loadGames } from '../src/disk/games.ts';
import { openStore } from '../src/store/open.ts';
import { projectionPicture } from '../src/web/host/picture.ts';
import { inOrderSeen, projectionSteps, projectionTopics } from '../src/web/host/topics.ts';
import { cooperating, keep, playClass, rating } from './class.ts';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

async function compared(game: string, people: number, config: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'homines-projector-'));
  folders.push(folder);
  const file = join(folder, 'lab.sqlite');
  const store = await openStore(file);
  const choose = game === 'pricing-duopoly' ? rating(16, 1) : cooperating(0.5, 0.7, 0.2);
  const played = await playClass({
    ...{ game: await loadGame(game), config, name: null, people, against: 'moralis:0.5', choose },
  });
  await keep(store, [played]);
  store.close();
  const live = await liveComparison([file], await loadGames(), {
    ...{ session: played.session.code, rehearsals: true, game: null },
  });
  const comparison = await live.update('session');
  live.close();
  return comparison;
}

/** The words of a chart without its description. */
const wordsOf = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map(([, words = '']) => words);

it('people come first, then agents, then published people, and what may be concluded', async () => {
  const comparison = await compared('prisoners-dilemma', 24);
  const [topic] = projectionTopics(comparison, null);
  const steps = projectionSteps(topic, comparison).map(({ id }) => id);
  expect(steps.slice(0, 5)).toEqual(['join', 'scale 0', 'scale 1', 'agents', 'published']);
  const at = async (step: string) => projectionPicture(topic!, step, comparison);
  expect((await at('scale 0')).legend).toBe('');
  expect(wordsOf((await at('scale 0')).charts[0]!).some((words) => /\d of \d/.test(words))).toBe(false);
  expect((await at('scale 1')).legend).toMatch(/people/);
  expect((await at('scale 1')).legend).not.toMatch(/economicus|published/);
  expect((await at('agents')).legend).toMatch(/economicus/);
  expect((await at('agents')).legend).not.toMatch(/published/);
  expect((await at('published')).legend).toMatch(/published/);
  expect((await at('concluded')).says.join('')).toMatch(/\.$/);
});

it('under five people there are dots and counts, and no percentage of them', async () => {
  const comparison = await compared('prisoners-dilemma', 4);
  const [topic] = projectionTopics(comparison, null);
  const { charts } = await projectionPicture(topic!, 'scale 1', comparison);
  const said = wordsOf(charts[0]!).filter((words) => /\d of \d/.test(words));
  expect(said.length).toBeGreaterThan(0);
  for (const words of said) expect(words).not.toContain('%');
});

it('prices have a path and a spread, and of fewer than five neither shows anybody', async () => {
  const many = await compared('pricing-duopoly', 6, { rounds: 4 });
  const [topic] = projectionTopics(many, null);
  const steps = projectionSteps(topic, many).map(({ id }) => id);
  expect(steps).toEqual(expect.arrayContaining(['paths', 'spread']));
  for (const step of ['paths', 'spread']) {
    const { charts } = await projectionPicture(topic!, step, many);
    expect(charts.length).toBeGreaterThan(0);
    for (const svg of charts) expect(svg).not.toMatch(/NaN| style=/);
  }
  const few = await compared('pricing-duopoly', 3, { rounds: 4 });
  const [small] = projectionTopics(few, null);
  expect(projectionSteps(small, few).map(({ id }) => id)).not.toContain('paths');
});

it('figures of one game are called by what tells them apart, and stay in their order whichever is played more', async () => {
  const one = await compared('prisoners-dilemma', 6);
  const [condition] = one.treatments;
  const other = { ...condition!, key: 'other', against: 'against baseline' };
  const alone = projectionTopics(one, null).map(({ name }) => name);
  expect(alone).toEqual([condition!.title]);
  const seen: string[] = [];
  const names = (treatments: readonly (typeof other)[]): readonly string[] =>
    projectionTopics(inOrderSeen({ ...one, treatments }, seen), null).map(({ name }) => name);
  const both = [condition!, other];
  const apart = both.map(({ title, against }) => `${title}, ${against}`);
  expect(names(both)).toEqual(apart);
  expect(names(both.toReversed())).toEqual(apart);
});
