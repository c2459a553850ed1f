/**
 * Home, drawn before anything is loaded that only its keys need: games, models, the other screens. What it shows is what the
 * lab shows when it is there, and keys that are pressed meanwhile wait for it.
 */
import { useWindowSize } from 'ink';
import { type ReactNode, useEffect } from 'react';
import type { Store } from '../core/log.ts';
import { type HomeFacts, shortestFirst } from '../lab/home-facts.ts';
import type { AtHand } from '../lab/models.ts';
import type { Participants } from '../lab/participants.ts';
import { unfinishedMatch } from '../lab/unfinished.ts';
import { type DrawnScreen, openDrawnScreen } from './drawn-screen.tsx';
import { homeList, type HomeItem } from './screens/home-list.ts';
import { homeView, type AtHome } from './screens/home-view.ts';
import { ScreenView } from './screen-view.tsx';

type Given = {
  readonly store: Store;
  readonly participants: Participants;
  /** What is kept of every game. */
  readonly games: readonly HomeFacts[];
  readonly atHand: AtHand;
  readonly notice: string | null;
};

/** Draws home as it opens. null, and nothing is drawn, where another screen comes first: participants have the keyboard. */
export async function firstFrame({ store, participants, games, atHand, notice }: Given): Promise<DrawnScreen | null> {
  const { current } = participants;
  const [unfinished, summary, events] = await Promise.all([
    unfinishedMatch(store, current.code),
    store.session(current.code),
    store.events(current.code),
  ]);
  if (events.findLast(({ kind }) => kind === 'locked' || kind === 'unlocked')?.kind === 'locked') return null;
  const list = homeList(shortestFirst(games), { unfinished, matches: summary?.matches ?? 0 });
  const drawn = openDrawnScreen(<Home list={list} lab={{ current, atHand }} notice={notice} gone={stoppedLater()} />);
  // What comes next keeps this process busy: the frame goes out first.
  await new Promise(setImmediate);
  return drawn;
}

function Home({
  list,
  lab,
  notice,
  gone,
}: {
  readonly list: readonly HomeItem[];
  readonly lab: Omit<AtHome, 'columns' | 'rows'>;
  readonly notice: string | null;
  /** Called when something else stands in its place. */
  readonly gone: () => void;
}): ReactNode {
  const size = useWindowSize();
  useEffect(() => gone, [gone]);
  const under = { ...homeView(list, 0, { ...lab, ...size }), key: () => null };
  return <ScreenView under={under} games={[]} help={null} notice={notice} {...size} />;
}

/** A signal that came while this process was busy is heard within so many milliseconds. */
const HEARD = 200;

/** Whoever stops this program from outside waits for the lab too: it can give the terminal back. Windows has no such signal. What it gives ends that. */
function stoppedLater(): () => void {
  let asked = false;
  let over = false;
  const stop = (): void => void (asked ||= !over);
  if (process.platform !== 'win32') process.on('SIGTSTP', stop);
  return () => {
    over = true;
    if (asked) setImmediate(() => process.kill(process.pid, 'SIGTSTP'));
    // Not at once: Node forgets a signal that it has not told of yet where nobody listens for a moment.
    setTimeout(() => process.off('SIGTSTP', stop), HEARD).unref();
  };
}
