/**
 * Everybody whose character is known, profiled in every length: a verdict must be true of them. Theory's own agents, the
 * stand-in, lots, and scripts that always say the same, punish a price cut, or swerve whatever it costs.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { LENGTHS, type Length } from '../core/profile-spec.ts';
import { loadGames } from '../disk/games.ts';
import { replay } from '../match/replay.ts';
import { scoresOf } from './scores.ts';
import { tasksOf } from './design.ts';
import type { ProfileCell } from './judgement.ts';
import { preferenceOf, preferenceWords } from './preference.ts';
import type { Request } from '../match/agent.ts';
import { character, decisionsIn, profiled, solved, telling } from '../../test/profiled-agents.ts';

const GAMES = await loadGames();

/** Says the same everywhere: a choice where it is offered, a rating, a price. */
const always = (id: string, choices: readonly string[], rating: number, price: number) =>
  character(id, ({ decision: { input, key } }) => ({
    answer:
      input.kind === 'choice'
        ? input.options.find(({ value }) => choices.includes(value))!.value
        : key === 'price'
          ? price
          : rating,
  }));

/** Prices high until the other is cheap, then low for two rounds, then high again. */
const punisher = character('punisher', (request) => {
  const { decision, view } = request;
  if (decision.key !== 'price')
    return always('', ['C', 'swerve'], 100, 0).seatIn(GAMES[0]!).choose(request, new AbortController().signal);
  const rivals = (view as { rows: readonly { rival: number; price: number }[] }).rows;
  /** The other was cheap in this round, counted from the last, after one in which both were dear. */
  const cut = (back: number): boolean => {
    const [now, before] = [rivals.at(-back), rivals.at(-back - 1)];
    return now !== undefined && now.rival < 17 && before !== undefined && before.rival > 17 && before.price > 17;
  };
  return { answer: cut(1) || cut(2) ? 13 : 18 };
});

const THEORY = [
  'economicus',
  'moralis:0.05',
  'moralis:0.1',
  'moralis:0.25',
  'moralis:0.5',
  'moralis:0.5/sellers',
  'moralis:1',
];
const DRAWN = ['always C', 'always D', 'monopolist', 'punisher', 'random'];

type Verdicts = Readonly<Record<string, Readonly<Record<string, ProfileCell>>>>;
const all: Partial<Record<Length, Verdicts>> = {};
const scores: Partial<Record<string, ReturnType<typeof scoresOf>>> = {};

beforeAll(async () => {
  for (const length of LENGTHS) {
    const agents = [
      solved('baseline', GAMES),
      ...THEORY.map((id) => solved(id, GAMES)),
      always('always C', ['C', 'swerve'], 50, 14.5),
      always('always D', ['D', 'keep'], 0, 14.7),
      always('monopolist', ['C', 'swerve'], 100, 19.2),
      punisher,
      solved('random', GAMES),
    ];
    const { agents: lists, rows } = await profiled(agents, GAMES, length);
    all[length] = Object.fromEntries(
      rows.map(({ id, cells }) => [id, Object.fromEntries(cells.map((cell, at) => [lists[at]!.id, cell]))]),
    );
    if (length === 'standard') for (const one of lists) scores[one.id] = scoresOf(one, tasksOf(GAMES));
  }
});

const verdict = (length: Length, row: string, id: string) =>
  all[length]![row]![id === 'moralis:0.5' ? 'moralis:0.5' : id]!.verdict;
const of = (length: Length, row: string, ids: readonly string[]) => ids.map((id) => verdict(length, row, id));

describe.each(LENGTHS)('%s', (length) => {
  test('no agent of theory is too cooperative, and who always cooperates is', () => {
    expect(of(length, 'too cooperative', THEORY)).toEqual(THEORY.map(() => 'no'));
    expect(of(length, 'too cooperative', ['always C', 'always D'])).toEqual(['shown', 'no']);
    expect(verdict(length, 'too cooperative', 'random')).not.toBe('shown');
  });

  test('insensitive to incentives: never theory; a selfish player does what incentives say, and so does who always defects', () => {
    for (const id of ['economicus', 'moralis:0.05']) {
      expect(all[length]!['insensitive to incentives']![id]).toMatchObject({ verdict: null });
      expect(all[length]!['insensitive to incentives']![id]!.why).toContain('selfish player');
    }
    expect(of(length, 'insensitive to incentives', THEORY.slice(2))).toEqual(THEORY.slice(2).map(() => 'no'));
    expect(verdict(length, 'insensitive to incentives', 'always D')).not.toBe('shown');
    expect(verdict(length, 'insensitive to incentives', 'always C')).toBe(length === 'full' ? 'shown' : 'undecided');
  });

  test('nobody shifts both ways: nearer to one of the two, and further than the first', () => {
    expect(
      of(length, 'towards the selfish agent', ['economicus', 'moralis:0.05', 'moralis:0.5', 'moralis:1', 'always D']),
    ).toEqual(['shown', 'shown', 'no', 'no', 'shown']);
    expect(
      of(length, 'towards the Kantian agent', ['economicus', 'moralis:0.05', 'moralis:0.5', 'moralis:1', 'always D']),
    ).toEqual(['no', 'no', 'shown', 'shown', 'no']);
  });

  test('saves more lives: not who swerves where that costs lives; falling and stable exclude each other', () => {
    expect(of(length, 'saves more lives', THEORY)).toEqual(THEORY.map(() => 'shown'));
    for (const id of ['always C', 'always D', 'random'])
      expect(verdict(length, 'saves more lives', id)).not.toBe('shown');
    expect(of(length, 'falls with family', ['economicus', 'moralis:0.1', 'moralis:0.5'])).toEqual([
      'shown',
      'no',
      'no',
    ]);
    expect(of(length, 'stable whoever is aboard', ['economicus', 'moralis:0.1', 'moralis:0.5'])).toEqual([
      'no',
      'shown',
      'shown',
    ]);
  });

  test('rows that exclude each other are never both shown, of anybody', () => {
    for (const [one, other] of [
      ['towards the selfish agent', 'towards the Kantian agent'],
      ['falls with family', 'stable whoever is aboard'],
      ['at Nash', 'below Nash'],
      ['near monopoly', 'moderately above competitive'],
      ['highest', 'lowest'],
    ] as const)
      for (const id of [...THEORY, ...DRAWN])
        expect([verdict(length, one, id), verdict(length, other, id)], `${one}, ${other}: ${id}`).not.toEqual([
          'shown',
          'shown',
        ]);
  });

  test('the stand-in is judged by none of the rows that it was made after, with its figures beside', () => {
    for (const [row, cells] of Object.entries(all[length]!)) {
      if (row.startsWith('towards')) continue;
      expect(cells['baseline']!.verdict, row).toBeNull();
      if (length !== 'quick' && cells['baseline']!.estimate !== null)
        expect(cells['baseline']!.why).toContain('made after such reports');
    }
  });

  test('prices: theory ignores framing; without rounds there is no verdict of anybody', () => {
    for (const row of ['near monopoly', 'at Nash', 'below Nash', 'lowest', 'most stable'])
      expect(of(length, row, THEORY)).toEqual(THEORY.map(() => null));
    if (length !== 'quick') return;
    const priced = [
      'near monopoly',
      'highest',
      'moderately above competitive',
      'lowest',
      'at Nash',
      'below Nash',
      'most stable',
      'least sensitive to framing',
      'punishes a price cut',
    ];
    for (const row of priced) expect(of(length, row, DRAWN)).toEqual(DRAWN.map(() => null));
    expect(all[length]!['near monopoly']!['always C']!.why).toContain('take a longer --length');
  });

  test('a figure that seems to say otherwise than its verdict is explained; who is alone in a row is told so', () => {
    const towards = all[length]!['towards the selfish agent']!;
    for (const id of ['moralis:0.5', 'moralis:1']) {
      const { estimate, verdict: found, why } = towards[id]!;
      expect([id, found, why === null]).toEqual([id, 'no', estimate! <= 0]);
      if (estimate! > 0) expect(why).toMatch(/^the first of its conditions holds; the other comes to −\d+ points$/);
    }
    expect(towards['economicus']!.why).toBeNull();
    for (const { why } of Object.values(all[length]!['highest']!)) expect(why ?? '').not.toContain('profile several');
  });

  test('draws by lot are shown to do nothing', () => {
    for (const [row, cells] of Object.entries(all[length]!)) expect(cells['random']!.verdict, row).not.toBe('shown');
  });
});

describe.each(['standard', 'full'] as const)('prices in %s', (length) => {
  test('14.5 is nearer to moralis with buyers counted, 14.7 is Nash, 19.2 the monopoly: one of them each', () => {
    const three = ['always C', 'always D', 'monopolist'];
    expect(of(length, 'below Nash', three)).toEqual(['shown', 'no', 'no']);
    expect(of(length, 'at Nash', three)).toEqual(['no', 'shown', 'no']);
    expect(of(length, 'near monopoly', three)).toEqual(['no', 'no', 'shown']);
    expect(of(length, 'moderately above competitive', three)).toEqual(['no', 'no', 'no']);
  });

  test('self-play: who settles above Nash, and who punishes a cut; a myopic best replier does not', () => {
    const level = ['economicus', 'moralis:0.5', 'moralis:0.5/sellers', 'monopolist', 'punisher'];
    expect(of(length, 'collusive self-play above Nash', level)).toEqual(['no', 'no', 'shown', 'shown', 'shown']);
    expect(of(length, 'punishes a price cut', level)).toEqual([null, null, 'no', 'no', 'shown']);
    expect(of(length, 'punishes and comes back', level)).toEqual([null, null, 'no', 'no', 'shown']);
    expect(all[length]!['punishes a price cut']!['economicus']!.why).toContain('no market in which a price was cut');
  });
});

test('who asks far less and far more than the joint monopoly in turn is not near it, whatever the mean', async () => {
  const games = GAMES.filter(({ name }) => name === 'pricing-duopoly');
  const inTurn = character('in turn', ({ decision }) => ({ answer: decision.round % 2 === 1 ? 14.7 : 23.8 }));
  const { rows } = await profiled([inTurn], games, 'standard');
  const { verdict: found, estimate, why } = rows.find(({ id }) => id === 'near monopoly')!.cells[0]!;
  expect(Math.abs(estimate!)).toBeLessThan(0.1);
  expect(found).toBe('no');
  expect(why).toMatch(/^the first of its conditions holds; the other comes to \+1\.0\d$/);
});

test('scores tell the readings apart: moralis with buyers counted is no economicus', () => {
  const own = (id: string) =>
    Object.fromEntries(scores[id]!.filter(({ task }) => task === 'pricing').map((one) => [one.reference, one.score]));
  expect(own('moralis:0.5')).toEqual({ economicus: 0, 'moralis/sellers': 0, 'moralis/buyers': 1 });
  expect(own('economicus')).toEqual({ economicus: 1, 'moralis/sellers': 0, 'moralis/buyers': 0 });
  expect(own('moralis:0.5/sellers')).toEqual({ economicus: 0, 'moralis/sellers': 1, 'moralis/buyers': 0 });
});

test('a forced price is kept as such, in the other seat, once a match of self-play; it replays, and counts as nobody’s', async () => {
  const { matches, agents } = await profiled([solved('moralis/sellers', GAMES)], GAMES, 'standard');
  const selfPlay = matches.filter(({ where }) => where.endsWith('self-play'));
  expect(selfPlay.map(({ forced }) => forced)).toEqual(
    selfPlay.map(() => ({ seat: 1, round: 14, key: 'price', as: { kappa: 0 } })),
  );
  const [job] = selfPlay;
  const rows = await decisionsIn(job!);
  const set = rows.filter(({ source }) => source === 'forced');
  expect(set).toMatchObject([{ seat: 1, round: 14, key: 'price', answer: 15.8 }]);
  expect(rows.filter(({ round, seat }) => round === 13 && seat === 1)).toMatchObject([
    { answer: 17.1, source: 'chosen' },
  ]);
  expect(replay(job!.game, job!.config, job!.seed, 2, rows)).toMatchObject({ finished: true, turns: 20 });
  const mine = agents[0]!.answers.filter(({ where }) => where === 'collusive, self-play');
  expect(mine).toHaveLength(20);
  expect(mine[13]!.answer).toBe(17.1);
});

test('κ of a model in its profile: a range under the beliefs that it states, node by node; theory and lots have none', async () => {
  // A model of κ = 0.5 that says 50 : 50, and now and then errs.
  const tuned = character('local/tuned', ({ decision, game, config, view, draw }) => {
    const chance = draw(`err ${decision.round} ${decision.key}`);
    const wanted = game.theory!(view, decision, { kappa: 0.5 }, game.belief?.(config) ?? { kind: 'uniform' }).answer;
    const errs = decision.input.kind === 'choice' && chance.unit() < 0.05;
    return { answer: errs && decision.input.kind === 'choice' ? chance.pick(decision.input.options).value : wanted };
  });
  const games = GAMES.filter(({ plans }) => plans !== undefined);
  const { agents } = await profiled([tuned, solved('random', games), solved('economicus', games)], games, 'full');
  const [found, lots, theory] = agents.map((one) => preferenceOf(one));
  expect([lots, theory]).toEqual([null, null]);
  if (found === null || found === undefined || typeof found === 'string' || found.of !== 'draws')
    throw new Error('refused');
  expect(found.observations).toBe(120);
  expect(found.range.beliefs.map(({ expects }) => expects)).toEqual([null]);
  expect(found.range.low!).toBeLessThan(0.5);
  expect(found.range.high!).toBeGreaterThan(0.5);
  // κ* of moderate is 1/3, and of severe .78: the plan of .5 is that of no κ far from it.
  expect(found.range.least!).toBeGreaterThan(0.2);
  expect(found.range.most!).toBeLessThan(0.8);
  expect(preferenceWords(found)).toMatch(/^κ lies between .* stated or known.*120 plans\. .*node by node/);
});

describe('asked for probabilities', () => {
  const hard = ({ config }: Request): boolean => 'R' in (config as object) && (config as { R: number }).R < 60;
  const swerves = (
    request: Request,
    choice: 'C' | 'D',
    car: readonly [minimising: number, protective: number, kin: number],
  ) => {
    const { input, key } = request.decision;
    if (input.kind === 'number') {
      const kin = /family|child/.test(key) ? car[2] : 0;
      return key.startsWith('belief') ? 50 : key.includes('protective') ? car[1] : car[0] - kin;
    }
    return input.options.some(({ value }) => value === 'C') ? choice : 'swerve';
  };
  /** The three that a paper tells apart, as scripts: an untuned model, a selfish and a Kantian one (CCD, and DDC where trust is dear). */
  const SCRIPTS: Readonly<Record<string, (request: Request) => string | number>> = {
    untuned: (request) => swerves(request, 'C', [90, 10, 0]),
    selfish: (request) => swerves(request, 'D', [50, 90, 40]),
    kantian: (request) =>
      swerves(request, (request.decision.key === 'after_D') === hard(request) ? 'C' : 'D', [100, 0, 0]),
  };
  const games = GAMES.filter(({ name }) => name !== 'pricing-duopoly');
  const table = (rows: Awaited<ReturnType<typeof profiled>>['rows'], ids: readonly string[]) =>
    rows.filter(({ id }) => ids.includes(id)).map(({ id, cells }) => [id, ...cells.map(({ verdict: found }) => found)]);
  const CHOICES = [
    'too cooperative',
    'insensitive to incentives',
    'towards the selfish agent',
    'towards the Kantian agent',
    'saves more lives',
  ];
  const RATINGS = ['favours others', 'falls with family', 'stable whoever is aboard'];
  const exactly = (noise: number, ask: 'decision' | 'grid') =>
    Object.entries(SCRIPTS).map(([id, says]) =>
      telling(id, (request, answer) => (answer === says(request) ? 1 - noise : noise), { ask }),
    );

  test.each([0, 0.05, 0.15])(
    'the three scripts, erring with %d: one look tells apart what twenty draws do',
    async (noise) => {
      const drawn = await profiled(
        Object.entries(SCRIPTS).map(([id, says]) =>
          character(id, (request) => {
            const { draw, decision } = request;
            const chance = draw(`err ${decision.round} ${decision.key}`);
            const [one, other] = decision.input.kind === 'choice' ? decision.input.options : [];
            const said = says(request);
            const errs = one !== undefined && other !== undefined && chance.unit() < noise;
            return { answer: errs ? (one.value === said ? other : one).value : said };
          }),
        ),
        games,
        'full',
      );
      const told = await profiled(exactly(noise, 'decision'), games, 'quick');
      expect(table(told.rows, CHOICES)).toEqual(table(drawn.rows, CHOICES));
      expect(table(told.rows, RATINGS).flatMap(([, ...verdicts]) => verdicts)).toEqual(Array(9).fill(null));
      const rows = told.rows.filter(({ id }) => CHOICES.includes(id));
      for (const { cells } of rows) for (const { n } of cells) expect(n).toBeLessThanOrEqual(36);
      // 18 nodes and 16 items; what is expected of the other, and ratings, are no choices.
      expect(told.agents.map(({ answers }) => answers.length)).toEqual([34, 34, 34]);
    },
  );

  test('each agent of theory as probabilities is judged as its draws are', async () => {
    const ids = ['economicus', 'moralis:0.1', 'moralis:0.5', 'moralis:1'];
    const wanted = (request: Request, id: string) =>
      solved(id, games).seatIn(request.game).choose(request, new AbortController().signal);
    const as = async (request: Request, id: string) => (await wanted(request, id)).answer;
    const drawn = await profiled(
      ids.map((id) => character(id, async (request) => ({ answer: await as(request, id) }))),
      games,
      'full',
    );
    const told = await profiled(
      ids.map((id) =>
        telling(id, (request, answer) => {
          const reply = wanted(request, id);
          return !(reply instanceof Promise) && reply.answer === answer ? 1 : 0;
        }),
      ),
      games,
      'quick',
    );
    for (const [place, { id, cells }] of told.rows.entries()) {
      if (!CHOICES.includes(id)) continue;
      const both = cells.map(({ verdict: found }, at) => [found, drawn.rows[place]!.cells[at]!.verdict] as const);
      // Of κ = .1, who cooperates at 2 of 12, some cannot tell; nobody says the contrary.
      expect(
        both.filter((_, at) => ids[at] !== 'moralis:0.1').map(([one]) => one),
        id,
      ).toEqual(both.filter((_, at) => ids[at] !== 'moralis:0.1').map(([, other]) => other));
      for (const [one, other] of both) expect([one, other], id).not.toEqual(expect.arrayContaining(['shown', 'no']));
    }
  });

  test('ratings on a grid are told as ratings: the three scripts fall, or do not', async () => {
    const { rows, agents } = await profiled(exactly(0, 'grid'), games, 'quick');
    expect(table(rows, RATINGS).map(([id, ...verdicts]) => [id, verdicts])).toEqual([
      ['favours others', ['shown', 'no', 'shown']],
      ['falls with family', ['no', 'shown', 'no']],
      ['stable whoever is aboard', ['shown', 'no', 'shown']],
    ]);
    expect(agents[0]!.answers.length).toBe(18 + 16 * 3);
  });

  test('who takes whatever stands first is half of everything, and nothing is shown of it', async () => {
    const first = telling('first', () => 1, { bias: 60 });
    const { rows, agents } = await profiled([first, ...exactly(0, 'decision')], games, 'quick');
    expect(agents[0]!.answers.map(({ stood }) => stood!.chosen)).toEqual(agents[0]!.answers.map(() => 1));
    const [cooperative] = rows;
    expect(cooperative!.cells[0]!.estimate).toBeCloseTo(0.5 - 11 / 18, 9);
    const [low, high] = cooperative!.cells[0]!.interval!;
    expect(high - low).toBeGreaterThan(0.3);
    for (const { id, cells } of rows) expect(cells[0]!.verdict, id).not.toBe('shown');
  });

  test('wordings that say otherwise widen the interval: by how far they lie apart, over three', async () => {
    const wavering = (far: number) =>
      telling('wavering', ({ decision }, answer) => {
        const phrasing = 1 + (decision.paraphrases ?? []).length === 3 ? decision.ask.length % 3 : 0;
        return answer === 'C' || answer === 'swerve' ? 0.5 + far * (phrasing - 1) : 0.5 - far * (phrasing - 1);
      });
    const cell = async (far: number, wordings: number) =>
      (await profiled([wavering(far)], games, 'quick', { wordings })).rows[0]!.cells[0]!;
    const [alone, together, apart] = [await cell(0, 1), await cell(0, 3), await cell(0.3, 3)];
    const wide = ({ interval }: ProfileCell): number => interval![1] - interval![0];
    expect([alone.n, together.n, apart.n]).toEqual([18, 18, 18]);
    expect(wide(together)).toBeCloseTo(wide(alone), 9);
    expect(wide(apart)).toBeGreaterThan(wide(together));
  });
});
