/** What takes long or is fetched, agreed to first: yes or no on a terminal, --yes in a pipe. */
import { environmentHere, type EnvironmentFor, gigabytes, pythonEnvironment } from '../../trainer/environment.ts';
import { UserError } from '../../core/user-error.ts';
import { printProblem } from '../shared/print.ts';
import { wrap } from '../shared/text-columns.ts';
import { canBeAsked, saysYes } from '../shared/yes-or-no.ts';

/**
 * Says what is to be done and asks whether it shall be; `sure`: it shall. Throws a UserError where nobody can be asked, or
 * somebody says no.
 */
export async function agreedTo(what: string, sure: boolean): Promise<void> {
  printProblem(wrap(what));
  if (sure) return;
  if (!canBeAsked())
    throw new UserError('Nothing was fetched and nothing was begun: say --yes where nobody can be asked.');
  if (!(await saysYes('Go on?'))) throw new UserError('Nothing was fetched and nothing was begun.');
}

/** The Python that has the packages; whoever has none yet is asked. */
export async function environmentAgreed(sure: boolean, what: EnvironmentFor = 'here'): Promise<string> {
  const { made, needs, folder } = environmentHere(what);
  if (!made)
    await agreedTo(
      `Training needs Python packages, once for all labs on this computer: ${gigabytes(needs.fetches)} to fetch, ${needs.minutes} on a fast line, ${gigabytes(needs.bytes)} of disk meanwhile, ${gigabytes(needs.keeps)} of which stay in ${folder}.`,
      sure,
    );
  return (await pythonEnvironment(undefined, what)).python;
}
