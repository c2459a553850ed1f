/** What must be known of everything that was played before the first row of oTree's tables is written. */
import type { AnswerCells, LoggedMatch } from '../../core/stored-rows.ts';
import type { LogReader } from '../../core/log-reader.ts';
import { memo } from '../../core/memo.ts';
import { type App, type Played, playedIn } from './apps.ts';
import type { Course } from './course.ts';
import type { ExportJob } from './table-writer.ts';
import { agentCode, eachScreen, pagesBySeat, type Player, practiceOf } from './players.ts';
import { after, notBegun, type Progress, progressOf } from './progress.ts';

type Match = LoggedMatch<AnswerCells['questions']>;

export type Outlook = {
  readonly played: Played;
  /** Where this participant stands, over all matches. */
  progress(player: Player): Progress;
  /** How many rounds of an app this player has in its session, reached or not. */
  rounds(player: Player, app: App): number;
  /** Whether an agent has this match alone in the session. */
  playsOnce(agent: Player): boolean;
  /** Whether any agent of the session plays several apps. */
  changesApps(session: string): boolean;
};

/** An agent, as far as its session has been read. */
type SoFar = { readonly progress: Progress; readonly app: string; readonly again: boolean; readonly asked: boolean };

/** A session: rounds by app, and screens by app of whoever plays it as a person might. */
const newSession = () => ({
  rounds: new Map<string, number>(),
  screens: new Map<string, number>(),
  /** Agents by code; when the session has been read only those of whom their one match does not tell all. */
  agents: new Map<string, SoFar>(),
  changesApps: false,
});

/** Looks over everything that was played, each session with a memory of its own: of agents there may be as many as of people. */
export async function outlookOf(job: ExportJob): Promise<Outlook> {
  const sessions = new Map<string, ReturnType<typeof newSession>>();
  /** Kinds of tables of which the rules were asked. */
  let looked = new Set<string>();
  let now: ReturnType<typeof newSession> = newSession();
  const settle = (): void => {
    for (const [code, { again, asked }] of now.agents) if (!again && !asked) now.agents.delete(code);
  };
  const begin = (code: string): ReturnType<typeof newSession> => {
    settle();
    looked = new Set();
    kinds.clear();
    sessions.set(code, (now = newSession()));
    return now;
  };
  /** Of which matches the rules were asked last, by app. */
  const kinds = new Map<string, Match>();
  const look = (match: Match, app: string, log: LogReader): Promise<void> | undefined => {
    const mine = sessions.get(match.session.code) ?? begin(match.session.code);
    // The rules are asked once for each kind of table, and of every match that is not finished.
    const last = kinds.get(app);
    kinds.set(app, match);
    if (match.ending === 'finished' && last !== undefined && isOfTheSameKind(last, match)) {
      note(mine, match, app, null);
      return undefined;
    }
    const kind = `${app} ${match.version} ${match.seats.length} ${match.configText}`;
    const isKnown = looked.has(kind) && match.ending === 'finished';
    looked.add(kind);
    if (isKnown) {
      note(mine, match, app, null);
      return undefined;
    }
    return courseIn(log, match).then((course) => note(mine, match, app, course));
  };
  const courseIn = async (log: LogReader, { session, code }: Match): Promise<Course | null> => {
    for await (const [match] of log.played({ session, cells: 'answers', codes: [code] }))
      if (match !== undefined) return job.courseOf(match);
    return null;
  };
  const played = await playedIn(job, look);
  settle();
  for (const app of played.apps)
    app.rounds = Math.max(app.rounds, ...[...sessions.values()].map(({ rounds }) => rounds.get(app.name) ?? 0));
  const agentIn = ({ session, code }: Player): SoFar | undefined => sessions.get(session.code)?.agents.get(code);
  return {
    played,
    progress(player) {
      const { session, person, played: matches } = player;
      if (person === undefined)
        return (
          agentIn(player)?.progress ??
          matches.reduce<Progress>((so, one) => after(so, { ...one, course: null }, null), notBegun(0))
        );
      const screens = sessions.get(session.code)?.screens;
      return progressOf(
        player,
        played.games(session.code).reduce((sum, app) => sum + (screens?.get(app) ?? 0), 0),
      );
    },
    rounds: ({ session, person, played: matches }, { name, of }) =>
      person !== undefined || matches.some(({ app }) => app === of)
        ? (sessions.get(session.code)?.rounds.get(name) ?? 0)
        : 0,
    playsOnce: (agent) => agentIn(agent)?.again !== true,
    changesApps: (session) => sessions.get(session)?.changesApps === true,
  };
}

/** A session as it is looked over. */
type LookedOver = ReturnType<typeof newSession>;

function note(mine: LookedOver, match: Match, app: string, course: Course | null): void {
  const { answers, seats, participants } = match;
  for (const { round, practice } of course?.pages.flat() ?? [])
    atLeast(mine.rounds, practice ? practiceOf(app) : app, round);
  const { rounds, practiced, bySeat } = passedIn(answers)(seats.length);
  if (rounds > 0) atLeast(mine.rounds, app, rounds);
  if (practiced > 0) atLeast(mine.rounds, practiceOf(app), practiced);
  for (const pages of course?.pages ?? []) atLeast(mine.screens, app, pages.length);
  bySeat.forEach((passed, seat) => {
    if (participants[seat] !== null && participants[seat] !== undefined) return;
    const code = agentCode(match, seat);
    const before = mine.agents.get(code);
    mine.agents.set(code, {
      progress: after(before?.progress ?? notBegun(0), { ...passed, match, seat, app, course }, null),
      app,
      again: before !== undefined,
      asked: course !== null,
    });
    mine.changesApps ||= before !== undefined && before.app !== app;
  });
}

/** How far a match in which this was asked, the same list for many matches, came at a table of so many: rounds, and what each seat passed. */
const passedIn = memo((answers: Match['answers']) =>
  memo((seats: number) => ({
    rounds: lastRound(answers, false),
    practiced: lastRound(answers, true),
    bySeat: pagesBySeat(answers, seats).map((pages, seat) => ({ pages, screens: eachScreen(answers, seat, pages) })),
  })),
);

const lastRound = (answers: Match['answers'], wanted: boolean): number =>
  answers.reduce((last, { round, practice }) => (practice === wanted ? Math.max(last, round) : last), 0);

const isOfTheSameKind = (one: Match, other: Match): boolean =>
  one.version === other.version && one.seats.length === other.seats.length && one.config === other.config;

function atLeast(numbers: Map<string, number>, name: string, number: number): void {
  if (number > (numbers.get(name) ?? 0)) numbers.set(name, number);
}
