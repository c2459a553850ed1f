/** `homines compare` and `homines report` as they are used: on databases with made-up classes, through the program. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Comparison } from '../src/analysis/compare/document.ts';
import { numbersRow } from '../src/analysis/report/tables.ts';
import { liveComparison } from '../src/comparing/live-comparison.ts';
import { loadGame, loadGames } from '../src/disk/games.ts';
import { openStore } from '../src/store/open.ts';
import { cooperating, keep, playClass, rating } from './class.ts';
import { type Ended, homines as inWarm, program } from './program.ts';
import { unclosed } from './well-formed.ts';

let folder = '';
let db = '';
const PLAN = { against: 'moralis:0.5', config: { method: 'strategy', roles: 'drawn' } } as const;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'homines-compare-'));
  db = join(folder, 'class.sqlite');
  const [game, vehicles, duopoly] = await Promise.all([
    loadGame('prisoners-dilemma'),
    loadGame('autonomous-vehicles'),
    loadGame('pricing-duopoly'),
  ]);
  const store = await openStore(db);
  await keep(store, [
    await playClass({ game, name: 'first <class>', people: 24, choose: cooperating(0.6, 0.8, 0.2), ...PLAN }),
    await playClass({ game, name: 'second class', people: 20, choose: cooperating(0.2, 0.5, 0.2), seed: 2, ...PLAN }),
    await playClass({ game, name: null, people: 3, choose: cooperating(1, 1, 1), seed: 3, ...PLAN }),
    await playClass({
      game,
      name: 'models',
      people: 12,
      choose: cooperating(0.9, 0.9, 0.1),
      seed: 4,
      model: { id: 'local/tuned', wordings: ['w'] },
      ...PLAN,
    }),
    await playClass({ game: vehicles, name: 'vehicles', people: 12, against: '', choose: rating(40), seed: 5 }),
    await playClass({
      game: duopoly,
      name: 'pairs',
      people: 10,
      against: 'human',
      choose: (_, chance) => 15 + chance.below(40) / 10,
      seed: 6,
    }),
  ]);
  store.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const homines = (...args: readonly string[]): Promise<Ended> => inWarm(args, { cwd: folder });
const refused = async (args: readonly string[], ...words: readonly RegExp[]): Promise<void> => {
  const { code, out, err } = await homines(...args);
  expect(err).toMatch(/^[^\n]+\n$/);
  for (const word of words) expect(err).toMatch(word);
  expect({ code, out }).toEqual({ code: 2, out: '' });
};

describe.concurrent('homines compare', () => {
  test('as text: figures, intervals, lines, tests, published figures, what was left out', async () => {
    const { code, out } = await homines('compare', 'prisoners-dilemma', '--db', db);
    expect(code).toBe(0);
    for (const words of [
      'moves first',
      '◆ people',
      '● economicus',
      '▲ moralis:0.5',
      'a stand-in',
      'Holm',
      'Published, another game',
      '3 matches of rehearsals left out',
      '12 draws of one subject',
    ])
      expect(out.replace(/\s+/g, ' ')).toContain(words);
    expect(out).not.toMatch(/NaN|undefined|Infinity/);
    expect(out.split('\n').every((line) => [...line].length <= 80)).toBe(true);
  });
  test('--json: one document, the same every time', async () => {
    const [one, two] = [await homines('compare', '--db', db, '--json'), await homines('compare', '--db', db, '--json')];
    expect(one.out).toBe(two.out);
    const document: Comparison = JSON.parse(one.out);
    expect(document.counts).toMatchObject({ finished: 24 + 20 + 12 + 12 + 5, rehearsals: 3 });
    expect(
      document.treatments.map(({ game, groups }) => [game, groups.map(({ label, units }) => [label, units])]),
    ).toEqual([
      [
        'prisoners-dilemma',
        [
          ['first <class>', 24],
          ['second class', 20],
          ['local/tuned', 12],
        ],
      ],
      ['autonomous-vehicles', [['people', 12]]],
      ['pricing-duopoly', [['people', 5]]],
    ]);
  });
  test('--session, --by and --all', async () => {
    const read = async (...args: readonly string[]): Promise<Comparison> =>
      JSON.parse((await homines('compare', '--db', db, '--json', ...args)).out);
    expect((await read('--session', 'second class')).treatments[0]!.groups.map(({ units }) => units)).toEqual([20]);
    expect((await read('--by', 'all')).treatments[0]!.groups.map(({ units }) => units)).toEqual([44, 12]);
    const all = await read('--all');
    expect(all.counts.rehearsals).toBe(0);
    expect(all.treatments[0]!.groups).toHaveLength(4);
  });
  test('people by treatment, as their rows say: in --json, in a pipe and in the report', async () => {
    const treated = join(folder, 'treated.sqlite');
    const game = await loadGame('prisoners-dilemma');
    const store = await openStore(treated);
    const treatment = (who: number) => (who < 8 ? 'told' : who < 16 ? 'not told' : null);
    const choose = cooperating(0.6, 0.8, 0.2);
    await keep(store, [
      await playClass({ game, name: 'A', people: 20, choose, treatment, ...PLAN }),
      await playClass({ game, name: 'B', people: 8, choose, treatment, seed: 2, ...PLAN }),
    ]);
    store.close();
    const by = ['--db', treated, '--by', 'treatment'];
    const document: Comparison = JSON.parse((await homines('compare', ...by, '--json')).out);
    expect(document.by).toBe('treatment');
    expect(document.treatments[0]!.groups.map(({ label, size, sessions }) => [label, size, sessions.length])).toEqual([
      ['told', '16 people', 2],
      ['not told', '8 people', 1],
      ['no treatment', '4 people', 1],
    ]);
    const pairs = document.treatments[0]!.tests.filter(({ kind }) => kind === 'between groups');
    expect(new Set(pairs.map(({ one, other, n }) => `${one} minus ${other} ${n}`))).toEqual(
      new Set(['told minus not told 16,8']),
    );
    const { out } = await homines('compare', ...by);
    for (const words of ['told: 16 people', 'not told: 8 people', 'told minus not told (n 16 and 8)'])
      expect(out.replace(/\s+/g, ' ')).toContain(words);
    const html = join(folder, 'treated.html');
    expect(await homines('report', ...by, '--out', html)).toMatchObject({ code: 0 });
    expect(readFileSync(html, 'utf8')).toMatch(
      /People are grouped by treatment; those without a treatment are a group of their own/,
    );
    const nobody = JSON.parse((await homines('compare', '--db', db, '--by', 'treatment', '--json')).out);
    expect(nobody.notes.join(' ')).toMatch(/Nobody here has a treatment/);
  });
  test('several databases are one comparison; the same matches twice are refused', async () => {
    const other = join(folder, 'other.sqlite');
    const store = await openStore(other);
    await keep(store, [
      await playClass({
        game: await loadGame('prisoners-dilemma'),
        name: 'elsewhere',
        people: 9,
        choose: cooperating(0.5, 0.5, 0.5),
        seed: 9,
        ...PLAN,
      }),
    ]);
    store.close();
    const document: Comparison = JSON.parse((await homines('compare', '--db', db, '--db', other, '--json')).out);
    expect(document.treatments[0]!.groups.map(({ label }) => label)).toEqual([
      'first <class>',
      'second class',
      'local/tuned',
      'elsewhere',
    ]);
    const copy = join(folder, 'copy.sqlite');
    copyFileSync(other, copy);
    await refused(
      ['compare', '--db', other, '--db', copy],
      /The match \w{8} is in .*other\.sqlite and in .*copy\.sqlite as well: .*name one of the two/,
    );
    await refused(['compare', '--db', other, '--db', other], /was named twice/);
  });
  test('what cannot be compared is said in one sentence', async () => {
    await refused(['compare', 'prisoner', '--db', db], /Unknown game "prisoner".*Did you mean "prisoners-dilemma"/);
    await refused(['compare', '--db', join(folder, 'none.sqlite')], /There is no database/);
    await refused(['compare', '--db', db, '--session', 'nobody'], /There is no session "nobody"/);
    await refused(['compare', '--db', db, '--by', 'hair'], /grouped by session, treatment, all.*got "hair"/);
    const text = join(folder, 'text.sqlite');
    writeFileSync(text, 'not a database');
    await refused(['compare', '--db', text], /is not a database/);
  });
  test('an empty database, and one with rehearsals only', async () => {
    const empty = join(folder, 'empty.sqlite');
    (await openStore(empty)).close();
    expect((await homines('compare', '--db', empty)).out).toMatch(
      /Nothing has been played yet: play a game in the lab/,
    );
    const rehearsal = join(folder, 'rehearsal.sqlite');
    const store = await openStore(rehearsal);
    await keep(store, [
      await playClass({
        game: await loadGame('prisoners-dilemma'),
        name: null,
        people: 3,
        choose: cooperating(0.5, 0.5, 0.5),
        ...PLAN,
      }),
    ]);
    store.close();
    const { out } = await homines('compare', '--db', rehearsal);
    expect(out).toMatch(/Only rehearsals are here \(3 matches\)/);
    expect((await homines('compare', '--db', rehearsal, '--all')).out).toMatch(/Fewer than 5 observations/);
  });
});

describe('homines report', () => {
  type Written = { readonly html: string; readonly comparison: Comparison };
  let kept: Promise<Written> | undefined;
  /** The report of the classes: one for all who look at it. */
  const written = (): Promise<Written> => (kept ??= write());
  const write = async (): Promise<Written> => {
    const out = join(folder, 'report.html');
    expect(await homines('report', '--db', db, '--out', out)).toMatchObject({ code: 0, err: '' });
    const html = readFileSync(out, 'utf8');
    const [, json = ''] = /<script type="application\/json" id="comparison">(.*?)<\/script>/s.exec(html) ?? [];
    return { html, comparison: JSON.parse(json).comparison };
  };

  test('needs nothing from elsewhere', async () => {
    const { html } = await written();
    const outside = html.replace(/<script type="application\/json".*?<\/script>/s, '');
    expect(outside.match(/(?:src|href(?!="#)|srcset|action|data)\s*=/g)).toBeNull();
    expect(outside.match(/@import|url\(|<link|<iframe|<script|<img/g)).toBeNull();
    expect(
      [...outside.matchAll(/https?:\/\/[^"'\s<]+/g)]
        .map(([address]) => address)
        .filter((address) => address !== 'http://www.w3.org/2000/svg'),
    ).toEqual([]);
    expect(unclosed(html)).toEqual([]);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('first &lt;class&gt;');
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });
  test('its numbers are those of --json, each with n and interval', async () => {
    const { html, comparison } = await written();
    const printed: Comparison = JSON.parse((await homines('compare', '--db', db, '--json')).out);
    expect(comparison.treatments).toEqual(printed.treatments);
    expect(comparison.counts).toEqual(printed.counts);
    for (const { groups } of comparison.treatments)
      for (const { measures } of groups)
        for (const found of measures) {
          if (found.mean === null || found.interval === null) continue;
          const cells = numbersRow(found).map(({ text }) => text);
          // What is written is the value to half a unit of its last digit.
          const [, , mean = '', range = ''] = cells;
          const times = found.scale === 'rate' ? 100 : 1;
          const written = [mean, ...range.split(' to ')].map((text) => text.replace('−', '-').replace(' %', ''));
          written.forEach((text, i) => {
            const half = 0.5 * 10 ** -(text.split('.')[1]?.length ?? 0) + 1e-9;
            expect(Math.abs(Number(text) - times * [found.mean!, ...found.interval!][i]!)).toBeLessThanOrEqual(half);
          });
          expect(cells[1]).toBe(found.yes === null ? String(found.n) : `${found.yes} of ${found.n}`);
          const [name = '', ...others] = cells.map((text) => text.replaceAll('<', '&lt;'));
          const heads = ['n', 'mean', '95 %', 'median (quartiles)'];
          const row = others.map((text, i) => `<td role="cell" class="n" data-head="${heads[i]}">${text}</td>`);
          expect(html).toContain(`<th scope="row" role="rowheader">${name}</th>${row.join('')}`);
        }
  });
  test('a chart for every figure, path and distribution; versions, seeds, wording hashes, the command and the methods', async () => {
    const { html, comparison } = await written();
    const figures = comparison.treatments.reduce(
      (sum, { figures: mine, path }) => sum + mine.length + (path === null ? 0 : 1),
      0,
    );
    expect(html.match(/<svg/g)!.length).toBeGreaterThanOrEqual(figures);
    const told = /<svg [^>]*role="img" aria-label="[^"]+"[^>]*><title>[^<]+<\/title><desc>[^<]+<\/desc>/g;
    expect(html.match(told)).toHaveLength(html.match(/<svg/g)!.length);
    expect(html.match(/<strong>Figure \d+\./g)).toEqual(
      html.match(/<figure>/g)!.map((_, i) => `<strong>Figure ${i + 1}.`),
    );
    for (const [, anchor] of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(`<h2 id="${anchor}">`);
    for (const { groups } of comparison.treatments)
      for (const hash of groups.flatMap(({ wordings }) => wordings)) expect(html).toContain(hash);
    for (const { seed, code } of comparison.sessions) expect(html).toMatch(new RegExp(`>${code}</td>.*?>${seed}</td>`));
    expect(html).toContain('homines report --db class.sqlite --out report.html');
    expect(html).toMatch(/Choices were recorded and analysed with homines \d+\.\d+\.\d+\. 73 finished matches/);
    expect(html).not.toContain(folder);
  });
  test('where there is nothing, the page says first what to do', async () => {
    const empty = join(folder, 'nothing.sqlite');
    (await openStore(empty)).close();
    const out = join(folder, 'nothing.html');
    const said = /Nothing has been played yet: play a game in the lab/;
    expect((await homines('report', '--db', empty, '--out', out)).out).toMatch(said);
    const html = readFileSync(out, 'utf8');
    expect(unclosed(html)).toEqual([]);
    expect(html.slice(0, html.indexOf('<nav'))).toMatch(said);
    expect(html).not.toMatch(/NaN|undefined|Infinity|<svg/);
  });
  test('names of every kind, and the command as it can be typed again', async () => {
    const odd = join(folder, 'odd.sqlite');
    const names = [`<script>alert("x")</script> & 'it' 🎲`, 'كلية الاقتصاد', `${'L'.repeat(200)}`, 'Mon/Tue $HOME'];
    const game = await loadGame('prisoners-dilemma');
    const store = await openStore(odd);
    const classes = names.map((name, i) =>
      playClass({ game, name, people: 5 + i, choose: cooperating(0.6, 0.8, 0.2), seed: i, ...PLAN }),
    );
    await keep(store, await Promise.all(classes));
    store.close();
    const out = join(folder, 'odd.html');
    expect(await homines('report', '--db', odd, '--out', out, '--session', names[3]!)).toMatchObject({ code: 0 });
    expect(readFileSync(out, 'utf8')).toContain(
      "<pre>homines report --db odd.sqlite --out odd.html --session 'Mon/Tue $HOME'</pre>",
    );
    expect(await homines('report', '--db', odd, '--out', out)).toMatchObject({ code: 0 });
    const html = readFileSync(out, 'utf8');
    expect(unclosed(html)).toEqual([]);
    expect(html).not.toMatch(/NaN|undefined|Infinity|<script>/);
    expect(html).toContain('&#x2068;كلية الاقتصاد&#x2069;');
    // Cut in the picture, whole in the table.
    expect(html).toMatch(/>L+…L+</);
    expect(html).toContain(`${'L'.repeat(200)} (7 people)`);
  });
  test('a file that cannot be written: one sentence, nothing left behind', async () => {
    await refused(['report', '--db', db], /needs a file to write to/);
    mkdirSync(join(folder, 'a-folder'), { recursive: true });
    await refused(['report', '--db', db, '--out', join(folder, 'a-folder')], /is a folder/);
    await refused(['report', '--db', db, '--out', join(db, 'report.html')], /cannot be written|does not exist/);
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  });
  const ownDisk = process.platform === 'linux' && spawnSync('unshare', ['-rm', 'true']).status === 0;
  test('a profile stands in the report with its verdicts, and its matches in no figure', async () => {
    const [own, out] = [join(folder, 'profiled.sqlite'), join(folder, 'profiled.html')];
    const asked = ['profile', 'economicus', 'baseline', '--session', 'prof A', '--db', own];
    expect(await homines(...asked)).toMatchObject({ code: 0 });
    expect(await homines('report', '--db', own, '--out', out)).toMatchObject({ code: 0 });
    const html = readFileSync(out, 'utf8');
    expect(html).toMatch(/<h2[^>]*>Profile, prof A<\/h2>[^]*dilemmas: too cooperative/);
    expect(html).not.toContain('Fewer than 5 observations');
    const { out: text } = await homines('compare', '--db', own, '--json');
    expect(JSON.parse(text)).toMatchObject({ treatments: [], counts: { matches: 0 } });
  });
  test('where settings name nobody, a run tells its agents no more than people are told', async () => {
    const own = join(folder, 'neutral.sqlite');
    const told = ['run', 'prisoners-dilemma', '--seats', 'economicus,moralis:0.5', '--matches', '2', '--db', own];
    expect(await homines(...told, '--set', 'neutral=true')).toMatchObject({ code: 0 });
    expect(await homines(...told)).toMatchObject({ code: 0 });
    const store = await openStore(own);
    const [hidden, named] = await Promise.all(
      (await store.sessions()).map(async ({ code }) => (await store.matches({ session: code }))[0]!),
    );
    const moves = await Promise.all(
      [hidden, named].map(async (match) => (await store.decisions(match!.code))[0]!.answer),
    );
    store.close();
    expect([hidden, named].map((match) => [match!.disclosed, match!.seats[1]!.shown])).toEqual([
      [false, 'the other player'],
      [true, 'moralis'],
    ]);
    // Gentle: who knows moralis cooperates; who expects a coin toss defects.
    expect(moves).toEqual(['D', 'C']);
  });
  test.skipIf(!ownDisk)('a full disk: one sentence, the report before stays whole', () => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const script =
      'mount -t tmpfs -o size=40k tmpfs "$1" && echo before > "$1/report.html" && "$2" "$3" report --db "$4" --out "$1/report.html"; echo "code $?"; ls -A "$1"; cat "$1/report.html"';
    const said = spawnSync('unshare', ['-rm', 'sh', '-c', script, 'sh', disk, process.execPath, program, db], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', HOMINES_PROGRESS: '0' },
    });
    expect(said.stderr).toMatch(/^The disk is full, so .*report\.html could not be written;[^\n]*\n$/);
    expect(said.stdout).toBe('code 2\nreport.html\nbefore\n');
  });
});

describe('while matches are played', () => {
  test('only what is new is folded, and only when something was committed', async () => {
    const live = join(folder, 'live.sqlite');
    const game = await loadGame('prisoners-dilemma');
    const store = await openStore(live);
    await keep(store, [await playClass({ game, name: 'one', people: 6, choose: cooperating(1, 1, 0), ...PLAN })]);
    const open = await liveComparison([live], await loadGames(), { session: null, rehearsals: false, game: null });
    expect(await open.changed()).toBe(true);
    expect((await open.update('all')).treatments[0]!.groups[0]!.units).toBe(6);
    expect(await open.changed()).toBe(false);
    await keep(store, [
      await playClass({ game, name: 'two', people: 7, choose: cooperating(0, 1, 0), seed: 2, ...PLAN }),
    ]);
    expect(await open.changed()).toBe(true);
    const later = await open.update('all');
    expect(later.treatments[0]!.groups[0]!.units).toBe(13);
    expect(later.counts.finished).toBe(13);
    open.close();
    const afresh = await liveComparison([live], await loadGames(), { session: null, rehearsals: false, game: null });
    expect(await afresh.update('all')).toEqual(later);
    afresh.close();
    store.close();
    expect(existsSync(live)).toBe(true);
  });
});
