/** Whole matches with real keys in a real pseudo-terminal, on the built program: the frame and the row are both looked at. */
import { describe, expect, it } from 'vitest';
import { expectWhole, humanChoices, newLab } from './lab.ts';
import { open, type Opening, type Terminal } from './terminal.ts';

const sizes = [
  { cols: 60, rows: 20 },
  { cols: 80, rows: 24 },
  { cols: 120, rows: 40 },
] as const;

describe.each(sizes)('$cols × $rows', (size) => {
  const start = (opening: Opening): Terminal => open({ ...size, ...opening });
  /** Waits, and looks at the whole frame. */
  const see = async (term: Terminal, what: RegExp): Promise<string> => {
    const screen = await term.waitFor(what);
    expectWhole(screen, size.cols);
    return screen;
  };

  it('prisoner’s dilemma: from home to the debrief, κ moved, played again, and left', async () => {
    using lab = newLab();
    await using term = start({ db: lab.db });
    await see(term, /› Prisoner's dilemma/);
    expect(term.buffer()).toBe('alternate');
    term.press('enter');
    await see(term, /Enter play/);
    term.press('enter');
    await see(term, /Enter begin/);
    term.press('enter');
    await see(term, /Your move/);

    // Nothing is preset: Enter on nothing says what to press, and nothing is stored.
    term.press('enter');
    await see(term, /Nothing is chosen yet/);
    expect(await lab.kept()).toEqual([]);

    // A mark may be changed freely.
    term.press('d');
    await see(term, /\( \) cooperate +\([^ ]\) defect/);
    term.press('left');
    await see(term, /\([^ ]\) cooperate +\( \) defect/);
    term.press('enter');
    expect(await see(term, /result/)).toMatch(/75/);
    term.press('enter');
    const debrief = await see(term, /what happened, and why/);
    const [match] = await lab.kept();
    expect(match).toMatchObject({ match: { game: 'prisoners-dilemma', ending: 'finished' } });
    expect(match!.match.payoffs.map((row) => row.points)).toEqual([75, 75]);
    expect(match!.decisions.map((row) => [row.seat, row.answer])).toEqual([
      [0, 'C'],
      [1, 'C'],
    ]);
    expect(match!.decisions[0]?.marks?.length).toBeGreaterThanOrEqual(2);
    expect(match!.decisions[0]?.shownAt).toBeGreaterThan(0);
    expect(match!.decisions[1]?.because).toMatch(/CCD/);

    expect(debrief).toMatch(/0\.50/);
    term.press('right');
    await see(term, /κ = 0\.55/);

    // Enter plays again, after asking who sits there: the second match stands beside the first.
    term.press('enter');
    await see(term, /Who plays now/);
    term.press('a');
    await see(term, /Your move/);
    term.press('d', 'enter');
    await see(term, /result/);
    expect((await lab.kept()).map(humanChoices)).toEqual(expect.arrayContaining([['C'], ['D']]));

    term.press('escape');
    await see(term, /set the table/);
    term.press('escape');
    await see(term, /q quit/);
    term.press('q');
    expect(await term.exit).toEqual({ code: 0, signal: 0 });
    expect(term.buffer()).toBe('normal');
    // A long path may break at the edge of the window.
    expect(term.screen().replaceAll('\n', '')).toContain('lab.sqlite');
  });

  it('vehicles: every question of the class preset, one back, one left out', async () => {
    using lab = newLab();
    await using term = start({
      db: lab.db,
      args: ['play', 'autonomous-vehicles', '--set', 'first=buy', '--seed', '7'],
    });
    await see(term, /Enter begin/);
    term.press('enter');
    const answers: (string | number)[] = [];
    for (let car = 1; car <= 8; car++) {
      for (let question = 1; question <= 3; question++) {
        const screen = await see(term, new RegExp(`car ${car} of 8 · question ${question} of 3`));
        if (question === 3) {
          expect(screen).toMatch(/\( \) keep course +\( \) swerve/);
          term.press('s');
          await term.waitFor(/\([^ ]\) swerve/);
          answers.push('swerve');
        } else if (car === 2 && question === 2) {
          term.press('x');
          await term.waitFor(/rather not say/);
          answers.push('rather not say');
        } else {
          const value = 10 * car + question;
          term.press(...String(value));
          await term.waitFor(new RegExp(`surely +${value}$`, 'm'));
          answers.push(value);
        }
        term.press('enter');
        if (car === 3 && question === 1) {
          // One question back until the item is finished: the answer given again counts, both are kept.
          await term.waitFor(/car 3 of 8 · question 2 of 3/);
          term.press('b');
          await see(term, /car 3 of 8 · question 1 of 3/);
          term.press('9', '9');
          await term.waitFor(/surely +99$/m);
          term.press('enter');
          answers.push(99);
        }
      }
    }
    await see(term, /Enter why/);
    const [match] = await lab.kept();
    expect(match!.match).toMatchObject({ ending: 'finished', payoffs: [] });
    expect(humanChoices(match!)).toEqual(answers);
    expect(match!.decisions.filter((row) => row.revision === 1).map((row) => row.answer)).toEqual([99]);
    // "Against" means answered beside: the agent has a row for every question too.
    expect(match!.decisions.filter((row) => row.seat === 1)).toHaveLength(24);
  });

  it('duopoly: ten rounds with a decimal comma, a price above the ceiling refused, the calculator used', async () => {
    using lab = newLab();
    await using term = start({
      db: lab.db,
      args: ['play', 'pricing-duopoly', '--against', 'economicus', '--seed', '7'],
    });
    await see(term, /Enter begin/);
    term.press('enter');
    const prices = [16, 17, 18, 16.5, 15.5, 15, 14.7, 14.7, 15.1, 16];
    for (const [i, price] of prices.entries()) {
      await see(term, new RegExp(`round ${i + 1} of 10`));
      if (i === 1) {
        term.press('9', '9', 'enter');
        await see(term, /30\.0.*got "99"|got "99"/);
        term.press('backspace', 'backspace');
        term.press('tab');
        term.press(...'16,5');
        await term.waitFor(/16[.,]5/);
        term.press('tab', 'tab');
      }
      term.press(...String(price).replace('.', ','), 'enter');
    }
    expect(await see(term, /Enter why/)).toMatch(/\d/);
    const [match] = await lab.kept();
    expect(match!.match.ending).toBe('finished');
    expect(humanChoices(match!)).toEqual(prices);
    expect(match!.decisions).toHaveLength(20);
    expect(match!.match.payoffs).toHaveLength(2);
  });
});

it('resizes live, asks politely for room, and comes back', async () => {
  using lab = newLab();
  await using term = open({ db: lab.db, cols: 80, rows: 24 });
  expectWhole(await term.waitFor(/› Prisoner's dilemma/), 80);
  term.resize(120, 40);
  await term.waitFor((screen) => screen.split('\n')[1]?.trimEnd() === '─'.repeat(120));
  term.resize(40, 10);
  await term.waitFor(/60/);
  term.resize(60, 20);
  expectWhole(await term.waitFor((screen) => screen.split('\n')[1] === '─'.repeat(60)), 60);
});

it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('%s gives the terminal back and names the file', async (signal) => {
  using lab = newLab();
  await using term = open({ db: lab.db, args: ['play', 'prisoners-dilemma'] });
  await term.waitFor(/Enter begin/);
  term.press('enter');
  await term.waitFor(/Your move/);
  expect(term.buffer()).toBe('alternate');
  term.kill(signal);
  const { code } = await term.exit;
  expect(code).toBe({ SIGTERM: 143, SIGHUP: 129, SIGINT: 130 }[signal]);
  expect(term.buffer()).toBe('normal');
  expect(term.cursor().hidden).toBe(false);
  expect(term.screen()).toContain('lab.sqlite');
});

it('a key pressed the moment the first frame is there counts, and is not echoed into it', async () => {
  using lab = newLab();
  for (let time = 0; time < 5; time++) {
    await using term = open({ db: lab.db, args: ['play', 'prisoners-dilemma'] });
    await term.waitFor(/Enter begin/);
    term.press('enter');
    expectWhole(await term.waitFor(/Your move/), 80);
  }
});

it('draws without colour when asked, with letters where there is no UTF-8', async () => {
  using lab = newLab();
  await using plain = open({ db: lab.db, env: { NO_COLOR: '1' } });
  await plain.waitFor(/› Prisoner's dilemma/);
  expect(
    plain
      .cells()
      .flat()
      .filter((cell) => cell.foreground !== null || cell.background !== null),
  ).toEqual([]);
  await using ascii = open({ db: lab.db, env: { HOMINES_ASCII: '1' } });
  await ascii.waitFor(/economicus/);
  // eslint-disable-next-line no-control-regex
  expect(ascii.screen()).toMatch(/^[\x00-\x7f]*$/);
});
