/** A profile that was interrupted goes on, and one that has ended is looked at again: counted at the server, judged from the log. */
import { describe, expect, test, vi } from 'vitest';
import { trusted } from '../config-folder.ts';
import { type Character, is, kantian, open, read, selfish } from './profiled.ts';
import { answersBy, type Behaviour, declines, fails, stalls } from './server.ts';

/** What is told, without what differs from run to run: codes, times, and why it is told. */
const judgedIn = ({ rows, agents }: ReturnType<typeof read>): unknown => ({
  agents,
  rows: rows.map(({ id, cells }) => ({ id, cells: cells.map((cell) => ({ ...cell, matches: cell.matches.length })) })),
});

const first = (count: number, behaviour: Behaviour, then: Behaviour): Behaviour =>
  (() => {
    let asked = 0;
    return (res, one) => (asked++ < count ? behaviour : then)(res, one);
  })();

describe.concurrent('going on', () => {
  test('after a cap: only what is missing is asked, and the verdicts are those of one that was never stopped', async () => {
    await using here = await open(answersBy(is(selfish)));
    const line = 'profile openai/small economicus --json --seed 5';
    const cut = read((await here.homines(`${line} --max-calls 30`)).out);
    expect(cut).toMatchObject({ stopped: 'max-calls', calls: 30, resumed: false });
    expect(cut.missing).toBeGreaterThan(0);
    expect(here.server.journal).toHaveLength(30);
    const { out, err, code } = await here.homines('profile --resume --json');
    const whole = read(out);
    expect({ err, code }).toEqual({ err: '', code: 0 });
    // Nothing whose answer had arrived is asked again.
    expect(here.server.journal).toHaveLength(60);
    expect(whole).toMatchObject({
      session: cut.session,
      calls: 60,
      stopped: null,
      missing: 0,
      resumed: true,
      card: { calls: 30 },
    });
    await using other = await open(answersBy(is(selfish)));
    expect(judgedIn(whole)).toEqual(judgedIn(read((await other.homines(line)).out)));
    // Nothing is missing now, by name, by code, and as typed.
    for (const words of ['--resume', `--resume ${whole.session}`, 'openai/small economicus --seed 5 --resume'])
      expect(read((await here.homines(`profile ${words} --json`)).out)).toMatchObject({
        session: whole.session,
        calls: 60,
      });
    expect(here.server.journal).toHaveLength(60);
    expect((await here.homines('replay --all --json')).code).toBe(0);
  });

  test('killed in the middle: no more calls in all than answers were lost on the way', async () => {
    await using here = await open(first(25, answersBy(is(kantian)), stalls));
    const child = here.begin('profile openai/small --concurrency 4 --seed 2');
    const closed = new Promise((done) => child.once('close', done));
    await vi.waitFor(() => expect(here.server.journal.length).toBeGreaterThan(25), { timeout: 60_000 });
    await vi.waitFor(async () => expect((await here.calls()).length).toBe(25), { timeout: 60_000 });
    child.kill('SIGKILL');
    await closed;
    const before = here.server.journal.length;
    await using again = await open(answersBy(is(kantian)));
    const { out } = await here.homines('profile --resume --json', { OPENAI_BASE_URL: again.server.address });
    expect(again.server.journal).toHaveLength(60 - 25);
    expect(read(out)).toMatchObject({ calls: 60, missing: 0 });
    expect(before).toBeLessThanOrEqual(25 + 4);
  });

  test('where a server had no answer the question is asked again; a refusal is an answer, and is not', async () => {
    let asked = 0;
    const broken = 7;
    // Which question is asked when is nobody's promise: what is refused is named by what it asks.
    let refused = 0;
    await using here = await open((res, one) => {
      asked += 1;
      if (asked === broken) return fails(401)(res, one);
      const isExpectation = one.body.messages?.at(-1)?.content.includes('How likely is') ?? false;
      return (asked > 10 && isExpectation && refused++ === 0 ? declines : answersBy(is(selfish)))(res, one);
    });
    const once = await here.homines('profile openai/small --json --concurrency 1');
    const cut = read(once.out);
    expect(cut).toMatchObject({ missing: 1, stopped: null });
    expect(once.code).toBe(1);
    expect(once.err.replaceAll('\n', ' ')).toMatch(
      /1 of 7 matches is missing.*"homines profile --resume [a-z]{8}" asks what is missing and nothing else/,
    );
    const sent = here.server.journal.length;
    const whole = read((await here.homines('profile --resume --json')).out);
    expect(whole).toMatchObject({ missing: 0 });
    // 60 questions and the one that failed.
    expect(here.server.journal).toHaveLength(61);
    expect(sent).toBeLessThan(61);
    // What was refused was what it expects of the other, which is no choice.
    expect(refused).toBeGreaterThan(0);
    expect(whole.agents[0]!.answers).toBe(42);
  });

  test('self-play goes on where it was stopped: one price is forced once a market, by whichever run reaches it', async () => {
    await using here = await open(answersBy(is(kantian)));
    const line = 'profile openai/small --json --seed 5 --length standard --concurrency 20';
    const cut = read((await here.homines(`${line} --max-calls 500`)).out);
    expect(cut).toMatchObject({ stopped: 'max-calls', calls: 500 });
    // A price whose seat waits for the other's has arrived and is in no match yet: one a match, at most.
    const kept = new Set(
      (await here.decisions()).map(({ match, turn, seat, key }) => `${match} ${turn} ${seat} ${key}`),
    );
    const waiting = (await here.calls()).filter(
      ({ match, turn, seat, key }) => !kept.has(`${match} ${turn} ${seat} ${key}`),
    );
    expect(new Set(waiting.map(({ match }) => match)).size).toBe(waiting.length);
    const whole = read((await here.homines('profile --resume --json --concurrency 20')).out);
    expect(whole).toMatchObject({ calls: 790, missing: 0 });
    // What waits is read from its call: the card counts its question, and nothing is sent for it.
    expect(whole.card!.calls).toBe(290 + waiting.length);
    const set = (await here.decisions()).filter(({ source }) => source === 'forced');
    expect(set.map(({ seat, round, key }) => `${seat} ${round} ${key}`)).toEqual(Array(10).fill('1 14 price'));
    expect(new Set(set.map(({ match }) => match)).size).toBe(10);
    expect((await here.homines('replay --all --json')).code).toBe(0);
  });

  test('what cannot go on is refused in one sentence', async () => {
    await using here = await open(answersBy(is(selfish)), (address) => ({ providers: { mine: { address } } }));
    const refused = async (line: string, sentence: RegExp): Promise<void> => {
      const { code, out, err } = await here.homines(line);
      expect(err.replaceAll('\n', ' ')).toMatch(sentence);
      expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    };
    await refused('profile --resume', /holds no profile to go on with/);
    await refused('profile --again', /There is no database|holds no profile to look at again/);
    await here.homines('profile mine/small --max-calls 3 --session one');
    await refused('profile --resume onne', /holds no profile "onne".*Did you mean "one"/);
    await refused('profile --again two', /holds no profile "two"/);
    await refused('profile mine/other --resume one', /has other agents \(mine\/small\) than was typed/);
    await refused('profile mine/small --length full --resume one', /has another length \(quick\)/);
    await refused('profile mine/small --again one', /leave out agents/);
    await here.homines('run prisoners-dilemma --seats economicus,economicus --session three');
    await refused('profile --again three', /is no profile/);
    await refused('run --resume one', /is a profile: "homines profile --resume [a-z]{8}" goes on with it/);
    expect((await here.homines('run --resume')).code).toBe(0);
  });

  test('a temperature that was changed meanwhile would mix two subjects', async () => {
    const { writeFileSync } = await import('node:fs');
    const { join } = await import('node:path');
    await using here = await open(answersBy(is(selfish)));
    const lab = (temperature: number): void => {
      const file = {
        providers: { mine: { address: here.server.address } },
        agents: { 'mine/small': { settings: { temperature } } },
      };
      trusted(file);
      writeFileSync(join(here.folder, 'homines.config.json'), JSON.stringify(file));
    };
    lab(0.2);
    await here.homines('profile mine/small --max-calls 3 --session one');
    lab(1);
    const { code, err } = await here.homines('profile --resume one');
    expect(err).toContain('asked mine/small at temperature 0.2, and homines.config.json says 1 now');
    expect(code).toBe(2);
    lab(0.2);
    expect(read((await here.homines('profile --resume one --json')).out)).toMatchObject({ missing: 0, calls: 60 });
  });
});

test('looked at again it tells the same from the log, without a call; two readings of one model stay apart', async () => {
  const wavering: Character = {
    ...kantian,
    dilemma: () => (Math.random() < 0.5 ? 'cooperate' : 'defect'),
    asks: () => 14 + Math.round(10 * Math.random()) / 10,
  };
  await using here = await open(answersBy(is(wavering)));
  const line =
    'profile openai/small+moralis:0.5/sellers openai/small+moralis:0.5/buyers economicus --json --session both';
  const live = read((await here.homines(line)).out);
  const asked = here.server.journal.length;
  expect(asked).toBe(120);
  const again = read((await here.homines('profile --again both --json')).out);
  expect(here.server.journal).toHaveLength(asked);
  expect(again).toMatchObject({ session: live.session, calls: 120, missing: 0, card: null, seconds: null });
  expect(again.rows).toEqual(live.rows);
  expect(again.agents).toEqual(live.agents);
  const text = await here.homines('profile --again');
  expect(text.out).toContain('insensitive to incentives');
  expect(text).toMatchObject({ code: 0, err: '' });
});
