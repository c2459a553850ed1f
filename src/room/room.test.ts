/** A class of robots in a room, over every game: against agents, in pairs, in groups; what is stored is what was answered. */
import { describe, expect, it } from 'vitest';
import { loadGames } from '../disk/games.ts';
import { memoryStore } from '../lab/memory-store.test-data.ts';
import { choiceOf, defaults, type SetUp } from '../lab/set-up.ts';
import type { TableSetting } from '../lab/table-setting.ts';
import { openRoom } from './open.ts';
import { joined, robot } from './robots.test-data.ts';
import type { RoomPlan } from './room.ts';

const games = await loadGames();
const gameOf = (name: string) => games.find((game) => game.name === name)!;

const tableOf = (name: string, set: Partial<SetUp> = {}): TableSetting => {
  const choice = choiceOf({ ...defaults(gameOf(name)), ...set });
  if ('problem' in choice) throw new Error(choice.problem);
  return choice;
};
const planOf = (tables: readonly TableSetting[], more: Partial<RoomPlan> = {}): RoomPlan => ({
  ...{ tables, lesson: null, start: 'at once', language: null, patience: 200, instead: 'baseline' },
  ...{ roster: null, most: 300 },
  ...more,
});
const names = games.map(({ name }) => name);

describe('a room against agents', () => {
  it.each(names)('plays %s with three people to the end', async (name) => {
    const store = memoryStore();
    const room = await openRoom({ store, clock: Date.now, games, version: '1' }, planOf([tableOf(name)]), {
      name: 'x',
    });
    const members = await Promise.all(['a', 'b', 'c'].map((one) => joined(room, one)));
    expect(members.map(({ number }) => number)).toEqual([1, 2, 3]);
    await Promise.all(members.map(({ code }, seed) => robot(room, code, seed)));
    expect(store.of('match')).toHaveLength(3);
    expect(store.of('ending').map(({ how }) => how)).toEqual(['finished', 'finished', 'finished']);
    const board = await room.board();
    expect(board.counts.finished).toBe(3);
    expect(board.saved).toBe(
      store
        .of('decision')
        .filter(
          ({ match, seat }) => store.of('match').find(({ code }) => code === match)?.seats[seat]?.kind === 'human',
        ).length,
    );
    await room.close();
  });
});
