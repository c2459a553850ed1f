/** What a job costs is said and agreed to before anything is sent: asked on a terminal, by --yes in a pipe. */
import { UserError } from '../../core/user-error.ts';
import type { PlanQuestion } from '../../jobs/price.ts';
import { printProblem } from '../shared/print.ts';
import { wrap } from '../shared/text-columns.ts';
import { canBeAsked, saysYes } from '../shared/yes-or-no.ts';

export type ToAgree = {
  readonly says: readonly (readonly [string, string])[];
  readonly asks: readonly PlanQuestion[];
};

/** Says it all on stderr and asks. Throws a UserError where somebody says no, or nobody can be asked. */
export async function agreedPlan(name: string, { says, asks }: ToAgree, sure: boolean): Promise<void> {
  say(name, says);
  await agreedTo(asks, sure);
  if (!sure && !(await answered('Send the rows and begin?')))
    throw new UserError('Nothing was sent and nothing was begun.');
}

/** The same for what a provider says when it has the rows: where it asks nothing, nobody is asked. */
export async function agreedAfter(name: string, { says, asks }: ToAgree, sure: boolean): Promise<void> {
  if (says.length > 0) say(name, says);
  await agreedTo(asks, sure);
}

function say(name: string, says: ToAgree['says']): void {
  printProblem(name);
  const wide = Math.max(...says.map(([label]) => label.length));
  for (const [label, words] of says)
    printProblem(wrap(words, wide + 4).replace(' '.repeat(wide + 4), `  ${label.padEnd(wide)}  `));
}

/** A question with words for --yes is agreed to by nobody who is not there. */
async function agreedTo(asks: ToAgree['asks'], sure: boolean): Promise<void> {
  for (const { asks: question, yes } of asks) {
    if (sure && yes === null) continue;
    if (sure && yes !== null) throw new UserError(yes);
    if (!(await answered(wrap(question)))) throw new UserError('Nothing was ordered and nothing is paid.');
  }
}

/** Yes or no on this terminal. Throws a UserError where there is none. */
export async function answered(question: string): Promise<boolean> {
  if (!canBeAsked())
    throw new UserError('Nothing was sent and nothing was begun: say --yes where nobody can be asked.');
  return saysYes(question);
}
