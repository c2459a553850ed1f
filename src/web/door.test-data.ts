/** A door over a room in memory and a browser that has a seat in it, for tests of what the door answers. */
import type { Place } from '../room/room.ts';
import { scriptedRoom } from '../room/scripted-room.test-data.ts';
import { type DoorOptions, phoneDoor } from './app.ts';
import { plainPages } from './plain-pages.test-data.ts';
import { newSecret } from './secrets.ts';

/** Where somebody waits. */
export const waitingPlace = (id: string): Place => ({ kind: 'waiting', id, for: 'others', since: 0, scene: null });

/** With these headers the script asks. */
export const part = { accept: 'text/html; fragment' };

/** `get`: as somebody without a seat; `mine`, `post`: as the member. `pass`: lets so many milliseconds go by. */
export function openDoor(plan: Parameters<typeof scriptedRoom>[0] = {}, more: Partial<DoorOptions> = {}) {
  let now = 1_800_000_000_000;
  const room = scriptedRoom(plan);
  const troubles: string[] = [];
  const door = phoneDoor({
    ...{ room, pages: plainPages, ours: (host) => host === 'localhost', clock: () => now, steady: () => now },
    trouble: (sentence) => troubles.push(sentence),
    ...more,
  });
  const secret = newSecret();
  const member = room.member({}, secret);
  type More = { readonly headers?: Record<string, string>; readonly method?: string; readonly body?: string };
  const get = (path: string, { headers, ...more }: More = {}) =>
    door.app.request(path, { ...more, headers: { host: 'localhost', ...headers } });
  const seated = { cookie: `homines_K7QF=${secret}` };
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = seated) =>
    get(path, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', ...headers },
    });
  const mine = (path: string, headers: Record<string, string> = {}) =>
    get(path, { headers: { ...seated, ...headers } });
  return {
    room,
    door,
    get,
    post,
    mine,
    member,
    seated,
    troubles,
    pass: (ms: number) => void (now += ms),
    now: () => now,
  };
}
