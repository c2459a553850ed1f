/** `homines tune report` against a server of ours: what is asked, kept, counted and said. One lab is measured once, and looked at again. */
import { appendFileSync, cpSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { LogReader } from '../../src/core/log-reader.ts';
import { openLog } from '../../src/store/log-reader.ts';
import { type TunedLab, tunedLab } from './tuned-lab.ts';

const rate = z.object({ k: z.number(), n: z.number(), rate: z.number() });
const row = z.object({ agreement: rate, probability: z.object({ mean: z.number(), n: z.number() }).nullable() });
const document = z.object({
  unasked: z.number(),
  unfinished: z.string().nullable(),
  standing: z.object({ kind: z.string() }),
  columns: z.array(z.object({ role: z.string(), name: z.string(), head: z.string() })),
  missing: z.array(z.object({ role: z.string(), why: z.string() })),
  heldOut: z.array(
    z.object({
      form: z.string(),
      rows: z.array(
        z.object({
          node: z.string(),
          method: z.string(),
          n: z.number(),
          baseRate: z.object({ rate: z.number() }),
          cells: z.array(row.nullable()),
        }),
      ),
    }),
  ),
  tasks: z.array(
    z.object({
      form: z.string(),
      rows: z.array(
        z.object({
          task: z.string(),
          key: z.string(),
          theory: z.number().nullable(),
          cells: z.array(z.object({ value: z.number(), n: z.number() }).nullable()),
        }),
      ),
    }),
  ),
  learned: z.array(z.object({ role: z.string(), form: z.string(), learned: z.string() })),
  kappa: z.array(z.object({ role: z.string(), form: z.string(), from: z.string() })),
  outcomes: z.array(
    z.object({
      role: z.string(),
      form: z.string(),
      task: z.string(),
      questions: z.number(),
      outcomes: z.record(z.string(), z.number()),
    }),
  ),
  offTopic: z.array(z.object({ before: z.string().nullable(), after: z.string().nullable() })),
  curves: z.object({ loss: z.array(z.unknown()), heldOut: z.array(z.unknown()) }),
});
type ReportDocument = z.infer<typeof document>;

const FORMS = ['words', 'json', 'decision'];

let lab: TunedLab;
let found: ReportDocument;
let askedFirst = 0;
let interrupted: number | null = null;

const read = async (line = 'tune report ego --quick --again --json'): Promise<ReportDocument> => {
  const { out, err } = await lab.homines(line);
  if (out === '') throw new Error(err);
  return document.parse(JSON.parse(out));
};
const askedInAll = (): number => ['small-base', 'ego', 'shuffled'].reduce((sum, name) => sum + lab.asked(name), 0);

async function inLog<T>(of: (log: LogReader) => Promise<T>): Promise<T> {
  const log = await openLog(lab.db);
  try {
    return await of(log);
  } finally {
    log.close();
  }
}

beforeAll(async () => {
  lab = await tunedLab();
  const begun = lab.begin('tune report ego --quick');
  const ended = new Promise<number | null>((done) => begun.once('exit', (code) => done(code)));
  while (askedInAll() < 40) await new Promise((done) => setTimeout(done, 50));
  begun.kill('SIGINT');
  interrupted = await ended;
  askedFirst = askedInAll();
  found = await read('tune report ego --quick --json');
}, 600_000);
afterAll(() => lab[Symbol.asyncDispose]());

describe('a report of a run', () => {
  test('interrupted and begun again it asks every question once', async () => {
    expect(interrupted).toBe(130);
    expect(askedFirst).toBeGreaterThanOrEqual(40);
    const calls = await inLog(async (log) => {
      const all = [];
      for (const { code } of await log.matches({})) all.push(...(await log.calls(code)));
      // What was interrupted before it was sent was heard by nobody.
      return all.filter(({ outcome }) => outcome !== 'failed');
    });
    const plain = await inLog(async (log) => {
      const events = [];
      for (const { code } of await log.sessions()) events.push(...(await log.events(code)));
      return events.filter(({ kind }) => kind === 'off topic').length;
    });
    // What was under way when it was interrupted was heard by the server, and by nobody here: two at once at most, a decision in two orders.
    const lost = askedInAll() - calls.length - plain;
    expect(lost).toBeGreaterThanOrEqual(0);
    expect(lost).toBeLessThanOrEqual(10);
    const once = new Set(
      calls.map(({ match, turn, seat, key, attempt }) => `${match} ${turn} ${seat} ${key} ${attempt}`),
    );
    expect(once.size).toBe(calls.length);
    expect(found.unasked).toBe(0);
    const before = askedInAll();
    expect((await lab.homines('tune report ego --quick --json')).code).toBe(0);
    expect(askedInAll()).toBe(before);
  });

  test('held-out agreement is what the stored answers and the rows of the set come to', async () => {
    const answers = new Map(lab.rows.map((one) => [one.id, one]));
    const counted = new Map<string, { k: number; n: number }>();
    await inLog(async (log) => {
      for (const session of await log.sessions()) {
        const events = await log.events(session.code);
        const subject = events.flatMap((one) =>
          one.kind === 'evaluated' && one.body.set !== null ? [one.body.shown] : [],
        )[0];
        if (subject === undefined) continue;
        for (const event of events) {
          if (event.kind !== 'profile match' || event.body.task !== 'held-out') continue;
          const wanted = answers.get(event.body.where)!;
          const mine = (await log.decisions(event.match)).filter(
            ({ source }) => source === 'chosen' || source === 'repaired',
          );
          const [given] = mine;
          const told = given?.distribution ?? null;
          const said = told === null ? given?.answer : told.options[told.mean.indexOf(Math.max(...told.mean))];
          const name = `${subject} ${FORMS[event.body.agent]}`;
          const sum = counted.get(name) ?? { k: 0, n: 0 };
          counted.set(name, { k: sum.k + (String(said) === String(wanted.answer) ? 1 : 0), n: sum.n + 1 });
        }
      }
    });
    expect(counted.size).toBe(12);
    for (const { form, rows } of found.heldOut)
      for (const [at, { name }] of found.columns.entries())
        expect(rows[0]!.cells[at]!.agreement).toMatchObject(counted.get(`${name} ${form}`)!);
    const own = found.heldOut.map(({ rows }) => rows[0]!.cells[2]!.agreement.rate);
    expect(own).toEqual([1, 1, 1]);
    const decision = found.heldOut.find(({ form }) => form === 'decision')!.rows[0]!;
    expect(decision.cells[2]!.probability!.mean).toBeCloseTo(0.9, 6);
  });

  test('the base rate is that of the more frequent answer at each node', () => {
    for (const { rows } of found.heldOut)
      for (const { node, method, n, baseRate } of rows.slice(1)) {
        const [game, key] = [node.split(' ')[0], node.split(' ').slice(1).join(' ')];
        const all = lab.rows.filter(
          ({ source }) => source?.game === game && source?.key === key && source?.method === method,
        );
        // Where every row of a node was asked the share is that of the set.
        if (all.length !== n) continue;
        const counts = [...Map.groupBy(all, ({ answer }) => answer).values()].map((some) => some.length);
        expect(baseRate.rate).toBeCloseTo(Math.max(...counts) / n, 9);
      }
  });

  test('every column answers the published protocols, and theory stands beside', () => {
    expect(found.columns.map(({ role }) => role)).toEqual(['base', 'prompted', 'tuned', 'control']);
    const words = found.tasks.find(({ form }) => form === 'words')!;
    expect(new Set(words.rows.map(({ task }) => task))).toEqual(
      new Set(['dilemmas', 'trust', 'ultimatum', 'public goods']),
    );
    const afterD = words.rows.find(({ task, key }) => task === 'dilemmas' && key === 'after_D')!;
    expect(afterD.theory).toBe(0);
    expect(afterD.cells.every((cell) => cell?.n === 6)).toBe(true);
    expect(
      found.outcomes.filter(({ task }) => task === 'dilemmas' && task).every(({ questions }) => questions === 18),
    ).toBe(true);
    expect(found.offTopic.every(({ before, after }) => before !== null && after !== null)).toBe(true);
    expect(
      found.kappa.some(({ role, form, from }) => role === 'tuned' && form === 'decision' && from === 'protocols'),
    ).toBe(true);
  });

  test('as text it fits into 80 columns, as a page it asks for nothing and holds its figures', async () => {
    const { out, code } = await lab.homines('tune report ego --quick --again --out page.html');
    expect(code).toBe(0);
    for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
    // How many answered at all, and looks from the base's on, which is none of training.
    expect(out).toMatch(/^ *answered +\d+ of \d+ +\d+ of \d+/m);
    expect(out).toMatch(/└─0──1──2\n/);
    const html = readFileSync(join(lab.folder, 'page.html'), 'utf8');
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script(?! type="application\/json")|<link|<img|https?:\/\/(?!vega|www\.w3)/);
    expect(html.match(/<svg /g)!.length).toBeGreaterThanOrEqual(2);
  });
});

describe('what is said of a run that is not what it should be', () => {
  const events = (name: string): string => join(lab.folder, 'tunes', name, 'events.jsonl');

  test('a run whose proof failed is called no tuned model, in every head', async () => {
    const before = readFileSync(events('ego'), 'utf8');
    const proof = { name: 'mask', passed: false, figure: '0 of 40 rows', fault: 'row t00003', at: 1 };
    appendFileSync(events('ego'), `${JSON.stringify({ kind: 'proof', at: 1, proof })}\n`);
    const report = await read();
    expect(report.standing.kind).toBe('not a tuned model');
    expect(report.columns[2]!.head).toBe('not a tuned model');
    const { out } = await lab.homines('tune report ego --quick --again');
    expect(out).toContain('row t00003');
    expect(out.replaceAll(/not\s+a\s+tuned\s+model/g, '')).not.toContain('tuned model');
    writeFileSync(events('ego'), before);
  });

  test('without a control its column is missing, and why is said', async () => {
    renameSync(join(lab.folder, 'tunes/shuffled/run.json'), join(lab.folder, 'tunes/shuffled/away.json'));
    const report = await read();
    expect(report.columns.map(({ role }) => role)).toEqual(['base', 'prompted', 'tuned']);
    expect(report.missing.map(({ role }) => role)).toEqual(['control']);
    renameSync(join(lab.folder, 'tunes/shuffled/away.json'), join(lab.folder, 'tunes/shuffled/run.json'));
  });

  test('a run that is not finished is told so, and nothing is asked', async () => {
    cpSync(join(lab.folder, 'tunes/ego'), join(lab.folder, 'tunes/half'), { recursive: true });
    const lines = readFileSync(events('half'), 'utf8')
      .split('\n')
      .filter((line) => !line.includes('"finished"'));
    writeFileSync(events('half'), lines.join('\n'));
    const file = join(lab.folder, 'tunes/half/run.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"ego"', '"half"'));
    const before = askedInAll();
    const { code, out } = await lab.homines('tune report half --json');
    const report = document.parse(JSON.parse(out));
    expect({ code, asked: askedInAll() - before, columns: report.columns }).toEqual({ code: 1, asked: 0, columns: [] });
    expect(report.unfinished).toContain('half');
    expect(report.curves.heldOut).toHaveLength(3);
  });

  test.each([
    'tune report',
    'tune report egon',
    'tune report ego shuffled',
    'tune report ego --control ego',
    'tune report ego --control nobody',
  ])('%s is refused', async (line) => {
    const { code, out, err } = await lab.homines(line);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trim().split('. ').length).toBeLessThanOrEqual(2);
  });
});
