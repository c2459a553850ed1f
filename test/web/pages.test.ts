/**
 * Phone pages of all games as Chromium lays them out, at 320 × 568: nothing beside the screen, targets that a thumb hits, labels,
 * headings in order, contrast in light and dark, nothing preset, and forms that work without scripts.
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadGame } from '../../src/disk/games.ts';
import type { Place } from '../../src/room/room.ts';
import type { HowShown } from '../../src/web/how.ts';
import { phonePages } from '../../src/web/pages/index.ts';
import {
  matchPlaces,
  sampleMember,
  type SampleTable,
  sampleTable,
  shownAt,
  usualAnswer,
} from '../../src/web/pages/places.test-data.ts';
import { browsing, startBrowser } from '../chromium.ts';
import { laidOut } from './laid-out.ts';

const how: HowShown = {
  ...{ code: 'K7QF', assets: { script: '/s.js', style: '/s.css' }, problem: null, typed: {}, past: false },
  ...{ whatIf: null, kappa: null },
};

/** Every game with its inputs: in turn from both seats, both at once, in steps, plans and beliefs, several rounds. */
const tables: Readonly<Record<string, Omit<SampleTable, 'game'> & { readonly name: string }>> = {
  first: { name: 'prisoners-dilemma' },
  second: { name: 'prisoners-dilemma', role: 'second' },
  economicus: { name: 'prisoners-dilemma', against: ['economicus'] },
  plans: { name: 'prisoners-dilemma', settings: { method: 'strategy', askBeliefs: true, roles: 'drawn' } },
  rounds: { name: 'prisoners-dilemma', settings: { rounds: 8, roles: 'alternating' } },
  together: { name: 'prisoners-dilemma', settings: { timing: 'together' } },
  steps: { name: 'prisoners-dilemma', settings: { steps: 3 } },
  guess: { name: 'prisoners-dilemma', against: ['guess'] },
  trust: { name: 'trust' },
  ultimatum: { name: 'ultimatum', role: 'second' },
  project: { name: 'public-goods', settings: { rounds: 3 } },
  cars: { name: 'autonomous-vehicles', against: [] },
  prices: { name: 'pricing-duopoly' },
};

/** The pages of a match, the first and the last of each kind, in a language. */
async function pagesOf(table: (typeof tables)[string], language: string): Promise<readonly Place[]> {
  const game = await loadGame(table.name, language);
  const places = await matchPlaces(sampleTable({ ...table, game }), usualAnswer);
  return places.filter(({ kind }, i) => {
    const same = (place: Place): boolean => place.kind === kind;
    return places.findIndex(same) === i || places.findLastIndex(same) === i;
  });
}

const others: readonly Place[] = [
  { kind: 'waiting', id: 'w', for: 'start', since: 0, scene: null },
  { kind: 'unpaid', id: 'u', why: 'gone', more: true },
  { kind: 'done', id: 'd', matches: 3 },
  { kind: 'ended', id: 'e' },
  {
    ...{ kind: 'hands', id: 'h', given: null },
    asked: {
      ask: 'Would you?',
      table: 't',
      key: 'k',
      options: ['yes', 'no'].map((label) => ({ answer: label, label })),
    },
  },
];

const before = { language: 'de', assets: how.assets };
const entrances = [
  phonePages.codePage({ ...before, wrong: 'ABCD' }),
  phonePages.entrancePage({
    ...{ ...before, code: 'K7QF', label: 'needed', typed: '', told: true, refused: 'label needed', again: false },
  }),
  phonePages.sentencePage({ ...before, what: 'no seat', code: 'K7QF', seconds: null, again: null }),
];

describe.runIf(browsing)('phone pages in Chromium', () => {
  let browser: Browser;
  let light: Page;
  let dark: Page;

  const newPage = async (more: BrowserContextOptions = {}): Promise<Page> =>
    (await browser.newContext({ viewport: { width: 320, height: 568 }, ...more })).newPage();
  beforeAll(async () => {
    browser = await startBrowser();
    [light, dark] = [await newPage(), await newPage({ colorScheme: 'dark' })];
  });
  afterAll(() => browser?.close());

  const shown = (place: Place, language = 'en', more: Partial<HowShown> = {}): string =>
    phonePages.placePage(shownAt(place, { member: sampleMember(language), message: 'To the front, please.' }), {
      ...{ ...how, ...more },
    });

  /** What is wrong with a page, every line that can be opened open. */
  async function faultsOf(page: Page, html: string): Promise<readonly string[]> {
    await page.setContent(whole(html));
    return page.evaluate<readonly string[]>(laidOut);
  }

  it.each(Object.keys(tables))('%s', async (name) => {
    const pages = { en: await pagesOf(tables[name]!, 'en'), de: await pagesOf(tables[name]!, 'de') };
    const explained = (place: Place) => (place.kind === 'result' ? { kappa: 0.25 } : {});
    for (const place of pages.en)
      expect([`en ${place.kind}`, await faultsOf(dark, shown(place, 'en', explained(place)))]).toEqual([
        `en ${place.kind}`,
        [],
      ]);
    const refused = { problem: 'Type a number.', typed: { answer: 'x' }, whatIf: ['16,5', '15.5'] };
    for (const place of pages.de)
      expect([
        `de ${place.kind}`,
        await faultsOf(light, shown(place, 'de', place.kind === 'asked' ? refused : explained(place))),
      ]).toEqual([`de ${place.kind}`, []]);
  });

  it('the other pages', async () => {
    for (const place of others) expect([place.kind, await faultsOf(dark, shown(place))]).toEqual([place.kind, []]);
    for (const text of entrances) expect(await faultsOf(light, text)).toEqual([]);
  });

  it('finds what is wrong', async () => {
    const bad =
      '<!doctype html><html lang="en"><body style="background:#fff"><form class="answer"><h1>a</h1><h3>b</h3><button style="height:20px">c</button><p style="color:#999;font-size:12px;width:400px">d</p><input type="text" value="1"><input type="radio" checked></form><div class="tree"><p class="leaf-heads" style="width:2em;overflow-wrap:anywhere">economicus</p></div></body></html>';
    const found = (await faultsOf(light, bad)).join('\n');
    for (const kind of [
      'beside the screen',
      'small target',
      'no label',
      'heading',
      'contrast',
      'small letters',
      'preset',
      'broken word',
    ])
      expect(found).toContain(kind);
  });

  it('a rating has no handle until it is touched, and then the number that it stands at', async () => {
    const asked = (await pagesOf(tables['cars']!, 'en')).filter((place) => place.kind === 'asked');
    const rating = asked.find(({ question }) => question.decision.input.kind === 'number');
    await light.setContent(whole(shown(rating!)));
    const line = light.locator('input[type=range]');
    const drawn = async (at: number, unset: boolean): Promise<string> => {
      await light.evaluate(
        `(() => { const line = document.querySelector('input[type=range]'); line.value = ${at}; line.classList.toggle('unset', ${unset}); })()`,
      );
      return (await line.screenshot()).toString('base64');
    };
    expect(await line.getAttribute('class')).toBe('unset');
    expect(await drawn(0, true)).toBe(await drawn(100, true));
    expect(await drawn(0, false)).not.toBe(await drawn(100, false));
    await drawn(0, true);
    expect(await light.inputValue('#answer')).toBe('');
    await line.click({ position: { x: 2, y: 20 } });
    expect([await line.getAttribute('class'), await light.inputValue('#answer')]).toEqual(['', '0']);
    await light.fill('#answer', '35,0');
    expect(await line.inputValue()).toBe('35');
    expect(await light.textContent('output[for=answer]')).toContain('35');
    await light.fill('#answer', 'x');
    expect(await line.getAttribute('class')).toBe('unset');
    await light.check('input[name=skip]');
    expect(await light.inputValue('#answer')).toBe('');
  });

  it('forms are complete without scripts, and a question is answered by keys alone', async () => {
    const plain = await newPage({ javaScriptEnabled: false });
    const posted: (readonly [string, Record<string, string>])[] = [];
    let html = '';
    await plain.route('**/*', (route) => {
      const request = route.request();
      if (request.method() === 'POST')
        posted.push([
          new URL(request.url()).pathname,
          Object.fromEntries(new URLSearchParams(request.postData() ?? '')),
        ]);
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
    });
    const show = async (place: Place | undefined): Promise<void> => {
      html = shown(place!);
      await plain.waitForLoadState();
      await plain.goto('http://room.test/');
    };
    const [reading, choice] = await pagesOf(tables['first']!, 'en');
    const price = (await pagesOf(tables['prices']!, 'en')).find(({ kind }) => kind === 'asked');
    /** So many forms were posted, and the page that answers the last of them is there. */
    const count = async (most: number): Promise<void> => {
      await expect.poll(() => posted.length).toBe(most);
      await plain.waitForURL(/K7QF/);
    };
    await show(reading);
    await plain.click('form[action$="/on"] button');
    await count(1);
    await show(choice);
    await plain.click('label:has(input[value="D"])');
    await plain.click('button.final');
    await count(2);
    await show(choice);
    for (const key of ['Tab', 'ArrowDown', 'Tab', 'Enter']) await plain.keyboard.press(key);
    await count(3);
    await show(price);
    await plain.fill('#what-if-0', '16,5');
    await plain.press('#what-if-0', 'Enter');
    await count(4);
    await show(price);
    await plain.fill('#answer', '15,5');
    await plain.press('#answer', 'Enter');
    await count(5);
    expect(posted).toMatchObject([
      ['/K7QF/on', { page: 'read' }],
      ['/K7QF/answer', { page: choice!.id, answer: 'D' }],
      ['/K7QF/answer', { page: choice!.id, answer: 'D' }],
      ['/K7QF/whatif', { page: price!.id }],
      ['/K7QF/answer', { page: price!.id, answer: '15,5' }],
    ]);
  });
});

/** The page with its style and script in it: then nothing has to be fetched. */
const whole = (html: string): string =>
  html
    .replace('<link rel="stylesheet" href="/s.css">', () => `<style>${phonePages.style}</style>`)
    .replace(
      '</body>',
      () => `<script>${phonePages.widgets}\nenliven(document.querySelector('main'), () => {});</script></body>`,
    );
