/** What there is to try prices with: people a calculator, models a table with its numbers; said to each as it is, and kept. */
import { describe, expect, it } from 'vitest';
import { playClass } from '../../test/class.ts';
import { newCollector } from '../../src/analysis/compare/collect.ts';
import { compare } from '../../src/analysis/compare/compare.ts';
import type { Block } from '../../src/core/blocks.ts';
import { rng } from '../../src/core/rng.ts';
import { config } from './config.ts';
import { game } from './index.ts';
import { apply, observe, setup, type State } from './rules.ts';
import { blocksAsText } from '../../src/core/blocks.ts';

const NAMES = ['you', 'rival'];
const plainText = (blocks: readonly Block[] | undefined): string => blocksAsText(blocks ?? []);

function after(settings: object, rounds: readonly (readonly [number, number])[]): State {
  return rounds.reduce<State>(
    (state, prices) =>
      apply(
        state,
        game.pending(state).map((decision) => ({ decision, answer: prices[decision.seat]! })),
      ),
    setup(config.parse(settings), rng(1, 'setup')),
  );
}

/** The table as prices and cells, and what the calculator says of every cell. */
function compared(settings: object, rounds: readonly (readonly [number, number])[], seat: 0 | 1) {
  const state = after(settings, rounds);
  const decision = game.pending(state)[seat]!;
  const view = observe(state, seat);
  const table = game.whatIfs?.table(view, decision, NAMES).find((block) => block.kind === 'table');
  const number = (text: string): number => Number(text.replaceAll(/[^\d.]/g, ''));
  const theirs = (table?.columns ?? []).slice(1).map(({ head }) => number(head));
  const cells = (table?.rows ?? []).map((row) => row.map((cell) => cell.text));
  const own = cells.map(([price]) => number(price ?? ''));
  const calculator = game.calculator?.(view, decision, NAMES);
  const right = own.map((mine) => theirs.map((rival) => plainText(calculator?.show([mine, rival]))));
  return { own, theirs, cells: cells.map((row) => row.slice(1)), right };
}

const SETTINGS = [
  {},
  { rivalProfit: false },
  { c: [1, 1.6] },
  { currency: 1 },
  { ceiling: 13.5 },
  { c: [1, 1.2], ceiling: 12.3, step: 0.5 },
  { mu: 0.05, scale: 1 },
];

describe('the table of a model', () => {
  it.each(SETTINGS)('has the numbers of the calculator, at prices from cost to the limit: %j', (settings) => {
    for (const seat of [0, 1] as const)
      for (const rounds of [
        [],
        [
          [11.5, 11],
          [11, 12],
        ],
      ] as const) {
        const given = config.parse(settings);
        const unit = given.currency / 10;
        const scaled = rounds.map(
          ([one, two]) => [Number((one * unit).toFixed(2)), Number((two * unit).toFixed(2))] as const,
        );
        const { own, theirs, cells, right } = compared(
          { ...settings, ...(given.step === 0.5 ? { step: 0.5 } : {}) },
          scaled,
          seat,
        );
        expect(own.length).toBeGreaterThan(2);
        expect(own).toEqual(own.toSorted((a, b) => a - b));
        for (const price of [...own, ...theirs]) expect(price).toBeLessThanOrEqual(given.ceiling);
        if (scaled.length > 0) {
          const last = scaled.at(-1)!;
          expect(own).toContain(last[seat]);
          expect(own).toContain(last[1 - seat]);
          expect(theirs).toContain(last[1 - seat]);
        }
        cells.forEach((row, i) =>
          row.forEach((cell, j) => {
            const [mine, rival] = cell.split(' / ');
            const says = right[i]![j]!;
            expect(says).toContain(`you earn ${mine}`);
            if (given.rivalProfit) expect(says).toContain(`rival ${rival}`);
            else expect(rival).toBeUndefined();
          }),
        );
      }
  });

  it('is none where the settings offer no what-ifs', () => {
    const state = after({ calculator: false }, []);
    const [decision] = game.pending(state);
    expect(game.whatIfs?.table(observe(state, 0), decision!, NAMES)).toEqual([]);
    expect(game.whatIfs?.offered(config.parse({ calculator: false }))).toBe(false);
  });
});

describe('instructions', () => {
  const told = (settings: object, whatIfs?: 'calculator' | 'table') =>
    blocksAsText(game.instructions(config.parse(settings), 'first', NAMES, undefined, whatIfs));

  it('tell a person of a calculator, a model of a table, and nobody of what there is not', () => {
    expect(told({})).toMatch(/calculator/);
    expect(told({})).not.toMatch(/table/);
    expect(told({}, 'table')).toMatch(/Above each question stands a table/);
    expect(told({}, 'table')).not.toMatch(/calculator|try prices/);
    for (const reader of ['calculator', 'table'] as const)
      expect(told({ calculator: false }, reader)).not.toMatch(/calculator|table|try prices/);
  });

  it('speak of one round where there is one, and only there', () => {
    for (const reader of ['calculator', 'table'] as const)
      expect(told({ rounds: 1 }, reader)).not.toMatch(/each round|every|rounds|a round /i);
    expect(told({ rounds: 1, practice: 2 })).toMatch(/After each round/);
    expect(told({ rounds: 2 })).toMatch(/After each round/);
    expect(told({ horizon: 'indefinite', rounds: 1 })).toMatch(/After each round/);
  });

  it('ask no model for plans where no round follows', () => {
    expect(game.notes?.(config.parse({ rounds: 1 }))).toEqual([]);
    for (const settings of [{}, { rounds: 1, practice: 1 }, { rounds: 1, horizon: 'indefinite' }])
      expect(game.notes?.(config.parse(settings))).toHaveLength(2);
  });

  it('name a computer program where one is told of', () => {
    const says = (programs?: readonly boolean[]) =>
      blocksAsText(game.instructions(config.parse({}), 'first', ['you', 'moralis'], programs));
    expect(says([false, true])).toContain('a computer program called moralis');
    expect(says()).not.toContain('program');
  });
});

describe('what was told is part of a condition', () => {
  const people = () =>
    playClass({ game, config: { rounds: 2 }, name: 'people', people: 6, against: 'economicus', choose: () => 15 });
  const models = () =>
    playClass({
      ...{ game, config: { rounds: 2 }, name: 'models', people: 6, against: 'economicus', choose: () => 16 },
      model: { id: 'local/small', wordings: ['w'] },
    });
  async function conditions(...classes: readonly Awaited<ReturnType<typeof people>>[]) {
    const collector = newCollector([game]);
    for (const { matches } of classes) for (const match of matches) collector.add(match);
    const { treatments } = await compare(collector.observations(), {
      ...{ by: 'session', files: [], sessions: [], treatments: new Map(), rehearsals: 0, models: [], references: [] },
    });
    return treatments.map(({ told, groups }) => [told, groups.map(({ kind }) => kind)]);
  }

  it('people with the calculator and models with the table have the same numbers at hand: one condition', async () => {
    const [class_, batch] = [await people(), await models()];
    expect(class_.matches[0]!.seats.map(({ whatIfs }) => whatIfs)).toEqual(['calculator', undefined]);
    expect(batch.matches[0]!.seats.map(({ whatIfs }) => whatIfs)).toEqual(['table', undefined]);
    expect(await conditions(class_, batch)).toEqual([['', ['people', 'model']]]);
  });

  it('models of before, told of a calculator that they did not have, are in another', async () => {
    const [class_, batch] = [await people(), await models()];
    const before = {
      ...batch,
      matches: batch.matches.map((match) => ({
        ...match,
        seats: match.seats.map(({ whatIfs: _, ...seat }) => seat),
      })),
    };
    expect(await conditions(class_, before)).toEqual([
      ['', ['people']],
      ['told of a calculator that it did not have', ['model']],
    ]);
  });

  it('where there is no calculator nothing parts them, and no seat has one', async () => {
    const without = async (kind: 'people' | 'model') =>
      playClass({
        ...{ game, config: { rounds: 2, calculator: false }, name: kind, people: 6, against: 'economicus' },
        choose: () => 15,
        ...(kind === 'model' ? { model: { id: 'local/small', wordings: ['w'] } } : {}),
      });
    const [class_, batch] = [await without('people'), await without('model')];
    expect(batch.matches[0]!.seats.every(({ whatIfs }) => whatIfs === undefined)).toBe(true);
    expect(await conditions(class_, batch)).toEqual([['', ['people', 'model']]]);
  });
});
