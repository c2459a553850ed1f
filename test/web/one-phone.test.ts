/**
 * One person against an agent on a phone, in real Chromium, from the link to the debrief: with the script, without any, and with
 * everything that happens to phones on the way. Each journey looks at the page and at the row in the database.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browsing, startBrowser } from '../chromium.ts';
import { type Hosted, hostRoom } from '../robots/hosted.ts';
import { keptIn } from './kept.ts';
import { faults, form, handIn, join, mark, newPhone, onPage, readOn } from './phones.ts';

const folder = mkdtempSync(path(tmpdir(), 'homines phone '));
let browser: Browser;
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function hosted(
  name: string,
  rounds: number,
): Promise<{ readonly room: Hosted; readonly db: string; readonly link: string }> {
  const db = path(folder, `${name}.sqlite`);
  const table = [
    '--game',
    'prisoners-dilemma',
    '--against',
    'moralis:0.5',
    '--role',
    'first',
    '--set',
    `rounds=${rounds}`,
  ];
  const room = await hostRoom([...table, '--port', '0', '--name', name, '--db', db], { cwd: folder });
  return { room, db, link: `${room.origin}/${room.room}` };
}

/** Nothing is wider than the phone. */
const fits = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>('document.documentElement.scrollWidth <= document.documentElement.clientWidth');

/** Until a phone is on a question that is not this one. */
async function nextQuestion(page: Page, before: string): Promise<string> {
  await page.locator(`main[data-kind="asked"]:not([data-page="${before}"])`).waitFor();
  return onPage(page, 'asked');
}

describe.skipIf(!browsing)('one phone', () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });

  it('a person plays from the link to the debrief, and a link that is only looked at takes no seat', async () => {
    const { room, db, link } = await hosted('whole', 1);
    await using _ = room;
    const { page, context } = await newPhone(browser, { width: 320, height: 568 });
    await page.goto(link);
    expect(await fits(page)).toBe(true);
    expect((await keptIn(db)).people).toBe(0);
    await join(page, link);
    await onPage(page, 'reading');
    expect(await fits(page)).toBe(true);
    await readOn(page);
    await onPage(page, 'asked');
    expect(await fits(page)).toBe(true);
    // Nothing is marked before.
    expect(await page.locator('input[name=answer]:checked').count()).toBe(0);
    await handIn(page);
    await page.locator('main [role=alert]').waitFor();
    expect((await keptIn(db)).answers).toEqual([]);
    await mark(page, 'D');
    await mark(page, 'C');
    await handIn(page);
    await onPage(page, 'result');
    expect(await fits(page)).toBe(true);
    const [row] = (await keptIn(db)).rows;
    expect(row).toMatchObject({ key: 'first', answer: 'C', source: 'chosen' });
    expect(row!.marks?.map(([, what]) => what)).toEqual(expect.arrayContaining(['tap D', 'tap C']));
    expect(row!.ms).toBeGreaterThan(0);
    expect(row!.shownAt).toBeLessThanOrEqual(row!.answeredAt);
    // The debrief: another κ is another explanation, on the same page.
    const slider = page.locator('input[name=kappa]');
    await form(page, 'debrief').locator('button').click();
    await slider.waitFor();
    const before = await page.locator('#explained').innerText();
    expect(before).not.toBe('');
    await slider.fill('1');
    await expect.poll(() => page.locator('#explained').innerText()).not.toBe(before);
    await readOn(page);
    await onPage(page, 'done');
    expect(faults.get(page)).toEqual([]);
    await context.close();
  });

  it('plays without scripts, in the language of the phone', async () => {
    const { room, db, link } = await hosted('plain', 2);
    await using _ = room;
    const { page, context } = await newPhone(browser, { scripts: false, language: 'de-DE' });
    await join(page, link);
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await readOn(page);
    const first = await onPage(page, 'asked');
    await mark(page, 'C');
    await handIn(page);
    const second = await nextQuestion(page, first);
    // Back: on the question where the person is, or on one that is over, of which nothing is stored again.
    await page.goBack();
    if ((await onPage(page, 'asked')) === first) {
      await mark(page, 'D');
      await handIn(page);
    }
    expect(await nextQuestion(page, first)).toBe(second);
    expect((await keptIn(db)).answers).toEqual(['C']);
    await handIn(page);
    // Handed in empty: the same question with a sentence, and nothing stored.
    await page.locator('main [role=alert]').waitFor();
    expect(await onPage(page, 'asked')).toBe(second);
    await mark(page, 'D');
    await handIn(page);
    await onPage(page, 'result');
    expect((await keptIn(db)).answers).toEqual(['C', 'D']);
    await readOn(page);
    await onPage(page, 'done');
    await context.close();
  });

  it('a cut line, a reload, a double tap, the back button, two tabs and a pocket are harmless', async () => {
    const { room, db, link } = await hosted('hard', 7);
    await using _ = room;
    const { page, context } = await newPhone(browser);
    await join(page, link);
    await readOn(page);
    let question = await onPage(page, 'asked');

    // Reloaded in the middle: what was marked still is.
    await mark(page, 'C');
    await page.reload();
    expect(await onPage(page, 'asked')).toBe(question);
    await expect.poll(() => page.locator('input[value=C]').isChecked()).toBe(true);
    await handIn(page);
    question = await nextQuestion(page, question);

    // The line is cut: the page says so, keeps the answer, and sends it when the line is back.
    await context.setOffline(true);
    await mark(page, 'D');
    await handIn(page);
    await expect.poll(() => page.locator('#line').innerText()).not.toBe('');
    expect(await onPage(page, 'asked')).toBe(question);
    expect((await keptIn(db)).answers).toEqual(['C']);
    await context.setOffline(false);
    question = await nextQuestion(page, question);
    expect((await keptIn(db)).answers).toEqual(['C', 'D']);

    // Tapped twice: one answer, and the next question is still open.
    await mark(page, 'C');
    await form(page, 'answer').locator('button.final').dblclick();
    question = await nextQuestion(page, question);
    expect((await keptIn(db)).answers).toEqual(['C', 'D', 'C']);

    // Back and forward: on the question where the person is, whatever the browser remembers.
    await page.goBack();
    await page.goForward();
    expect(await onPage(page, 'asked')).toBe(question);

    // A second tab has the same question; what is answered in one, the other learns by itself.
    const other = await context.newPage();
    await other.goto(link);
    expect(await onPage(other, 'asked')).toBe(question);
    await mark(other, 'D');
    await mark(page, 'C');
    await handIn(page);
    const answered = question;
    question = await nextQuestion(page, answered);
    expect(await nextQuestion(other, answered)).toBe(question);
    expect((await keptIn(db)).answers).toEqual(['C', 'D', 'C', 'C']);

    // In a pocket while the other tab plays on: back in the hand, it is on the page where the person is.
    await hide(page, true);
    await mark(other, 'D');
    await handIn(other);
    const after = await nextQuestion(other, question);
    await hide(page, false);
    expect(await nextQuestion(page, question)).toBe(after);
    expect((await keptIn(db)).answers).toEqual(['C', 'D', 'C', 'C', 'D']);
    await other.close();
    expect(faults.get(page)).toEqual([]);
    await context.close();
  });
});

/** As when the phone is put into a pocket, and taken out again. */
const hide = (page: Page, hidden: boolean): Promise<unknown> =>
  page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => '${hidden ? 'hidden' : 'visible'}' });
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${hidden} });
    document.dispatchEvent(new Event('visibilitychange'));
  `);
