/** `tune start --on files` for a Gemini: rows in Vertex's own form and the steps by hand, without Python, an account, or a run. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { homines } from './program.ts';

const lab = mkdtempSync(join(tmpdir(), 'homines-vertex-'));
afterAll(() => rmSync(lab, { recursive: true, force: true }));

const typed = async (...words: readonly string[]) => {
  // Whoever has no Python is told so by everything that needs one.
  const { code, out, err } = await homines(['tune', ...words], {
    cwd: lab,
    env: { PYTHON: '/nowhere/python', PATH: '', XDG_CACHE_HOME: join(lab, 'cache') },
  });
  return { code, out, err: err.replace(/\s+/g, ' ').trim() };
};
const start = (...words: readonly string[]) => typed('start', 'set', '--on', 'files', ...words);

beforeAll(async () => {
  const made = await typed(
    ...[
      'data',
      '--agent',
      'economicus',
      '--games',
      'prisoners-dilemma',
      '--rows',
      '40',
      '--held-out',
      '10',
      '--out',
      'set',
    ],
  );
  if (made.code !== 0) throw new Error(made.err);
});

const part = z.strictObject({ text: z.string().min(1) });
const content = z.strictObject({ role: z.enum(['user', 'model']), parts: z.tuple([part]) });
const line = z.strictObject({
  systemInstruction: z.strictObject({ role: z.literal('system'), parts: z.tuple([part]) }).optional(),
  contents: z.array(content).min(2),
});
const linesOf = (file: string) =>
  readFileSync(join(lab, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => line.parse(JSON.parse(text)));

it('makes a folder with rows, held-out rows and steps, which is no run', async () => {
  const { code, err } = await start('--model', 'gemini-2.5-flash', '--name', 'gem', '--epochs', '3', '--rank', '4');
  expect(code, err).toBe(0);
  const [rows, heldOut] = [linesOf('tunes/gem/vertex/train.jsonl'), linesOf('tunes/gem/vertex/validation.jsonl')];
  expect([rows.length, heldOut.length]).toEqual([40, 10]);
  for (const { contents } of rows) expect(contents.at(-1)!.role).toBe('model');
  const told = z.object({ hash: z.string() }).parse(JSON.parse(readFileSync(join(lab, 'set', 'set.json'), 'utf8')));
  const readme = readFileSync(join(lab, 'tunes', 'gem', 'README.md'), 'utf8');
  for (const word of [
    told.hash,
    'gemini-2.5-flash',
    '"epochCount": 3',
    'ADAPTER_SIZE_FOUR',
    'gem/validation.jsonl',
    '131,072',
  ])
    expect(readme).toContain(word);
  // The job in it is one of JSON.
  const job = /<<JOB\n([^]*?)\n {4}JOB/.exec(readme)![1]!;
  expect(z.object({ baseModel: z.string() }).loose().parse(JSON.parse(job)).baseModel).toBe('gemini-2.5-flash');
  expect(readdirSync(join(lab, 'tunes', 'gem')).toSorted()).toEqual(['README.md', 'vertex']);
  const { out } = await typed('list', '--json');
  expect(JSON.parse(out)).toEqual({ sets: [], jobs: [], silent: [] });
});

it.each<[string, readonly string[], string]>([
  ['a rank that it does not have', ['--model', 'gemini-2.5-flash', '--rank', '3'], '1, 2, 4, 8, 16'],
  ['what it does not take', ['--model', 'gemini-2.5-flash', '--lr', '0.1'], '--lr'],
  ['a name that is taken', ['--model', 'gemini-2.5-flash', '--name', 'gem'], 'gem'],
  ['a name that is none', ['--model', 'gemini-2.5-flash', '--name', 'Not A Name'], 'Not A Name'],
  // Whatever else stands after --model is trained by a folder that stands alone, as before.
  ['a model that is no Gemini', ['--model', 'OWNER/NAME', '--name', 'other'], 'Python'],
])('refuses %s, and leaves nothing', async (_, words, sentence) => {
  const { code, err } = await start(...words);
  expect(code).toBe(2);
  expect(err).toContain(sentence);
  expect(existsSync(join(lab, 'tunes', 'other'))).toBe(false);
});
