/** The ultimatum as a game of two moves: an equal split (E) is settled, an unequal one (U) is accepted (A) or rejected (R). */
import { normalFormOf } from '../../src/sequential/normal-form.ts';
import type { Form } from '../../src/sequential/form.ts';
import type { Config, Payoffs } from './config.ts';

export const form: Form<Config> = {
  moves: ['E', 'U'],
  answers: { U: ['A', 'R'] },
  plans: ['EA', 'UA', 'ER', 'UR'],
  pay: ({ T, E, S, N }, move, answer) => (move === 'E' ? [E, E] : answer === 'A' ? [T, S] : [N, N]),
};

export const plans = normalFormOf(form);

/** A selfish proposer proposes the unequal split where acceptance is at least so likely. */
export const unequalFrom = ({ T, E, N }: Payoffs): number => (E - N) / (T - N);

/**
 * Whether both splits give both together the same. Then every plan but "propose the unequal split and reject it" earns E if
 * everyone did the same, so that moralis with κ < 1 plays as economicus does: the control.
 */
export const isControl = ({ T, E, S }: Payoffs): boolean => Math.abs(T + S - 2 * E) < 1e-9;
