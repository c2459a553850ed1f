/** Asks a person whether a server that a folder names is trusted: once, on a terminal; scripts say --trust. */
import { keepTrust, type Sending, sentWords, Untrusted, warningsOf } from '../../model/trust.ts';
import { printProblem } from './print.ts';
import { wrap } from './text-columns.ts';
import { canBeAsked, saysYes } from './yes-or-no.ts';

/**
 * Does what needs a server's trust. Where it is missing it is taken as given (`yes`) or asked for, kept, and the same is
 * tried again; throws Untrusted where nobody says yes, or nobody can be asked.
 */
export async function trusting<T>(yes: boolean, attempt: () => T | Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Untrusted) || !(await agreed(error.sending, yes))) throw error;
      keepTrust([error.sending], process.env);
    }
  }
}

async function agreed(sending: Sending, yes: boolean): Promise<boolean> {
  if (!yes && !canBeAsked()) return false;
  const { name, address } = sending;
  for (const warning of warningsOf(sending)) printProblem(wrap(`! ${warning}`));
  if (yes) {
    printProblem(wrap(`${name} is trusted from now on: ${sentWords(sending)} may go to ${address}.`));
    return true;
  }
  printProblem(
    wrap(
      `The settings of this folder name ${name}: they would send ${sentWords(sending)} to ${address}. You have not trusted that yet.`,
    ),
  );
  return saysYes('Trust it?');
}
