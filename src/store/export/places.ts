/**
 * Where the files of an export stand. A file was named: its companions stand beside it under names made from its own. A
 * folder was named (with a slash at its end): it becomes a Psych-DS dataset, as far as that standard prescribes names.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, parse } from 'node:path';
import { UserError } from '../../core/user-error.ts';

/** The paths of the files of one export. */
export type Places = {
  /** The file of a table; '' is the one that was named. */
  table(name: string): string;
  readonly codebook: string;
  readonly readMe: string;
  readonly description: string;
  /** The script that gives the figures again, where the format has one. */
  analysis(language: 'R' | 'py'): string;
  /** Whether the table is written in parts by session. */
  readonly bySession: boolean;
  /** The folder that holds this export and nothing else, and which of its files would be read as tables of it; null: it stands beside others. */
  readonly alone: { readonly folder: string; readonly table: RegExp } | null;
};

const isFolder = (out: string): boolean => /[/\\]$/.test(out);

/**
 * The files of an export to `out`, whose tables end in `ending` (.csv); `date` (2026-11-24) is in the names of oTree's. A
 * UserError where `out` is empty, or a folder for a format that is no CSV.
 */
export function placesOf(out: string, format: string, ending: string, date: string): Places {
  if (out.trim() === '' || out.includes('\0'))
    throw new UserError('The name of the file to write is empty; name one with --out, such as --out choices.csv.');
  if (format === 'otree') return asOtree(isFolder(out) ? out : join(dirname(out), parse(out).name), date);
  return isFolder(out) ? inFolder(out, format, ending) : besideFile(out, ending);
}

function besideFile(out: string, ending: string): Places {
  const stem = join(dirname(out), parse(out).name);
  return {
    table: (name) => (name === '' ? out : `${stem}.${name}${extname(out) || ending}`),
    codebook: `${stem}.codebook.csv`,
    readMe: `${stem}.read-me-first.txt`,
    description: `${stem}.dataset_description.json`,
    analysis: (language) => `${stem}.analysis.${language}`,
    bySession: false,
    alone: null,
  };
}

/** Psych-DS: dataset_description.json at the top, tables under data/ as KEY-VALUE_data.csv, values without signs. */
function inFolder(out: string, format: string, ending: string): Places {
  if (format === 'parquet') return inParts(out, ending);
  if (ending !== '.csv')
    throw new UserError(
      `A dataset in a folder is made of CSV tables, or of Parquet in parts; name a file for ${format}, such as --out ${join(out, `choices${ending}`)}.`,
    );
  return {
    table: (name) =>
      join(
        out,
        'data',
        `${name === '' ? `description-${format}` : `task-${name.replace(/[^A-Za-z0-9]/g, '')}`}_data.csv`,
      ),
    codebook: join(out, 'documentation', 'codebook.csv'),
    readMe: join(out, 'README.txt'),
    description: join(out, 'dataset_description.json'),
    analysis: (language) => join(out, `analysis.${language}`),
    bySession: false,
    alone: { folder: join(out, 'data'), table: /^[^.].*_data\.csv$/ },
  };
}

/**
 * Parts by session, as DuckDB, Spark and warehouses read many files as one table (Hive's names): data/session=CODE/part-0.parquet.
 * Nothing else stands under data/, since Spark takes every file there for a part.
 */
const inParts = (out: string, ending: string): Places => ({
  table: (name) => join(out, 'data', `${name === '' ? 'session=*/part-*' : name}${ending}`),
  codebook: join(out, 'documentation', 'codebook.csv'),
  readMe: join(out, 'README.txt'),
  description: join(out, 'dataset_description.json'),
  analysis: (language) => join(out, `analysis.${language}`),
  bySession: true,
  alone: { folder: join(out, 'data'), table: /(?!)/ },
});

/** oTree's own names, which what reads its files goes by: NAME-2026-11-24.csv. `out.csv` becomes the folder `out`. */
const asOtree = (folder: string, date: string): Places => ({
  table: (name) => join(folder, `${name}-${date}.csv`),
  codebook: join(folder, 'codebook.csv'),
  readMe: join(folder, 'README.txt'),
  description: join(folder, 'dataset_description.json'),
  analysis: (language) => join(folder, `analysis.${language}`),
  bySession: false,
  alone: { folder, table: /-\d{4}-\d{2}-\d{2}\.csv$/ },
});

/**
 * Refuses, with a UserError, a folder that holds something else: a dataset is one export, tables of an earlier one would be
 * read as part of it, and a text that somebody wrote for the folder is not ours to replace. `tables` are about to be written.
 */
export function refuseMixture({ readMe, description, alone }: Places, tables: readonly string[]): void {
  if (alone === null) return;
  for (const text of [readMe, description])
    if (isForeign(text))
      throw new UserError(`${text} is there already and no export of homines wrote it; name another folder.`);
  const { folder, table } = alone;
  const written = new Set(tables.map((path) => basename(path)));
  const other = existsSync(folder)
    ? readdirSync(folder).find((name) => table.test(name) && !written.has(name))
    : undefined;
  if (other !== undefined)
    throw new UserError(
      `${join(folder, other)} is there already and is no table of this export; take it away, or name another folder.`,
    );
}

/** Refuses, with a UserError, a folder in which parts of an earlier export are: they would be read as part of this one, or be lost. */
export function refuseParts({ bySession, alone }: Places): void {
  if (!bySession || alone === null || !existsSync(alone.folder)) return;
  const part = readdirSync(alone.folder, { recursive: true, encoding: 'utf8' }).find((name) =>
    /\.parquet$/i.test(name),
  );
  if (part !== undefined)
    throw new UserError(
      `${join(alone.folder, part)} is there already, a part of an earlier export; take ${alone.folder} away, or name another folder.`,
    );
}

function isForeign(file: string): boolean {
  try {
    return !readFileSync(file, 'utf8').includes('homines');
  } catch {
    // Not there; or it cannot be read, which whoever writes it says.
    return false;
  }
}
