/**
 * Situations: questions that are told apart by what they say, whoever drew what from the answer. A situation that was met
 * a hundred times is one, its probabilities averaged as `log-odds.ts` does: what counts is how many situations there are,
 * never how many draws.
 */
import { decimalsOver } from '../../core/distribution.ts';
import type { Answer, Plans } from '../../core/game.ts';
import { nodeKeys, numbering } from './cells.ts';
import { type LogProbabilities, logsOf, meanLogs, probabilitiesOf, probabilityEnds } from './log-odds.ts';
import type { Expected, Observation } from './observation.ts';
import { placeBias } from './place-bias.ts';

/** What was told of a situation in one wording and one order of the options. */
export type SituationReading = LogProbabilities & { readonly phrasing: number; readonly rotation: number };

/** One node of one game under one belief. */
export type Situation = {
  readonly game: string;
  readonly plans: Plans;
  readonly node: string;
  /** The mean of what was expected whenever it was met. */
  readonly belief: Expected;
  /** What plans answer here. */
  readonly answers: readonly Answer[];
  /** What was asked for, in canonical order; empty where no probabilities were. */
  readonly options: readonly string[];
  /** By answer: probabilities as they were told, in every order and wording. None: it was only ever answered. */
  readonly readings: readonly SituationReading[];
  /** By answer: how often it was given and not drawn from probabilities. */
  readonly said: readonly number[];
  /** How much the option that stood first gained, in log-odds (`placeBias`), on average; null: nothing tells. */
  readonly placeBias: number | null;
};

/** The situations of observations by one instrument, and the widest difference of points in any of their games. Rounds that no plan answers are not among them. */
export function situationsOf(observations: readonly Observation[]): {
  readonly situations: readonly Situation[];
  readonly span: number;
} {
  const games = numbering();
  const decimalsOf = decimalsOver(observations.flatMap(({ told = {} }) => Object.values(told)));
  const found = new Map<string, Gathered>();
  for (const { game, plans, answers, belief, told = {}, phrasing = 0 } of observations) {
    // What was told is a fact of the situation: another belief is another one.
    const about = `${games.of(plans)} ${belief.kind}${belief.kind === 'told' ? JSON.stringify(belief.weights) : ''}`;
    for (const node of nodeKeys(plans)) {
      const answer = answers[node];
      if (answer === undefined) continue;
      const key = `${about} ${node}`;
      let mine = found.get(key);
      if (mine === undefined) {
        const possible = [...new Set(plans.names.map((_, plan) => plans.answer(plan, node)))];
        found.set(
          key,
          (mine = {
            ...{ game, plans, node, answers: possible, belief: belief.kind, met: 0, options: [] },
            ...{ weights: plans.names.map(() => 0), readings: new Map(), said: possible.map(() => 0), biases: [] },
          }),
        );
      }
      mine.met += 1;
      for (const [y, weight] of belief.weights.entries()) mine.weights[y]! += weight;
      const distribution = told[node];
      if (distribution === undefined) {
        mine.said[mine.answers.indexOf(answer)]! += 1;
        continue;
      }
      mine.options = distribution.options;
      const orders = distribution.orders.map((order) => ({
        ...order,
        decimals: decimalsOf(distribution.dialect, order),
      }));
      const bias = placeBias({ options: distribution.options, orders });
      if (bias !== null) mine.biases.push(bias);
      const places = mine.answers.map((one) => distribution.options.indexOf(String(one)));
      for (const order of orders) {
        const logs = logsOf(order);
        const of = (all: readonly number[]): readonly number[] => places.map((at) => all[at] ?? -Infinity);
        const reading = { logs: of(logs.logs), low: of(logs.low), high: of(logs.high) };
        // An option of the plans that was not asked says nothing of the others.
        if (reading.logs.includes(-Infinity)) continue;
        const where = `${phrasing} ${order.rotation}`;
        const known = mine.readings.get(where);
        if (known === undefined) mine.readings.set(where, { phrasing, rotation: order.rotation, all: [reading] });
        else known.all.push(reading);
      }
    }
  }
  return { situations: [...found.values()].map(situationOf), span: games.span() };
}

/** A situation while observations are gone through. `weights`: sums. */
type Gathered = Pick<Situation, 'game' | 'plans' | 'node' | 'answers'> & {
  readonly belief: Expected['kind'];
  met: number;
  options: readonly string[];
  readonly weights: number[];
  readonly said: number[];
  readonly biases: number[];
  readonly readings: Map<
    string,
    { readonly phrasing: number; readonly rotation: number; readonly all: LogProbabilities[] }
  >;
};

const situationOf = ({ belief, met, weights, readings, biases, ...facts }: Gathered): Situation => ({
  ...facts,
  belief: { kind: belief, weights: weights.map((sum) => sum / met) },
  readings: [...readings.values()].map(({ phrasing, rotation, all }) => ({ phrasing, rotation, ...meanLogs(all) })),
  placeBias: biases.length === 0 ? null : biases.reduce((sum, one) => sum + one, 0) / biases.length,
});

/**
 * The probabilities of a situation from the readings that are chosen: logarithms averaged over orders, then over wordings,
 * each with the same weight. null: none was chosen.
 */
function logsIn(
  { readings }: Situation,
  chosen: (reading: SituationReading) => boolean = () => true,
): LogProbabilities | null {
  const wordings = [...Map.groupBy(readings.filter(chosen), ({ phrasing }) => phrasing).values()];
  return wordings.length === 0 ? null : meanLogs(wordings.map(meanLogs));
}

/**
 * Counts for a likelihood, one a possible answer of each situation, in their order: its probabilities, and one for every
 * answer that was given and not drawn. `chosen`: which readings count.
 */
export function countsIn(
  situations: readonly Situation[],
  chosen?: (reading: SituationReading, situation: Situation) => boolean,
): Float64Array {
  return Float64Array.from(
    situations.flatMap((one) => {
      const found = logsIn(one, chosen && ((reading) => chosen(reading, one)));
      const told = found === null ? null : probabilitiesOf(found.logs);
      return one.said.map((n, at) => n + (told?.[at] ?? 0));
    }),
  );
}

/** Whether any of its probabilities was told with few decimals, so that it is an interval. */
export const isRounded = ({ readings }: Situation): boolean =>
  readings.some(({ low, high }) => low.some((one, i) => one !== high[i]!));

/** Between which counts what was told with few decimals may lie; without any both ends are the same. */
export function countEnds(situations: readonly Situation[]): readonly (readonly [low: number, high: number])[] {
  return situations.flatMap((one) => {
    const found = logsIn(one);
    const ends = found === null ? null : probabilityEnds(found);
    return one.said.map((n, at) => [n + (ends?.[at]?.[0] ?? 0), n + (ends?.[at]?.[1] ?? 0)] as const);
  });
}
