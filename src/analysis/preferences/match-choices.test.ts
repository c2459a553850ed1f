/** Matches that were played and stored, read back as choices. */
import { describe, expect, test } from 'vitest';
import { game as dilemma } from '../../../games/prisoners-dilemma/index.ts';
import { game as pricing } from '../../../games/pricing-duopoly/index.ts';
import { readOfflineAgent } from '../../agents/offline.ts';
import type { Agent } from '../../match/agent.ts';
import type { AnyGame } from '../../core/game.ts';
import type { DecisionRow, SeatRow } from '../../core/log.ts';
import { playMatch } from '../../match/match.ts';
import { newMatch, rowsOf, seatRow } from '../../match/record-match.ts';
import { replay } from '../../match/replay.ts';
import { likely } from '../../core/theory.ts';
import { choicesOf, type FoldedMatch } from './match-choices.ts';
import { preferencesOf } from './group.ts';
import type { ObservedChoice, Observation } from './observation.ts';
import { isRefusal } from './refusal.ts';
import { tastesTold } from '../../match/disclosure.ts';

type Given = {
  readonly config?: object;
  readonly agents: readonly Agent[];
  readonly seats?: readonly SeatRow[];
  readonly disclosed?: boolean;
  readonly seed?: number;
};

type Stored = FoldedMatch & { readonly decisions: readonly DecisionRow[] };

/** Plays, keeps the rows and folds them again, as analysis finds them. */
async function stored(
  game: AnyGame,
  { config = {}, agents, seats, disclosed = false, seed = 3 }: Given,
): Promise<Stored> {
  const parsed = game.config.parse(config);
  const match = newMatch({
    session: 's',
    game,
    config: parsed,
    seed,
    agents,
    ...(seats ? { seats } : {}),
    disclosed,
    now: 0,
  });
  const decisions: DecisionRow[] = [];
  const names = agents.map(() => agents.map(({ label }) => label));
  const signal = new AbortController().signal;
  for await (const event of playMatch({
    ...{ game, config: parsed, seed, agents, names, disclosed },
    signal,
    stored: [],
  }))
    for (const row of rowsOf(match, event, 0)) if (row.table === 'decision') decisions.push(row.row);
  const tastes = tastesTold(agents, disclosed);
  return {
    game,
    match,
    decisions,
    played: { ...replay(game, parsed, seed, agents.length, decisions), disclosed: tastes },
  };
}

/** Everybody's choices, seat by seat. */
const all = (match: Stored) => match.match.seats.flatMap((_, seat) => choicesOf(match, seat));
const choices = (match: Stored): readonly ObservedChoice[] => all(match).filter((one) => typeof one !== 'string');

const script = (...answers: readonly (string | number)[]) => readOfflineAgent(`script:${answers.join(':')}`, dilemma);
const person = (agent: Agent, participant: string | null): SeatRow => ({
  ...seatRow(agent, 'the other player', participant),
  kind: 'human',
  id: 'human',
  label: 'human',
});
const plan = { method: 'strategy', roles: 'drawn' };

describe('the dilemma', () => {
  test('strategy method with drawn roles: a full plan a seat', async () => {
    const [one, two] = [script('C', 'C', 'D'), script('D', 'D', 'C')];
    const match = await stored(dilemma, {
      config: plan,
      agents: [one, two],
      seats: [person(one, 'p1'), person(two, null)],
    });
    expect(all(match)).toMatchObject([
      { game: 'gentle', method: 'strategy', roles: 'drawn', repeated: false, information: 'not disclosed' },
      { answers: { first: 'D', after_C: 'D', after_D: 'C' }, belief: { kind: 'uniform' } },
    ]);
    expect(choices(match)[0]!.answers).toEqual({ first: 'C', after_C: 'C', after_D: 'D' });
  });

  test('direct response: each seat’s one answer, at the node that was reached', async () => {
    const [one, two] = [script('D'), script('C')];
    const match = await stored(dilemma, { agents: [one, two], seats: [person(one, 'p1'), person(two, 'p2')] });
    expect(choices(match).map(({ answers, method, roles }) => ({ answers, method, roles }))).toEqual([
      { answers: { first: 'D' }, method: 'direct', roles: 'fixed' },
      { answers: { after_D: 'C' }, method: 'direct', roles: 'fixed' },
    ]);
  });

  test('stated beliefs become a belief over plans', async () => {
    const both = script(80, 90, 10, 'C', 'C', 'D');
    const { belief, plans } = choices(
      await stored(dilemma, { config: { ...plan, askBeliefs: true }, agents: [both, both] }),
    )[0]!;
    expect(belief.kind).toBe('stated');
    expect(likely(plans, belief.weights)).toEqual([0.8, 0.9, 0.1].map((p) => expect.closeTo(p, 12)));
  });

  test('three steps: two numbers a node, the second out of what the first leaves; what is certain leaves nothing', async () => {
    const both = script(50, 60, 20, 100, 30, 20, 60, 'H', 'C', 'H', 'D');
    const trento = dilemma.presets.find(({ name }) => name === 'trento')!;
    const { belief, plans, answers, method } = choices(
      await stored(dilemma, { config: trento.config as object, agents: [both, both] }),
    )[0]!;
    expect(answers).toEqual({ first: 'H', after_C: 'C', after_H: 'H', after_D: 'D' });
    expect([method, belief.kind]).toEqual(['strategy', 'stated']);
    expect(likely(plans, belief.weights)).toEqual(
      [0.5, 0.3, 0.6, 0.2, 0.2, 0.6, 1, 0].map((p) => expect.closeTo(p, 12)),
    );
  });

  test('three steps from matches to an estimate; where nobody is asked, over a grid of beliefs that are probabilities', async () => {
    const trento = dilemma.presets.find(({ name }) => name === 'trento')!;
    const words = ['C', 'H', 'D'] as const;
    const observations: Observation[] = [];
    for (let i = 0; i < 12; i++) {
      const plan = [words[i % 3]!, words[(i >> 1) % 3]!, words[(i >> 2) % 3]!, 'D'];
      const one = script(...plan);
      const config = { ...(trento.config as object), askBeliefs: false };
      const [mine] = choices(
        await stored(dilemma, { config, agents: [one, one], seats: [person(one, `p${i}`), person(one, null)] }),
      );
      observations.push({ ...mine!, player: `p${i}`, unit: `p${i}`, kind: 'human' });
    }
    const result = preferencesOf(observations, { draws: 10 });
    if (isRefusal(result) || result.of === 'probabilities' || isRefusal(result.kappa)) throw new Error('refused');
    // Four nodes: the same level at all of them.
    expect(result.range!.beliefs.map(({ expects }) => expects)).toEqual(
      [0.25, 0.5, 0.75].map((level) => [level, level, level, level]),
    );
    expect(result.kappa.rates).toHaveLength(8);
    for (const { observed, predicted } of result.kappa.rates)
      for (const rate of [observed, predicted]) expect(rate >= 0 && rate <= 1).toBe(true);
  });

  test('a named solved opponent is a known plan; information tells the groups apart', async () => {
    const one = script('C', 'D', 'D');
    const moralis = readOfflineAgent('moralis:0.5', dilemma);
    const config = { ...plan, T: 80, R: 65, P: 25, S: 20 };
    const seats = [person(one, 'p1'), seatRow(moralis)];
    const [mine, theirs] = choices(await stored(dilemma, { config, agents: [one, moralis], seats, disclosed: true }));
    expect(mine).toMatchObject({ game: 'moderate', information: 'disclosed: moralis', belief: { kind: 'known' } });
    expect(mine!.plans.names[mine!.belief.weights.indexOf(1)]).toBe('CCD');
    expect(theirs).toMatchObject({ information: 'disclosed: the other player', belief: { kind: 'uniform' } });
  });

  test('rounds that others follow are marked; custom payoffs are named by their numbers', async () => {
    const one = script('C', 'C', 'D', 'D', 'C', 'D');
    const match = await stored(dilemma, {
      config: { ...plan, rounds: 2, T: 91, R: 70, P: 40, S: 3 },
      agents: [one, one],
    });
    expect(choices(match).map(({ answers, repeated }) => [answers['first'], repeated])).toEqual([
      ['C', true],
      ['D', true],
      ['C', true],
      ['D', true],
    ]);
    expect(choices(match)[0]!.game).toBe('T 91, R 70, P 40, S 3');
  });

  test('the same choice under the same circumstances is the same object, another is not', async () => {
    const [one, two] = [script('C', 'C', 'D'), script('D', 'D', 'D')];
    const config = dilemma.config.parse(plan);
    const folded = async (agents: readonly Agent[], disclosed = false): Promise<readonly ObservedChoice[]> => {
      const match = await stored(dilemma, { config: plan, agents, disclosed });
      return choices({ ...match, played: { ...match.played, config } });
    };
    const [first, again] = await folded([one, one]);
    expect(again).toBe(first);
    expect((await folded([one, two]))[0]).toBe(first);
    expect((await folded([two, two]))[0]).not.toBe(first);
    expect((await folded([one, one], true))[0]).not.toBe(first);
  });

  test('a match left half-way gives what was answered, and none nothing', async () => {
    const one = script('C', 'C', 'D');
    const match = await stored(dilemma, { agents: [one, one] });
    const first = replay(match.game, match.played.config, 3, 2, match.decisions.slice(0, 1));
    expect(choices({ ...match, played: first }).map(({ answers }) => answers)).toEqual([{ first: 'C' }]);
    const none = replay(match.game, match.played.config, 3, 2, []);
    expect(all({ ...match, played: none })).toEqual([]);
  });

  test('from matches to an estimate: thirty people, six dilemmas', async () => {
    const observations: Observation[] = [];
    for (let i = 0; i < 30; i++)
      for (const preset of dilemma.presets.filter(({ code }) => code !== undefined)) {
        const random = readOfflineAgent('baseline', dilemma);
        const match = await stored(dilemma, {
          config: { ...plan, ...preset.config },
          agents: [random, random],
          seats: [person(random, `p${i}`), person(random, `q${i}`)],
          seed: i,
        });
        for (const [seat, one] of choices(match).entries()) {
          const player = `${seat} ${i}`;
          observations.push({ ...one, player, unit: player, kind: 'human' });
        }
      }
    const result = preferencesOf(observations, { draws: 20 });
    if (isRefusal(result)) throw new Error(result.refused.sentence);
    if (result.of === 'probabilities') throw new Error('of probabilities');
    expect(result).toMatchObject({ players: 60, observations: 360 });
    // The stand-in weighs own and other's points alike with a noise of 2: α = −½, β = ½.
    if (isRefusal(result.full)) throw new Error(result.full.refused.sentence);
    const value = (name: string) =>
      result.full &&
      !isRefusal(result.full) &&
      result.full.estimates.find(({ parameter }) => parameter === name)!.value;
    expect(value('kappa')).toBeCloseTo(0, 0);
    expect(Math.abs(Number(value('alpha')) + 0.5)).toBeLessThan(0.3);
    expect(Math.abs(Number(value('beta')) - 0.5)).toBeLessThan(0.3);
    expect(Math.abs(Number(value('lambda')) - 2)).toBeLessThan(0.5);
  });
});

test('a game without plans has no choices to read', async () => {
  const economicus = readOfflineAgent('economicus', pricing);
  expect(all(await stored(pricing, { config: { rounds: 2 }, agents: [economicus, economicus] }))).toEqual([]);
});

describe('a model that was told what to expect', () => {
  const told = (answers: Agent): Agent => ({
    ...answers,
    kind: 'model',
    id: 'tuned/one',
    label: 'tuned/one',
    expects: true,
  });
  const beliefsIn = async (config: object, more: Partial<Given> = {}, which = told) => {
    const one = which(script('C', 'C', 'D'));
    const match = await stored(dilemma, {
      ...{ config: { ...plan, ...config }, agents: [one, script('D', 'D', 'D')] },
      ...more,
    });
    return choicesOf(match, 0).flatMap((choice) =>
      typeof choice === 'string'
        ? []
        : [{ kind: choice.belief.kind, likely: likely(choice.plans, choice.belief.weights) }],
    );
  };
  const close = (numbers: readonly number[]) => numbers.map((number) => expect.closeTo(number, 9) as number);

  test('is held against that belief: what the settings prescribe, else every plan alike', async () => {
    expect(await beliefsIn({ beliefs: [0.7, 0.85, 0.05] })).toEqual([
      { kind: 'told', likely: close([0.7, 0.85, 0.05]) },
    ]);
    expect(await beliefsIn({})).toEqual([{ kind: 'told', likely: close([0.5, 0.5, 0.5]) }]);
    expect(await beliefsIn({ beliefs: 'uniform' })).toEqual([{ kind: 'told', likely: close([0.5, 0.5, 0.5]) }]);
  });

  test('whoever was not told is taken to expect what it always was', async () => {
    const untold = (answers: Agent): Agent => ({ ...told(answers), expects: undefined as never });
    expect(await beliefsIn({ beliefs: [0.7, 0.85, 0.05] }, {}, untold)).toEqual([
      { kind: 'uniform', likely: close([0.5, 0.5, 0.5]) },
    ]);
  });

  test('a named opponent is known, and what was learned in later rounds or of its like is not to be had', async () => {
    const selfish = readOfflineAgent('economicus', dilemma);
    const named = { agents: [told(script('C', 'C', 'D')), selfish], disclosed: true };
    expect(await beliefsIn({}, named)).toEqual([{ kind: 'known', likely: close([0, 0, 0]) }]);
    expect((await beliefsIn({ beliefs: 'like-minded' })).map(({ kind }) => kind)).toEqual(['uniform']);
    const rounds = { agents: [told(script(...'CCDCCD')), script(...'DDDDDD')] };
    expect((await beliefsIn({ beliefs: 'observed', rounds: 2 }, rounds)).map(({ kind }) => kind)).toEqual([
      'told',
      'uniform',
    ]);
  });
});
