/** A first look at what is exported: which games were played as which apps, for how many rounds, with which questions and settings. */
import { givesProbabilities } from '../../core/askable.ts';
import type { AnswerCells, LoggedMatch } from '../../core/stored-rows.ts';
import type { CellValue } from './column.ts';
import type { ExportJob } from './table-writer.ts';
import { appName, appNumbers, nextName, practiceOf } from './players.ts';

/** A game as oTree counts it: one app for each time that a person plays it again, and for its practice rounds. */
export type App = {
  readonly name: string;
  readonly game: string;
  /** The app of its matches, and whether it is their practice rounds: else that is itself. */
  readonly of: string;
  readonly practice: boolean;
  rounds: number;
  /** As first asked. */
  readonly questions: Set<string>;
  /** Whether any of its answers was drawn from probabilities that a model told. */
  told: boolean;
  readonly settings: Set<string>;
  /** Whether any of its matches said itself in which order or words it put its questions. */
  presented: boolean;
};

const NOTHING: Readonly<Record<string, unknown>> = {};

/** The settings of a match by name; none where they are no object. */
export const settingsIn = ({ config }: Pick<LoggedMatch, 'config'>): Readonly<Record<string, unknown>> =>
  isRecord(config) ? config : NOTHING;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A setting as a cell: yes and no as 1 and 0, lists as JSON. */
export const settingCell = (value: unknown): CellValue =>
  typeof value === 'number' || typeof value === 'string'
    ? value
    : typeof value === 'boolean'
      ? Number(value)
      : value === null || value === undefined
        ? null
        : JSON.stringify(value);

/** What was played, as a first look finds it. */
export type Played = {
  /** In the order in which games were first played, each with its repetitions and practice rounds behind it. */
  readonly apps: readonly App[];
  /** The games of a session, by its code, in the order in which they were first played there: their apps' names. */
  games(session: string): readonly string[];
};

/** Is handed a match, and the name of its app. */
export type MatchSeen = (match: LoggedMatch<AnswerCells['answers']>, app: string) => void;

/** Looks over everything that was played. `seen` is handed every match with its app; without it less is read. */
export async function playedIn(
  { parts, breathe }: Pick<ExportJob, 'parts' | 'breathe'>,
  seen?: MatchSeen,
): Promise<Played> {
  const games: string[] = [];
  const bySession = new Map<string, Set<string>>();
  const apps = new Map<string, App>();
  const appNamed = (of: string, practice: boolean, game: string): App => {
    const name = practice ? practiceOf(of) : of;
    let app = apps.get(name);
    if (app === undefined) {
      app = {
        ...{ name, game, of, practice },
        ...{ rounds: 0, questions: new Set(), told: false, settings: new Set(), presented: false },
      };
      apps.set(name, app);
    }
    return app;
  };
  /** By app the settings that were noted last: neighbours share theirs. */
  const noted = new Map<App, unknown>();
  const noteSettings = (app: App, match: LoggedMatch<unknown>): void => {
    if (noted.get(app) === match.config) return;
    for (const name of Object.keys(settingsIn(match))) app.settings.add(name);
    noted.set(app, match.config);
  };
  const note = (match: LoggedMatch<AnswerCells['questions']>, name: string): void => {
    const asked = match.seats.map((): string[] => []);
    const rounds = match.seats.map(() => NaN);
    for (const { seat, key, revision, round, practice } of match.answers) {
      if (revision > 0 || asked[seat] === undefined) continue;
      const app = appNamed(name, practice, match.game);
      app.told ||= givesProbabilities(match.seats[seat] ?? {});
      app.rounds = Math.max(app.rounds, round);
      app.presented ||= match.presentation !== null;
      noteSettings(app, match);
      // A question asked twice in one round has two columns, as in roundsOf.
      const place = practice ? -round : round;
      if (rounds[seat] !== place) asked[seat] = [];
      rounds[seat] = place;
      const question = nextName(asked[seat], key);
      asked[seat].push(question);
      app.questions.add(question);
    }
  };
  for (const { log, sessions } of parts)
    for (const session of sessions) {
      const appOf = appNumbers(await log.participants(session.code));
      const mine = new Set<string>();
      bySession.set(session.code, mine);
      const noteAll = (matches: readonly LoggedMatch<AnswerCells['questions']>[]): readonly string[] =>
        matches.map((match) => {
          if (!games.includes(match.game)) games.push(match.game);
          const app = appOf(match);
          mine.add(appName(match.game));
          note(match, app);
          return app;
        });
      if (seen === undefined)
        for await (const matches of log.played({ session, cells: 'questions' })) {
          noteAll(matches);
          await breathe();
        }
      else
        for await (const matches of log.played({ session, cells: 'answers' })) {
          noteAll(matches).forEach((app, i) => seen(matches[i]!, app));
          await breathe();
        }
    }
  const rank = ({ game }: App): number => games.indexOf(game);
  return {
    apps: [...apps.values()].sort((one, two) => rank(one) - rank(two)),
    games: (session) => [...(bySession.get(session) ?? [])],
  };
}
