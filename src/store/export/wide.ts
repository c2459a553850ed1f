/**
 * oTree's table of all apps: one row a person, or agent's seat, with the columns GAME.ROUND.player.FIELD. Whoever plays a
 * game again has the columns GAME_2.…, as an app that is played twice has a second name in oTree; practice rounds are
 * GAME_practice.….
 */
import { UserError } from '../../core/user-error.ts';
import type { About } from './column.ts';
import { type App, type Played, playedIn } from './apps.ts';
import { appCells, type Field, ownCells, sessionCells } from './player-cells.ts';
import { tallying } from './tally.ts';
import type { TableWriter } from './table-writer.ts';
import { agentColumns, configColumns, participantColumns, sessionColumns } from './otree-columns.ts';
import { type Progress, progressOf } from './progress.ts';
import { type PlayerMatch, type Player, playersOf } from './players.ts';
import { otreeFields, ourFields } from './round-fields.ts';
import type { CellText } from './csv.ts';

/** As many columns as Stata/SE takes; Excel takes half of them. */
const MOST_COLUMNS = 32_767;

/** Writes the wide table. A UserError where it would have more columns than Stata or a spreadsheet takes. */
export const wide: TableWriter = async (job) => {
  const { parts, sink, spool, breathe, cell, tally } = job;
  const played = await playedIn(job);
  refuseTooWide(played);
  const { columns, rowOf } = wideTable(played, cell, tableCells(played, cell));
  const out = await sink('');
  const later = spool('');
  out.put(`${columns.map(({ name }) => cell(name, 'text')).join(',')}\n`);
  let rows = 0;
  const textOf = (player: Player): string => `${rowOf(player, progressOf(player, null))}\n`;
  for (const { log, sessions } of parts)
    for (const session of sessions) {
      const due = played.matches(session.code);
      for await (const { people, agents } of playersOf(log, session, due, tallying(log, tally))) {
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

/** The cells of all players and apps; tables that have the same cells share them. */
export const tableCells = ({ apps }: Played, cell: CellText) => ({
  own: ownCells(cell),
  apps: apps.map((app) => appCells(app, otreeFields(app), ourFields(app), cell)),
});

/**
 * The columns of oTree's table of all apps, oTree's own first and ours behind them, and a player's row in it without its
 * line break.
 */
export function wideTable(
  { apps, games }: Played,
  cell: CellText,
  { own, apps: cells }: ReturnType<typeof tableCells>,
  least: RoundsFrom = () => 0,
) {
  const ofSession = [...sessionColumns, ...configColumns(games)];
  const columns: readonly About[] = [
    ...participantColumns,
    ...ofSession,
    ...apps.flatMap((app) => roundColumns(app, otreeFields(app))),
    ...agentColumns,
    ...apps.flatMap(settingColumns),
    ...apps.flatMap((app) => roundColumns(app, ourFields(app))),
  ];
  const session = sessionCells(ofSession, cell);
  const rowOf = (player: Player, progress: Progress): string => {
    let [theirs, settings, ours] = ['', '', ''];
    for (const one of cells) {
      const played = matchOf(player, one.app);
      const from = least(player, one.app);
      if (one.settings !== null) settings += `,${one.settings(played?.match)}`;
      theirs += `,${one.theirs.ofAll(played, from)}`;
      ours += `,${one.ours.ofAll(played, from)}`;
    }
    const who = `${own.participant(player, progress)},${session(player, progress)}`;
    return `${who}${theirs},${own.agent(player, progress)}${settings}${ours}`;
  };
  return { columns, rowOf };
}

/** The match of an app that a player played; of practice rounds only where there were any. */
const matchOf = ({ played }: Player, { of, practice }: App): PlayerMatch | undefined =>
  played.find(({ app, rounds }) => app === of && (!practice || rounds.some((round) => round.practice)));

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
    fields.map(({ value: _value, perMatch: _perMatch, unplayed: _unplayed, ...about }): About => ({
      ...about,
      name: `${app.name}.${i + 1}.${about.name}`,
    })),
  ).flat();
