/** A class in a real terminal: hosted, joined and played over HTTP, left with Ctrl-C, killed, opened again; the screen and the rows are looked at. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../src/store/open.ts';
import { expectWhole } from './lab.ts';
import { homines } from './program.ts';
import { byLot } from './robots/policy.ts';
import { hostRoom } from './robots/hosted.ts';
import { Robot } from './robots/robot.ts';
import { open, type Opening, type Terminal } from './terminal.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'homines-host-'));
  folders.push(folder);
  return folder;
}

/** The address and the code that stand on the board. */
function reached(screen: string): { readonly origin: string; readonly room: string } {
  const [, origin = '', room = ''] = /(http:\/\/127\.0\.0\.1:\d+)\/([A-Z0-9]{4,6})/.exec(screen) ?? [];
  return { origin, room };
}

const robotsOf = (at: { readonly origin: string; readonly room: string }, n: number, from = 1): readonly Robot[] =>
  Array.from(
    { length: n },
    (_, i) => new Robot({ ...at, number: from + i, policy: byLot(7, from + i), way: 'scripts' }),
  );

/** What is stored of a session: its people, and the choices of people. */
async function stored(db: string, name: string | null) {
  const store = await openStore(db);
  try {
    const session = (await store.sessions()).findLast((one) => one.name === name);
    const matches = await store.matches({ session: session?.code ?? '' });
    const decisions = await Promise.all(
      matches.map(async ({ code, seats }) =>
        (await store.decisions(code)).filter(({ seat }) => seats[seat]?.kind === 'human'),
      ),
    );
    return {
      session,
      people: await store.participants(session?.code ?? ''),
      choices: decisions.flat(),
      events: await store.events(session?.code ?? ''),
    };
  } finally {
    store.close();
  }
}

describe('homines host in a terminal', () => {
  it('a class joins, plays, is left half-way by Ctrl-C, and goes on under the same code', async () => {
    const cwd = newFolder();
    const db = join(cwd, 'lab.sqlite');
    const start = (opening: Opening = {}): Terminal => open({ cwd, db, cols: 80, rows: 24, ...opening });
    const args = [
      'host',
      '--game',
      'prisoners-dilemma',
      '--against',
      'economicus',
      '--port',
      '0',
      '--name',
      'Micro II',
    ];
    const at = { origin: '', room: '' };
    {
      await using term = start({ args });
      const first = await term.waitFor(/RUNNING/);
      expectWhole(first, 80);
      expect(first).toContain('Micro II');
      Object.assign(at, reached(first));
      const robots = robotsOf(at, 5);
      await Promise.all(robots.map((robot) => robot.join()));
      expectWhole(await term.waitFor(/[1-5] reading/), 80);
      await Promise.all(robots.slice(0, 4).map((robot) => robot.play()));
      expectWhole(await term.waitFor(/4 finished/), 80);
      expect(robots.flatMap(({ faults }) => faults)).toEqual([]);
      // A message reaches the page of the one who has not played.
      term.press('m');
      term.type('take your time');
      await term.waitFor(/take your time_/);
      term.press('enter');
      await term.waitFor(/everybody reads: take your time/);
      // The network is opened and closed by one key, and said.
      term.press('o');
      await term.waitFor(/OPEN TO THE NETWORK/);
      term.press('o');
      await term.waitFor(/this computer only/);
      term.press('ctrl-c');
      expectWhole(await term.waitFor(/1 person is playing/), 80);
      term.press('ctrl-c');
      expect(await term.exit).toEqual({ code: 0, signal: 0 });
      expect(term.buffer()).toBe('normal');
      // The address is part of the command: phones have it.
      expect(term.screen().replace(/\s+/g, ' ')).toContain(`host --name 'Micro II' --port ${new URL(at.origin).port}`);
      for (const robot of robots) robot.stop();
    }
    const half = await stored(db, 'Micro II');
    expect([half.people.length, half.choices.length]).toEqual([5, 4]);
    {
      // The same command goes on: the same code, the same people.
      await using term = start({ args });
      const again = await term.waitFor(/4 finished/);
      expect(reached(again).room).toBe(at.room);
      term.press('e');
      await term.waitFor(/End the room/);
      term.press('y');
      await term.waitFor(/ENDED/);
      term.press('q');
      await term.waitFor(/Leave/);
      term.press('y');
      expect((await term.exit).code).toBe(0);
      // It is over: what was played is read next.
      expect(term.screen().replace(/\s+/g, ' ')).toContain("compare --session 'Micro II'");
    }
    const over = await stored(db, 'Micro II');
    expect(over.choices).toEqual(half.choices);
    expect(over.events.some((one) => one.kind === 'room' && one.body.what === 'ended')).toBe(true);
  });

  it('asks what is to be played, with nothing typed', async () => {
    const cwd = newFolder();
    const db = join(cwd, 'lab.sqlite');
    await using term = open({ cwd, db, cols: 60, rows: 20, args: ['host', '--port', '0'] });
    expectWhole(await term.waitFor(/open a room/), 60);
    for (let i = 0; i < 12 && !/› Prisoner's dilemma/.test(term.screen()); i++) {
      const before = term.screen();
      term.press('down');
      await term.waitFor((screen) => screen !== before);
    }
    term.press('enter');
    expectWhole(await term.waitFor(/set the table/), 60);
    term.press('enter');
    expectWhole(await term.waitFor(/Class/), 60);
    term.type('Micro I');
    await term.waitFor(/Micro I_/);
    term.press('down', 'right', 'enter');
    expectWhole(await term.waitFor(/GATHERING/), 60);
    term.press('ctrl-c');
    await term.waitFor(/Leave/);
    term.press('ctrl-c');
    expect((await term.exit).code).toBe(0);
    const { session, events } = await stored(db, 'Micro I');
    expect(session?.kind).toBe('lab');
    expect(events.find(({ kind }) => kind === 'hosted')?.body).toMatchObject({ start: 'together' });
  });
});

describe('homines host without a terminal', () => {
  it('goes on after kill -9 with every acknowledged choice, and its old links', async () => {
    const cwd = newFolder();
    const db = join(cwd, 'lab.sqlite');
    const args = ['--game', 'prisoners-dilemma', '--db', db, '--port', '0'];
    const first = await hostRoom(args, { cwd });
    const robots = robotsOf(first, 3);
    await Promise.all(robots.map((robot) => robot.join()));
    await Promise.all(robots.map((robot) => robot.play()));
    const acknowledged = robots.flatMap((robot) => robot.acknowledged.filter(({ verb }) => verb === 'answer')).length;
    for (const robot of robots) robot.stop();
    await first.kill();
    await using second = await hostRoom(args, { cwd });
    expect(second.room).toBe(first.room);
    const old = await fetch(first.board.replace(/:\d+/, `:${second.port}`));
    expect(old.status).toBe(200);
    expect(await old.text()).toContain(second.room);
    expect((await fetch(second.projector)).status).toBe(200);
    expect(await second.stop()).toBe(143);
    expect((await stored(db, null)).choices).toHaveLength(acknowledged);
  });

  it.each([
    [['host'], /lesson or a game/],
    [['host', 'nothing-such'], /"nothing-such".*known-or-unknown.*trust/],
    [['host', '--game', 'prisoner-dilemma'], /mean "prisoners-dilemma"/],
    [['host', '--game', 'prisoners-dilemma', '--port', '70000'], /65535/],
    [['host', '--game', 'prisoners-dilemma', '--patience', '1'], /seconds/],
    [['host', '--game', 'prisoners-dilemma', '--instead', 'human'], /--instead/],
    [['host', '--game', 'prisoners-dilemma', '--pairs', '--against', 'moralis'], /--pairs/],
    [['host', '--game', 'prisoners-dilemma', '--language', 'fr'], /"fr".* de\b/],
    [['host', '--game', 'prisoners-dilemma', '--roster', 'missing.csv'], /missing\.csv/],
    [['host', '--game', 'prisoners-dilemma', '--roster', 'twice.csv'], /line 2/],
    [['host', '--game', 'prisoners-dilemma', '--url', 'https://x/y'], /without a path/],
    [['host', 'known-or-unknown', '--against', 'moralis'], /--against/],
    [['host', 'known-or-unknown', '--game', 'prisoners-dilemma'], /lesson known-or-unknown alone/],
    [['host', '--game', 'prisoners-dilemma', '--set', 'T=abc'], /\bT\b.*"abc"/],
    [['host', '--game', 'prisoners-dilemma', '--most', '0'], /1 to/],
  ])('%j is refused in one sentence with exit code 2, and nothing is written', async (args, said) => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'twice.csv'), 'p1\np1\n');
    const { code, err } = await homines(args, { cwd });
    expect(code).toBe(2);
    expect(err.trim().split('\n').length).toBeLessThanOrEqual(4);
    expect(err.replace(/\s+/g, ' ')).toMatch(said);
    expect(existsSync(join(cwd, 'data'))).toBe(false);
  });
});
