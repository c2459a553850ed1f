/** `homines tune data` and `homines tune check` as they are used: files, complaints, exit codes, Ctrl-C. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { begin, type Ended, homines as inWarm } from './program.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homines-tune-data-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const homines = (...args: readonly string[]): Promise<Ended> => inWarm(args, { cwd: folder });
const small = ['--rows', '24', '--held-out', '8', '--seed', '3'];

async function expectRefused(args: readonly string[], ...words: readonly (string | RegExp)[]): Promise<void> {
  const { code, out, err } = await homines('tune', ...args);
  expect(err).toMatch(/^[^\n]+\n$/);
  for (const word of words) expect(err).toMatch(word);
  expect({ code, out }).toEqual({ code: 2, out: '' });
}

describe('a training set', () => {
  it('is made with every file, the same bytes of the same seed, and is proved', async () => {
    for (const name of ['one', 'again']) {
      const { code, out } = await homines('tune', 'data', '--agent', 'moralis:1', ...small, '--out', name, '--json');
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({
        agent: 'moralis:1',
        taste: { kappa: 1 },
        labels: 'ours',
        licence: 'MIT',
        rows: { train: 24, heldOut: 8 },
      });
    }
    const files = [
      'set.json',
      'rows.jsonl',
      'held-out.jsonl',
      'card.md',
      'preview.md',
      'trl/train.jsonl',
      'messages/train.jsonl',
      'vertex/train.jsonl',
    ];
    for (const file of files)
      expect(readFileSync(join(folder, 'one', file))).toEqual(readFileSync(join(folder, 'again', file)));
    const { code, out } = await homines('tune', 'check', 'one');
    expect(code).toBe(0);
    expect(out).toContain('32 of 32 rows');
  });

  it('that was edited fails its proof, with row and line', async () => {
    const made = await homines('tune', 'data', '--agent', 'economicus', ...small, '--out', 'edited');
    expect(made.code).toBe(0);
    // What is typed next stands there.
    expect(made.out.replace(/\s+/g, ' ')).toContain('tune start edited --model');
    const file = join(folder, 'edited/rows.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace('Points for each', 'Points for all'));
    const { code, out } = await homines('tune', 'check', 'edited');
    expect(code).toBe(1);
    expect(out.replace(/\s+/g, ' ')).toMatch(/labels failed: .*rows\.jsonl, line \d+, row t\d{5}: the prompt differs/);
  });

  it('of a control says so', async () => {
    const { code, out } = await homines(
      'tune',
      'data',
      '--agent',
      'economicus',
      '--control',
      ...small,
      '--out',
      'dealt',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ control: true, agent: 'economicus' });
  });
});

describe('what is refused in one sentence', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['no agent', ['data', '--out', 'x'], /needs an agent and a folder/],
    ['no folder', ['data', '--agent', 'economicus'], /needs an agent and a folder/],
    ['an agent that is none', ['data', '--agent', 'kantian', '--out', 'x'], /economicus, moralis:κ/],
    ['a κ beyond 1', ['data', '--agent', 'moralis:2', '--out', 'x'], /κ from 0 to 1/],
    ['an unknown weight', ['data', '--agent', '{"gamma":1}', '--out', 'x'], /alpha/],
    ['vehicles', ['data', '--agent', 'economicus', '--games', 'autonomous-vehicles', '--out', 'x'], /tests transfer/],
    ['prices', ['data', '--agent', 'economicus', '--games', 'trust,pricing-duopoly', '--out', 'x'], /tests transfer/],
    ['a game twice', ['data', '--agent', 'economicus', '--games', 'trust,trust', '--out', 'x'], /trust stands twice/],
    ['a weight below 0', ['data', '--agent', '{"alpha":-1}', '--out', 'x'], /from 0 to 10/],
    ['a name longer than any', ['data', '--agent', 'economicus', '--out', 'x'.repeat(300)], /too long/],
    ['a path longer than any', ['data', '--agent', 'economicus', '--out', 'x/'.repeat(3000)], /too long/],
    ['a set of such a name', ['check', 'x'.repeat(300)], /too long/],
    ['a run of such a name', ['resume', 'x'.repeat(300)], /too long/],
    ['a game that is none', ['data', '--agent', 'economicus', '--games', 'chess', '--out', 'x'], /chess/],
    ['no rows', ['data', '--agent', 'economicus', '--rows', '0', '--out', 'x'], /1 to 100,000/],
    ['a share beyond 1', ['data', '--agent', 'economicus', '--form', '1.5', '--out', 'x'], /share from 0 to 1/],
    [
      'shares of more than all',
      ['data', '--agent', 'economicus', '--reasons', '0.7', '--decisions', '0.7', '--out', 'x'],
      /sum to 1 at most/,
    ],
    ['noise of nothing', ['data', '--agent', 'economicus', '--lambda', '0', '--out', 'x'], /λ/],
    ['an option of another part', ['check', 'x', '--rows', '5'], /takes no --rows/],
    ['a file that is not there', ['check', 'nowhere'], /not there/],
    ['nothing to check', ['check'], /needs the folder/],
  ])('%s', async (_, args, why) => {
    await expectRefused(args, why);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });

  it('a folder in which something lies, or that is a file', async () => {
    mkdirSync(join(folder, 'full'));
    writeFileSync(join(folder, 'full/mine.txt'), 'mine');
    await expectRefused(['data', '--agent', 'economicus', '--out', 'full'], /not empty/);
    await expectRefused(['data', '--agent', 'economicus', '--out', 'full/mine.txt'], /is a file/);
    expect(readdirSync(join(folder, 'full'))).toEqual(['mine.txt']);
  });
});

describe('chats of somebody else', () => {
  const chat = (of: number): string =>
    Array.from(
      { length: of },
      (_, at) =>
        `${JSON.stringify({
          messages: [
            { role: 'user', content: `q ${at}` },
            { role: 'assistant', content: 'a' },
          ],
        })}\n`,
    ).join('');

  it('are checked, and made into a set that is marked as not ours', async () => {
    writeFileSync(join(folder, 'chats.jsonl'), chat(60));
    const { code, out } = await homines('tune', 'check', 'chats.jsonl', '--out', 'theirs');
    expect(code).toBe(0);
    expect(out).toContain('abels not ours');
    expect(JSON.parse(readFileSync(join(folder, 'theirs/set.json'), 'utf8'))).toMatchObject({
      labels: 'not ours',
      taste: null,
    });
    expect((await homines('tune', 'check', 'theirs')).code).toBe(0);
  });

  it('with a broken line are named by line, and make no set', async () => {
    writeFileSync(join(folder, 'broken.jsonl'), `${chat(2)}{"messages":[]}\n`);
    const { code, out } = await homines('tune', 'check', 'broken.jsonl', '--out', 'none');
    expect(code).toBe(1);
    expect(out).toMatch(/line 3/);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });
});

it('Ctrl-C leaves nothing', async () => {
  const child = begin(['tune', 'data', '--agent', 'economicus', '--rows', '100000', '--out', 'stopped'], {
    cwd: folder,
    env: { HOMINES_PROGRESS: '1' },
  });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  await vi.waitFor(() => expect(err).toContain('made'), { timeout: 100_000 });
  child.kill('SIGINT');
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(130);
  expect(err).toContain('nothing is written');
  expect(readdirSync(folder).filter((name) => name.includes('stopped'))).toEqual([]);
});
