/** A command that a sentence tells to type can be typed where it is told, and npm never fetches anything for it. */
import { execFileSync, execSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { asTypedHere, byHand, callHomines, wordsByHand } from '../src/core/shell.ts';
import { calledHere } from '../src/disk/called-here.ts';
import { imports, sources } from './imports.ts';
import { clean, program, root } from './program.ts';

const all = mkdtempSync(join(tmpdir(), 'homines called '));
afterAll(() => rmSync(all, { recursive: true, force: true }));
const newFolder = (): string => mkdtempSync(join(all, 'folder-'));

describe('how it is called', () => {
  it.each([
    [['homines'], 'homines sessions --json', ['homines', '--db', 'x']],
    [['npx', '--no', 'homines'], 'npx --no homines sessions --json', ['npx', '--no', '--', 'homines', '--db', 'x']],
    [
      ['node', '/my games/start.js'],
      "node '/my games/start.js' sessions --json",
      ['node', '/my games/start.js', '--db', 'x'],
    ],
  ])('%j', (words, sentence, withOption) => {
    callHomines(words);
    try {
      expect(byHand('sessions --json')).toBe(sentence);
      expect(wordsByHand(['--db', 'x'])).toEqual(withOption);
      expect(byHand()).toBe(sentence.replace(' sessions --json', ''));
      expect(asTypedHere('Type "homines sessions --json" or "homines".')).toBe(`Type "${sentence}" or "homines".`);
    } finally {
      callHomines(['homines']);
    }
  });

  it('in the checkout by npm, where it is installed by npm too, elsewhere by Node, and by its name where the shell has it', () => {
    const env = { PATH: '/usr/bin' };
    expect(calledHere(env, root, root)).toEqual(['npx', '--no', 'homines']);
    expect(calledHere(env, join(root, 'src', 'lab'), root)).toEqual(['npx', '--no', 'homines']);
    const elsewhere = newFolder();
    expect(calledHere(env, elsewhere, root)).toEqual(['node', join(root, 'src', 'start.js')]);
    const project = newFolder();
    mkdirSync(join(project, 'node_modules'));
    symlinkSync(root, join(project, 'node_modules', 'homines'));
    expect(calledHere(env, project, root)).toEqual(['npx', '--no', 'homines']);
    const bin = newFolder();
    symlinkSync(join(root, 'src', 'start.js'), join(bin, 'homines'));
    expect(calledHere({ PATH: `/nowhere${delimiter}${bin}` }, elsewhere, root)).toEqual(['homines']);
    // Another program of that name is not ours.
    const foreign = newFolder();
    writeFileSync(join(foreign, 'homines'), '');
    expect(calledHere({ PATH: foreign }, elsewhere, root)).toEqual(['node', join(root, 'src', 'start.js')]);
    expect(calledHere({ PATH: '', HOMINES_COMMAND: 'lab' }, elsewhere, root)).toEqual(['lab']);
  });
});

describe('a hint that is typed as it stands', () => {
  const { HOMINES_COMMAND: _, ...here } = clean();
  const env = { ...here, PATH: `${dirname(process.execPath)}${delimiter}${here['PATH'] ?? ''}` };
  const hintOf = (cwd: string): string => {
    const said = execFileSync(process.execPath, [program, 'games'], { cwd, env, encoding: 'utf8' });
    return /^(.*) tells more,/m.exec(said)?.[1] ?? '';
  };

  it.each([
    ['in the checkout', () => root],
    ['in a folder of one\u2019s own', newFolder],
    [
      'where it is installed',
      () => {
        const project = newFolder();
        mkdirSync(join(project, 'node_modules', '.bin'), { recursive: true });
        symlinkSync(root, join(project, 'node_modules', 'homines'));
        symlinkSync(join(root, 'src', 'start.js'), join(project, 'node_modules', '.bin', 'homines'));
        cpSync(join(root, 'LICENSE'), join(project, 'LICENSE'));
        return project;
      },
    ],
  ])('%s', (_, folder) => {
    const cwd = folder();
    const hint = hintOf(cwd);
    expect(hint).toMatch(/games GAME$/);
    expect(execSync(hint.replace('GAME', 'pricing-duopoly'), { cwd, env, encoding: 'utf8' })).toContain(
      'Price duopoly',
    );
  });
});

it('no sentence spells a command by itself: the one function does', () => {
  // What is kept in files that others read names the program, not how it is called here.
  const kept = /^src\/(analysis|store\/export\/(read-me|analysis-scripts)\.ts)/;
  const verbs = [
    'agents',
    'backup',
    'battery',
    'compare',
    'doctor',
    'export',
    'games',
    'play',
    'profile',
    'replay',
    'report',
    'run',
    'tune',
  ];
  const spelled = new RegExp(`["(] ?homines (${[...verbs, 'sessions', 'theory'].join('|')})\\b`);
  const found = [...sources].flatMap(([file, text]) =>
    kept.test(file) || !file.startsWith('src/')
      ? []
      : text
          .split('\n')
          .flatMap((line, at) => (/^\s*(\/?\*|\/\/)/.test(line) || !spelled.test(line) ? [] : [`${file}:${at + 1}`])),
  );
  expect(found).toEqual([]);
  expect(imports.filter(({ target }) => target === 'src/core/shell.ts').length).toBeGreaterThan(15);
});
