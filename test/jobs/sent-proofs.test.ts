/** The rows as they go to a provider: what is proved of their bytes, and that a fault in them is found. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileName } from '../../src/jobs/mark.ts';
import { openaiCounter } from '../../src/jobs/openai/tokens.ts';
import { plannedFile, writeRows, writtenRows } from '../../src/jobs/rows-file.ts';
import { maskProof, rowTokens, sentRows, sentTemplateProof } from '../../src/jobs/sent-proofs.ts';
import { readTrainingSet, type ReadTrainingSet } from '../../src/tune/set-read.ts';
import type { TuneRow } from '../../src/tune/row.ts';
import { hashOfRows } from '../../src/tune/set-written.ts';
import { madeSet, newFolder, planned, refusal } from './plan.ts';

let place = '';
let set = '';
let data: ReadTrainingSet;
beforeAll(async () => {
  place = newFolder();
  set = await madeSet(place, 96, 'moralis:0.5');
  data = readTrainingSet(set);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

const signal = new AbortController().signal;
const template = (bytes: Uint8Array, rows: readonly TuneRow[] = data.train) =>
  sentTemplateProof(sentRows(rows, bytes), 'openai', 1, signal, () => undefined);

describe('what is sent', () => {
  it('is every row in the form of chats, with nothing of ours', () => {
    const { bytes, rows } = plannedFile('together', 'train', data.train);
    const lines = Buffer.from(bytes).toString().trimEnd().split('\n');
    expect([lines.length, rows]).toEqual([data.train.length, data.train.length]);
    for (const [at, text] of lines.entries()) {
      const sent: { messages: { role: string; content: string }[] } = JSON.parse(text);
      expect(Object.keys(sent)).toEqual(['messages']);
      expect(sent.messages.at(-1)).toEqual({ role: 'assistant', content: data.train[at]!.completion });
    }
    // Tinker's are prompt and completion.
    const [one] = Buffer.from(plannedFile('tinker', 'train', data.train).bytes)
      .toString()
      .split('\n');
    expect(Object.keys(JSON.parse(one!))).toEqual(['prompt', 'completion']);
  });

  it('lies in the run under a name made of its bytes, and is found again as it lies', async () => {
    const { files } = await planned(set);
    const folder = newFolder();
    const written = writeRows(folder, files);
    expect(written.map(({ part }) => part)).toEqual(['train', 'held-out']);
    for (const { path, sha256, bytes, name, part } of written) {
      const there = readFileSync(path);
      expect([sha256, bytes]).toEqual([createHash('sha256').update(there).digest('hex'), there.length]);
      expect(name).toBe(fileName(part, sha256));
    }
    expect(writtenRows(folder)).toEqual(written);
    writeFileSync(written[0]!.path, 'x\n');
    expect(writtenRows(folder)[0]!.name).not.toBe(written[0]!.name);
    // The same set has the same bytes.
    expect((await planned(set)).files.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
  });
});

describe('the proofs before anything is sent', () => {
  it('are four, all passed, with their numbers', async () => {
    const { proofs } = await planned(set);
    expect(proofs.map(({ name, passed }) => [name, passed])).toEqual([
      ['labels', true],
      ['mask', true],
      ['length', true],
      ['template', true],
    ]);
    const [labels, mask, length, sent] = proofs.map(({ figure }) => figure);
    expect(labels).toContain('104 of 104 rows');
    expect(mask).toMatch(/tokens.*not shown by the provider/);
    expect(length).toMatch(/96 of 96 rows within 65,536 tokens.*t\d{5}/);
    expect(sent).toMatch(/96 of 96 rows.*not shown by the provider/);
  });

  it('find typed decisions about numbers that are asked otherwise, not the own file of a set', async () => {
    const whole = await madeSet(newFolder(), 48, 'economicus', ['--games', 'public-goods', '--decisions', '0.75']);
    const { train } = readTrainingSet(whole);
    const numbers = train.filter(({ decision }) => decision?.options.some((label) => /^\d+$/.test(label)));
    expect(numbers.length).toBeGreaterThan(0);
    expect(await template(plannedFile('openai', 'train', train).bytes, train)).toMatchObject({ passed: true });
    // The set's own file has the same bytes before an answer; without the quotation marks of numbers they would be others.
    const own = readFileSync(join(whole, 'messages/train.jsonl'), 'utf8');
    expect(await template(Buffer.from(own), train)).toMatchObject({ passed: true });
    const proof = await template(Buffer.from(own.replaceAll(/\\n([A-Z])\. \\"(\d+)\\"/g, '\\n$1. $2')), train);
    expect(proof.passed).toBe(false);
    expect(proof.figure).toContain(`${train.length - numbers.length} of ${train.length} rows`);
    expect(proof.fault).toContain(`row ${numbers[0]!.id}`);
  });

  const faults: readonly (readonly [string, (text: string) => string])[] = [
    ['a word of the prompt', (text) => text.replace(' the ', ' that ')],
    ['a blank at its end', (text) => text.replace('"},{"role":"assistant"', ' "},{"role":"assistant"')],
    ['another role', (text) => text.replace('"role":"user"', '"role":"system"')],
    ['another answer', (text) => text.replace(/("assistant","content":")/, '$1 ')],
    ['a message more', (text) => text.replace('"messages":[', '"messages":[{"role":"user","content":"x"},')],
    ['no JSON', () => '{'],
  ];
  it.each(faults)('find %s in one row of all, and name the row', async (_, fault) => {
    const lines = Buffer.from(plannedFile('openai', 'train', data.train).bytes)
      .toString()
      .split('\n');
    const at = data.train.findIndex(({ answerForm }) => answerForm === 'words');
    const changed = fault(lines[at]!);
    expect(changed).not.toBe(lines[at]);
    const proof = await template(Buffer.from(lines.with(at, changed).join('\n')));
    expect(proof.passed).toBe(false);
    expect(proof.figure).toContain('95 of 96 rows');
    expect(proof.fault).toContain(`row ${data.train[at]!.id}`);
  });

  it('find an answer without a token, and one before the last', async () => {
    const counter = await openaiCounter('gpt-4o');
    const proof = async (row: TuneRow) => {
      const sent = sentRows([row], plannedFile('openai', 'train', [row]).bytes);
      return maskProof(sent, await rowTokens(sent, counter, signal, () => undefined), counter, 'openai', 1);
    };
    const [row] = data.train;
    expect((await proof(row!)).passed).toBe(true);
    expect(await proof({ ...row!, completion: '' })).toMatchObject({ passed: false });
    const twice: TuneRow = { ...row!, decision: null, prompt: [{ role: 'assistant', content: 'no' }, ...row!.prompt] };
    expect((await proof(twice)).fault).toContain(`row ${row!.id} has another answer`);
  });

  it('that fail send nothing: a set whose labels were changed is refused', async () => {
    const copy = await madeSet(newFolder(), 24);
    const { set: told, train } = readTrainingSet(copy);
    const at = train.findIndex(({ kind, answerForm }) => kind === 'choice' && answerForm === 'decision');
    const was = train[at]!;
    const file = join(copy, 'rows.jsonl');
    const lines = readFileSync(file, 'utf8').split('\n');
    const other = was.completion === 'A' ? 'B' : 'A';
    const changed = lines[at]!.replace(`"completion":"${was.completion}"`, `"completion":"${other}"`);
    expect(changed).not.toBe(lines[at]);
    writeFileSync(file, lines.with(at, changed).join('\n'));
    const hash = hashOfRows(readFileSync(file), readFileSync(join(copy, 'held-out.jsonl')));
    writeFileSync(join(copy, 'set.json'), JSON.stringify({ ...told, hash }));
    expect(await refusal(copy, {})).toMatch(new RegExp(`labels.*${was.id}`));
  });
});
