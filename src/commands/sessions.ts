/** `homines sessions [SESSION]`: what is in the database, and the matches of one session. */
import { timesEach } from '../core/seat-groups.ts';
import type { MatchSummary, ParticipantRow, SessionSummary, LogQuestions } from '../core/log.ts';
import { counted, localTime } from '../core/format.ts';
import { nearestName, UserError } from '../core/user-error.ts';
import { openLog } from '../store/log-reader.ts';
import { everyMatch } from '../core/log-reader.ts';
import { db, DEFAULT_DB, json } from './shared/flags.ts';
import { aligned } from './shared/text-columns.ts';
import { print, printJson } from './shared/print.ts';
import { verb as define } from './shared/verb.ts';
import { byHand } from '../core/shell.ts';
import { upgrading } from './shared/upgrading.ts';

export const verb = define({
  name: 'sessions',
  word: '[SESSION]',
  says: 'What is in the database: its sessions, or the matches of one of them by code or name.',
  flags: { db, json },
  examples: ['homines sessions', 'homines sessions --json', 'homines sessions "class of 24 Nov"'],
  async run({ db: file = DEFAULT_DB, json: asJson = false }, wanted) {
    const log = await openLog(file, upgrading());
    try {
      const sessions = await log.sessions();
      if (wanted !== undefined) return await one(log, sessions, wanted, asJson);
      if (asJson) return printJson(sessions);
      print(sessions.length === 0 ? `${file} holds no session yet: play or run something first.` : overview(sessions));
      return 0;
    } finally {
      log.close();
    }
  },
});

/** How many matches are listed as text: the last ones. */
const SHOWN = 200;

async function one(
  log: LogQuestions,
  sessions: readonly SessionSummary[],
  wanted: string,
  asJson: boolean,
): Promise<number> {
  const found = sessions.find(({ code }) => code === wanted) ?? sessions.findLast(({ name }) => name === wanted);
  if (found === undefined) {
    const nearest = nearestName(
      wanted,
      sessions.flatMap(({ code, name }) => (name === null ? [code] : [code, name])),
    );
    throw new UserError(
      `${log.file} holds no session "${wanted}": "${byHand('sessions')}" lists what there is.${nearest === null ? '' : ` Did you mean "${nearest}"?`}`,
    );
  }
  const matches: MatchSummary[] = [];
  for await (const match of everyMatch(log, { session: found.code })) matches.push(match);
  const people = await log.participants(found.code);
  if (asJson) return printJson({ ...found, participants: people, played: matches });
  const earlier = matches.length - SHOWN;
  print(
    `${overview([found])}\n${labelled(people)}${earlier > 0 ? `\n… ${counted(earlier, 'earlier match', 'earlier matches')}: --json lists them all` : ''}`,
  );
  print(aligned([['match', 'game', 'seats', 'choices', 'payoffs'], ...matches.slice(-SHOWN).map(matchLine)], 3));
  return 0;
}

/** Whoever has a label or a treatment, a person a line. */
function labelled(people: readonly ParticipantRow[]): string {
  const known = people.filter(({ label, treatment }) => label !== null || treatment !== null);
  const rows = known.map(({ code, label, treatment }) => [code, label ?? '–', treatment ?? '–']);
  return known.length === 0 ? '' : `\n${aligned([['participant', 'label', 'treatment'], ...rows], 3)}\n`;
}

const overview = (sessions: readonly SessionSummary[]): string =>
  aligned(
    [
      ['session', 'name', 'started', 'matches', 'choices', 'people'],
      ...sessions.map((session) => [
        session.code,
        cut(session.name ?? 'rehearsal, no name', 26),
        localTime(session.startedAt),
        String(session.matches),
        String(session.decisions),
        session.kind === 'run' ? '–' : String(session.people),
      ]),
    ],
    3,
  );

const matchLine = ({ code, game, seats, ending, decisions, payoffs }: MatchSummary): readonly string[] => [
  code,
  game,
  cut(called(seats).join(', '), 24),
  ending === 'finished' ? String(decisions) : `${decisions}, ${ending ?? 'open'}`,
  payoffs.length === 0 ? '–' : pointsIn(payoffs.map(({ points }) => points)),
];

/** Who sat in a match: two by name, more by how many there were of each kind. */
function called(seats: MatchSummary['seats']): readonly string[] {
  const names = seats.map(({ label, id }) => (label === 'human' ? label : id));
  return names.length <= 2 ? names : timesEach(names);
}

/** What each earned; of many the mean. */
const pointsIn = (points: readonly number[]): string =>
  points.length <= 3
    ? points.map((one) => Number(one.toFixed(2))).join(', ')
    : `mean ${Number((points.reduce((sum, one) => sum + one, 0) / points.length).toFixed(2))}`;

const cut = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`);
