/** `homines lesson NAME`: a lesson to teach with, and its hand-out. */
import { existsSync } from 'node:fs';
import { counted } from '../core/format.ts';
import { byHand } from '../core/shell.ts';
import { unknown, UserError } from '../core/user-error.ts';
import { lessonNames } from '../disk/lesson-files.ts';
import { version } from '../disk/version.ts';
import { writeText } from '../disk/write-text.ts';
import { classRows } from '../lab/lesson-course.ts';
import { lessonSummaries, loadLesson } from '../lessons/load-lesson.ts';
import type { PreparedLesson } from '../lessons/prepared-lesson.ts';
import { isLogThere, openLog } from '../store/log-reader.ts';
import { maxCost, open } from './lab.ts';
import { db, DEFAULT_DB, json, readName, trust } from './shared/flags.ts';
import { print, printJson } from './shared/print.ts';
import { wrap } from './shared/text-columns.ts';
import { on, text, verb as define } from './shared/verb.ts';
import { upgrading } from './shared/upgrading.ts';

export const verb = define({
  name: 'lesson',
  word: '[NAME]',
  says: 'A lesson to teach with: stops with what is asked aloud, played, counted by a show of hands and revealed, and a hand-out of two pages. Without a name it lists the lessons.',
  flags: {
    session: text('NAME', 'the session that it belongs to (default: one named for the lesson)', readName),
    language: text('LANG', 'the language of its words and games, such as de', (typed) => typed.trim().toLowerCase()),
    handout: text('FILE.html', 'writes the hand-out, and opens nothing', (typed) => typed),
    force: on('with --handout: a file of that name is replaced'),
    maxCost,
    trust,
    plain: on('questions and answers line by line, for screen readers'),
    db,
    json,
  },
  examples: [
    'homines lesson',
    'homines lesson known-or-unknown',
    'homines lesson known-or-unknown --language de',
    'homines lesson known-or-unknown --handout known-or-unknown.html',
    'homines lesson ./my-lesson.yaml',
  ],
  notes: [
    'A lesson is a file: copy one of data/lessons, change it, and name its path. What is wrong with it is said with its line and field.',
    'Closed in the middle, it asks whether to go on where it was left. A show of hands is kept, drawn, never tested.',
    'The hand-out shows the latest session in which the lesson was run, or the one of --session; before that, blank lines for what the class will do.',
  ],
  async run(
    { session, language, handout, force = false, maxCost: cap, trust: trusts, plain, db: file, json: asJson },
    name,
  ) {
    if (name === undefined) {
      if (handout !== undefined) throw noName();
      return listLessons(asJson === true);
    }
    const prepared = await loadLesson(name, language ?? null);
    if (handout !== undefined)
      return writeHandout(prepared, handout, { force, session, file, asJson: asJson === true });
    return open({ start: null, lesson: prepared, session, plain, maxCost: cap, trust: trusts, db: file });
  },
});

const noName = (): UserError =>
  new UserError(`A hand-out is of a lesson: name one of ${lessonNames().join(', ')} before --handout.`);

function listLessons(asJson: boolean): number {
  const all = lessonSummaries();
  if (asJson) return printJson({ lessons: all });
  print(
    all
      .map(
        ({ name, title, sentence, minutes, stops }) =>
          `${name}: ${title}, ${counted(stops, 'stop')}, ${counted(minutes, 'minute')}\n${wrap(sentence, 2)}`,
      )
      .join('\n\n'),
  );
  print(`\n${wrap(`Run one with ${byHand('lesson NAME')}, or one of your own with ${byHand('lesson ./FILE.yaml')}.`)}`);
  return 0;
}

type Writing = {
  readonly force: boolean;
  readonly session: string | undefined;
  readonly file: string | undefined;
  readonly asJson: boolean;
};

async function writeHandout(
  prepared: PreparedLesson,
  out: string,
  { force, session, file = DEFAULT_DB, asJson }: Writing,
): Promise<number> {
  if (out.trim() === '') throw new UserError('The hand-out needs a file: --handout FILE.html.');
  if (existsSync(out) && !force)
    throw new UserError(`${out} is there already: name another file, or replace it with --force.`);
  if (/\.ya?ml$/i.test(out))
    throw new UserError(`${out} has the name of a lesson, and a hand-out is a page: name a file such as handout.html.`);
  const found = (await isLogThere(file)) ? await taught(file, prepared.lesson.name, session) : null;
  if (session !== undefined && found === null) throw new UserError(`There is no session "${session}" in ${file}.`);
  const { handoutAsHtml } = await import('../page/handout.ts');
  writeText(out, handoutAsHtml(prepared, found, version()));
  if (asJson) return printJson({ file: out, lesson: prepared.lesson.name, session: found?.code ?? null });
  print(
    found === null
      ? `Wrote ${out}, with blank lines for what the class will do.`
      : `Wrote ${out}, with what was done in ${found.name === null ? 'a rehearsal' : `"${found.name}"`}.`,
  );
  return 0;
}

/** The session of this name or code, or the latest in which the lesson was run, with what the class did; null: there is none. */
async function taught(file: string, lesson: string, named: string | undefined) {
  const log = await openLog(file, upgrading());
  try {
    const all = (await log.sessions()).filter(({ kind }) => kind === 'lab').toSorted((a, b) => b.lastAt - a.lastAt);
    for (const { code, name, lastAt } of all) {
      if (named !== undefined && name !== named && code !== named) continue;
      const events = await log.events(code);
      if (named === undefined && !events.some((one) => one.kind === 'lesson' && one.body.lesson === lesson)) continue;
      return { code, name, at: lastAt, rows: await classRows(log, code) };
    }
    if (named !== undefined)
      throw unknown(
        'session',
        named,
        all.flatMap(({ name }) => name ?? []),
      );
    return null;
  } finally {
    log.close();
  }
}
