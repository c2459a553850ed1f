/** What a keyboard and its window do by accident: paste, close, suspend. On the real program in a real pseudo-terminal. */
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { humanChoices, newLab } from './lab.ts';
import { open, program, root, type Terminal } from './terminal.ts';

const paste = (text: string): string => `\x1b[200~${text}\x1b[201~`;

async function asked(term: Terminal): Promise<void> {
  await term.waitFor('Enter begin');
  term.press('enter');
  await term.waitFor('Your move');
}

describe('what is pasted', () => {
  it.each([
    ['marked by the terminal', paste('c\r')],
    ['marked, several lines', paste('defect\r\nc\r\n\r\n')],
    ['marked, with commands of a terminal', paste('c\r\x1b[A\r')],
    ['a word and Enter that nothing marks', 'cooperate\r'],
    ['lines that nothing marks', 'c\rd\rc\r'],
  ])('%s: chooses nothing, and the question stays', async (_how, text) => {
    using lab = newLab();
    await using term = open({ db: lab.db, args: ['play', 'prisoners-dilemma', '--seed', '5'] });
    await asked(term);
    expect(term.written()).toContain('\x1b[?2004h');
    term.type(text);
    const told = await term.waitFor('Choose cooperate or defect; got');
    expect(told).toMatch(/\( \) cooperate +\( \) defect/);
    expect(await lab.kept()).toEqual([]);
    // A key is a key afterwards, and typed fast with its Enter too.
    term.type('d\r');
    await term.waitFor('result');
    expect((await lab.kept()).map(humanChoices)).toEqual([['D']]);
    term.press('ctrl-c');
    await term.exit;
    expect(term.written().lastIndexOf('\x1b[?2004l')).toBeGreaterThan(term.written().lastIndexOf('\x1b[?2004h'));
  });

  it('stands in a field of numbers or of letters without its Enter', async () => {
    using lab = newLab();
    await using term = open({ db: lab.db, args: ['play', 'pricing-duopoly', '--seed', '5'] });
    await term.waitFor('Enter begin');
    term.press('l');
    await term.waitFor('who sits down');
    term.type(paste('p\x1b[31m0\x077\r\n'));
    await term.waitFor('p07_');
    term.press('enter');
    await term.waitFor('Enter begin');
    term.press('enter');
    await term.waitFor('Your price');
    term.type(paste('16,5\r\n'));
    await term.waitFor('reads 16.5');
    expect((await lab.kept()).map(humanChoices)).toEqual([[]]);
    term.press('enter');
    await term.waitFor('round 2 of');
    expect((await lab.kept()).map(humanChoices)).toEqual([[16.5]]);
  });
});

describe('a window that is closed', () => {
  it.each([
    ['the lab at a question', ['play', 'prisoners-dilemma'], 'Enter begin'],
    ['the lab at home', [], 'Enter open'],
    ['line by line', ['play', 'prisoners-dilemma', '--plain'], 'Enter'],
  ])('%s: ends in order, and the database is one whole file', async (_where, args, shows) => {
    using lab = newLab();
    await using term = open({ db: lab.db, args });
    await term.waitFor(shows);
    if (args.length === 2) {
      term.press('enter');
      await term.waitFor('Your move');
      term.press('c');
      await term.waitFor(/\(.\) cooperate/);
    }
    term.close();
    // 129 as after SIGHUP; before it was an abort (signal 6). Line by line the end of the input may be heard first: it quits.
    const { code, signal } = await term.exit;
    expect(signal).toBe(0);
    expect(args.includes('--plain') ? [0, 129] : [129]).toContain(code);
    expect(readdirSync(lab.folder)).toEqual(['lab.sqlite']);
  });
});

it('line by line: who is ending is not killed by signals that go on coming', async () => {
  using lab = newLab();
  await using term = open({ db: lab.db, args: ['play', 'prisoners-dilemma', '--plain'] });
  await term.waitFor('Enter');
  term.type('\u0004');
  const again = setInterval(() => {
    try {
      process.kill(term.pid, 'SIGHUP');
    } catch {
      // It has ended.
    }
  }, 1);
  try {
    const { code, signal } = await term.exit;
    expect(signal).toBe(0);
    expect([0, 129]).toContain(code);
  } finally {
    clearInterval(again);
  }
});

/** A shell with job control, in which programs run one after the other. */
async function shellIn({ db, folder }: ReturnType<typeof newLab>): Promise<Terminal> {
  const shell = join(folder, 'shell.mjs');
  writeFileSync(
    shell,
    `import { spawn } from 'node:child_process';
     spawn('bash', ['--norc', '-i'], { stdio: 'inherit' }).on('exit', (code) => process.exit(code));`,
  );
  const term = open({ db, program: shell, cwd: root, env: { PS1: 'shell> ' } });
  await term.waitFor('shell>');
  return term;
}

/** An older Node than it is, so that the starter hands over to a second process. */
const OLDER = "Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.0.0'}})";

it.skipIf(process.platform === 'win32')(
  'stopped by a signal to the process that was started, the program that it handed over to gives the terminal back',
  async () => {
    using lab = newLab();
    await using term = await shellIn(lab);
    // Another file than the packaged Node, which it would otherwise not hand over to.
    const other = join(lab.folder, 'other');
    cpSync(process.execPath, other);
    term.type(
      `"${other}" --import "data:text/javascript,${OLDER}" src/start.js play prisoners-dilemma --seed 5 --db "${lab.db}"\r`,
    );
    await asked(term);
    term.press('c');
    await term.waitFor(/\(.\) cooperate.*Enter makes it final/);
    const processes = execFileSync('pgrep', ['-f', `seed 5 --db ${lab.db}`], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(processes).toHaveLength(2);
    const started = Math.min(...processes.map(Number));
    for (let times = 0; times < 2; times++) {
      process.kill(started, 'SIGTSTP');
      await term.waitFor('Stopped');
      await expect.poll(() => term.buffer(), { timeout: 10_000 }).toBe('normal');
      term.type('stty -a\r');
      expect(await term.waitFor(/ icanon/)).not.toContain('-icanon');
      term.type('clear; fg\r');
      await term.waitFor(/\([^ ]\) cooperate.*Enter makes it final/);
    }
    term.press('enter');
    await term.waitFor('result');
    expect((await lab.kept()).map(humanChoices)).toEqual([['C']]);
  },
);

it.skipIf(process.platform === 'win32')(
  'Ctrl-Z gives the terminal to the shell, fg draws the screen again with what was marked',
  async () => {
    using lab = newLab();
    await using term = await shellIn(lab);
    term.type(`"${process.execPath}" "${program}" play prisoners-dilemma --seed 5\r`);
    await asked(term);
    term.press('c');
    await term.waitFor(/\(.\) cooperate.*Enter makes it final/);
    term.type('\x1a');
    await term.waitFor('Stopped');
    expect(term.buffer()).toBe('normal');
    expect(term.cursor().hidden).toBe(false);
    term.type('stty -a\r');
    expect(await term.waitFor(/ icanon/)).not.toContain('-icanon');
    term.type('fg\r');
    await term.waitFor(/\([^ ]\) cooperate.*Enter makes it final/);
    expect(term.buffer()).toBe('alternate');
    term.press('enter');
    await term.waitFor('result');
    expect((await lab.kept()).map(humanChoices)).toEqual([['C']]);
  },
);
