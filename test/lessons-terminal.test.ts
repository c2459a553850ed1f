/** A lesson as it is taught: at one keyboard, with hands counted, somebody playing, closed in the middle and gone on with; then its hand-out. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLog } from '../src/store/log-reader.ts';
import { newLab, expectWhole } from './lab.ts';
import { homines, root } from './program.ts';
import { open, type Terminal } from './terminal.ts';

/** Counts hands at the stop on the screen, an option a number. */
async function count(term: Terminal, ...counts: readonly number[]): Promise<void> {
  term.press('t');
  await term.waitFor(/0 to 9 how many/);
  for (const number of counts) {
    // As a person types: what comes in one piece is a paste, and loses its Enter.
    term.type(String(number));
    await term.waitFor(new RegExp(`› .* ${number}_`));
    term.press('enter');
    await term.waitFor((screen) => !screen.includes(`${number}_`));
  }
  await term.waitFor(new RegExp(`hands in all +${counts.reduce((sum, one) => sum + one, 0)}`));
}

it('known or unknown: hands, a match, what is revealed in which order, closed and gone on with, and the hand-out', async () => {
  using lab = newLab();
  const args = ['lesson', 'known-or-unknown'];
  {
    await using term = open({ db: lab.db, args });
    expectWhole(await term.waitFor(/9 stops, about 15 minutes/), 80);
    term.press('enter');
    await term.waitFor(/Press c \(with a class\) or r \(rehearse\)/);
    term.press('c');
    expectWhole(await term.waitFor(/stop 1 of 9 · about 15 min left/), 80);
    term.press('right');
    await term.waitFor(/stop 2 of 9/);
    // Enter on nothing, letters and more hands than a room holds say what is possible.
    term.press('enter');
    await term.waitFor(/0 to 9 how many/);
    term.press('enter');
    await term.waitFor(/How many hands for "cooperate"\?/);
    term.type('9999');
    await term.waitFor(/9999_/);
    term.press('enter');
    await term.waitFor(/whole number from 0 to 2000; got "9999"/);
    term.press('escape');
    await term.waitFor(/Enter count hands/);
    await count(term, 2, 22);
    term.press('enter');
    await term.waitFor(/stop 3 of 9/);
    await count(term, 5, 20);
    // A correction is a new row.
    await count(term, 5, 19);
    term.press('right');
    await term.waitFor(/stop 4 of 9/);
    await count(term, 11, 13);
    term.press('left');
    await term.waitFor(/stop 3 of 9[^]*hands in all +24/);
    term.press('right');
    await term.waitFor(/stop 4 of 9/);
    term.press('right');
    await term.waitFor(/stop 5 of 9[^]*Played here so far: 0 matches/);
    term.press('enter');
    await term.waitFor(/Enter begin/);
    term.press('enter');
    await term.waitFor(/Your choice/);
    term.press('d', 'enter');
    await term.waitFor(/Enter again/);
    term.press('escape');
    await term.waitFor(/stop 5 of 9[^]*Played here so far: 1 match\./);
    term.press('right');
    const covered = await term.waitFor(/stop 6 of 9/);
    expect(covered).toContain('Enter uncover the class');
    expect(covered).not.toMatch(/show of hands|444/);
    term.press('enter');
    const room = await term.waitFor(/show of hands/);
    expect(room).toMatch(/8 % +2 of 24[^]*21 % +5 of 24[^]*46 % +11 of 24[^]*played[^\n]*0 of 1/);
    expect(room).not.toMatch(/of 444/);
    term.press('enter');
    expectWhole(await term.waitFor(/3 % +14 of 444[^]*16 % +73 of 444[^]*37 % +164 of 444/), 80);
    expect(term.screen()).toContain('never tested');
    term.close();
    await term.exit;
  }
  {
    await using term = open({ db: lab.db, args, cols: 60, rows: 20 });
    expectWhole(await term.waitFor(/g: it was left at stop 6 of 9/), 60);
    term.press('g');
    await term.waitFor(/stop 6 of 9/);
    term.press('right');
    await term.waitFor(/stop 7 of 9/);
    term.press('enter');
    expectWhole(await term.waitFor(/moralis κ 0\.17[^]*100 %/), 60);
    expect(term.screen()).not.toMatch(/of 444|of 24/);
    term.press('escape');
    await term.waitFor(/› Prisoner's dilemma/);
    term.press('q');
    await term.exit;
  }
  const log = await openLog(lab.db);
  try {
    const [session] = await log.sessions();
    expect(session).toMatchObject({ kind: 'lab', matches: 1, people: 1 });
    expect(session!.name).toMatch(/^Known or unknown, \d+ \w+$/);
    const tallies = await log.tallies(session!.code);
    expect(tallies.map(({ key, answer, count }) => [key, answer, count])).toEqual([
      ...[
        ['after_D', 'C', 2],
        ['after_D', 'D', 22],
      ],
      ...[
        ['after_C', 'C', 5],
        ['after_C', 'D', 20],
        ['after_C', 'C', 5],
        ['after_C', 'D', 19],
      ],
      ...[
        ['choice', 'C', 11],
        ['choice', 'D', 13],
      ],
    ]);
    expect(tallies[0]).toMatchObject({ game: 'prisoners-dilemma', config: { T: 85, R: 75, P: 30, S: 25 } });
    expect(tallies.at(-1)).toMatchObject({ config: { told: 'nothing' } });
    const stops = (await log.events(session!.code)).flatMap((one) => (one.kind === 'lesson' ? [one.body.stop] : []));
    expect(stops.at(-1)).toBe(6);
  } finally {
    log.close();
  }
  const out = join(lab.folder, 'handout.html');
  const env = { HOMINES_DB: lab.db };
  const handout = [...args, '--handout', out];
  expect((await homines(handout, { env, cwd: root })).out).toMatch(
    /^Wrote .* with what was done in "Known or unknown, /,
  );
  const html = readFileSync(out, 'utf8');
  for (const value of [
    '8 %  2 of 24',
    '21 %  5 of 24',
    '46 %  11 of 24',
    '0 of 1',
    '37 %  164 of 444',
    '100 %  theory',
  ])
    expect(html).toContain(value);
  const again = await homines(handout, { env, cwd: root });
  expect(again).toMatchObject({ code: 2 });
  expect(again.err).toMatch(/is there already: name another file, or replace it with --force\./);
  expect((await homines([...handout, '--force', '--language', 'de'], { env, cwd: root })).code).toBe(0);
  expect(readFileSync(out, 'utf8')).toContain('46 %  11 von 24');
});

it('a lesson is found by name, a file of one’s own by its path, and an error in it is told with its line', async () => {
  using lab = newLab();
  const listed = await homines(['lesson'], { cwd: root });
  expect(listed.out).toMatch(
    /known-or-unknown: Known or unknown, 9 stops, 15 minutes[^]*person-or-program:[^]*would-you-buy-it:/,
  );
  const misspelt = await homines(['lesson', 'known-or-unknow'], { cwd: root });
  expect(misspelt).toMatchObject({ code: 2 });
  expect(misspelt.err).toContain('Did you mean "known-or-unknown"?');
  const own = join(lab.folder, 'mine.yaml');
  const text = readFileSync(join(import.meta.dirname, '..', 'data', 'lessons', 'would-you-buy-it.yaml'), 'utf8');
  writeFileSync(own, text.replace('kind: hands\n', 'kind: hnds\n'));
  const wrong = await homines(['lesson', own, '--handout', join(lab.folder, 'x.html')], { cwd: root });
  expect(wrong).toMatchObject({ code: 2 });
  expect(wrong.err).toMatch(/mine\.yaml, line \d+, stops 2 kind: has to be say, play, hands or reveal\./);
  const overItself = await homines(['lesson', 'would-you-buy-it', '--handout', own, '--force'], { cwd: root });
  expect(overItself).toMatchObject({ code: 2 });
  expect(readFileSync(own, 'utf8')).toContain('kind: hnds');
  writeFileSync(own, `${'# '.repeat(60_000)}\n${text}`);
  const large = await homines(['lesson', own], { cwd: root });
  expect(large.err).toMatch(/too large to be read/);
});

it('person or program is taught with a second person at the keyboard, or a program, as the lot falls', async () => {
  using lab = newLab();
  await using term = open({ db: lab.db, args: ['lesson', 'person-or-program'] });
  await term.waitFor(/r rehearse/);
  term.press('r');
  await term.waitFor(/stop 1 of 6/);
  for (let stop = 2; stop <= 4; stop++) {
    term.press('right');
    await term.waitFor(new RegExp(`stop ${stop} of 6`));
  }
  await count(term, 12, 8);
  term.press('enter');
  expect(await term.waitFor(/Enter begin/)).not.toMatch(/moralis/);
  term.press('escape');
  await term.waitFor(/stop 4 of 6/);
});

it('a session that is locked for participants is not opened by a lesson', async () => {
  using lab = newLab();
  {
    await using term = open({ db: lab.db, args: ['play', 'prisoners-dilemma', '--locked', 'word'] });
    await term.waitFor(/Enter begin/);
    term.close();
    await term.exit;
  }
  await using term = open({ db: lab.db, args: ['lesson', 'known-or-unknown'] });
  expect((await term.exit).code).toBe(2);
  expect(term.screen()).toMatch(/locked: open it with\s+homines and its word first/);
});
