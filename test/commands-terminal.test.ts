/** Commands that look different on a terminal: the progress bar, the doctor's screen, the lab that they open. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from './terminal.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homines-terminal-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('on a terminal', () => {
  it('a batch draws a bar, and Ctrl-C keeps what was played', async () => {
    await using terminal = open({
      args: ['run', 'prisoners-dilemma', '--seats', 'random,random', '--matches', '10000000'],
      db: join(folder, 'run.sqlite'),
    });
    await terminal.waitFor(/\[\.{20}\] [\d,]+ of 10,000,000, .+ left · [\d,]+ choices\/s/);
    terminal.press('ctrl-c');
    expect(await terminal.exit).toMatchObject({ code: 130 });
    const screen = terminal.screen();
    expect(screen).toContain('what was played is kept');
    expect(screen).not.toContain('[....');
  });

  it.each([
    [80, 24],
    [60, 20],
  ])('the doctor is one screen of %i columns and %i rows', async (cols, rows) => {
    await using terminal = open({ args: ['doctor'], cols, rows, db: join(folder, 'doctor.sqlite'), cwd: folder });
    expect(await terminal.exit).toMatchObject({ code: 0 });
    const screen = terminal.screen();
    expect(screen).toMatch(/^homines \d/m);
    expect(screen).toContain(`${cols} columns, ${rows} rows`);
    expect(screen).toContain('Ready.');
  });

  it('says in ASCII what the terminal cannot show', async () => {
    await using terminal = open({
      args: ['theory', 'prisoners-dilemma', '--kappa', '2'],
      env: { LANG: 'C' },
      cwd: folder,
    });
    expect(await terminal.exit).toMatchObject({ code: 2 });
    expect(terminal.screen()).toContain('kappa is a weight from 0 to 1');
  });

  it('play opens the lab at the table that was set', async () => {
    await using terminal = open({
      args: [
        'play',
        'prisoners-dilemma',
        '--against',
        'economicus',
        '--preset',
        'sharp',
        '--role',
        'first',
        '--seed',
        '4',
      ],
      db: join(folder, 'play.sqlite'),
    });
    const screen = await terminal.waitFor(/economicus/);
    expect(screen).toContain("Prisoner's dilemma");
    expect(terminal.buffer()).toBe('alternate');
    terminal.kill('SIGTERM');
    await terminal.exit;
    expect(terminal.buffer()).toBe('normal');
  });
});
