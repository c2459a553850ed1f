/** The codebook as CSV: every column of every table, then the questions that were asked and the settings of the games. */
import { settingsIn } from './apps.ts';
import type { About } from './column.ts';
import type { Describe, Described, ExportContents } from './contents.ts';
import type { ExportTally } from './tally.ts';
import { cellText } from './csv.ts';
import { memo } from '../../core/memo.ts';

/** A line of the codebook: a column of a table, a question (table `questions`) or a setting of a game (`settings`). */
export type CodebookEntry = {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly unit: string;
  readonly range: string;
  readonly meaning: string;
};

const HEAD = ['table', 'column', 'type', 'unit', 'range', 'meaning'] as const;

/** The codebook as CSV, its header line first; '' where a cell has nothing to say. */
export function codebook(written: ExportContents): string {
  const cell = cellText(false);
  const lines = entriesOf(written).map((entry) => HEAD.map((name) => cell(entry[name], 'text')).join(','));
  return `${[HEAD.join(','), ...lines].join('\n')}\n`;
}

/** What the codebook lists, in its order. */
export function entriesOf({
  tables,
  tally,
  describe,
}: Pick<ExportContents, 'tables' | 'tally' | 'describe'>): readonly CodebookEntry[] {
  const known = describedOnce(tally, describe);
  return [
    ...tables.flatMap(({ name, columns }) => columns.map((column) => entryOf(name, column, known.of(column)))),
    ...[...tally.questions.values()].flatMap((asked) =>
      asked
        .slice(0, 1)
        .map(({ game, key }) =>
          entryOf(
            'questions',
            { name: `${game}: ${key}`, type: 'text', says: `The question "${key}".` },
            known.question(game, key),
          ),
        ),
    ),
    ...gamesIn(tally).flatMap((game) =>
      known
        .settings(game)
        .map((name) =>
          entryOf(
            'settings',
            { name: `${game}: ${name}`, type: 'text', says: `The setting ${name}.` },
            known.setting(game, name),
          ),
        ),
    ),
  ];
}

function entryOf(table: string, column: About, more: Described | null): CodebookEntry {
  return {
    table,
    column: column.name,
    type: more?.type ?? column.type,
    unit: more?.unit ?? column.unit ?? '',
    range: more?.range ?? column.range ?? '',
    meaning: more?.says ?? column.says,
  };
}

/** A question as it was put under several settings: other options, another range. */
function together(all: readonly Described[]): Described | null {
  const [first] = all;
  if (first === undefined) return null;
  const said = (of: (one: Described) => string | undefined): string => {
    const [usual = '', ...others] = [...new Set(all.map((one) => of(one) ?? ''))];
    return others.length === 0 ? usual : `${usual} (under other settings: ${others.join('; or ')})`;
  };
  return {
    ...first,
    says: said(({ says }) => says),
    ...(all.some(({ range }) => range !== undefined) ? { range: said(({ range }) => range) } : {}),
    ...(all.some(({ unit }) => unit !== undefined) ? { unit: said(({ unit }) => unit) } : {}),
  };
}

/** What the games say, asked once: a wide table names the same question in every round. */
function describedOnce(tally: ExportTally, describe: Describe) {
  const questionsOf = memo((game: string) =>
    memo((key: string): Described | null => {
      const asked =
        tally.questions.get(`${game} ${key}`) ?? tally.questions.get(`${game} ${key.replace(/_\d+$/, '')}`) ?? [];
      return together(asked.flatMap((one) => describe.question(one) ?? []));
    }),
  );
  const settingsOf = memo((game: string) => memo((name: string) => describe.setting(game, name)));
  const question = (game: string, key: string): Described | null => questionsOf(game)(key);
  const setting = (game: string, name: string): Described | null => settingsOf(game)(name);
  return {
    question,
    setting,
    /** The settings of a game, of all its versions. */
    settings: (game: string): readonly string[] => {
      const asked = [...tally.questions.values()].flat().filter((one) => one.game === game);
      return [...new Set(asked.flatMap(({ config }) => Object.keys(settingsIn({ config }))))];
    },
    of: (column: About): Described | null =>
      column.question !== undefined
        ? question(column.question.game, column.question.key)
        : column.setting !== undefined
          ? setting(column.setting.game, column.setting.name)
          : null,
  };
}

/** The games by name, one of several versions once. */
export const gamesIn = (tally: Pick<ExportTally, 'games'>): readonly string[] => [
  ...new Set([...tally.games.values()].map(({ game }) => game)),
];
