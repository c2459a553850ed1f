/** Who sits down, on the built program with real keys: several people at one keyboard, labels and treatments, six at once. */
import { expect, it } from 'vitest';
import type { ParticipantRow, SessionSummary } from '../src/core/log.ts';
import { openLog } from '../src/store/log-reader.ts';
import { expectWhole, humanChoices, newLab } from './lab.ts';
import { hominesApart } from './program.ts';
import { open } from './terminal.ts';

/** The sessions of a file, with their participants. */
async function stored(
  db: string,
): Promise<readonly { readonly session: SessionSummary; readonly people: readonly ParticipantRow[] }[]> {
  const log = await openLog(db);
  try {
    const sessions = await log.sessions();
    return await Promise.all(
      sessions.map(async (session) => ({ session, people: await log.participants(session.code) })),
    );
  } finally {
    log.close();
  }
}

it.each([
  { cols: 80, rows: 24 },
  { cols: 60, rows: 20 },
])('three people at one keyboard of $cols × $rows: a curtain, instructions and a code each', async (size) => {
  using lab = newLab();
  const item = ['items=20/child', 'questions=moral,buy-protective', 'first=moral'].flatMap((one) => ['--set', one]);
  await using term = open({
    ...size,
    db: lab.db,
    args: ['play', 'autonomous-vehicles', '--against', 'human,human', ...item],
  });
  expectWhole(await term.waitFor(/Enter begin/), size.cols);
  term.press('enter');
  const entries = [
    ['k', '17'],
    ['s', '26'],
    ['k', '35'],
  ] as const;
  for (const [seat, [judged, bought]] of entries.entries()) {
    const curtain = await term.waitFor(new RegExp(`Now player ${seat + 1} \\([a-z]{4}\\)`));
    expectWhole(curtain, size.cols);
    expect(curtain).not.toMatch(/swerve|17|26|35/);
    term.press('enter');
    await term.waitFor(/question 1 of 2/);
    term.press('i');
    expectWhole(await term.waitFor(/Vehicles · instructions/), size.cols);
    term.press('escape');
    await term.waitFor(/question 1 of 2/);
    term.press(judged, 'enter');
    await term.waitFor(/question 2 of 2/);
    term.press(...bought);
    // What was typed shows as dots: the others may look.
    expect(await term.waitFor(/••/)).not.toContain(bought);
    term.press('enter');
  }
  for (const player of [1, 2, 3, 1]) {
    expectWhole(await term.waitFor(new RegExp(`player ${player}`)), size.cols);
    term.press('tab');
  }
  const [match] = await lab.kept();
  expect(match!.match.ending).toBe('finished');
  expect(match!.decisions.toSorted((a, b) => a.seat - b.seat).map(({ seat, answer }) => [seat, answer])).toEqual(
    entries.flatMap(([judged, bought], seat) => [
      [seat, judged === 'k' ? 'keep' : 'swerve'],
      [seat, Number(bought)],
    ]),
  );
  const codes = match!.match.seats.map(({ participant }) => participant);
  expect(new Set(codes).size).toBe(3);
  expect((await stored(lab.db))[0]!.people.map(({ code }) => code)).toEqual(codes);
});

it('a label and a treatment are given in the lab, and continue by the command', async () => {
  using lab = newLab();
  {
    await using term = open({ db: lab.db, args: ['play', 'prisoners-dilemma', '--session', 'class of 24 Nov'] });
    expectWhole(await term.waitFor(/w who sits down/), 80);
    term.press('w');
    expectWhole(await term.waitFor(/who sits down/), 80);
    term.press(...'p07', 'down', ...'control', 'enter');
    await term.waitFor(/p07 .*about 1 minute/);
    term.press('enter');
    await term.waitFor(/Your move/);
    term.press('c', 'enter');
    await term.waitFor(/result/);
  }
  const again = ['--session', 'class of 24 Nov', '--participant', 'p07'];
  await using term = open({
    db: lab.db,
    args: ['play', 'prisoners-dilemma', ...again, '--treatment', 'told'],
  });
  expect((await term.exit).code).toBe(2);
  expect(term.screen()).toMatch(/p07 .*treatment control, not under told/);
  await using right = open({ db: lab.db, args: ['play', 'prisoners-dilemma', ...again] });
  await right.waitFor(/p07 .*about 1 minute/);
  right.press('enter');
  await right.waitFor(/Your move/);
  right.press('d', 'enter');
  await right.waitFor(/result/);
  const [only, ...others] = await stored(lab.db);
  expect(others).toEqual([]);
  expect(only!.session).toMatchObject({ name: 'class of 24 Nov', matches: 2, people: 1 });
  expect(only!.people).toMatchObject([{ label: 'p07', treatment: 'control' }]);
  expect((await lab.kept()).map(humanChoices)).toEqual([['C'], ['D']]);
  const { out } = await hominesApart(['sessions', 'class of 24 Nov', '--db', lab.db], { cwd: lab.folder });
  expect(out).toMatch(/^participant +label +treatment$/m);
  expect(out).toMatch(new RegExp(`^${only!.people[0]!.code} +p07 +control$`, 'm'));
});

it('six that begin at once under one name are one session of six people, and one label is one participant', async () => {
  using lab = newLab();
  const play = (label: string) =>
    open({
      db: lab.db,
      args: ['play', 'prisoners-dilemma', '--session', 'six', '--participant', label, '--treatment', 'told'],
    });
  for (const labels of [['p1', 'p2', 'p3', 'p4', 'p5', 'p6'], Array.from({ length: 6 }, () => 'p7')]) {
    const terms = labels.map(play);
    await Promise.all(
      terms.map(async (term) => {
        await term.waitFor(/Enter begin/, 60_000);
        term.press('enter');
        await term.waitFor(/Your move/, 60_000);
        term.press('c', 'enter');
        await term.waitFor(/result/, 60_000);
        await term[Symbol.asyncDispose]();
      }),
    );
  }
  const [only, ...others] = await stored(lab.db);
  expect(others).toEqual([]);
  expect(only!.session).toMatchObject({ name: 'six', matches: 12, people: 7 });
  expect(only!.people.map(({ label }) => label).toSorted()).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7']);
  expect(new Set(only!.people.map(({ treatment }) => treatment))).toEqual(new Set(['told']));
});
