/**
 * What programs that share a PostgreSQL database say to each other: NOTIFY, over one channel. Who hears has a line of its own,
 * opened when somebody first wants to hear; when it broke it is opened again, and everybody is told that words were missed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { refuseLong, type Wire } from '../../core/wire.ts';
import { patientAsk, patiently, plainly } from './ask.ts';
import { type Lines, connect } from './client.ts';
import { restored } from './text.ts';

const CHANNEL = 'homines';

/** So long it waits before it tries again to open its line, in milliseconds. */
const PAUSE_MS = 250;

/** So often the line on which it hears is looked at: a computer between may have dropped it without a word (milliseconds). */
const LOOK_MS = 15_000;

type Listener = { readonly heard: (text: string) => void; readonly missed: () => void };

/** Prepares it. Nothing is opened before somebody speaks or hears. */
export function wireTo(address: string, patience: number): Wire & { close(): Promise<void> } {
  const listeners = new Map<string, Set<Listener>>();
  let speaking: Lines | null = null;
  let hearing: { readonly client: Lines; readonly ready: Promise<void> } | null = null;
  let ended = false;

  const notified = (channel: string, said: string): void => {
    const cut = said.indexOf('\n');
    if (channel !== CHANNEL || cut < 0) return;
    const text = restored(said.slice(cut + 1));
    for (const { heard } of [...(listeners.get(said.slice(0, cut)) ?? [])]) heard(text);
  };

  const closed = (): void => {
    if (!ended && hearing !== null) void again(hearing.client);
  };

  /** Opens the line again, however long that takes. Only the first who notices does. */
  let opening = false;
  const again = async (client: Lines): Promise<void> => {
    if (opening) return;
    opening = true;
    while (!ended) {
      try {
        await client.unsafe(`listen ${CHANNEL}`);
        break;
      } catch {
        await sleep(PAUSE_MS, undefined, { ref: false });
      }
    }
    opening = false;
    if (!ended) for (const all of [...listeners.values()]) for (const { missed } of [...all]) missed();
  };

  const listening = (): Promise<void> => {
    if (hearing === null) {
      const client = connect(address, { use: 'hears', most: 1, closed, notified });
      opening = true;
      const ready = patiently(address, patience, () => client.unsafe(`listen ${CHANNEL}`)).then(
        () => void (opening = false),
        (error: unknown) => {
          hearing = null;
          opening = false;
          void client.end({ timeout: 0 });
          throw error;
        },
      );
      hearing = { client, ready };
      const look = setInterval(() => {
        if (ended || hearing?.client !== client) return clearInterval(look);
        if (!opening) void plainly(client)('select 1').catch(() => undefined);
      }, LOOK_MS);
      look.unref();
    }
    return hearing.ready;
  };

  return {
    async tell(topic, text) {
      refuseLong(text);
      speaking ??= connect(address, { use: 'writes', most: 1 });
      await patientAsk(speaking, address, patience)('select pg_notify($1, $2)', CHANNEL, `${topic}\n${text}`);
    },
    async hear(topic, heard, missed = () => undefined) {
      const mine = { heard, missed };
      const all = listeners.get(topic) ?? new Set();
      listeners.set(topic, all.add(mine));
      const leave = (): void => {
        all.delete(mine);
        if (all.size === 0 && listeners.get(topic) === all) listeners.delete(topic);
      };
      try {
        await listening();
      } catch (error) {
        leave();
        throw error;
      }
      return leave;
    },
    async close() {
      ended = true;
      await Promise.all([speaking?.end({ timeout: 1 }), hearing?.client.end({ timeout: 0 })]);
    },
  };
}
