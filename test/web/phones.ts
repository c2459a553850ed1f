/** Phones: real Chromium at their size. It is started once for the tests of a worker, and each phone is a profile of its own. */
import type { Browser, BrowserContext, Page } from 'playwright-core';

export type Phone = { readonly context: BrowserContext; readonly page: Page };

/** What a phone did wrong: errors of scripts, and what its policy for content refused. Read at the end of a test. */
export const faults = new Map<Page, string[]>();

/** A phone of its own, with a page that is empty. */
export async function newPhone(
  browser: Browser,
  { scripts = true, width = 390, height = 844, language = 'en', dark = false } = {},
): Promise<Phone> {
  const context = await browser.newContext({
    ...{ viewport: { width, height }, isMobile: true, hasTouch: true, javaScriptEnabled: scripts, locale: language },
    colorScheme: dark ? 'dark' : 'light',
  });
  context.setDefaultTimeout(60_000);
  context.on('page', watched);
  const page = await context.newPage();
  return { context, page };
}

function watched(page: Page): void {
  const found: string[] = [];
  faults.set(page, found);
  page.on('pageerror', (error) => found.push(error.message));
  page.on('console', (message) => {
    // A line that is cut, or a page that says no, is what some tests are about.
    if (message.type() === 'error' && !/Failed to load resource|net::ERR_/.test(message.text()))
      found.push(message.text());
  });
}

/**
 * Waits until a phone is on a page of this kind, and gives its id. What was handed in stands on a phone until the next
 * page is there: whoever waits for that one names the page `after` which it comes.
 */
export async function onPage(page: Page, kind: string, after = ''): Promise<string> {
  const main = page.locator(`main[data-kind="${kind}"]:not([data-page="${after}"])`);
  return (await main.getAttribute('data-page')) ?? '';
}

/** The main form of a page, by its verb. */
export const form = (page: Page, verb: string) => page.locator(`form[action$="/${verb}"]`).first();

/** Opens a link and takes a seat by the button. */
export async function join(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await form(page, 'join').locator('button').click();
  await page.locator('main[data-page]').waitFor();
}

/** On from a page that is read. */
export const readOn = (page: Page): Promise<void> => form(page, 'on').locator('button').first().click();

/** Marks an option without handing it in. */
export const mark = (page: Page, value: string): Promise<void> =>
  form(page, 'answer').locator(`label:has(input[value="${value}"])`).click();

/** Hands in what is marked. */
export const handIn = (page: Page): Promise<void> =>
  form(page, 'answer').locator('button:not([formaction]), input[type=submit]').last().click();
