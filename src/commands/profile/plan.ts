/** What a profile is to be: as typed, or as the session that is gone on with or looked at again says. */
import { isDeepStrictEqual } from 'node:util';
import { readAgent } from '../../agents/index.ts';
import { newCode, newSeed } from '../../core/ids.ts';
import type { AnyGame } from '../../core/game.ts';
import type { SessionRow, SessionSummary, Store } from '../../core/log.ts';
import type { Limits, BudgetedModels } from '../../model/budget.ts';
import type { Length } from '../../core/profile-spec.ts';
import {
  matchesOf,
  placeName,
  type ProfileDesign,
  profileAgent,
  type ProfileAgent,
  type ProfileMatch,
  type ProfileTask,
  tasksOf,
} from '../../profile/design.ts';
import { designOf, type Facts, type Kept, profileNamed, tasksIn } from '../../profile/stored-profile.ts';
import type { Missing } from '../../profile/play.ts';
import { UserError } from '../../core/user-error.ts';
import { version } from '../../disk/version.ts';
import { minute } from '../shared/text-columns.ts';
import { agentNamed, withPoint } from '../shared/resolve.ts';
import { LAST } from '../shared/flags.ts';
import { byHand } from '../../core/shell.ts';

/** What was typed; undefined: it was left out. */
export type ProfileFlags = {
  readonly ids: readonly string[];
  readonly length: Length | undefined;
  readonly seed: number | undefined;
  readonly session: string | undefined;
  readonly wordings: number | undefined;
  readonly both: boolean;
};

/** What is to be asked, and what the session holds of it. */
export type ProfilePlan = {
  readonly session: SessionRow;
  readonly name: string;
  readonly facts: Facts;
  readonly tasks: readonly ProfileTask[];
  /** Every match that there is to be. */
  readonly jobs: readonly ProfileMatch[];
  readonly missing: readonly Missing[];
  /** What the session holds already; null: it is a new one. */
  readonly kept: Kept | null;
};

/** Whose profile it is. */
export type ProfileNamed = Pick<ProfilePlan, 'session' | 'name' | 'facts' | 'tasks'> & { readonly file: string };

/** A profile that is asked now, and how. */
export type Profile = ProfilePlan &
  ProfileNamed & {
    readonly store: Store;
    readonly games: readonly AnyGame[];
    readonly budgetedModels: BudgetedModels;
    readonly atOnce: number;
    readonly limits: Limits;
    readonly yes: boolean;
    readonly json: boolean;
  };

/** A profile of what was typed, all of it missing. Throws a UserError where nobody is named, or somebody twice. */
export function newProfile(
  { ids, length = 'quick', seed, session: name, wordings = 1, both }: ProfileFlags,
  games: readonly AnyGame[],
  budgetedModels: BudgetedModels,
): ProfilePlan {
  if (ids.length === 0)
    throw new UserError(
      `homines profile needs to know whom: name one agent or several, such as "${byHand('profile openai/gpt-4.1')}".`,
    );
  const session = {
    code: newCode(),
    kind: 'run' as const,
    seed: seed ?? newSeed(),
    version: version(),
    startedAt: Date.now(),
  };
  const agents = agentsTyped(ids, games, budgetedModels);
  const tasks = tasksOf(games);
  const design: ProfileDesign = { length, seed: session.seed, wordings, balanced: true, both };
  const jobs = matchesOf(agents, tasks, design);
  return {
    session,
    name:
      name ??
      `profile ${agents
        .map(({ id }) => id)
        .join(' ')
        .slice(0, 70)} ${minute(session.startedAt)}`,
    facts: factsOf(agents, tasks, jobs, design, budgetedModels),
    tasks,
    jobs,
    missing: jobs.map((job) => ({ job, begun: null })),
    kept: null,
  };
}

/**
 * The session that was named; without a name the last one that is what was typed, or a new one where there is none yet.
 */
export async function resumedProfile(
  store: Store,
  wanted: string,
  typed: ProfileFlags,
  games: readonly AnyGame[],
  budgetedModels: BudgetedModels,
): Promise<ProfilePlan> {
  const ids = agentsTyped(typed.ids, games, budgetedModels).map(({ id }) => id);
  const differs = ({ facts }: Kept, session: SessionSummary): string | null => {
    const agents = facts.agents.map(({ id }) => id);
    if (ids.length > 0 && !isDeepStrictEqual(ids, agents)) return `other agents (${agents.join(' ')})`;
    if (typed.length !== undefined && typed.length !== facts.length) return `another length (${facts.length})`;
    if (typed.seed !== undefined && typed.seed !== session.seed) return `another seed (${session.seed})`;
    return typed.session !== undefined && typed.session !== session.name ? 'another name' : null;
  };
  const found = await profileNamed(
    store,
    wanted === LAST ? null : wanted,
    (kept, session) => differs(kept, session) === null,
  );
  if (found === null) {
    if (ids.length > 0) return newProfile(typed, games, budgetedModels);
    throw new UserError(
      `${store.file} holds no profile to go on with: begin one, such as "${byHand('profile openai/gpt-4.1')}".`,
    );
  }
  const difference = differs(found.kept, found.session);
  if (difference !== null)
    throw new UserError(
      `Session ${found.session.code} has ${difference} than was typed: leave it out, or begin a new profile without --resume.`,
    );
  return goingOn(found, games, budgetedModels);
}

function goingOn(
  { session, kept }: { readonly session: SessionSummary; readonly kept: Kept },
  games: readonly AnyGame[],
  budgetedModels: BudgetedModels,
): ProfilePlan {
  const { facts } = kept;
  // Stored ids name who played, whatever the cast says now.
  const agents = facts.agents.map(({ id }) =>
    profileAgent(id, games, (one, game) => readAgent(one, game, budgetedModels.models)),
  );
  const tasks = tasksIn(facts, games);
  const design = designOf(facts, session.seed);
  const jobs = matchesOf(agents, tasks, design);
  const otherwise = new UserError(
    `Session ${session.code} asks what this homines asks otherwise: go on with the homines that began it.`,
  );
  if (jobs.length !== facts.matches) throw otherwise;
  const begun = new Map(kept.matches.map((one) => [placeName(one.place), one.match]));
  const code = session.code;
  for (const job of jobs) {
    const match = begun.get(placeName(job));
    if (match === undefined || match.ending !== null) continue;
    const same =
      match.version === job.game.version &&
      match.seed === job.seed &&
      isDeepStrictEqual(match.config, plain(job.config));
    if (!same) throw otherwise;
  }
  for (const [at, { id, temperature }] of factsOf(agents, tasks, jobs, design, budgetedModels).agents.entries())
    if (temperature !== facts.agents[at]!.temperature)
      throw new UserError(
        `Session ${code} asked ${id} at temperature ${facts.agents[at]!.temperature}, and homines.config.json says ${temperature} now: set it back, or begin a new profile.`,
      );
  return {
    session,
    name: session.name ?? code,
    facts,
    tasks,
    jobs,
    missing: jobs.flatMap((job) => {
      const match = begun.get(placeName(job)) ?? null;
      return match !== null && match.ending !== null ? [] : [{ job, begun: match }];
    }),
    kept,
  };
}

/** As it is stored. */
const plain = (config: unknown): unknown => JSON.parse(JSON.stringify(config));

/** As it is sent; what a server does without being told only its makers know. */
export const temperatureOf = (settings: Readonly<Record<string, unknown>>): string => {
  const { temperature } = settings;
  return typeof temperature === 'number' ? String(temperature) : "the server's own";
};

const factsOf = (
  agents: readonly ProfileAgent[],
  tasks: readonly ProfileTask[],
  jobs: readonly ProfileMatch[],
  { length, wordings, balanced, both }: ProfileDesign,
  { seats }: BudgetedModels,
): Facts => ({
  length,
  matches: jobs.length,
  tasks: tasks.map(({ spec }) => spec.task),
  ...(wordings === 1 ? {} : { wordings }),
  ...(balanced ? { orders: 'balanced' } : {}),
  ...(both ? { both } : {}),
  agents: agents.map(({ id }, place) => {
    const seat = seats.get(id);
    const seated = jobs.find(({ agent }) => agent === place)?.seats[0];
    return {
      id,
      kind: seated?.kind === 'theory' ? 'theory' : 'drawn',
      temperature: seat === undefined ? null : temperatureOf(seat.settings),
      ...(seated?.ask === undefined ? {} : { ask: seated.ask }),
    };
  }),
});

/** Agents side by side at most. */
const MOST = 6;

/** Agents as typed, each as it sits down in every game. */
function agentsTyped(
  ids: readonly string[],
  games: readonly AnyGame[],
  budgetedModels: BudgetedModels,
): readonly ProfileAgent[] {
  const agents = ids.map((id) => profileAgent(id, games, (one, game) => agentNamed(one, game, budgetedModels.models)));
  const twice = agents.find(({ id }, at) => agents.findIndex((one) => one.id === id) < at);
  if (twice !== undefined)
    throw new UserError(`${twice.id} is named twice: name each agent once, and ask for more draws with --length.`);
  return agents;
}

/** The ids in what was typed, six at most. */
export function idsIn(words: readonly (string | undefined)[]): readonly string[] {
  const ids = words.flatMap((word) => withPoint(word ?? '').split(',')).filter((id) => id !== '');
  if (ids.length > MOST)
    throw new UserError(
      `A profile has ${MOST} agents at most side by side; got ${ids.length}: begin another one for the rest.`,
    );
  return ids;
}
