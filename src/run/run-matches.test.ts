import { describe, expect, it } from 'vitest';
import { readOfflineAgent } from '../agents/offline.ts';
import { runMatches } from './run-matches.ts';
import { missingMatches, newTally, sessionRows } from './session.ts';
import { budgeted, newBudget } from '../model/budget.ts';
import { newScheduler } from '../model/scheduler.ts';
import { loadGame } from '../disk/games.ts';
import type { LogRow, SessionRow, Store } from '../core/log.ts';
import { localWire } from '../core/wire.ts';
import { UserError } from '../core/user-error.ts';
import { replay } from '../match/replay.ts';
import { readConfig } from '../core/settings.ts';

const game = await loadGame('prisoners-dilemma');
const session: SessionRow = { code: 'abcdefgh', kind: 'run', seed: 11, version: '0', startedAt: 0 };

/** Keeps commits in memory; from the `full`th on the disk is full. */
function memory(full = Infinity): { readonly store: Store; readonly commits: (readonly LogRow[])[] } {
  const commits: (readonly LogRow[])[] = [];
  const none = (): Promise<never> => Promise.reject(new Error('a batch only writes'));
  const record = (rows: readonly LogRow[]): Promise<void> => {
    if (commits.length + 1 >= full) return Promise.reject(new UserError('The disk is full.'));
    commits.push(rows);
    return Promise.resolve();
  };
  const asks = {
    openSession: none,
    openParticipant: none,
    sessions: none,
    session: none,
    participants: none,
    matches: none,
    match: none,
    decisions: none,
    calls: none,
    callSums: none,
    servedModels: none,
    tunings: none,
    sessionsOfModel: none,
    callMeans: none,
    payoffs: none,
    tallies: none,
    events: none,
  };
  return {
    store: {
      file: 'memory',
      record,
      hold: async () => null,
      wire: localWire(),
      trouble: () => null,
      close: () => undefined,
      ...asks,
    },
    commits,
  };
}

/** Nobody sits here who is asked over the network. */
const nobody = budgeted({
  ids: [],
  providers: [],
  castOf: () => null,
  seat: () => {
    throw new Error('no model sits here');
  },
});

/** Plays a batch of agents that answer at once, whole matches to a commit. */
async function play(
  store: Store,
  seats: readonly string[],
  { matches = 10, config = readConfig(game, {}), stop = new AbortController().signal } = {},
) {
  const agents = seats.map((id) => readOfflineAgent(id, game));
  const tally = newTally(game, agents);
  const matchUp = { game, config, agents, disclosed: true };
  function* jobs() {
    for (const one of missingMatches(session, matches)) yield { matchUp, ...one, open: null, finished: tally.add };
  }
  const played = await runMatches({
    ...{ store, session, lists: [jobs()], inPlay: 1, commit: 'matches', stop },
    first: sessionRows(session, 'test'),
    scheduler: newScheduler(1, newBudget({ calls: null, cost: null }), nobody),
    onFailure: 'failed',
    givesUp: { after: 50, counts: () => true },
  });
  return { ...played, seats: tally.seats() };
}

/** The rows of one table, as handed in. */
const sessions = (rows: readonly LogRow[]) => rows.flatMap((row) => (row.table === 'session' ? [row.row] : []));
const matchesIn = (rows: readonly LogRow[]) => rows.flatMap((row) => (row.table === 'match' ? [row.row] : []));
const decisionsIn = (rows: readonly LogRow[]) => rows.flatMap((row) => (row.table === 'decision' ? [row.row] : []));
const endings = (rows: readonly LogRow[]) => rows.flatMap((row) => (row.table === 'ending' ? [row.row] : []));
const payoffs = (rows: readonly LogRow[]) => rows.flatMap((row) => (row.table === 'payoff' ? [row.row] : []));

describe('a batch', () => {
  it('commits whole matches, some thousand rows at a time, the session with the first', async () => {
    const { store, commits } = memory();
    const { matches, decisions } = await play(store, ['random', 'random'], { matches: 2000 });
    expect({ matches, decisions }).toEqual({ matches: 2000, decisions: 4000 });
    expect(commits.length).toBeGreaterThan(1);
    expect(sessions(commits[0]!)).toEqual([session]);
    for (const rows of commits) {
      expect(rows.length).toBeLessThanOrEqual(5000);
      const begun = matchesIn(rows).map(({ code }) => code);
      expect(endings(rows).map(({ match }) => match)).toEqual(begun);
      expect(decisionsIn(rows)).toHaveLength(2 * begun.length);
      expect(payoffs(rows)).toHaveLength(2 * begun.length);
    }
  });

  it('draws a seed of its own for each match, the same again from the same session seed', async () => {
    const seeds = async (): Promise<readonly number[]> => {
      const { store, commits } = memory();
      await play(store, ['random', 'random'], { matches: 300 });
      return matchesIn(commits.flat()).map(({ seed }) => seed);
    };
    const [one, two] = [await seeds(), await seeds()];
    expect(new Set(one).size).toBe(300);
    expect(two).toEqual(one);
  });

  it('measures what replaying its rows measures', async () => {
    const { store, commits } = memory();
    const config = readConfig(game, { sets: ['rounds=3', 'roles=drawn'] });
    const { seats } = await play(store, ['random', 'moralis'], { matches: 50, config });
    const rows = commits.flat();
    const disclosed = [null, { kappa: 0.5 }];
    for (const measure of game.measures) {
      for (const seat of [0, 1]) {
        const values = matchesIn(rows).flatMap(({ code, seed }) => {
          const answers = decisionsIn(rows).filter(({ match }) => match === code);
          return measure.values({ ...replay(game, config, seed, 2, answers), disclosed }, seat);
        });
        const mean = values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
        expect(seats[seat]!.counts[measure.name]).toBe(values.length);
        if (mean === null) expect(seats[seat]!.measures[measure.name]).toBeNull();
        else expect(seats[seat]!.measures[measure.name]).toBeCloseTo(mean, 9);
      }
    }
  });

  it('gives timers a turn while it plays', async () => {
    let ticks = 0;
    const stop = new AbortController();
    const timer = setInterval(() => (ticks += 1) === 5 && stop.abort(), 5);
    const late = setTimeout(() => stop.abort(), 20_000);
    const { matches } = await play(memory().store, ['random', 'random'], { matches: 1e9, stop: stop.signal });
    clearInterval(timer);
    clearTimeout(late);
    expect(ticks).toBeGreaterThan(4);
    expect(matches).toBeLessThan(1e9);
  });

  it('says how many matches are kept when the disk is full, and claims no more', async () => {
    const { store, commits } = memory(2);
    await expect(play(store, ['random', 'random'], { matches: 5000 })).rejects.toThrow(
      /^The disk is full\. The \d+ matches before are kept in session abcdefgh\.$/,
    );
    const kept = matchesIn(commits.flat()).length;
    const { store: other } = memory(2);
    await expect(play(other, ['random', 'random'], { matches: 5000 })).rejects.toThrow(`The ${kept} matches before`);
    await expect(play(memory(1).store, ['random', 'random'])).rejects.toThrow(/^The disk is full\.$/);
  });

  it('keeps nothing, not even a session, when the first match cannot be played', async () => {
    const { store, commits } = memory();
    await expect(play(store, ['script:C', 'script:X'])).rejects.toThrow('Choose cooperate or defect');
    expect(commits).toEqual([]);
  });
});
