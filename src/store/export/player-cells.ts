/** Cells of oTree's tables that stand in many rows, written once: those of a player, a session, settings, and rounds that nobody reached. */
import { type App, settingCell, settingsIn } from './apps.ts';
import type { About, CellValue } from './column.ts';
import type { CellText } from './csv.ts';
import { memo } from '../../core/memo.ts';
import type { LoggedMatch } from '../../core/stored-rows.ts';
import { agentColumns, participantColumns, type PlayerColumn, sessionColumns } from './otree-columns.ts';
import { appName, type Player, type PlayerMatch, practiceOf, type Round } from './players.ts';
import type { Progress } from './progress.ts';

/** A round that was not reached, or of a match that was not played. */
const notReached = ({ name, game }: App, round: number): Round => ({
  practice: name.endsWith(practiceOf('')) && name !== appName(game),
  round,
  answers: new Map(),
});

/** What stands in a field; `played` undefined: nothing was played. */
const cellOf = (field: Field, played: PlayerMatch | undefined, round: Round, all: readonly Round[]): CellValue =>
  played === undefined ? field.unplayed?.(round) : field.value(played, round, all);

export type Field = Omit<About, 'name'> & {
  readonly name: string;
  value(played: PlayerMatch, round: Round, all: readonly Round[]): CellValue;
  /** What stands there for somebody who did not play; empty where not given. */
  unplayed?(round: Round): CellValue;
};

/** So many cells with nothing in them. */
export const blanks = (count: number): string => ','.repeat(Math.max(0, count - 1));

/** Columns as text; not made again as long as it is the same player, with the same progress, or the same session. */
function textOnce(columns: readonly PlayerColumn[], cell: CellText, of: 'player' | 'session') {
  let last: Player | null = null;
  let before: Progress | null = null;
  let text = '';
  return (player: Player, progress: Progress): string => {
    const same =
      last !== null && (of === 'session' ? last.session === player.session : last === player && before === progress);
    if (!same) text = columns.map(({ value, type }) => cell(value(player, progress), type)).join(',');
    last = player;
    before = progress;
    return text;
  };
}

/** `participant.…`, `session.…` with what follows it, and `agent.…` of a player. */
export const ownCells = (cell: CellText, config: readonly PlayerColumn[] = []) => ({
  participant: textOnce(participantColumns, cell, 'player'),
  session: textOnce([...sessionColumns, ...config], cell, 'session'),
  agent: textOnce(agentColumns, cell, 'player'),
});

/** The settings of an app in a match, or of none; null where it has none. */
export function settingCells(app: App, cell: CellText): ((match: LoggedMatch<unknown> | undefined) => string) | null {
  const names = [...app.settings];
  if (names.length === 0) return null;
  const textOf = memo((given: Readonly<Record<string, unknown>>) =>
    names.map((name) => cell(settingCell(given[name]), 'text')).join(','),
  );
  const nothing = blanks(names.length);
  return (match) => (match === undefined ? nothing : textOf(settingsIn(match)));
}

/** These fields of one round as text. `played` undefined: nothing was played, which is the same for everybody. */
export function roundCells(app: App, fields: readonly Field[], cell: CellText) {
  const textOf = (played: PlayerMatch | undefined, round: Round, all: readonly Round[]): string => {
    let text = '';
    for (let i = 0; i < fields.length; i++)
      text += (i === 0 ? '' : ',') + cell(cellOf(fields[i]!, played, round, all), fields[i]!.type);
    return text;
  };
  const unplayed = memo((round: number) => textOf(undefined, notReached(app, round), []));
  return (
    played: PlayerMatch | undefined,
    reached: Round | undefined,
    number: number,
    all: readonly Round[],
  ): string => (played === undefined ? unplayed(number) : textOf(played, reached ?? notReached(app, number), all));
}
