/** Numbers as people read them in this game. */
import { expectedPoints, kappaAt } from '../../src/sequential/format.ts';
import type { Config } from './config.ts';
import { pay } from './rules.ts';

export { kappaText, percentText as percent, points } from '../../src/sequential/format.ts';

/** Writes an expected payoff or a mean contribution: more decimals where payoffs are nearer to each other. */
export const expected = (config: Config): ((value: number) => string) =>
  expectedPoints(pay(config, 0, (config.players - 1) * config.endowment));

/** A threshold of κ, with two decimals; three where it is no hundredth. */
export const about = kappaAt;

/** A share or a return: at most three decimals, none that are not needed. */
export const short = (value: number): string => String(Number(value.toFixed(3)));
