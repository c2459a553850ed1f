/** Hand-outs as a browser prints them: two pages of A4, blank and with the fullest class. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TallyRow } from '../src/core/log.ts';
import { lessonNames } from '../src/disk/lesson-files.ts';
import type { ClassRows } from '../src/lessons/class-answers.ts';
import { figureOf } from '../src/lessons/figure.ts';
import { loadLesson } from '../src/lessons/load-lesson.ts';
import type { PreparedLesson } from '../src/lessons/prepared-lesson.ts';
import { handsOf } from '../src/lessons/stops.ts';
import { handoutAsHtml } from '../src/page/handout.ts';
import { browsing, startBrowser } from './chromium.ts';
import { decision, match } from './database/sample.ts';

let browser: Browser;
let page: Page;

/** The width and height of every page, in points of 1/72 inch, of this text as it is printed. */
async function pagesOf(html: string): Promise<readonly (readonly [width: number, height: number])[]> {
  await page.setContent(html);
  const printed = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(printed.match(/\/Type\s*\/Page\b/g)?.length).toBe(printed.match(/\/MediaBox\s*\[/g)?.length);
  return [...printed.matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g)].map(([, width, height]) => [
    Number(width),
    Number(height),
  ]);
}

/** Hands for every answer that may be raised, twelve people at every question that a figure looks for, and twelve guesses. */
function fullest({ lesson, tables }: PreparedLesson): ClassRows {
  const at = (name: string) => {
    const { game, config } = tables.get(name)!;
    return { game: game.name, config };
  };
  const hands = lesson.stops.flatMap((stop): readonly TallyRow[] => {
    const asked = handsOf(stop);
    const options = asked?.options ?? [];
    return options.map(({ answer }) => ({ session: 's', ...at(asked!.table), key: asked!.key, answer, count: 137 }));
  });
  const people = Array.from({ length: 12 }, (_, i) => `p${i}`);
  const asked = lesson.stops
    .flatMap((stop) => (stop.kind === 'reveal' ? stop.rows : []))
    .flatMap((row) => (row.class !== undefined && 'table' in row.class ? [row.class] : []));
  const matches = asked.flatMap((one) =>
    people.map((participant, i) => {
      const answer = 'answer' in one && one.answer !== undefined && i % 3 > 0 ? one.answer : 50;
      const table = 'played' in one ? one.played : one.table;
      const human = { label: 'human', kind: 'human', id: 'human', shown: 'x', participant } as const;
      const row = match('s', { ...at(table), seats: [human, { ...human, participant: `${participant}b` }] });
      return { match: row, decisions: [decision(row.code, { seat: 0, key: one.key, answer })] };
    }),
  );
  const events = people.map((participant, i) => ({
    ...{ session: 's', match: 'm', participant, at: 1 },
    kind: 'guess' as const,
    body: { guess: i % 2 === 0 ? 'baseline' : 'moralis', confidence: 50, truth: 'baseline' },
  }));
  return { tallies: hands, matches, events };
}

describe.skipIf(!browsing)('the hand-out of', () => {
  beforeAll(async () => {
    browser = await startBrowser();
    page = await browser.newPage();
  });
  afterAll(() => browser?.close());

  it.each(lessonNames().flatMap((name) => ['en', 'de'].map((language) => [name, language] as const)))(
    '%s prints on two pages of A4 in %s, blank and with a full class',
    async (name, language) => {
      const prepared = await loadLesson(name, language === 'en' ? null : language);
      const rows = fullest(prepared);
      const bars = prepared.lesson.stops.flatMap((stop) =>
        stop.kind === 'reveal' ? figureOf(stop, prepared, rows).rows : [],
      );
      // Each question of the class has an answer of it, or the test would print less than there can be.
      for (const row of bars)
        if (row.asksClass !== null) expect(row.bars.some(({ group }) => group === 'class')).toBe(true);
      const session = { name: 'Microeconomics II, Tuesday group', at: Date.UTC(2026, 10, 24, 9), rows };
      for (const [which, taught] of [
        ['full', session],
        ['blank', null],
      ] as const) {
        const pages = await pagesOf(handoutAsHtml(prepared, taught, '0.0.0'));
        expect([which, pages.length]).toEqual([which, 2]);
        for (const [width, height] of pages) {
          expect(Math.abs(width - 595.28)).toBeLessThan(1);
          expect(Math.abs(height - 841.89)).toBeLessThan(1);
        }
      }
    },
  );
});
