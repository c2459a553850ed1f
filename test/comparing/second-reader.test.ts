/** A second thread folds sessions from the end: what is compared is the same, whoever has read which, and whatever becomes of the thread. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type KeptSession, takeKept } from '../../src/comparing/session-cache.ts';
import { CLAIMED, type SecondReply, secondReader } from '../../src/comparing/second-reader.ts';
import { readSecond } from '../../src/comparing/second-reading.ts';
import { newCollector } from '../../src/analysis/compare/collect.ts';
import type { AnyGame } from '../../src/core/game.ts';
import type { LogReader } from '../../src/core/log-reader.ts';
import { rng } from '../../src/core/rng.ts';
import type { SessionEntry } from '../../src/core/stored-rows.ts';
import { loadGames } from '../../src/disk/games.ts';
import { openLog } from '../../src/store/log-reader.ts';
import { openStore } from '../../src/store/open.ts';
import { cooperating, keep, playClass } from '../class.ts';

const place = mkdtempSync(join(tmpdir(), 'homines-second-'));
const file = join(place, 'lab.sqlite');
let games: readonly AnyGame[];
let log: LogReader;
let sessions: readonly SessionEntry[];
afterAll(() => {
  log.close();
  rmSync(place, { recursive: true, force: true });
});

beforeAll(async () => {
  games = await loadGames();
  const [dilemma, duopoly] = ['prisoners-dilemma', 'pricing-duopoly'].map((name) =>
    games.find((one) => one.name === name),
  );
  const choose = cooperating(0.6, 0.7, 0.2);
  const store = await openStore(file);
  await keep(store, [
    await playClass({ game: dilemma!, choose, name: 'one', people: 20, against: 'moralis:0.5', seed: 1 }),
    await playClass({ game: dilemma!, choose, name: 'two', people: 12, against: 'human', seed: 2, leftAfter: 1 }),
    await playClass({
      ...{ game: duopoly!, name: 'three', people: 8, against: 'human', seed: 3, config: { rounds: 3 } },
      choose: (_, chance) => 15 + chance.below(40) / 10,
    }),
    await playClass({ game: dilemma!, choose, name: 'four', people: 9, against: 'moralis:0.5', seed: 4 }),
  ]);
  store.close();
  await sleep(30);
  log = await openLog(file);
  sessions = await log.catalogue();
});

/** What the second thread tells, run here: of the sessions that nobody has claimed. */
async function told(claims: Int32Array, fingerprint: string | null = null): Promise<readonly SecondReply[]> {
  const replies: SecondReply[] = [];
  const codes = sessions.map(({ code }) => code);
  const now = fingerprint ?? (await log.fingerprint())!;
  await readSecond(log, games, { codes, game: null, fingerprint: now, claims }, (reply) => void replies.push(reply));
  return replies;
}

test('sessions are folded from the last one back, up to one that the first thread has', async () => {
  const claims = new Int32Array(sessions.length);
  claims[1] = CLAIMED.byFirst;
  expect((await told(claims)).map(({ code }) => code)).toEqual([sessions[3]!.code, sessions[2]!.code]);
  expect([...claims]).toEqual([CLAIMED.byNobody, CLAIMED.byFirst, CLAIMED.bySecond, CLAIMED.bySecond]);
});

test('of a log that is not as the first thread saw it nothing is told', async () => {
  const replies = await told(new Int32Array(sessions.length), 'another');
  expect(replies.map(({ session }) => session)).toEqual(sessions.map(() => null));
});

test('whoever has folded which, the same is observed', async () => {
  const taking = (collector: ReturnType<typeof newCollector>) => ({
    read: (match: Parameters<typeof collector.add>[0]) => void collector.add(match),
    open: () => undefined,
    again(
      match: Parameters<typeof collector.add>[0],
      observed: Parameters<typeof collector.addKept>[1] | null,
    ): undefined {
      if (observed === null) collector.add(match);
      else collector.addKept(match, observed);
    },
  });
  const afresh = newCollector(games);
  for (const session of sessions)
    for await (const matches of log.played({ session, cells: 'moves' }))
      for (const match of matches) if (match.ending !== null) afresh.add(match);
  const chance = rng(1);
  for (let times = 0; times < 4; times++) {
    const claims = Int32Array.from(sessions, () => chance.below(2));
    const replies = await told(claims);
    const codes = sessions.map(({ code }) => code);
    const second = secondReader(codes, claims, {
      heard: (take) => replies.forEach(take),
      ended: () => undefined,
      end: () => undefined,
    });
    const collector = newCollector(games);
    let elsewhere = 0;
    for (const session of sessions) {
      const kept: KeptSession | null = await second.session(session.code);
      if (kept !== null && (await takeKept(log, session, kept, taking(collector))) !== null) elsewhere += 1;
      else
        for await (const matches of log.played({ session, cells: 'moves' }))
          for (const match of matches) if (match.ending !== null) collector.add(match);
    }
    expect(elsewhere).toBe(replies.length);
    expect(observedIn(collector)).toEqual(observedIn(afresh));
  }
});

const observedIn = (collector: ReturnType<typeof newCollector>) => {
  const { counts, buckets, plays } = collector.observations();
  return [counts, buckets.map(({ observations }) => observations.items), plays.map(({ sums }) => sums)];
};

test('a thread that ends leaves what it had claimed to the first', async () => {
  const claims = Int32Array.of(CLAIMED.byNobody, CLAIMED.bySecond);
  let end = (): void => undefined;
  const thread = { heard: () => undefined, ended: (take: () => void) => void (end = take), end: () => undefined };
  const second = secondReader(['a', 'b'], claims, thread);
  expect(await second.session('a')).toBe(null);
  expect([...claims]).toEqual([CLAIMED.byFirst, CLAIMED.bySecond]);
  const waiting = second.session('b');
  end();
  expect(await waiting).toBe(null);
  expect(await second.session('c')).toBe(null);
});
