/**
 * oTree's table of all apps: one row a person, or agent's seat, with the columns GAME.ROUND.player.FIELD. Whoever plays a
 * game again has the columns GAME_2.…, as an app that is played twice has a second name in oTree; practice rounds are
 * GAME_practice.….
 */
import { UserError } from '../../core/user-error.ts';
import type { About, ColumnType } from './column.ts';
import { type App, type Played, playedIn } from './apps.ts';
import { blanks, type Field, ownCells, roundCells, settingCells } from './player-cells.ts';
import { tallying } from './tally.ts';
import type { TableWriter } from './table-writer.ts';
import { agentColumns, configColumns, currency, participantColumns, sessionColumns } from './otree-columns.ts';
import { type Progress, progressOf } from './progress.ts';
import {
  earnedIn,
  roleIn,
  type PlayerMatch,
  type Player,
  playersOf,
  practiceOf,
  type Round,
  roundsOf,
} from './players.ts';
import type { CellText } from './csv.ts';
import { guessColumns } from './guesses.ts';
import { hostedColumns } from './hosted.ts';
import { memo } from '../../core/memo.ts';
import { distributionIn } from '../parse-cache.ts';
import { meanJson } from './long-columns.ts';

/** As many columns as Stata/SE takes; Excel takes half of them. */
const MOST_COLUMNS = 32_767;

/** Writes the wide table. A UserError where it would have more columns than Stata or a spreadsheet takes. */
export const wide: TableWriter = async (job) => {
  const { parts, sink, spool, breathe, cell, tally } = job;
  const played = await playedIn(job);
  refuseTooWide(played);
  const { columns, rowOf } = wideTable(played, cell);
  const out = await sink('');
  const later = spool('');
  out.put(`${columns.map(({ name }) => cell(name, 'text')).join(',')}\n`);
  let rows = 0;
  const textOf = (player: Player): string => `${rowOf(player, progressOf(player, null))}\n`;
  for (const { log, sessions } of parts)
    for (const session of sessions) {
      for await (const { people, agents } of playersOf(log, session, tallying(log, tally))) {
        for (const player of people) out.put(textOf(player));
        for (const player of agents) later.put(textOf(player));
        rows += people.length + agents.length;
        await breathe();
      }
      await later.drain(out, breathe);
    }
  return [{ name: 'wide', rows, row: "a person, or an agent's seat in one match", columns }];
};

function refuseTooWide(played: Played): void {
  const columns = columnsIn(played);
  if (columns > MOST_COLUMNS)
    throw new UserError(
      `The wide table would have ${columns.toLocaleString('en')} columns, more than Stata (${MOST_COLUMNS.toLocaleString('en')}) or a spreadsheet takes: a match here has ${Math.max(...played.apps.map(({ rounds }) => rounds)).toLocaleString('en')} rounds; use --format long or otree, or fewer sessions with --session.`,
    );
}

const columnsIn = ({ apps, games }: Played): number =>
  apps.reduce(
    (sum, app) => sum + app.settings.size + app.rounds * (otreeFields(app).length + ourFields(app).length),
    [participantColumns, sessionColumns, configColumns(games), agentColumns].flat().length,
  );

/** Whether Stata takes a table with so many columns. */
export const isTooWide = (played: Played): boolean => columnsIn(played) > MOST_COLUMNS;

/** How many rounds of an app a player's row has whether they were reached or not; 0: only those that were. */
export type RoundsFrom = (player: Player, app: App) => number;

/**
 * The columns of oTree's table of all apps, oTree's own first and ours behind them, and a player's row in it without its
 * line break.
 */
export function wideTable({ apps, games }: Played, cell: CellText, least: RoundsFrom = () => 0) {
  const leading = [...participantColumns, ...sessionColumns, ...configColumns(games)];
  const columns: readonly About[] = [
    ...leading,
    ...apps.flatMap((app) => roundColumns(app, otreeFields(app))),
    ...agentColumns,
    ...apps.flatMap(settingColumns),
    ...apps.flatMap((app) => roundColumns(app, ourFields(app))),
  ];
  const own = ownCells(cell, configColumns(games));
  const texts = apps.map((app) => ({
    app,
    first: roundsText(app, otreeFields(app), cell),
    settings: settingCells(app, cell),
    ours: roundsText(app, ourFields(app), cell),
  }));
  const rowOf = (player: Player, progress: Progress): string => {
    const played = new Map<string, PlayedApp>();
    for (const one of player.played) {
      const all = roundsOf(one.pages);
      played.set(one.app, { one, all, reached: new Map() });
      if (all.some(({ practice }) => practice)) played.set(practiceOf(one.app), { one, all, reached: new Map() });
      for (const round of all)
        played.get(round.practice ? practiceOf(one.app) : one.app)?.reached.set(round.round, round);
    }
    let row = `${own.participant(player, progress)},${own.session(player, progress)}`;
    for (const { app, first } of texts) row += first(played.get(app.name), least(player, app));
    row += `,${own.agent(player, progress)}`;
    for (const { app, settings } of texts)
      if (settings !== null) row += `,${settings(played.get(app.name)?.one.match)}`;
    for (const { app, ours } of texts) row += ours(played.get(app.name), least(player, app));
    return row;
  };
  return { columns, rowOf };
}

type PlayedApp = { readonly one: PlayerMatch; readonly all: readonly Round[]; readonly reached: Map<number, Round> };

/** These fields of all rounds of an app, each behind a comma; of rounds up to `from` also those that were not reached. */
function roundsText(app: App, fields: readonly Field[], cell: CellText) {
  const round = roundCells(app, fields, cell);
  const blank = `,${blanks(fields.length)}`;
  const nothing = fields.length === 0 ? '' : blank.repeat(app.rounds);
  return (found: PlayedApp | undefined, from: number): string => {
    if (fields.length === 0 || (found === undefined && from === 0)) return nothing;
    let text = '';
    for (let number = 1; number <= app.rounds; number++) {
      const reached = found?.reached.get(number);
      text +=
        reached === undefined && number > from ? blank : `,${round(found?.one, reached, number, found?.all ?? [])}`;
    }
    return text;
  };
}

/** oTree's columns of one round of an app: player, group and subsession. */
export const otreeFields = memo((app: App): readonly Field[] => [
  ...playerFields(app),
  ...groupFields,
  ...subsessionFields,
]);

/** `player.…`: seat, role, payoff, and a column for each question. */
const playerFields = (app: App): readonly Field[] => [
  {
    name: 'player.id_in_group',
    type: 'whole number',
    range: 'from 1',
    says: 'The seat.',
    value: ({ seat }) => seat + 1,
  },
  { name: 'player.role', type: 'text', says: 'The role in this round.', value: (_, round) => roleIn(round) },
  {
    name: 'player.payoff',
    type: 'number',
    unit: 'points of the game',
    says: 'What the seat earned in the round; where the rules are not at hand, as in the wide table, all of the match in its last round and 0.0 in the others.',
    value: (played, round, all) => currency(earnedIn(played, round, all)),
    unplayed: () => currency(0),
  },
  ...[...app.questions].map((question): Field => ({
    name: `player.${question}`,
    type: 'text' as ColumnType,
    says: `The answer to "${question}".`,
    question: { game: app.game, key: question },
    value: (_, { answers }) => answers.get(question)?.answer,
  })),
];

/** `group.…`. */
const groupFields: readonly Field[] = [
  {
    name: 'group.id_in_subsession',
    type: 'whole number',
    range: 'from 1',
    says: 'Which match of its game it is in the session.',
    value: ({ group }) => group,
  },
];

/** `subsession.…`. */
const subsessionFields: readonly Field[] = [
  {
    name: 'subsession.round_number',
    type: 'whole number',
    range: 'from 1',
    says: 'Round, period or item.',
    value: (_, { round }) => round,
    unplayed: ({ round }) => round,
  },
];

/** Which match it was, whom one faced, what a model told, and what must be known before anything is counted. */
export const ourFields = memo((app: App): readonly Field[] => [
  ...matchFields,
  ...(app.presented ? presentationFields : []),
  ...answerFields,
  ...(app.told ? toldFields(app) : []),
]);
/** What was told of each question: only in an app that a model played which was asked for probabilities. */
const toldFields = ({ questions }: App): readonly Field[] =>
  [...questions].map((question): Field => ({
    name: `player.${question}_probabilities`,
    type: 'JSON',
    says: `The probability of every answer to "${question}", mean over the orders of the options, where a model was asked for them: {"C":0.6,"D":0.4}. The answer was drawn from that and is no observation.`,
    value: (_, { answers }) => {
      const told = distributionIn(answers.get(question)?.distribution ?? null);
      return told === null ? null : meanJson(told);
    },
  }));

const matchFields: readonly Field[] = [
  {
    name: 'group.match_code',
    type: 'text',
    range: '8 lower-case letters',
    says: 'The match, as in the long table.',
    value: ({ match }) => match.code,
  },
  {
    name: 'group.opponent_id',
    type: 'text',
    says: 'Exactly who the others were.',
    value: ({ match, seat }) =>
      match.seats
        .filter((_, other) => other !== seat)
        .map(({ id }) => id)
        .join('; '),
  },
  {
    name: 'group.match_status',
    type: 'text',
    range: 'finished, left, unpaid, failed',
    says: 'How the match ended; empty while it may still be resumed.',
    value: ({ match }) => match.ending,
  },
];

/** How the match put its questions: of people their game decides that, and there is nothing to tell. */
const presentationFields: readonly Field[] = [
  {
    name: 'group.rotation',
    type: 'whole number',
    range: 'from 0',
    says: 'By how many places options were turned in the match from an order of their own, so that matches of a model have every order equally often; empty where the game ordered them.',
    value: ({ match }) => match.presentation?.rotation,
  },
  {
    name: 'group.phrasing',
    type: 'whole number',
    range: 'from 0',
    says: 'In which wording of its questions the match asked: 0 the game’s own, from 1 its paraphrases; empty where that was not chosen.',
    value: ({ match }) => match.presentation?.phrasing,
  },
];

const answerFields: readonly Field[] = [
  {
    name: 'player.substituted',
    type: 'whole number',
    range: 'from 0',
    says: 'How many answers of the round a stand-in gave for a model that had none, an agent for a person who was gone, or a profile set from outside: they are not the player’s own.',
    value: (_, { answers }) => substituted(answers),
  },
  ...hostedColumns.map(({ value, name, ...about }): Field => ({
    ...about,
    name: `player.${name.split('.')[1] ?? name}`,
    value: ({ hosted }) => value(hosted),
  })),
  ...guessColumns.map(({ value, name, ...about }): Field => ({
    ...about,
    name: `player.${name.replace('.', '_')}`,
    value: ({ guess }) => (guess === null ? null : value(guess)),
  })),
];

function substituted(answers: Round['answers']): number {
  let count = 0;
  for (const { source } of answers.values()) if (source === 'substituted' || source === 'forced') count += 1;
  return count;
}

const settingColumns = (app: App): readonly About[] =>
  [...app.settings].map((name) => ({
    name: `session.config.${app.name}.${name}`,
    type: 'text',
    says: `The setting ${name} of ${app.game}.`,
    setting: { game: app.game, name },
  }));

/** These fields once a round: APP.1.player.payoff. */
const roundColumns = (app: App, fields: readonly Field[]): readonly About[] =>
  Array.from({ length: app.rounds }, (_, i) =>
    fields.map(({ value: _value, ...about }): About => ({ ...about, name: `${app.name}.${i + 1}.${about.name}` })),
  ).flat();
