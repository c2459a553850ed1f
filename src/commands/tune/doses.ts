/** Doses of κ as they are typed. */
import { readNumber } from '../../core/game.ts';
import { UserError } from '../../core/user-error.ts';

/** Reads doses, such as 0,.5,1. */
export function readDoses(typed: string): readonly number[] {
  const doses = typed.split(',').map((one) => readNumber(one.trim()));
  if (doses.length > 20 || doses.some((one) => one === null || one < 0 || one > 1))
    throw new UserError(`--kappa is up to 20 numbers from 0 to 1, such as --kappa 0,.25,.5,.75,1; got "${typed}".`);
  return [...new Set(doses.filter((one) => one !== null))].toSorted((a, b) => a - b);
}
