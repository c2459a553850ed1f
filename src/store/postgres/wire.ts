/**
 * What programs that share a PostgreSQL database say to each other: NOTIFY, over one channel. Who hears has a connection of its own,
 * opened when somebody first wants to hear; when it broke it is opened again, and everybody is told that words were missed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { refuseLong, type Wire } from '../../core/wire.ts';
import { type DatabaseConnection, connection } from './connection.ts';
import { patientQuery, patiently } from './patience.ts';
import { restored } from './text.ts';

const CHANNEL = 'homines';

/** So long it waits before it tries again to open its connection, in milliseconds. */
const PAUSE_MS = 250;

/** So often the connection on which it hears is looked at: a computer between may have dropped it without a word (milliseconds). */
const LOOK_MS = 15_000;

type Listener = { readonly heard: (text: string) => void; readonly missed: () => void };

/** Prepares it. Nothing is opened before somebody speaks or hears. */
export function wireTo(address: string, patience: number): Wire & { close(): Promise<void> } {
  const listeners = new Map<string, Set<Listener>>();
  const speaking = connection(address, { use: 'writes' });
  const speak = patientQuery(speaking.ask, address, patience);
  let hearing: Promise<DatabaseConnection> | null = null;
  let ended = false;

  const notified = (channel: string, said: string): void => {
    const cut = said.indexOf('\n');
    if (channel !== CHANNEL || cut < 0) return;
    const text = restored(said.slice(cut + 1));
    for (const { heard } of [...(listeners.get(said.slice(0, cut)) ?? [])]) heard(text);
  };

  /** Opens the connection on which it hears; afterwards opens it again whenever it broke, however long that takes. */
  const openHearing = async (): Promise<DatabaseConnection> => {
    let isOpen = false;
    const mine = connection(address, {
      use: 'hears',
      notified,
      closed: () => {
        if (!isOpen) return;
        isOpen = false;
        void again();
      },
    });
    const listen = async (): Promise<void> => {
      await mine.ask(`listen ${CHANNEL}`);
      isOpen = true;
    };
    const again = async (): Promise<void> => {
      while (!ended && !isOpen) await listen().catch(() => sleep(PAUSE_MS, undefined, { ref: false }));
      if (!ended) for (const all of [...listeners.values()]) for (const { missed } of [...all]) missed();
    };
    await patiently(address, patience, listen).catch(async (error: unknown) => {
      await mine.end();
      throw error;
    });
    const look = setInterval(() => {
      if (ended) clearInterval(look);
      else if (isOpen) mine.ask('select 1').catch(() => undefined);
    }, LOOK_MS);
    look.unref();
    return mine;
  };

  return {
    async tell(topic, text) {
      refuseLong(text);
      await speak('select pg_notify($1, $2)', CHANNEL, `${topic}\n${text}`);
    },
    async hear(topic, heard, missed = () => undefined) {
      const mine = { heard, missed };
      const all = listeners.get(topic) ?? new Set();
      listeners.set(topic, all.add(mine));
      const leave = (): void => {
        all.delete(mine);
        if (all.size === 0 && listeners.get(topic) === all) listeners.delete(topic);
      };
      hearing ??= openHearing();
      try {
        await hearing;
      } catch (error) {
        hearing = null;
        leave();
        throw error;
      }
      return leave;
    },
    async close() {
      ended = true;
      await Promise.all([speaking.end(), hearing?.then((mine) => mine.end()).catch(() => undefined)]);
    },
  };
}
