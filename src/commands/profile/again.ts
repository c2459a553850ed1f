/** `homines profile --again`: an earlier profile, judged again from the log. Nothing is asked. */
import type { Store } from '../../core/log.ts';
import { earlierProfile } from '../../profile/earlier.ts';
import { UserError } from '../../core/user-error.ts';
import { openStore } from '../../store/open.ts';
import { onScreen } from '../on-screen.ts';
import { printJson } from '../print.ts';
import { documentOfProfile } from './document.ts';
import { gamesOf, profileGames, profileNamed } from './plan.ts';
import { showAgain } from './screen.ts';
import type { Of, ProfileResult } from './teller.ts';
import { printResult } from './tellers.ts';

export async function lookAgain(file: string, wanted: string, asJson: boolean): Promise<number> {
  const store = await openStore(file, { readonly: true });
  try {
    const { of, result } = await earlier(store, wanted);
    if (asJson) return printJson(documentOfProfile(of, result));
    if (onScreen()) return await showAgain(store, of, result);
    printResult(of, result);
    return 0;
  } finally {
    store.close();
  }
}

async function earlier(store: Store, wanted: string): Promise<{ readonly of: Of; readonly result: ProfileResult }> {
  const found = await profileNamed(store, wanted);
  if (found === null)
    throw new UserError(
      `${store.file} holds no profile to look at again: begin one, such as "homines profile openai/gpt-4.1".`,
    );
  const { session, kept } = found;
  const of = { session, name: session.name ?? session.code, facts: kept.facts, file: store.file };
  const games = gamesOf(await profileGames());
  return { of, result: { ...(await earlierProfile(store, session.code, kept, games)), played: null } };
}
