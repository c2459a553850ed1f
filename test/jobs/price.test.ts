/** What is known and said before anything is sent: price, caps, dates, limits, and what has to be asked first. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closingWords } from '../../src/jobs/closing-dates.ts';
import { billedTokens, usdWords } from '../../src/jobs/price.ts';
import type { TuningJob } from '../../src/jobs/tuning-provider.ts';
import { uploadedCheck } from '../../src/jobs/uploaded-check.ts';
import { LAB_FILE, readLab } from '../../src/model/lab-file.ts';
import type { ProviderRun } from '../../src/tune/run-folder.ts';
import { madeSet, NEAR, newFolder, planned, QUIET, refusal } from './plan.ts';

const DAY = 86_400_000;
const BASE = 'gpt-4.1-mini-2025-04-14';

let place = '';
let set = '';
beforeAll(async () => {
  place = newFolder();
  set = await madeSet(place);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe('the price', () => {
  it('is tokens by epochs by USD a million, and one epoch where none was typed', async () => {
    const [once, thrice] = [await planned(set), await planned(set, { epochs: 3 })];
    expect(once.epochs).toBe(1);
    expect(once.price.tokens).toBeGreaterThan(32 * 100);
    expect(thrice.price.tokens).toBe(3 * once.price.tokens);
    expect(once.price.usd).toBeCloseTo((once.price.tokens * 5) / 1e6, 12);
    expect(once.exact).toBe(true);
    const said = new Map(thrice.says);
    expect(said.get('tokens')).toContain(thrice.price.tokens.toLocaleString('en'));
    expect(said.get('tokens')).toContain('o200k_base');
    expect(said.get('training')).toContain('2026-09-01');
    expect(said.get('epochs')).toBe('3');
    expect(said.get('rows')).toContain('8 held out');
  });

  it('counts held-out rows where they are billed, and nowhere else', () => {
    const tokens = { train: 1000, heldOut: 100 };
    expect(billedTokens('together', tokens, 2, 4)).toBe(2400);
    for (const tuner of ['openai', 'azure', 'fireworks', 'tinker'] as const)
      expect(billedTokens(tuner, tokens, 2, 4)).toBe(2000);
  });

  it('is kept in the lab file with its day when it is typed, and taken from there afterwards', async () => {
    const lab = newFolder();
    writeFileSync(join(lab, LAB_FILE), '{"cast": {"moralis": "local/x"}}');
    await planned(set, { lab, hourly: 2.5 });
    expect(readLab(lab)).toMatchObject({
      cast: { moralis: 'local/x' },
      tuning: { [`openai/${BASE}`]: { train: { usd: 5, read: '2026-09-01' }, hour: { usd: 2.5, read: '2026-09-01' } } },
    });
    const before = readFileSync(join(lab, LAB_FILE), 'utf8');
    const again = await planned(set, { lab, price: null, now: QUIET + 10 * DAY });
    expect(again.asks).toEqual([]);
    expect(again.price.usd).toBeCloseTo((again.price.tokens * 5) / 1e6, 12);
    expect(readFileSync(join(lab, LAB_FILE), 'utf8')).toBe(before);
    // One that was typed does not make the other new.
    await planned(set, { lab, price: 6, now: QUIET + 20 * DAY });
    expect(readLab(lab).tuning?.[`openai/${BASE}`]).toEqual({
      train: { usd: 6, read: '2026-09-21' },
      hour: { usd: 2.5, read: '2026-09-01' },
    });
  });

  it.each([
    [90, 0],
    [91, 1],
    [-1, 1],
  ])('that was read %i days ago is asked about %i times, and --yes does not agree', async (days, asks) => {
    const lab = newFolder();
    await planned(set, { lab });
    const later = await planned(set, { lab, price: null, now: QUIET + days * DAY });
    expect(later.asks).toHaveLength(asks);
    for (const { yes } of later.asks) expect(yes).toMatch(/2026-09-01.*--price/);
    // Typed again it is new.
    expect((await planned(set, { lab, now: QUIET + days * DAY })).asks).toEqual([]);
  });

  it('that nobody knows is agreed to by a person alone, never under a cap, and is not nothing', async () => {
    const plan = await planned(set, { price: null });
    expect(plan.price.usd).toBeNull();
    expect(plan.asks).toHaveLength(1);
    expect(plan.asks[0]!.yes).toMatch(/openai\.com\/api\/pricing.*--price/);
    expect(new Map(plan.says).get('training')).toContain('not known');
    expect(await refusal(set, { price: null, most: 100 })).toMatch(/--max-cost.*--price/);
  });

  it('is refused above the cap, and not at it', async () => {
    const { price } = await planned(set);
    expect((await planned(set, { most: price.usd! })).price.most).toBe(price.usd);
    expect(await refusal(set, { most: price.usd! * 0.999 })).toMatch(/--max-cost/);
    // An estimate may be too low: the cap covers a tenth more.
    const open = { base: 'someone-elses-model', tuning: { bases: () => Promise.resolve(null) } };
    const estimated = await planned(set, open);
    expect(estimated.exact).toBe(false);
    expect(new Map(estimated.says).get('tokens')).toContain('estimate');
    expect(await refusal(set, { ...open, most: estimated.price.usd! * 1.05 })).toMatch(/--max-cost/);
    expect((await planned(set, { ...open, most: estimated.price.usd! * 1.11 })).price.usd).toBe(estimated.price.usd);
  });

  it('of serving is said by the hour where cards are rented: by the provider, else as typed, else not known', async () => {
    const rented = (usd: number | null) => ({ tuning: { deployments: { usdPerHour: () => Promise.resolve(usd) } } });
    expect((await planned(set)).usdPerHour).toBeNull();
    expect((await planned(set, { ...rented(4), hourly: 2 })).usdPerHour).toBe(4);
    expect((await planned(set, { ...rented(null), hourly: 2 })).usdPerHour).toBe(2);
    const unknown = await planned(set, rented(null));
    expect(unknown.usdPerHour).toBeNull();
    expect(new Map(unknown.says).get('serving')).toContain('--hourly');
  });

  it('is written so that a hundredth can be told from nothing', () => {
    expect([0, 0.0123, 1.316, 1234.5].map(usdWords)).toEqual(['USD 0.00', 'USD 0.012', 'USD 1.32', 'USD 1,234.50']);
  });

  it('that stands in the lab file otherwise than it can be is refused with its place', async () => {
    const lab = newFolder();
    writeFileSync(
      join(lab, LAB_FILE),
      JSON.stringify({ tuning: { [`openai/${BASE}`]: { train: { usd: -1, read: '2026-09-01' } } } }),
    );
    expect(await refusal(set, { lab, price: null })).toMatch(/tuning.*usd takes USD, 0 or more/);
    writeFileSync(
      join(lab, LAB_FILE),
      JSON.stringify({ tuning: { [`openai/${BASE}`]: { train: { usd: 1, read: 'May' } } } }),
    );
    expect(await refusal(set, { lab, price: null })).toMatch(/read takes the day/);
  });
});

describe('dates', () => {
  const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);
  const words = (tuner: 'openai' | 'azure', name: string, day: string, closes: string | null = null) =>
    closingWords(tuner, { name, closes }, at(day));

  it('that are near are said with their source, and those that are far are not', () => {
    expect(words('openai', BASE, '2026-10-01')).toEqual([]);
    const near = words('openai', BASE, '2026-11-30');
    expect(near).toHaveLength(2);
    expect(near.join()).toMatch(/2027-01-06.*second hand.*2027-01-14.*second hand/);
    expect(words('openai', 'gpt-6-luna', '2026-11-30')).toHaveLength(1);
    expect(words('azure', BASE, '2026-11-30')).toEqual([]);
    // From ninety days before.
    expect(words('openai', 'gpt-6-luna', '2026-10-07')).toEqual([]);
    expect(words('openai', 'gpt-6-luna', '2026-10-08')).toHaveLength(1);
  });

  it('that are past are refused: the last day is one on which jobs are taken', () => {
    expect(words('openai', 'gpt-6-luna', '2027-01-06')).toHaveLength(1);
    expect(() => words('openai', 'gpt-6-luna', '2027-01-07')).toThrow(/2027-01-06.*--on together/);
  });

  it('that the provider tells of a model count, before what others tell', () => {
    expect(words('azure', 'x', '2026-11-30', '2027-02-01').join()).toMatch(/2027-02-01.*as Azure says/);
    expect(words('openai', BASE, '2026-11-30', '2026-12-24').join()).toMatch(/2026-12-24/);
    expect(words('openai', BASE, '2026-11-30', '2026-12-24').join()).not.toMatch(/2027-01-14/);
    expect(() => words('azure', 'x', '2027-02-01', '2027-02-01')).toThrow(/stopped at Azure on 2027-02-01/);
  });

  it('stand in the plan, and nothing is asked of the provider where they are past', async () => {
    const plan = await planned(set, { now: NEAR });
    expect(plan.says.filter(([what]) => what === 'closing')).toHaveLength(2);
    let asked = 0;
    const bases = () => Promise.resolve(((asked += 1), null));
    expect(await refusal(set, { now: at('2027-03-01'), tuning: { bases } })).toMatch(/2027-01-06/);
    expect(asked).toBe(0);
  });
});

describe('what is in the way', () => {
  it('of a model that is not tuned is the list of those that are, with the nearest', async () => {
    const said = await refusal(set, { base: 'gpt-4.1-mini' });
    expect(said).toContain('gpt-4o-mini-2024-07-18');
    expect(said).toMatch(/Did you mean "gpt-4\.1-mini-2025-04-14"/);
    const many = Array.from({ length: 300 }, (_, i) => ({ name: `model-${i}`, rowTokens: null, closes: null }));
    const long = await refusal(set, { base: 'model-299x', tuning: { bases: () => Promise.resolve(many) } });
    expect(long).toMatch(/Did you mean "model-299"/);
    expect(long).toContain('288 more');
    expect(await refusal(set, { tuning: { bases: () => Promise.resolve([]) } })).toMatch(/no right to tune/);
  });

  it('of files is each limit, by its number', async () => {
    const limits = (least: number, most: number | null, bytes: number | null) => ({
      tuning: { limits: { rows: { least, most }, bytes, source: 'a test' } },
    });
    expect(await refusal(set, limits(33, null, null))).toMatch(/33 rows or more.*32 rows/);
    expect(await refusal(set, limits(1, 31, null))).toMatch(/31 rows at most.*32 rows/);
    expect(await refusal(set, limits(1, null, 20_000))).toMatch(/0 MB at most.*--rows \d+/);
    expect((await planned(set, limits(32, 32, 1e6))).files).toHaveLength(2);
  });

  it('of a row that is too long is the row, with its tokens', async () => {
    const short = (rowTokens: number) => ({
      tuning: { bases: () => Promise.resolve([{ name: BASE, rowTokens, closes: null }]) },
    });
    const plan = await planned(set);
    const longest = Number(/([\d,]+) tokens \(by/.exec(plan.proofs.find(({ name }) => name === 'length')!.figure)![1]);
    expect(longest).toBeGreaterThan(100);
    expect(await refusal(set, short(longest - 1))).toMatch(
      new RegExp(`row t\\d{5} has ${longest} tokens.*${longest - 1}`),
    );
    expect((await planned(set, short(longest))).proofs.every(({ passed }) => passed)).toBe(true);
  });
});

describe('the same rows on the same model', () => {
  const job = (data: string, state: TuningJob['state'], base = BASE): TuningJob => ({
    ...{ id: 'ftjob-1', state, said: state, base, name: null, mark: null, data, createdAt: QUIET },
    ...{ endedAt: null, model: null, tokens: null, usd: null, why: null },
  });
  const among = (jobs: readonly TuningJob[]) => ({ tuning: { jobs: () => Promise.resolve(jobs) } });

  it('are asked about where a job of them is there that did not come to nothing', async () => {
    const { hash } = (await planned(set)).data.set;
    for (const state of ['waiting', 'running', 'succeeded'] as const) {
      const { asks } = await planned(set, among([job(hash, state)]));
      expect(asks).toHaveLength(1);
      expect(asks[0]!.asks).toContain('ftjob-1');
      expect(asks[0]!.yes).toMatch(/--name/);
    }
    for (const other of [
      job(hash, 'failed'),
      job(hash, 'cancelled'),
      job('0', 'succeeded'),
      job(hash, 'running', 'other'),
    ])
      expect((await planned(set, among([other]))).asks).toEqual([]);
    // A second name is nobody's mistake.
    expect((await planned(set, { ...among([job(hash, 'running')]), named: true })).asks[0]!.yes).toBeNull();
  });

  it('are asked about where a run of this lab has them', async () => {
    const lab = newFolder();
    const { data } = await planned(set, { lab });
    const { hash, agent, control, labels, rows } = data.set;
    const run: ProviderRun = {
      ...{ version: 1, name: 'before', createdAt: QUIET, homines: '0.1.0', on: 'openai' },
      data: { hash, agent, control, labels, train: rows.train, heldOut: rows.heldOut },
      provider: { name: 'openai', address: 'https://api.openai.com/v1' },
      base: { given: BASE, kind: 'provider', path: `openai/${BASE}`, name: 'base' },
      options: { epochs: 1, lr: null, rank: null, batch: null, seed: 1 },
      price: { tokens: 1, usd: null, most: null },
    };
    const folder = join(lab, 'tunes/before');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'run.json'), JSON.stringify(run));
    const { asks } = await planned(set, { lab, price: null });
    expect(asks.map((one) => one.asks)[0]).toContain('run before');
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ ...run, on: 'together' }));
    expect((await planned(set, { lab, price: null })).asks).toEqual([]);
  });
});

describe('what the provider says when it has the rows', () => {
  const checked = async (
    usd: number | null,
    said: { usd: number | null; most: number | null },
    shown: null | 'well' | 'prompt' | 'other' = null,
  ) => {
    const { data } = await planned(set);
    return uploadedCheck({
      tuning: {
        tuner: 'together',
        estimate: () => Promise.resolve(usd),
        preview: () =>
          Promise.resolve(
            shown === null
              ? null
              : data.train.slice(0, 4).map(({ completion }) => ({
                  tokens: 200,
                  trained: shown === 'prompt' ? 200 : 3,
                  text: shown === 'other' ? 'something else' : `${completion}<|eot_id|>`,
                })),
          ),
      },
      order: {
        ...{ name: 'x', mark: 'homines-1', data: data.set.hash, base: 'b', train: 'file-1', heldOut: null },
        options: { epochs: 1, lr: null, rank: null, batch: null, seed: 1 },
      },
      ...{ train: data.train, price: said, now: QUIET, signal: new AbortController().signal },
    });
  };

  it('is held against the cap and against what was said before', async () => {
    await expect(checked(11, { usd: 9, most: 10 })).rejects.toThrow(/--max-cost/);
    expect((await checked(10, { usd: 9, most: 10 })).asks).toEqual([]);
    expect((await checked(9.8, { usd: 9, most: null })).asks).toEqual([]);
    const dearer = await checked(10, { usd: 9, most: null });
    expect(dearer.asks).toHaveLength(1);
    expect(dearer.asks[0]!.yes).toMatch(/USD 10\.00.*USD 9\.00.*--max-cost/);
    expect((await checked(null, { usd: 9, most: 10 })).says).toEqual([]);
  });

  it('shows the mask: the answer and nothing else is trained, or the job is not ordered', async () => {
    expect((await checked(1, { usd: 1, most: null })).mask).toBeNull();
    expect((await checked(1, { usd: 1, most: null }, 'well')).mask).toMatchObject({ name: 'mask', passed: true });
    await expect(checked(1, { usd: 1, most: null }, 'prompt')).rejects.toThrow(/its prompt with them/);
    await expect(checked(1, { usd: 1, most: null }, 'other')).rejects.toThrow(/something else than its answer/);
  });
});
