/** Two people on phones of their own, one without scripts, in real Chromium: they play each other, also over a host that dies. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browsing, startBrowser } from '../chromium.ts';
import { hostRoom } from '../robots/hosted.ts';
import { keptIn } from './kept.ts';
import { faults, handIn, join, mark, newPhone, onPage, type Phone, readOn } from './phones.ts';

const folder = mkdtempSync(path(tmpdir(), 'homines phones '));
let browser: Browser;
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!browsing)('two phones', () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });

  it('play each other, and the host is killed while both have a question', async () => {
    const db = path(folder, 'pairs.sqlite');
    const args = [
      '--game',
      'prisoners-dilemma',
      '--pairs',
      '--set',
      'rounds=2',
      '--name',
      'Pairs',
      '--db',
      db,
      '--port',
    ];
    let room = await hostRoom([...args, '0'], { cwd: folder });
    try {
      const link = `${room.origin}/${room.room}`;
      const [one, two] = await Promise.all([newPhone(browser), newPhone(browser, { scripts: false })]);
      await join(one.page, link);
      await join(two.page, link);
      await onPage(one.page, 'reading');
      await readOn(one.page);
      await onPage(two.page, 'reading');
      await readOn(two.page);
      // A coin says who moves first, in each round; what was answered may still stand on a phone when the round begins.
      const questions = new Map<Phone, string>();
      const asked = async (phone: Phone): Promise<Phone> => {
        questions.set(phone, await onPage(phone.page, 'asked', questions.get(phone)));
        return phone;
      };
      const inTurn = async (): Promise<readonly [first: Phone, second: Phone, then: Promise<Phone>]> => {
        const turns = [asked(one), asked(two)] as const;
        const first = await Promise.any(turns);
        return first === one ? [one, two, turns[1]] : [two, one, turns[0]];
      };
      const [first, second, then] = await inTurn();
      await mark(first.page, 'C');
      await handIn(first.page);
      expect(await onPage(first.page, 'waiting')).not.toBe('');
      expect((await keptIn(db)).answers).toEqual(['C']);
      // Without scripts a page that waits asks again by itself.
      await then;

      await room.kill();
      await mark(second.page, 'D');
      await expect.poll(() => one.page.locator('#line').innerText()).not.toBe('');
      room = await hostRoom([...args, String(room.port)], { cwd: folder });
      expect(`${room.origin}/${room.room}`).toBe(link);
      await handIn(second.page);
      await expect.poll(async () => (await keptIn(db)).answers).toEqual(['C', 'D']);
      // Both go on by themselves.
      const [third, , last] = await inTurn();
      for (const turn of [third, last]) {
        const { page } = await turn;
        await mark(page, 'D');
        await handIn(page);
      }
      for (const { page } of [one, two]) await onPage(page, 'result');
      const kept = await keptIn(db);
      expect(kept.answers).toEqual(['C', 'D', 'D', 'D']);
      expect([kept.people, kept.matches.length]).toEqual([2, 1]);
      expect(faults.get(one.page)).toEqual([]);
      await Promise.all([one.context.close(), two.context.close()]);
    } finally {
      await room.kill();
    }
  });
});
