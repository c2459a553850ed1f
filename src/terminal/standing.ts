/**
 * Where a player stands among the people of the session, published people and theory: read in the background while the
 * explanation of a match is on the screen, which waits for nothing. What cannot be read is left out.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { LookingBack } from '../analysis/standing/standing.ts';
import type { Block } from '../core/blocks.ts';
import type { Store } from '../core/log.ts';
import type { Others, PublishedExperiment } from '../core/published-figures.ts';
import { referenceTable } from '../disk/reference-files.ts';
import type { Finished } from '../lab/finished-match.ts';
import { replay } from '../match/replay.ts';
import type { OpenSource } from './compare/watcher.ts';
import type { LabState } from './state.ts';

/** A match from one seat. */
const standingKey = ({ match, seat }: Finished): string => `${match.code} ${seat}`;

/** What is known so far of where this seat stands; nothing yet, or nothing to be known. */
export const standingOf = ({ standings }: Pick<LabState, 'standings'>, finished: Finished): readonly Block[] =>
  standings[standingKey(finished)] ?? [];

/** A reading that is done in one piece waits so long for it, and no longer. */
const PATIENCE_MS = 2000;

/**
 * Looks for whoever's explanation is on the screen, or follows, once a match and seat. `settled`: no look is under way, or it
 * takes long.
 */
export function labStandings(
  openSource: OpenSource | undefined,
  store: Store,
  state: StoreApi<LabState>,
): { settled(): Promise<void> } {
  const asked = new Set<string>();
  let under: Promise<void> = Promise.resolve();

  const look = async (finished: Finished): Promise<void> => {
    if (openSource === undefined) return;
    const source = await openSource(finished.match.session);
    try {
      // Loaded when somebody has played: no first screen waits for it.
      const { conditionIn, spokenPeople, standingBlocks } = await import('../analysis/standing/standing.ts');
      const mine = await playedIn(store, finished);
      const condition = conditionIn(await source.update('session', false), mine);
      const blocks =
        condition === null ? [] : standingBlocks(condition, mine, spokenPeople(condition, publishedIn(finished)));
      state.setState({ standings: { ...state.getState().standings, [standingKey(finished)]: blocks } });
    } finally {
      source.close();
    }
  };

  state.subscribe(({ screen }) => {
    if (openSource === undefined) return;
    // At the result already, where an explanation follows: it is there when it is looked at.
    const explained = screen.at === 'debrief' || (screen.at === 'result' && screen.finished.choice.explain !== 'never');
    if (!explained || asked.has(standingKey(screen.finished))) return;
    asked.add(standingKey(screen.finished));
    const { finished } = screen;
    // An explanation without it is whole; the next look may find what this one did not.
    under = under.then(() => look(finished)).catch(() => void asked.delete(standingKey(finished)));
  });

  return {
    settled: () => Promise.race([under, new Promise<void>((done) => setTimeout(done, PATIENCE_MS).unref())]),
  };
}

/** A finished match folded once more. */
async function playedIn(store: Store, { match, game, config, seat }: Finished): Promise<LookingBack> {
  const answers = await store.decisions(match.code);
  const played = replay(game, config, match.seed, match.seats.length, answers, Infinity, match.presentation);
  return { match, game, played, seat };
}

/**
 * What is said of published people in the language of the match; in English the comparison has it. Their intervals were made with
 * the comparison: nothing is resampled here.
 */
function publishedIn({ game, config, match, seat }: Finished): readonly PublishedExperiment[] {
  if (game.language === 'en') return [];
  const kinds = match.seats.filter((_, at) => at !== seat).map(({ kind }) => kind);
  const others: Others = kinds.length === 0 ? null : kinds.every((kind) => kind === 'human') ? 'people' : 'programs';
  return game.people?.(config, referenceTable, others) ?? [];
}
