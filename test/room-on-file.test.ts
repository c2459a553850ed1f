/** A room in a real file: two parts of one program share it, a third program that cannot be spoken to is refused, and no lock is left over. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadGames } from '../src/disk/games.ts';
import { continuedRoom, openRoom } from '../src/room/open.ts';
import { planWith, tableWith } from '../src/room/plans.test-data.ts';
import { joined, robot } from '../src/room/robots.test-data.ts';
import { openStore } from '../src/store/open.ts';

const games = await loadGames();
const trust = games.find(({ name }) => name === 'trust')!;
const folder = mkdtempSync(join(tmpdir(), 'room-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is played in pairs by two parts of one program, and goes on as it was', async () => {
  const file = join(folder, 'class.sqlite');
  const store = await openStore(file);
  const place = { store, clock: Date.now, games, version: '1' };
  const one = await openRoom(place, planWith([tableWith(trust, { against: 'human' })], { patience: 5000 }), {
    name: 'class',
  });
  const other = (await continuedRoom(place, { name: 'class' }))!;
  const members = await Promise.all(['a', 'b', 'c', 'd'].map((name, at) => joined(at % 2 === 0 ? one : other, name)));
  await Promise.all(members.map(({ code }, seed) => robot(seed % 2 === 0 ? other : one, code, seed)));
  expect((await one.board()).matches).toEqual({ over: 2, open: 0 });

  // Another program has the file, and its own wire.
  const elsewhere = await openStore(file);
  await expect(continuedRoom({ ...place, store: elsewhere }, { name: 'class' })).rejects.toThrow('another program');
  await one.close();
  await other.close();
  const again = (await continuedRoom({ ...place, store: elsewhere }, { name: 'class' }))!;
  expect((await again.board()).saved).toBe((await elsewhere.sessions())[0]!.decisions);
  expect(again.code).toBe(one.code);
  await again.close();
  store.close();
  elsewhere.close();
  expect(readdirSync(folder).filter((name) => name.endsWith('.lock'))).toEqual([]);
});
