import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proveLabels } from './labels-proof.ts';
import { makeRows, type RowsMade, type RowsWanted } from './rows-made.ts';
import { LONGEST_ROW, type TuneRow } from './row.ts';
import { cardOf, previewOf } from './set-card.ts';
import { heldOutRows, readTrainingSet } from './set-read.ts';
import { unwriteSet, writeSet } from './set-written.ts';
import { trainableGames } from './trainable-games.ts';
import { readTrainedAgent } from './trained-agent.ts';
import { SET_FILES } from './training-set.ts';

const games = await trainableGames();
const agent = readTrainedAgent('moralis:0.5');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homines-sets-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Rows that were made once are written again as they are. */
const known = new Map<string, RowsMade>();
function rowsOf(name: string, wanted: RowsWanted): RowsMade {
  const before = known.get(name);
  if (before !== undefined) return before;
  const making = makeRows(wanted);
  let step = making.next();
  while (step.done !== true) step = making.next();
  known.set(name, step.value);
  return step.value;
}

let sets = 0;
function newSet(changes: Partial<RowsWanted> = {}): string {
  const wanted: RowsWanted = {
    ...{ agent, games, train: 80, heldOut: 16, seed: 2, reasons: 0.3, decisions: 0.3, form: 0.1, contrast: 0.5 },
    ...{ disclosed: 0, lambda: null, control: false, margin: 0.05, ...changes },
  };
  const made = rowsOf(JSON.stringify(changes), wanted);
  const out = join(folder, `set-${(sets += 1)}`);
  writeSet(
    out,
    {
      ...{ version: 1, agent: agent.name, taste: agent.taste, control: wanted.control, labels: 'ours' },
      ...{ games: games.map(({ name }) => name), seed: wanted.seed, lambda: wanted.lambda, margin: wanted.margin },
      shares: { reasons: 0.3, decisions: 0.3, form: 0.1, disclosed: wanted.disclosed, contrast: 0.5 },
      rows: { train: made.train.length, heldOut: made.heldOut.length },
      ...{ leftOut: made.leftOut, homines: '1.0.0', licence: 'MIT' },
    },
    made,
    (set) => ({ card: cardOf(set, made.train, made.heldOut, games), preview: previewOf(made.train) }),
  );
  return out;
}

describe('sets that were made', () => {
  it.each<[string, Partial<RowsWanted>]>([
    ['hard labels', {}],
    ['another agent', { agent: readTrainedAgent('moralis:0.5'), seed: 9 }],
    ['others by name', { disclosed: 1 }],
    ['a control', { control: true }],
    ['a control with others by name', { control: true, disclosed: 0.5 }],
    ['soft labels', { lambda: 8 }],
    ['soft labels with others by name', { lambda: 8, disclosed: 0.5 }],
    ['soft labels of a control', { lambda: 8, control: true }],
  ])('are proved: %s', async (_, changes) => {
    const set = newSet(changes);
    const proof = await proveLabels(set);
    expect(proof).toMatchObject({ name: 'labels', passed: true });
    expect(proof.fault).toBeUndefined();
    const { train, heldOut } = readTrainingSet(set);
    expect(proof.figure).toContain(`${train.length + heldOut.length} of ${train.length + heldOut.length} rows`);
    expect(heldOutRows(set).every(({ kind, split }) => kind === 'choice' && split === 'held-out')).toBe(true);
  });

  it('can be taken away again, and nothing else with them', () => {
    const [set, other] = [newSet(), newSet()];
    writeFileSync(join(other, 'trl', 'mine.txt'), 'mine');
    unwriteSet(set);
    unwriteSet(other);
    expect(existsSync(set)).toBe(false);
    expect(readdirSync(other, { recursive: true }).toSorted()).toEqual(['trl', join('trl', 'mine.txt')]);
  });

  it('have ten rows to read, and a card with every node', () => {
    const set = newSet();
    const text = (name: keyof typeof SET_FILES): string => readFileSync(join(set, SET_FILES[name]), 'utf8');
    expect(text('preview').match(/^## [th]\d{5}/gm)).toHaveLength(10);
    for (const node of ['after_C', 'after_D', 'after_T', 'after_U', 'contribute']) expect(text('card')).toContain(node);
    expect(text('card')).toContain(readTrainingSet(set).set.hash);
    for (const name of ['trl', 'messages', 'vertex'] as const) expect(text(name).trim().split('\n')).toHaveLength(80);
  });
});

describe('rows edited by hand', () => {
  let sound = '';
  beforeAll(() => {
    sound = newSet();
  });
  const rowsIn = (set: string): TuneRow[] =>
    readFileSync(join(set, SET_FILES.rows), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as TuneRow);
  const written = (set: string, rows: readonly unknown[]): void =>
    writeFileSync(join(set, SET_FILES.rows), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  function copy(): string {
    const set = join(folder, `copy-${(sets += 1)}`);
    cpSync(sound, set, { recursive: true });
    return set;
  }
  const isBare = ({ kind, answerForm, source }: TuneRow): boolean =>
    kind === 'choice' && answerForm === 'words' && source!.game === 'prisoners-dilemma';
  const other = (row: TuneRow): TuneRow => ({ ...row, answer: row.answer === 'C' ? 'D' : 'C' });

  it.each<[string, (row: TuneRow) => unknown, RegExp]>([
    ['an answer', other, /its answer is [CD] there, and [CD] solved again/],
    [
      'what is to be written',
      (row) => ({ ...row, completion: `${row.completion} ` }),
      /the completion differs from letter \d+ on/,
    ],
    [
      'a letter of the prompt',
      (row) => ({
        ...row,
        prompt: row.prompt.map((one) => ({ ...one, content: one.content.replace('Points', 'points') })),
      }),
      /the prompt differs/,
    ],
    [
      'a payoff',
      (row) => ({
        ...row,
        source: { ...row.source!, config: { ...row.source!.config, P: Number(row.source!.config['P']) + 0.5 } },
      }),
      /the prompt differs|settings/,
    ],
    [
      'the seed of another match',
      (row) => ({ ...row, source: { ...row.source!, key: 'after_Q' } }),
      /is not asked "after_Q"/,
    ],
    [
      'a game that is none',
      (row) => ({ ...row, source: { ...row.source!, game: 'pricing-duopoly' } }),
      /none of the set/,
    ],
    ['where it came from', (row) => ({ ...row, source: null }), /does not say where it came from/],
    [
      'who is said to sit there',
      (row) => ({ ...row, source: { ...row.source!, called: ['economicus'] } }),
      /the prompt differs|nobody is/,
    ],
    ['its margin', (row) => ({ ...row, margin: 1.5 }), /its margin is/],
    ['a field that is none', (row) => ({ ...row, comment: 'mine' }), /it is no row/],
  ])('are found with file, line and id: %s', async (_, change, why) => {
    const set = copy();
    const rows = rowsIn(set);
    const at = rows.findIndex(isBare);
    written(
      set,
      rows.map((row, place) => (place === at ? change(row) : row)),
    );
    const proof = await proveLabels(set);
    expect(proof.passed).toBe(false);
    expect(proof.fault).toMatch(why);
    expect(proof.fault).toContain(`${SET_FILES.rows}, line ${at + 1}`);
    expect(() => readTrainingSet(set)).toThrow(/rows/);
  });

  it.each<[string, (set: string) => void, RegExp]>([
    ['a row twice', (set) => written(set, [...rowsIn(set), rowsIn(set)[0]]), /its id stands twice/],
    ['a row less', (set) => written(set, rowsIn(set).slice(1)), /line \d/],
    ['the last rows gone', (set) => written(set, rowsIn(set).slice(0, -2)), /has 78 rows, and set.json says 80/],
    [
      'bytes that are no UTF-8',
      (set) => writeFileSync(join(set, SET_FILES.rows), Buffer.from([0x7b, 0xff, 0x0a])),
      /line 1: it is no UTF-8/,
    ],
    [
      'a byte order mark',
      (set) => writeFileSync(join(set, SET_FILES.rows), `\uFEFF${readFileSync(join(set, SET_FILES.rows), 'utf8')}`),
      /line 1: it begins with a byte order mark/,
    ],
    ['a line that is no JSON', (set) => writeFileSync(join(set, SET_FILES.rows), '{"id":\n'), /line 1: it is no JSON/],
    [
      'a line longer than any row',
      (set) => writeFileSync(join(set, SET_FILES.rows), `${'x'.repeat(LONGEST_ROW + 1)}\n`),
      /line 1: it is longer/,
    ],
    [
      'braces without end',
      (set) => writeFileSync(join(set, SET_FILES.rows), `${'['.repeat(9000)}\n`),
      /line 1: its braces/,
    ],
    [
      'what trainers read',
      (set) =>
        writeFileSync(
          join(set, SET_FILES.trl),
          readFileSync(join(set, SET_FILES.trl), 'utf8').replace('Points', 'points'),
        ),
      /trl\/train.jsonl, line \d+/,
    ],
    [
      'a line too many for trainers',
      (set) => writeFileSync(join(set, SET_FILES.messages), '{}\n', { flag: 'a' }),
      /more lines than there are rows/,
    ],
  ])('and so is %s', async (_, change, why) => {
    const set = copy();
    change(set);
    const proof = await proveLabels(set);
    expect(proof.passed).toBe(false);
    expect(proof.fault).toMatch(why);
  });

  it.each<[string, Partial<RowsWanted>, boolean]>([
    ['its own answers for shuffled ones', {}, true],
    ['its own drawn answers for shuffled ones', { lambda: 8 }, true],
    ['shuffled answers for its own', { control: true }, false],
    ['shuffled answers for those of another seed', { control: true }, true],
  ])('of a set that gives %s out', async (_, changes, control) => {
    const set = newSet({ ...changes, train: 120 });
    const file = join(set, SET_FILES.set);
    const said = JSON.parse(readFileSync(file, 'utf8'));
    const seed = control && said.control ? 77 : said.seed;
    writeFileSync(file, JSON.stringify({ ...said, control, seed }));
    expect(await proveLabels(set)).toMatchObject({ passed: false, fault: expect.stringMatching(/row [th]\d{5}/) });
  });

  it('of soft labels and of a control, where no row alone is wrong', async () => {
    for (const changes of [{ lambda: 8 }, { control: true }]) {
      const set = newSet(changes);
      const rows = rowsIn(set);
      const at = rows.findIndex(
        ({ kind, decision, source }) =>
          kind === 'choice' &&
          (changes.lambda === undefined ? source!.game === 'prisoners-dilemma' && decision === null : true),
      );
      const row = rows[at]!;
      const [label = '', answer = ''] =
        changes.lambda === undefined
          ? [
              row.source!.labels === 'neutral'
                ? row.answer === 'C'
                  ? 'B'
                  : 'A'
                : row.answer === 'C'
                  ? 'defect'
                  : 'cooperate',
              row.answer === 'C' ? 'D' : 'C',
            ]
          : ['', ''];
      if (changes.lambda === undefined && row.answerForm === 'words')
        written(
          set,
          rows.map((one, place) => (place === at ? { ...one, answer, completion: label } : one)),
        );
      else
        written(
          set,
          rows.filter((_, place) => place !== at),
        );
      expect((await proveLabels(set)).passed).toBe(false);
    }
  });
});
