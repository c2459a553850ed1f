/** A comparison goes on from what was kept of sessions: any log, in any order in which its sessions grow, gives what is computed from nothing. */
import { deserialize, serialize } from 'node:v8';
import { beforeAll, expect, test } from 'vitest';
import type { Class } from '../../../test/class.ts';
import type { AnyGame } from '../../core/game.ts';
import { rng } from '../../core/rng.ts';
import type { StoredMatch, Treatments } from '../../core/stored-rows.ts';
import { type Collector, newCollector } from './collect.ts';
import { compare } from './compare.ts';
import { type ComparisonMemory, type KeptMemory, keptMemory, newComparisonMemory } from './memory.ts';
import { logOf, mixedClasses } from '../../../test/mixed-log.ts';
import type { By } from './samples.ts';
import type { KeptSegment } from './session-segment.ts';

let games: readonly AnyGame[];
let classes: readonly Class[];
beforeAll(async () => {
  ({ games, classes } = await mixedClasses());
});

type Asked = { readonly by: By; readonly treatments: Treatments; readonly preferences: boolean };

async function documentOf(collector: Collector, given: Asked, memory?: ComparisonMemory): Promise<string> {
  const ask = { ...given, files: [], rehearsals: 0, models: [], references: [] };
  const sessions = classes.map(({ matches }) => matches[0]!.session);
  return JSON.stringify(
    await compare(collector.observations(), { ...ask, sessions, ...(memory === undefined ? {} : { memory }) }),
  );
}

/** What is kept between two looks. */
type Kept = {
  readonly memory: KeptMemory;
  readonly sessions: readonly { readonly matches: number; readonly segment: KeptSegment }[];
};

/** Looks at sessions one after the other, and goes on from what was kept of those that have not grown. `seen`: what that took. */
async function look(
  sessions: readonly (readonly StoredMatch[])[],
  given: Asked,
  before: Kept | null,
  seen: { resumed: number; woken: number },
): Promise<{ readonly document: string; readonly kept: Kept }> {
  const collector = newCollector(games);
  const kept = sessions.map((matches, at) => {
    const then = before?.sessions[at];
    const retake = async ({ add }: Pick<Collector, 'add'>): Promise<void> => {
      seen.woken += 1;
      for (const match of matches) add(match);
    };
    if (then?.matches === matches.length && matches.length > 0)
      if (collector.resume(then.segment, matches[0]!.session, retake)) {
        seen.resumed += 1;
        return then;
      }
    const end = collector.begin();
    for (const match of matches) collector.add(match);
    return { matches: matches.length, segment: end() };
  });
  const memory = newComparisonMemory(before?.memory);
  const document = await documentOf(collector, given, memory);
  const copied: Kept = deserialize(serialize({ sessions: kept, memory: keptMemory(memory) } satisfies Kept));
  return { document, kept: copied };
}

/** Where two documents are not the same; null: they are. */
function partingOf(one: string, other: string): string | null {
  if (one === other) return null;
  let at = 0;
  while (one[at] === other[at]) at += 1;
  return `${one.slice(Math.max(0, at - 300), at + 60)} / ${other.slice(at, at + 60)}`;
}

test.each<[number, By, boolean]>([
  [1, 'session', false],
  [2, 'session', true],
  [3, 'treatment', false],
  [4, 'all', false],
  [5, 'session', false],
])(
  'sessions that grow at random, their people everywhere: log %i by %s, with preferences: %s',
  async (seed, by, preferences) => {
    const { matches, treatments } = logOf(classes, seed);
    const chance = rng(seed, 'growing');
    const sessions = [...Map.groupBy(matches, ({ session }) => session.code).values()];
    const lengths = sessions.map(() => 0);
    const given = { by, treatments, preferences };
    const seen = { resumed: 0, woken: 0 };
    let kept: Kept | null = null;
    for (let step = 0; step < 10; step++) {
      for (const [at, all] of sessions.entries())
        if (chance.unit() < 0.3) lengths[at] = Math.min(all.length, lengths[at]! + chance.below(7));
      const now = sessions.map((all, at) => all.slice(0, lengths[at]));
      const fresh = newCollector(games);
      for (const match of now.flat()) fresh.add(match);
      const looked = await look(now, given, kept, seen);
      const afresh = await documentOf(fresh, given);
      // Documents are long: where they part is enough.
      expect(partingOf(looked.document, afresh), `step ${step}`).toBeNull();
      kept = looked.kept;
    }
    // Most have not grown from one look to the next, and of some of these the observations were asked for.
    expect(seen.resumed).toBeGreaterThan(10);
    expect(seen.woken).toBeGreaterThan(0);
  },
);

test('where nothing is new no match is taken again', async () => {
  const given: Asked = { by: 'session', treatments: new Map(), preferences: false };
  const seen = { resumed: 0, woken: 0 };
  const sessions = classes.map(({ matches }) => matches);
  const first = await look(sessions, given, null, seen);
  const again = await look(sessions, given, first.kept, seen);
  expect(again.document).toBe(first.document);
  expect(seen).toEqual({ resumed: sessions.length, woken: 0 });
});

test('observations that rest are taken when others come to them', async () => {
  const [{ matches }] = [classes[0]!];
  const [old, more] = [matches.slice(0, 5), matches.slice(5)];
  const collector = newCollector(games);
  const end = collector.begin();
  for (const match of old) collector.add(match);
  const segment = end();
  const resumed = newCollector(games);
  const retake = async ({ add }: Pick<Collector, 'add'>): Promise<void> => {
    for (const match of old) add(match);
  };
  expect(resumed.resume(segment, old[0]!.session, retake)).toBe(true);
  expect(() => resumed.add(more[0]!)).toThrow('rest');
  await resumed.wake(old[0]!.session.code);
  expect(resumed.observations().buckets).toHaveLength(collector.observations().buckets.length);
});

test('sums that began elsewhere are not gone on from', () => {
  const [one, other] = [classes[0]!.matches, classes[1]!.matches];
  const collector = newCollector(games);
  for (const match of one) collector.add(match);
  const end = collector.begin();
  for (const match of other) collector.add(match);
  const segment = end();
  const empty = newCollector(games);
  expect(empty.resume(segment, other[0]!.session, async () => undefined)).toBe(false);
  expect(empty.observations()).toEqual(newCollector(games).observations());
});
