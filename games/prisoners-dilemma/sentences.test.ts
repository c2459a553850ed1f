/** What pages say in words is what the numbers say: payoffs, beliefs and κ drawn at random, and cases that once went wrong. */
import { describe, expect, it } from 'vitest';
import { blocksAsText } from '../../src/core/blocks.ts';
import type { Belief, Taste } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { solve } from '../../src/core/theory.ts';
import { playedByKappa } from '../../src/core/thresholds.ts';
import { config } from './config.ts';
import { game } from './index.ts';
import { planIndex, planName, plans } from './plans.ts';
import { pagesIn } from './pages.ts';
import { planWordsIn } from './plan-words.ts';
import { pay } from './rules.ts';
import { words } from './words.en.ts';

const { thresholdTexts } = pagesIn(words);
const { planDo } = planWordsIn(words);

const lot = rng(11, 'sentences');
const cases = Array.from({ length: 150 }, () => {
  const [T, R, P, S] = lot
    .shuffle(Array.from({ length: 21 }, (_, i) => 5 * i))
    .slice(0, 4)
    .toSorted((a, b) => b - a);
  const number = () => lot.pick([0, 0.25, 0.5, 0.8, 1]);
  const belief: Belief = lot.pick([
    { kind: 'uniform' } as const,
    { kind: 'like-minded' } as const,
    { kind: 'known', other: { kappa: lot.pick([0, 0.25, 0.5, 1]) } } as const,
    { kind: 'given', numbers: [number(), number(), number()] } as const,
  ]);
  return { set: config.parse({ T, R, P, S }), belief };
});
const PROBES = Array.from({ length: 101 }, (_, i) => i / 100);

const says = (payoffs: object, numbers: readonly number[]): readonly string[] => {
  const set = config.parse(payoffs);
  return thresholdTexts(set, solve(plans(set), { kappa: 0.5 }, { kind: 'given', numbers }));
};

/** The stretches that a sentence names, read back from its words; null: none, or all. */
function stretchesIn(sentence: string): readonly (readonly [number, number])[] | 'none' | 'all' {
  if (/at no κ/.test(sentence)) return 'none';
  if (/at every κ/.test(sentence)) return 'all';
  const on = /from κ = ([\d.]+) on/.exec(sentence);
  if (on) return [[Number(on[1]), 1]];
  const left = /first left at κ = ([\d.]+)/.exec(sentence);
  if (left) return [[0, Number(left[1])]];
  const ranges = [...sentence.matchAll(/from κ = ([\d.]+) to κ = ([\d.]+)/g)].map(
    ([, a, b]) => [Number(a), Number(b)] as const,
  );
  const points = [...sentence.matchAll(/(?<!from |to )(?:at )κ = ([\d.]+)/g)].map(
    ([, a]) => [Number(a), Number(a)] as const,
  );
  return [...ranges, ...points];
}

const holds = (stretches: ReturnType<typeof stretchesIn>, kappa: number, slack: number): boolean =>
  stretches === 'all' || (stretches !== 'none' && stretches.some(([a, b]) => kappa > a + slack && kappa < b - slack));

describe('the page of thresholds', () => {
  it('cases that once went wrong', () => {
    // DDD is played at κ = 0 alone, and says so beside the plan DDD.
    const [, ddd] = says({ T: 50, R: 31, P: 30, S: 0 }, [1, 1, 0]);
    const set = config.parse({ T: 50, R: 31, P: 30, S: 0 });
    const given: Belief = { kind: 'given', numbers: [1, 1, 0] };
    const playedAt0 = planName(solve(plans(set), { kappa: 0 }, given).plan) === 'DDD';
    expect(/DDD is played at no κ/.test(ddd!)).toBe(
      !playedAt0 && !PROBES.some((kappa) => planName(solve(plans(set), { kappa }, given).plan) === 'DDD'),
    );
    // CCD only ties at 0: nothing is said of "on".
    const [ccd] = says({ T: 90, R: 45, P: 15, S: 10 }, [0, 1, 0]);
    expect(ccd).toContain('CCD is among the best at κ = 0.0000 alone');
    expect(
      game.predict(config.parse({ T: 90, R: 45, P: 15, S: 10 }), {
        kappa: 0.5,
        belief: { kind: 'given', numbers: [0, 1, 0] },
      }).document['threshold'],
    ).toBeNull();
  });

  it('where CCD is best and DDD is played, for every κ', () => {
    for (const { set, belief } of cases) {
      const at = (kappa: number) => solve(plans(set), { kappa }, belief);
      const sentences = thresholdTexts(set, at(0.5));
      const about = (plan: string) => sentences.filter((sentence) => sentence.includes(`${plan} is`)).map(stretchesIn);
      for (const kappa of PROBES) {
        const { plan, ties } = at(kappa);
        const best =
          belief.kind === 'like-minded'
            ? plan === planIndex('CCD')
            : (ties.length > 0 ? ties : [plan]).includes(planIndex('CCD'));
        const where = `${JSON.stringify({ set, belief, kappa })} ${sentences.join(' ')}`;
        if (about('CCD').some((one) => holds(one, kappa, 1e-3))) expect([where, best]).toEqual([where, true]);
        if (!about('CCD').some((one) => holds(one, kappa, -1e-3))) expect([where, best]).toEqual([where, false]);
        const played = planName(plan) === 'DDD';
        if (about('DDD').some((one) => holds(one, kappa, 2e-3))) expect([where, played]).toEqual([where, true]);
        if (!about('DDD').some((one) => holds(one, kappa, -2e-3))) expect([where, played]).toEqual([where, false]);
      }
    }
  });
});

describe('moralis by κ', () => {
  it('names the plan that is played at every κ, single points too', () => {
    for (const { set, belief } of cases) {
      const pieces = playedByKappa(plans(set), {}, belief);
      expect(pieces[0]!.from).toBe(0);
      expect(pieces.at(-1)!.to).toBe(1);
      for (const kappa of PROBES) {
        const plan = solve(plans(set), { kappa }, belief).plan;
        const inside = pieces
          .filter(({ from, to }) => kappa >= from - 1e-9 && kappa <= to + 1e-9)
          .map((piece) => piece.plan);
        expect([JSON.stringify({ set, belief, kappa }), inside.includes(plan)]).toEqual([
          JSON.stringify({ set, belief, kappa }),
          true,
        ]);
      }
    }
  });

  it('names it too where ties last, and the uniform belief that decides them changes its mind (α and β)', () => {
    const set = config.parse({ T: 10, R: 3, P: 2, S: 0 });
    const belief: Belief = { kind: 'given', numbers: [0, 0.5, 1] };
    const tastes = { alpha: 0.25, beta: 0.53 };
    const pieces = playedByKappa(plans(set), tastes, belief);
    for (const kappa of PROBES) {
      const { plan } = solve(plans(set), { ...tastes, kappa }, belief);
      const inside = pieces.filter(({ from, to }) => kappa >= from - 1e-9 && kappa <= to + 1e-9);
      expect([kappa, inside.some((piece) => piece.plan === plan)]).toEqual([kappa, true]);
    }
  });

  it('reaches from 0 to 1, also where plans tie at κ = 1 but for the last bits of a double', () => {
    const set = config.parse({ T: 91, R: 55, P: 43, S: 3 });
    const numbers = [0.29242319031618536, 0.26520209410227835, 0.8433737258892506];
    const pieces = playedByKappa(plans(set), {}, { kind: 'given', numbers });
    expect(pieces.map(({ plan }) => planName(plan))).toEqual(['DDD', 'CCD']);
    expect([pieces[0]!.from, pieces.at(-1)!.to]).toEqual([0, 1]);
  });

  it('a plan in words is the plan', () => {
    const set = config.parse({});
    const said = new Set(plans(set).names.map((name) => planDo(set, name)));
    expect(said.size).toBe(8);
    expect(planDo(set, 'DDC')).toBe('defect first, answer with the opposite');
    expect(planDo(config.parse({ neutral: true }), 'CCD')).toBe('choose A first, answer in kind');
  });
});

describe('the first page', () => {
  it('what would have paid, where one stands and what selfishness does, over random matches', () => {
    for (const { set: payoffs } of cases.slice(0, 150)) {
      const disclosed = lot.below(2) === 1;
      const roles = lot.pick(['fixed', 'drawn'] as const);
      const set = config.parse({ ...payoffs, roles });
      const theirs: Taste = { kappa: lot.pick([0, 0.25, 0.5, 1]) };
      // A solved agent that faces a person expects 50 : 50 of it.
      const plan = planName(solve(plans(set), theirs, { kind: 'uniform' }).plan);
      let state = game.setup(set, rng(lot.below(1000), 'setup'), 2);
      for (let open = game.pending(state); open.length > 0; open = game.pending(state))
        state = game.apply(
          state,
          open.map((decision) => ({
            decision,
            answer:
              decision.seat === 1 ? plan[['first', 'after_C', 'after_D'].indexOf(decision.key)]! : lot.pick(['C', 'D']),
          })),
          rng(1),
        );
      const view = game.observe(state, 0);
      const [round] = view.history;
      const { plain = [], more } = game.debrief(view, { kappa: 0.5 }, ['you', 'moralis'], [null, theirs], disclosed);
      const said = blocksAsText(plain);
      const mine = round!.points[0];
      const could =
        round!.first === 0
          ? [pay(set, 'C', plan[1] === 'C' ? 'C' : 'D')[0], pay(set, 'D', plan[2] === 'C' ? 'C' : 'D')[0]]
          : [pay(set, round!.move, 'C')[1], pay(set, round!.move, 'D')[1]];
      const best = Math.max(...could);
      if (best > mine) expect(said).toContain(`would have paid you ${best}, ${best - mine} more`);
      else expect(said).toContain(`${best} was the most you could get`);
      const told: Belief = disclosed ? { kind: 'known', other: theirs } : { kind: 'uniform' };
      const [node, choice] = Object.entries(round!.mine)[0]!;
      const like = ([0, 0.5] as const).map((kappa) => {
        const { plan: one, ties } = solve(plans(set), { kappa }, told);
        return (ties.length > 0 ? ties : [one]).some(
          (place) => planName(place)[['first', 'after_C', 'after_D'].indexOf(node)] === choice,
        );
      });
      const stand = /your choice is that of ([^.]+)\./.exec(said)?.[1] ?? '';
      expect([stand.includes('economicus'), stand.includes('moralis')]).toEqual(like);
      const worlds = blocksAsText(more.find(({ key }) => key === 'w')!.blocks);
      const [c, d] = [pay(set, 'C', plan[1] === 'C' ? 'C' : 'D')[0], pay(set, 'D', plan[2] === 'C' ? 'C' : 'D')[0]];
      expect(worlds.includes(`(${c} instead of ${d})`)).toBe(c > d);
    }
  });
});
