/**
 * Pictures of a class that never was: a phone, the board and the projector, as Chromium draws them. `npm run pictures` writes
 * data/pictures/host-NAME.png; where there is no Chromium, the old ones stay.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { browsing, startBrowser } from '../chromium.ts';
import { hostRoom } from '../robots/hosted.ts';
import { byLot } from '../robots/policy.ts';
import { Robot } from '../robots/robot.ts';
import { join, newPhone, onPage, readOn } from './phones.ts';

/** Writes the pictures into a folder, and gives their names. */
export async function hostPictures(folder: string): Promise<readonly string[]> {
  if (!browsing) return [];
  const home = mkdtempSync(path(tmpdir(), 'homines-pictures-'));
  const browser = await startBrowser();
  const robots: Robot[] = [];
  try {
    const table = ['--game', 'prisoners-dilemma', '--against', 'moralis:0.5', '--role', 'first', '--set', 'rounds=3'];
    const db = path(home, 'lab.sqlite');
    await using room = await hostRoom([...table, '--port', '0', '--name', 'a made-up class', '--db', db], {
      cwd: home,
    });
    const { page: phone } = await newPhone(browser, { width: 360, height: 640 });
    await join(phone, `${room.origin}/${room.room}`);
    await readOn(phone);
    await onPage(phone, 'asked');
    for (let number = 1; number <= 24; number++)
      robots.push(
        new Robot({
          ...{ origin: room.origin, room: room.room, number, policy: byLot(7, number), way: 'scripts' },
          // Some are still at it.
          ...(number % 6 === 0 ? { thinks: () => 3_600_000 } : {}),
        }),
      );
    for (const robot of robots) await robot.join();
    await Promise.all(
      robots.map((robot, i) => (i % 6 === 5 ? robot.play(({ kind }) => kind === 'asked') : robot.play())),
    );
    await phone.screenshot({ path: path(folder, 'host-phone.png') });
    const wide = await browser.newContext({ viewport: { width: 1024, height: 768 } });
    for (const [name, address] of [
      ['board', room.board],
      ['projector', room.projector],
    ] as const) {
      const page = await wide.newPage();
      await page.goto(address);
      await page.locator('main').waitFor();
      await page.screenshot({ path: path(folder, `host-${name}.png`) });
    }
    return ['host-phone', 'host-board', 'host-projector'];
  } finally {
    for (const robot of robots) robot.stop();
    await browser.close();
    rmSync(home, { recursive: true, force: true });
  }
}
