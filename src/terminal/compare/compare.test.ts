/** The comparison screen: what is revealed when, what keys ask for, and when data are read again. */
import { describe, expect, test } from 'vitest';
import { playClass, cooperating, rating } from '../../../test/class.ts';
import { newCollector } from '../../analysis/compare/collect.ts';
import { compare } from '../../analysis/compare/compare.ts';
import type { Comparison } from '../../analysis/compare/document.ts';
import type { By } from '../../analysis/compare/samples.ts';
import { loadGame } from '../../disk/games.ts';
import { textOfAll } from '../../show/line.ts';
import type { Press } from '../key-names.ts';
import { keyLine } from '../keys.ts';
import { compareLines } from './draw.ts';
import { compareHints, type CompareView, newView, afterKey, withComparison, needsOf } from './view.ts';
import { type CompareSource, watch } from './watcher.ts';

const key = (name: string): Press => ({ name, input: name, key: {} as Press['key'] });
const keys = (view: CompareView, ...names: readonly string[]): CompareView =>
  names.reduce((now, name) => afterKey(now, key(name)).view, view);
const textOf = (view: CompareView, width = 76, height = 19): string => textOfAll(compareLines(view, width, height));

async function comparison(preferences = false, cars = false): Promise<Comparison> {
  const game = await loadGame(cars ? 'autonomous-vehicles' : 'prisoners-dilemma');
  const shared = cars
    ? { game, against: '' }
    : { game, against: 'moralis:0.5', config: { method: 'strategy', roles: 'drawn' } };
  const choose = cars ? rating(50) : cooperating(0.5, 0.8, 0.2);
  const collector = newCollector([game]);
  for (const name of ['A', 'B'])
    for (const match of (await playClass({ ...shared, name, people: 10, choose, seed: name.charCodeAt(0) })).matches)
      collector.add(match);
  return compare(collector.observations(), {
    ...{ by: 'session', preferences },
    files: [],
    sessions: [],
    treatments: new Map(),
    rehearsals: 0,
    models: [],
    references: [],
  });
}

describe('the comparison screen', () => {
  test('Space hides everything, then reveals a group at a time, and the agents last', async () => {
    const view = withComparison(newView(true), await comparison());
    expect(textOf(view)).toMatch(/A .*◆[\s\S]*B .*◆/);
    expect(textOf(view)).toContain('●');
    const hidden = keys(view, 'space');
    expect(textOf(hidden)).not.toMatch(/[◆●▲■]/);
    expect(textOf(hidden)).toContain('moves first');
    const one = keys(hidden, 'space');
    expect(textOf(one)).toContain('◆');
    expect(textOf(one)).not.toMatch(/● economicus| {2}B /);
    const two = keys(one, 'space');
    expect(textOf(two)).toMatch(/ {2}A [\s\S]* {2}B /);
    expect(textOf(two)).not.toContain('●');
    expect(textOf(two)).not.toContain('minus B');
    expect(keys(two, 'space').revealed).toBeNull();
  });
  test('Enter shows tests and goes back; a hidden group is in no test', async () => {
    const view = withComparison(newView(true), await comparison());
    expect(textOf(keys(view, 'enter'))).toContain('A minus B (n 10 and 10)');
    expect(keys(view, 'enter', 'enter').page).toBe('figures');
    expect(textOf({ ...keys(view, 'enter'), revealed: 1 })).not.toContain('A minus B');
    const cars = keys(withComparison(newView(true), await comparison(false, true)), 'enter');
    expect(textOf(cars, 76, 100)).toMatch(/A: the car that saves more[\s\S]*B: the car that saves more/);
    expect(textOf({ ...cars, revealed: 1 }, 76, 100)).not.toMatch(/B: |minus B/);
  });
  test('k estimates preferences while they are looked at, and not before', async () => {
    const view = withComparison(newView(true), await comparison());
    const turned = afterKey(view, key('k'));
    expect(turned).toMatchObject({ view: { page: 'preferences' }, ask: 'again' });
    expect(textOf(turned.view)).toContain('Estimating preferences');
    expect(needsOf(turned.view)).toEqual({ by: 'session', preferences: true });
    const estimated = withComparison(turned.view, await comparison(true));
    expect(textOf(estimated)).toMatch(/economicus, moralis +●.*▲/);
    expect(textOf({ ...estimated, revealed: 0 })).toContain('Nothing is revealed yet');
    expect(needsOf(keys(estimated, 'k'))).toEqual({ by: 'session', preferences: false });
  });
  test('a key that changes nothing says why, and the foot of the screen leaves it out', async () => {
    const empty: CompareView = { ...newView(true), comparison: { ...(await comparison()), treatments: [] } };
    for (const name of ['space', 'g', 'enter', 'd', 'k', 'o', 'left', 'right'])
      expect(afterKey(empty, key(name)), name).toEqual({ view: empty, say: 'There is nothing to compare yet.' });
    expect(keyLine(compareHints(empty, true), 80)).not.toMatch(/Space|groups|tests/);
    const one = withComparison(newView(true), await comparison());
    expect(afterKey(one, key('right'))).toEqual({ view: one, say: 'There is one game here only, played in one way.' });
    expect(afterKey(one, key('g')).say, 'two sessions, no treatment').toBe('All people as one group.');
    const alone: CompareView = { ...one, comparison: { ...one.comparison!, groupings: ['session'] } };
    expect(afterKey(alone, key('g'))).toEqual({ view: alone, say: expect.stringContaining('nobody has a treatment') });
  });
  test('what was just played is opened first, and a page without a picture says why', async () => {
    const [dilemmas, cars] = [await comparison(), await comparison(false, true)];
    const both: Comparison = { ...dilemmas, treatments: [...dilemmas.treatments, ...cars.treatments] };
    const { game, config } = cars.treatments[0]!;
    const opened = (played: CompareView['played']): CompareView => withComparison({ ...newView(true), played }, both);
    expect(opened(null).condition).toBe(0);
    expect(opened({ game, config }).condition).toBe(1);
    expect(opened({ game, config: {} }).condition, 'other settings of that game').toBe(1);
    expect(opened({ game: 'pricing-duopoly', config: {} }).condition, 'not stored yet').toBe(0);
    expect(withComparison({ ...opened({ game, config }), condition: 0 }, both).condition, 'the one in view stays').toBe(
      0,
    );
    expect(textOf(keys(opened(null), 'd'))).toContain('no spread');
    const lone = {
      ...cars.treatments[0]!,
      groups: cars.treatments[0]!.groups.map((group) => ({ ...group, measures: [] })),
    };
    expect(textOf(keys(withComparison(newView(true), { ...cars, treatments: [lone] }), 'd'))).toContain(
      'takes 5 observations',
    );
  });
  test('g asks for other groups, Esc and q for the way out', async () => {
    const view = newView(true);
    const treated: CompareView = {
      ...withComparison(view, { ...(await comparison()), groupings: ['session', 'treatment', 'all'] }),
    };
    expect(afterKey(treated, key('g'))).toMatchObject({ view: { by: 'treatment' }, ask: 'again' });
    for (const page of ['tests', 'distributions', 'preferences', 'published'] as const)
      expect(afterKey({ ...treated, page }, key('escape')), page).toMatchObject({ view: { page: 'figures' } });
    expect(afterKey({ ...treated, page: 'tests' }, key('escape')).ask).toBeUndefined();
    expect(afterKey(view, key('escape')).ask).toBe('back');
    expect(afterKey(view, key('q')).ask).toBe('quit');
  });
  test('every size of window gets whole lines', async () => {
    const view = withComparison(newView(true), await comparison(true));
    for (const page of ['figures', 'tests', 'distributions', 'preferences', 'published'] as const)
      for (const [width, height] of [
        [56, 15],
        [76, 19],
        [96, 35],
      ] as const) {
        const lines = textOf({ ...view, page }, width, height).split('\n');
        expect(lines.length).toBeLessThanOrEqual(height);
        expect(lines.every((line) => [...line].length <= width)).toBe(true);
      }
  });
  test('nothing yet: it is said what to do', async () => {
    expect(textOf(newView(true))).toContain('Reading what was played');
    const empty = await compare(newCollector([]).observations(), {
      by: 'all',
      files: [],
      sessions: [],
      treatments: new Map(),
      rehearsals: 0,
      models: [],
      references: [],
    });
    expect(textOf(withComparison(newView(true), empty))).toContain('play a game in the lab');
  });
});

test('data are read again only where something was committed, and a failure is a sentence', async () => {
  const made = await comparison();
  let [updates, asked, changed] = [0, 0, false];
  const wanted: (readonly [By, boolean])[] = [];
  const source: CompareSource = {
    changed: () => {
      asked += 1;
      return changed;
    },
    update: (by, preferences) => {
      wanted.push([by, preferences]);
      updates += 1;
      return updates === 3 ? Promise.reject(new Error('The file is gone.')) : Promise.resolve(made);
    },
    close: () => undefined,
  };
  const said: string[] = [];
  let by: By = 'all';
  let preferences = false;
  const watcher = watch(
    source,
    () => ({ by, preferences }),
    () => said.push('made'),
    (sentence) => said.push(sentence),
  );
  await watcher.settled();
  expect([updates, said]).toEqual([1, ['made']]);
  changed = false;
  by = 'session';
  preferences = true;
  watcher.again();
  await watcher.settled();
  expect(updates).toBe(2);
  by = 'all';
  preferences = false;
  watcher.again();
  await watcher.settled();
  expect(wanted).toEqual([
    ['all', false],
    ['session', true],
    ['all', false],
  ]);
  expect(said).toEqual(['made', 'made', 'The file is gone.']);
  watcher.stop();
  expect(asked).toBeGreaterThan(0);
});
