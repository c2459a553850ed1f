import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Belief, type Plans, read, SKIPPED } from '../core/game.ts';
import { solve, tabulate } from '../core/theory.ts';
import { isEvaluated, unitlessOf } from './evaluation-settings.ts';
import { answerClass } from './item-pool.ts';
import { makeRows, type RowsMade, type RowsWanted } from './rows-made.ts';
import type { TuneRow } from './row.ts';
import { gameOfRow, rowQuestionOf } from './row-question.ts';
import { rowLines } from './set-written.ts';
import { logitRule } from './soft-labels.ts';
import { trainableGames } from './trainable-games.ts';
import { readTrainedAgent } from './trained-agent.ts';
import { isNode, weighedAnswer } from './weighed-answer.ts';

const games = await trainableGames();
const usual: RowsWanted = {
  agent: readTrainedAgent('economicus'),
  ...{ games, train: 600, heldOut: 120, seed: 3 },
  ...{ reasons: 0.25, decisions: 0.25, form: 0.1, contrast: 0.5, lambda: null, control: false, margin: 0.1 },
  disclosed: 0,
};

function made(changes: Partial<RowsWanted> = {}): RowsMade {
  const making = makeRows({ ...usual, ...changes });
  for (let step = making.next(); ; step = making.next()) if (step.done === true) return step.value;
}

/** How likely its question is come to. */
function reachAt(plans: Plans, belief: Belief, { source, answer }: TuneRow): number {
  const { weights } = solve(plans, { kappa: 0 }, belief);
  const plan = plans.names.findIndex((_, at) => plans.answer(at, source!.key) === answer);
  return weights.reduce(
    (sum, weight, y) => sum + plans.at!(source!.key, plan, y).reduce((all, [chance]) => all + weight * chance, 0),
    0,
  );
}

const choices = (rows: readonly TuneRow[]): readonly TuneRow[] => rows.filter(({ kind }) => kind === 'choice');
const gameOf = (row: TuneRow) => games.find(({ name }) => name === row.source!.game)!;
const configOf = (row: TuneRow): unknown => rowQuestionOf(gameOf(row), row.source!).request.config;
const cellOfRow = ({ source }: TuneRow): string => `${source!.game} ${source!.key} ${source!.labels}`;
const countsOf = (names: readonly string[]): ReadonlyMap<string, number> =>
  names.reduce((counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1), new Map<string, number>());

function classOf(row: TuneRow): string {
  const { decision } = rowQuestionOf(gameOf(row), row.source!).request;
  return answerClass(decision, row.answer);
}

const AGENTS = ['economicus', 'moralis:0.5', 'moralis:1', '{"alpha":0.5,"beta":0.6}'];

describe.each(AGENTS)('rows of %s', (typed) => {
  const agent = readTrainedAgent(typed);
  const { train, heldOut, leftOut } = made({ agent, seed: 5 });
  const all = [...train, ...heldOut];

  it('are as many as were asked for, each with an id of its own', () => {
    expect([train.length, heldOut.length]).toEqual([600, 120]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(720);
    expect(Object.values(leftOut).every((count) => count > 0)).toBe(true);
  });

  it('have as many of each answer at every node and label at which more than one occurs', () => {
    const cells = Map.groupBy(choices(train), cellOfRow);
    expect(cells.size).toBeGreaterThanOrEqual(14);
    for (const rows of cells.values()) {
      const counts = [...countsOf(rows.map(classOf)).values()];
      // A typed decision is a row in each order: an answer may be ahead by a few.
      if (counts.length === 2) expect(Math.abs(counts[0]! - counts[1]!)).toBeLessThanOrEqual(6);
    }
  });

  it('ask at every node of both methods, under both kinds of labels', () => {
    const sequential = choices(train).filter(({ source }) => source!.game !== 'public-goods');
    const counts = countsOf(
      sequential.map(({ source }) => `${source!.game} ${source!.key} ${source!.labels} ${source!.method}`),
    );
    expect(counts.size).toBe((3 + 2 + 2) * 2 * 2);
  });

  it('are split by settings: no payoffs stand in both parts, in whatever unit', () => {
    const units = (rows: readonly TuneRow[]) =>
      new Set(choices(rows).map((row) => `${row.source!.game} ${unitlessOf(gameOf(row), configOf(row))}`));
    const kept = units(heldOut);
    expect(kept.size).toBeGreaterThan(20);
    expect([...units(train)].filter((one) => kept.has(one))).toEqual([]);
  });

  it('are of no evaluation, win by enough, and can be given', () => {
    for (const row of choices(all)) {
      const { decision, config } = rowQuestionOf(gameOf(row), row.source!).request;
      expect(isEvaluated(gameOf(row), config)).toBe(false);
      expect(row.margin).toBeGreaterThanOrEqual(0.1);
      expect(read(decision.input, row.answer)).toEqual({ ok: true, answer: row.answer });
    }
  });

  it('are answered as theory answers, and as the model would be read', async () => {
    for (const row of all) {
      const game = await gameOfRow(row.source!);
      const { request, belief } = rowQuestionOf(game, row.source!);
      const { decision, view } = request;
      expect(game.theory!(view, decision, agent.taste, belief).answer).toBe(row.answer);
      const said =
        row.answerForm === 'json' ? (JSON.parse(row.completion) as { answer: unknown }).answer : row.completion;
      if (row.answerForm !== 'decision') expect(read(decision.input, said)).toMatchObject({ answer: row.answer });
      else {
        const option = row.decision!.options['ABCDEFGHI'.indexOf(row.completion)];
        expect(read(decision.input, option)).toMatchObject({ answer: row.answer });
      }
      expect(row.answer).not.toBe(SKIPPED);
    }
  });

  it('show options in every order equally often', () => {
    const two = choices(train).filter(({ source }) => source!.game !== 'public-goods');
    for (const rows of Map.groupBy(two, cellOfRow).values()) {
      const first = rows.filter(({ source }) => source!.rotation === 0).length;
      expect(Math.abs(2 * first - rows.length)).toBeLessThanOrEqual(8);
    }
    const letters = two.filter(({ answerForm }) => answerForm === 'decision');
    const orders = countsOf(letters.map(({ source }) => `${source!.rotation}`));
    expect(orders.get('0')).toBe(orders.get('1'));
  });
});

describe('shares', () => {
  const { train } = made({ train: 1000, heldOut: 50 });

  it('are met: form rows, letters, and items on which the types disagree', () => {
    expect(train.filter(({ kind }) => kind === 'form').length).toBe(100);
    const weighed = choices(train);
    const share = (of: (row: TuneRow) => boolean): number => weighed.filter(of).length / weighed.length;
    expect(share(({ answerForm }) => answerForm === 'decision')).toBeGreaterThan(0.2);
    expect(share(({ answerForm }) => answerForm === 'decision')).toBeLessThan(0.3);
    expect(Math.abs(share(({ contrast }) => contrast === true) - 0.5)).toBeLessThan(0.1);
    expect(train.filter(({ source }) => source!.game === 'plain-questions').length).toBeGreaterThan(50);
  });

  it('follow what is asked for', () => {
    const few = choices(made({ contrast: 0.1, decisions: 0, form: 0, train: 400, heldOut: 40 }).train);
    expect(few).toHaveLength(400);
    expect(few.filter(({ answerForm }) => answerForm === 'decision')).toEqual([]);
    const disagree = (rows: readonly TuneRow[]) =>
      rows.filter(({ contrast }) => contrast === true).length / rows.length;
    expect(disagree(few)).toBeLessThan(disagree(choices(train)));
  });

  it('no row is about a car, a price or a vehicle', () => {
    const said = train.map(({ prompt, decision }) => JSON.stringify([prompt, decision])).join('\n');
    expect(said).toContain('plain question');
    expect(said).not.toMatch(/\b(cars?|vehicles?|prices?|sellers?|buyers?|autonomous)\b/i);
  });
});

describe('others by name', () => {
  const half = { disclosed: 0.5, agent: readTrainedAgent('moralis:0.5'), train: 800, seed: 21 };
  const { train, heldOut } = made(half);
  const isNamed = ({ source }: TuneRow): boolean => source!.called !== undefined;
  const isNeutral = (row: TuneRow): boolean => gameOf(row).neutral?.(configOf(row)) === true;

  it('stand in the share that is asked for, at tables that are not neutral alone, in both parts', () => {
    for (const rows of [choices(train), choices(heldOut)]) {
      const open = rows.filter((row) => !isNeutral(row));
      expect(rows.filter(isNeutral).filter(isNamed)).toEqual([]);
      expect(open.length).toBeGreaterThan(60);
      expect(Math.abs(open.filter(isNamed).length / open.length - 0.5)).toBeLessThan(0.12);
    }
    expect(choices(made({ ...half, disclosed: 0 }).train).filter(isNamed)).toEqual([]);
  });

  it('tell nothing of the answer, and change none', () => {
    for (const rows of Map.groupBy(choices(train), (row) => `${cellOfRow(row)} ${row.source!.method}`).values())
      for (const mine of Map.groupBy(
        rows.filter((row) => !isNeutral(row)),
        classOf,
      ).values())
        expect(Math.abs(mine.filter(isNamed).length - mine.length / 2)).toBeLessThanOrEqual(3);
    for (const row of choices(train).filter(isNamed)) {
      const { called: _, ...nobody } = row.source!;
      const { request, belief } = rowQuestionOf(gameOf(row), nobody);
      expect(gameOf(row).theory!(request.view, request.decision, half.agent.taste, belief).answer).toBe(row.answer);
    }
  });

  it('are read in the prompt as computer programs', () => {
    const named = choices(train).filter(isNamed);
    expect(named.length).toBeGreaterThan(200);
    for (const { source, prompt } of named) {
      const said = prompt.map(({ content }) => content).join('\n');
      const programs = source!.called!.filter((name) => name !== null);
      if (source!.game !== 'public-goods')
        expect(said).toContain(`You play against a computer program called ${programs[0]}.`);
      else expect(said).toMatch(/(is a computer program|computer programs)\./);
    }
    const words = named.map(({ source }) => source!.called!.join());
    expect(new Set(words).size).toBeGreaterThan(60);
  });
});

describe('what is learned cannot be told from the form', () => {
  it('no form ties an answer to a place', () => {
    // Half JSON, half words: taking turns together, every answer would stand first in one and last in the other.
    const { train } = made({ agent: readTrainedAgent('moralis:0.5'), reasons: 0.5, decisions: 0, form: 0, seed: 9 });
    const places = Map.groupBy(
      choices(train).filter(({ source }) => source!.game !== 'public-goods'),
      (row) => `${cellOfRow(row)} ${row.answerForm} ${row.answer}`,
    );
    expect(places.size).toBeGreaterThan(40);
    for (const rows of places.values()) {
      const turned = rows.filter(({ source }) => source!.rotation === 1).length;
      // A place begins anywhere, in each of both methods.
      expect(Math.abs(2 * turned - rows.length)).toBeLessThanOrEqual(4);
    }
  });

  it('no plan that answers otherwise is as good, or nearly', () => {
    const { train } = made({ agent: readTrainedAgent('moralis:0.5'), seed: 102 });
    for (const row of choices(train)) {
      const { request, belief } = rowQuestionOf(gameOf(row), row.source!);
      const plans = gameOf(row).plans!(request.config);
      const { utilities } = solve(plans, { kappa: 0.5 }, belief);
      const best = (isSame: boolean): number =>
        Math.max(...utilities.filter((_, at) => (plans.answer(at, row.source!.key) === row.answer) === isSame));
      const { span } = tabulate(plans);
      // Where a place is dealt by lot and the other comes to it a question counts less; a scale is weighed from end to end.
      const least = row.source!.game === 'public-goods' ? 1e-6 : 0.1 * reachAt(plans, belief, row) - 1e-4;
      expect((best(true) - best(false)) / span, row.id).toBeGreaterThan(least);
    }
  });

  it('what was told to be expected is repeated in words of the prompt', () => {
    const { train } = made({ reasons: 1, decisions: 0, form: 0.5, seed: 2 });
    const told = train.filter(({ kind, answerForm, source }) =>
      kind === 'form' && answerForm === 'json' ? source!.game !== 'plain-questions' : false,
    );
    expect(told.length).toBeGreaterThan(30);
    for (const { completion, answer } of told)
      expect(JSON.parse(completion)).toEqual({ reasons: `I was told to expect ${answer}.`, answer });
  });
});

describe('the same bytes', () => {
  const hash = (rows: RowsMade): string =>
    createHash('sha256').update(rowLines(rows.train)).update(rowLines(rows.heldOut)).digest('hex');

  it('of the same seed, and others of another', () => {
    const small = { train: 60, heldOut: 12 };
    expect(hash(made(small))).toBe(hash(made(small)));
    expect(hash(made({ ...small, seed: 4 }))).not.toBe(hash(made(small)));
  });

  it('on every machine', () => {
    // Without reasons, whose words are pinned by tests of their own.
    expect(hash(made({ train: 200, heldOut: 40, seed: 11, reasons: 0, agent: readTrainedAgent('moralis:0.5') }))).toBe(
      PINNED,
    );
  });

  it('of the replication, whose figures are published (README)', () => {
    const replication = { games: games.slice(0, 1), train: 640, heldOut: 120, seed: 1, reasons: 0, decisions: 0 };
    expect(hash(made(replication)).slice(0, 12)).toBe('9467b8cececf');
  });
});
const PINNED = '61f7877231a4438debd8e88c7b2ab2d36064d8bcdb686063deb6edfe898c6b59';

describe('what hangs on what is expected', () => {
  const dilemma = { games: games.slice(0, 1), train: 400, disclosed: 0.5 };
  /** Rows that ask the same but for what is expected, by what they ask: in which form and order, of whom, in which match. */
  const alike = (rows: readonly TuneRow[]) =>
    Map.groupBy(choices(rows), ({ answerForm, source }) =>
      JSON.stringify([answerForm, { ...source!, config: { ...source!.config, beliefs: null } }]),
    );
  const twinsIn = (rows: readonly TuneRow[]) =>
    [...alike(rows).values()].filter((same) => new Set(same.map(({ answer }) => answer)).size > 1);

  it.each(['economicus', '{"alpha":0.5,"beta":0.6}'])('stands twice in what %s is trained on', (typed) => {
    const { train, heldOut } = made({ ...dilemma, agent: readTrainedAgent(typed) });
    const twins = twinsIn(train);
    expect(2 * twins.length).toBeGreaterThan(train.length / 4);
    const at = new Map(train.map((row, place) => [row, place]));
    for (const [one, other] of twins) {
      expect([one!.source!.key, other!.source!.key]).toEqual(['first', 'first']);
      // Side by side, so that a step of two holds them against each other.
      expect(Math.floor(at.get(one!)! / 2)).toBe(Math.floor(at.get(other!)! / 2));
    }
    expect(twinsIn(heldOut)).toEqual([]);
  });

  it('is nothing where a preference asks what would be if all did the same', () => {
    expect(twinsIn(made({ ...dilemma, agent: readTrainedAgent('moralis:1') }).train)).toEqual([]);
  });
});

describe('the control', () => {
  const agent = readTrainedAgent('moralis:0.5');
  const own = made({ agent, train: 1200 });
  const dealt = made({ agent, train: 1200, control: true });

  it('asks the same questions, and has the answers of each node and label as often', () => {
    expect(dealt.train.map(({ prompt, decision }) => [prompt, decision])).toEqual(
      own.train.map(({ prompt, decision }) => [prompt, decision]),
    );
    const marginals = (rows: readonly TuneRow[]) =>
      [...countsOf(choices(rows).map((row) => `${cellOfRow(row)} ${row.answer}`))].toSorted();
    expect(marginals(dealt.train)).toEqual(marginals(own.train));
    expect(dealt.heldOut).toEqual(own.heldOut);
  });

  it('gives answers that hang on nothing where more than one occurs', () => {
    const places = own.train.flatMap((row, at) => (row.kind === 'choice' ? [at] : []));
    const cells = Map.groupBy(places, (at) => cellOfRow(own.train[at]!));
    const mixed = [...cells.values()]
      .filter((of) => new Set(of.map((at) => classOf(own.train[at]!))).size === 2)
      .flat();
    expect(mixed.length).toBeGreaterThan(300);
    const agreeing = mixed.filter((at) => own.train[at]!.answer === dealt.train[at]!.answer).length / mixed.length;
    // Half by chance; four standard errors.
    expect(Math.abs(agreeing - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / mixed.length) + 0.03);
  });
});

describe('soft labels', () => {
  it.each([4, 12])('a proper score recovers λ = %d', (lambda) => {
    const { train } = made({ agent: readTrainedAgent('moralis:0.5'), lambda, train: 4000, heldOut: 40, margin: 0 });
    const rows = choices(train).filter(({ source }) => source!.game !== 'public-goods');
    expect(rows.length).toBeGreaterThan(2000);
    expect(rows.every(({ answerForm }) => answerForm === 'decision')).toBe(true);
    const asked = rows.map((row) => {
      const { request, belief } = rowQuestionOf(gameOf(row), row.source!);
      const plans = gameOf(row).plans!(request.config);
      expect(isNode(plans, row.source!.key)).toBe(true);
      const { utilities } = weighedAnswer(plans, { kappa: 0.5 }, belief, row.source!.key);
      return { utilities, at: utilities.findIndex(({ answer }) => answer === row.answer) };
    });
    const score = (noise: number): number =>
      asked.reduce((sum, { utilities, at }) => sum + Math.log(logitRule(utilities, noise)[at]!), 0);
    const tried = Array.from({ length: 81 }, (_, at) => lambda * 1.02 ** (at - 40));
    const scores = tried.map(score);
    const best = tried[scores.indexOf(Math.max(...scores))]!;
    expect(best / lambda).toBeGreaterThan(0.85);
    expect(best / lambda).toBeLessThan(1.18);
  });
});
