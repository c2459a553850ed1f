/** Models that tell probabilities, in process: their rule is known, so that whatever is made of it can be held against it. */
import type { Agent, Request } from '../src/match/agent.ts';
import {
  canonical,
  type Distribution,
  drawKey,
  drawnFrom,
  meanOverOrders,
  rotationsOf,
} from '../src/core/distribution.ts';
import type { Decision } from '../src/core/game.ts';

/** The probabilities of the options, in canonical order, where these are turned by so many places. They need not sum to 1. */
export type TellingRule = (decision: Decision, rotation: number, request: Request) => readonly number[];

export type TellingAgent = {
  readonly id?: string;
  readonly rule: TellingRule;
  readonly ask?: 'decision' | 'grid';
  readonly told?: Partial<Pick<Distribution, 'dialect' | 'served' | 'servedToo'>>;
  readonly reading?: Partial<Pick<Distribution['orders'][number], 'sum' | 'outside' | 'decimals'>>;
};

/** A model that tells this and has its answer drawn from it, as one behind a server does. */
export function telling({ id = 'local/tells', rule, ask = 'decision', told, reading }: TellingAgent): Agent {
  return {
    ...{ id, label: 'local', kind: 'model', wording: 'w', ask },
    choose(request) {
      const { decision, draw, turn } = request;
      const { input, grid = [] } = decision;
      const options = input.kind === 'choice' ? canonical(input.options).map(({ value }) => value) : grid.map(String);
      const orders = rotationsOf(options.length).map((rotation) => {
        const weights = rule(decision, rotation, request);
        const all = weights.reduce((sum, weight) => sum + weight, 0);
        const probabilities = weights.map((weight) => weight / all);
        return { sum: 1, outside: null, decimals: null, ...reading, rotation, probabilities };
      });
      const distribution: Distribution = {
        ...{ dialect: 'systemone', served: 'tells', ...told, options, orders, mean: meanOverOrders(orders) },
        ...(input.kind === 'number' ? { grid: true as const } : {}),
      };
      return Promise.resolve({
        answer: drawnFrom(distribution, draw(drawKey(turn, decision.key))),
        distribution,
        shownAt: 1,
      });
    },
  };
}
