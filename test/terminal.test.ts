/** The harness itself, on tiny programs: what it says about a screen must be true. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { open } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'homines terminal '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tiny(name: string, source: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, source);
  return file;
}

const echo = tiny(
  'echo',
  `process.stdin.setRawMode(true);
   process.stdout.write('ready ' + process.stdout.columns + 'x' + process.stdout.rows + '\\r\\n');
   process.stdout.on('resize', () => process.stdout.write('now ' + process.stdout.columns + 'x' + process.stdout.rows + '\\r\\n'));
   process.stdin.on('data', (d) => {
     if (String(d) === 'q') process.exit(3);
     process.stdout.write('got ' + JSON.stringify(String(d)) + '\\r\\n');
   });`,
);

describe('the terminal harness', () => {
  it('starts a program, presses keys, and tells its exit code', async () => {
    await using term = open({ program: echo, cols: 60, rows: 20 });
    await term.waitFor('ready 60x20');
    term.press('c', 'up', 'enter');
    // Keys that are pressed quickly may arrive together.
    await term.waitFor((screen) => screen.includes('c') && screen.includes('[A') && screen.includes('\\r"'));
    term.type('7,5');
    await term.waitFor('"7,5"');
    term.press('q');
    expect(await term.exit).toEqual({ code: 3, signal: 0 });
  });

  it('resizes live', async () => {
    await using term = open({ program: echo });
    await term.waitFor('ready 80x24');
    term.resize(120, 40);
    await term.waitFor('now 120x40');
    expect(term.cells()).toHaveLength(40);
  });

  it('reads colours, emphasis, wide characters, the cursor and the buffer', async () => {
    const file = tiny(
      'colours',
      `process.stdin.resume(); process.stdin.setRawMode(true);
       process.stdout.write('\\x1b[?1049h\\x1b[?25l\\x1b[2J\\x1b[3;5H\\x1b[1;36m◆\\x1b[0m \\x1b[38;2;1;2;3mrgb\\x1b[0m \\x1b[7m人\\x1b[0m!');
       process.stdin.once('data', () => { process.stdout.write('\\x1b[?1049l\\x1b[?25hbye'); process.exit(0); });`,
    );
    await using term = open({ program: file });
    await term.waitFor('rgb');
    await term.waitFor('!');
    expect(term.buffer()).toBe('alternate');
    expect(term.cursor().hidden).toBe(true);
    const at = term.find('◆');
    expect(at).toEqual({ x: 4, y: 2 });
    const row = term.cells()[2]!;
    expect(row[4]).toMatchObject({ text: '◆', bold: true, foreground: { palette: 6 }, background: null });
    expect(row[6]).toMatchObject({ text: 'r', bold: false, foreground: { rgb: 0x010203 } });
    expect(row[10]).toMatchObject({ text: '人', width: 2, inverse: true });
    term.press('space');
    await term.waitFor('bye');
    expect(term.buffer()).toBe('normal');
    expect(term.cursor().hidden).toBe(false);
  });

  it('passes signals, and says what was on the screen when a wait fails', async () => {
    await using term = open({ program: echo });
    await term.waitFor('ready');
    await expect(term.waitFor('never shown', 50)).rejects.toThrow(
      /did not show never shown within 50 ms:\nready 80x24/,
    );
    term.kill('SIGKILL');
    expect((await term.exit).signal).toBe(9);
    await expect(term.waitFor('anything')).rejects.toThrow(/ended \(code 0, signal 9\)/);
  });

  it('gives a clean environment: no CI, no colour settings, no test runner', async () => {
    const file = tiny(
      'environment',
      `console.log(Object.keys(process.env).filter((k) => /^(CI|VITEST|FORCE_COLOR|NODE_ENV|HOMINES_)/.test(k)).join() + '|')`,
    );
    process.env['CI'] = 'true';
    await using term = open({ program: file, db: '/tmp/some.sqlite' });
    await term.exit;
    expect(term.screen().trim()).toBe('HOMINES_COMMAND,HOMINES_FRESH,HOMINES_DB|');
  });
});
