/** A first look at what is exported: which games were played as which apps, for how many rounds, with which questions and settings. */
import { parsedOnce } from '../json.ts';
import type { Cell } from './column.ts';
import type { Job } from './job.ts';
import { appOf, countGames, pagesOf, practiceOf, roundsOf } from './players.ts';
import { type Asked, type MatchFacts, peopleOf, questionsOf } from './reading.ts';

export type App = {
  readonly name: string;
  readonly game: string;
  rounds: number;
  /** As first asked. */
  readonly questions: Set<string>;
  readonly settings: Set<string>;
};

const parsed = parsedOnce();
const NOTHING: Readonly<Record<string, unknown>> = {};

export function settingsIn({ config }: Pick<MatchFacts, 'config'>): Readonly<Record<string, unknown>> {
  const value = parsed(config);
  return isRecord(value) ? value : NOTHING;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A setting as a cell: yes and no as 1 and 0, lists as JSON. */
export const settingCell = (value: unknown): Cell =>
  typeof value === 'number' || typeof value === 'string'
    ? value
    : typeof value === 'boolean'
      ? Number(value)
      : value === null || value === undefined
        ? null
        : JSON.stringify(value);

/** Every app, in the order in which games were first played, each with its repetitions and practice rounds behind it. */
export async function appsOf({ parts, breathe }: Pick<Job, 'parts' | 'breathe'>): Promise<readonly App[]> {
  const games: string[] = [];
  const apps = new Map<string, App>();
  const note = (match: MatchFacts<Asked>, app: string, seat: number, settings: readonly string[]): void => {
    for (const { practice, round, answers } of roundsOf(pagesOf(match, seat))) {
      const name = practice ? practiceOf(app) : app;
      let known = apps.get(name);
      if (known === undefined) apps.set(name, (known = { name, game: match.game, rounds: 0, questions: new Set(), settings: new Set() }));
      known.rounds = Math.max(known.rounds, round);
      for (const question of answers.keys()) known.questions.add(question);
      for (const setting of settings) known.settings.add(setting);
    }
  };
  for (const { source, sessions } of parts)
    for (const session of sessions) {
      const nth = countGames(peopleOf(source, session));
      for (const matches of questionsOf(source, session)) {
        for (const match of matches) {
          if (!games.includes(match.game)) games.push(match.game);
          const settings = Object.keys(settingsIn(match));
          match.seated.forEach(({ participant }, seat) => note(match, appOf(match.game, nth(participant, match.game)), seat, settings));
        }
        await breathe();
      }
    }
  const rank = ({ game }: App): number => games.indexOf(game);
  return [...apps.values()].sort((one, two) => rank(one) - rank(two));
}
