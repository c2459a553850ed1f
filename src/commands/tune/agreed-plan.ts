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

/** Before anything was sent, and when the provider has the rows. */
const NOT_SENT = 'Nothing was sent and nothing was begun';
const NOT_ORDERED = 'Nothing was ordered and nothing is paid';

/** Says it all on stderr and asks. Throws a UserError where somebody says no, or nobody can be asked. */
export async function agreedPlan(name: string, { says, asks }: ToAgree, sure: boolean): Promise<void> {
  say(name, says);
  await agreedTo(asks, sure, NOT_SENT);
  if (!sure && !(await answered('Send the rows and begin?', NOT_SENT))) throw new UserError(`${NOT_SENT}.`);
}

/** The same for what a provider says when it has the rows: where it asks nothing, nobody is asked. */
export async function agreedAfter(name: string, { says, asks }: ToAgree, sure: boolean): Promise<void> {
  if (says.length > 0) say(name, says);
  await agreedTo(asks, sure, NOT_ORDERED);
}

function say(name: string, says: ToAgree['says']): void {
  printProblem(name);
  const wide = Math.max(...says.map(([label]) => label.length));
  for (const [label, words] of says)
    printProblem(wrap(words, wide + 4).replace(' '.repeat(wide + 4), `  ${label.padEnd(wide)}  `));
}

/** A question with words for --yes is agreed to by nobody who is not there. */
async function agreedTo(asks: ToAgree['asks'], sure: boolean, undone: string): Promise<void> {
  for (const { asks: question, yes } of asks) {
    if (sure && yes === null) continue;
    if (sure && yes !== null) throw new UserError(yes);
    if (!(await answered(wrap(question), undone))) throw new UserError(`${undone}.`);
  }
}

/** Yes or no on this terminal. Throws a UserError where there is none, which says first what was left `undone`. */
export async function answered(question: string, undone: string): Promise<boolean> {
  if (!canBeAsked()) throw new UserError(`${undone}: say --yes where nobody can be asked.`);
  return saysYes(question);
}
