/** A second door: a session, its people and their matches with the lab's functions alone; nothing is drawn, no key is pressed. */
import { expect, it } from 'vitest';
import { readOfflineAgent } from '../agents/offline.ts';
import { loadGames } from '../disk/games.ts';
import { debriefOf, kappaOf } from './debriefing.ts';
import type { Finished } from './finished-match.ts';
import { matchHistory, resumedMatch, sessionHistory } from './history.ts';
import { unfinishedMatch } from './unfinished.ts';
import { type Listener, type LiveMatch, newLiveMatch } from './live-match.ts';
import { memoryStore } from './memory-store.test-data.ts';
import { openParticipants } from './participants.ts';
import { choiceOf, defaults, type SetUp } from './set-up.ts';
import type { TableSetting } from './table-setting.ts';

const games = await loadGames();
const [dilemma, vehicles] = ['prisoners-dilemma', 'autonomous-vehicles'].map((name) =>
  games.find((game) => game.name === name)!,
);

let time = 1_700_000_000_000;
const clock = (): number => (time += 10);

const tableOf = (form: SetUp): TableSetting => {
  const choice = choiceOf(form);
  if ('problem' in choice) throw new Error(choice.problem);
  return choice;
};

/** Plays a match whose people answer as `says` has it, until somebody is silent: then it is left. */
async function played(match: LiveMatch, says: (seat: number, asked: number) => string | number | null) {
  let asked = 0;
  const listener: Listener = {
    asked({ seat }) {
      const answer = says(seat, asked++);
      // Whoever stands at a door answers later, never while being asked.
      queueMicrotask(() => (answer === null ? match.leave() : match.answer(seat, { answer, shownAt: clock() })));
    },
    thinking: () => undefined,
    said: () => undefined,
    answered: () => undefined,
  };
  return match.play(listener);
}

const finished = (end: Awaited<ReturnType<typeof played>>): Finished => {
  if (end === null || 'unpaid' in end) throw new Error('the match did not come to its end');
  return end;
};

it('plays a match from the table to the explanation', async () => {
  const store = memoryStore();
  const participants = await openParticipants(store, '1', clock(), 'class');
  await participants.introduce(0, { label: 'p07', treatment: 'told' });
  const match = await newLiveMatch({ store, clock }, participants, tableOf(defaults(dilemma!)), 7);
  const end = finished(await played(match, () => 'C'));
  expect(end.payoffs).toEqual([75, 75]);
  expect(debriefOf(end, kappaOf(end)).blocks.length).toBeGreaterThan(0);
  expect(store.of('participant')).toMatchObject([{ label: 'p07', treatment: 'told' }]);
  const past = await sessionHistory(store, participants.current.code);
  expect(past.session.name).toBe('class');
  expect((await matchHistory(store, games, past.matches[0]!.code)).steps).toHaveLength(1);
});

it('leaves three people in the middle, and goes on as the same three', async () => {
  const store = memoryStore();
  const participants = await openParticipants(store, '1', clock());
  const table = tableOf({ ...defaults(vehicles!), against: 'human', further: ['human'] });
  const place = { store, clock };
  const first = await newLiveMatch(place, participants, table, 7);
  expect(await played(first, (_, asked) => (asked < 5 ? 'rather not say' : null))).toBeNull();
  const codes = first.match.seats.map(({ participant }) => participant);
  expect(new Set(codes).size).toBe(3);

  const later = await openParticipants(store, '1', clock());
  const open = await unfinishedMatch(store, later.current.code);
  expect(open).toMatchObject({ choices: 5, match: { code: first.match.code } });
  const again = await resumedMatch({ ...place, games }, open!.match.code, later);
  expect(later.current.people.map(({ code }) => code)).toEqual(codes);
  const end = finished(await played(again, () => 'rather not say'));
  expect(end.saved).toBe(3 * 24);
  expect(store.of('decision')).toHaveLength(3 * 24);
});

it('counts what a person chose, and not what an agent answered in its place', async () => {
  const store = memoryStore();
  const participants = await openParticipants(store, '1', clock());
  const table = tableOf({ ...defaults(dilemma!), settings: { rounds: 3 } });
  const match = await newLiveMatch({ store, clock }, participants, table, 7);
  const gone = readOfflineAgent('baseline', table.game);
  const end = finished(
    await played(match, (seat, asked) => {
      if (asked === 1) match.replace(seat, gone);
      return 'C';
    }),
  );
  const { seat } = end;
  expect(store.of('decision').filter((one) => one.seat === seat)).toHaveLength(3);
  const past = await matchHistory(store, games, match.match.code);
  expect([end.saved, past.finished?.saved]).toEqual([1, 1]);
});
