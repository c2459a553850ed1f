/** The lab of this folder on this terminal: home stands first, and what only its keys need is loaded behind it. */
import { byHand } from '../../core/shell.ts';
import type { Store } from '../../core/log.ts';
import { BASE_URL, isSet } from '../../disk/environment.ts';
import { knowsModels } from '../../disk/lab-folder.ts';
import { version } from '../../disk/version.ts';
import { NONE_AT_HAND } from '../../lab/models.ts';
import { openParticipants } from '../../lab/participants.ts';
import { openStore } from '../../store/open.ts';
import type { DrawnScreen } from '../../terminal/drawn-screen.tsx';
import { firstFrame } from '../../terminal/first-frame.tsx';
import { wantsPlain } from '../../terminal/on-screen.ts';
import type { KeptServer } from '../../trainer/kept-server.ts';
import { keptHome } from './home-facts.ts';
import type { LabOpening } from './lab-opening.ts';
import { upgrading } from './upgrading.ts';

type Opening = Omit<LabOpening, 'plain' | 'db' | 'maxCost'> & { readonly db: string; readonly maxCost: number };

/** Opens it and gives the exit code. Throws a UserError for a database, a session or a person that cannot be had. */
export async function openHere(opening: Opening): Promise<number> {
  const { start, battery = null, lesson, people = [], session = null, locked = null, db } = opening;
  const folder = process.cwd();
  const store = await openStore(db, { upgrade: upgrading() });
  let first: DrawnScreen | null = null;
  try {
    const participants = await openParticipants(store, version(), Date.now(), session);
    // Whoever plays here is seen on home, where there is anybody but theory.
    const before = knowsModels(folder) || isSet(BASE_URL, process.env) ? await whoIsHere(store, folder, opening) : null;
    const atHome = start === null && battery === null && lesson === undefined && people.length === 0 && locked === null;
    const games = atHome && !wantsPlain() ? keptHome() : null;
    if (games !== null) {
      const atHand = before?.house.atHand() ?? NONE_AT_HAND;
      first = await firstFrame({ store, participants, games, atHand, notice: before?.notice ?? null });
    }
    const [{ openLab }, { house, notice }] = await Promise.all([
      import('../../terminal/open.tsx'),
      before ?? whoIsHere(store, folder, opening),
    ]);
    return await openLab({
      ...{ store, participants, start, battery, people, locked, house, notice, first },
      atSetUp: opening.atSetUp ?? false,
      ...(lesson === undefined ? {} : { lesson }),
      compare: async (code) => (await import('../compare.ts')).compareFrom(db)(code),
    });
  } catch (error) {
    first?.watch.stop();
    throw error;
  } finally {
    await first?.close();
    store.close();
  }
}

/** Language models and servers of this folder, and what is to be known of them at the start. */
async function whoIsHere(store: Store, folder: string, { maxCost: cap, trust = false }: Opening) {
  const [{ liveModels }, { keepLineage }, { keptServer }, { rentedNotice }] = await Promise.all([
    import('./live-models.ts'),
    import('./lineage.ts'),
    import('../../trainer/kept-server.ts'),
    import('./rented-words.ts'),
  ]);
  await keepLineage(store, folder);
  return {
    house: liveModels({ store, folder, env: process.env, cap, trust }),
    notice: noticed([rentedNotice(folder), stillServed(keptServer(folder))]),
  };
}

/** What is to be known at the start, in one piece; null: nothing. */
function noticed(sentences: readonly (string | null)[]): string | null {
  const said = sentences.filter((one) => one !== null);
  return said.length === 0 ? null : said.join(' ');
}

/** A server that was kept when its command ended, in a sentence; null: none runs. */
function stillServed(kept: KeptServer | null): string | null {
  if (kept === null) return null;
  const [first] = kept.models;
  return `The server of tuned/${first?.name ?? ''} still runs: "${byHand('tune serve --stop')}" ends it.`;
}
