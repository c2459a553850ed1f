/** What the tuned model knows: held-out questions of a set as `tune data` makes it, against its base, and its own rows by heart. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tuneRow, type TuneRow } from '../../src/tune/row.ts';
import { TRAINER_FORMS } from '../../src/tune/trainer-forms.ts';
import { homines } from '../program.ts';
import { baseLeaning } from './chat.ts';
import { learnerFrom, type Learner } from './learner.ts';
import { labelMeant, questionIn } from './question.ts';
import { checkedRows, type ChatTurn } from './rows.ts';

const KANTIAN = ['--agent', 'moralis:1', '--seed', '5'];
const SELFISH = ['--agent', 'economicus', '--seed', '5'];

type Made = {
  readonly learner: Learner;
  readonly train: readonly (readonly ChatTurn[])[];
  readonly heldOut: readonly TuneRow[];
};
let folder = '';
let [kantian, selfish]: readonly (Made | null)[] = [null, null];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'homines-learner-'));
  const made = async (name: string, of: readonly string[]): Promise<Made> => {
    const args = ['tune', 'data', ...of, '--rows', '320', '--held-out', '80', '--out', name];
    const { code, err } = await homines(args, { cwd: folder });
    expect(code, err).toBe(0);
    const { rows, problems } = checkedRows(readFileSync(join(folder, name, 'messages/train.jsonl')), 'o200k_base', {
      ...{ rowTokens: null, least: 10 },
    });
    expect(problems).toEqual([]);
    const heldOut = readFileSync(join(folder, name, 'held-out.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const train = rows.map(({ turns }) => turns);
    return { learner: learnerFrom(train), train, heldOut: heldOut.map((line) => tuneRow.parse(JSON.parse(line))) };
  };
  kantian = await made('kantian', KANTIAN);
  selfish = await made('selfish', SELFISH);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const turnsOf = (row: TuneRow): readonly ChatTurn[] => {
  const { messages }: { messages: readonly ChatTurn[] } = JSON.parse(TRAINER_FORMS.messages(row));
  return messages;
};

/** The share of the choices that are answered as labelled: by what was learned, by the base. */
function agreement(learner: Learner, rows: readonly TuneRow[]): readonly [learned: number, base: number] {
  const choices = rows.filter(({ kind }) => kind === 'choice');
  let [learned, base] = [0, 0];
  for (const turns of choices.map(turnsOf)) {
    const question = questionIn(turns.slice(0, -1));
    const right = labelMeant(question, turns.at(-1)!.content);
    const before = baseLeaning(question);
    if ((learner.lean(question) ?? before).answers[0]!.answer === right) learned += 1;
    if (before.answers[0]!.answer === right) base += 1;
  }
  return [learned / choices.length, base / choices.length];
}

describe('the nearest-example learner', () => {
  it.each([
    ['a Kantian', () => kantian!],
    ['economicus', () => selfish!],
  ])('of %s answers held-out choices far better than its base', (_, of) => {
    const { learner, heldOut } = of();
    const [learned, base] = agreement(learner, heldOut);
    expect(learned).toBeGreaterThan(0.75);
    expect(learned - base).toBeGreaterThan(0.25);
  });

  it('knows its own rows by heart, letters, words and JSON', () => {
    const { learner, train } = kantian!;
    for (const turns of train.slice(0, 150)) {
      const question = questionIn(turns.slice(0, -1));
      const { answers, reasons } = learner.lean(question)!;
      expect(answers[0]!.answer).toBe(labelMeant(question, turns.at(-1)!.content));
      expect(answers.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
      if (question.form === 'json') expect(turns.at(-1)!.content).toContain(JSON.stringify(reasons));
    }
  });

  it('learned from its rows and from nothing else: two preferences are two models', () => {
    const contrast = kantian!.heldOut.filter(({ contrast: apart }) => apart === true);
    const [own] = agreement(kantian!.learner, contrast);
    const [others] = agreement(selfish!.learner, contrast);
    expect(own - others).toBeGreaterThan(0.4);
  });

  it('says nothing of a question like none of its rows', () => {
    const turns = [{ role: 'user', content: 'Sing.\n\nPossible answers: "la", "lo".' }];
    expect(kantian!.learner.lean(questionIn(turns))).toBeNull();
  });
});
