import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RUN_FILES } from './run-folder.ts';
import { templateProof, trainedTexts } from './template-proof.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homines-template-'));
  const lines = [
    { id: 't1', sha256: sha256('<s>κ: one'), text: '<s>κ: one' },
    { id: 't2', sha256: sha256('<s>two') },
  ];
  writeFileSync(join(folder, RUN_FILES.template), lines.map((one) => `${JSON.stringify(one)}\n`).join(''));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('passes where every text is the same to the byte', () => {
  const served = [
    { id: 't1', text: '<s>κ: one' },
    { id: 't2', text: '<s>two' },
  ];
  expect(templateProof(trainedTexts(folder), served, 'x', 7)).toMatchObject({ name: 'template', passed: true, at: 7 });
});

it.each([
  ['one byte more', 't1', '<s>κ: one\n', /row t1: trained on/],
  ['another template, of a text that was not kept', 't2', '<|im_start|>two', /row t2/],
  ['a row that was not trained', 't3', '<s>two', /did not read it/],
])('fails for %s', (_, id, text, fault) => {
  expect(templateProof(trainedTexts(folder), [{ id, text }], 'x', 7)).toMatchObject({
    passed: false,
    fault: expect.stringMatching(fault),
  });
});

it('fails where the server does not say what it reads', () => {
  expect(templateProof(trainedTexts(folder), [], 'x', 7).passed).toBe(false);
});

it('refuses a file that is none of the trainer', () => {
  writeFileSync(join(folder, RUN_FILES.template), '{"id":"t1"}\n');
  expect(() => trainedTexts(folder)).toThrow(/line 1/);
  rmSync(join(folder, RUN_FILES.template));
  expect(() => trainedTexts(folder)).toThrow(/is not there/);
});
