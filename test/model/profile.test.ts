/** `homines profile` as a child process against servers with characters of their own; calls are counted at the server. */
import { describe, expect, test } from 'vitest';
import { type Character, is, kantian, open, read, selfish, verdictsOf } from './profiled.ts';
import { type Asked, answersBy, declines, fails, rejects } from './server.ts';

describe.concurrent('a profile', () => {
  test('of the battery: 84 calls in quick, none of vehicles or prices', async () => {
    // Cooperates, trusts, shares, proposes the equal split and accepts; expects 60 %.
    const kind = (asked: Asked): string => {
      const last = asked.body.messages?.at(-1)?.content ?? '';
      const word = /"(cooperate|trust|share|equal|accept)[^"]*"/.exec(
        last.replace(/So far you have answered:.*/, ''),
      )?.[0];
      return JSON.stringify({ reasons: 'my nature', answer: /how likely/i.test(last) ? 60 : word?.slice(1, -1) });
    };
    await using here = await open(answersBy(kind));
    const { code, out, err } = await here.homines('profile openai/small --battery --json --seed 5');
    const json = read(out);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(here.server.journal).toHaveLength(84);
    expect(json).toMatchObject({ calls: 84, missing: 0, card: { calls: 84, matches: 18 } });
    expect([...new Set(json.rows.map(({ task }) => task))]).toEqual(['dilemmas', 'trust', 'ultimatum']);
    expect(json.agents[0]!.scores.map(({ task, reference }) => `${task} ${reference}`)).toContain('trust moralis');
    const again = await here.homines('profile --resume --battery --json');
    expect(read(again.out)).toMatchObject({ calls: 84, missing: 0, resumed: true });
    const other = await here.homines('profile openai/small --json --seed 5 --max-calls 1 --yes');
    expect(read(other.out).rows.some(({ task }) => task === 'trust')).toBe(false);
    const refused = await here.homines(`profile --resume ${json.session} --length full --battery`);
    expect(refused.err).toContain('another length');
  });

  test('quick: 60 calls, counted at the server; the selfish one is found selfish', async () => {
    await using here = await open(answersBy(is(selfish)));
    const { code, out, err } = await here.homines('profile openai/small --json --seed 5');
    const json = read(out);
    expect(here.server.journal).toHaveLength(60);
    expect(json).toMatchObject({ calls: 60, stopped: null, card: { calls: 60, matches: 7 } });
    // At 2 s an answer, the vehicles' chain of 24 in one match: under a minute.
    expect(json.card!.minutes).toBeLessThan(1);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(verdictsOf(json)).toEqual({
      'too cooperative': 'no',
      'insensitive to incentives': null,
      'towards the selfish agent': null,
      'towards the Kantian agent': null,
      'saves more lives': 'undecided',
      'favours others': 'no',
      'falls with family': 'undecided',
      'stable whoever is aboard': 'undecided',
      // A market of one round tells nothing about prices: none is asked.
      'near monopoly': null,
      highest: null,
      'moderately above competitive': null,
      lowest: null,
      'at Nash': null,
      'below Nash': null,
      'most stable': null,
      'least sensitive to framing': null,
      'collusive self-play above Nash': null,
      'competitive self-play above Nash': null,
      'punishes a price cut': null,
      'punishes and comes back': null,
    });
    const [agent] = json.agents;
    expect(agent).toMatchObject({
      agent: 'openai/small',
      kind: 'drawn',
      k: 1,
      temperature: "the server's own",
      answers: 42,
    });
    expect(agent!.scores.find((one) => one.task === 'dilemmas' && one.reference === 'economicus')!.score).toBe(1);
    expect(agent!.scores.map(({ task, reference }) => `${task} ${reference}`)).toEqual([
      'dilemmas economicus',
      'dilemmas moralis',
      'dilemmas kantiensis',
      'vehicles economicus',
      'vehicles moralis',
    ]);
    // The codes behind a row are matches of the session, and they replay.
    const matches = new Set((await here.matches()).map(({ code: match }) => match));
    expect(matches.size).toBe(7);
    for (const { cells } of json.rows) for (const match of cells[0]!.matches) expect(matches).toContain(match);
    expect((await here.homines('replay --all --json')).code).toBe(0);
    expect((await here.homines(`sessions ${json.session} --json`)).code).toBe(0);
    expect(here.leaks()).toEqual([]);
  });

  test('standard: an untuned, a selfish and a Kantian one side by side, 790 questions each; shifts, extremes, both temperatures', async () => {
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
      'profile mine/untuned mine/selfish mine/kantian --length standard --json --concurrency 40 --seed 5',
    );
    // This server calls all of them small.
    expect(err.replace(/\s+/g, ' ')).toContain('were answered by one model, small: they differ in name only.');
    const json = read(out);
    expect(here.server.journal).toHaveLength(2370);
    expect(json).toMatchObject({ calls: 2370, card: { calls: 2370, matches: 3 * (30 + 5 + 20) } });
    expect(json.agents.map(({ temperature }) => temperature)).toEqual(["the server's own", '0.7', "the server's own"]);
    expect(json.agents.map(({ k }) => k)).toEqual([5, 5, 5]);
    expect(json.rows[0]!.cells[1]).toMatchObject({ k: 5, temperature: '0.7', n: 90, level: 0.95 });
    const table = json.rows.map(({ id, cells }) => [id, ...cells.map(({ verdict }) => verdict)]);
    // They swerve whatever it costs, and half of the items are mirrored: how often that saves more lives is drawn.
    expect(table.find(([id]) => id === 'saves more lives')!.slice(1)).not.toContain('shown');
    expect(table.filter(([id]) => id !== 'saves more lives')).toEqual([
      ['too cooperative', 'shown', 'no', 'no'],
      ['insensitive to incentives', 'shown', null, 'no'],
      ['towards the selfish agent', null, 'shown', 'no'],
      ['towards the Kantian agent', null, 'no', 'shown'],
      ['favours others', 'shown', 'no', 'shown'],
      ['falls with family', 'no', 'shown', 'no'],
      ['stable whoever is aboard', 'shown', 'no', 'shown'],
      ['near monopoly', 'shown', 'no', 'no'],
      ['highest', 'shown', 'no', 'no'],
      ['moderately above competitive', 'no', 'no', 'no'],
      ['lowest', 'no', 'no', 'shown'],
      ['at Nash', 'no', 'shown', 'no'],
      ['below Nash', 'shown', 'no', 'shown'],
      ['most stable', 'undecided', 'undecided', 'undecided'],
      ['least sensitive to framing', 'no', 'undecided', 'undecided'],
      ['collusive self-play above Nash', 'shown', 'no', 'no'],
      ['competitive self-play above Nash', 'no', 'no', 'no'],
      ['punishes a price cut', 'no', null, null],
      ['punishes and comes back', 'no', null, null],
    ]);
    // One price of the other seat was set from outside, once a market of self-play, and no model was asked for it.
    const sources = (await here.decisions()).map(({ source }) => source);
    expect(sources.filter((source) => source === 'forced')).toHaveLength(3 * 10);
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
    expect(here.server.journal).toHaveLength(60);
    expect(err).toContain('60 to openai/small');
    expect(err).toMatch(/about [\d.]+ (?:minutes?|seconds?|hours), 8 at once/);
    expect(out).toMatch(/dilemmas: too cooperative \(paper, of the untuned model\)/);
    expect(out).toMatch(/economicus +no +−61 points, 95 % −61 to −61, n 18, exact/);
    expect(out.replace(/\s+/g, ' ')).toContain('no prices (a market of one round tells nothing about them)');
    expect(out).toMatch(/openai\/small: matches( [a-z]{8}){6}/);
    expect(out).toMatch(/saves more lives +all three +undecided +shown/);
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
    expect(json.agents[0]!.answers).toBeGreaterThanOrEqual(42 - 20);
    expect(json.agents[0]!.answers).toBeLessThan(60);
    expect(err).toMatch(/^20 questions without an answer: 20 × I would rather not/);
    expect(code).toBe(1);

    await using dead = await open(fails(401));
    const ended = await dead.homines('profile openai/small --json');
    expect(read(ended.out)).toMatchObject({ missing: 7 });
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
    expect(json.agents.map(({ answers }) => answers)).toEqual([0, 0, 42]);
    expect(json.missing, 'all of the one that is gone, and nothing else').toBe(7);
    expect(err.replace(/\s+/g, ' ')).toContain('7 of 21 matches are missing');
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
      /6 agents at most/,
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
    expect(here.server.journal).toHaveLength(60);
    expect(code).toBe(0);

    let asked = 0;
    await using slow = await open(
      (res, one) => void setTimeout(() => answersBy(is(selfish))(res, one), ++asked > 20 ? 1000 : 0),
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
    expect(slow.server.journal.length).toBeLessThan(60);
  });

  test('what was honoured is what is told: a temperature that the server refused is its own; κ with the beliefs that were stated', async () => {
    await using here = await open(rejects('temperature', answersBy(is(kantian))), (address) => ({
      providers: { mine: { address } },
      agents: { 'mine/small': { settings: { temperature: 0.3 } } },
    }));
    const json = read((await here.homines('profile mine/small --json --session one')).out);
    const told = "refused, the server's own";
    expect(json.agents[0]!.temperature).toBe(told);
    expect(json.rows[0]!.cells[0]!.temperature).toBe(told);
    const { out } = await here.homines('profile --again one');
    expect(out.replace(/\s+/g, ' ')).toContain(`temperature ${told}`);
    // It answers 50 : 50 and plays what κ = 0.5 plays.
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /\[1\] κ (lies|may) .*under the beliefs that were stated or known.* 6 plans\. .*node by node/,
    );
    expect((await here.decisions()).filter(({ key }) => key.startsWith('belief_')).length).toBeGreaterThan(0);
  });

  test('theory: exact, no calls; the same seed tells the same', async () => {
    await using here = await open(fails(500));
    const line = 'profile economicus moralis:0.5/sellers baseline --json --length standard --seed 8';
    const [one, again] = [read((await here.homines(line)).out), read((await here.homines(line)).out)];
    expect(here.server.journal).toHaveLength(0);
    expect(verdictsOf(one, 0)).toMatchObject({
      'too cooperative': 'no',
      'insensitive to incentives': null,
      'falls with family': 'shown',
      'at Nash': null,
      'collusive self-play above Nash': 'no',
    });
    expect(verdictsOf(one, 1)).toMatchObject({
      'stable whoever is aboard': 'shown',
      'towards the Kantian agent': 'shown',
      'collusive self-play above Nash': 'shown',
      'punishes a price cut': 'no',
    });
    expect(one.agents[1]!.scores.find(({ reference }) => reference === 'moralis/sellers')!.score).toBe(1);
    expect(again.rows.map(({ cells }) => cells.map(({ matches: _matches, ...rest }) => rest))).toEqual(
      one.rows.map(({ cells }) => cells.map(({ matches: _matches, ...rest }) => rest)),
    );
  });
});
