/** Agents in play: what they ask, in which order, and why. */
import { describe, expect, it } from 'vitest';
import { readOfflineAgent } from '../../src/agents/offline.ts';
import type { Belief, Draw, Reasoned, Taste } from '../../src/core/game.ts';
import { playMatch } from '../../src/match/match.ts';
import { UserError } from '../../src/core/user-error.ts';
import { rng } from '../../src/core/rng.ts';
import { type Config, config } from './config.ts';
import { game } from './index.ts';
import { observe, setup, type State, type View, rulesIn } from './rules.ts';
import { apply } from './rules.ts';
import { nextPrice } from './rule.ts';
import { reply } from './solve.ts';
import { aimOf, solved } from './solution.ts';
import { theoryIn } from './theory.ts';
import { words } from './words.en.ts';

const { pending } = rulesIn(words);
const { standin, theory } = theoryIn(words);

const OBSERVED: Belief = { kind: 'observed' };
const economicus: Taste = { kappa: 0 };
const buyers: Taste = { kappa: 0.5 };
const sellers: Taste = { kappa: 0.5, variant: 'sellers' };
const grim: Taste = { kappa: 0, variant: 'grim' };

/** A match of which these rounds have been played. */
function after(given: Config, rounds: readonly (readonly [number, number])[]): State {
  return rounds.reduce<State>(
    (state, prices) =>
      apply(
        state,
        pending(state).map((decision) => ({ decision, answer: prices[decision.seat]! })),
      ),
    setup(given, rng(1, 'setup')),
  );
}

function ask(
  given: Config,
  taste: Taste,
  rounds: readonly (readonly [number, number])[] = [],
  seat = 0,
  belief = OBSERVED,
): Reasoned {
  const state = after(given, rounds);
  return theory(observe(state, seat), pending(state)[seat]!, taste, belief);
}

/** Prices that agents ask each other. */
async function match(
  given: Config,
  seats: readonly string[],
  seed = 1,
): Promise<readonly (readonly [number, number])[]> {
  let end: View | undefined;
  const agents = seats.map((id) => readOfflineAgent(id, game));
  const names = [
    ['you', 'rival'],
    ['rival', 'you'],
  ];
  for await (const event of playMatch({
    game,
    config: given,
    seed,
    agents,
    names,
    disclosed: true,
    signal: new AbortController().signal,
    stored: [],
  }))
    if (event.type === 'ended') end = observeEnd(event.look(0));
  return end!.rows.map((row) => [row.price, row.rival]);
}
const observeEnd = (view: unknown): View => view as View;

const people = config.parse({});
const paper = config.parse({ currency: 1, step: 0.0001 });

describe('round 1', () => {
  it('asks the like-minded price: Nash, 1.7106, 1.4352', () => {
    expect(ask(paper, economicus).answer).toBe(1.4729);
    expect(ask(paper, sellers).answer).toBe(1.7106);
    expect(ask(paper, buyers).answer).toBe(1.4352);
    expect(ask(people, economicus).answer).toBe(14.7);
    expect(ask(people, buyers).answer).toBe(14.4);
    expect(ask(people, { kappa: 0.5, variant: 'buyers' }).answer).toBe(14.4);
  });

  it('is of its own firm where they differ', () => {
    const unequal = config.parse({ currency: 1, step: 0.0001, c: [1, 1.2] });
    expect([0, 1].map((seat) => ask(unequal, economicus, [], seat).answer)).toEqual([1.5317, 1.609]);
    expect([0, 1].map((seat) => ask(unequal, sellers, [], seat).answer)).toEqual([1.7217, 1.8392]);
    expect([0, 1].map((seat) => ask(unequal, buyers, [], seat).answer)).toEqual([1.4678, 1.5999]);
  });

  it('comes again after practice rounds, which count for nothing', () => {
    const trained = config.parse({ practice: 2 });
    const played = [
      [30, 30],
      [25, 25],
    ] as const;
    expect(ask(trained, economicus, played.slice(0, 1)).answer).not.toBe(14.7);
    expect(ask(trained, economicus, played).answer).toBe(14.7);
  });
});

describe('later rounds', () => {
  const played = [
    [14.7, 16],
    [15.3, 20],
    [15, 18],
  ] as const;
  const replies = (rival: number, taste: Taste) => 10 * reply(solved(people).market, 0, aimOf(taste), rival / 10);

  it.each([
    ['economicus', economicus],
    ['moralis, buyers', buyers],
    ['moralis, sellers', sellers],
  ])('%s replies to the last price, on the better neighbour of the grid', (_, taste) => {
    const { answer, utilities } = ask(people, taste, played);
    const exact = replies(18, taste);
    expect(Math.abs(Number(answer) - exact)).toBeLessThan(0.1);
    const of = new Map(utilities.map((alternative) => [alternative.answer, alternative.utility]));
    const best = Math.max(...of.values());
    expect(of.get(answer)).toBe(best);
  });

  it('expects an average, or Nash, where the config says so', () => {
    const average = config.parse({ expects: 'average', k: 2 });
    expect(ask(average, economicus, played).answer).toBe(ask(people, economicus, [[15, 19]]).answer);
    expect(ask(average, economicus, played).because).toContain('19.00, its average over the last 2 rounds');
    expect(ask(config.parse({ expects: 'nash' }), economicus, played).answer).toBe(14.7);
    expect(ask(config.parse({ expects: 'nash' }), sellers, played).answer).toBe(17);
  });

  it('takes a price that it is given', () => {
    const given: Belief = { kind: 'given', numbers: [16] };
    expect(ask(people, economicus, [], 0, given).answer).toBe(15.3);
    expect(ask(people, economicus, [], 0, { kind: 'like-minded' }).answer).toBe(14.7);
  });

  it('never asks more than the ceiling, and the lower of two equal prices', () => {
    const low = config.parse({ ceiling: 12, step: 0.1 });
    expect(ask(low, economicus).answer).toBe(12);
    expect(ask(config.parse({ ceiling: 12.05, step: 0.1 }), economicus).answer).toBe(12);
    // Two prices of the grid at which nothing is sold are worth the same: nothing.
    const dead = config.parse({ a: -2000, mu: 10, a0: 0, currency: 1, ceiling: 100, step: 7 });
    expect(Number(ask(dead, economicus).answer) % 7).toBe(0);
  });

  it('reaches Nash against itself, each reading its own fixed point', async () => {
    const prices = async (agent: string) => (await match(people, [agent, agent])).at(-1);
    expect(await prices('economicus')).toEqual([14.7, 14.7]);
    expect(await prices('moralis:0.5')).toEqual([14.4, 14.4]);
    expect(await prices('moralis:0.5/sellers')).toEqual([17.1, 17.1]);
    expect(await prices('moralis:1/sellers')).toEqual([19.2, 19.2]);
    expect(await prices('moralis:1/buyers')).toEqual([10, 10]);
  });

  it('is followed best by the constant price that theory names', () => {
    // The rule is simulated here: the rival replies to the last price, from its like-minded price on.
    const simulated = (taste: Taste): { readonly price: number; readonly profit: number } => {
      const lab = solved(paper);
      const seller = lab.seller(1, aimOf(taste));
      let best = { price: 0, profit: 0 };
      for (let i = 0; i <= 400; i++) {
        const price = 1.4 + i * 0.001;
        let rival = seller.likeMinded.exact;
        let profit = 0;
        for (let round = 0; round < 3; round++) {
          profit = lab.profits([price, rival])[0];
          rival = seller.reply(price).exact;
        }
        if (profit > best.profit) best = { price, profit };
      }
      return best;
    };
    expect(simulated(economicus).price).toBeCloseTo(1.638, 3);
    expect(simulated(economicus).profit).toBeCloseTo(23.72, 2);
    expect(simulated(buyers).price).toBeCloseTo(1.61, 2);
    expect(simulated(buyers).profit).toBeCloseTo(22.28, 2);
    expect(simulated(sellers).price).toBeCloseTo(1.58, 2);
    expect(simulated(sellers).profit).toBeCloseTo(31.84, 2);
  });
});

describe('economicus:grim', () => {
  const patient = config.parse({ horizon: 'indefinite', delta: 0.5 });

  it('holds the joint monopoly where another round is likely enough, until it is undercut', () => {
    expect(ask(patient, grim).answer).toBe(19.2);
    expect(ask(patient, grim, [[19.2, 19.2]]).answer).toBe(19.2);
    expect(ask(patient, grim, [[19.2, 25]]).answer).toBe(19.2);
    const betrayed = [
      [19.2, 19.1],
      [14.7, 19.2],
    ] as const;
    const state = { ...after(config.parse({ rounds: 9 }), betrayed), config: patient, length: 9 };
    const { answer, because } = theory(observe(state, 0), pending(state)[0]!, grim, OBSERVED);
    expect(answer).toBe(14.7);
    expect(because).toContain('for ever');
  });

  it('keeps the joint monopoly with itself', async () => {
    for (const prices of await match(patient, ['economicus:grim', 'economicus:grim']))
      expect(prices).toEqual([19.2, 19.2]);
  });

  it('plays as economicus where it is no equilibrium, and says why', () => {
    expect(ask(people, grim).answer).toBe(14.7);
    expect(ask(people, grim).because).toContain('last round is announced');
    const impatient = config.parse({ horizon: 'indefinite', delta: 0.39 });
    expect(ask(impatient, grim).answer).toBe(14.7);
    expect(ask(impatient, grim).because).toContain('less than the 0.393');
    const never = config.parse({ a: [2.6, 1.6], horizon: 'indefinite', delta: 0.99 });
    expect(ask(never, grim).because).toContain('earns no more in the joint monopoly');
  });

  it('belongs to economicus', () => {
    expect(() => ask(patient, { kappa: 0.5, variant: 'grim' })).toThrow(UserError);
  });
});

describe('reasons', () => {
  it('name the numbers', () => {
    expect(ask(people, economicus).because).toMatch(/14\.73, the Nash price; on the list of prices that is 14\.7/);
    expect(ask(people, economicus, [[16, 16]]).because).toMatch(
      /expect the rival to ask 16\.0 again\. Against that my profit is highest at 15\.28, so 15\.3: it earns 278 /,
    );
    expect(ask(people, buyers, [[16, 16]]).because).toMatch(/κ = 0\.5 .*half the buyers.* best at 15\.00, so 15\.0/);
    expect(ask(people, sellers, [[16, 16]]).because).toMatch(/sellers only\): best at 16\.95/);
    expect(ask(config.parse({ a: 4, mu: 0.1 }), sellers).because).toContain('no equilibrium');
  });

  it('list every price of a short list, else 41 from cost to ceiling and those one looks for', () => {
    expect(ask(config.parse({ step: 1 }), economicus).utilities.map(({ answer }) => answer)).toEqual(
      Array.from({ length: 31 }, (_, i) => i),
    );
    const shown = ask(people, buyers, [[16.3, 17.7]]);
    const prices = shown.utilities.map(({ answer }) => answer);
    for (const price of [shown.answer, 16.3, 17.7, 14.7, 19.2, 10, 30]) expect(prices).toContain(price);
    expect(prices.length).toBeGreaterThan(41);
    expect(prices.length).toBeLessThanOrEqual(47);
    expect(prices).toEqual([...new Set(prices)].sort((a, b) => Number(a) - Number(b)));
  });

  it('give the utility of section 5: (1 − κ)·own profit + κ·(profit if both did so + half the buyers’ surplus)', () => {
    const lab = solved(people);
    const { utilities } = ask(people, buyers, [[16, 16]]);
    const at = utilities.find(({ answer }) => answer === 16)!;
    const alike = lab.world([16, 16]);
    expect(at.utility).toBeCloseTo(0.5 * alike.profits[0] + 0.5 * (alike.profits[0] + alike.surplus / 2), 9);
  });
});

describe('the stand-in', () => {
  const drawOf =
    (seed: number, seat = 0): Draw =>
    (key) =>
      rng(seed, 'seat', seat, key);
  const drawn = (given: Config, seed: number, rounds: readonly (readonly [number, number])[] = []) => {
    const state = after(given, rounds);
    return standin(observe(state, 0), pending(state)[0]!, drawOf(seed));
  };

  it('asks one price a match, whatever happens', async () => {
    const prices = (await match(people, ['baseline', 'random'], 5)).map(([price]) => price);
    expect(new Set(prices).size).toBe(1);
  });

  it.each([
    ['neutral', 0.92, 0.453, 'none is reported for neutral wording'],
    ['collusive', 0.92, 0.453, 'P1'],
    ['competitive', -0.854, 0.102, 'P2'],
  ] as const)('%s: price index %s (sd %s) where nothing clips it', (framing, mean, sd, named) => {
    const given = config.parse({ framing, c: 0.2, a: 1.2, step: 0.01 });
    const lab = solved(given);
    const [nash, monopoly] = [lab.nash.prices[0], lab.monopoly.prices[0]];
    const indices = Array.from(
      { length: 2000 },
      (_, seed) => (Number(drawn(given, seed).answer) - nash) / (monopoly - nash),
    ).sort((a, b) => a - b);
    expect(Math.abs(indices[1000]! - mean)).toBeLessThan(0.04);
    expect(Math.abs((indices[1682]! - indices[318]!) / 2 - sd)).toBeLessThan(0.04);
    expect(drawn(given, 1).because).toContain(named);
    expect(drawn(given, 1).because).toContain('Stand-in');
  });

  it('stays from cost to the ceiling', () => {
    for (let seed = 0; seed < 300; seed++) {
      const price = Number(drawn(config.parse({ framing: 'competitive', ceiling: 10.5 }), seed).answer);
      expect(price).toBeGreaterThanOrEqual(10);
      expect(price).toBeLessThanOrEqual(10.5);
    }
  });
});

describe('what was solved', () => {
  it('is looked up: the same settings are solved once, and a price that was expected is answered once', () => {
    // A market that no other test has solved.
    const { config: settings, rows } = observe(after(config.parse({ ceiling: 23.7 }), [[15, 16]]), 0);
    const lab = solved(settings);
    expect(solved(settings)).toBe(lab);
    for (const taste of [economicus, buyers, sellers, grim]) {
      const choice = () => nextPrice(lab, settings, 0, taste, rows, OBSERVED).choice;
      if (taste !== grim) expect(choice()).toBe(choice());
      expect(lab.seller(0, aimOf(taste))).toBe(lab.seller(0, aimOf(taste)));
    }
    expect(lab.seller(0, aimOf(buyers)).reply(16)).toBe(lab.seller(0, aimOf(buyers)).reply(16));
    expect(lab.fixedPoint(aimOf(buyers))).toBe(lab.fixedPoint(aimOf(buyers)));
  });
});
