/**
 * oTree's table of all apps: one row a person, or agent's seat, with the columns GAME.ROUND.player.FIELD. Whoever plays a
 * game again has the columns GAME-2.…, as an app that is played twice has a second name in oTree; practice rounds are
 * GAME-practice.….
 */
import { UserError } from '../../core/user-error.ts';
import type { About, CellValue, ColumnType } from './column.ts';
import { type App, appsOf, settingCell, settingsIn } from './apps.ts';
import { tallying } from './tally.ts';
import type { TableWriter } from './table-writer.ts';
import { agentColumns, participantColumns, sessionColumns } from './otree-columns.ts';
import {
  isLast,
  roleIn,
  type PlayerMatch,
  type Player,
  playersOf,
  practiceOf,
  type Round,
  roundsOf,
} from './players.ts';
import type { CellText } from './csv.ts';
import { memo } from '../../core/memo.ts';

const rowColumns = [...participantColumns, ...agentColumns, ...sessionColumns];

/** As many columns as Stata/SE takes; Excel takes half of them. */
const MOST_COLUMNS = 32_767;

/** Writes the wide table. A UserError where it would have more columns than Stata or a spreadsheet takes. */
export const wide: TableWriter = async (job) => {
  const { parts, sink, breathe, cell, tally } = job;
  const apps = await appsOf(job);
  refuseTooWide(apps);
  const columns = [...rowColumns, ...apps.flatMap(settingColumns), ...apps.flatMap(appColumns)];
  const out = await sink('');
  out.put(`${columns.map(({ name }) => cell(name, 'text')).join(',')}\n`);
  const blocks = apps.map((app) => ({ app, ...emptyBlock(app) }));
  let rows = 0;
  for (const { log, sessions } of parts)
    for (const session of sessions)
      for await (const players of playersOf(log, session, tallying(log, tally))) {
        for (const player of players) out.put(`${rowOf(player, blocks, cell)}\n`);
        rows += players.length;
        await breathe();
      }
  return [{ name: 'wide', rows, row: "a person, or an agent's seat in one match", columns }];
};

function refuseTooWide(apps: readonly App[]): void {
  const columns = apps.reduce(
    (sum, app) => sum + app.settings.size + app.rounds * fieldsOf(app).length,
    rowColumns.length,
  );
  if (columns > MOST_COLUMNS)
    throw new UserError(
      `The wide table would have ${columns.toLocaleString('en')} columns, more than Stata (${MOST_COLUMNS.toLocaleString('en')}) or a spreadsheet takes: a match here has ${Math.max(...apps.map(({ rounds }) => rounds)).toLocaleString('en')} rounds; use --format long or otree, or fewer sessions with --session.`,
    );
}

type Block = { readonly app: App; readonly settings: string; readonly rounds: string };

/** The cells of an app that was not played. */
const emptyBlock = (app: App): Pick<Block, 'settings' | 'rounds'> => ({
  settings: ','.repeat(app.settings.size),
  rounds: ','.repeat(app.rounds * fieldsOf(app).length),
});

function rowOf(player: Player, blocks: readonly Block[], cell: CellText): string {
  let row = '';
  for (const { value, type } of rowColumns) row += `${row === '' ? '' : ','}${cell(value(player), type)}`;
  const played = new Map(
    player.played.flatMap((one) => [[one.app, one] as const, [practiceOf(one.app), one] as const]),
  );
  for (const { app, settings } of blocks) {
    const one = played.get(app.name);
    if (one === undefined) row += settings;
    else {
      const given = settingsIn(one.match);
      for (const name of app.settings) row += `,${cell(settingCell(given[name]), 'text')}`;
    }
  }
  for (const { app, rounds } of blocks) {
    const one = played.get(app.name);
    row += one === undefined ? rounds : roundCells(app, one, cell);
  }
  return row;
}

function roundCells(app: App, played: PlayerMatch, cell: CellText): string {
  const all = roundsOf(played.pages);
  const practice = app.name === practiceOf(played.app);
  const byNumber = new Map(all.filter((one) => one.practice === practice).map((one) => [one.round, one]));
  const fields = fieldsOf(app);
  const nothing = ','.repeat(fields.length);
  let cells = '';
  for (let round = 1; round <= app.rounds; round++) {
    const one = byNumber.get(round);
    if (one === undefined) cells += nothing;
    else for (const { value, type } of fields) cells += `,${cell(value(played, one, all), type)}`;
  }
  return cells;
}

export type Field = Omit<About, 'name'> & {
  readonly name: string;
  value(played: PlayerMatch, round: Round, all: readonly Round[]): CellValue;
};

/** The columns of one round of an app: oTree's player, group and subsession, and ours behind them. */
const fieldsOf = memo((app: App): readonly Field[] => [
  ...playerFields(app),
  ...groupFields,
  ...subsessionFields,
  ...ourFields,
]);

/** `player.…`: seat, role, payoff, and a column for each question. */
export const playerFields = (app: App): readonly Field[] => [
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
    says: 'What the seat earned in the whole match, in its last round; empty in the others.',
    value: ({ match, seat }, round, all) => (isLast(all, round) ? match.payoffs[seat] : null),
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
export const groupFields: readonly Field[] = [
  {
    name: 'group.id_in_subsession',
    type: 'whole number',
    range: 'from 1',
    says: 'Which match of its game it is in the session.',
    value: ({ group }) => group,
  },
];

/** `subsession.…`. */
export const subsessionFields: readonly Field[] = [
  {
    name: 'subsession.round_number',
    type: 'whole number',
    range: 'from 1',
    says: 'Round, period or item.',
    value: (_, { round }) => round,
  },
];

/** Which match it was, whom one faced, and what must be known before anything is counted. */
export const ourFields: readonly Field[] = [
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
  {
    name: 'player.substituted',
    type: 'whole number',
    range: 'from 0',
    says: 'How many answers of the round a stand-in gave for an agent that had none: they are not its own.',
    value: (_, { answers }) => substituted(answers),
  },
];

function substituted(answers: Round['answers']): number {
  let count = 0;
  for (const { source } of answers.values()) if (source === 'substituted') count += 1;
  return count;
}

const settingColumns = (app: App): readonly About[] =>
  [...app.settings].map((name) => ({
    name: `session.config.${app.name}.${name}`,
    type: 'text',
    says: `The setting ${name} of ${app.game}.`,
    setting: { game: app.game, name },
  }));

const appColumns = (app: App): readonly About[] =>
  Array.from({ length: app.rounds }, (_, i) =>
    fieldsOf(app).map(({ value: _value, ...about }): About => ({
      ...about,
      name: `${app.name}.${i + 1}.${about.name}`,
    })),
  ).flat();
