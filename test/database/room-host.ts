/** A program that hosts the room of a session over a database, told by its parent whose robot takes a step: room-host.ts DATABASE NAME. */
import { z } from 'zod';
import { loadGames } from '../../src/disk/games.ts';
import { continuedRoom, openRoom } from '../../src/room/open.ts';
import { planWith, tableWith } from '../../src/room/plans.test-data.ts';
import { act, joined } from '../../src/room/robots.test-data.ts';
import { openStore } from '../../src/store/open.ts';

const [, , database = '', name = ''] = process.argv;
const games = await loadGames();
const store = await openStore(database);
const place = { store, clock: Date.now, games, version: '1' };
const game = games.find((one) => one.name === 'prisoners-dilemma')!;
const table = tableWith(game, { against: 'human', settings: { timing: 'together', rounds: 6 } });
const room =
  (await continuedRoom(place, { name })) ?? (await openRoom(place, planWith([table], { patience: 60_000 }), { name }));

const asked = z.object({
  id: z.number(),
  join: z.string().optional(),
  member: z.string().optional(),
  seed: z.number().optional(),
});
process.on('message', async (message) => {
  const { id, join, member = '', seed = 0 } = asked.parse(message);
  try {
    if (join !== undefined) process.send?.({ id, member: (await joined(room, join)).code });
    else {
      const shown = await room.place(member);
      const took = await act(room, member, shown.place, seed);
      process.send?.({ id, kind: shown.place.kind, took: took?.took ?? null });
    }
  } catch (error) {
    process.send?.({ id, failed: String(error) });
  }
});
process.send?.({ id: 0 });
