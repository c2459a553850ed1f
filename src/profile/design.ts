/**
 * What a profile asks, worked out from what games declare: fixed, so that profiles of different days can be laid side
 * by side.
 */
import { readOfflineAgent } from '../agents/offline.ts';
import type { AnyGame } from '../core/game.ts';
import { memo } from '../core/memo.ts';
import { DRAWS, type ForcedAnswer, type Length, type ProfileSpec } from '../core/profile-spec.ts';
import { rng } from '../core/rng.ts';
import { conditionPresets, readConfig } from '../core/settings.ts';
import { UserError } from '../core/user-error.ts';
import type { Agent } from '../match/agent.ts';
import { forced } from './forced-answer.ts';

/** What is asked in one game. `declared`: the game says what; else its presets are played and its measures are told. */
export type ProfileTask = { readonly game: AnyGame; readonly spec: ProfileSpec<unknown>; readonly declared: boolean };

const taskOf = memo((game: AnyGame): readonly ProfileTask[] => {
  if (game.profile === null) return [];
  return [{ game, spec: game.profile ?? undeclared(game), declared: game.profile !== undefined }];
});

/**
 * The tasks of these games, in the order of the paper that reports the pattern; games that declare none come last, and
 * those of which nothing is asked are left out.
 */
export const tasksOf = (games: readonly AnyGame[]): readonly ProfileTask[] =>
  games.flatMap(taskOf).toSorted((one, other) => one.spec.place - other.spec.place);

/** Every preset against one that draws lots, k times. What a word is worth as a number nobody has said: 0. */
function undeclared(game: AnyGame): ProfileSpec<unknown> {
  const presets = conditionPresets(game).map(({ name }) => ({ where: name, preset: name, settings: {} }));
  return {
    task: game.name,
    place: Number.MAX_SAFE_INTEGER,
    conditions: () => (presets.length === 0 ? [{ where: 'default', settings: {} }] : presets),
    draws: (length) => DRAWS[length],
    opponent: 'random',
    asked: () => ({ each: `preset of ${game.name}` }),
    reads: () => (_key, answer) => (typeof answer === 'number' ? answer : 0),
    references: {},
    agreement: { unit: 'index', says: '' },
    question: ({ key, round }) => `${key}, round ${round}`,
    said: ({ answer }) => String(answer),
    paper: '',
    rows: [],
  };
}

/** Which question of a profile a match is played for. */
export type ProfileQuestion = {
  /** Which of the profiled agents, from 0. */
  readonly agent: number;
  readonly task: string;
  /** The condition: the payoffs' name, the set of items, the framing. */
  readonly where: string;
  readonly draw: number;
};

/** A question’s name within its profile: no two have the same. */
export const placeName = ({ agent, task, where, draw }: ProfileQuestion): string => `${agent} ${task} ${where} ${draw}`;

/** One match to be played. The profiled agent has the first seat. */
export type ProfileMatch = ProfileQuestion &
  ProfileTask & {
    readonly config: unknown;
    readonly seats: readonly Agent[];
    readonly seed: number;
    /** What is set from outside in it; null: nothing. The agents in `seats` do so. */
    readonly forced: ForcedAnswer | null;
  };

/** These agents, with what is set from outside in its seat. */
export const seatedWith = (seats: readonly Agent[], set: ForcedAnswer | null): readonly Agent[] =>
  set === null ? seats : seats.map((agent, seat) => (seat === set.seat ? forced(agent, set) : agent));

/** An agent as it sits down in each game: one that is solved is read anew for each. */
export type ProfileAgent = { readonly id: string; seatIn(game: AnyGame): Agent };

/**
 * An agent as it was typed or stored, read by `read` for every game in which it sits down. A reading such as /sellers
 * is taken where a game offers it; elsewhere the same agent sits down without it. Throws a UserError for a script, and
 * what `read` throws.
 */
export function profileAgent(
  id: string,
  games: readonly AnyGame[],
  read: (id: string, game: AnyGame) => Agent,
): ProfileAgent {
  if (id.startsWith('script'))
    throw new UserError(
      `${id} says what is written, so there is nothing to profile: name a model, economicus, moralis or baseline.`,
    );
  const [, bare = id, reading = ''] = READING.exec(id) ?? [];
  const offers = (game: AnyGame): readonly string[] => game.readings.map(({ variant }) => variant);
  const most = games.toSorted((one, other) => offers(other).length - offers(one).length);
  const at = most.find((game) => offers(game).includes(reading)) ?? most[0]!;
  const seated = read(id, at);
  return {
    id: seated.id,
    seatIn: (game) => (game === at ? seated : read(reading === '' || offers(game).includes(reading) ? id : bare, game)),
  };
}

/** moralis:0.5/sellers, economicus:grim, local/base+moralis:0.5/buyers: who it is, and how it reads a game. */
const READING = /^((?:.*[+/])?(?:moralis(?::[\d.]+)?(?=\/)|economicus(?=:)))[/:]([a-z]+)$/;

/**
 * Every match of a profile: each condition of each task, drawn as often as the task says by each agent that can answer
 * there, and once by an agent of theory, whose answers are computed. The seeds are the same for all agents, so that
 * options stand in the same order.
 */
export function matchesOf(
  agents: readonly ProfileAgent[],
  tasks: readonly ProfileTask[],
  length: Length,
  seed: number,
): readonly ProfileMatch[] {
  const asked = tasks.map((task) => {
    const { game, spec } = task;
    const conditions = spec.conditions(length).map(({ where, preset, settings, itself = false, forced: setIn }) => {
      const config = readConfig(game, { preset, more: settings });
      return { where, config, itself, forced: setIn?.(config) ?? null };
    });
    return { task, conditions, minutes: Math.max(0, ...conditions.map(({ config }) => game.minutes(config))) };
  });
  // The longest chain of questions begins first.
  const inPlay = asked.toSorted((one, other) => other.minutes - one.minutes);
  return agents.flatMap((one, agent) =>
    inPlay.flatMap(({ task, conditions }) => {
      const { game, spec } = task;
      const player = one.seatIn(game);
      if (!answersIn(player, game)) return [];
      const opponent = readOfflineAgent(spec.opponent, game);
      const draws = player.kind === 'theory' ? 1 : spec.draws(length);
      return Array.from({ length: draws }, (_, draw) =>
        conditions.map(({ where, config, itself, forced: set }): ProfileMatch => ({
          ...{ agent, task: spec.task, where, draw, ...task, config, forced: set },
          seats: seatedWith(
            Array.from({ length: game.seats(config).least }, (_seat, at) => (at === 0 || itself ? player : opponent)),
            set,
          ),
          seed: rng(seed, 'profile', spec.task, where, draw).below(2 ** 31),
        })),
      ).flat();
    }),
  );
}

/** Theory has something to say, and the stand-in too, only where the game has them. */
const answersIn = ({ kind, id }: Agent, game: AnyGame): boolean =>
  kind === 'theory' ? game.theory !== undefined : id !== 'baseline' || game.standin !== undefined;
