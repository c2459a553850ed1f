/** Trust as a game of two moves: stay out (O) or trust (T); after trust the other shares (S) or keeps (K). */
import { normalFormOf } from '../../src/sequential/normal-form.ts';
import type { Form } from '../../src/sequential/form.ts';
import type { Config, Payoffs } from './config.ts';

export const form: Form<Config> = {
  moves: ['T', 'O'],
  answers: { T: ['S', 'K'] },
  plans: ['TS', 'TK', 'OS', 'OK'],
  pay: ({ T, R, P, S }, move, answer) => (move === 'O' ? [P, P] : answer === 'S' ? [R, R] : [S, T]),
};

export const plans = normalFormOf(form);

/** A selfish first mover trusts where sharing is at least so likely. */
export const trustsFrom = ({ R, P, S }: Payoffs): number => (P - S) / (R - S);

/** The smallest δ at which trust and sharing for as long as nobody departs from it is an equilibrium of selfish players. */
export const grimDelta = ({ T, R, P }: Payoffs): number => (T - R) / (T - P);
