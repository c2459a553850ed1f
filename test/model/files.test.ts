/** Files that people write: what editors make of them is read, and what is no such file is refused in one sentence. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isTooDeep, readTextFile } from '../../src/disk/text-file.ts';
import { LAB_FILE, readLab } from '../../src/model/lab-file.ts';
import { readWording } from '../../src/model/wording.ts';
import { homines } from '../program.ts';

const all = mkdtempSync(join(tmpdir(), 'homines-files-'));
afterAll(() => rmSync(all, { recursive: true, force: true }));
const newFolder = (): string => mkdtempSync(join(all, 'folder-'));

const big = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
/** What an editor makes of a text. */
const WRITTEN: readonly (readonly [string, (text: string) => Buffer])[] = [
  ['UTF-8', (text) => Buffer.from(text)],
  ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16 as Windows has it', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 the other way', (text) => big(`\ufeff${text}`)],
  ['UTF-16 without a mark', (text) => Buffer.from(text, 'utf16le')],
];

describe.each(WRITTEN)('%s', (_, written) => {
  it('is read as settings, as a wording and as .env', async () => {
    const folder = newFolder();
    const file = {
      providers: { local: { address: 'http://127.0.0.1:1/v1' } },
      agents: { 'local/m': { label: 'Größe' } },
    };
    writeFileSync(join(folder, LAB_FILE), written(JSON.stringify(file)));
    expect(readLab(folder)).toMatchObject(file);
    writeFileSync(join(folder, 'w.json'), written('{"whole": "a whole number, größer"}'));
    expect(readWording(folder, 'w.json').whole).toBe('a whole number, größer');
    writeFileSync(join(folder, '.env'), written('# Schlüssel\r\nHOMINES_KAPPA=0.25\r\nHOMINES_JSON=1\r\n'));
    const { out } = await homines(['theory', 'prisoners-dilemma'], { cwd: folder });
    expect(JSON.parse(out)).toMatchObject({ kappa: 0.25 });
  });
});

describe('what is no such file', () => {
  const NAMES = ['.env', LAB_FILE] as const;
  const made: readonly (readonly [string, (path: string) => void, RegExp])[] = [
    ['a folder', (path) => mkdirSync(path), /is a folder/],
    ['a pipe', (path) => execFileSync('mkfifo', [path]), /is no ordinary file/],
    ['a device', (path) => symlinkSync('/dev/zero', path), /is no ordinary file/],
    ['a terminal', (path) => symlinkSync('/dev/tty', path), /is no ordinary file|cannot be read/],
    ['a link to itself', (path) => symlinkSync(path, path), /is a link that leads back to itself/],
    ['a large file', (path) => writeFileSync(path, Buffer.alloc(1_000_001, '#')), /is too large to be read/],
  ];
  it.skipIf(process.platform === 'win32').each(NAMES.flatMap((name) => made.map((one) => [name, ...one] as const)))(
    '%s as %s is refused in one sentence, at once',
    async (name, _, make, sentence) => {
      const folder = newFolder();
      make(join(folder, name));
      const { code, out, err } = await homines(['agents'], { cwd: folder });
      expect(err).toMatch(sentence);
      expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    },
  );

  it('a file that is not there is none, and one that cannot end is not read to its end', () => {
    expect(readTextFile(join(all, 'nothing', 'here'))).toBe(null);
    expect(() => readTextFile('/dev/zero')).toThrow('no ordinary file');
  });

  it('JSON that is deeper than any settings is refused before it is followed', () => {
    const folder = newFolder();
    for (const deep of ['['.repeat(100_000), '{"a":'.repeat(100_000)]) {
      writeFileSync(join(folder, LAB_FILE), deep);
      expect(() => readLab(folder)).toThrow('deeper in each other than any settings');
      writeFileSync(join(folder, 'w.json'), deep);
      expect(() => readWording(folder, 'w.json')).toThrow('too deep');
    }
    expect(isTooDeep(JSON.stringify({ text: '['.repeat(1000), quote: '"[[' }))).toBe(false);
    expect(isTooDeep('[]'.repeat(1000))).toBe(false);
  });
});

describe('a database is a file', () => {
  it.each([
    [':memory:', 'A database is a file'],
    [' :memory: ', 'A database is a file'],
    ['file:x?mode=memory', 'A database is a file'],
    ['lab.sqlite ', 'no blanks at its ends'],
    ['\tlab.sqlite', 'no blanks at its ends'],
  ])('--db "%s" is refused: %s', async (name, sentence) => {
    const folder = newFolder();
    for (const [args, env] of [
      [['run', 'prisoners-dilemma', '--seats', 'random,random', '--db', name], {}],
      [['compare', '--db', name], {}],
      [['sessions'], { HOMINES_DB: name }],
    ] as const) {
      const { code, err } = await homines(args, { cwd: folder, env });
      expect({ code, said: err.includes(sentence), lines: err.trim().split('\n').length }).toEqual({
        code: 2,
        said: true,
        lines: 1,
      });
    }
  });
});

describe('names of models are no keys', () => {
  it.each([
    'hf-llama3-8b-instruct-moralis',
    'sk-llama-8b-instruct',
    'key-value-memory-llama2-70b',
    'api-gpt4-20261120',
  ])('%s can be added, cast and priced', (name) => {
    const folder = newFolder();
    const file = {
      providers: { local: { address: 'http://127.0.0.1:1/v1', prices: { [name]: { in: 1, out: 1 } } } },
      agents: { [`local/${name}`]: {} },
      cast: { moralis: `local/${name}` },
    };
    writeFileSync(join(folder, LAB_FILE), JSON.stringify(file));
    expect(readLab(folder)).toEqual(file);
  });
});
