/** `homines profile` as a child process against servers with characters of their own; calls are counted at the server. */
import { describe, expect, test } from 'vitest';
import { type Character, is, kantian, open, read, selfish, verdictsOf } from './profiled.ts';
import { answersBy, declines, fails } from './server.ts';

describe.concurrent('a profile', () => {
  test('quick: 46 calls, counted at the server; the selfish one is found selfish', async () => {
    await using here = await open(answersBy(is(selfish)));
    const { code, out, err } = await here.homines('profile openai/small --json --seed 5');
    const json = read(out);
    expect(here.server.journal).toHaveLength(46);
    expect(json).toMatchObject({ calls: 46, stopped: null, card: { calls: 46, matches: 11 } });
    // At 2 s an answer, the vehicles' chain of 24 in one match: under a minute.
    expect(json.card!.minutes).toBeLessThan(1);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(verdictsOf(json)).toEqual({
      'too cooperative': 'contradicted',
      'insensitive to incentives': 'not shown',
      'towards the selfish agent': null,
      'towards the Kantian agent': null,
      'saves more lives': 'shown',
      'favours others': 'contradicted',
      'falls with family': 'shown',
      'stable whoever is aboard': 'contradicted',
      'near monopoly': 'contradicted',
      highest: null,
      'moderately above competitive': 'not shown',
      lowest: null,
      'at Nash': 'not shown',
      'below Nash': 'not shown',
      'most stable': null,
      'least sensitive to framing': null,
    });
    const [agent] = json.agents;
    expect(agent).toMatchObject({
      agent: 'openai/small',
      kind: 'drawn',
      k: 1,
      temperature: "the server's own",
      answers: 46,
    });
    expect(agent!.scores.find((one) => one.task === 'dilemmas' && one.reference === 'economicus')!.score).toBe(1);
    expect(agent!.scores.map(({ task, reference }) => `${task} ${reference}`)).toEqual([
      'dilemmas economicus',
      'dilemmas moralis',
      'vehicles economicus',
      'vehicles moralis',
      'pricing economicus',
      'pricing moralis/sellers',
      'pricing moralis/buyers',
    ]);
    // The codes behind a row are matches of the session, and they replay.
    const matches = new Set((await here.matches()).map(({ code: match }) => match));
    expect(matches.size).toBe(11);
    for (const { cells } of json.rows) for (const match of cells[0]!.matches) expect(matches).toContain(match);
    expect((await here.homines('replay --all --json')).code).toBe(0);
    expect((await here.homines(`sessions ${json.session} --json`)).code).toBe(0);
    expect(here.leaks()).toEqual([]);
  });

  test('standard: an untuned, a selfish and a Kantian one side by side, 310 questions each; shifts, extremes, both temperatures', async () => {
    const untuned: Character = {
      ...kantian,
      dilemma: () => 'cooperate',
      asks: (framing) => (framing === 'collusive' ? 19.2 : 12),
    };
    const characters: Readonly<Record<string, Character>> = { untuned, selfish, kantian };
    await using here = await open(
      answersBy((asked) => is(characters[asked.body.model ?? '']!)(asked)),
      (address) => ({
        providers: { mine: { address } },
        agents: { 'mine/selfish': { settings: { temperature: 0.7 } } },
      }),
    );
    const { code, out, err } = await here.homines(
      'profile mine/untuned mine/selfish mine/kantian --length standard --json --concurrency 40',
    );
    expect(err).toBe('');
    const json = read(out);
    expect(here.server.journal).toHaveLength(930);
    expect(json.agents.map(({ temperature }) => temperature)).toEqual(["the server's own", '0.7', "the server's own"]);
    expect(json.agents.map(({ k }) => k)).toEqual([5, 5, 5]);
    expect(json.rows[0]!.cells[1]).toMatchObject({ k: 5, temperature: '0.7', n: 90, level: 0.95 });
    const table = json.rows.map(({ id, cells }) => [id, ...cells.map(({ verdict }) => verdict)]);
    expect(table).toEqual([
      ['too cooperative', 'shown', 'contradicted', 'not shown'],
      ['insensitive to incentives', 'shown', 'shown', 'not shown'],
      ['towards the selfish agent', null, 'shown', 'shown'],
      ['towards the Kantian agent', null, 'not shown', 'shown'],
      ['saves more lives', 'shown', 'shown', 'shown'],
      ['favours others', 'shown', 'contradicted', 'shown'],
      ['falls with family', 'not shown', 'shown', 'not shown'],
      ['stable whoever is aboard', 'shown', 'contradicted', 'shown'],
      ['near monopoly', 'shown', 'contradicted', 'contradicted'],
      ['highest', 'shown', 'contradicted', 'contradicted'],
      ['moderately above competitive', 'contradicted', 'not shown', 'contradicted'],
      ['lowest', 'contradicted', 'contradicted', 'shown'],
      ['at Nash', 'contradicted', 'shown', 'not shown'],
      ['below Nash', 'shown', 'not shown', 'shown'],
      ['most stable', 'not shown', 'not shown', 'not shown'],
      ['least sensitive to framing', 'contradicted', 'not shown', 'not shown'],
    ]);
    expect(json.agents[1]!.scores.find((one) => one.task === 'dilemmas')).toMatchObject({
      score: 1,
      reliability: 1,
      k: 5,
    });
    expect(code).toBe(0);
  });

  test('one that draws lots shows little, and rows come as text', async () => {
    let at = 0;
    const lots = (): number => (at = (at * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
    await using here = await open(
      answersBy(
        is({
          dilemma: () => (lots() < 0.5 ? 'cooperate' : 'defect'),
          moral: 'keep course',
          buys: () => Math.round(100 * lots()),
          asks: () => Math.round(300 * lots()) / 10,
        }),
      ),
    );
    const { code, out, err } = await here.homines('profile openai/small economicus');
    expect(here.server.journal).toHaveLength(46);
    expect(err).toContain('46 to openai/small');
    expect(err).toMatch(/about [\d.]+ minutes, 8 at once/);
    expect(out).toMatch(/dilemmas: too cooperative \(paper, of the untuned model\)/);
    expect(out).toMatch(/economicus +contradicted +−50 points, 95 % −50 to −50, n 18, exact/);
    expect(out).toContain('theory ignores framing, so it cannot show this');
    expect(out).toMatch(/openai\/small: matches( [a-z]{8}){6}/);
    expect(out).toMatch(/saves more lives +all three +contradicted +shown/);
    expect(out).not.toMatch(/NaN|undefined/);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
  });

  test('a cap holds: 10 calls and no more, and it says so', async () => {
    await using here = await open(answersBy(is(selfish)));
    const { code, out, err } = await here.homines('profile openai/small --max-calls 10 --json');
    expect(here.server.journal).toHaveLength(10);
    expect(read(out)).toMatchObject({ stopped: 'max-calls', calls: 10 });
    expect(err).toContain('--max-calls is reached');
    expect(code).toBe(1);
  });

  test('what is refused is in no row; a dead server stops it', async () => {
    let asked = 0;
    await using here = await open((res, one) => (++asked % 3 === 0 ? declines : answersBy(is(selfish)))(res, one));
    const { code, out, err } = await here.homines('profile openai/small --json');
    const json = read(out);
    expect(json.stopped).toBeNull();
    expect(json.agents[0]!.answers).toBeGreaterThanOrEqual(46 - 16);
    expect(json.agents[0]!.answers).toBeLessThan(46);
    expect(err).toMatch(/^15 questions without an answer: 15 × I would rather not/);
    expect(code).toBe(1);

    await using dead = await open(fails(401));
    const ended = await dead.homines('profile openai/small --json');
    expect(read(ended.out)).toMatchObject({ stopped: 'unanswered' });
    expect(read(ended.out).agents[0]!.answers).toBe(0);
    expect(ended.out).not.toContain('NaN');
    expect(ended.code).toBe(1);
  });

  test('who only refuses is asked all the same, and an agent whose server is gone stops no other', async () => {
    await using here = await open(
      (res, asked) =>
        (asked.body.model === 'gone' ? fails(401) : asked.body.model === 'shy' ? declines : answersBy(is(selfish)))(
          res,
          asked,
        ),
      (address) => ({ providers: { mine: { address } } }),
    );
    const { code, out, err } = await here.homines('profile mine/gone mine/shy mine/well --json');
    const json = read(out);
    expect(json.agents.map(({ answers }) => answers)).toEqual([0, 0, 46]);
    expect(json.missing, 'all of the one that is gone, and nothing else').toBe(11);
    expect(json.stopped).toBe('unanswered');
    expect(err).toContain('a server had no answer to too many questions in a row');
    expect(code).toBe(1);
  });

  test.each([
    ['nobody', 'profile', /name one agent or several/],
    ['a person', 'profile human', /human needs a keyboard/],
    ['a script', 'profile script:C', /nothing to profile/],
    ['somebody twice', 'profile economicus economicus', /named twice/],
    [
      'too many',
      'profile economicus moralis:0.1 moralis:0.2 moralis:0.3 moralis:0.4 moralis:0.6 moralis:0.7',
      /does not know what to do/,
    ],
    ['a slip', 'profile economicos', /Did you mean "economicus"/],
    ['a length', 'profile economicus --length quik', /Did you mean "quick"/],
    ['a cap without a price', 'profile openai/small --max-cost 1', /needs the price/],
  ])('%s is refused in one sentence', async (_, line, sentence) => {
    await using here = await open(answersBy(is(selfish)));
    const { code, out, err } = await here.homines(line);
    expect(err).toMatch(sentence);
    expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
  });

  test('readings are taken where a game has them, told ones too; interrupted, it says what there is', async () => {
    await using here = await open(answersBy(is(selfish)));
    const { code, out } = await here.homines(
      'profile openai/small+moralis:0.5/buyers economicus:grim moralis/sellers --json',
    );
    expect(read(out).agents.map(({ agent }) => agent)).toEqual([
      'openai/small+moralis:0.5/buyers',
      'economicus:grim',
      'moralis:0.5/sellers',
    ]);
    expect(here.server.journal).toHaveLength(46);
    expect(code).toBe(0);

    let asked = 0;
    await using slow = await open(
      (res, one) => void setTimeout(() => answersBy(is(selfish))(res, one), ++asked > 20 ? 300 : 0),
    );
    const child = slow.begin('profile openai/small --concurrency 4');
    const text: string[] = [];
    child.stdout?.on('data', (chunk: Buffer) => text.push(chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => text.push(chunk.toString()));
    while (asked <= 22) await new Promise((later) => setTimeout(later, 20));
    child.kill('SIGINT');
    expect(await new Promise((done) => child.once('close', done))).toBe(130);
    expect(text.join('')).toContain('Stopped before the end (interrupted)');
    expect(text.join('')).toContain('Kept in');
    expect(slow.server.journal.length).toBeLessThan(46);
  });

  test('theory: exact, no calls; the same seed tells the same', async () => {
    await using here = await open(fails(500));
    const line = 'profile economicus moralis:0.5/sellers baseline --json --length standard --seed 8';
    const [one, again] = [read((await here.homines(line)).out), read((await here.homines(line)).out)];
    expect(here.server.journal).toHaveLength(0);
    expect(verdictsOf(one, 0)).toMatchObject({
      'too cooperative': 'contradicted',
      'falls with family': 'shown',
      'at Nash': null,
    });
    expect(verdictsOf(one, 1)).toMatchObject({
      'stable whoever is aboard': 'shown',
      'towards the Kantian agent': 'shown',
    });
    expect(one.agents[1]!.scores.find(({ reference }) => reference === 'moralis/sellers')!.score).toBe(1);
    expect(again.rows.map(({ cells }) => cells.map(({ matches: _matches, ...rest }) => rest))).toEqual(
      one.rows.map(({ cells }) => cells.map(({ matches: _matches, ...rest }) => rest)),
    );
  });
});
