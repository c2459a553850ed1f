/** The order of options in runs with models: every order equally often, whatever was interrupted; fixed only where somebody fixed it. */
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { LogRow } from '../../src/core/log.ts';
import { FIXED_ORDER } from '../../src/core/option-order.ts';
import { openLog } from '../../src/store/log-reader.ts';
import { openStore } from '../../src/store/open.ts';
import { serveDecisions } from './decision-server.ts';
import { type Place, placeOf } from './running.ts';
import { answers, type Behaviour, serve, stalls } from './server.ts';

const format = z.object({
  json_schema: z.object({
    schema: z.object({ properties: z.object({ answer: z.object({ enum: z.array(z.string()) }) }) }),
  }),
});
/** A model that says what stands first, whatever it is. */
const firstOption: Behaviour = (res, asked) =>
  answers(format.parse(asked.body['response_format']).json_schema.schema.properties.answer.enum[0]!)(res, asked);
const until = (count: number): Behaviour => {
  let asked = 0;
  return (res, one) => (asked++ < count ? firstOption : stalls)(res, one);
};

const dilemma = 'run prisoners-dilemma --seats openai/small,economicus --seed 5';

/** How often each order of each question was shown to a model. */
async function shown({ decisions }: Place): Promise<Readonly<Record<string, number>>> {
  const orders = (await decisions()).flatMap(({ seat, key, options }) =>
    options === null ? [] : [`${seat} ${key} ${options.join('')}`],
  );
  return Object.fromEntries([...Map.groupBy(orders, (one) => one)].map(([one, all]) => [one, all.length]));
}
const rotationsIn = async ({ matches }: Place) => (await matches()).map(({ presentation }) => presentation?.rotation);

describe.concurrent('the order of options', () => {
  test('is turned from match to match: who says what stands first cooperates in exactly one half', async () => {
    await using here = placeOf(await serve(firstOption));
    const { json, err } = await here.run(`${dilemma} --matches 20`);
    expect(await shown(here)).toEqual({ '0 first CD': 10, '0 first DC': 10 });
    expect((await rotationsIn(here)).slice(0, 4)).toEqual([0, 1, 0, 1]);
    const mine = (await here.decisions()).filter(({ seat }) => seat === 0);
    expect(mine.filter(({ answer }) => answer === 'C')).toHaveLength(10);
    expect(json.card).toMatchObject({ orders: { how: 'turned', orders: 2, apart: 0, next: null }, warnings: [] });
    expect(err).not.toContain('one fixed order');
    const again = await here.homines('replay --all --json');
    expect(JSON.parse(again.out)).toMatchObject({ matches: 20, agree: true });
    // A file in which one question has its options the other way round is found out.
    const [first, ...rest] = await here.decisions();
    const [log, wrong] = [await openLog(here.db), join(here.folder, 'wrong.sqlite')];
    const store = await openStore(wrong);
    await store.record([
      ...(await log.sessions()).map((row): LogRow => ({ table: 'session', row })),
      ...(await here.matches()).map((row): LogRow => ({ table: 'match', row })),
      ...[{ ...first!, options: first!.options!.toReversed() }, ...rest].map((row): LogRow => ({
        table: 'decision',
        row,
      })),
    ]);
    store.close();
    log.close();
    const { code, out } = await here.homines(`replay --all --db ${wrong}`);
    expect([code, out]).toEqual([1, expect.stringContaining('options stored as')]);
  });

  test('ends balanced after a kill: what was begun goes on in its order, what was not gets its own', async () => {
    let now = until(9);
    const server = await serve((res, asked) => now(res, asked));
    await using here = placeOf(server);
    const line = `${dilemma} --matches 20 --concurrency 6`;
    const child = here.begin(line);
    const closed = new Promise((done) => child.once('close', done));
    await vi.waitFor(async () => expect((await here.decisions().catch(() => [])).length).toBeGreaterThanOrEqual(9), {
      ...{ timeout: 60_000, interval: 100 },
    });
    child.kill('SIGKILL');
    await closed;
    now = firstOption;
    const { json } = await here.run(`${line} --resume`);
    expect(json).toMatchObject({ matches: 20, resumed: true });
    expect(await shown(here)).toEqual({ '0 first CD': 10, '0 first DC': 10 });
    // More matches later go on where these end.
    await here.run(`${dilemma} --matches 23 --resume`);
    expect(Object.values(await shown(here)).toSorted()).toEqual([11, 12]);
  });

  test('says which number of matches would be exact', async () => {
    await using here = placeOf(await serve(firstOption));
    const { json } = await here.run(`${dilemma} --matches 5`);
    expect(json.card).toMatchObject({ orders: { how: 'turned', orders: 2, apart: 1, next: 6 } });
    const { err } = await here.homines(`${dilemma} --matches 5 --session again`);
    expect(err).toMatch(/^orders .*\b6 matches$/m);
  });

  test('is even for each question where lots deal the roles', async () => {
    await using here = placeOf(await serve(firstOption));
    await here.run(`${dilemma} --set roles=drawn --matches 16`);
    const all = await shown(here);
    expect(Math.abs(all['0 first CD']! - all['0 first DC']!)).toBeLessThanOrEqual(1);
    expect(all['0 first CD']! + all['0 first DC']!).toBeLessThan(16);
  });

  test('stays where a setting fixes it, which is said before and refuses to be turned later', async () => {
    await using here = placeOf(await serve(firstOption));
    const { json } = await here.run(`${dilemma} --set order=fixed --matches 4`);
    expect(await shown(here)).toEqual({ '0 first CD': 4 });
    expect(await rotationsIn(here)).toEqual([undefined, undefined, undefined, undefined]);
    expect(json.card).toMatchObject({ orders: { how: 'fixed' }, warnings: [FIXED_ORDER] });
    await here.run(`${dilemma} --matches 2 --session turned`);
    const { code, err } = await here.homines(`${dilemma} --set order=fixed --matches 4 --resume turned`);
    expect([code, err]).toEqual([2, expect.stringContaining('order')]);
  });

  test('is the game’s own where only programs sit', async () => {
    await using here = placeOf(await serve(firstOption));
    await here.homines('run prisoners-dilemma --seats economicus,moralis:0.5 --matches 2');
    expect(await rotationsIn(here)).toEqual([undefined, undefined]);
  });

  test('is every one for who tells probabilities: nothing is turned, and a planted bias of place is what is found', async () => {
    const server = await serveDecisions();
    await using here = placeOf(server, {
      providers: { openai: { address: server.address, key: 'OPENAI_API_KEY' } },
      agents: { 'openai/position-1': { decision: { dialect: 'systemone', at: 1 } } },
    });
    const line = 'run prisoners-dilemma --seats openai/position-1?ask=decision,economicus --matches 4';
    const { json } = await here.run(line);
    expect(json.card).toMatchObject({ orders: { how: 'all' }, warnings: [] });
    expect(await rotationsIn(here)).toEqual([undefined, undefined, undefined, undefined]);
    const { out } = await here.homines('compare --json');
    const [group] = compared.parse(JSON.parse(out)).treatments[0]!.groups;
    // True log-odds 1, bias 1: log-odds 2 where it stands first, 0 where it stands last.
    const [first, last] = [1 / (1 + Math.exp(-2)), 0.5];
    expect(group!.position).toMatchObject({
      matches: { all: 4, turned: 0, game: 0 },
      effects: [{ measure: 'cooperates first', from: 'probabilities', first: { n: 1 }, interval: null }],
    });
    expect(group!.position.effects[0]!.difference).toBeCloseTo(first - last, 6);
  });
});

const compared = z.object({
  treatments: z.array(
    z.object({
      groups: z.array(
        z.object({
          position: z.object({
            matches: z.record(z.string(), z.number()),
            effects: z.array(z.looseObject({ difference: z.number().nullable(), measure: z.string() })),
          }),
        }),
      ),
    }),
  ),
});
