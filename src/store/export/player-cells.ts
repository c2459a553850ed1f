/** Cells of oTree's tables that stand in many rows, written once: those of a player, a session, settings, a match, and rounds that nobody reached. */
import { type App, settingCell, settingsIn } from './apps.ts';
import type { About, CellValue } from './column.ts';
import type { CellText } from './csv.ts';
import { memo } from '../../core/memo.ts';
import type { LoggedMatch, SeatFacts } from '../../core/stored-rows.ts';
import { agentColumns, participantColumns, type PlayerColumn, sessionColumns } from './otree-columns.ts';
import type { Player, PlayerMatch, Round } from './players.ts';
import type { Progress } from './progress.ts';

export type Field = Omit<About, 'name'> & {
  readonly name: string;
  /** Whether it is the same in all rounds of a match as one seat played it. */
  readonly perMatch?: true;
  value(played: PlayerMatch, round: Round): CellValue;
  /** What stands there for somebody who did not play; empty where not given. */
  unplayed?(round: Round): CellValue;
};

/** So many cells with nothing in them. */
export const blanks = (count: number): string => ','.repeat(Math.max(0, count - 1));

/** Cells, commas between them. Written out, since there are many millions of them. */
function cellsOf<Column extends Pick<About, 'type'>>(
  columns: readonly Column[],
  cell: CellText,
  valueOf: (column: Column) => CellValue,
): string {
  let text = '';
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i]!;
    const value = valueOf(column);
    if (i > 0) text += ',';
    if (value !== null && value !== undefined) text += cell(value, column.type);
  }
  return text;
}

/** A text that stands in many rows as one piece of memory: V8 keeps what was put together as a tree, and walks it for every row. */
const inOne = (text: string): string => Buffer.from(text).toString();

/** Cells of a player, which are not made again as long as they are the same. */
export type OwnCells = (player: Player, progress: Progress) => string;

/** `participant.…`, `session.…` and `agent.…` of a player. */
export function ownCells(cell: CellText): {
  readonly participant: OwnCells;
  readonly session: OwnCells;
  readonly agent: OwnCells;
} {
  let last: Player | null = null;
  let before: Progress | null = null;
  let own = '';
  /** By what an agent is, which is the same object for all tables of the same kind; of people by their treatment too. */
  const agents = memo((_: SeatFacts) => new Map<string, string>());
  return {
    participant(player, progress) {
      if (last !== player || before !== progress) own = playerText(participantColumns, cell, player, progress);
      last = player;
      before = progress;
      return own;
    },
    session: sessionCells(sessionColumns, cell),
    agent(player, progress) {
      const { me, person } = player;
      if (me === undefined) return playerText(agentColumns, cell, player, progress);
      const known = agents(me);
      const kind = person === undefined ? '' : `of ${person.treatment ?? ''}`;
      let text = known.get(kind);
      if (text === undefined) known.set(kind, (text = inOne(playerText(agentColumns, cell, player, progress))));
      return text;
    },
  };
}

/** Columns that say the same of everybody in a session. */
export function sessionCells(columns: readonly PlayerColumn[], cell: CellText): OwnCells {
  let last: Player['session'] | null = null;
  let text = '';
  return (player, progress) => {
    if (last !== player.session) text = inOne(playerText(columns, cell, player, progress));
    last = player.session;
    return text;
  };
}

const playerText = (columns: readonly PlayerColumn[], cell: CellText, player: Player, progress: Progress): string =>
  cellsOf(columns, cell, ({ value }) => value(player, progress));

/** The settings of an app in a match, or of none; null where it has none. */
export function settingCells(app: App, cell: CellText): ((match: LoggedMatch<unknown> | undefined) => string) | null {
  const names = [...app.settings];
  if (names.length === 0) return null;
  const textOf = memo((given: Readonly<Record<string, unknown>>) =>
    inOne(names.map((name) => cell(settingCell(given[name]), 'text')).join(',')),
  );
  const nothing = blanks(names.length);
  return (match) => (match === undefined ? nothing : textOf(settingsIn(match)));
}

const NOBODY: readonly never[] = [];

/** A round that was not reached, or of a match that was not played. */
const notReached = ({ practice }: App, round: number): Round => ({
  practice,
  round,
  questions: NOBODY,
  answers: NOBODY,
});

/** The rounds of an app that were reached, by number. */
function reachedIn({ practice }: App, { rounds }: PlayerMatch): readonly (Round | undefined)[] {
  const reached: (Round | undefined)[] = [];
  for (const one of rounds) if (one.practice === practice) reached[one.round] = one;
  return reached;
}

/** The cells of an app as text: of rounds oTree's and ours, and the settings. What is asked again of the same match is not made again. */
export function appCells(app: App, theirs: readonly Field[], ours: readonly Field[], cell: CellText) {
  let last: PlayerMatch | null = null;
  let reached: readonly (Round | undefined)[] = NOBODY;
  const reachedOf = (played: PlayerMatch): readonly (Round | undefined)[] => {
    if (played !== last) reached = reachedIn(app, played);
    last = played;
    return reached;
  };
  return {
    app,
    theirs: roundCells(app, theirs, cell, reachedOf),
    settings: settingCells(app, cell),
    ours: roundCells(app, ours, cell, reachedOf),
  };
}

/** Fields of the rounds of an app as text, those of rounds up to `least` whether they were reached or not. `played` undefined: nothing was played, which is the same for everybody. */
function roundCells(
  app: App,
  fields: readonly Field[],
  cell: CellText,
  reachedOf: (played: PlayerMatch) => readonly (Round | undefined)[],
) {
  const stretches = stretchesOf(fields).map(({ perMatch, fields: mine }) => ({
    perMatch,
    text: (played: PlayerMatch, round: Round): string => cellsOf(mine, cell, (field) => field.value(played, round)),
  }));
  const none = notReached(app, 0);
  const nothing = blanks(fields.length);
  const unplayed = memo((number: number): string => {
    const round = notReached(app, number);
    return inOne(cellsOf(fields, cell, (field) => field.unplayed?.(round)));
  });
  let last: PlayerMatch | undefined;
  let fixed: readonly string[] = NOBODY;
  let texts: (string | undefined)[] = [];
  const made = (played: PlayerMatch, round: Round): string => {
    let text = '';
    for (let i = 0; i < stretches.length; i++)
      text += (i === 0 ? '' : ',') + (stretches[i]!.perMatch ? fixed[i]! : stretches[i]!.text(played, round));
    return text;
  };
  const ofRound = (played: PlayerMatch | undefined, number: number, least: number): string => {
    if (played === undefined) return number > least ? nothing : unplayed(number);
    if (played !== last) {
      last = played;
      texts = [];
      fixed = stretches.map(({ perMatch, text }) => (perMatch ? text(played, none) : ''));
    }
    const round = reachedOf(played)[number];
    if (round === undefined && number > least) return nothing;
    return (texts[number] ??= made(played, round ?? notReached(app, number)));
  };
  const together = (played: PlayerMatch | undefined, least: number): string => {
    let text = '';
    for (let number = 1; number <= app.rounds; number++)
      text += (number === 1 ? '' : ',') + ofRound(played, number, least);
    return text;
  };
  const allUnplayed = memo((least: number) => inOne(together(undefined, least)));
  return {
    ofRound,
    /** All rounds of the app. */
    ofAll: (played: PlayerMatch | undefined, least: number): string =>
      played === undefined ? allUnplayed(least) : together(played, least),
  };
}

/** Neighbouring fields that are the same in all rounds of a match, or not. */
function stretchesOf(fields: readonly Field[]) {
  const stretches: { readonly perMatch: boolean; readonly fields: Field[] }[] = [];
  for (const field of fields) {
    const perMatch = field.perMatch === true;
    const last = stretches.at(-1);
    if (last?.perMatch === perMatch) last.fields.push(field);
    else stretches.push({ perMatch, fields: [field] });
  }
  return stretches;
}
