/** What must be known of everything that was played before the first row of oTree's tables is written. */
import type { AnswerCells, LoggedMatch } from '../../core/stored-rows.ts';
import { type App, type Played, playedIn } from './apps.ts';
import type { ExportJob } from './table-writer.ts';
import { agentCode, eachScreen, pagesBySeat, type Player, practiceOf } from './players.ts';
import { after, notBegun, type Progress, progressOf } from './progress.ts';

type Match = LoggedMatch<AnswerCells['answers']>;

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
  let looked = new Set<string>();
  let now: ReturnType<typeof newSession> = newSession();
  const settle = (): void => {
    for (const [code, { again, asked }] of now.agents) if (!again && !asked) now.agents.delete(code);
  };
  const begin = (code: string): ReturnType<typeof newSession> => {
    settle();
    looked = new Set();
    sessions.set(code, (now = newSession()));
    return now;
  };
  const look = (match: Match, app: string): void => {
    const mine = sessions.get(match.session.code) ?? begin(match.session.code);
    // The rules are asked once for each kind of table, and of every match that is not finished.
    const kind = `${app} ${match.version} ${match.seats.length} ${match.configText}`;
    const course = looked.has(kind) && match.ending === 'finished' ? null : job.courseOf(match);
    looked.add(kind);
    for (const { round, practice } of course?.pages.flat() ?? [])
      atLeast(mine.rounds, practice ? practiceOf(app) : app, round);
    for (const { round, practice } of match.answers) atLeast(mine.rounds, practice ? practiceOf(app) : app, round);
    for (const pages of course?.pages ?? []) atLeast(mine.screens, app, pages.length);
    pagesBySeat(match).forEach((pages, seat) => {
      if (match.participants[seat] !== null && match.participants[seat] !== undefined) return;
      const code = agentCode(match, seat);
      const before = mine.agents.get(code);
      const played = { match, seat, app, pages, course, screens: eachScreen(match, seat, pages) };
      mine.agents.set(code, {
        progress: after(before?.progress ?? notBegun(0), played, null),
        app,
        again: before !== undefined,
        asked: course !== null,
      });
      mine.changesApps ||= before !== undefined && before.app !== app;
    });
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

function atLeast(numbers: Map<string, number>, name: string, number: number): void {
  if (number > (numbers.get(name) ?? 0)) numbers.set(name, number);
}
