/** How a robot answers: by lot among what a page offers, or as a theory plans to. */
import { readOfflineAgent } from '../../src/agents/offline.ts';
import type { AnyGame } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { playMatch } from '../../src/match/match.ts';
import type { Asked } from './page.ts';

/** `key`: of the question, where the page tells; `nth`: which question of this robot's it is, from 0. */
export type Policy = (asked: Asked, key: string | null, nth: number) => string;

/** Each question by a lot of its own: same seed, robot and place, same answer. */
export const byLot =
  (seed: number, robot: number): Policy =>
  (asked, _key, nth) => {
    const chance = rng(seed, 'robot', robot, nth);
    if ('options' in asked) return chance.pick(asked.options);
    const steps = Math.max(0, Math.floor((asked.max - asked.min) / asked.step + 1e-9));
    const decimals = (String(asked.step).split('.')[1] ?? '').length;
    return (asked.min + chance.below(steps + 1) * asked.step).toFixed(decimals);
  };

/** What an agent answers to each question of a game, by key, as far as it is asked when it plays itself. */
export async function planOf(agent: string, game: AnyGame, config: object, seed = 1): Promise<Map<string, string>> {
  const read = game.config.parse(config);
  const agents = Array.from({ length: game.seats(read).least }, () => readOfflineAgent(agent, game));
  const plan = new Map<string, string>();
  const table = {
    ...{ game, config: read, seed, agents, disclosed: true, stored: [], presentation: null },
    names: agents.map(() => agents.map(({ label }) => label)),
    signal: new AbortController().signal,
  };
  for await (const event of playMatch(table))
    if (event.type === 'answered') plan.set(event.decision.key, String(event.answer));
  return plan;
}

/** As planned, where the page says which question it asks and the plan knows it and the page offers that; else by lot. */
export const byPlan =
  (plan: ReadonlyMap<string, string>, otherwise: Policy): Policy =>
  (asked, key, nth) => {
    const planned = key === null ? undefined : plan.get(key);
    const offered = planned !== undefined && (!('options' in asked) || asked.options.includes(planned));
    return offered ? planned : otherwise(asked, key, nth);
  };
