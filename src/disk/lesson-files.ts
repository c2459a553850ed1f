/** The lessons of data/lessons, in a checkout and in the package, and the files of one's own. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { UserError, unknown } from '../core/user-error.ts';
import { programFolder } from './program-folder.ts';
import { readTextFile } from './text-file.ts';

const folder = join(programFolder, 'data', 'lessons');

/** Bytes of the largest lesson that is read: some ten times the longest of ours. */
const LARGEST_LESSON = 100_000;

const FILE = /^([a-z0-9-]+)\.yaml$/;

/** The names of the lessons that come with the program, in the order of the alphabet. */
export function lessonNames(): readonly string[] {
  try {
    return readdirSync(folder)
      .flatMap((file) => FILE.exec(file)?.[1] ?? [])
      .sort();
  } catch {
    return [];
  }
}

/** The texts of a lesson: its own, and that of its translation; null: the lesson speaks no other language. */
export type LessonTexts = {
  readonly name: string;
  readonly own: { readonly file: string; readonly text: string };
  readonly translation: { readonly file: string; readonly text: string } | null;
};

/**
 * The texts of a lesson: one of ours by its name, or a file of one's own by its path, with NAME.de.yaml beside it where that
 * language is asked for. Throws a UserError where there is none, or no such language.
 */
export function lessonTexts(named: string, language: string | null): LessonTexts {
  const names = lessonNames();
  const isPath = named.includes('/') || named.includes(sep) || /\.ya?ml$/i.test(named);
  if (!isPath && !names.includes(named)) {
    if (existsSync(named)) throw new UserError(`${named} is a file: write ./${named} to run it as a lesson.`);
    throw unknown('lesson', named, names);
  }
  const file = isPath ? named : join(folder, `${named}.yaml`);
  const shown = isPath ? named : join('data', 'lessons', `${named}.yaml`);
  const text = readTextFile(file, LARGEST_LESSON);
  if (text === null)
    throw new UserError(`There is no file ${shown}: name a lesson (${names.join(', ')}) or a file that is there.`);
  const own = { file: shown, text };
  const name = basename(file).replace(/\.ya?ml$/i, '');
  const other = language === null ? null : file.replace(/\.ya?ml$/i, `.${language}.yaml`);
  if (other === null || language === null) return { name, own, translation: null };
  const translated = readTextFile(other, LARGEST_LESSON);
  return {
    ...{ name, own },
    translation:
      translated === null ? null : { file: shown.replace(/\.ya?ml$/i, `.${language}.yaml`), text: translated },
  };
}
