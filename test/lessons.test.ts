/** The lessons that come with the program: whole in both languages, every number of theirs from a table or a theory, two pages. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { toJSONSchema } from 'zod';
import { lessonNames } from '../src/disk/lesson-files.ts';
import { lessonTable } from '../src/lab/lesson-course.ts';
import { figureOf } from '../src/lessons/figure.ts';
import { handsOf } from '../src/lessons/stops.ts';
import { lessonSchema } from '../src/lessons/lesson.ts';
import { lessonSummaries, loadLesson } from '../src/lessons/load-lesson.ts';
import { handoutAsHtml } from '../src/page/handout.ts';

const folder = join(import.meta.dirname, '..', 'data', 'lessons');
const names = lessonNames();
const raw = (file: string): unknown => parse(readFileSync(join(folder, file), 'utf8'));

/** Every text of a lesson that a class reads or hears, with the place where it stands. */
function textsIn(data: unknown, path = ''): readonly (readonly [path: string, text: string])[] {
  if (typeof data === 'string') return [[path, data]];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => textsIn(value, `${path} ${key}`));
}
const READ = /^(?! tables)(?:| .*) (title|sentence|sources|aloud|text|ask|label|says|questions|licence|caveat)( \d+)?$/;

it('there are three, in English and in German', () => {
  expect(names).toEqual(['known-or-unknown', 'person-or-program', 'would-you-buy-it']);
  for (const name of names) expect(existsSync(join(folder, `${name}.de.yaml`))).toBe(true);
  for (const { stops, minutes } of lessonSummaries()) {
    expect(stops).toBeGreaterThan(4);
    expect(minutes).toBeLessThanOrEqual(20);
  }
});

it('every field that a lesson may have is explained in data/lessons/README.md', () => {
  const fields = new Set<string>();
  const walk = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    if ('properties' in schema && typeof schema.properties === 'object')
      for (const name of Object.keys(schema.properties ?? {})) fields.add(name);
    for (const inner of Object.values(schema)) walk(inner);
  };
  walk(toJSONSchema(lessonSchema, { io: 'input' }));
  const manual = readFileSync(join(folder, 'README.md'), 'utf8');
  expect(fields.size).toBeGreaterThan(40);
  expect([...fields].filter((name) => !manual.includes(`\`${name}`))).toEqual([]);
});

describe.each(names)('%s', (name) => {
  it.each(['en', 'de'])(
    'is valid in %s: every game, setting, agent, question, fact and slot of it is there',
    async (language) => {
      const { lesson, tables } = await loadLesson(name, language === 'en' ? null : language);
      expect(lesson.language).toBe(language);
      for (const stop of lesson.stops) {
        if (stop.kind === 'play') {
          const choice = lessonTable({ typed: name, lesson, tables, facts: new Map() }, stop, 1);
          expect(choice.game.language).toBe(language);
          // What is played there is what the figures look for.
          expect(choice.config).toEqual(tables.get(stop.table)!.config);
        }
        for (const { label } of handsOf(stop)?.options ?? []) expect(label.length).toBeLessThanOrEqual(45);
      }
      expect(JSON.stringify(lesson)).not.toMatch(/[{]\w+[}](?!")/);
    },
  );

  it('has every word that is read in German, too', () => {
    const german = new Map(textsIn(raw(`${name}.de.yaml`)));
    const missing = textsIn(raw(`${name}.yaml`)).filter(
      ([path, text]) => READ.test(path) && !german.has(path) && !/^[A-Z][\w.&, ]+(\d{4})?$/.test(text),
    );
    expect(missing).toEqual([]);
  });

  it('types no number: whatever is not a year, a scale, or an agent’s κ is a slot', () => {
    const allowed = new Set(['1992', '2006', '2013', '2016', '2025', '2020', '0', '100', '95', '1', '4', '0.5']);
    const typed = [`${name}.yaml`, `${name}.de.yaml`].flatMap((file) =>
      textsIn(raw(file))
        .filter(([path]) => READ.test(path) && !/ sources /.test(path))
        .flatMap(([path, text]) =>
          [...text.replace(/\{\w+\}/g, '').matchAll(/\d+(?:\.\d+)?/g)]
            .filter(([number]) => !allowed.has(number))
            .map(([number]) => `${file}${path}: ${number}`),
        ),
    );
    expect(typed).toEqual([]);
  });

  it.each(['en', 'de'])(
    'has a hand-out in %s with figure, three questions, sources and licence on its own',
    async (language) => {
      const prepared = await loadLesson(name, language === 'en' ? null : language);
      const html = handoutAsHtml(prepared, null, '0.0.0');
      expect(html).toContain(`<html lang="${language}">`);
      expect(html).not.toMatch(/<(script|img|link|iframe)|https?:|url\(|@import/);
      expect(html).toContain("default-src 'none'");
      expect(html).toContain('@page{size:A4');
      expect(html.match(/class="second"/g)).toHaveLength(1);
      expect(html.match(/<div class="write">/g)).toHaveLength(3);
      expect(html).toContain('______');
      for (const question of prepared.lesson.handout.questions)
        expect(html).toContain(question.slice(0, 30).split('"')[0]!);
      expect(html).toContain('MIT');
      const bars = prepared.lesson.stops.flatMap((stop) =>
        stop.kind === 'reveal' ? figureOf(stop, prepared, null).rows.flatMap((row) => row.bars) : [],
      );
      expect(bars.length).toBeGreaterThan(1);
      for (const { value } of bars) expect(html).toContain(value);
      expect(html.slice(html.indexOf('<body>'))).not.toContain('{');
    },
  );
});

describe('what the lessons say', () => {
  it('known or unknown: 3 %, 16 %, 37 %, and a κ in about [.14, .20) that does exactly that', async () => {
    const { facts, lesson } = await loadLesson('known-or-unknown');
    const shares = ['people_told_d', 'people_told_c', 'people_untold'].map((name) => facts.get(name));
    expect(shares).toMatchObject([
      { count: 14, of: 444 },
      { count: 73, of: 444 },
      { count: 164, of: 444 },
    ]);
    // economics.md: κ(R − P) ≥ (1 − κ)[p(T − R) + (1 − p)(P − S)] for p = 0, ½, 1, and κ* = .2.
    const from = (name: string): number => {
      const fact = facts.get(name);
      return fact?.kind === 'kappa' ? fact.from : NaN;
    };
    expect(from('untold_if_none')).toBeCloseTo(5 / 50, 9);
    expect(from('untold_if_half')).toBeCloseTo(7.5 / 52.5, 9);
    expect(from('untold_if_all')).toBeCloseTo(10 / 55, 9);
    expect(from('told_c')).toBeCloseTo(0.2, 9);
    expect(facts.get('both')).toMatchObject({ from: from('untold_if_half'), to: from('told_c') });
    const answers = [
      'moral_told_d',
      'moral_told_c',
      'moral_untold',
      'moral_chosen',
      'selfish_told_c',
      'selfish_untold',
    ];
    expect(answers.map((name) => facts.get(name))).toMatchObject([0, 0, 1, 1, 0, 0].map((share) => ({ share })));
    const said = JSON.stringify(lesson.stops);
    expect(said).toContain('3 %, 16 % and 37 %, of 444');
    expect(said).toContain('κ = 0.14 on');
    expect(said).toContain('κ = 0.20 on');
  });

  it('would you buy it: the three agents as economics.md has them, and the reported figures with their mark', async () => {
    const { facts } = await loadLesson('would-you-buy-it');
    const rounded = Object.fromEntries(
      [...facts].flatMap(([name, fact]) => ('share' in fact ? [[name, Math.round(100 * fact.share)]] : [])),
    );
    expect(rounded).toMatchObject({
      ...{ buy_alone_selfish: 50, buy_child_selfish: 5, buy_alone_moral: 99, buy_child_moral: 100 },
      ...{ guard_child_selfish: 99, guard_child_moral: 1, judged_ten: 76, judged_one: 23 },
    });
    for (const name of ['judged_ten', 'judged_one'])
      expect(facts.get(name)).toMatchObject({ kind: 'reported', caveat: expect.stringContaining('not checked') });
    expect(facts.get('buy_child_baseline')).toMatchObject({ standin: true });
  });

  it('person or program: a person is said only where one may be drawn, and the published guesses are counted', async () => {
    const { facts, lesson } = await loadLesson('person-or-program');
    expect(facts.get('took_for_human')).toMatchObject({ count: 110, of: 195 });
    for (const stop of lesson.stops)
      if (handsOf(stop)?.options.some(({ answer }) => answer === 'person') === true)
        expect(stop.kind === 'play' && [stop.against].flat()).toContain('human');
  });
});
