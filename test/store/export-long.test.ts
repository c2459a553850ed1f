/** The long table over many matches: order, pages and levels against a plain query; cells; what models were asked. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRow } from '../../src/core/log.ts';
import { connectReader } from '../../src/store/connect.ts';
import { exportTables } from '../../src/store/export.ts';
import { openStore } from '../../src/store/open.ts';
import { writer } from '../database/child.ts';
import { readCsv } from '../database/csv.ts';
import { lessonFile, stored } from '../database/lesson.ts';
import { begun, decision, folder, match, named, session } from '../database/sample.ts';
import { FORMATS } from '../../src/store/export/formats.ts';
import { kappaOf, longColumns } from '../../src/store/export/long-columns.ts';
import { cellText, isoTime } from '../../src/store/export/csv.ts';

const read = (file: string) => readCsv(readFileSync(file, 'utf8'));

it('is what a plain query says, however sessions interleave and however long their matches are', async () => {
  const sizes = fc.array(
    fc.record({ session: fc.nat(2), decisions: fc.oneof(fc.nat(5), fc.constant(1100), fc.constant(1000)) }),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(2), async (matches, chosen) => {
      const place = folder();
      const file = join(place, 'lab.sqlite');
      const store = await openStore(file);
      const sessions = [session({ kind: 'run' }), session({ kind: 'lab' }), session({ kind: 'lab' })];
      await store.record([
        ...sessions.map((row): LogRow => ({ table: 'session', row })),
        named(sessions[1]!.code, 'Monday'),
      ]);
      for (const { session: of, decisions } of matches) {
        const played = match(sessions[of]!.code, { config: { decisions } });
        await store.record([
          { table: 'match', row: played },
          ...Array.from({ length: decisions }, (_, turn) =>
            stored(decision(played.code, { turn, seat: turn % 2, answer: turn })),
          ),
          { table: 'payoff', row: { match: played.code, seat: 0, points: decisions / 8 } },
        ]);
      }
      store.close();
      const db = connectReader(file);
      const expected = db
        .prepare<[string]>(
          `select s.code as session, m.code as match, d.turn, d.seat, m.config, p.points
           from session s join match m on m.session = s.id join decision d on d.match = m.id left join payoff p on p.match = m.id and p.seat = d.seat
           where s.code = ? order by s.id, m.id, d.id`,
        )
        .all(sessions[chosen]!.code);
      db.close();
      const out = join(place, 'out.csv');
      if (expected.length === 0)
        await expect(exportTables({ files: [file], out, sessions: [sessions[chosen]!.code] })).rejects.toThrow(
          'Nothing has been answered',
        );
      else {
        await exportTables({ files: [file], out, sessions: [sessions[chosen]!.code] });
        const rows = read(out).map((row) => ({
          session: row['session.code'],
          match: row['match.code'],
          turn: Number(row['turn']),
          seat: Number(row['player.id_in_group']) - 1,
          config: row['config'],
          points: row['player.payoff'] === '' ? null : Number(row['player.payoff']),
        }));
        expect(rows).toEqual(expected);
      }
      rmSync(place, { recursive: true });
    }),
    { numRuns: 12 },
  );
});

it('says what a model was asked: calls, outcome, tokens, cost and a hash of the prompt', async () => {
  const { place, file, matches } = await lessonFile();
  await exportTables({ files: [file], out: join(place, 'out.csv') });
  const rows = read(join(place, 'out.csv')).filter((row) => row['match.code'] === matches.prices);
  expect(rows.filter((row) => row['call.count'] !== '').map((row) => [row['turn'], row['player.id_in_group']])).toEqual(
    [['0', '2']],
  );
  expect(rows[1]).toMatchObject({
    'agent.kind': 'model',
    'agent.kappa': '0.25',
    'call.count': '2',
    'call.model': 'local/base',
    'call.outcome': 'timed out',
    'call.tokens_in': '40',
    'call.tokens_out': '6',
    'call.cost': '0.25',
    // sha256 of [{"role":"user","content":"Your price?"}]
    'prompt.hash': '41f0e03bbcd6',
  });
});

describe('cells', () => {
  it('are times as JavaScript writes them', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 4e12 }), (ms) => {
        expect(isoTime(ms)).toBe(new Date(ms).toISOString());
      }),
    );
  });

  it('are data as it was given, unless they are for Excel', async () => {
    const plain = cellText(false);
    for (const text of ['=1+1', '+49 30', '-', '@home', 'a']) expect(plain(text, 'text')).toBe(text);
    const excel = cellText(true);
    expect(['=1+1', '+49 30', '-1,5', '@home', 'a=b', '–'].map((text) => excel(text, 'text'))).toEqual([
      "'=1+1",
      "'+49 30",
      '"\'-1,5"',
      "'@home",
      'a=b',
      '–',
    ]);
    // A number is one, negative or not.
    expect(excel(-1.25, 'text')).toBe('-1.25');
    const { place, file } = await lessonFile();
    await exportTables({ files: [file], out: join(place, 'excel.csv'), excel: true });
    const text = readFileSync(join(place, 'excel.csv'), 'utf8');
    expect(text.charCodeAt(0)).toBe(0xfeff);
    expect(text).toContain(`"'=Bob, ""the second"" κ"`);
    await exportTables({ files: [file], out: join(place, 'plain.csv') });
    expect(readFileSync(join(place, 'plain.csv'), 'utf8')).toMatch(/^session\.code,[^]*"=Bob, ""the second"" κ"/);
  });

  it('are read back as they were, but for what commands a terminal, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), (texts) => {
        const names = texts.map((_, i) => `c${i}`);
        const row = readCsv(
          `${names.join(',')}\n${texts.map((text) => cellText(false)(text, 'text')).join(',')}\n`,
        )[0]!;
        const read = Object.values(row);
        for (const [i, text] of texts.entries()) {
          expect(read[i]).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
          if (!/[\p{C}\u2028\u2029]|\p{M}{9}/u.test(text)) expect(read[i]).toBe(text);
        }
      }),
    );
  });

  it.each([
    ['theory', 'economicus', 0],
    ['theory', 'economicus/grim', 0],
    ['theory', 'moralis:0.5', 0.5],
    ['theory', 'moralis:1/buyers', 1],
    ['model', 'local/base+moralis:0.25', 0.25],
    ['model', 'local/base+economicus', 0],
    ['model', 'local/moralis-lora', null],
    ['model', 'economicus/moralis:1', null],
    ['model', 'local/base+economicus-7b', null],
    ['standin', 'baseline', null],
    ['script', 'script:C:D', null],
    ['human', 'human', null],
  ])('name κ: %s %s is %s', (kind, id, kappa) => {
    expect(kappaOf(kind, id)).toBe(kappa);
  });
});

it('has names that Stata takes: 32 characters, and none the same without its points', () => {
  const names = longColumns.map(({ name }) => name.replaceAll(/\W/g, ''));
  expect(longColumns.filter(({ name }) => name.length > 32)).toEqual([]);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
});

describe('nothing is left behind', () => {
  it('when a companion cannot be written', async () => {
    const { file } = await lessonFile();
    for (const format of FORMATS) {
      const place = folder();
      const [folderOf, book] = format === 'otree' ? [join(place, 'out'), 'codebook.csv'] : [place, 'out.codebook.csv'];
      mkdirSync(join(folderOf, book), { recursive: true });
      await expect(exportTables({ files: [file], out: join(place, 'out.csv'), format })).rejects.toThrow(
        `${book} is a folder`,
      );
      expect(readdirSync(folderOf)).toEqual([book]);
    }
  });

  it('when it is stopped', async () => {
    const { file, match: played } = await large();
    const place = folder();
    writeFileSync(join(place, 'out.csv'), 'old');
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('enough')), 20);
    await expect(exportTables({ files: [file], out: join(place, 'out.csv'), stop: stop.signal })).rejects.toThrow(
      'enough',
    );
    expect(readdirSync(place)).toEqual(['out.csv']);
    expect(readFileSync(join(place, 'out.csv'), 'utf8')).toBe('old');
    expect(played).not.toBe('');
  });
});

async function large() {
  const file = join(folder(), 'lab.sqlite');
  const store = await openStore(file);
  const { match: played, rows } = begun({ kind: 'run' });
  await store.record([
    ...rows,
    ...Array.from({ length: 30_000 }, (_, turn) => stored(decision(played.code, { turn }))),
  ]);
  store.close();
  return { file, match: played.code };
}

it('every format holds exactly what was committed when it began, while others write', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const store = await openStore(file);
  const { match: played, rows } = begun({}, 'Monday');
  const before = Array.from({ length: 500 }, (_, turn) =>
    stored(decision(played.code, { turn, key: 'price', round: turn + 1 })),
  );
  await store.record([...rows, ...before]);
  const child = writer(file, played.code, 0, 500, Number.MAX_SAFE_INTEGER);
  try {
    // Wide first: of a match that grows all the time it becomes too wide where the others take a second before it.
    for (const format of new Set(['wide' as const, ...FORMATS])) {
      await child.reached(child.acknowledged().length + 5);
      const least = 500 + child.acknowledged().length;
      const { decisions, tables } = await exportTables({ files: [file], out: join(place, `out.${format}`), format });
      const afterwards = (await store.decisions(played.code)).length;
      expect(decisions).toBeGreaterThanOrEqual(least);
      expect(decisions).toBeLessThan(afterwards);
      const said = { long: 'long', parquet: 'long', jsonl: 'decision', wide: 'wide', otree: 'prisoners_dilemma' }[
        format
      ];
      // One row a decision, which is a round of its own here; in wide one a seat, in oTree's table one a seat and round.
      const rows = { wide: 2, otree: 2 * decisions }[format as string] ?? decisions;
      expect(tables.find(({ name }) => name === said)!.rows).toBe(rows);
    }
    const turns = (file_: string, pattern: RegExp) =>
      [...readFileSync(file_, 'utf8').matchAll(pattern)].map((found) => Number(found[1]));
    const told = turns(join(place, 'out.jsonl'), /"table":"decision","row":\{"match":"[a-z]{8}","turn":(\d+)/g);
    expect(told).toEqual([...told.keys()]);
  } finally {
    child.process.kill();
    await child.closed;
    store.close();
  }
});

it('a table too wide for other programs is refused, and what to do is said', async () => {
  const file = join(folder(), 'lab.sqlite');
  const store = await openStore(file);
  const { match: played, rows } = begun({ kind: 'run' });
  await store.record([
    ...rows,
    ...Array.from({ length: 5000 }, (_, turn) => stored(decision(played.code, { turn, round: turn + 1 }))),
  ]);
  store.close();
  const place = folder();
  await expect(exportTables({ files: [file], out: join(place, 'out.csv'), format: 'wide' })).rejects.toThrow(
    /^The wide table would have 75,034 columns, more than Stata \(32,767\) .* --format long or otree/,
  );
  expect(readdirSync(place)).toEqual([]);
});
