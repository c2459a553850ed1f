import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TunedFacts } from './lab-file.ts';
import { believedLab, CLAIMED, keepSeated } from './seated-here.ts';

let folder = '';
const place = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homines-seated-'));
  for (const name of ['lab', 'other']) mkdirSync(place(name));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const facts: TunedFacts = {
  ...{ run: 'ego', data: 'a'.repeat(64), digest: 'b'.repeat(64), agent: 'economicus', server: 'transformers' },
  ...{ standing: 'a tuned model: all five proofs passed', proven: true },
};
const labOf = (tuned: TunedFacts) => ({ agents: { 'tuned/ego': { tuned }, 'local/base': {} } });
const env = () => ({ XDG_CONFIG_HOME: place('config') });
const said = (tuned: TunedFacts, lab = 'lab') =>
  believedLab(labOf(tuned), place(lab), env()).agents['tuned/ego']?.tuned;

describe('facts of a tuned model in a lab file', () => {
  it('are a claim until they were written there by homines, in this folder, word for word', () => {
    expect(said(facts)).toEqual({ ...facts, standing: CLAIMED, proven: false });
    keepSeated(place('lab'), 'tuned/ego', facts, env());
    expect(said(facts)).toEqual(facts);
    expect(said(facts, 'other')).toMatchObject({ proven: false, standing: CLAIMED });
    expect(said({ ...facts, digest: 'c'.repeat(64) })).toMatchObject({ proven: false, standing: CLAIMED });
    expect(believedLab(labOf(facts), place('lab'), env()).agents['local/base']).toEqual({});
  });

  it('that say themselves that nothing is proven stay a claim too', () => {
    expect(said({ ...facts, standing: 'a wonderful model', proven: false }, 'other')?.standing).toBe(CLAIMED);
  });
});
