/** The starter: what an old Node is told, how it hands over, what makes it build again. */
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sources, stale } from '../src/checkout.js';
import { cleanEnvironment, root } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'homines start '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const starter = join(root, 'src', 'start.js');

/** This Node, saying that it is another. */
const pretending = (version: string): readonly string[] => [
  '--import',
  `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`,
];
const run = (args: readonly string[]) =>
  spawnSync(process.execPath, args, { encoding: 'utf8', env: cleanEnvironment(), cwd: folder });

/** The processes that were called with this word. */
const programsOf = (word: string): readonly string[] =>
  spawnSync('ps', ['-axww', '-o', 'pid,stat,args'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.includes(word) && !/^\s*\d+\s+Z/.test(line));

/** The starter says which Node can start us and which can run us; everything else says the same. */
it('the versions of Node are stated once', async () => {
  const text = readFileSync(starter, 'utf8');
  const [, oldest = '', needed = ''] = /const oldest = '([\d.]+)';\nconst needed = '([\d.]+)';/.exec(text) ?? [];
  const major = oldest.split('.')[0];
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: { node: string } };
  expect(manifest.engines.node).toBe(`>=${major}`);
  expect((await import('../src/bundling.ts')).bundling.target).toBe(`node${needed}`);
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`[Node](https://nodejs.org) ${major} or newer`);
  expect(readFileSync(join(root, 'src', 'checkout.js'), 'utf8')).toContain(`any Node from ${major}`);
  expect(run([...pretending('16.20.2'), starter]).stderr).toContain(`needs Node ${needed} or newer`);
});

describe('the starter', () => {
  it('tells a Node that is too old in one sentence, before anything is loaded', () => {
    const { status, stdout, stderr } = run([...pretending('16.20.2'), starter, '--help']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(
      'homines needs Node 22.18 or newer and this is 16.20.2: install the current Node from nodejs.org.\n',
    );
  });

  it('runs the program itself on a Node that is new enough, with its arguments and exit code', () => {
    expect(run([starter, '--version'])).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    expect(run([starter, 'no-such-command'])).toMatchObject({ status: 2, stdout: '' });
  });

  it('hands over from Node 20 to the packaged one: arguments, output and exit code pass through', () => {
    expect(run([...pretending('20.0.0'), starter, '--version']).stdout).toBe(run([starter, '--version']).stdout);
    expect(run([...pretending('20.0.0'), starter, 'no-such-command'])).toMatchObject({ status: 2 });
  });

  it('passes a signal on, and the program that handed over ends as the other did', async () => {
    const args = [
      'run',
      'prisoners-dilemma',
      '--seats',
      'random,random',
      '--matches',
      '100000000',
      '--db',
      join(folder, 'signal.sqlite'),
    ];
    const child = spawn(process.execPath, [...pretending('20.0.0'), starter, ...args], {
      env: cleanEnvironment(),
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (piece) => (said += piece));
    const ended = new Promise<number | null>((done) => child.on('exit', done));
    // It is playing once rows arrive in its database; the starter has handed over long before.
    const rows = join(folder, 'signal.sqlite-wal');
    while (child.exitCode === null && (!existsSync(rows) || statSync(rows).size < 1_000_000))
      await new Promise((next) => setTimeout(next, 20));
    child.kill('SIGTERM');
    expect(await ended).toBe(143);
    expect(said).toContain('what was played is kept');
  });

  it('killed without a word, it takes the program with it that it started', async () => {
    const file = join(folder, 'killed.sqlite');
    const args = ['run', 'prisoners-dilemma', '--seats', 'random,random', '--matches', '100000000', '--db', file];
    // Another file than the packaged Node, which it would otherwise not hand over to.
    const other = join(folder, process.platform === 'win32' ? 'other.exe' : 'other');
    cpSync(process.execPath, other);
    const child = spawn(other, [...pretending('20.0.0'), starter, ...args], {
      ...{ env: cleanEnvironment(), cwd: folder, stdio: 'ignore' },
    });
    const rows = `${file}-wal`;
    while (child.exitCode === null && (!existsSync(rows) || statSync(rows).size < 500_000))
      await new Promise((next) => setTimeout(next, 20));
    const begun = programsOf(file);
    expect(begun.length).toBe(2);
    child.kill('SIGKILL');
    await expect.poll(() => programsOf(file)).toEqual([]);
  });

  it('without the packaged Node says what is needed', () => {
    const alone = join(folder, 'alone');
    mkdirSync(join(alone, 'src'), { recursive: true });
    cpSync(starter, join(alone, 'src', 'start.js'));
    writeFileSync(join(alone, 'package.json'), '{"type":"module"}');
    const { status, stderr } = run([...pretending('20.0.0'), join(alone, 'src', 'start.js')]);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^homines needs Node 22\.18 or newer, this is 20\.0\.0, .* install the current Node from nodejs\.org .*\n$/,
    );
  });
});

it('the program is built again when a source has changed, was added or removed, and not for a test', () => {
  const project = join(folder, 'project');
  for (const place of ['src', 'games', 'dist']) mkdirSync(join(project, place), { recursive: true });
  const write = (name: string, time = 1_000_000) => {
    writeFileSync(join(project, name), name);
    utimesSync(join(project, name), time, time);
  };
  write('package.json');
  write('src/cli.ts');
  const built = () => writeFileSync(join(project, 'dist', 'built-from'), sources(project));
  expect(stale(project)).toBe(true);
  built();
  expect(stale(project)).toBe(false);
  write('src/cli.ts', 1_000_001);
  expect(stale(project)).toBe(true);
  built();
  write('games/new.ts');
  expect(stale(project)).toBe(true);
  built();
  rmSync(join(project, 'games/new.ts'));
  expect(stale(project)).toBe(true);
  built();
  write('src/cli.test.ts');
  expect(stale(project)).toBe(false);
});
