/** What a profile is to be: as typed, or as the session that is gone on with or looked at again says. */
import { isDeepStrictEqual } from 'node:util';
import { readAgent } from '../../agents/index.ts';
import { withoutAsk } from '../../agents/offline.ts';
import { newCode, newSeed } from '../../core/ids.ts';
import type { AnyGame } from '../../core/game.ts';
import type { SessionRow, SessionSummary, Store } from '../../core/log.ts';
import type { Limits, BudgetedModels } from '../../model/budget.ts';
import type { Length } from '../../core/profile-spec.ts';
import {
  batteryTasks,
  type LeftOut,
  leftOutOf,
  matchesOf,
  mostWordings,
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
import { listed, localTime } from '../../core/format.ts';
import { UserError } from '../../core/user-error.ts';
import { version } from '../../disk/version.ts';
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
  /** Whether the protocols of the battery are asked, instead of the reported pattern's tasks. */
  readonly battery: boolean;
};

/** What is to be asked, and what the session holds of it. */
export type ProfilePlan = {
  readonly session: SessionRow;
  readonly name: string;
  readonly facts: Facts;
  readonly tasks: readonly ProfileTask[];
  /** Every match that there is to be. */
  readonly jobs: readonly ProfileMatch[];
  /** What cannot be asked of who gives probabilities. */
  readonly leftOut: readonly LeftOut[];
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
  { ids, length = 'quick', seed, session: name, wordings = 1, both, battery }: ProfileFlags,
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
  const agents = agentsTyped(ids, games, budgetedModels, both);
  const tasks = battery ? batteryTasks(games) : tasksOf(games);
  const design: ProfileDesign = { length, seed: session.seed, wordings, balanced: true, both };
  refuseWordings(agents, tasks, design);
  const jobs = matchesOf(agents, tasks, design);
  return {
    session,
    name:
      name ??
      `profile ${agents
        .map(({ id }) => id)
        .join(' ')
        .slice(0, 70)} ${localTime(session.startedAt)}`,
    facts: factsOf(agents, tasks, jobs, design, budgetedModels),
    tasks,
    jobs,
    leftOut: leftOutOf(agents, tasks, design),
    missing: jobs.map((job) => ({ job, begun: null })),
    kept: null,
  };
}

/** Throws a UserError where a task cannot be asked in so many wordings. */
function refuseWordings(agents: readonly ProfileAgent[], tasks: readonly ProfileTask[], design: ProfileDesign): void {
  if (design.wordings === 1) return;
  const found = mostWordings(agents, tasks, design);
  if (found === null || found.most >= design.wordings) return;
  throw new UserError(
    found.most === 1
      ? `--wordings ${design.wordings} needs paraphrases, and the questions of ${found.task} have one wording: leave it out.`
      : `--wordings is 1 to ${found.most} here, as many as the questions of ${found.task} have; got ${design.wordings}.`,
  );
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
  const ids = agentsTyped(typed.ids, games, budgetedModels, typed.both).map(({ id }) => id);
  const differs = ({ facts }: Kept, session: SessionSummary): string | null => {
    const agents = facts.agents.map(({ id }) => id);
    if (ids.length > 0 && !isDeepStrictEqual(ids, agents)) return `other agents (${agents.join(' ')})`;
    if (typed.length !== undefined && typed.length !== facts.length) return `another length (${facts.length})`;
    if (typed.wordings !== undefined && typed.wordings !== (facts.wordings ?? 1))
      return `another number of wordings (${facts.wordings ?? 1})`;
    if (typed.battery && !batteryTasks(games).every(({ spec }) => facts.tasks?.includes(spec.task)))
      return 'other tasks, not those of the battery';
    if (typed.both && facts.both !== true) return 'one instrument, not both';
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
      isDeepStrictEqual(match.presentation, job.presentation) &&
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
    leftOut: leftOutOf(agents, tasks, design),
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
  both: boolean,
): readonly ProfileAgent[] {
  const agentOf = (id: string): ProfileAgent =>
    profileAgent(id, games, (one, game) => agentNamed(one, game, budgetedModels.models));
  const named = ids.map(agentOf);
  const models = named.filter((one) => one.seatIn(games[0]!).kind === 'model');
  if (both && models.length === 0 && ids.length > 0)
    throw new UserError(
      `--both asks a model for its probabilities and for answers; ${listed(ids)} ${ids.length === 1 ? 'is no model' : 'are no models'}: name one, such as "${byHand('profile local/qwen3 --both')}".`,
    );
  const agents = named.flatMap((one) => (both && models.includes(one) ? asked(one, games[0]!).map(agentOf) : [one]));
  if (agents.length > MOST) throw tooMany(agents.length);
  const twice = agents.find(({ id }, at) => agents.findIndex((one) => one.id === id) < at);
  if (twice !== undefined)
    throw new UserError(`${twice.id} is named twice: name each agent once, and ask for more draws with --length.`);
  return agents;
}

/** The ids in what was typed, six at most. */
export function idsIn(words: readonly (string | undefined)[]): readonly string[] {
  const ids = words.flatMap((word) => withPoint(word ?? '').split(',')).filter((id) => id !== '');
  if (ids.length > MOST) throw tooMany(ids.length);
  return ids;
}

const tooMany = (count: number): UserError =>
  new UserError(`A profile has ${MOST} agents at most side by side; got ${count}: begin another one for the rest.`);

/** The ids of one model asked both ways: for probabilities, on a grid where that was named, and for answers. */
function asked({ id, seatIn }: ProfileAgent, game: AnyGame): readonly [told: string, drawn: string] {
  const { ask } = seatIn(game);
  const bare = withoutAsk(id);
  return [`${bare}?ask=${ask === 'grid' ? 'grid' : 'decision'}`, `${bare}?ask=${ask === 'words' ? 'words' : 'json'}`];
}
