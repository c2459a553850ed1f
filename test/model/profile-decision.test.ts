/** `homines profile` of models that give their probabilities, against a server of ours: what is asked, kept and said. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type DecisionModel, leans, serveDecisions } from './decision-server.ts';
import { type Character, is, kantian, read, selfish, verdictsOf } from './profiled.ts';
import { placeOf } from './running.ts';

const LABELS: Readonly<Record<string, string>> = { cooperate: 'cooperate', defect: 'defect', swerve: 'swerve' };

/** A character that has its answer with this probability, as it is asked for probabilities, and says it where it is asked to. */
const tells = (who: Character, p: number): DecisionModel => ({
  rule: leans(({ state, instruction, labels }) => {
    const said = JSON.parse(is(who)({ body: { messages: [{ content: `${state}\n${instruction}` }] } } as never)) as {
      answer: string;
    };
    return labels.find((label) => label === (LABELS[said.answer] ?? said.answer)) ?? labels[0]!;
  }, p),
});

const at = async (models: Readonly<Record<string, DecisionModel>>) => {
  const server = await serveDecisions(models);
  const found = { decision: { dialect: 'systemone', at: 1 } };
  return placeOf(server, {
    providers: { mine: { address: server.address } },
    agents: Object.fromEntries(Object.keys(models).map((name) => [`mine/${name}`, found])),
  });
};

const beside = z.object({
  how: z.array(z.string()),
  wordings: z.number(),
  orders: z.string(),
  agents: z.array(
    z.object({
      ask: z.string().nullable(),
      k: z.number().nullable(),
      position: z.array(z.object({ task: z.string(), effect: z.number(), n: z.number(), situations: z.boolean() })),
    }),
  ),
  agreement: z.array(
    z.object({
      told: z.string(),
      drawn: z.string(),
      inside: z.number(),
      sameMode: z.number(),
      correlation: z.number().nullable(),
      distance: z.object({ mean: z.number(), byChance: z.number() }),
      situations: z.array(z.object({ told: z.number(), drawn: z.number(), draws: z.number() })),
    }),
  ),
});

describe.concurrent('a profile from probabilities', () => {
  test('two models side by side, each question once in every order: calls, verdicts, what is kept and what is left out', async () => {
    await using here = await at({ selfish: tells(selfish, 0.9), kantian: tells(kantian, 0.9) });
    const { code, out, err } = await here.homines('profile mine/selfish mine/kantian --ask decision --json --seed 5');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const json = read(out);
    // 18 nodes and 16 items in two orders, two of the items with a third option in three.
    expect(json).toMatchObject({ calls: 2 * 70, missing: 0, card: { calls: 2 * 70 } });
    expect(here.server.journal).toHaveLength(140);
    expect(json.agents.map(({ agent, answers }) => [agent, answers])).toEqual([
      ['mine/selfish?ask=decision', 34],
      ['mine/kantian?ask=decision', 34],
    ]);
    expect([verdictsOf(json, 0), verdictsOf(json, 1)]).toMatchObject([
      { 'too cooperative': 'no', 'insensitive to incentives': null, 'favours others': null, 'near monopoly': null },
      { 'too cooperative': 'no', 'insensitive to incentives': 'no', 'towards the Kantian agent': 'shown' },
    ]);
    expect(json.rows[0]!.cells[0]).toMatchObject({ n: 18, k: null, level: 0.95 });
    expect(beside.parse(JSON.parse(out)).agents.map(({ ask, k }) => [ask, k])).toEqual([
      ['decision', null],
      ['decision', null],
    ]);
    const decisions = await here.decisions();
    expect(decisions.filter(({ seat }) => seat === 0).every(({ distribution }) => distribution !== null)).toBe(true);
    expect((await here.homines('replay --all --json')).code).toBe(0);
    // The same again from the log, without a call, as text of 80 columns.
    const again = await here.homines('profile --again');
    expect(here.server.journal).toHaveLength(140);
    expect(again.out).toContain('from probabilities, no reasoning');
    expect(again.out).toContain('n 18 situations');
    expect(again.out).toMatch(/\[1\] +dilemmas +0 points/);
    for (const line of again.out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(here.leaks()).toEqual([]);
  });

  test('what cannot be asked so is said before the start, by name of question and seat; on a grid it is asked', async () => {
    await using here = await at({ kantian: tells(kantian, 0.9) });
    const { err } = await here.homines('profile mine/kantian?ask=decision');
    const said = err.replace(/\s+/g, ' ');
    expect(said).toContain('Left out of dilemmas: belief_first, belief_after_C and belief_after_D (seat 1)');
    expect(said).toContain('Left out of vehicles: buy-minimising and buy-protective (seat 1)');
    expect(said).not.toContain('Left out pricing');
    const grid = await here.homines('profile mine/kantian?ask=grid --json');
    expect(grid.err.replace(/\s+/g, ' ')).not.toContain('Left out');
    expect(verdictsOf(read(grid.out))).not.toMatchObject({ 'favours others': null });
    // Beliefs and ratings by tens in four orders each: 3 a dilemma, 2 a car.
    expect(read(grid.out).calls).toBe(70 + 4 * (6 * 3 + 16 * 2));
    const standard = await here.homines('profile mine/kantian?ask=decision --length standard --max-calls 1');
    expect(standard.err.replace(/\s+/g, ' ')).toContain('Left out pricing: price (seat 1)');
  });

  test('both ways: the same situations, k draws beside, one document with how far they agree', async () => {
    await using here = await at({ plain: {} });
    const { code, out } = await here.homines('profile mine/plain --both --json --seed 2');
    expect(code).toBe(0);
    const json = beside.parse(JSON.parse(out));
    expect(read(out).agents.map(({ agent }) => agent)).toEqual(['mine/plain?ask=decision', 'mine/plain?ask=json']);
    expect(json.agents.map(({ k }) => k)).toEqual([null, 10]);
    expect(read(out).calls).toBe(70 + 34 * 10);
    const [found] = json.agreement;
    expect(found!.situations).toHaveLength(34);
    expect(found!.situations.every(({ draws }) => draws === 10)).toBe(true);
    expect(found!.distance.byChance).toBeGreaterThan(0.05);
    // The chat of this server says the first word of the alphabet, wherever it stands: in balanced orders no effect of place.
    const effects = json.agents[1]!.position.map(({ effect }) => effect);
    expect(effects).toHaveLength(2);
    for (const effect of effects) expect(Math.abs(effect!)).toBeLessThan(0.02);
    const { out: text } = await here.homines('profile --again');
    expect(text.replace(/\s+/g, ' ')).toMatch(/holds the probability in \d+ of 34/);
    expect((await here.homines('replay --all --json')).code).toBe(0);
  });

  test('killed in the middle: what is missing is asked, orders that had arrived are not', async () => {
    let asked = 0;
    let kill = (): unknown => undefined;
    await using here = await at({
      slow: {
        instead() {
          asked += 1;
          if (asked === 20) kill();
          return undefined;
        },
      },
    });
    const child = here.begin('profile mine/slow?ask=decision --json --seed 3 --concurrency 2');
    kill = () => child.kill('SIGKILL');
    await new Promise((ended) => child.once('close', ended));
    expect(here.server.journal.length).toBeLessThan(70);
    const whole = await here.homines('profile --resume --json');
    expect(read(whole.out)).toMatchObject({ missing: 0, resumed: true });
    const answered = (await here.calls()).filter(({ outcome }) => outcome === 'answered');
    const name = ({ match, turn, seat, key, rotation }: (typeof answered)[number]) =>
      `${match} ${turn} ${seat} ${key} ${rotation}`;
    expect(new Set(answered.map(name)).size).toBe(answered.length);
    expect(answered).toHaveLength(70);
    // Two were under way at the kill: only they may have been asked twice.
    expect(here.server.journal.length).toBeLessThanOrEqual(70 + 2);
    const straight = await here.homines('profile mine/slow?ask=decision --json --seed 3');
    expect(read(straight.out).rows.map(({ cells }) => cells[0]!.estimate)).toEqual(
      read(whole.out).rows.map(({ cells }) => cells[0]!.estimate),
    );
  });

  test('in three wordings: three times the calls, n stays the situations', async () => {
    await using here = await at({ kantian: tells(kantian, 0.9) });
    const { out } = await here.homines('profile mine/kantian --ask decision --wordings 3 --json');
    expect(read(out)).toMatchObject({ calls: 3 * 70 });
    expect(read(out).rows[0]!.cells[0]).toMatchObject({ n: 18 });
    expect(beside.parse(JSON.parse(out)).wordings).toBe(3);
    const matches = await here.matches();
    expect(new Set(matches.map(({ presentation }) => presentation?.phrasing))).toEqual(new Set([0, 1, 2]));
    const resumed = await here.homines('profile --resume --wordings 2 mine/kantian --ask decision --json');
    expect(read(resumed.out)).toMatchObject({ resumed: false });
  });

  test.each([
    ['profile mine/kantian --wordings 4', /--wordings is 1 to 3 here.*got 4/],
    ['profile mine/kantian --wordings none', /whole number from 1.*got "none"/],
    ['profile economicus --both', /economicus is no model/],
    ['profile economicus --ask decision', /--ask is for language models/],
    ['profile mine/kantian?ask=decison', /Did you mean "\?ask=decision"/],
    ['profile mine/kantian economicus moralis:0.1 moralis:0.2 moralis:0.3 baseline --both', /6 agents at most/],
  ])('%s is refused in one sentence', async (line, sentence) => {
    await using here = await at({ kantian: {} });
    const { code, out, err } = await here.homines(line);
    expect(err).toMatch(sentence);
    expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    expect(here.server.journal).toHaveLength(0);
  });
});
