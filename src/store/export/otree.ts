/**
 * oTree's table of one app for each game, one row a player and round, and its page times. oTree's columns come first and
 * in its order; ours stand behind them.
 */
import type { About } from './column.ts';
import { type App, appsOf, settingCell, settingsIn } from './apps.ts';
import { tallying } from './tally.ts';
import type { TableWriter, ExportJob, Sink } from './table-writer.ts';
import { agentColumns, participantColumns, sessionColumns } from './otree-columns.ts';
import { lateIn, pageColumns, pageRows, PAGE_TIMES } from './page-times.ts';
import { type PlayerMatch, type Player, playersOf, practiceOf, type Round, roundsOf } from './players.ts';
import type { CellText } from './csv.ts';
import { groupFields, ourFields, playerFields, subsessionFields } from './wide.ts';

/** Writes a table for each game, one for each game's practice rounds, and the page times. */
export const otree: TableWriter = async (job) => {
  const { parts, sink, breathe, cell, tally } = job;
  const tables = new Map<string, Awaited<ReturnType<typeof tableOf>>>();
  for (const app of oneName(await appsOf(job))) tables.set(app.name, await tableOf(app, sink, cell));
  const times = await sink(PAGE_TIMES);
  times.put(`${pageColumns.map(({ name }) => name).join(',')}\n`);
  let pages = 0;
  for (const { log, sessions } of parts)
    for (const session of sessions)
      for await (const players of playersOf(log, session, tallying(log, tally))) {
        for (const player of players) {
          for (const played of player.played) {
            const { game } = played.match;
            const rounds = roundsOf(played.pages);
            for (const round of rounds)
              tables.get(round.practice ? practiceOf(game) : game)?.add(player, played, round, rounds);
          }
          for (const row of pageRows(player, await lateIn(log, player))) {
            times.put(`${pageColumns.map(({ type }, i) => cell(row[i], type)).join(',')}\n`);
            pages += 1;
          }
        }
        await breathe();
      }
  return [
    ...[...tables.values()].map((table) => table.about()),
    {
      name: PAGE_TIMES,
      rows: pages,
      row: 'a question answered, and first of all the moment of joining',
      columns: pageColumns,
    },
  ];
};

/** A game has one table here however often a person played it: rows say which match they belong to. */
function oneName(apps: readonly App[]): readonly App[] {
  const games = new Map<string, App>();
  for (const { name, game, rounds, questions, settings } of apps) {
    const only = name.endsWith(practiceOf('')) ? practiceOf(game) : game;
    const app = games.get(only) ?? { name: only, game, rounds: 0, questions: new Set(), settings: new Set() };
    app.rounds = Math.max(app.rounds, rounds);
    for (const question of questions) app.questions.add(question);
    for (const setting of settings) app.settings.add(setting);
    games.set(only, app);
  }
  return [...games.values()];
}

async function tableOf(app: App, sink: ExportJob['sink'], cell: CellText) {
  const out: Sink = await sink(app.name);
  const fields = [...playerFields(app), ...groupFields, ...subsessionFields];
  const settings = [...app.settings];
  const columns: readonly About[] = [
    ...participantColumns,
    ...fields,
    ...sessionColumns,
    ...settings.map((name): About => ({
      name: `session.config.${name}`,
      type: 'text',
      says: `The setting ${name} of ${app.game}.`,
      setting: { game: app.game, name },
    })),
    ...agentColumns,
    ...ourFields,
  ];
  out.put(`${columns.map(({ name }) => cell(name, 'text')).join(',')}\n`);
  let rows = 0;
  return {
    add(player: Player, played: PlayerMatch, round: Round, all: readonly Round[]): void {
      const cells: string[] = [];
      for (const { value, type } of participantColumns) cells.push(cell(value(player), type));
      for (const { value, type } of fields) cells.push(cell(value(played, round, all), type));
      for (const { value, type } of sessionColumns) cells.push(cell(value(player), type));
      const given = settingsIn(played.match);
      for (const name of settings) cells.push(cell(settingCell(given[name]), 'text'));
      for (const { value, type } of agentColumns) cells.push(cell(value(player), type));
      for (const { value, type } of ourFields) cells.push(cell(value(played, round, all), type));
      out.put(`${cells.join(',')}\n`);
      rows += 1;
    },
    about: () => ({ name: app.name, rows, row: 'a player in one round', columns }),
  };
}
