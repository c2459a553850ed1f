/** Worked reasons: every number in them is one that a reader of the prompt works out alone. */
import { describe, expect, it } from 'vitest';
import type { AnyGame, Decision, Taste } from '../src/core/game.ts';
import { loadGame } from '../src/disk/games.ts';
import { rng, type Rng } from '../src/core/rng.ts';
import { reasonsOf, wordsIn } from '../src/tune/reasons.ts';
import { AGENTS } from '../src/agents/offline.ts';
import { AGENT_NAMES, calledBy } from '../src/tune/called-by.ts';
import { askedIn } from '../src/tune/row-words.ts';
import { questionAt, reach, seatsOf } from '../src/tune/row-question.ts';
import { readAtOnce, readContribution, readTurns, type ReadQuestion } from './prompt-reader.ts';

const [dilemma, trust, ultimatum, publicGoods] = await Promise.all(
  ['prisoners-dilemma', 'trust', 'ultimatum', 'public-goods'].map((name) => loadGame(name)),
);

const TASTES: readonly Taste[] = [
  { kappa: 0 },
  { kappa: 0.25 },
  { kappa: 0.5 },
  { kappa: 0.8 },
  { kappa: 1 },
  { kappa: 0, alpha: 0.5, beta: 0.6 },
  { kappa: 0, beta: 0.3 },
  { kappa: 0.3, alpha: 0.4, beta: 0.25 },
];
const chance = (draw: Rng): number => draw.below(21) / 20;
const falling = (draw: Rng, ...names: readonly string[]): Record<string, number> => {
  const points = draw
    .shuffle(Array.from({ length: 41 }, (_, i) => 5 * i))
    .slice(0, 4)
    .toSorted((a, b) => b - a);
  return Object.fromEntries(names.map((name, i) => [name, points[i]!]));
};
const how = (draw: Rng, labels: string) => ({
  ...draw.pick([
    { method: 'direct' },
    { method: 'strategy', roles: 'drawn', askBeliefs: false },
    { method: 'direct', roles: 'drawn' },
  ]),
  labels: draw.pick([labels, 'neutral']),
});

const kinds: readonly {
  readonly name: string;
  readonly game: AnyGame;
  readonly settings: (draw: Rng) => object;
  readonly read: (prompt: string, taste: Taste) => ReadQuestion;
}[] = [
  {
    name: 'dilemma in turns',
    game: dilemma!,
    settings: (draw) => ({
      ...falling(draw, 'T', 'R', 'P', 'S'),
      ...how(draw, 'cooperate'),
      beliefs: draw.pick([[chance(draw), chance(draw), chance(draw)], 'uniform']),
    }),
    read: readTurns,
  },
  {
    name: 'dilemma at once',
    game: dilemma!,
    settings: (draw) => ({
      ...falling(draw, 'T', 'R', 'P', 'S'),
      labels: draw.pick(['cooperate', 'neutral']),
      ...draw.pick([{ timing: 'together' }, { told: 'nothing' }]),
      beliefs: draw.pick([[chance(draw)], 'uniform']),
    }),
    read: readAtOnce,
  },
  {
    name: 'trust',
    game: trust!,
    settings: (draw) => ({
      ...falling(draw, 'T', 'R', 'P', 'S'),
      ...how(draw, 'named'),
      beliefs: draw.pick([[chance(draw), chance(draw)], 'uniform']),
    }),
    read: readTurns,
  },
  {
    name: 'ultimatum',
    game: ultimatum!,
    settings: (draw) => ({
      ...falling(draw, 'T', 'E', 'S', 'N'),
      ...how(draw, 'named'),
      beliefs: draw.pick([[chance(draw), chance(draw)], 'uniform']),
    }),
    read: readTurns,
  },
  {
    name: 'public goods',
    game: publicGoods!,
    settings: (draw) => {
      const [endowment, step] = draw.pick([
        [20, 1],
        [10, 1],
        [40, 10],
        [20, 5],
        [15, 1],
      ] as const);
      return {
        ...{ endowment, step, players: 2 + draw.below(5), m: (3 + draw.below(17)) / 20 },
        beliefs: draw.pick([draw.below(10 * endowment + 1) / 10, 'uniform']),
      };
    },
    read: readContribution,
  },
];

/** A question of a match in which everybody answers by chance, and its prompt. */
function anyQuestion(game: AnyGame, settings: object, draw: Rng, naming: Rng) {
  const config = game.config.parse(settings);
  // Half the time others are called by name, as in a run.
  const called = naming.below(2) === 0 ? { called: calledBy(seatsOf(game, config) - 1, naming) } : {};
  const before: (string | number)[][] = [];
  for (;;) {
    const reached = reach(game, config, 7, before);
    if (reached.pending.length === 0) {
      before.pop();
      continue;
    }
    const decision = draw.pick(reached.pending);
    if (before.length >= 1 || draw.below(2) === 0 || reached.pending.length > 1) {
      const { request, belief } = questionAt(
        game,
        config,
        reached,
        { seed: 7, before, earlier: [], rotation: draw.below(2), ...called },
        decision,
      );
      return {
        request,
        belief,
        prompt: askedIn({ request, belief }, 'words')
          .prompt.map(({ content }) => content)
          .join('\n\n'),
      };
    }
    before.push([anyAnswer(decision, draw)]);
  }
}
const anyAnswer = ({ input }: Decision, draw: Rng): string | number =>
  input.kind === 'choice' ? draw.pick(input.options).value : input.min + draw.below(input.max - input.min + 1);

/** What a sum says it comes to. */
const result = (text: string): number => Number(text.split(' = ').at(-1));

/** "0.85*75 + 0.15*20" by hand, digit for digit as it stands there. */
function addedUp(text: string): number {
  const terms = [...text.matchAll(/([+-] )?([^ ]+)/g)];
  return terms.reduce((total, [, sign = '', product = '']) => {
    const value = product.split('*').reduce((all, factor) => all * Number(factor.replace(/[()]/g, '')), 1);
    return sign.startsWith('-') ? total - value : total + value;
  }, 0);
}

/** The parts of one line: "cooperate: I get 75, all doing so 75, together 0.175*75 + 0.5*75 = 50.63". */
function linesIn(text: string, answers: readonly string[]) {
  return answers.flatMap((answer) => {
    const found = new RegExp(`(?:^|\\. |\\.)${answer.replaceAll('.', '\\.')}: (I get .*?)\\. `).exec(text);
    if (found === null) return [];
    const part = (name: string): string | null => new RegExp(`(?:^|, )${name} ([^,]*)`).exec(found[1]!)?.[1] ?? null;
    return [
      {
        answer,
        own: part('I get')!,
        same: part('all doing so'),
        behind: part('behind'),
        ahead: part('ahead'),
        worth: part('together'),
      },
    ];
  });
}

const near = (a: number, b: number, by = 0.0051): boolean => Math.abs(a - b) <= by;

describe.each(kinds)('$name', ({ game, settings, read }) => {
  it('a reader of the prompt alone finds every number, and the choice', () => {
    let [worked, reply, first, none, lots, places] = [0, 0, 0, 0, 0, 0];
    for (let seed = 0; seed < 600; seed++) {
      const draw = rng(seed, 'reasons');
      const { request, belief, prompt } = anyQuestion(game, settings(draw), draw, rng(seed, 'called'));
      const taste = draw.pick(TASTES);
      const text = reasonsOf(request, taste, belief);
      if (text === null) {
        none++;
        continue;
      }
      worked++;
      if (request.decision.key.startsWith('after_')) reply++;
      else first++;
      const found = read(prompt, taste);
      const { kappa, alpha = 0, beta = 0 } = taste;
      const where = `${text}\n${prompt}`;
      const lines = linesIn(text, [...found.terms.keys()]);
      expect(lines.length, where).toBeGreaterThanOrEqual(2);
      const here = kappa === 0 ? 1 : found.reach;
      const worthOf = ({ own, same, behind, ahead }: { own: number; same: number; behind: number; ahead: number }) =>
        here * ((1 - kappa) * own - alpha * behind - beta * ahead) + kappa * same;
      for (const line of lines) {
        const terms = found.terms.get(line.answer)!;
        expect(near(result(line.own), terms.own), where).toBe(true);
        expect(line.same === null ? kappa === 0 : near(result(line.same), terms.same), where).toBe(true);
        expect(
          line.behind === null ? alpha === 0 || terms.behind < 1e-9 : near(result(line.behind), terms.behind),
          where,
        ).toBe(true);
        expect(
          line.ahead === null ? beta === 0 || terms.ahead < 1e-9 : near(result(line.ahead), terms.ahead),
          where,
        ).toBe(true);
        if (line.worth === null) expect([0, 1], where).toContain(kappa);
        else expect(near(result(line.worth), worthOf(terms)), where).toBe(true);
        // What is written as a sum adds up as it stands, from what stands in the prompt.
        for (const sum of [line.own, line.same, line.behind, line.ahead].filter(
          (one) => one?.includes(' = ') === true,
        )) {
          expect(near(addedUp(sum!.split(' = ')[0]!), result(sum!), 0.02), sum!).toBe(true);
          if (found.points.length > 0)
            for (const [, p, points] of sum!.matchAll(/([\d.]+)\*\(?(-?[\d.]+)\)?/g)) {
              expect(
                found.chances.some((one) => near(one, Number(p), 1e-9)),
                where,
              ).toBe(true);
              expect(found.points, where).toContain(Number(points));
            }
        }
        if (line.worth?.includes(' = ') === true)
          expect(near(addedUp(line.worth.split(' = ')[0]!), result(line.worth), 0.05), line.worth).toBe(true);
      }
      // What a point of each kind counts.
      const counted = (name: string): number | null => {
        const sum = new RegExp(`${name} ([\\d.*= ]*\\d)`, 'i').exec(text)?.[1];
        return sum === undefined ? null : result(sum);
      };
      if (kappa > 0 && kappa < 1)
        expect(near(counted('my points count')!, here * (1 - kappa), 0.0001), where).toBe(true);
      if (kappa > 0 && (kappa < 1 || alpha + beta > 0)) expect(counted('all doing the same counts'), where).toBe(kappa);
      if (alpha > 0) expect(near(counted('a point behind costs')!, here * alpha, 0.0001), where).toBe(true);
      if (beta > 0) expect(near(counted('a point ahead costs')!, here * beta, 0.0001), where).toBe(true);
      // A chance of the lot is told where the prompt has a lot, and what either place counts where it has none.
      const isLot = /[Cc]oin/.test(prompt);
      lots += isLot ? 1 : 0;
      expect(text).not.toContain(isLot ? 'Each place counts half' : 'I come here with chance');
      const come = new RegExp(
        `${isLot ? 'I come here with chance' : 'Each place counts half:'} ([\\d.*= ]*\\d)\\.`,
      ).exec(text)?.[1];
      places += come !== undefined && !isLot ? 1 : 0;
      if (come !== undefined) expect(near(result(come), found.reach, 0.0001), where).toBe(true);
      expect(come === undefined, where).toBe(here === 1 || (kappa === 1 && alpha + beta === 0));
      // The comparison, and the choice.
      const [, most, , less, choice] = /([-\d.]+) is (more than ([-\d.]+)|the most), so I (?:choose )?(.*)\.$/.exec(
        text,
      )!;
      const worths = lines.map((line) => worthOf(found.terms.get(line.answer)!));
      expect(near(Number(most), Math.max(...worths)), where).toBe(true);
      if (less !== undefined) expect(near(Number(less), Math.min(...worths)), where).toBe(true);
      expect(choice, where).toBe(found.best);
      expect(wordsIn(text), text).toBeLessThanOrEqual(kappa > 0 && alpha > 0 ? 80 : 60);
      expect(text, 'letters that small models know').toMatch(/^[\x20-\x7e]*$/);
    }
    expect(worked, `${none} without reasons`).toBeGreaterThan(300);
    expect(first).toBeGreaterThan(100);
    if (read === readTurns) expect(Math.min(lots, places)).toBeGreaterThan(40);
    if (game === trust || game === ultimatum) expect(reply).toBeGreaterThan(60);
  });
});

describe('who is said to sit there', () => {
  it('is called as agents are', () => {
    expect([...AGENT_NAMES].toSorted()).toEqual(AGENTS.flatMap(({ id }) => (id === 'human' ? [] : [id])).toSorted());
  });
});

describe('what was learned from history', () => {
  it('is in the prompt to two decimals, and the sums come to what they come to with the fractions', () => {
    const game = dilemma!;
    const config = game.config.parse({ T: 80, R: 75, P: 30, S: 20, rounds: 4, beliefs: 'observed' });
    const before = [['C'], ['C']];
    const reached = reach(game, config, 1, before);
    const { request, belief } = questionAt(
      game,
      config,
      reached,
      { seed: 1, before, earlier: [], rotation: 0 },
      reached.pending[0]!,
    );
    const prompt = askedIn({ request, belief }, 'words').prompt.at(-1)!.content;
    // One answer to cooperation was seen, cooperation: (1 + 1)/(2 + 1).
    expect(prompt).toContain('of 66.67 % after you cooperated');
    expect(reasonsOf(request, { kappa: 0 }, belief)).toBe(
      'cooperate: I get 0.6667*75 + 0.3333*20 = 56.67. defect: I get 0.5*80 + 0.5*30 = 55. 56.67 is more than 55, so I choose cooperate.',
    );
  });
});

describe('no reasons', () => {
  const at = (game: AnyGame, settings: object, before: (string | number)[][] = [], i = 0) => {
    const config = game.config.parse(settings);
    const reached = reach(game, config, 1, before);
    return questionAt(game, config, reached, { seed: 1, before, earlier: [], rotation: 0 }, reached.pending[i]!);
  };
  it.each([
    ['of a question about what is expected', at(dilemma!, { askBeliefs: true }), { kappa: 0 }],
    ['where what is expected is not said in numbers', at(trust!, { beliefs: 'like-minded' }), { kappa: 0.5 }],
    ['where two answers are as good', at(ultimatum!, { beliefs: [0.5, 0.5] }), { kappa: 1 }],
    [
      'where nobody comes to the question',
      at(trust!, { beliefs: [0, 0.5], method: 'strategy', roles: 'drawn', askBeliefs: false }, [], 1),
      { kappa: 0.5 },
    ],
    [
      'of a rule that is no utility',
      at(dilemma!, { ending: 'indefinite', delta: 0.95, rounds: 1 }),
      { kappa: 0, variant: 'grim' },
    ],
  ] as const)('%s', (_, { request, belief }, taste) => {
    expect(reasonsOf(request, taste, belief)).toBeNull();
  });
});
