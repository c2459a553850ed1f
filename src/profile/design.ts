/**
 * What a profile asks, worked out from what games declare: fixed, so that profiles of different days can be laid side
 * by side.
 */
import { readOfflineAgent, withoutAsk } from '../agents/offline.ts';
import type { AnyGame } from '../core/game.ts';
import { givesProbabilities } from '../core/askable.ts';
import { memo } from '../core/memo.ts';
import { type Presentation, rotations } from '../core/presentation.ts';
import {
  DRAWS,
  type ForcedAnswer,
  type Length,
  type ProfileCondition,
  type ProfileSpec,
} from '../core/profile-spec.ts';
import { rng } from '../core/rng.ts';
import { conditionPresets, readConfig } from '../core/settings.ts';
import { UserError } from '../core/user-error.ts';
import type { Agent } from '../match/agent.ts';
import { alone } from './asked-alone.ts';
import { forced } from './forced-answer.ts';
import { type AskedSeats, unaskableIn, type UnaskableQuestion, wordingsOf } from './askable-questions.ts';

/** What is asked in one game. `declared`: the game says what; else its presets are played and its measures are told. */
export type ProfileTask = { readonly game: AnyGame; readonly spec: ProfileSpec<unknown>; readonly declared: boolean };

const taskOf = memo((game: AnyGame): readonly ProfileTask[] => {
  if (game.profile === null) return [];
  return [{ game, spec: game.profile ?? undeclared(game), declared: game.profile !== undefined }];
});

/** Every task of these games, in the order of the paper that reports the pattern; games that declare none come last. */
export const allTasks = (games: readonly AnyGame[]): readonly ProfileTask[] =>
  games.flatMap(taskOf).toSorted((one, other) => one.spec.place - other.spec.place);

/** The tasks of a profile of the reported pattern: all but those of the battery alone. */
export const tasksOf = (games: readonly AnyGame[]): readonly ProfileTask[] =>
  allTasks(games).filter(({ spec }) => spec.battery !== 'only');

/** The tasks of a profile of the battery. */
export const batteryTasks = (games: readonly AnyGame[]): readonly ProfileTask[] =>
  allTasks(games).filter(({ spec }) => spec.battery !== undefined);

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
    /** How its questions are put; null: as the game puts them. */
    readonly presentation: Presentation | null;
    /** Whether probabilities stand for its answers: a draw is then a wording, and nothing hangs on what was drawn. */
    readonly situation: boolean;
    /** Whether each of its questions is put by itself. */
    readonly alone: boolean;
  };

/** How much a profile asks, and how it puts its questions. */
export type ProfileDesign = {
  readonly length: Length;
  readonly seed: number;
  /** In how many wordings, the game's own the first. */
  readonly wordings: number;
  /** Whether every question has each order of its options equally often; else lots decide, as in older profiles. */
  readonly balanced: boolean;
  /** Whether who is asked for answers is put the same situations as who gives probabilities, each question by itself, k times. */
  readonly both: boolean;
};

/** k in the same situations beside probabilities: enough for a share with an interval. Ours. */
export const DRAWS_BESIDE: Readonly<Record<Length, number>> = { quick: 10, standard: 20, full: 40 };

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

/** A condition as an agent is asked it. */
type AskedCondition = {
  readonly where: string;
  readonly config: unknown;
  readonly itself: boolean;
  readonly forced: ForcedAnswer | null;
};

/** What is asked of an agent in one task. */
type AskedTask = {
  readonly conditions: readonly AskedCondition[];
  /** Whether each question is a situation, put by itself. */
  readonly alone: boolean;
  readonly draws: number;
  /** What cannot be asked so, and is left out. */
  readonly leftOut: readonly UnaskableQuestion[];
};

/** The condition with the agent's seats: the first, or all. */
const seatsOf = (game: AnyGame, { config, itself }: AskedCondition): AskedSeats => ({
  game,
  config,
  seats: Array.from({ length: itself ? game.seats(config).least : 1 }, (_, seat) => seat),
});

/**
 * What an agent of this profile is asked in a task. Who gives probabilities is asked every situation of a one-shot task once
 * in each wording, and of others, whose answers are drawn to go on, the conditions of which every question can be asked so.
 */
function asking(agents: readonly ProfileAgent[], { length, wordings, both }: ProfileDesign) {
  // One config a condition, whoever plays there: theory is solved once for each.
  const read = ({ game }: ProfileTask, conditions: readonly ProfileCondition<unknown>[]): readonly AskedCondition[] =>
    conditions.map(({ where, preset, settings, itself = false, forced: setIn }) => {
      const config = readConfig(game, { preset, more: settings });
      return { where, config, itself, forced: setIn?.(config) ?? null };
    });
  const usualIn = memo((task: ProfileTask) => read(task, task.spec.conditions(length)));
  const situationsIn = {
    choices: memo((task: ProfileTask) => read(task, task.spec.situations?.(false) ?? [])),
    all: memo((task: ProfileTask) => read(task, task.spec.situations?.(true) ?? [])),
  };
  return (task: ProfileTask, player: Agent): AskedTask => {
    const { game, spec } = task;
    const usual = usualIn(task);
    const probable = givesProbabilities(player);
    const beside = both && player.kind === 'model';
    const draws = player.kind === 'theory' ? 1 : spec.draws(length);
    if (!probable && !beside) return { conditions: usual, alone: false, draws, leftOut: [] };
    // Who is asked beside one that gives probabilities is asked what that one is.
    const asks = probable ? player : toldBeside(agents, player, game);
    const grid = asks.ask === 'grid';
    const cannot = (condition: AskedCondition): readonly UnaskableQuestion[] =>
      unaskableIn(seatsOf(game, condition), asks);
    const named = new Map(usual.flatMap(cannot).map((one) => [`${one.seat} ${one.key}`, one]));
    const leftOut = probable ? [...named.values()] : [];
    if (spec.situations === undefined)
      return { conditions: usual.filter((one) => cannot(one).length === 0), alone: false, draws, leftOut };
    const situations = situationsIn[grid ? 'all' : 'choices'](task);
    return {
      conditions: situations.filter((one) => cannot(one).length === 0),
      ...{ alone: true, draws: probable ? wordings : DRAWS_BESIDE[length], leftOut },
    };
  };
}

/** Who gives probabilities of the same model. */
function toldBeside(agents: readonly ProfileAgent[], player: Agent, game: AnyGame): Agent {
  const seated = agents.map((one) => one.seatIn(game));
  return seated.find((one) => givesProbabilities(one) && withoutAsk(one.id) === withoutAsk(player.id)) ?? player;
}

/** What one agent is not asked in one task, since it cannot be asked for its probabilities there; `whole`: it is asked nothing there. */
export type LeftOut = {
  readonly agent: string;
  readonly task: string;
  readonly questions: readonly UnaskableQuestion[];
  readonly whole: boolean;
};

/** What is left out of a profile, agent by agent and task by task: said before it begins. */
export function leftOutOf(
  agents: readonly ProfileAgent[],
  tasks: readonly ProfileTask[],
  design: ProfileDesign,
): readonly LeftOut[] {
  const askedOf = asking(agents, design);
  return agents.flatMap((one) =>
    tasks.flatMap((task) => {
      const player = one.seatIn(task.game);
      const { leftOut, conditions } = askedOf(task, player);
      if (leftOut.length === 0 || !answersIn(player, task.game)) return [];
      return [{ agent: one.id, task: task.spec.task, questions: leftOut, whole: conditions.length === 0 }];
    }),
  );
}

/** In how many wordings all of these tasks can be asked, and the first that cannot be asked in more; null: none asks anything. */
export function mostWordings(
  agents: readonly ProfileAgent[],
  tasks: readonly ProfileTask[],
  design: ProfileDesign,
): { readonly most: number; readonly task: string } | null {
  const askedOf = asking(agents, design);
  const each = tasks.flatMap((task) =>
    agents.flatMap((one) => {
      const { conditions } = askedOf(task, one.seatIn(task.game));
      return conditions.map((condition) => ({
        most: wordingsOf(seatsOf(task.game, condition)),
        task: task.spec.task,
      }));
    }),
  );
  return each.length === 0 ? null : each.reduce((least, one) => (one.most < least.most ? one : least));
}

/**
 * Every match of a profile: each condition of each task, drawn as often as the task says by each agent that can answer
 * there, and once by an agent of theory, whose answers are computed. The seeds are the same for all agents, and so are the
 * orders of options.
 */
export function matchesOf(
  agents: readonly ProfileAgent[],
  tasks: readonly ProfileTask[],
  design: ProfileDesign,
): readonly ProfileMatch[] {
  const { length, seed, wordings, balanced } = design;
  const askedOf = asking(agents, design);
  // The longest chain of questions begins first.
  const inPlay = tasks.toSorted((one, other) => minutesOf(other, length) - minutesOf(one, length));
  return agents.flatMap((one, agent) =>
    inPlay.flatMap((task) => {
      const { game, spec } = task;
      const player = one.seatIn(game);
      if (!answersIn(player, game)) return [];
      const { conditions, alone: byItself, draws } = askedOf(task, player);
      const opponent = readOfflineAgent(spec.opponent, game);
      const seated = byItself ? alone(player) : player;
      const situation = byItself && givesProbabilities(player);
      const seedOf = (where: string, draw: number): number =>
        rng(seed, 'profile', spec.task, where, draw).below(2 ** 31);
      const turns = conditions.map((condition) => {
        const { where, config } = condition;
        if (situation || !balanced) return [];
        const seeds = Array.from({ length: draws }, (_, draw) => seedOf(where, draw));
        return [
          ...rotations(
            { game, config, seats: game.seats(config).least, models: seatsOf(game, condition).seats },
            seeds,
          ),
        ];
      });
      return Array.from({ length: draws }, (_, draw) =>
        conditions.map(({ where, config, itself, forced: set }, at): ProfileMatch => ({
          ...{ agent, task: spec.task, where, draw, ...task, config, forced: set, situation, alone: byItself },
          seats: seatedWith(
            Array.from({ length: game.seats(config).least }, (_seat, place) =>
              place === 0 || itself ? seated : opponent,
            ),
            set,
          ),
          seed: seedOf(where, draw),
          presentation: situation
            ? { rotation: 0, phrasing: wordings > 1 ? draw : null }
            : balanced
              ? // A question that stands in several conditions has both orders over them even where each is drawn once.
                { rotation: turns[at]![draw]! + at, phrasing: wordings > 1 ? phrasingOf(draw, at, wordings) : null }
              : null,
        })),
      ).flat();
    }),
  );
}

/** Minutes that a person needs for the longest condition of a task. */
const minutesOf = ({ game, spec }: ProfileTask, length: Length): number =>
  Math.max(
    0,
    ...spec
      .conditions(length)
      .map(({ preset, settings }) => game.minutes(readConfig(game, { preset, more: settings }))),
  );

/**
 * Which wording a draw of a condition is put in: over the draws each equally often, and so with each of two orders, which
 * change with every draw. `at`: the condition's place, so that few draws have all wordings between them.
 */
const phrasingOf = (draw: number, at: number, wordings: number): number =>
  ((wordings % 2 === 1 ? draw : Math.floor(draw / 2)) + at) % wordings;

/** Theory has something to say, and the stand-in too, only where the game has them. */
const answersIn = ({ kind, id }: Agent, game: AnyGame): boolean =>
  kind === 'theory' ? game.theory !== undefined : id !== 'baseline' || game.standin !== undefined;
