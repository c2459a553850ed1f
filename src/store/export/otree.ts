/**
 * What oTree exports, under its names and in its shapes, for whatever reads oTree's files: the table of all apps, one of
 * each app, and page times. Its columns come first and in its order; ours stand behind them.
 */
import type { About } from './column.ts';
import { lateIn, pageColumns, pageRows, PAGE_TIMES } from './page-times.ts';
import { orderedRows } from './ordered-rows.ts';
import { type Outlook, outlookOf } from './outlook.ts';
import { tallying } from './tally.ts';
import type { TableWriter, ExportJob } from './table-writer.ts';
import { agentColumns, participantColumns, sessionColumns } from './otree-columns.ts';
import { type Player, playersOf } from './players.ts';
import type { Progress } from './progress.ts';
import { otreeFields, ourFields } from './round-fields.ts';
import { isTooWide, tableCells, wideTable } from './wide.ts';

/** The table with a row a participant, and so its file. */
export const ALL_APPS = 'all_apps_wide';

const NOTHING_LATE: ReadonlyMap<string, ReadonlySet<string>> = new Map();

/** Lines as Python's csv module ends them. */
const BREAK = '\r\n';

/** Writes oTree's tables. The one of all apps is left out where it would have more columns than Stata takes. */
export const otree: TableWriter = async (job) => {
  const { parts, sink, spool, breathe, cell, tally, courseOf } = job;
  const outlook = await outlookOf(job);
  const cells = tableCells(outlook.played, cell);
  const tables: Awaited<ReturnType<typeof appTable>>[] = [];
  for (const mine of cells.apps) tables.push(await appTable(job, outlook, cells, mine));
  const wide = isTooWide(outlook.played) ? null : await allApps(job, outlook, cells);
  const times = await sink(PAGE_TIMES);
  const later = spool(PAGE_TIMES);
  times.put(`${pageColumns.map(({ name }) => name).join(',')}\n`);
  let pages = 0;
  const put = (row: string): void => {
    times.put(`${row}\n`);
    pages += 1;
  };
  const putLater = (row: string): void => {
    later.put(`${row}\n`);
    pages += 1;
  };
  for (const { log, sessions } of parts)
    for (const session of sessions) {
      /** Screens so far of agents that play again. */
      const screens = new Map<string, number>();
      const due = outlook.played.matches(session.code);
      for await (const { people, agents } of playersOf(log, session, due, tallying(log, tally), courseOf)) {
        for (const player of [...people, ...agents]) {
          const isPerson = player.person !== undefined;
          const progress = outlook.progress(player);
          wide?.add(player, progress);
          for (const table of tables) table.add(player, progress);
          const late = player.played.some(({ match }) => match.called) ? await lateIn(log, player) : NOTHING_LATE;
          const left = pageRows(player, late, screens.get(player.code) ?? null, cell, isPerson ? put : putLater);
          if (!isPerson && !outlook.playsOnce(player)) screens.set(player.code, left);
        }
        for (const table of tables) if (table.isFull()) await table.settleFull();
        await breathe();
      }
      await later.drain(times, breathe);
      for (const table of [...tables, wide]) await table?.settle();
    }
  return [
    ...(wide === null ? [] : [wide.about()]),
    ...tables.map((table) => table.about()),
    {
      name: PAGE_TIMES,
      rows: pages,
      row: 'a screen that was left: a question answered or a wait, and first of all the moment of joining',
      columns: pageColumns,
    },
  ];
};

type Cells = ReturnType<typeof tableCells>;

async function appTable(
  { sink, cell, breathe }: ExportJob,
  outlook: Outlook,
  { own }: Cells,
  { app, theirs, settings, ours }: Cells['apps'][number],
) {
  const out = await sink(app.name);
  const columns: readonly About[] = [
    ...participantColumns,
    ...otreeFields(app),
    ...sessionColumns,
    ...[...app.settings].map((name): About => ({
      name: `session.config.${name}`,
      type: 'text',
      says: `The setting ${name} of ${app.game}.`,
      setting: { game: app.game, name },
    })),
    ...agentColumns,
    ...ourFields(app),
  ];
  out.put(`${columns.map(({ name }) => cell(name, 'text')).join(',')}${BREAK}`);
  const lines = orderedRows(out, breathe);
  let rows = 0;
  return {
    /** The player's rows of this app, one for each round that it has in the session. */
    add(player: Player, progress: Progress): void {
      const least = outlook.rounds(player, app);
      if (least === 0) return;
      const played = player.played.find((one) => one.app === app.of);
      const given = settings === null ? '' : `,${settings(played?.match)}`;
      const participant = own.participant(player, progress);
      const middle = `,${own.session(player, progress)}${given},${own.agent(player, progress)},`;
      for (let number = 1; number <= least; number++) {
        const row = `${participant},${theirs.ofRound(played, number, least)}${middle}${ours.ofRound(played, number, least)}${BREAK}`;
        lines.put(number, player.idInSession, row);
        rows += 1;
      }
    },
    isFull: lines.isFull,
    settleFull: lines.settleFull,
    settle: lines.settle,
    about: () => ({ name: app.name, rows, row: 'a player in one round, reached or not', columns }),
  };
}

async function allApps({ sink, spool, cell, breathe }: ExportJob, outlook: Outlook, cells: Cells) {
  const out = await sink(ALL_APPS);
  const { columns, rowOf } = wideTable(outlook.played, cell, cells, outlook.rounds);
  out.put(`${columns.map(({ name }) => cell(name, 'text')).join(',')}${BREAK}`);
  /** Rows of agents that are whole when the agent is first seen: all of a session, where none plays several apps. */
  const whole = spool(ALL_APPS);
  /** Of agents that play again: those that were seen, and in a session where any plays several apps all, each with the first match of each. */
  const seen = new Set<string>();
  let agents = new Map<string, { readonly player: Player; readonly progress: Progress }>();
  let rows = 0;
  const put = (into: { put(text: string): void }, player: Player, progress: Progress): void => {
    into.put(`${rowOf(player, progress)}${BREAK}`);
    rows += 1;
  };
  return {
    add(player: Player, progress: Progress): void {
      const { code, person, session, played } = player;
      if (person !== undefined) return put(out, player, progress);
      if (!outlook.changesApps(session.code)) {
        if (seen.has(code)) return;
        if (!outlook.playsOnce(player)) seen.add(code);
        return put(whole, player, progress);
      }
      const before = agents.get(code)?.player.played ?? [];
      const fresh = played.filter(({ app }) => before.every((one) => one.app !== app));
      if (fresh.length > 0) agents.set(code, { player: { ...player, played: [...before, ...fresh] }, progress });
    },
    async settle(): Promise<void> {
      await whole.drain(out, breathe);
      for (const { player, progress } of agents.values()) put(out, player, progress);
      await breathe();
      agents = new Map();
      seen.clear();
    },
    about: () => ({
      name: ALL_APPS,
      rows,
      row: 'a participant; of an agent that played an app several times the first match, the others are in the table of the app',
      columns,
    }),
  };
}
