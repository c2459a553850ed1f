/**
 * One belief a match: what an agent plays, the debrief, the comparison, the distance and its reason agree, in trust and
 * the ultimatum; and what pages say in words is what the numbers say.
 */
import { describe, expect, it } from 'vitest';
import { form as trustForm } from '../../games/trust/form.ts';
import { game as trust } from '../../games/trust/index.ts';
import { form as ultimatumForm } from '../../games/ultimatum/form.ts';
import { game as ultimatum } from '../../games/ultimatum/index.ts';
import { readOfflineAgent } from '../agents/offline.ts';
import { blocksAsText } from '../core/blocks.ts';
import type { AnyGame, Belief, Move, Taste } from '../core/game.ts';
import { rng } from '../core/rng.ts';
import { conditionPresets } from '../core/settings.ts';
import { solve } from '../core/theory.ts';
import { namesFor } from '../match/disclosure.ts';
import { playMatch } from '../match/match.ts';
import { at, type Form, nodesOf, planName } from './form.ts';
import type { SequentialView } from './rules.ts';
import type { SequentialConfig } from './settings.ts';

type View = SequentialView<SequentialConfig>;
type Case = {
  readonly name: string;
  readonly game: AnyGame;
  readonly form: Form<never>;
  /** By node: the measure that counts a letter there. */
  readonly counted: Readonly<Record<string, readonly [letter: string, measure: string]>>;
};
const CASES: readonly Case[] = [
  { name: 'trust', game: trust, form: trustForm, counted: { first: ['T', 'trusts'], after_T: ['S', 'shares'] } },
  {
    ...{ name: 'ultimatum', game: ultimatum, form: ultimatumForm },
    counted: { first: ['U', 'proposes unequal'], after_U: ['A', 'accepts'] },
  },
];
const BELIEFS = ['auto', 'uniform', 'like-minded', 'known', [0.5, 0.8], [1, 0], [0, 1]] as const;
const OPPONENTS = ['economicus', 'moralis:0.1', 'moralis:0.5', 'moralis:1', 'baseline', 'random'];
const MINDS = ['economicus', 'moralis:0.5', 'moralis:0.25'] as const;

type Played = {
  readonly views: readonly View[];
  readonly moves: readonly Move[];
  readonly because: readonly string[];
  readonly payoffs: readonly number[] | null;
  readonly tastes: readonly (Taste | null)[];
};

async function play(
  game: AnyGame,
  set: unknown,
  ids: readonly string[],
  disclosed: boolean,
  seed = 3,
): Promise<Played> {
  const agents = ids.map((id) => readOfflineAgent(id, game));
  const [moves, because]: [Move[], string[]] = [[], []];
  const names = namesFor(agents.map(({ label }) => label));
  const signal = new AbortController().signal;
  for await (const event of playMatch({ game, config: set, seed, agents, names, disclosed, signal, stored: [] })) {
    if (event.type === 'answered' && event.decision.seat === 0) because.push(event.reply.because ?? '');
    if (event.type === 'moved') moves.push(...event.moves);
    if (event.type === 'ended') {
      const views = [0, 1].map((seat) => event.look(seat) as View);
      return { views, moves, because, payoffs: event.payoffs, tastes: agents.map(({ taste }) => taste ?? null) };
    }
  }
  throw new Error('no end');
}

describe.each(CASES)('$name', ({ game, form, counted }) => {
  const nodes = nodesOf(form);
  const settings = conditionPresets(game)
    .filter((_, i) => i % 2 === 0)
    .flatMap((preset) =>
      BELIEFS.map((beliefs) =>
        game.config.parse({ ...Object(preset.config), beliefs, roles: 'drawn', method: 'strategy' }),
      ),
    );

  it.each(OPPONENTS)(
    'what an agent plays, debrief, comparison, distance and reason agree against %s',
    async (opponent) => {
      const broken: unknown[] = [];
      for (const set of settings)
        for (const disclosed of [true, false])
          for (const id of MINDS) {
            const played = await play(game, set, [id, opponent], disclosed);
            const [taste, other] = played.tastes;
            const told = disclosed ? (other ?? null) : null;
            const rates = game.comparison!.expected!(set, taste!, { seat: 0, other: told });
            const { plain = [] } = game.debrief(
              played.views[0]!,
              { kappa: 0.25, ...taste },
              ['you', 'other'],
              played.tastes,
              disclosed,
            );
            const table = plain.find((block) => block.kind === 'table');
            const rows = table?.kind === 'table' ? table.rows.map((row) => row.map(({ text }) => text)) : [];
            const row = rows[id === 'economicus' ? 1 : 2]!;
            const answers = nodes.map(({ key }) =>
              played.moves.find(({ decision }) => decision.seat === 0 && decision.key === key)!,
            );
            const agree = answers.every(({ decision, answer }, place) => {
              const [letter, measure] = counted[decision.key]!;
              const label =
                decision.input.kind === 'choice'
                  ? decision.input.options.find(({ value }) => value === answer)!.label
                  : '';
              // Where plans tie the table says so; else it names what was played.
              return rates[measure] === (answer === letter ? 1 : 0) && ['either', label].includes(row[place + 1]!);
            });
            const match = { config: set, ...played, disclosed: disclosed ? played.tastes : [null, null] };
            const distance = game.measures.find(({ name }) => name === `distance to ${id.split(':')[0]}`);
            const far = id === 'moralis:0.25' || distance === undefined ? [] : distance.values(match, 0);
            const plan = answers.map(({ answer }) => answer).join('');
            const believing = game.comparison!.believing!(set, { seat: 0, other: told });
            const expects = /to play (\w+)/.exec(believing)?.[1];
            const reasons = played.because.every(
              (said) => (expects === undefined || said.includes(`to play ${expects}`)) && said.includes(`(${plan}: `),
            );
            if (!agree || far.some((one) => one !== 0) || !reasons)
              broken.push({ set, disclosed, id, agree, far, because: played.because });
          }
      expect(broken).toEqual([]);
    },
  );

  it('what would have paid, where one stands and the table of places, over 300 random matches', () => {
    const lot = rng(11, 'sentences');
    const broken: unknown[] = [];
    for (let i = 0; i < 300; i++) {
      const preset = lot.pick(conditionPresets(game));
      const set = game.config.parse({
        ...Object(preset.config),
        roles: lot.pick(['fixed', 'drawn']),
      }) as SequentialConfig;
      const [theirs, disclosed]: [Taste, boolean] = [{ kappa: lot.pick([0, 0.25, 0.5, 1]) }, lot.below(2) === 1];
      const plans = game.plans!(set);
      // A solved agent that faces a person expects 50 : 50 of it.
      const plan = planName(form, solve(plans, theirs, { kind: 'uniform' }).plan);
      let state = game.setup(set, rng(i, 'setup'), 2);
      for (let open = game.pending(state); open.length > 0; open = game.pending(state)) {
        const moves = open.map((decision): Move => {
          const node = nodes.find(({ key }) => key === decision.key)!;
          return { decision, answer: decision.seat === 1 ? at(form, plan, node) : lot.pick(node.options) };
        });
        state = game.apply(state, moves, rng(1));
      }
      const view = game.observe(state, 0) as View;
      const round = view.history[0]!;
      const { plain = [] } = game.debrief(view, { kappa: 0.5 }, ['you', 'moralis'], [null, theirs], disclosed);
      const said = blocksAsText(plain);
      const pay = (move: string, answer: string | null) => (form as Form<unknown>).pay(set, move, answer);
      const answerTo = (move: string) => (form.answers[move] === undefined ? null : plan[1]!);
      const could =
        round.first === 0
          ? form.moves.map((move) => pay(move, answerTo(move))[0])
          : round.answer === null
            ? [pay(round.move, null)[1]]
            : form.answers[round.move]!.map((answer) => pay(round.move, answer)[1]);
      const [best, mine] = [Math.max(...could), round.points[0]];
      const paid =
        best > mine
          ? said.includes(`would have paid you ${best}, ${best - mine} more`)
          : said.includes(`${best} was the most you could get`);
      const told: Belief = disclosed ? { kind: 'known', other: theirs } : { kind: 'uniform' };
      const own = Object.entries(round.mine)[0];
      const stand = /your choice is that of ([^.]+)\./.exec(said)?.[1] ?? '';
      const like = ([0, 0.5] as const).map((kappa) => {
        const { plan: one, ties } = solve(plans, { kappa }, told);
        const node = nodes.find(({ key }) => key === own?.[0]);
        return (
          node !== undefined &&
          (ties.length > 0 ? ties : [one]).some((place) => at(form, planName(form, place), node) === own![1])
        );
      });
      const stands =
        own === undefined || (stand.includes('economicus') === like[0] && stand.includes('moralis') === like[1]);
      if (!paid || !stands) broken.push({ set, theirs, disclosed, round, said });
    }
    expect(broken).toEqual([]);
  });

  it('thresholds in words hold at every κ', () => {
    const lot = rng(12, 'thresholds');
    const broken: unknown[] = [];
    for (let i = 0; i < 200; i++) {
      const set = game.config.parse(lot.pick(conditionPresets(game)).config);
      const number = (): number => lot.pick([0, 0.25, 0.5, 0.8, 1]);
      const belief: Belief = lot.pick([
        { kind: 'uniform' } as const,
        { kind: 'like-minded' } as const,
        { kind: 'known', other: { kappa: lot.pick([0, 0.25, 0.5, 1]) } } as const,
        { kind: 'given', numbers: [number(), number()] } as const,
      ]);
      const words = blocksAsText(game.predict(set, { kappa: 0.5, belief }).blocks);
      const played = (kappa: number) => planName(form, solve(game.plans!(set), { kappa }, belief).plan);
      const always = /, (\w\w) is played at every κ/.exec(words)?.[1];
      const list = /played as κ goes from 0 to 1: ([^.]*(?:\.\d+[^.]*)*)\./.exec(words)?.[1] ?? '';
      const pieces = [...list.matchAll(/(\w\w) (from|at) ([\d.]+)/g)].map(
        ([, plan, where, from]) => ({ plan, alone: where === 'at', from: Number(from) }) as const,
      );
      for (let step = 0; step <= 100; step++) {
        const kappa = step / 100;
        // Printed to three digits: at a border either plan may be the one.
        if (pieces.some(({ from }) => Math.abs(from - kappa) < 2e-3)) continue;
        const told = always ?? pieces.findLast(({ from, alone }) => !alone && from <= kappa)?.plan;
        if (told !== played(kappa)) broken.push({ set, belief, kappa, told, played: played(kappa), words });
      }
    }
    expect(broken.slice(0, 3)).toEqual([]);
  });
});

it('over rounds with beliefs that learn, an agent answers what it has learned, and nothing is said of it beforehand', async () => {
  const set = trust.config.parse({ beliefs: 'observed', rounds: 4 });
  expect(trust.comparison!.expected!(set, { kappa: 0 }, { seat: 0, other: { kappa: 0.5 } })).toEqual({});
  const { because, moves } = await play(trust, set, ['economicus', 'script:K:K:K:K'], true);
  const expected = because.map((said) => Number(/S with ([\d.]+) % after T/.exec(said)?.[1] ?? 50));
  // (1 + 0)/(2 + 1), then /(2 + 2): below (P − S)/(R − S) = .2 it would stay out, and 1/4, 1/5 are not.
  expect(expected).toEqual([50, 33.3, 25, 20]);
  expect(moves.filter(({ decision }) => decision.seat === 0).map(({ answer }) => answer)).toEqual(['T', 'T', 'T', 'T']);
});
