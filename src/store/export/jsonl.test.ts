/** Every row of every table, as it is stored. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { anyDistribution } from '../../../test/any-distribution.ts';
import { expect, it } from 'vitest';
import { newCode } from '../../core/ids.ts';
import type { StoredEvent } from '../../core/events.ts';
import type { EventRow, LogRow } from '../../core/log.ts';
import { exportTables } from '../export.ts';
import { openStore } from '../open.ts';
import { lessonFile, stored } from '../../../test/database/lesson.ts';
import { match, session } from '../../../test/database/sample.ts';

const linesOf = (file: string): readonly LogRow[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): LogRow => JSON.parse(line));

/** An event of a kind that only a newer version knows. */
const newer = (row: StoredEvent): LogRow => ({ table: 'event', row: row as EventRow });

it('holds exactly the rows that were handed in', async () => {
  const { place, file, rows } = await lessonFile();
  await exportTables({ files: [file], out: join(place, 'events.jsonl') });
  const lines = linesOf(join(place, 'events.jsonl'));
  expect(lines).toHaveLength(rows.length);
  expect(lines).toEqual(expect.arrayContaining([...rows]));
});

it('holds exactly what the database holds, whatever the texts, numbers and times are, and can be taken again', async () => {
  const said = fc.string({ unit: 'binary', maxLength: 12 });
  const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
  const at = fc.integer({ min: 0, max: 2 ** 45 });
  const whole = fc.nat(1000);
  const answer = fc.oneof(
    said,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
    fc.integer(),
  );
  const given = fc.record({
    ...{
      seat: fc.nat(1),
      key: said,
      position: whole,
      revision: whole,
      role: said,
      round: whole,
      practice: fc.boolean(),
      answer,
    },
    ...{
      shownAt: maybe(at),
      answeredAt: at,
      ms: maybe(at),
      marks: maybe(fc.array(fc.tuple(whole, said), { maxLength: 2 })),
    },
    ...{
      options: maybe(fc.array(said, { maxLength: 2 })),
      because: maybe(said),
      notes: maybe(fc.dictionary(said, said, { maxKeys: 2 })),
    },
    source: fc.constantFrom('chosen', 'repaired', 'substituted', 'forced'),
    distribution: maybe(anyDistribution),
  });
  const asked = fc.record({
    ...{
      turn: whole,
      seat: fc.nat(1),
      key: said,
      attempt: whole,
      provider: said,
      model: said,
      request: said,
      response: said,
    },
    outcome: fc.constantFrom('answered', 'repaired', 'refused', 'invalid', 'timed out', 'failed'),
    ...{
      tokensIn: maybe(whole),
      tokensOut: maybe(whole),
      cost: maybe(fc.double({ min: 0, max: 9, noNaN: true })),
      ms: whole,
      at,
      served: maybe(said),
      reading: maybe(fc.constantFrom('json', 'words', 'last sentence', 'probabilities')),
      leftOut: fc.array(said, { maxLength: 2 }),
      rotation: maybe(fc.nat({ max: 3 })),
    },
  });
  const happened = fc.record({ kind: said, body: fc.jsonValue({ maxDepth: 1 }), at });
  const played = fc.record({
    decisions: fc.array(given, { maxLength: 4 }),
    calls: fc.array(asked, { maxLength: 3 }),
    events: fc.array(happened, { maxLength: 2 }),
    ending: maybe(fc.record({ how: fc.constantFrom('finished', 'left', 'unpaid', 'failed'), at })),
    points: fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 2 }),
    config: fc.dictionary(said, answer, { maxKeys: 2 }),
  });
  const lab = fc.record({
    people: fc.array(fc.record({ label: maybe(said), treatment: maybe(said), joinedAt: at }), { maxLength: 2 }),
    matches: fc.array(played, { minLength: 1, maxLength: 3 }),
    events: fc.array(happened, { maxLength: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(lab, { minLength: 1, maxLength: 3 }), async (labs) => {
      const rows = labs.flatMap(({ people, matches, events }): readonly LogRow[] => {
        const mine = session({ kind: 'lab' });
        const codes = people.map(() => newCode());
        return [
          { table: 'session', row: mine },
          ...people.map((person, i): LogRow => ({
            table: 'participant',
            row: { code: codes[i]!, session: mine.code, ...person },
          })),
          ...events.map((event) => newer({ session: mine.code, match: null, participant: codes[0] ?? null, ...event })),
          ...matches.flatMap(({ decisions, calls, ending, points, config, events: its }): readonly LogRow[] => {
            const row = match(mine.code, { config });
            const of = row.code;
            return [
              { table: 'match', row },
              ...decisions.map((one, turn): LogRow => stored({ match: of, turn, ...one })),
              ...calls.map((one): LogRow => ({ table: 'call', row: { match: of, ...one } })),
              ...its.map((event) => newer({ session: mine.code, match: of, participant: null, ...event })),
              ...(ending === null ? [] : [{ table: 'ending' as const, row: { match: of, ...ending } }]),
              ...points.map((number, seat): LogRow => ({ table: 'payoff', row: { match: of, seat, points: number } })),
            ];
          }),
        ];
      });
      const place = mkdtempSync(join(tmpdir(), 'homines-jsonl-'));
      const [file, copy] = [join(place, 'lab.sqlite'), join(place, 'copy.sqlite')];
      const out = (name: string): string => join(place, `${name}.jsonl`);
      const anything = rows.some(({ table }) => table === 'decision');
      try {
        await keepIn(file, rows);
        const exported = exportTables({ files: [file], out: out('first'), all: true });
        if (!anything) {
          await expect(exported).rejects.toThrow('Nothing has been answered yet');
          return;
        }
        await exported;
        const lines = linesOf(out('first'));
        const sorted = (all: readonly LogRow[]): readonly string[] => all.map((row) => JSON.stringify(row)).sort();
        expect(sorted(lines)).toEqual(sorted(rows));
        await keepIn(copy, lines);
        await exportTables({ files: [copy], out: out('second'), all: true });
        expect(readFileSync(out('second'), 'utf8')).toBe(readFileSync(out('first'), 'utf8'));
      } finally {
        rmSync(place, { recursive: true });
      }
    }),
    { numRuns: 40 },
  );
});

async function keepIn(file: string, rows: readonly LogRow[]): Promise<void> {
  const store = await openStore(file);
  await store.record(rows);
  store.close();
}

it('is in an order in which a store takes it again, and then exports the same', async () => {
  const { place, file } = await lessonFile();
  const [first, second] = [join(place, 'first.jsonl'), join(place, 'second.jsonl')];
  await exportTables({ files: [file], out: first });
  const copy = join(place, 'copy.sqlite');
  const store = await openStore(copy);
  for (const row of linesOf(first)) await store.record([row]);
  store.close();
  await exportTables({ files: [copy], out: second });
  expect(readFileSync(second, 'utf8')).toBe(readFileSync(first, 'utf8'));
});

it('tells within a match what happened in its order: calls before the answer that they led to', async () => {
  const { place, file, matches } = await lessonFile();
  await exportTables({ files: [file], out: join(place, 'events.jsonl') });
  const of = (code: string) =>
    linesOf(join(place, 'events.jsonl')).flatMap(({ table, row }) =>
      'match' in row && row.match === code ? [table] : [],
    );
  expect(of(matches.prices)).toEqual([
    'call',
    'call',
    ...Array.from({ length: 6 }, () => 'decision'),
    'ending',
    'payoff',
  ]);
  expect(of(matches.first)).toEqual(['decision', 'decision', 'decision', 'ending', 'payoff', 'payoff', 'event']);
});

it('documents every field', async () => {
  const { place, file } = await lessonFile();
  const { tables } = await exportTables({ files: [file], out: join(place, 'events.jsonl') });
  const documented = new Map(tables.map(({ name, columns }) => [name, columns.map((column) => column.name)]));
  for (const { table, row } of linesOf(join(place, 'events.jsonl')))
    expect(Object.keys(row)).toEqual(documented.get(table));
  expect(Object.fromEntries(tables.map(({ name, rows }) => [name, rows]))).toEqual({
    session: 1,
    tuning: 0,
    participant: 2,
    match: 4,
    decision: 12,
    call: 2,
    ending: 3,
    payoff: 5,
    tally: 2,
    event: 3,
  });
});
