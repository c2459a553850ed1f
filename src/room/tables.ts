/** How each match of a room is set: whose language it speaks, its seed, who sits where. The same after every restart. */
import { agentChosen } from '../agents/index.ts';
import { human } from '../agents/human.ts';
import { isHuman } from '../agents/offline.ts';
import type { AnyGame } from '../core/game.ts';
import type { MatchRow } from '../core/log.ts';
import { memo } from '../core/memo.ts';
import { rng } from '../core/rng.ts';
import type { LiveModels } from '../lab/live-match.ts';
import {
  isGuessWho,
  opponentsOf,
  peopleOf,
  roleAt,
  seated,
  type Seating,
  seatOf,
  type TableSetting,
} from '../lab/table-setting.ts';
import { rulesOf } from '../match/replay.ts';
import { UserError } from '../core/user-error.ts';
import type { Member, RoomPlan } from './room.ts';
import { spokenIn } from './game-language.ts';
import { type Stage, tableOf } from './stage.ts';

export type RoomTables = {
  /** How many people sit down where this one does: a lesson may draw for each whether it plays a person or a program. */
  people(stage: Stage, member: Pick<Member, 'number'>): number;
  /** The table at which these people sit down, whoever chose it first; `short`: so many of the people who are missing are agents. */
  set(
    stage: Stage,
    people: readonly Member[],
    short?: number,
  ): Promise<{ readonly table: TableSetting; readonly seed: number }>;
  /** The table of a match that was kept. Rejects with a UserError where its rules are not here. */
  kept(match: MatchRow, stage: Stage): Promise<{ readonly game: AnyGame; readonly choice: TableSetting }>;
  /** Who would sit where, before anybody does. */
  seating(table: TableSetting, seed: number, people: readonly string[]): Seating;
};

/** The tables of a room of this plan. `seed`: the session's; `games`: in every language they speak. */
export function roomTables(
  plan: RoomPlan,
  seed: number,
  games: readonly AnyGame[],
  live: LiveModels | undefined,
): RoomTables {
  // One object for equal settings: theory is solved once for all matches of a table.
  const configs = new Map<string, unknown>();
  const interned = (config: unknown): unknown => {
    const text = JSON.stringify(config);
    if (!configs.has(text)) configs.set(text, config);
    return configs.get(text);
  };
  for (const { config } of plan.tables) interned(config);
  const spoken = memo((game: AnyGame) => memo((language: string) => spokenIn(game, language, games)));
  // At the first table a seed that was given counts on from person to person. At further ones it is drawn from: the same seed
  // again would draw the same roles for a person in every game.
  const seedOf = (stage: Stage, number: number): number => {
    const given = stage.stop === null ? (plan.tables[stage.table]?.seed ?? null) : null;
    return given !== null && stage.table === 0
      ? given + number - 1
      : rng(given ?? seed, 'room', stage.key, number).below(2 ** 31);
  };
  const known = new Map<string, TableSetting>();
  const found = (stage: Stage, drawn: number): TableSetting => {
    const name = stage.stop === null ? stage.key : `${stage.key} ${drawn}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const table = tableOf(plan, stage, drawn);
    if (table === null) throw new UserError('Nothing is played at this stop of the lesson: go on to one with a game.');
    const set = { ...table, config: interned(table.config) };
    known.set(name, set);
    return set;
  };
  return {
    people: (stage, { number }) => peopleOf(found(stage, seedOf(stage, number))),
    async set(stage, people, short = 0) {
      const drawn = seedOf(stage, people[0]?.number ?? 1);
      const table = found(stage, drawn);
      const [language, ...others] = new Set(people.map((one) => one.language));
      const game = language === undefined || others.length > 0 ? table.game : await spoken(table.game)(language);
      let left = short;
      // The seats that came last are those that nobody came for.
      const against = opponentsOf(table)
        .toReversed()
        .map((id) => (isHuman(id) && left-- > 0 ? (plan.instead ?? 'baseline') : id))
        .toReversed();
      const { instead, ...choice } = table;
      return {
        seed: drawn,
        table:
          short === 0
            ? { ...choice, ...(instead === undefined ? {} : { instead }), game }
            : { ...choice, game, against },
      };
    },
    async kept(match, stage) {
      const table = found(stage, match.seed);
      const speaking = await spoken(table.game)(match.language);
      const game = rulesOf(speaking, match.version);
      if (game === null)
        throw new UserError(
          `This room plays version ${match.version} of ${speaking.title}, whose rules are not in this program (it has ${speaking.version}): open it with the version that played it.`,
        );
      const me = seatOf(table);
      const against = match.seats.toSpliced(me, 1).map(({ id }) => id);
      const { instead: _, ...choice } = table;
      return { game, choice: isGuessWho(table) ? { ...choice, game } : { ...choice, game, against } };
    },
    seating: (table, drawn, people) =>
      seated(
        table,
        drawn,
        people,
        () => human(() => Promise.reject(new Error('nobody is asked before a match begins'))),
        (id) => agentChosen(id, table.game, live?.models),
      ),
  };
}

/** A table as whoever sits in this seat would have chosen it. */
export const tableFrom = (table: TableSetting, seat: number): TableSetting => ({ ...table, role: roleAt(table, seat) });
