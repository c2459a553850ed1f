/** The command line as it is used: the real program, its output, its complaints, its exit code. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { gameNames } from '../src/disk/games.ts';
import { begin, type Ended, hominesApart, homines as inWarm, root, type Running, source } from './program.ts';

let folder = '';
let db = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homines-commands-'));
  db = join(folder, 'shared.sqlite');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const homines = (args: readonly string[], running: Partial<Running> = {}): Promise<Ended> =>
  inWarm(args, { cwd: folder, ...running });
const line = (command: string): readonly string[] => command.split(' ').filter(Boolean);
const inDb = (command: string): Promise<Ended> => homines([...line(command), '--db', db]);
/** The same in a process of its own: what is about processes, and each verb once. */
const apart = (args: readonly string[], running: Partial<Parameters<typeof hominesApart>[1]> = {}): Promise<Ended> =>
  hominesApart(args, { cwd: folder, ...running });
const newDb = (): string => join(mkdtempSync(join(folder, 'db-')), 'lab.sqlite');

/** A complaint to be mended: one line on stderr that says these words, nothing on stdout, exit code 2. */
async function expectRefused(args: readonly string[], ...words: readonly (string | RegExp)[]): Promise<void> {
  const { code, out, err } = await homines(args);
  expect(err).toMatch(/^[^\n]+\n$/);
  for (const word of words) expect(err).toMatch(word);
  expect({ code, out }).toEqual({ code: 2, out: '' });
}

const verbs = [
  'play',
  'battery',
  'games',
  'theory',
  'run',
  'profile',
  'replay',
  'sessions',
  'compare',
  'report',
  'export',
  'backup',
  'agents',
  'tune',
  'doctor',
];
const games = gameNames();

describe.concurrent('help', () => {
  it('names every command, the exit codes and the environment', async () => {
    const { code, out, err } = await homines(['--help']);
    for (const verb of verbs) expect(out).toMatch(new RegExp(`^  ${verb} `, 'm'));
    for (const word of ['Exit codes', 'HOMINES_DB', '.env', 'Examples']) expect(out).toContain(word);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it.each(verbs)('homines %s --help has examples, and a twin in the environment for every option', async (verb) => {
    const { code, out } = await apart([verb, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: homines ${verb}`);
    expect(out).toMatch(new RegExp(`Examples:\\n  homines ${verb}`));
    const options = out.slice(out.indexOf('Options:'), out.indexOf('Examples:'));
    for (const [, name = ''] of options.matchAll(/^ {2}--([\w-]+)/gm))
      expect(options.replace(/\s+/g, '')).toContain(`HOMINES_${name.replaceAll('-', '_').toUpperCase()}`);
    for (const one of out.split('\n')) expect(one.length).toBeLessThanOrEqual(80);
  });

  // Schemas, models and screens are loaded by what needs them: what is typed most begins at once.
  it.each<[command: string, packages: string]>([
    ['--help', 'ink|react|zod|openai'],
    ['--version', 'ink|react|zod|openai'],
    ['run --help', 'ink|react'],
    ['games', 'ink|react|openai'],
    ['theory prisoners-dilemma', 'ink|react|openai'],
    ['sessions', 'ink|react|openai'],
  ])('%s loads nothing of %s', async (command, packages) => {
    const hook = join(folder, `hook-${command.replace(/\W+/g, '')}.mjs`);
    writeFileSync(
      hook,
      `import { registerHooks } from 'node:module';
       registerHooks({ resolve: (name, context, next) => { if (/^(${packages})(\\/|$)/.test(name)) console.error('LOADED ' + name); return next(name, context); } });`,
    );
    const { err } = await apart(line(command), { node: ['--import', pathToFileURL(hook).href], file: source });
    expect(err).not.toContain('LOADED');
  });

  it('prints the version of package.json', async () => {
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    expect((await homines(['--version'])).out).toBe(`${version}\n`);
  });
});

describe.concurrent('what is mistyped', () => {
  const cases: readonly [command: string, ...words: (string | RegExp)[]][] = [
    ['battery --order 0', 'whole number from 1', '"0"'],
    ['battery --against local/x', 'is not the other player of a battery', 'profile'],
    ['battery --people --against baseline', 'leave out --against baseline'],
    ['battery --participant a,b', 'give 1 label'],
    ['battery --explain each', '--explain last or --explain never', '"each"'],
    ['battery --language fr', 'not spoken in "fr"', 'en, de'],
    ['plya', 'Unknown command "plya"', 'Did you mean "play"'],
    ['teory prisoners-dilemma --json', 'Did you mean "theory"'],
    ['--databse x', 'has no option "--databse"'],
    ['run prisoners-dilemma --seets a,b', 'no option "--seets"', 'Did you mean "--seats"'],
    ['run prisoners-dilemma --seats', '--seats needs a value'],
    ['theory prisoners-dilemma pricing-duopoly', 'does not know what to do with "pricing-duopoly"'],
    ['theory', 'needs a game', 'prisoners-dilemma'],
    ['theory prisoner-dilema', 'Unknown game', 'Did you mean "prisoners-dilemma"'],
    ['games pricing', 'Unknown game', 'Did you mean "pricing-duopoly"'],
    ['theory prisoners-dilemma --preset gentel', 'Unknown preset', 'Did you mean "gentle"'],
    ['theory prisoners-dilemma --set Q=3', 'Unknown setting', 'T, R, P, S'],
    ['theory prisoners-dilemma --set round=3', 'Did you mean "rounds"'],
    ['theory prisoners-dilemma --set T', 'key=value', '"T"'],
    ['theory prisoners-dilemma --set T=lots', 'T takes a number', '"lots"'],
    ['theory prisoners-dilemma --set T=50', 'T > R > P > S', 'T = 50', 'R = 75'],
    ['theory prisoners-dilemma --set R=10 S=90', 'R = 10', 'S = 90'],
    ['theory prisoners-dilemma --set labels=neutrl', 'cooperate or neutral', '"neutrl"'],
    ['theory prisoners-dilemma --set rounds=1.5', 'a whole number', '1.5'],
    ['theory prisoners-dilemma --set beliefs=0.5,2,0.5', 'from 0 to 1', '0.5,2,0.5'],
    ['theory prisoners-dilemma --kappa 1.5', 'from 0 to 1', '"1.5"'],
    ['theory prisoners-dilemma --kappa -0.1', 'from 0 to 1', '"-0.1"'],
    ['theory prisoners-dilemma --kappa half', '"half"'],
    ['theory prisoners-dilemma --beliefs 0.5,1.5,0.5', 'from 0 to 1', '"1.5"'],
    ['theory prisoners-dilemma --beliefs 0.5,0.5', '3 probabilities', 'got 2'],
    ['theory public-goods --beliefs 0.5,0.5', '20 probabilities', '20, 19, … 1 at "contribute"'],
    ['theory public-goods --set step=10 --beliefs 0.5,0.6', 'sum to 1 at most', 'got 1.1'],
    ['run public-goods --seats script:conditionall,3xrandom', 'is no script', 'Did you mean "script:conditional"?'],
    ['theory prisoners-dilemma --beliefs unifrom', 'uniform, like-minded', '"unifrom"'],
    ['theory autonomous-vehicles --beliefs uniform', 'leave out --beliefs'],
    ['theory prisoners-dilemma --rival 1.5', 'leave out --rival'],
    ['theory pricing-duopoly --rival cheap', 'a number', '"cheap"'],
    ['theory pricing-duopoly --rival -1', '0 or more', '"-1"'],
    ['theory pricing-duopoly --rival 1000', '1000'],
    ['theory pricing-duopoly --set mu=0', 'mu', 'above 0'],
    ['theory pricing-duopoly --set mu=-1', 'mu', '-1'],
    ['theory pricing-duopoly --set scale=0', 'scale', 'above 0'],
    ['theory pricing-duopoly --set c=1,2,3', 'c ', 'two separated by a comma'],
    ['theory autonomous-vehicles --set riders=dog', 'alone, co-worker, family or child', '"dog"'],
    ['run prisoners-dilemma', 'who plays', '--seats'],
    ['run prisoners-dilemma --seats economicus', 'seats 2 agents', 'got 1'],
    ['run prisoners-dilemma --seats economicus,baseline,random', 'seats 2 agents', 'got 3'],
    ['run prisoners-dilemma --seats economics,baseline', 'Unknown agent', 'Did you mean "economicus"'],
    ['run prisoners-dilemma --seats moralis:1.2,baseline', 'from 0 to 1', 'moralis:1.2'],
    ['run prisoners-dilemma --seats moralis:0.5/buyers,baseline', '"buyers"', 'prisoners-dilemma'],
    ['run prisoners-dilemma --seats human,baseline', 'homines play'],
    ['run prisoners-dilemma --seats openai/gpt-4.1,baseline', 'OPENAI_API_KEY', 'economicus'],
    ['run prisoners-dilemma --seats opnai/gpt-4.1,baseline', 'Unknown provider "opnai"', 'Did you mean "openai"'],
    ['run prisoners-dilemma --seats random,random --matches 0', '1 or more', '"0"'],
    ['run prisoners-dilemma --seats random,random --matches 2.5', 'whole number', '"2.5"'],
    ['run prisoners-dilemma --seats random,random --matches many', '"many"'],
    ['run prisoners-dilemma --seats random,random --seed x', 'A seed is a whole number', '"x"'],
    ['run prisoners-dilemma --seats random,random --seed -1', '"-1"'],
    ['run prisoners-dilemma --seats script:C,script:X', 'Choose cooperate or defect', '"X"'],
    ['run prisoners-dilemma --seats script:C,script:D --set rounds=2', 'one more', 'round 2'],
    ['run prisoners-dilemma --seats script,script:D', 'script:C:D'],
    ['run pricing-duopoly --seats script:99,script:12 --set rounds=1', '99', /0(\.0)? to/],
    ['run pricing-duopoly --seats script:-1,script:12 --set rounds=1', '-1'],
    ['run pricing-duopoly --seats script:dear,script:12 --set rounds=1', '"dear"'],
    ['play prisoners-dilemma --against economics', 'Did you mean "economicus"'],
    ['play prisoners-dilemma --against moralis:2', 'from 0 to 1'],
    ['play prisoners-dilemma --role secnd', 'Did you mean "second"'],
    ['play prisoners-dilemma --explain sometimes', 'each, last, never'],
    ['play prisoners-dilemma --set T=1', 'T > R > P > S'],
    ['play prisoners-dilemma --against human,economicus', 'seats two', 'got "human,economicus"'],
    ['play autonomous-vehicles --against guess,human', 'one against one'],
    ['play prisoners-dilemma --participant p1,p2', '1 person sits at this table', 'got "p1,p2"'],
    ['play autonomous-vehicles --against human,human --participant p1,,p3', 'A label is empty', '--participant p07'],
    [`play prisoners-dilemma --treatment ${'t'.repeat(41)}`, 'A treatment has 1 to 40'],
    ['export', '--out'],
    ['backup', 'name of the copy'],
    ['sessions --db nowhere/lab.sqlite', 'nowhere/lab.sqlite', '--db'],
    ['replay --db nowhere/lab.sqlite', 'nowhere/lab.sqlite'],
    ['export --out x.csv --db nowhere/lab.sqlite', 'nowhere/lab.sqlite'],
    ['backup x.sqlite --db nowhere/lab.sqlite', 'nowhere/lab.sqlite'],
    ['', 'terminal', 'homines run'],
    ['play prisoners-dilemma', 'terminal', 'homines run'],
  ];

  it.each(cases)('homines %s', async (command, ...words) => {
    await expectRefused(line(command), ...words);
  });

  it('keeps nothing of a batch whose first match is refused, and the matches before it otherwise', async () => {
    const file = newDb();
    await expectRefused(
      [...line('run prisoners-dilemma --seats script:C,script:D --set rounds=2 --db'), file],
      'one more',
    );
    expect(JSON.parse((await homines(['sessions', '--json', '--db', file])).out)).toEqual([]);
    // Rounds of an indefinite match are drawn: matches of up to two rounds pass, the first longer one is refused.
    const { code, err } = await homines([
      ...line(
        'run prisoners-dilemma --seats script:C:C,script:D:D --set ending=indefinite delta=0.5 --seed 1 --matches 1000 --db',
      ),
      file,
    ]);
    expect(code).toBe(2);
    const kept = Number(/The (\d+) matches before/.exec(err)?.[1]);
    expect(kept).toBeGreaterThan(0);
    expect(JSON.parse((await homines(['sessions', '--json', '--db', file])).out)).toMatchObject([{ matches: kept }]);
  });
});

describe.concurrent('a database that cannot be used', () => {
  it('is not a database', async () => {
    const file = newDb();
    writeFileSync(file, 'Dear diary, '.repeat(200));
    await expectRefused(
      [...line('run prisoners-dilemma --seats random,random --db'), file],
      'is not a database',
      '--db',
    );
    await expectRefused(['sessions', '--db', file], 'is not a database');
  });

  it('is damaged', async () => {
    const file = newDb();
    await homines([...line('run prisoners-dilemma --seats random,random --matches 500 --db'), file]);
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 4096, bytes.length);
    writeFileSync(file, bytes);
    rmSync(`${file}-wal`, { force: true });
    const { code, err } = await homines(['replay', '--all', '--db', file]);
    expect(err).toContain('damaged');
    expect(code).toBe(2);
    const doctor = await homines(['doctor', '--db', file]);
    expect(doctor.out).toContain('STOP');
    expect(doctor.code).toBe(1);
  });

  it('is a folder, or stands where a file is', async () => {
    const file = newDb();
    await expectRefused([...line('run prisoners-dilemma --seats random,random --db'), folder], 'is a folder');
    writeFileSync(file, '');
    await expectRefused(
      [...line('run prisoners-dilemma --seats random,random --db'), join(file, 'lab.sqlite')],
      '--db',
    );
  });

  it('is of a newer version, or of another program', async () => {
    const file = newDb();
    await homines([...line('run prisoners-dilemma --seats random,random --db'), file]);
    const change = join(folder, 'newer.mjs');
    writeFileSync(
      change,
      `import Database from ${JSON.stringify(pathToFileURL(join(root, 'node_modules/better-sqlite3/lib/index.js')).href)};
       const [file, pragma] = process.argv.slice(2);
       new Database(file).pragma(pragma);`,
    );
    await apart([file, 'user_version = 99'], { file: change });
    await expectRefused(['sessions', '--db', file], 'newer homines', 'version 99');
    await expectRefused([...line('run prisoners-dilemma --seats random,random --db'), file], 'newer homines');
    await apart([file, 'user_version = 1'], { file: change });
    await apart([file, 'application_id = 5'], { file: change });
    await expectRefused(['sessions', '--db', file], 'another program');
  });

  it('has an empty file in its place: it is made', async () => {
    const file = newDb();
    writeFileSync(file, '');
    expect((await homines([...line('run prisoners-dilemma --seats random,random --db'), file])).code).toBe(0);
  });
});

describe.concurrent('games', () => {
  it('lists what there is', async () => {
    const { code, out } = await homines(['games']);
    for (const game of games) expect(out).toMatch(new RegExp(`^${game}$`, 'm'));
    expect(code).toBe(0);
  });

  it.each(games)('tells of %s in 80 columns: settings, presets, predictions, sources', async (game) => {
    const { code, out } = await homines(['games', game]);
    expect(code).toBe(0);
    for (const head of ['Settings', 'Presets', 'Roles', 'Prediction', 'Measures', 'Sources'])
      expect(out).toMatch(new RegExp(`^${head}`, 'm'));
    for (const one of out.split('\n')) expect(one.length).toBeLessThanOrEqual(80);
  });

  const listed = z.strictObject({
    name: z.enum(games),
    version: z.int(),
    title: z.string(),
    summary: z.string(),
    seats: z.strictObject({ least: z.int(), most: z.int() }),
    minutes: z.number().positive(),
    settings: z
      .array(
        z.strictObject({
          key: z.string(),
          description: z.string().min(5),
          kind: z.string(),
          default: z.unknown(),
          options: z.array(z.string()).nullable(),
          min: z.number().nullable(),
          max: z.number().nullable(),
          allowed: z.string().min(2),
        }),
      )
      .min(4),
    presets: z.array(z.object({ name: z.string(), sentence: z.string() })).min(2),
    roles: z.array(z.object({ name: z.string() })).min(1),
    variants: z.array(z.string()),
    scripts: z.array(z.string()),
    prediction: z.looseObject({ game: z.string(), config: z.looseObject({}), kappa: z.literal(0.5) }),
    measures: z
      .array(z.strictObject({ name: z.string(), sentence: z.string(), source: z.string(), scale: z.string() }))
      .min(1),
    sources: z.array(z.string()).min(1),
  });

  it('says the same as JSON', async () => {
    const all = z.array(listed).parse(JSON.parse((await homines(['games', '--json'])).out));
    expect(all.map(({ name }) => name)).toEqual(games);
    const dilemma = listed.parse(JSON.parse((await homines(['games', 'prisoners-dilemma', '--json'])).out));
    expect(dilemma.settings.find(({ key }) => key === 'T')).toMatchObject({ kind: 'number', default: 80 });
    expect(dilemma.settings.find(({ key }) => key === 'labels')).toMatchObject({
      kind: 'choice',
      options: ['cooperate', 'neutral'],
    });
  });
});

const plan = z.tuple([z.enum(['C', 'D']), z.enum(['C', 'D']), z.enum(['C', 'D'])]);
const dilemmaTheory = z.looseObject({
  game: z.literal('prisoners-dilemma'),
  config: z.looseObject({ T: z.number(), R: z.number(), P: z.number(), S: z.number() }),
  kappa: z.number(),
  beliefs: z.unknown(),
  plan,
  ties: z.array(plan),
  threshold: z.number().nullable(),
  kappaStar: z.number().nullable(),
  because: z.string().min(10),
  utilities: z.array(z.unknown()).length(8),
});
const price = z.strictObject({ price: z.number(), profit: z.number() });
const reading = z.strictObject({ price: z.number(), equilibrium: z.boolean() });
const marketTheory = z.looseObject({
  game: z.literal('pricing-duopoly'),
  config: z.looseObject({ currency: z.number() }),
  kappa: z.number(),
  nash: price,
  monopoly: price,
  moralis: z.strictObject({ sellers: reading, buyers: reading }),
  because: z.string().min(10),
});
const rating = z.number().min(0).max(100);
const said = z.looseObject({
  moral: rating,
  programmed: rating,
  buyMinimising: rating,
  buyProtective: rating.nullable(),
  law: rating,
});
const vehicleTheory = z.strictObject({
  game: z.literal('autonomous-vehicles'),
  config: z.looseObject({}),
  kappa: z.number(),
  items: z
    .array(
      z.strictObject({
        pedestrians: z.int(),
        riders: z.enum(['alone', 'co-worker', 'family', 'child']),
        law: z.string(),
        agents: z.strictObject({ economicus: said, moralis: said, baseline: said }),
      }),
    )
    .min(1),
});

describe.concurrent('theory', () => {
  const ask = async <T>(schema: z.ZodType<T>, command: string): Promise<T> => {
    const { code, out, err } = await homines([...line(`theory ${command}`), '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return schema.parse(JSON.parse(out));
  };

  it('of the dilemma: plan, ties, threshold', async () => {
    const gentle = await ask(dilemmaTheory, 'prisoners-dilemma');
    expect(gentle).toMatchObject({ kappa: 0.5, plan: ['C', 'C', 'D'], ties: [] });
    expect(gentle.threshold).toBeCloseTo(0.1, 9);
    expect(gentle.kappaStar).toBeCloseTo(0.0909, 4);
    const tied = await ask(dilemmaTheory, 'prisoners-dilemma --preset gentle --kappa 0,1');
    expect(tied.ties).toEqual(
      expect.arrayContaining([
        ['D', 'D', 'D'],
        ['C', 'C', 'D'],
      ]),
    );
    expect(tied.ties).toHaveLength(2);
    expect((await ask(dilemmaTheory, 'prisoners-dilemma --preset spd-1')).kappaStar).toBeNull();
  });

  it('takes settings one by one, several and repeated, decimal commas, beliefs', async () => {
    const typed = await ask(
      dilemmaTheory,
      'prisoners-dilemma --preset sharp --set T=80,5 R=65 --set P=25 S=20 --beliefs 1,1,0 --kappa 0',
    );
    expect(typed.config).toMatchObject({ T: 80.5, R: 65, P: 25, S: 20 });
    expect(typed.plan[1]).toBe('D');
    expect((await ask(dilemmaTheory, 'prisoners-dilemma --beliefs like-minded')).beliefs).toBe('like-minded');
    const listed = await ask(dilemmaTheory, 'prisoners-dilemma --set beliefs=0.5,0.8,0.2 askBeliefs=yes');
    expect(listed.config).toMatchObject({ beliefs: [0.5, 0.8, 0.2], askBeliefs: true });
  });

  it('of the market: Nash, monopoly, both readings, replies, firms that differ', async () => {
    const market = await ask(marketTheory, 'pricing-duopoly --set currency=1');
    expect(market.nash.price).toBeCloseTo(1.47293, 4);
    expect(market.nash.profit).toBeCloseTo(22.293, 2);
    expect(market.monopoly.price).toBeCloseTo(1.92498, 4);
    expect(market.moralis.sellers.price).toBeCloseTo(1.7106, 3);
    expect(market.moralis.buyers.price).toBeCloseTo(1.4352, 3);
    const facing = await ask(
      marketTheory.extend({
        reply: z.strictObject({ economicus: z.number(), sellers: z.number(), buyers: z.number() }),
      }),
      'pricing-duopoly --set currency=1 --rival 1.6',
    );
    expect(facing.reply.economicus).toBeCloseTo(1.5277, 3);
    expect(facing.reply.sellers).toBeCloseTo(1.695, 3);
    expect(facing.reply.buyers).toBeCloseTo(1.5001, 3);
    const pair = z.tuple([z.number(), z.number()]);
    const unequal = await ask(
      z.looseObject({ nash: z.looseObject({ price: pair, profit: pair }), monopoly: z.looseObject({ price: pair }) }),
      'pricing-duopoly --set c=1,1.2 currency=1',
    );
    expect(unequal.nash.price[0]).toBeCloseTo(1.5317, 3);
    expect(unequal.nash.price[1]).toBeCloseTo(1.609, 3);
  });

  it('of the vehicles: every item, every agent', async () => {
    const { items } = await ask(
      vehicleTheory,
      'autonomous-vehicles --set pedestrians=10 riders=alone,child laws=none,required',
    );
    expect(items).toHaveLength(4);
    const child = items.find(({ riders, law }) => riders === 'child' && law === 'none');
    expect(child?.agents.economicus.buyMinimising).toBeCloseTo(4.743, 2);
    expect(
      items.filter(({ law }) => law === 'required').every(({ agents }) => agents.moralis.buyProtective === null),
    ).toBe(true);
  });

  it.each(games)('of %s as text fits 80 columns', async (game) => {
    const { code, out } = await homines(['theory', game]);
    expect(code).toBe(0);
    expect(out).toContain('κ = 0.5');
    for (const one of out.split('\n')) expect(one.length).toBeLessThanOrEqual(80);
  });
});

const batch = z.strictObject({
  matches: z.int(),
  decisions: z.int(),
  seconds: z.number().positive(),
  session: z.string().regex(/^[a-z]{8}$/),
  seed: z.int(),
  seats: z.array(
    z.strictObject({
      agent: z.string(),
      kind: z.enum(['theory', 'standin', 'script']),
      meanPayoff: z.number().nullable(),
      measures: z.record(z.string(), z.number().nullable()),
      from: z.record(z.string(), z.enum(['probabilities', 'drawn'])).nullable(),
      counts: z.record(z.string(), z.int()),
    }),
  ),
});
const run = async (command: string) => {
  const { code, out, err } = await inDb(`run ${command} --json`);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return batch.parse(JSON.parse(out));
};

describe.concurrent('run', () => {
  it('counts, pays and measures; agents read as they are stored', async () => {
    const { matches, decisions, seats } = await run('prisoners-dilemma --seats moralis,script:D --matches 10');
    expect({ matches, decisions }).toEqual({ matches: 10, decisions: 20 });
    expect(seats.map(({ agent, kind, meanPayoff }) => ({ agent, kind, meanPayoff }))).toEqual([
      { agent: 'moralis:0.5', kind: 'theory', meanPayoff: 20 },
      { agent: 'script:D', kind: 'script', meanPayoff: 80 },
    ]);
    const payoff = Object.entries(seats[0]!.measures).find(([name]) => name === 'payoff')?.[1];
    expect(payoff).toBe(20);
    expect(Object.values(seats[0]!.measures)).toContain(null);
  });

  it('gives the same again from the same seed, and another from another', async () => {
    const command = 'prisoners-dilemma --seats random,baseline --matches 200 --set rounds=3';
    const [one, two, three] = await Promise.all([
      run(`${command} --seed 5`),
      run(`${command} --seed 5`),
      run(`${command} --seed 6`),
    ]);
    expect(two.seats).toEqual(one.seats);
    expect(three.seats).not.toEqual(one.seats);
  });

  it('pays nothing where the game pays nothing, and seats as many as the game takes', async () => {
    const { decisions, seats } = await run('autonomous-vehicles --seats economicus,moralis:0,5,baseline');
    expect(seats.map(({ agent, meanPayoff }) => [agent, meanPayoff])).toEqual([
      ['economicus', null],
      ['moralis:0.5', null],
      ['baseline', null],
    ]);
    expect(decisions).toBe(72);
  });

  it('plays the market with both readings', async () => {
    const { seats } = await run('pricing-duopoly --seats moralis/sellers,moralis:0.5/buyers --set rounds=2 currency=1');
    expect(seats.map(({ agent }) => agent)).toEqual(['moralis:0.5/sellers', 'moralis:0.5/buyers']);
    expect(seats[1]!.meanPayoff).toBeGreaterThan(0);
  });

  it('prints a table of 80 columns, names its session, and no bar without a terminal', async () => {
    const { code, out, err } = await homines([
      ...line('run prisoners-dilemma --seats economicus,baseline --matches 3 --session'),
      'class of 24 Nov',
      '--db',
      db,
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/3 matches, 6 choices/);
    expect(out.replace(/\s+/g, ' ')).toContain('"class of 24 Nov"');
    expect(out).toContain('stand-in');
    for (const one of out.split('\n')) expect(one.length).toBeLessThanOrEqual(80);
    const sessions = z.array(z.object({ name: z.string() })).parse(JSON.parse((await inDb('sessions --json')).out));
    expect(sessions.map(({ name }) => name)).toContain('class of 24 Nov');
  });

  it('stops at Ctrl-C: what was played is kept, exit code 130', async () => {
    const file = newDb();
    const child = begin(
      [...line('run prisoners-dilemma --seats random,random --matches 100000000 --json --db'), file],
      { cwd: folder },
    );
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    await vi.waitFor(() => expect(existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 200_000).toBe(true), {
      timeout: 60_000,
    });
    child.kill('SIGINT');
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(130);
    expect(err).toMatch(
      /^Stopped after \d+ of 100000000 matches: what was played is kept; "homines run --resume [a-z]{8}" goes on\.\n$/,
    );
    const { matches, decisions } = batch.parse(JSON.parse(out));
    expect(decisions).toBe(2 * matches);
    expect(JSON.parse((await homines(['sessions', '--json', '--db', file])).out)).toMatchObject([
      { matches, decisions },
    ]);
  });

  it('two batches may write one file at once', async () => {
    const file = newDb();
    const both = await Promise.all(
      [1, 2].map((seed) =>
        apart([...line(`run prisoners-dilemma --seats random,random --matches 3000 --seed ${seed} --db`), file]),
      ),
    );
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(JSON.parse((await homines(['replay', '--all', '--json', '--db', file])).out)).toEqual({
      matches: 6000,
      finished: 6000,
      decisions: 12000,
      agree: true,
      difference: null,
    });
  });
});

describe.concurrent('what is kept', () => {
  const kept = async (): Promise<string> => {
    const file = newDb();
    await homines([
      ...line('run prisoners-dilemma --seats random,moralis --matches 5 --set rounds=2 --seed 3 --session kept --db'),
      file,
    ]);
    await homines([...line('run pricing-duopoly --seats economicus,baseline --set rounds=3 --db'), file]);
    await homines([...line('run autonomous-vehicles --seats random,moralis --db'), file]);
    return file;
  };
  const played = z.object({
    played: z.array(z.object({ code: z.string(), seats: z.array(z.unknown()), payoffs: z.array(z.unknown()) })),
  });

  it('sessions lists it, and the matches of one session', async () => {
    const file = await kept();
    const { out } = await homines(['sessions', '--db', file]);
    expect(out).toMatch(/^session +name +started +matches +choices +people$/m);
    expect(out).toMatch(/^[a-z]{8} {2}kept .* 5 +20 +–$/m);
    for (const one of out.split('\n')) expect(one.length).toBeLessThanOrEqual(80);
    const matches = played.parse(JSON.parse((await homines(['sessions', 'kept', '--json', '--db', file])).out)).played;
    expect(matches).toHaveLength(5);
    const page = (await homines(['sessions', 'kept', '--db', file])).out;
    expect(page).toContain(matches[4]!.code);
    for (const one of page.split('\n')) expect(one.length).toBeLessThanOrEqual(80);
    await expectRefused(['sessions', 'kepd', '--db', file], 'no session "kepd"', 'Did you mean "kept"');
  });

  it('replay plays it again, one match, the last, or all', async () => {
    const file = await kept();
    const [first] = played.parse(JSON.parse((await homines(['sessions', 'kept', '--json', '--db', file])).out)).played;
    for (const args of [['replay'], ['replay', first!.code], ['replay', '--all']]) {
      const { code, out } = await homines([...args, '--db', file]);
      expect(out).toContain('everything agrees');
      expect(code).toBe(0);
    }
    expect(JSON.parse((await homines(['replay', '--all', '--json', '--db', file])).out)).toMatchObject({
      matches: 7,
      finished: 7,
      agree: true,
    });
    // Not at its end: there the matches of one session differ.
    const mistyped = `${first!.code.slice(0, 2)}${first!.code[2] === 'z' ? 'y' : 'z'}${first!.code.slice(3)}`;
    await expectRefused(['replay', mistyped, '--db', file], `no match "${mistyped}"`, `Did you mean "${first!.code}"`);
    await expectRefused(['replay', first!.code, '--all', '--db', file], 'not both');
  });

  it('replay draws a sample by its seed, from all sessions, and says what it tells of all', async () => {
    const file = await kept();
    const sample = [...line('replay --sample 3 --seed 7 --db'), file];
    expect(JSON.parse((await homines([...sample, '--json'])).out)).toMatchObject({
      ...{ matches: 3, of: 7, seed: 7, agree: true, difference: null },
    });
    const { out } = await homines(sample);
    expect(out).toContain('3 matches of 7, drawn with seed 7,');
    // 1 − 0.05^(1/3)
    expect(out.replaceAll('\n', ' ')).toContain('at most 63.16 % of all');
    expect((await homines(sample)).out).toBe(out);
    expect(JSON.parse((await homines([...line('replay --sample 100 --json --db'), file])).out)).toMatchObject({
      ...{ matches: 7, of: 7 },
    });
    await expectRefused(['replay', '--sample', '0', '--db', file], '1 or more');
    await expectRefused(['replay', '--all', '--sample', '3', '--db', file], '--all');
    await expectRefused(['replay', '--seed', '3', '--db', file], '--sample');
  });

  it('replay finds a payoff that was changed, and an answer that is not legal', async () => {
    const tamper = join(folder, 'tamper.mjs');
    writeFileSync(
      tamper,
      `import Database from ${JSON.stringify(pathToFileURL(join(root, 'node_modules/better-sqlite3/lib/index.js')).href)};
       const [file, ...statements] = process.argv.slice(2);
       const db = new Database(file);
       for (const { name } of db.prepare("select name from sqlite_schema where type = 'trigger'").all()) db.exec('drop trigger ' + name);
       for (const sql of statements) db.exec(sql);`,
    );
    const changed = async (sql: string): Promise<Ended> => {
      const file = newDb();
      await homines([...line('run prisoners-dilemma --seats script:C,script:D --db'), file]);
      expect(await apart([file, sql], { file: tamper })).toMatchObject({ code: 0, err: '' });
      return homines(['replay', '--all', '--db', file]);
    };
    const paid = await changed('update payoff set points = 81 where seat = 1');
    expect(paid.out).toMatch(/match [a-z]{8} \(prisoners-dilemma\), seat 2: stored payoff 81, replayed 80/);
    expect(paid.code).toBe(1);
    const answered = await changed("update decision set answer = 'X' where seat = 1");
    expect(answered.out).toMatch(/seat 2.*Choose cooperate or defect; got "X"/);
    expect(answered.code).toBe(1);
    expect((await changed('update payoff set points = points + 1e-12')).code).toBe(0);
  });

  it('export writes one row a decision, with a codebook and a text to read first', async () => {
    const file = await kept();
    const place = mkdtempSync(join(folder, 'export-'));
    const out = join(place, 'choices.csv');
    const { code, out: told } = await apart(['export', '--out', out, '--db', file]);
    expect(code).toBe(0);
    const rows = readFileSync(out, 'utf8').trim().split(/\r?\n/);
    expect(told).toContain(`${rows.length - 1} choices`);
    expect(rows).toHaveLength(1 + 20 + 6 + 48);
    expect(rows[0]).toContain('participant.code');
    expect(readdirSync(place).sort()).toEqual([
      'choices.analysis.R',
      'choices.analysis.py',
      'choices.codebook.csv',
      'choices.csv',
      'choices.dataset_description.json',
      'choices.read-me-first.txt',
    ]);
    const codebook = readFileSync(join(place, 'choices.codebook.csv'), 'utf8');
    // The questions and settings in the games' own words, and with what they take.
    expect(codebook).toMatch(/^questions,prisoners-dilemma: first,choice,,C = cooperate; D = defect,/m);
    expect(codebook).toMatch(/^settings,prisoners-dilemma: T,number,,a number,Temptation/m);
    expect(codebook).toMatch(/^questions,pricing-duopoly: price,number,,0 to /m);
    expect(codebook).not.toMatch(/,The (question|setting) /);
    const readMe = readFileSync(join(place, 'choices.read-me-first.txt'), 'utf8');
    expect(readMe).toContain(`homines export --out ${out} --db ${file}`);
    expect(JSON.parse((await homines(['export', '--out', out, '--all', '--json', '--db', file])).out)).toMatchObject({
      format: 'long',
      decisions: 74,
      tables: [{ name: 'long', rows: 74 }],
      left: { rehearsals: 0, others: 0 },
    });
  });

  it.each([
    ['wide', 'class.csv', ['class.csv']],
    ['jsonl', 'class.jsonl', ['class.jsonl']],
    ['parquet', 'class.parquet', ['class.parquet']],
  ])('export --format %s, from two databases', async (format, name, tables) => {
    const [one, two] = [newDb(), newDb()];
    for (const file of [one, two])
      expect(
        (await homines([...line('run prisoners-dilemma --seats script:C,script:D --matches 3 --db'), file])).code,
      ).toBe(0);
    const place = mkdtempSync(join(folder, 'export-'));
    const { code, out } = await homines([
      ...line(`export --json --format ${format} --db`),
      one,
      '--db',
      two,
      '--out',
      join(place, name),
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ format, sessions: 2, matches: 6, decisions: 12 });
    for (const table of tables) expect(statSync(join(place, table)).size).toBeGreaterThan(100);
    // R and Python read the wide table as it is; the others have no scripts.
    expect(readdirSync(place)).toHaveLength(tables.length + (format === 'wide' ? 5 : 3));
  });

  it('export refuses what it cannot do in one sentence, and leaves no file', async () => {
    const file = newDb();
    expect(
      (await homines([...line('run prisoners-dilemma --seats script:C,script:D --session first-class --db'), file]))
        .code,
    ).toBe(0);
    const place = mkdtempSync(join(folder, 'export-'));
    const out = join(place, 'choices.csv');
    await expectRefused(
      ['export', '--out', out, '--db', file, '--session', 'first-clas'],
      'Did you mean "first-class"',
    );
    await expectRefused(['export', '--out', out, '--db', file, '--format', 'wyde'], 'Did you mean "wide"');
    await expectRefused(['export', '--out', out, '--db', file, '--db', file], 'named twice');
    const copy = join(place, 'copy.sqlite');
    expect((await homines(['backup', copy, '--db', file])).code).toBe(0);
    await expectRefused(
      ['export', '--out', out, '--db', file, '--db', copy],
      /both hold the match [a-z]{8}/,
      file,
      copy,
    );
    rmSync(copy);
    expect(readdirSync(place).filter((name) => !name.startsWith('copy.sqlite'))).toEqual([]);
  });

  it('backup copies it once, and overwrites nothing', async () => {
    const file = await kept();
    const copy = join(folder, 'copies', 'monday.sqlite');
    expect((await apart(['backup', copy, '--db', file])).code).toBe(0);
    expect(JSON.parse((await homines(['replay', '--all', '--json', '--db', copy])).out)).toMatchObject({
      matches: 7,
      agree: true,
    });
    await expectRefused(['backup', copy, '--db', file], 'exists already');
  });
});

describe.concurrent('the environment', () => {
  it('has a twin for every option; what is typed wins', async () => {
    const env = { HOMINES_KAPPA: '0.25', HOMINES_JSON: '1', HOMINES_PRESET: 'sharp', HOMINES_SET: 'P=26 S=11' };
    const read = async (args: string) => dilemmaTheory.parse(JSON.parse((await homines(line(args), { env })).out));
    expect(await read('theory prisoners-dilemma')).toMatchObject({
      kappa: 0.25,
      config: { T: 90, R: 65, P: 26, S: 11 },
    });
    expect(await read('theory prisoners-dilemma --kappa 0.75 --set P=24')).toMatchObject({
      kappa: 0.75,
      config: { P: 24, S: 10 },
    });
    expect((await homines(line('theory prisoners-dilemma'), { env: { ...env, HOMINES_JSON: '0' } })).out).toContain(
      'κ = 0.25',
    );
    expect((await homines(line('theory prisoners-dilemma'), { env: { HOMINES_KAPPA: '7' } })).err).toMatch(
      /got "7", which HOMINES_KAPPA says/,
    );
  });

  it('reads the .env of the folder one stands in, and none above it', async () => {
    const above = mkdtempSync(join(folder, 'env-'));
    const below = join(above, 'a', 'b');
    mkdirSync(below, { recursive: true });
    writeFileSync(join(above, '.env'), 'HOMINES_KAPPA=0.125\nHOMINES_JSON=yes\n');
    const read = async (env: Readonly<Record<string, string>>) =>
      dilemmaTheory.parse(JSON.parse((await apart(['theory', 'prisoners-dilemma'], { cwd: below, env })).out)).kappa;
    expect(await read({ HOMINES_JSON: '1' })).toBe(0.5);
    // As Windows' editors write it.
    writeFileSync(join(below, '.env'), Buffer.from('\ufeffHOMINES_KAPPA=0.25\r\nHOMINES_JSON=yes\r\n', 'utf16le'));
    expect(await read({})).toBe(0.25);
    expect(await read({ HOMINES_KAPPA: '1' })).toBe(1);
  });

  it('keeps the database under the folder one stands in, unless told otherwise, before or after the verb', async () => {
    const here = mkdtempSync(join(folder, 'here-'));
    const command = line('run prisoners-dilemma --seats random,random');
    expect((await apart(command, { cwd: here })).code).toBe(0);
    expect(existsSync(join(here, 'data', 'lab.sqlite'))).toBe(true);
    await apart(['--db', 'before.sqlite', ...command], { cwd: here });
    await apart([...command, '--db', 'after.sqlite'], { cwd: here });
    await apart(command, { cwd: here, env: { HOMINES_DB: 'twin.sqlite' } });
    for (const name of ['before', 'after', 'twin']) expect(existsSync(join(here, `${name}.sqlite`))).toBe(true);
    const { out } = await apart(['sessions', '--json'], { cwd: here });
    expect(JSON.parse(out)).toHaveLength(1);
  });
});

describe.concurrent('doctor', () => {
  const checked = z.strictObject({
    version: z.string(),
    ready: z.boolean(),
    checks: z.array(
      z.strictObject({
        name: z.string(),
        state: z.enum(['ok', 'attention', 'stop']),
        found: z.string(),
        todo: z.string().nullable(),
      }),
    ),
  });

  it('looks at everything, changes nothing, and says what to do', async () => {
    const file = newDb();
    const { code, out } = await homines(['doctor', '--json', '--db', file]);
    const { checks, ready } = checked.parse(JSON.parse(out));
    expect({ code, ready }).toEqual({ code: 0, ready: true });
    expect(checks.map(({ name }) => name)).toEqual([
      'Node',
      'terminal',
      'letters',
      'colour',
      'disk',
      'database',
      'games',
      'tuning',
      'internet',
    ]);
    for (const { state, todo } of checks) expect(todo === null).toBe(state === 'ok');
    expect(existsSync(file)).toBe(false);
    await homines([...line('run prisoners-dilemma --seats random,random --db'), file]);
    const text = (await homines(['doctor', '--db', file])).out;
    expect(text.replace(/\s+/g, ' ')).toContain('sound, 1 session, 2 choices');
    expect(text.split('\n').length).toBeLessThanOrEqual(25);
  });

  it('ends with 1 where something would stop the lab', async () => {
    const file = newDb();
    writeFileSync(file, 'no database');
    const { code, out } = await apart(['doctor', '--json', '--db', file]);
    const { checks, ready } = checked.parse(JSON.parse(out));
    expect({ code, ready }).toEqual({ code: 1, ready: false });
    expect(checks.find(({ name }) => name === 'database')).toMatchObject({ state: 'stop' });
  });
});

describe.concurrent('pipes', () => {
  it('a reader that has seen enough is no failure', async () => {
    const child = begin(['games', '--json'], { cwd: folder });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.stdout.destroy();
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    expect(err).toBe('');
  });
});
