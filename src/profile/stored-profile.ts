/** A profile as the log keeps it: what it was to be, and which of its matches was played for which question. */
import type { EventBody } from '../core/events.ts';
import type { AnyGame } from '../core/game.ts';
import type {
  CallSums,
  MatchRow,
  MatchSummary,
  LogRow,
  SessionRow,
  SessionSummary,
  LogQuestions,
} from '../core/log.ts';
import type { ServedModel } from '../core/served-model.ts';
import { nearestName, UserError } from '../core/user-error.ts';
import { rulesOf } from '../match/replay.ts';
import { addMatch, answersOf, type Profiled, type ProfiledLive } from './answers.ts';
import { type ProfileDesign, type ProfileQuestion, type ProfileTask, allTasks } from './design.ts';
import { judged, type Judged, patternOf } from './pattern.ts';
import { givesProbabilities } from '../core/askable.ts';
import { byHand } from '../core/shell.ts';

/** What a profile was to be. */
export type Facts = EventBody<'profiled'>;

/** How much it asks and how, with its session's seed. */
export const designOf = ({ length, wordings = 1, orders, both }: Facts, seed: number): ProfileDesign => ({
  ...{ length, seed, wordings, both: both === true },
  balanced: orders === 'balanced',
});

/** The row that says what a profile is to be; to be committed with its session. */
export const factsRow = ({ code, startedAt }: SessionRow, body: Facts): LogRow => ({
  table: 'event',
  row: { session: code, match: null, participant: null, kind: 'profiled', body, at: startedAt },
});

/** To be committed with the match's own row. */
export const placeRow = (
  { session, code, startedAt }: MatchRow,
  { agent, task, where, draw }: ProfileQuestion,
): LogRow => ({
  table: 'event',
  row: {
    session,
    match: code,
    participant: null,
    kind: 'profile match',
    body: { agent, task, where, draw },
    at: startedAt,
  },
});

/** A match of a profile, and the question that it was played for. */
export type KeptMatch = { readonly place: ProfileQuestion; readonly match: MatchSummary };
/** What the log has of a profile. */
export type Kept = { readonly facts: Facts; readonly matches: readonly KeptMatch[] };

/** null: this session is no profile. */
export async function keptProfile(log: LogQuestions, session: string): Promise<Kept | null> {
  const events = await log.events(session);
  const profiled = events.find(({ kind }) => kind === 'profiled');
  if (profiled?.kind !== 'profiled') return null;
  const places = new Map(
    events.flatMap((event) => {
      if (event.kind !== 'profile match') return [];
      return [[event.match, event.body] as const];
    }),
  );
  const matches = await log.matches({ session });
  return {
    facts: profiled.body,
    matches: matches.flatMap((match) => {
      const found = places.get(match.code);
      return found === undefined ? [] : [{ place: found, match }];
    }),
  };
}

/**
 * The profile of this name or code, or without one (null) the last that will do; null where there is none. Throws a
 * UserError where the name is no session's, or its session no profile.
 */
export async function profileNamed(
  log: LogQuestions,
  wanted: string | null,
  fits: (kept: Kept, session: SessionSummary) => boolean = () => true,
): Promise<{ readonly session: SessionSummary; readonly kept: Kept } | null> {
  const sessions = (await log.sessions()).filter(({ kind }) => kind === 'run').toReversed();
  const named = wanted === null ? null : sessions.find(({ code, name }) => code === wanted || name === wanted);
  if (named === undefined) throw noSuch(log, sessions, wanted ?? '');
  for (const session of named === null ? sessions : [named]) {
    const kept = await keptProfile(log, session.code);
    if (kept !== null && (named !== null || fits(kept, session))) return { session, kept };
  }
  if (named === null) return null;
  throw new UserError(`Session ${named.code} is no profile: "${byHand(`sessions ${named.code}`)}" lists its matches.`);
}

function noSuch({ file }: LogQuestions, sessions: readonly SessionSummary[], wanted: string): UserError {
  const nearest = nearestName(
    wanted,
    sessions.flatMap(({ code, name }) => (name === null ? [code] : [code, name])),
  );
  return new UserError(
    `${file} holds no profile "${wanted}": "${byHand('sessions')}" lists what there is.${nearest === null ? '' : ` Did you mean "${nearest}"?`}`,
  );
}

/**
 * The tasks of a profile among those of the games that there are; of one that does not name them those that games
 * declare.
 */
export function tasksIn({ tasks }: Facts, games: readonly AnyGame[]): readonly ProfileTask[] {
  return allTasks(games).filter(
    ({ declared, spec }) => tasks?.includes(spec.task) ?? (declared && spec.battery !== 'only'),
  );
}

/**
 * Everything that was answered to its end, as the log has it, and how many questions had no answer. Throws a UserError
 * where a match was played by rules that are not here.
 */
export async function keptAnswers(
  log: LogQuestions,
  { facts, matches }: Kept,
  games: readonly AnyGame[],
): Promise<{ readonly agents: readonly ProfiledLive[]; readonly unanswered: number }> {
  const choices = facts.both === true && facts.agents.every(({ ask }) => ask !== 'grid');
  const agents = facts.agents.map(({ id, kind, ask, temperature }): ProfiledLive => ({
    ...{ id, kind, answers: [], measured: [], choices: [], told: [] },
    ...(ask === undefined ? {} : { ask }),
    ...(ask === 'decision' || (choices && temperature !== null) ? { choicesOnly: true as const } : {}),
  }));
  const tasks = tasksIn(facts, games);
  let unanswered = 0;
  for (const { place, match } of matches) {
    const [task, agent] = [tasks.find(({ spec }) => spec.task === place.task), agents[place.agent]];
    if (match.ending !== 'finished' || agent === undefined) continue;
    const game = rulesIn(games, match);
    if (task === undefined) continue;
    const { code, seed, seats, presentation } = match;
    const situation = givesProbabilities(agent) && task.spec.situations !== undefined;
    const beside = facts.both === true && facts.agents[place.agent]!.temperature !== null;
    const played = {
      ...{ ...place, ...task, game, match: code, config: game.config.parse(match.config), seed, presentation },
      ...{ situation, alone: situation || (beside && task.spec.situations !== undefined) },
    };
    const found = await answersOf(
      { ...played, seats: seats.length, expects: seats[0]?.expects === true },
      await log.decisions(code),
    );
    addMatch(agent, found);
    unanswered += found.unanswered;
  }
  return { agents, unanswered };
}

function rulesIn(games: readonly AnyGame[], { game: name, version }: MatchSummary): AnyGame {
  const game = games.find((one) => one.name === name);
  const rules = game === undefined ? null : rulesOf(game, version);
  if (rules === null)
    throw new UserError(`This profile was played by version ${version} of ${name}, whose rules are not here.`);
  return rules;
}

/** A profile as it stands: judged from its rows. */
export type EarlierProfile = {
  readonly tasks: readonly ProfileTask[];
  readonly agents: readonly Profiled[];
  readonly rows: readonly Judged[];
  /** Matches that have not been played to their end. */
  readonly missing: number;
  /** Questions without an answer. */
  readonly unanswered: number;
  readonly sums: CallSums;
  /** Which models answered, and what their servers refused. */
  readonly served: readonly ServedModel[];
};

/** Judges an earlier profile again from its rows; nothing is asked. Throws as `keptAnswers` does. */
export async function earlierProfile(
  log: LogQuestions,
  session: string,
  kept: Kept,
  games: readonly AnyGame[],
): Promise<EarlierProfile> {
  const { agents, unanswered } = await keptAnswers(log, kept, games);
  const ended = kept.matches.filter(({ match }) => match.ending === 'finished').length;
  const tasks = tasksIn(kept.facts, games);
  return {
    ...{ tasks, agents, unanswered, missing: kept.facts.matches - ended },
    rows: judged(patternOf(tasks), agents),
    sums: await log.callSums(session),
    served: await log.servedModels(session),
  };
}

/** What a profile was, each temperature as it was honoured: one that a server refused is its own. */
export function asHonoured(facts: Facts, served: readonly ServedModel[]): Facts {
  const refused = (id: string): boolean =>
    served.some(({ provider, model, leftOut }) => {
      const asked = `${provider}/${model}`;
      return (id === asked || id.startsWith(`${asked}+`)) && leftOut.includes('temperature');
    });
  return {
    ...facts,
    agents: facts.agents.map((agent) =>
      agent.temperature === null || !refused(agent.id) ? agent : { ...agent, temperature: "refused, the server's own" },
    ),
  };
}
