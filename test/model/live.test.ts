/** A person against models of real servers, on the built program in a pseudo-terminal: frames, rows, and keys while one waits. */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CallRow } from '../../src/core/log.ts';
import { openLog } from '../../src/store/log-reader.ts';
import { trusted } from '../config-folder.ts';
import { expectWhole, newLab } from '../lab.ts';
import { open, type Terminal } from '../terminal.ts';
import { answers, type Behaviour, fails, says, serve, serveAs, type Server, stalls } from './server.ts';

const sizes = [
  { cols: 60, rows: 20 },
  { cols: 80, rows: 24 },
] as const;

type Place = { readonly folder: string; readonly db: string; readonly kept: ReturnType<typeof newLab>['kept'] };

/** A lab folder with the server "local" and its models, one of them cast as moralis where asked. */
function furnished(address: string, cast: object = {}): Place {
  const lab = newLab();
  onTestFinished(() => lab[Symbol.dispose]());
  const file = {
    providers: { local: { address, prices: { small: { in: 2.5, out: 10 } } } },
    agents: { 'local/small': {}, 'local/tuned': {} },
    cast,
  };
  writeFileSync(join(lab.folder, 'homines.config.json'), JSON.stringify(file));
  trusted(file);
  return lab;
}

async function serving(...behaviours: readonly Behaviour[]): Promise<Server> {
  const server = await serve(...behaviours);
  onTestFinished(() => server.close());
  return server;
}

async function callsIn({ db }: Place): Promise<readonly CallRow[]> {
  const store = await openLog(db);
  try {
    const matches = await store.matches({});
    return (await Promise.all(matches.map(({ code }) => store.calls(code)))).flat();
  } finally {
    store.close();
  }
}

/** The lab opened at a table against local/small, and the first answer given. */
async function playing(
  place: Place,
  size: (typeof sizes)[number],
  more: readonly string[] = [],
  env: Record<string, string> = {},
) {
  const term = open({
    ...size,
    db: place.db,
    cwd: place.folder,
    env,
    args: ['play', 'prisoners-dilemma', '--against', 'local/small', '--seed', '7', ...more],
  });
  onTestFinished(() => term[Symbol.asyncDispose]());
  await see(term, size, /Enter begin/);
  return term;
}

async function see(term: Terminal, { cols }: { readonly cols: number }, what: RegExp): Promise<string> {
  const screen = await term.waitFor(what);
  expectWhole(screen, cols);
  return screen;
}

const theirs = async (place: Place) =>
  (await place.kept()).flatMap(({ decisions }) => decisions.filter(({ seat }) => seat === 1));

describe.each(sizes)('$cols × $rows', (size) => {
  it('a good model: its answer, no cost where people play, its transcript whole', async () => {
    const server = await serving(answers('cooperate', 'Trust pays here.'));
    const place = furnished(server.address);
    const term = await playing(place, size);
    term.press('enter');
    expect(await see(term, size, /Your move/)).not.toContain('USD');
    term.press('c', 'enter');
    const result = await see(term, size, /Enter why/);
    expect(result).not.toMatch(/USD|\d s\b|call/);
    // 100 tokens in and 20 out, at 2.5 and 10 USD a million.
    expect(await theirs(place)).toMatchObject([{ answer: 'C', source: 'chosen', because: 'Trust pays here.' }]);
    expect(await callsIn(place)).toMatchObject([
      { outcome: 'answered', tokensIn: 100, tokensOut: 20, cost: 0.00045, provider: 'local', model: 'small' },
    ]);
    term.press('d');
    expect(await see(term, size, /call 1 of 1/)).toMatch(
      /answered · \d+ ms[\s\S]*Its reasons\s+Trust pays here\.[\s\S]*Rules, as sent/,
    );
    for (let page = 0; page < 8; page++) term.press('pagedown');
    await term.waitFor((screen) => screen.replace(/\s/g, '').includes('"total_tokens":120'));
    term.press('escape');
    await see(term, size, /Enter why/);
    term.press('enter');
    await see(term, size, /what happened, and why/);
    // What it cost stands with the models.
    term.press('escape');
    await see(term, size, /result/);
    term.press('escape');
    await see(term, size, /set the table/);
    term.press('escape');
    await see(term, size, /q quit/);
    term.press('m');
    expect(await see(term, size, /who plays it/)).toMatch(/0\.00045 USD[\s\S]*1\s+answer,\s+1\s+call/);
    // The same words go to the model as people read.
    expect(server.journal[0]!.body.messages!.map(({ content }) => content).join('\n')).toContain(
      'The second mover sees the first move before answering.',
    );
  });

  it('nonsense twice, and the match ends unpaid as the table was set', async () => {
    const server = await serving(says('I could not possibly say.'));
    const place = furnished(server.address);
    const term = await playing(place, size, ['--on-failure', 'unpaid']);
    term.press('enter');
    await see(term, size, /Your move/);
    term.press('c', 'enter');
    const ended = await see(term, size, /ended unpaid/);
    expect(ended.replace(/\s+/g, ' ')).toContain('small does not answer: the match ends here.');
    expect(ended).toContain('Your 1 choice is kept.');
    expect((await callsIn(place)).map(({ outcome }) => outcome)).toEqual(['invalid', 'invalid']);
    expect((await place.kept())[0]!.match.ending).toBe('unpaid');
    expect(server.journal).toHaveLength(2);
    term.press('d');
    await see(term, size, /call 1 of 2/);
    term.press('right');
    expect(await see(term, size, /call 2 of 2/)).toContain('invalid');
  });

  it('nobody at that address: the same table with the theory agent and one sentence', async () => {
    const place = furnished(`http://127.0.0.1:${await freePort()}/v1`, { moralis: 'local/tuned' });
    const term = open({ ...size, db: place.db, cwd: place.folder });
    onTestFinished(() => term[Symbol.asyncDispose]());
    const home = await see(term, size, /plays without a model/);
    expect(home.replace(/\s+/g, ' ')).toMatch(
      /moralis plays without a model for now: local: no server answers at that address/,
    );
    term.press('enter');
    await see(term, size, /moralis · local\/tuned/);
    term.press('enter');
    await see(term, size, /Not the model but moralis:0\.5/);
    term.press('enter');
    await see(term, size, /Your move/);
    term.press('c', 'enter');
    await see(term, size, /Enter why/);
    expect((await place.kept())[0]!.match.seats[1]).toMatchObject({ id: 'moralis:0.5', kind: 'theory' });
    expect(await callsIn(place)).toEqual([]);
  });

  it('m: the cast bound by arrow keys stands in the lab’s file and on home', async () => {
    const server = await serving(answers('cooperate'));
    const place = furnished(server.address);
    const term = open({ ...size, db: place.db, cwd: place.folder });
    onTestFinished(() => term[Symbol.asyncDispose]());
    await see(term, size, /m (language )?models/);
    term.press('m');
    expect(await see(term, size, /who plays it/)).toMatch(/baseline +‹stand-in›/);
    term.press('down', 'right');
    await see(term, size, /moralis +.*‹local\/small›/);
    term.press('escape');
    await see(term, size, /moralis · local\/small/);
  });
});

it('a stalling model, in both sizes at once: keys are answered meanwhile, then the policy chosen before', async () => {
  await Promise.all(
    sizes.map(async (size) => {
      const server = await serving(stalls);
      const place = furnished(server.address);
      const term = await playing(place, size, [], { HOMINES_TIMEOUT_S: '6' });
      term.press('enter');
      await see(term, size, /Your move/);
      term.press('c', 'enter');
      await see(term, size, /small is thinking/);
      for (let time = 0; time < 4; time++) {
        term.press('h');
        await term.waitFor(/Esc close/);
        term.press('escape');
        await term.waitFor(/small is thinking/);
      }
      const result = await see(term, size, /Enter why/);
      expect(result.replace(/\s+/g, ' ')).toContain('A simple computer program played in the place of small.');
      expect(await callsIn(place)).toMatchObject([{ outcome: 'timed out' }]);
      expect(await theirs(place)).toMatchObject([{ source: 'substituted' }]);
    }),
  );
});

it('after 8 s s lets the marked stand-in answer; Esc before that leaves at once', async () => {
  const server = await serving(stalls);
  const place = furnished(server.address);
  const term = await playing(place, sizes[1]);
  term.press('enter');
  await term.waitFor(/Your move/);
  term.press('c', 'enter');
  await term.waitFor(/thinking… s lets a simple program answer/);
  term.press('s');
  expect(await see(term, sizes[1], /Enter why/)).toContain('A simple computer program played in the place of small.');
  expect(await theirs(place)).toMatchObject([{ source: 'substituted' }]);
  term.press('enter');
  await term.waitFor(/what happened/);
  term.press('enter');
  await term.waitFor(/Who plays now/);
  term.press('a');
  await term.waitFor(/Your move/);
  term.press('d', 'enter');
  await term.waitFor(/small is thinking/);
  const since = performance.now();
  term.press('escape');
  await term.waitFor(/Enter leaves/);
  term.press('enter');
  await term.waitFor(/Continue/);
  expect(performance.now() - since).toBeLessThan(15_000);
  expect((await callsIn(place)).map(({ outcome, response }) => [outcome, response])).toEqual([
    ['failed', 'cut off: the stand-in was asked for'],
    ['failed', 'cut off: the player left'],
  ]);
});

it('the cap: HOMINES_MAX_COST in the environment, one sentence, and no further call', async () => {
  const server = await serving(answers('cooperate'));
  const place = furnished(server.address);
  const term = await playing(place, sizes[1], [], { HOMINES_MAX_COST: '0.0005' });
  term.press('enter');
  await term.waitFor(/Your move/);
  term.press('c', 'enter');
  await term.waitFor(/Enter why/);
  term.press('enter');
  await term.waitFor(/what happened/);
  term.press('enter');
  await term.waitFor(/Who plays now/);
  term.press('a');
  await term.waitFor(/Your move/);
  term.press('c', 'enter');
  const result = await see(term, sizes[1], /Enter why/);
  expect(result.replace(/\s+/g, ' ')).toContain('A simple computer program played in the place of small.');
  expect(server.journal).toHaveLength(1);
});

it('a match left while its model thought goes on, and what had arrived is not asked again', async () => {
  const server = await serving(answers(15), stalls, answers(14));
  const place = furnished(server.address);
  const start = (): Terminal => {
    const term = open({
      db: place.db,
      cwd: place.folder,
      args: ['play', 'pricing-duopoly', '--against', 'local/small', '--set', 'rounds=2'],
    });
    onTestFinished(() => term[Symbol.asyncDispose]());
    return term;
  };
  const term = start();
  await term.waitFor(/Enter begin/);
  term.press('enter');
  await term.waitFor(/for round 1/);
  term.press('1', '5', 'enter');
  await term.waitFor(/round 2 of 2/);
  await vi.waitUntil(() => server.journal.length === 2, 60_000);
  term.kill('SIGKILL');
  await term.exit;
  const again = open({ db: place.db, cwd: place.folder });
  onTestFinished(() => again[Symbol.asyncDispose]());
  await again.waitFor(/› Continue/);
  again.press('enter');
  await again.waitFor(/round 2 of 2/);
  await again.waitFor(/for round 2/);
  again.press('1', '4', 'enter');
  await again.waitFor(/result/);
  expect((await theirs(place)).map(({ answer }) => answer)).toEqual([15, 14]);
  expect(server.journal).toHaveLength(3);
});

it('no key: the table opens with theory, and the key’s variable is named', async () => {
  const place = furnished('http://127.0.0.1:9999/v1');
  const term = open({
    db: place.db,
    cwd: place.folder,
    env: { OPENAI_API_KEY: undefined },
    args: ['play', 'prisoners-dilemma', '--against', 'openai/gpt-4.1'],
  });
  onTestFinished(() => term[Symbol.asyncDispose]());
  expect(await see(term, sizes[1], /Enter begin/)).toMatch(/Not the model but moralis:0\.5/);
  term.press('escape');
  expect(await see(term, sizes[1], /by hand/)).toMatch(
    /Theory plays \(moralis:0\.5\): openai needs a key[\s\S]*OPENAI_API_KEY/,
  );
});

it('a server that goes away during a match: told, every try a row, and the stand-in takes the seat', async () => {
  const server = await serving(answers(15));
  const place = furnished(server.address);
  const term = open({
    db: place.db,
    cwd: place.folder,
    env: { HOMINES_TIMEOUT_S: '2' },
    args: ['play', 'pricing-duopoly', '--against', 'local/small', '--set', 'rounds=3'],
  });
  onTestFinished(() => term[Symbol.asyncDispose]());
  await term.waitFor(/Enter begin/);
  term.press('enter');
  await term.waitFor(/for round 1/);
  await vi.waitUntil(() => server.journal.length === 1, 60_000);
  await server.close();
  term.press('1', '5', 'enter');
  await see(term, sizes[1], /round 2 of 3/);
  term.press('1', '4', 'enter');
  const third = await see(term, sizes[1], /round 3 of 3/);
  expect(third.replace(/\s+/g, ' ')).toContain(
    'small does not answer. From here on a simple computer program plays in its place.',
  );
  term.press('1', '4', 'enter');
  await see(term, sizes[1], /result/);
  expect((await theirs(place)).map(({ source }) => source)).toEqual(['chosen', 'substituted', 'substituted']);
  const [first, ...rest] = await callsIn(place);
  expect(first).toMatchObject({ outcome: 'answered' });
  expect(rest.length).toBeGreaterThanOrEqual(2);
  expect(
    rest.every(
      ({ outcome, response }) =>
        ['failed', 'timed out'].includes(outcome) && (outcome === 'timed out' || /ECONNREFUSED/.test(response)),
    ),
  ).toBe(true);
});

it('a key that is refused before the match: theory plays, and it is said why', async () => {
  const server = await serveAs({ key: 'another' }, answers('cooperate'));
  onTestFinished(() => server.close());
  const place = furnished(server.address);
  const term = await playing(place, sizes[1]);
  await see(term, sizes[1], /Not the model but moralis:0\.5/);
  term.press('escape');
  expect(await see(term, sizes[1], /by hand/)).toMatch(/the key is not accepted \(401\)/);
});

it('a key that is refused during a match is told as such, and the stand-in plays', async () => {
  const server = await serving(fails(401));
  const place = furnished(server.address);
  const term = await playing(place, sizes[1]);
  term.press('enter');
  await term.waitFor(/Your move/);
  term.press('c', 'enter');
  const result = await see(term, sizes[1], /Enter why/);
  expect(result.replace(/\s+/g, ' ')).toContain('A simple computer program played in the place of small.');
  expect((await callsIn(place)).map(({ outcome }) => outcome)).toEqual(['failed']);
});

it('a file that cannot be read: the lab opens all the same, and says so', async () => {
  const place = furnished('http://127.0.0.1:9999/v1');
  writeFileSync(join(place.folder, 'homines.config.json'), '{ "providers": ');
  const term = open({ db: place.db, cwd: place.folder });
  onTestFinished(() => term[Symbol.asyncDispose]());
  expect((await see(term, sizes[1], /homines\.config\.json/)).replace(/\s+/g, ' ')).toMatch(
    /is no JSON \(it ends too early\)/,
  );
  term.press('m');
  expect((await see(term, sizes[1], /homines · language models/)).replace(/\s+/g, ' ')).toMatch(/is no JSON/);
});

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

it('quitting does not wait for a server that says nothing', async () => {
  const silent = createServer();
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void silent.close());
  const asked = new Promise((arrived) => silent.once('connection', arrived));
  const place = furnished(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/v1`, { moralis: 'local/small' });
  // Loaded before the program: no time of its own ends what it asks.
  const patient = join(place.folder, 'patient.mjs');
  writeFileSync(patient, 'AbortSignal.timeout = () => new AbortController().signal;');
  const env = { NODE_OPTIONS: `--import=${pathToFileURL(patient).href}` };
  const term = open({ db: place.db, cwd: place.folder, env });
  onTestFinished(() => term[Symbol.asyncDispose]());
  await term.waitFor(/q quit/);
  await asked;
  term.press('q');
  expect(await term.exit).toEqual({ code: 0, signal: 0 });
});
