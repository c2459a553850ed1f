/**
 * The browser that tests look at pages with. `.ci/run` installs it and lets no run pass without; elsewhere a run without it
 * says so.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { able } from './able.ts';

const found = able([process.env['CHROMIUM'], 'chromium', 'chromium-browser', 'google-chrome'], '--version');

/** Whether pages can be looked at here, or must be. */
export const browsing = found !== null || process.env['HOMINES_TEST_ALL'] === '1';
if (!browsing) console.warn('No Chromium (CHROMIUM): pages are not tested as a browser shows them.');

/** The program's name or its place. */
export const browserProgram = found ?? 'chromium';

/** Nothing of the browser's own goes out, and a small shared memory is enough. */
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--mute-audio'],
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/** Where a program stands: it is started by its whole path. */
const placeOf = (name: string): string =>
  [name, ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name))].find(
    (file) => file.includes('/') && existsSync(file),
  ) ?? name;

/** Starts it without a window. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: placeOf(browserProgram), headless: true, args: FLAGS, timeout: 120_000 });
