/** Text from outside through every door: whatever a server said, a person typed or a database holds, no byte that leaves commands a terminal. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogRow } from '../src/core/log.ts';
import { loadGame } from '../src/disk/games.ts';
import { openLog } from '../src/store/log-reader.ts';
import { openStore } from '../src/store/open.ts';
import { cooperating, keep, playClass, rating } from './class.ts';
import { trusted } from './config-folder.ts';
import { newLab } from './lab.ts';
import { type Ended, homines } from './program.ts';
import { type Key, open, type Terminal } from './terminal.ts';
import { answersBy, serveAs, type Server } from './model/server.ts';

/** What a hostile server, a careless paste and a broken file bring along. */
const NASTY =
  'N\x1b[31mred\x1b]0;TITLE\x07\x1b]52;c;Y29weQ==\x1b\\\x9b2J\x90q\x9c\x85\u202eevil\u2066\u2069\u200f\u200b\ud800\x00\b\x7f\u2028\u2029\ufeff\r\nx\ty';
/** None of it may be in what leaves: controls but the line break, C1, direction, half a pair, what has no width. */
const FORBIDDEN =
  /(?!\n)[\p{Cc}\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u;

function harmless(text: string, where: string): void {
  const found = FORBIDDEN.exec(text);
  const at = found?.index ?? 0;
  expect(found === null ? null : JSON.stringify(text.slice(Math.max(0, at - 60), at + 20)), where).toBeNull();
  // A sequence goes whole: what is left of one that lost only its first byte is no harm, and no text either.
  expect(/(?<!\\u001b)(?:\[31mred|\]0;TITLE)/.test(text), where).toBe(false);
}

/** Everything that a row says in words of others, made as bad as it can be. */
function spoilt(given: LogRow): LogRow {
  const { table, row } = given;
  switch (table) {
    case 'session':
      return { table, row: { ...row, version: `0.1.0${NASTY}` } };
    case 'participant':
      return { table, row: { ...row, label: `p${row.code}${NASTY}`, treatment: `t${NASTY}` } };
    case 'match':
      return {
        table,
        row: {
          ...row,
          seats: row.seats.map((seat) => ({
            ...seat,
            shown: `${seat.shown}${NASTY}`,
            ...(seat.kind === 'model' ? { id: `${seat.id}${NASTY}` } : {}),
          })),
        },
      };
    case 'decision':
      return { table, row: { ...row, because: `because ${NASTY}`, notes: { [`note${NASTY}`]: NASTY } } };
    case 'event':
      return row.kind === 'named' ? { table, row: { ...row, body: { name: `class${NASTY}` } } } : { table, row };
    default:
      return given;
  }
}

const lab = newLab();
let server: Server;
const env = { HOMINES_DB: lab.db, LOCAL_KEY: 'sk-1' };
const call = (...args: readonly string[]): Promise<Ended> => homines(args, { cwd: lab.folder, env });

beforeAll(async () => {
  const reply = ({ body }: { readonly body: { readonly messages?: readonly { content: string }[] } }): string => {
    const asked = body.messages?.map(({ content }) => content).join('\n') ?? '';
    const [, first = 'C'] = /Possible answers: "([^"]*)"/.exec(asked) ?? [];
    const [, least] = /from ([\d.]+) to/.exec(asked) ?? [];
    return JSON.stringify({ reasons: `reasons ${NASTY}`, answer: least === undefined ? first : Number(least) });
  };
  server = await serveAs({ models: [{ id: 'small' }, { id: 'broken' }, { id: `evil${NASTY}` }] }, (res, asked) => {
    if (asked.body.model === 'small') return answersBy(reply)(res, asked);
    res.writeHead(400, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ error: { message: `no ${NASTY}`, type: NASTY, code: NASTY } }));
  });
  const file = {
    providers: { local: { address: server.address } },
    agents: { 'local/small': { system: `be kind ${NASTY}` }, 'local/broken': {} },
  };
  writeFileSync(join(lab.folder, 'homines.config.json'), JSON.stringify(file));
  trusted(file);
  const [dilemma, vehicles] = await Promise.all([loadGame('prisoners-dilemma'), loadGame('autonomous-vehicles')]);
  const store = await openStore(lab.db);
  const treatment = (who: number): string => (who % 2 === 0 ? 'a' : 'b');
  const classes = [
    await playClass({
      game: dilemma,
      name: 'one',
      people: 8,
      against: 'moralis:0.5',
      choose: cooperating(0.7, 0.8, 0.1),
      treatment,
    }),
    await playClass({
      game: dilemma,
      name: 'two',
      people: 6,
      against: 'human',
      choose: cooperating(0.4, 0.8, 0.1),
      seed: 2,
    }),
    await playClass({
      game: dilemma,
      name: 'm',
      people: 4,
      against: 'economicus',
      choose: cooperating(0.5, 0.5, 0.5),
      seed: 3,
      model: { id: 'local/evil', wordings: ['abcdef012345'] },
    }),
    await playClass({ game: vehicles, name: 'three', people: 6, against: '', choose: rating(40), seed: 4 }),
  ];
  await keep(
    store,
    classes.map((one) => ({ ...one, rows: one.rows.map(spoilt) })),
  );
  store.close();
});
afterAll(async () => {
  await server.close();
  lab[Symbol.dispose]();
});

describe('what commands print', () => {
  it.each<readonly string[]>([
    ['run', 'prisoners-dilemma', '--seats', 'local/small,economicus', '--matches', '2', '--yes'],
    ['run', 'prisoners-dilemma', '--seats', 'local/broken,economicus', '--matches', '1', '--yes'],
    ['run', 'prisoners-dilemma', '--seats', 'local/broken,economicus', '--matches', '1', '--yes', '--json'],
    ['profile', 'local/small', '--length', 'quick', '--yes'],
    ['profile', '--again'],
    ['profile', '--again', '--json'],
    ['sessions'],
    ['sessions', '--json'],
    ['compare'],
    ['compare', '--by', 'treatment'],
    ['compare', '--by', 'session'],
    ['compare', '--json'],
    ['replay', '--all'],
    ['replay', '--all', '--json'],
    ['agents'],
    ['agents', '--json'],
    ['agents', 'test', 'local/small'],
    ['agents', 'test', 'local/broken'],
    ['agents', 'add', 'other', 'ADDRESS', '--model', 'broken'],
    ['doctor'],
    ['games', 'pricing-duopoly'],
    ['backup', `copy${NASTY.replace('\x00', '')}.sqlite`],
    // What was typed comes back in sentences.
    [`x${NASTY}`],
    ['theory', `g${NASTY}`],
    ['theory', 'prisoners-dilemma', '--preset', NASTY],
    ['run', 'prisoners-dilemma', '--seats', `e${NASTY},economicus`],
    ['export', '--out', 'c.csv', '--session', NASTY],
    ['sessions', '--db', `no${NASTY}.sqlite`],
  ])('%j', async (...args) => {
    const { out, err } = await call(...args.map((one) => (one === 'ADDRESS' ? server.address : one)));
    expect(out + err).not.toBe('');
    harmless(out, 'stdout');
    harmless(err, 'stderr');
    if (args.includes('--json') && out !== '') JSON.parse(out);
  });
});

it('what they write: tables, companions, the report', async () => {
  const place = join(lab.folder, 'out');
  mkdirSync(place);
  for (const [format, file] of [
    ['long', 'long.csv'],
    ['wide', 'wide.csv'],
    ['otree', 'otree.csv'],
    ['jsonl', 'events.jsonl'],
    ['parquet', 'long.parquet'],
    ['long', 'psych/'],
  ]) {
    const { code, out, err } = await call('export', '--all', '--format', format!, '--out', join('out', file!));
    expect(code, err).toBe(0);
    harmless(out + err, format!);
  }
  const report = await call('report', '--all', '--out', 'out/report.html');
  const made = report.code === 0 ? report : await call('report', '--out', 'out/report.html');
  expect(made.code, made.err).toBe(0);
  const files = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(place, name)).isFile(),
  );
  expect(files.length).toBeGreaterThan(15);
  for (const name of files) {
    harmless(name, 'a file name');
    const bytes = readFileSync(join(place, name));
    if (!name.endsWith('.parquet')) harmless(bytes.toString('utf8').replaceAll('\r\n', '\n'), name);
    else
      for (const row of await parquetReadObjects({
        file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
      }))
        for (const value of Object.values(row)) if (typeof value === 'string') harmless(value, name);
  }
  // It is cleaned, not left out.
  expect(readFileSync(join(place, 'long.csv'), 'utf8')).toContain('because Nred');
  // In JSON it is what it was.
  const stored = readFileSync(join(place, 'events.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const because = stored.filter(({ table, row }) => table === 'decision' && String(row.because).startsWith('because'));
  expect(because[0].row.because).toBe(`because ${NASTY.replace('\ud800', '\ufffd')}`);
});

it('the database keeps what came as it came', async () => {
  const log = await openLog(lab.db);
  try {
    const [first] = await log.sessions();
    expect(first?.name).toContain('\x1b[31mred');
  } finally {
    log.close();
  }
});

/** What a program of ours writes to a terminal beside words: nothing that names a window, rings, or is C1. */
const ON_SCREEN = /\x1b[\]PX^_]|[\x07\x08\x0b\x0c\x0e\x0f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Presses a key and waits for what it changes; a moment, where it changes nothing. */
async function pressed(term: Terminal, key: Key | (string & {})): Promise<void> {
  const before = term.screen();
  term.press(key);
  await term.waitFor((now) => now !== before, 250).catch(() => undefined);
}

describe('screens', () => {
  it('sessions, a match and its reasons', async () => {
    await using term = open({ db: lab.db, cwd: lab.folder, cols: 100, rows: 40 });
    await term.waitFor('Enter open');
    for (let i = 0; i < 12 && !/› Sessions/.test(term.screen()); i++) {
      const before = term.screen();
      term.press('down');
      await term.waitFor((now) => now !== before);
    }
    term.press('enter');
    await term.waitFor('class');
    term.press('enter');
    await term.waitFor(/Enter/);
    for (const key of ['enter', 'right', 'right', 'e', 'escape', 'escape', 'escape'] as const) {
      await pressed(term, key);
      harmless(term.screen(), key);
    }
    expect(term.written()).not.toMatch(ON_SCREEN);
  });

  it('a transcript, a comparison, and the lab line by line', async () => {
    for (const plain of [false, true]) {
      await using term = open({
        db: lab.db,
        cwd: lab.folder,
        cols: 100,
        rows: 40,
        args: ['play', 'prisoners-dilemma', '--against', 'local/small', ...(plain ? ['--plain'] : [])],
      });
      await term.waitFor(/Enter begin/);
      term.press('enter');
      await term.waitFor(plain ? /cooperate[^]*>/ : 'Your move');
      if (plain) term.type('c\r');
      else term.press('c', 'enter');
      await term.waitFor(plain ? /You cooperated[^]*d / : 'Enter why');
      if (plain) term.type('d\r');
      else term.press('d');
      await term.waitFor(() => term.written().includes('reasons Nred'));
      harmless(term.screen(), 'transcript');
      expect(term.written().replaceAll('\x1b[2J\x1b[3J\x1b[H', '')).not.toMatch(ON_SCREEN);
    }
    await using term = open({ db: lab.db, cwd: lab.folder, cols: 100, rows: 40, args: ['compare'] });
    await term.waitFor('Compare');
    for (const key of ['space', 'space', 'space', 'space', 'g', 'g', 'right', 'enter']) {
      await pressed(term, key);
      harmless(term.screen(), `compare ${key}`);
    }
    expect(term.written()).not.toMatch(ON_SCREEN);
  });
});
