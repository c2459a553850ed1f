/** A first look at what is exported: which games were played as which apps, for how many rounds, with which questions and settings. */
import { givesProbabilities } from '../../core/askable.ts';
import type { AnswerCells, LoggedMatch } from '../../core/stored-rows.ts';
import type { LogReader } from '../../core/log-reader.ts';
import type { CellValue } from './column.ts';
import type { ExportJob } from './table-writer.ts';
import { appName, timesPlayed, type TimesPlayed } from './times-played.ts';
import { nextName, practiceOf } from './players.ts';

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
  /** Of a session, by its code: by the place of each person among those who joined, in how many matches he or she sits. */
  matches(session: string): TimesPlayed['matches'];
};

type Asked = LoggedMatch<AnswerCells['questions']>;

/** Is handed a match, the name of its app, and the log that it is in. Where something must be read for it, a promise is given, to be waited for. */
export type MatchSeen = (match: Asked, app: string, log: LogReader) => Promise<void> | undefined;

/** Looks over everything that was played. `seen` is handed every match with its app. */
export async function playedIn(
  { parts, breathe }: Pick<ExportJob, 'parts' | 'breathe'>,
  seen: MatchSeen = () => undefined,
): Promise<Played> {
  const games: string[] = [];
  const bySession = new Map<string, { readonly games: Set<string>; readonly matches: TimesPlayed['matches'] }>();
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
  /** By what was asked, the same list for many matches, which kind of match was noted of it last. */
  const last = new WeakMap<Asked['answers'], { readonly name: string; readonly match: Asked }>();
  const note = (match: Asked, name: string): void => {
    const before = last.get(match.answers);
    if (before?.name === name && isAlike(before.match, match)) return;
    last.set(match.answers, { name, match });
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
      const { appOf, matches: sat } = timesPlayed(await log.participants(session.code));
      const mine = new Set<string>();
      bySession.set(session.code, { games: mine, matches: sat });
      for await (const matches of log.played({ session, cells: 'questions' })) {
        for (const match of matches) {
          if (!games.includes(match.game)) games.push(match.game);
          const app = appOf(match);
          mine.add(appName(match.game));
          note(match, app);
          const looked = seen(match, app, log);
          if (looked === undefined) continue;
          await looked;
          await breathe();
        }
        await breathe();
      }
    }
  const rank = ({ game }: App): number => games.indexOf(game);
  return {
    apps: [...apps.values()].sort((one, two) => rank(one) - rank(two)),
    games: (session) => [...(bySession.get(session)?.games ?? [])],
    matches: (session) => bySession.get(session)?.matches ?? NOBODY,
  };
}

const NOBODY = new Uint32Array();

/** Whether two matches of the same game in which the same was asked are of the same app in all that is noted of it. */
const isAlike = (one: Asked, other: Asked): boolean =>
  one.seats === other.seats &&
  one.config === other.config &&
  (one.presentation === null) === (other.presentation === null);
