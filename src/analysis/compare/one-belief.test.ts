/** One belief a match: what the debrief of a match says of an agent is where the comparison of the same match draws it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { playClass } from '../../../test/class.ts';
import { readOfflineAgent } from '../../agents/offline.ts';
import { type Block, blocksAsText } from '../../core/blocks.ts';
import type { AnyGame } from '../../core/game.ts';
import { loadGame } from '../../disk/games.ts';
import { namesFor } from '../../match/disclosure.ts';
import { replay } from '../../match/replay.ts';
import { comparisonBlocks } from './blocks.ts';
import { newCollector } from './collect.ts';
import { compare } from './compare.ts';

let dilemma: AnyGame;
beforeAll(async () => {
  dilemma = await loadGame('prisoners-dilemma');
});

const COLUMNS = ['cooperates first', 'cooperates after C', 'cooperates after D'] as const;

/** The first table of a debrief's first page: by agent, what it does first, after C, after D. */
function toldIn(blocks: readonly Block[], agent: string): readonly string[] {
  const table = blocks.find((block) => block.kind === 'table');
  const rows = table?.kind === 'table' ? table.rows : [];
  const row = rows.find(([cell]) => (cell?.who ?? []).some((who) => 'agent' in who && who.agent === agent));
  return (row ?? []).slice(1).map(({ text }) => text);
}

async function both(preset: string, against: string, second: boolean, disclosed: boolean) {
  const set = dilemma.presets.find(({ name }) => name === preset)?.config ?? {};
  const played = await playClass({
    ...{ game: dilemma, name: 'class', people: 6, against, second, config: { ...set } },
    choose: ({ input }) => (input.kind === 'choice' ? 'C' : 50),
  });
  const matches = played.matches.map((match) => ({ ...match, disclosed }));
  const collector = newCollector([dilemma]);
  for (const match of matches) collector.add(match);
  const comparison = await compare(collector.observations(), {
    ...{ by: 'session', files: [], sessions: [], treatments: new Map(), rehearsals: 0, models: [], references: [] },
  });
  const [first] = matches;
  const me = second ? 1 : 0;
  const { views } = replay(dilemma, first!.config, first!.seed, 2, first!.answers);
  const seated = first!.seats.map(({ kind, id }) =>
    kind === 'theory' ? (readOfflineAgent(id, dilemma).taste ?? null) : null,
  );
  const names = namesFor(first!.seats.map(({ label }) => label))[me]!;
  const { plain = [] } = dilemma.debrief(views[me], { kappa: 0.5 }, names, seated, disclosed);
  return { lines: comparison.treatments[0]!.lines, page: blocksAsText(comparisonBlocks(comparison)), plain };
}

describe('debrief and comparison of one match', () => {
  test('economicus disclosed, gentle, played first: both say what it does, and under which belief', async () => {
    const { lines, page, plain } = await both('gentle', 'economicus', false, true);
    const [told] = toldIn(plain, 'economicus');
    const drawn = lines.find(({ agent }) => agent === 'economicus')!;
    expect(drawn.values['cooperates first']).toBe(told === 'cooperate' ? 1 : 0);
    expect(drawn.believing).not.toBe('');
    expect(page).toContain(drawn.believing);
    expect(blocksAsText(plain)).toContain('They take economicus to');
  });

  test('the same for every set of payoffs, opponent, seat, and whether it was disclosed', async () => {
    let compared = 0;
    for (const { name: preset } of dilemma.presets)
      for (const against of ['economicus', 'moralis:0.5', 'moralis:0.2', 'baseline'])
        for (const second of [false, true])
          for (const disclosed of [true, false]) {
            const { lines, plain } = await both(preset, against, second, disclosed);
            for (const agent of ['economicus', 'moralis'])
              for (const [i, told] of toldIn(plain, agent).entries()) {
                const mark = lines.find(({ label }) => label === agent)?.values[COLUMNS[i]!];
                if (mark === undefined || (told !== 'cooperate' && told !== 'defect')) continue;
                const where = [preset, against, second ? 'second' : 'first', disclosed, agent, COLUMNS[i]].join(' ');
                expect(mark, where).toBe(told === 'cooperate' ? 1 : 0);
                compared += 1;
              }
          }
    expect(compared).toBeGreaterThan(200);
  });
});

describe('a benchmark against an opponent', () => {
  /** What an agent did by each measure, mean over its values, playing this seat against the other. */
  async function did(game: AnyGame, config: object, me: string, other: string, second: boolean) {
    const played = await playClass({
      ...{ game, name: 'class', people: 1, against: other, second, config, choose: () => 0 },
      agent: readOfflineAgent(me, game),
    });
    const [match] = played.matches;
    const replayed = replay(game, match!.config, match!.seed, 2, match!.answers);
    const tastes = match!.seats.map(({ id }) => readOfflineAgent(id, game).taste ?? null);
    return new Map(
      game.measures.map(({ name, values }) => {
        const found = values({ ...replayed, disclosed: tastes }, second ? 1 : 0);
        return [name, found.length === 0 ? null : found.reduce((sum, one) => sum + one, 0) / found.length];
      }),
    );
  }

  test.each([
    ['prisoners-dilemma', [{}, { rounds: 5, roles: 'alternating' }, { T: 90, R: 65, P: 25, S: 10 }]],
    ['pricing-duopoly', [{}, { c: [1, 1.6] }, { rounds: 4, expects: 'nash' }, { currency: 1, ceiling: 3 }]],
  ] as const)('%s: is what the agent does there, in this seat', async (name, configs) => {
    const game = await loadGame(name);
    const agents = ['economicus', 'moralis:0.5', ...(name === 'pricing-duopoly' ? ['moralis:0.5/sellers'] : [])];
    let compared = 0;
    for (const set of configs)
      for (const me of agents)
        for (const other of agents)
          for (const second of [false, true]) {
            const taste = (id: string) => readOfflineAgent(id, game).taste!;
            const standing = { seat: second ? 1 : 0, other: taste(other) };
            const config = game.config.parse(set);
            const exact = game.comparison?.expected?.(config, taste(me), standing) ?? {};
            const found = await did(game, set, me, other, second);
            for (const [measure, value] of Object.entries(exact)) {
              const mine = found.get(measure);
              if (mine === null || mine === undefined) continue;
              expect(
                mine,
                `${JSON.stringify(set)} ${me} against ${other}, seat ${standing.seat}, ${measure}`,
              ).toBeCloseTo(value, 6);
              compared += 1;
            }
          }
    expect(compared).toBeGreaterThan(20);
  });
});

test('where only agents have played, each stands beside whom it met: moralis/sellers asks less against economicus', async () => {
  const game = await loadGame('pricing-duopoly');
  const ids = ['economicus', 'moralis:0.5/sellers'] as const;
  const played = await playClass({
    ...{ game, name: 'run', people: 1, against: ids[1], choose: () => 0, agent: readOfflineAgent(ids[0], game) },
  });
  const collector = newCollector([game]);
  for (const match of played.matches) collector.add(match);
  const { treatments } = await compare(collector.observations(), {
    ...{ by: 'session', files: [], sessions: [], treatments: new Map(), rehearsals: 0, models: [], references: [] },
  });
  const priceOf = (me: string, other: string): number =>
    treatments.find(({ against }) => against === `against ${other}`)!.lines.find(({ agent }) => agent === me)!.values[
      'price'
    ]!;
  const [match] = played.matches;
  const { views, moves, payoffs } = replay(game, match!.config, match!.seed, 2, match!.answers);
  const price = game.measures.find(({ name }) => name === 'price')!;
  for (const [seat, me] of ids.entries()) {
    const did = price.values({ config: match!.config, views, moves, payoffs }, seat);
    expect(priceOf(me, ids[1 - seat]!)).toBeCloseTo(did.reduce((sum, one) => sum + one, 0) / did.length, 9);
  }
  expect(priceOf(ids[1], ids[0])).toBeCloseTo(16.9, 1);
});
