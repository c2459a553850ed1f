/** The links of a room's host in its log: made with every start, renewed by a key, known to every program that hosts the room. */
import type { Store } from '../../core/log.ts';
import type { HostDoor } from '../../web/host/host-app.ts';
import { type KnownLinks, type LinkSecrets, linksIn, linkText, newLinks, openedBy } from '../../web/host/links.ts';

export type LinkBook = {
  /** Those of this program. */
  readonly now: LinkSecrets;
  opens(secret: string): Promise<HostDoor | null>;
  /** New ones; all others open nothing any more. On disk when it resolves. */
  renew(): Promise<LinkSecrets>;
  /** Another program has renewed them: what is known is read again. */
  stale(): void;
};

/** A secret that nobody knows is looked up in the log, at most so often (milliseconds): another program may have made it. */
const AGAIN = 2000;

/** Makes links for this program, which stand beside those that are there. On disk when it resolves. */
export async function linkBook(store: Store, session: string, clock: () => number): Promise<LinkBook> {
  let now = newLinks();
  let known: KnownLinks = [];
  let at = -Infinity;
  const keep = (what: 'link made' | 'link renewed'): Promise<void> =>
    store.record([
      {
        table: 'event',
        row: {
          ...{ session, match: null, participant: null, kind: 'room', at: clock() },
          body: { what, text: linkText(now) },
        },
      },
    ]);
  const read = async (): Promise<void> => {
    const made = (await store.events(session)).flatMap((event) =>
      event.kind === 'room' && (event.body.what === 'link made' || event.body.what === 'link renewed')
        ? [{ text: event.body.text ?? '', renewed: event.body.what === 'link renewed' }]
        : [],
    );
    known = linksIn(made);
    at = performance.now();
  };
  await keep('link made');
  await read();
  return {
    get now() {
      return now;
    },
    async opens(secret) {
      const found = at === -Infinity ? null : openedBy(known, secret);
      if (found !== null || performance.now() - at < AGAIN) return found;
      await read();
      return openedBy(known, secret);
    },
    async renew() {
      now = newLinks();
      await keep('link renewed');
      await read();
      return now;
    },
    stale: () => void (at = -Infinity),
  };
}
