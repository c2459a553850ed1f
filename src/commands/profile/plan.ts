/** What a profile is to be: as typed, or as the session that is gone on with or looked at again says. */
import { isDeepStrictEqual } from 'node:util';
import { readAgent } from '../../agents/index.ts';
import { random } from '../../agents/script.ts';
import { newCode, newSeed } from '../../core/ids.ts';
import type { AnyGame } from '../../core/game.ts';
import { loadGame } from '../../disk/games.ts';
import type { SessionRow, SessionSummary, Store } from '../../core/log.ts';
import type { BudgetedModels } from '../../model/budget.ts';
import {
  type ProfileAgent,
  type Games,
  type ProfileMatch,
  jobsOf,
  type Length,
  placeName,
} from '../../profile/design.ts';
import { type Facts, type Kept, keptProfile } from '../../profile/stored-profile.ts';
import type { Missing } from '../../profile/play.ts';
import { nearestName, UserError } from '../../core/user-error.ts';
import { version } from '../../disk/version.ts';
import { minute } from '../text-columns.ts';
import { candidate, candidatesTyped } from './agents.ts';
import { LAST } from '../flags.ts';

export type ProfileFlags = {
  readonly ids: readonly string[];
  readonly length: Length | undefined;
  readonly seed: number | undefined;
  readonly session: string | undefined;
};

export type ProfilePlan = {
  readonly session: SessionRow;
  readonly name: string;
  readonly facts: Facts;
  readonly jobs: readonly ProfileMatch[];
  readonly missing: readonly Missing[];
  /** What the session holds already; null: it is a new one. */
  readonly kept: Kept | null;
};

export const profileGames = async (): Promise<Games> => ({
  dilemma: await loadGame('prisoners-dilemma'),
  vehicles: await loadGame('autonomous-vehicles'),
  market: await loadGame('pricing-duopoly'),
});

export const gamesOf = ({ dilemma, vehicles, market }: Games): readonly AnyGame[] => [dilemma, vehicles, market];

export function newProfile(
  { ids, length = 'quick', seed, session: name }: ProfileFlags,
  games: Games,
  house: BudgetedModels,
): ProfilePlan {
  if (ids.length === 0)
    throw new UserError(
      'homines profile needs to know whom: name one agent or several, such as "homines profile openai/gpt-4.1".',
    );
  const session = {
    code: newCode(),
    kind: 'run' as const,
    seed: seed ?? newSeed(),
    version: version(),
    startedAt: Date.now(),
  };
  const candidates = candidatesTyped(ids, games, house);
  const jobs = jobsFor(candidates, games, length, session);
  return {
    session,
    name:
      name ??
      `profile ${candidates
        .map(({ id }) => id)
        .join(' ')
        .slice(0, 70)} ${minute(session.startedAt)}`,
    facts: factsOf(candidates, jobs, length, house),
    jobs,
    missing: jobs.map((job) => ({ job, begun: null })),
    kept: null,
  };
}

/** The session that was named; without a name the last one that is what was typed, or a new one where there is none yet. */
export async function resumedProfile(
  store: Store,
  wanted: string,
  typed: ProfileFlags,
  games: Games,
  house: BudgetedModels,
): Promise<ProfilePlan> {
  const ids = candidatesTyped(typed.ids, games, house).map(({ id }) => id);
  const differs = ({ facts }: Kept, session: SessionSummary): string | null => {
    const agents = facts.agents.map(({ id }) => id);
    if (ids.length > 0 && !isDeepStrictEqual(ids, agents)) return `other agents (${agents.join(' ')})`;
    if (typed.length !== undefined && typed.length !== facts.length) return `another length (${facts.length})`;
    if (typed.seed !== undefined && typed.seed !== session.seed) return `another seed (${session.seed})`;
    return typed.session !== undefined && typed.session !== session.name ? 'another name' : null;
  };
  const found = await profileNamed(store, wanted, (kept, session) => differs(kept, session) === null);
  if (found === null) {
    if (ids.length > 0) return newProfile(typed, games, house);
    throw new UserError(
      `${store.file} holds no profile to go on with: begin one, such as "homines profile openai/gpt-4.1".`,
    );
  }
  const difference = differs(found.kept, found.session);
  if (difference !== null)
    throw new UserError(
      `Session ${found.session.code} has ${difference} than was typed: leave it out, or begin a new profile without --resume.`,
    );
  return goingOn(found, games, house);
}

/** The profile of this name or code, or the last one that will do. */
export async function profileNamed(
  store: Store,
  wanted: string,
  fits: (kept: Kept, session: SessionSummary) => boolean = () => true,
): Promise<{ readonly session: SessionSummary; readonly kept: Kept } | null> {
  const sessions = (await store.sessions()).filter(({ kind }) => kind === 'run').toReversed();
  const named = wanted === LAST ? null : sessions.find(({ code, name }) => code === wanted || name === wanted);
  if (named === undefined) throw noSuch(store, sessions, wanted);
  for (const session of named === null ? sessions : [named]) {
    const kept = await keptProfile(store, session.code);
    if (kept !== null && (named !== null || fits(kept, session))) return { session, kept };
  }
  if (named === null) return null;
  throw new UserError(`Session ${named.code} is no profile: "homines sessions ${named.code}" lists its matches.`);
}

function noSuch({ file }: Store, sessions: readonly SessionSummary[], wanted: string): UserError {
  const nearest = nearestName(
    wanted,
    sessions.flatMap(({ code, name }) => (name === null ? [code] : [code, name])),
  );
  return new UserError(
    `${file} holds no profile "${wanted}": "homines sessions" lists what there is.${nearest === null ? '' : ` Did you mean "${nearest}"?`}`,
  );
}

function goingOn(
  { session, kept }: { readonly session: SessionSummary; readonly kept: Kept },
  games: Games,
  house: BudgetedModels,
): ProfilePlan {
  const { facts } = kept;
  // Stored ids name who played, whatever the cast says now.
  const candidates = facts.agents.map(({ id }) =>
    candidate(id, games, (one, game) => readAgent(one, game, house.models)),
  );
  const jobs = jobsFor(candidates, games, facts.length, session);
  const begun = new Map(kept.matches.map((one) => [placeName(one.place), one.match]));
  const code = session.code;
  for (const job of jobs) {
    const match = begun.get(placeName(job));
    if (match === undefined || match.ending !== null) continue;
    const same =
      match.version === job.game.version &&
      match.seed === job.seed &&
      isDeepStrictEqual(match.config, plain(job.config));
    if (!same)
      throw new UserError(
        `Session ${code} asks what this homines asks otherwise: go on with the homines that began it.`,
      );
  }
  for (const [at, { id, temperature }] of factsOf(candidates, jobs, facts.length, house).agents.entries())
    if (temperature !== facts.agents[at]!.temperature)
      throw new UserError(
        `Session ${code} asked ${id} at temperature ${facts.agents[at]!.temperature}, and homines.config.json says ${temperature} now: set it back, or begin a new profile.`,
      );
  return {
    session,
    name: session.name ?? code,
    facts,
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

const jobsFor = (
  candidates: readonly ProfileAgent[],
  games: Games,
  length: Length,
  { seed }: SessionRow,
): readonly ProfileMatch[] => jobsOf(candidates, games, length, seed, readAgent('economicus', games.market), random);

/** As it is sent; what a server does without being told only its makers know. */
export const temperatureOf = (settings: Readonly<Record<string, unknown>>): string => {
  const { temperature } = settings;
  return typeof temperature === 'number' ? String(temperature) : "the server's own";
};

const factsOf = (
  candidates: readonly ProfileAgent[],
  jobs: readonly ProfileMatch[],
  length: Length,
  { seats }: BudgetedModels,
): Facts => ({
  length,
  matches: jobs.length,
  agents: candidates.map(({ id }, place) => {
    const seat = seats.get(id);
    const solved = jobs.find(({ agent }) => agent === place)?.seats[0]?.kind === 'theory';
    return {
      id,
      kind: solved ? 'theory' : 'drawn',
      temperature: seat === undefined ? null : temperatureOf(seat.settings),
    };
  }),
});
