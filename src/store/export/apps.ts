/** A first look at what is exported: which games were played as which apps, for how many rounds, with which questions and settings. */
import { parsedOnce } from '../json.ts';
import type { Cell } from './column.ts';
import type { Job } from './job.ts';
import { playersOf, practiceOf, roundsOf } from './players.ts';
import type { MatchFacts } from './reading.ts';

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

export function settingsIn({ config }: MatchFacts): Readonly<Record<string, unknown>> {
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
  for (const { source, sessions } of parts)
    for (const session of sessions)
      for (const players of playersOf(source, session, null, true)) {
        for (const player of players)
          for (const played of player.played) {
            const { game } = played.match;
            if (!games.includes(game)) games.push(game);
            const settings = Object.keys(settingsIn(played.match));
            for (const { practice, round, answers } of roundsOf(played)) {
              const name = practice ? practiceOf(played.app) : played.app;
              let app = apps.get(name);
              if (app === undefined) apps.set(name, (app = { name, game, rounds: 0, questions: new Set(), settings: new Set() }));
              app.rounds = Math.max(app.rounds, round);
              for (const question of answers.keys()) app.questions.add(question);
              for (const setting of settings) app.settings.add(setting);
            }
          }
        await breathe();
      }
  const rank = ({ game }: App): number => games.indexOf(game);
  return [...apps.values()].sort((one, two) => rank(one) - rank(two));
}
