import { describe, expect, it } from 'vitest';
import { readOfflineAgent } from '../../src/agents/offline.ts';
import type { Move, Taste } from '../../src/core/game.ts';
import { solve } from '../../src/core/theory.ts';
import { namesFor } from '../../src/match/disclosure.ts';
import { playMatch } from '../../src/match/match.ts';
import { type Config, config, protocols } from './config.ts';
import { game } from './index.ts';
import { planName, plans } from './plans.ts';
import { type View } from './rules.ts';

const NODES = ['first', 'after_C', 'after_D'] as const;

const BELIEFS = ['auto', 'uniform', 'like-minded', 'observed', 'known', [0.5, 0.8, 0.2], [1, 1, 0], [0, 1, 0]] as const;
const OPPONENTS = [
  'economicus',
  'economicus/grim',
  'moralis:0.1',
  'moralis:0.5',
  'moralis:1',
  'baseline',
  'script:C:C:C',
];
const MINDS = ['economicus', 'moralis:0.5', 'moralis:0.25'] as const;
const MEASURES = { first: 'cooperates first', after_C: 'cooperates after C', after_D: 'cooperates after D' } as const;

type Played = {
  readonly views: readonly View[];
  readonly moves: readonly Move[];
  readonly because: readonly string[];
  readonly payoffs: readonly number[] | null;
  readonly tastes: readonly (Taste | null)[];
};

async function play(set: Config, ids: readonly string[], disclosed: boolean, seed = 3): Promise<Played> {
  const agents = ids.map((id) => readOfflineAgent(id, game));
  const moves: Move[] = [];
  const because: string[] = [];
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

/** The rows of the page for students: label and one cell a node. */
function rowsOf({ views, tastes }: Played, mind: Taste, disclosed: boolean): readonly (readonly string[])[] {
  const { plain = [] } = game.debrief(views[0]!, mind, ['you', 'other'], tastes, disclosed);
  const table = plain.find((block) => block.kind === 'table');
  return table?.kind === 'table' ? table.rows.map((row) => row.map(({ text }) => text)) : [];
}

const answersAt = ({ moves }: Played, node: string) =>
  moves.filter(({ decision }) => decision.seat === 0 && decision.key === node).map(({ answer }) => answer);

describe('one belief a match: what an agent plays, debrief, comparison, distance and reason agree', () => {
  const settings = protocols
    .filter(({ name }) => ['gentle', 'sharp', 'turns'].includes(name))
    .flatMap((preset) =>
      BELIEFS.map((beliefs) =>
        config.parse({ ...preset.config, beliefs, roles: 'drawn', method: 'strategy', ending: 'finite' }),
      ),
    );

  it.each(OPPONENTS)('against %s', async (opponent) => {
    for (const set of settings)
      for (const disclosed of [true, false])
        for (const id of MINDS) {
          const played = await play(set, [id, opponent], disclosed);
          const [taste, other] = played.tastes;
          const told = disclosed ? (other ?? null) : null;
          const where = `${JSON.stringify(set)} ${id} ${opponent} ${disclosed}`;
          const rates = game.comparison!.expected!(set, taste!, { seat: 0, other: told });
          const rows = rowsOf(played, { kappa: 0.25, ...taste }, disclosed);
          const agent = rows[id === 'economicus' ? 1 : 2]!;
          NODES.forEach((node, place) => {
            const [answer] = answersAt(played, node);
            expect([where, node, rates[MEASURES[node]]]).toEqual([where, node, answer === 'C' ? 1 : 0]);
            // Where plans tie the table says so; else it names what was played.
            expect([where, ['either', answer === 'C' ? 'cooperate' : 'defect'].includes(agent[place + 1]!)]).toEqual([
              where,
              true,
            ]);
          });
          if (id !== 'moralis:0.25') {
            const measure = game.measures.find(({ name }) => name === `distance to ${id.split(':')[0]}`)!;
            const disclosedTastes = disclosed ? played.tastes : [null, null];
            const match = { config: set, ...played, disclosed: disclosedTastes };
            expect([where, measure.values(match, 0)]).toEqual([where, [0]]);
          }
          const [said] = new Set(played.because.map((reason) => reason.split(/, [CD] is worth/)[0]));
          const standing = game.comparison!.believing!(set, { seat: 0, other: told });
          if (standing.startsWith('taking')) expect(said).toContain(/to play (\w+)/.exec(standing)![1]);
          else if (standing.includes('50 : 50')) expect(said).toMatch(/50 : 50|50 %/);
        }
  });

  it('over rounds with beliefs that learn: means of what was played are what the comparison expects', async () => {
    for (const roles of ['fixed', 'alternating'] as const)
      for (const method of ['direct', 'strategy'] as const)
        for (const id of MINDS)
          for (const opponent of ['economicus', 'moralis:0.5', 'moralis:1']) {
            const set = config.parse({ beliefs: 'observed', rounds: 6, roles, method });
            const played = await play(set, [id, opponent], true);
            const [taste, other] = played.tastes;
            const rates = game.comparison!.expected!(set, taste!, { seat: 0, other: other ?? null });
            for (const node of NODES) {
              const answers = answersAt(played, node);
              const mean = answers.filter((answer) => answer === 'C').length / answers.length;
              if (answers.length > 0) expect(rates[MEASURES[node]]).toBeCloseTo(mean, 12);
              else expect(rates[MEASURES[node]]).toBeUndefined();
            }
          }
  });

  it('a known opponent that keeps to grim reversion is believed to do what it does', async () => {
    const set = config.parse({ ending: 'indefinite', delta: 0.9, roles: 'drawn', method: 'strategy' });
    for (const seed of [1, 2, 3, 4]) {
      const { views, because } = await play(set, ['moralis:0.5', 'economicus/grim'], true, seed);
      const theirs = views[0]!.history.map((round) => round.theirs);
      views[0]!.history.forEach((_, round) => {
        const said = because[3 * round]!;
        const expects = /Expecting C with (\d+) % first, (\d+) % after C, (\d+) % after D/
          .exec(said)!
          .slice(1)
          .map(Number);
        expect(expects).toEqual(NODES.map((node) => (theirs[round]![node] === 'C' ? 100 : 0)));
      });
    }
  });

  it('where seats have one place each, a seat has only its own rows', () => {
    const fixed = config.parse({});
    const named = (seat: number) => [
      Object.keys(game.comparison!.expected!(fixed, { kappa: 0 }, { seat, other: null })),
      game.comparison!.figures!(fixed, seat)[0]!.rows.map(({ measure }) => measure),
    ];
    expect(game.seatsDiffer!(fixed)).toBe(true);
    expect(named(0)).toEqual([['cooperates first'], ['cooperates first']]);
    expect(named(1)).toEqual(Array.from({ length: 2 }, () => ['cooperates after C', 'cooperates after D']));
    expect(game.seatsDiffer!(config.parse({ roles: 'drawn' }))).toBe(false);
    const turns = { roles: 'alternating', rounds: 4 } as const;
    expect(game.seatsDiffer!(config.parse(turns))).toBe(false);
    for (const more of [{ rounds: 5 }, { rounds: 1 }, { ending: 'indefinite' }, { beliefs: 'observed' }] as const)
      expect(game.seatsDiffer!(config.parse({ ...turns, ...more }))).toBe(true);
  });

  it('where two take turns equally often an agent is expected to do the same in either seat, and to earn the same', async () => {
    for (const beliefs of BELIEFS.filter((belief) => belief !== 'observed'))
      for (const id of MINDS)
        for (const rounds of [2, 4]) {
          const set = config.parse({
            roles: 'alternating',
            rounds,
            beliefs: Array.isArray(beliefs) ? [...beliefs] : beliefs,
          });
          const [first, second] = [await play(set, [id, 'moralis:1'], true), await play(set, ['moralis:1', id], true)];
          expect(first.payoffs).toEqual(second.payoffs!.toReversed());
          const [taste, other] = first.tastes;
          const expected = [0, 1].map((seat) =>
            game.comparison!.expected!(set, taste!, { seat, other: other ?? null }),
          );
          expect(expected[0]).toEqual(expected[1]);
        }
  });

  it('what an agent says that it takes the other to play is that one’s plan if it expects 50 : 50, for every pair', () => {
    const tastes = [0, 0.1, 0.25, 0.5, 0.75, 1].map((kappa): Taste => ({ kappa }));
    for (const { config: payoffs } of protocols)
      for (const mine of tastes)
        for (const other of tastes) {
          const set = config.parse({ ...payoffs, roles: 'drawn', method: 'strategy' });
          const state = { ...game.setup(set, { below: () => 0 } as never, 2) };
          const [decision] = game.pending(state);
          const { because } = game.theory!(game.observe(state, 0), decision!, mine, { kind: 'known', other });
          const plan = /^Taking the other to play (\w+), its plan if it expects 50 : 50/.exec(because)?.[1];
          expect(plan).toBe(planName(solve(plans(set), other, { kind: 'uniform' }).plan));
        }
  });
});
