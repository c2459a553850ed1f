/**
 * Where the files of an export stand. A file was named: its companions stand beside it under names made from its own. A
 * folder was named (with a slash at its end): it becomes a Psych-DS dataset, as far as that standard prescribes names.
 */
import { realpathSync } from 'node:fs';
import { dirname, extname, join, parse, resolve } from 'node:path';
import { Refusal } from '../../refusal.ts';

export type Places = {
  /** The file of a table; '' is the one that was named. */
  table(name: string): string;
  readonly codebook: string;
  readonly readMe: string;
  readonly description: string;
};

export const isFolder = (out: string): boolean => /[/\\]$/.test(out);

export function placesOf(out: string, format: string, ending: string): Places {
  if (out.trim() === '' || out.includes('\0'))
    throw new Refusal('The name of the file to write is empty; name one with --out, such as --out choices.csv.');
  return isFolder(out) ? inFolder(out, format, ending) : besideFile(out, ending);
}

function besideFile(out: string, ending: string): Places {
  const stem = join(dirname(out), parse(out).name);
  return {
    table: (name) => (name === '' ? out : `${stem}.${name}${extname(out) || ending}`),
    codebook: `${stem}.codebook.csv`,
    readMe: `${stem}.read-me-first.txt`,
    description: `${stem}.dataset_description.json`,
  };
}

/** Psych-DS: dataset_description.json at the top, tables under data/ as KEY-VALUE_data.csv, values without signs. */
function inFolder(out: string, format: string, ending: string): Places {
  if (ending !== '.csv')
    throw new Refusal(
      `A dataset in a folder is made of CSV tables; name a file for ${format}, such as --out ${join(out, `choices${ending}`)}.`,
    );
  return {
    table: (name) => join(out, 'data', `${name === '' ? `description-${format}` : `task-${name.replace(/[^A-Za-z0-9]/g, '')}`}_data.csv`),
    codebook: join(out, 'documentation', 'codebook.csv'),
    readMe: join(out, 'README.txt'),
    description: join(out, 'dataset_description.json'),
  };
}

/** Where a file lies in truth, links followed. */
export function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
