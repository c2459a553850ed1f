/**
 * What oTree exports, under its names and in its shapes, for whatever reads oTree's files: the table of all apps, one of
 * each app, and page times. Its columns come first and in its order; ours stand behind them.
 */
import type { About } from './column.ts';
import { type App, type Played, playedIn } from './apps.ts';
import { ownCells, roundCells, settingCells } from './player-cells.ts';
import type { Course } from './course.ts';
import { tallying } from './tally.ts';
import type { TableWriter, ExportJob } from './table-writer.ts';
import type { Sink } from './pages.ts';
import { agentColumns, participantColumns, sessionColumns } from './otree-columns.ts';
import { lateIn, pageColumns, pageRows, PAGE_TIMES } from './page-times.ts';
import { agentCode, pagesOf, type Player, playersOf, practiceOf, roundsOf } from './players.ts';
import { after, notBegun, type Progress, progressOf } from './progress.ts';
import type { CellText } from './csv.ts';
import { isTooWide, otreeFields, ourFields, wideTable } from './wide.ts';

/** The table with a row a participant, and so its file. */
export const ALL_APPS = 'all_apps_wide';

/** Lines as Python's csv module ends them. */
const BREAK = '\r\n';

/** Writes oTree's tables. The one of all apps is left out where it would have more columns than Stata takes. */
export const otree: TableWriter = async (job) => {
  const { parts, sink, spool, breathe, cell, tally, courseOf } = job;
  const outlook = await outlookOf(job);
  const { played } = outlook;
  const tables = new Map<string, Awaited<ReturnType<typeof appTable>>>();
  const own = ownCells(cell);
  for (const app of played.apps) tables.set(app.name, await appTable(app, sink, cell, own));
  const wide = isTooWide(played) ? null : await allApps(outlook, sink, cell);
  const times = await sink(PAGE_TIMES);
  const later = spool(PAGE_TIMES);
  times.put(`${pageColumns.map(({ name }) => name).join(',')}\n`);
  let pages = 0;
  for (const { log, sessions } of parts)
    for (const session of sessions) {
      const screens = new Map<string, number>();
      for await (const { people, agents } of playersOf(log, session, tallying(log, tally), courseOf)) {
        for (const player of [...people, ...agents]) {
          const progress = outlook.progress(player);
          wide?.add(player, progress);
          for (const [name, rounds] of outlook.rounds(player)) tables.get(name)?.add(player, progress, rounds);
          const before = screens.get(player.code);
          const rows = pageRows(player, await lateIn(log, player), before ?? 0);
          for (const row of before === undefined ? rows : rows.slice(1)) {
            (player.person === undefined ? later : times).put(
              `${pageColumns.map(({ type }, i) => cell(row[i], type)).join(',')}\n`,
            );
            pages += 1;
          }
          if (player.person === undefined) screens.set(player.code, (before ?? 0) + rows.length - 1);
        }
        await breathe();
      }
      await later.drain(times, breathe);
      for (const table of [...tables.values(), wide]) {
        table?.settle();
        await breathe();
      }
    }
  return [
    ...(wide === null ? [] : [wide.about()]),
    ...[...tables.values()].map((table) => table.about()),
    {
      name: PAGE_TIMES,
      rows: pages,
      row: 'a screen that was left: a question answered or a wait, and first of all the moment of joining',
      columns: pageColumns,
    },
  ];
};

/** What must be known of everything before the first row is written. */
type Outlook = {
  readonly played: Played;
  /** Where this participant stands, over all matches. */
  progress(player: Player): Progress;
  /** The rounds that this player's apps have in its session, by app, reached or not. */
  rounds(player: Player): ReadonlyMap<string, number>;
};

async function outlookOf(job: ExportJob): Promise<Outlook> {
  /** By session: rounds by app, screens by app of whoever plays it as a person might, and progress by agent. */
  const sessions = new Map<string, ReturnType<typeof newSession>>();
  const newSession = () => ({
    rounds: new Map<string, number>(),
    screens: new Map<string, number>(),
    agents: new Map<string, Progress>(),
    looked: new Set<string>(),
  });
  const sessionOf = (code: string): ReturnType<typeof newSession> => {
    const found = sessions.get(code) ?? newSession();
    sessions.set(code, found);
    return found;
  };
  const atLeast = (numbers: Map<string, number>, name: string, number: number): void => {
    numbers.set(name, Math.max(number, numbers.get(name) ?? 0));
  };
  const played = await playedIn(job, (match, app) => {
    const mine = sessionOf(match.session.code);
    // The rules are asked once for each kind of table, and of every match that is not finished.
    const kind = `${app} ${match.version} ${match.seats.length} ${match.configText}`;
    const fresh = !mine.looked.has(kind);
    const course: Course | null = fresh || match.ending !== 'finished' ? job.courseOf(match) : null;
    mine.looked.add(kind);
    for (const { round, practice } of course?.pages.flat() ?? [])
      atLeast(mine.rounds, practice ? practiceOf(app) : app, round);
    for (const { round, practice } of match.answers) atLeast(mine.rounds, practice ? practiceOf(app) : app, round);
    for (const pages of course?.pages ?? []) atLeast(mine.screens, app, pages.length);
    match.seats.forEach((_, seat) => {
      if (match.participants[seat] !== null && match.participants[seat] !== undefined) return;
      const code = agentCode(match, seat);
      const pages = pagesOf(match, seat);
      mine.agents.set(code, after(mine.agents.get(code) ?? notBegun(0), { match, seat, app, pages, course }, null));
    });
  });
  for (const app of played.apps)
    app.rounds = Math.max(app.rounds, ...[...sessions.values()].map(({ rounds }) => rounds.get(app.name) ?? 0));
  return {
    played,
    progress: (player) => {
      const mine = sessionOf(player.session.code);
      if (player.person === undefined) return mine.agents.get(player.code) ?? progressOf(player, null);
      const awaited = played.games(player.session.code).reduce((sum, app) => sum + (mine.screens.get(app) ?? 0), 0);
      return progressOf(player, awaited);
    },
    rounds: (player) => {
      const { rounds } = sessionOf(player.session.code);
      if (player.person !== undefined) return rounds;
      const names = player.played.flatMap(({ app }) => [app, practiceOf(app)]);
      return new Map(names.flatMap((name) => (rounds.has(name) ? [[name, rounds.get(name)!] as const] : [])));
    },
  };
}

/** Characters of rows that wait to be put in oTree's order; beyond that they are put as they come. */
const HELD = 1 << 24;

/** Rows by round, each with its place in the session. */
function ordered(out: Sink) {
  let rows: { readonly round: number; readonly id: number; readonly text: string }[] = [];
  let held = 0;
  const settle = (): void => {
    for (const { text } of rows.sort((one, two) => one.round - two.round || one.id - two.id)) out.put(text);
    rows = [];
    held = 0;
  };
  return {
    put(round: number, id: number, text: string): void {
      rows.push({ round, id, text });
      held += text.length;
      if (held > HELD) settle();
    },
    settle,
  };
}

async function appTable(app: App, sink: ExportJob['sink'], cell: CellText, own: ReturnType<typeof ownCells>) {
  const out = await sink(app.name);
  const fields = otreeFields(app);
  const ours = ourFields(app);
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
    ...ours,
  ];
  out.put(`${columns.map(({ name }) => cell(name, 'text')).join(',')}${BREAK}`);
  const lines = ordered(out);
  const given = settingCells(app, cell);
  const theirs = roundCells(app, fields, cell);
  const ourText = roundCells(app, ours, cell);
  let rows = 0;
  return {
    /** The player's rows of this app, one for each of so many rounds. */
    add(player: Player, progress: Progress, least: number): void {
      const played = player.played.find((one) => [one.app, practiceOf(one.app)].includes(app.name));
      const all = played === undefined ? [] : roundsOf(played.pages);
      const practice = played !== undefined && app.name === practiceOf(played.app);
      const reached = new Map(all.filter((one) => one.practice === practice).map((one) => [one.round, one]));
      const participant = own.participant(player, progress);
      const session = own.session(player, progress);
      const middle = `,${session}${given === null ? '' : `,${given(played?.match)}`},${own.agent(player, progress)}`;
      for (let number = 1; number <= least; number++) {
        const round = reached.get(number);
        const row = `${participant},${theirs(played, round, number, all)}${middle},${ourText(played, round, number, all)}${BREAK}`;
        lines.put(number, player.idInSession, row);
        rows += 1;
      }
    },
    settle: lines.settle,
    about: () => ({ name: app.name, rows, row: 'a player in one round, reached or not', columns }),
  };
}

async function allApps({ played, rounds }: Outlook, sink: ExportJob['sink'], cell: CellText) {
  const out = await sink(ALL_APPS);
  const { columns, rowOf } = wideTable(played, cell, (player, app) => rounds(player).get(app.name) ?? 0);
  out.put(`${columns.map(({ name }) => cell(name, 'text')).join(',')}${BREAK}`);
  /** Agents of the session so far, each with the first match of each app: all of them stand in the apps' own tables. */
  let agents = new Map<string, { readonly player: Player; readonly progress: Progress }>();
  let rows = 0;
  const put = (player: Player, progress: Progress): void => {
    out.put(`${rowOf(player, progress)}${BREAK}`);
    rows += 1;
  };
  return {
    add(player: Player, progress: Progress): void {
      if (player.person !== undefined) return put(player, progress);
      const before = agents.get(player.code)?.player.played ?? [];
      const fresh = player.played.filter(({ app }) => before.every((one) => one.app !== app));
      if (fresh.length > 0) agents.set(player.code, { player: { ...player, played: [...before, ...fresh] }, progress });
    },
    settle(): void {
      for (const { player, progress } of agents.values()) put(player, progress);
      agents = new Map();
    },
    about: () => ({
      name: ALL_APPS,
      rows,
      row: 'a participant; of an agent that played an app several times the first match, the others are in the table of the app',
      columns,
    }),
  };
}
