/** Lessons from their files, made ready to be run. */
import type { AnyGame } from '../core/game.ts';
import { UserError } from '../core/user-error.ts';
import { loadGame, loadGames } from '../disk/games.ts';
import { lessonNames, lessonTexts } from '../disk/lesson-files.ts';
import { referenceTable } from '../disk/reference-files.ts';
import type { LessonPlan } from './lesson.ts';
import { preparedLesson, type PreparedLesson } from './prepared-lesson.ts';
import { readLesson } from './read-lesson.ts';

/**
 * A lesson by its name or by the path of its file. `language`: of its words and of its games; null: the lesson's own. Throws a
 * UserError that names file, line and field where it is no lesson, and one that says so where it does not speak that language.
 */
export async function loadLesson(named: string, language: string | null = null): Promise<PreparedLesson> {
  const texts = lessonTexts(named, language);
  const { lesson, refuse } = readLesson(texts.name, texts.own, texts.translation);
  if (language !== null && lesson.language !== language)
    throw new UserError(
      `The lesson ${texts.name} speaks ${lesson.language} and not ${language}: leave --language out, or put its words into ${texts.name}.${language}.yaml beside it, with language: ${language}.`,
    );
  const games = (await loadGames()).map(async (game): Promise<AnyGame> => {
    const speaks = game.language === lesson.language || game.translations?.[lesson.language] !== undefined;
    return speaks ? loadGame(game.name, lesson.language) : game;
  });
  return preparedLesson(lesson, await Promise.all(games), referenceTable, refuse, named);
}

/** What a list says of a lesson. */
export type LessonSummary = Pick<LessonPlan, 'name' | 'title' | 'sentence'> & {
  readonly minutes: number;
  readonly stops: number;
};

/** The lessons that come with the program. */
export function lessonSummaries(): readonly LessonSummary[] {
  return lessonNames().map((name) => {
    const { own } = lessonTexts(name, null);
    const { lesson } = readLesson(name, own);
    const minutes = lesson.stops.reduce((sum, stop) => sum + stop.minutes, 0);
    return { name, title: lesson.title, sentence: lesson.sentence, minutes, stops: lesson.stops.length };
  });
}
