/**
 * Real weights at the table, through the program as a stranger uses it: added, tested, played, killed, resumed, replayed,
 * profiled. What is stored must be what the weights say, order by order.
 */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import type { CallRow, DecisionRow } from '../../src/core/log.ts';
import { LAB_FILE } from '../../src/model/lab-file.ts';
import { type Place, place } from '../model/running.ts';
import { CLOSE, direct } from './direct.ts';
import { TINY } from './environment.ts';

const SEAT = `local/${TINY}?ask=decision`;

/** The server with somebody before it who passes everything on and counts the questions that came. */
async function countedServer() {
  const counted = { decisions: 0, address: '', close: async (): Promise<void> => undefined };
  const server = createServer(async (request, response) => {
    if (request.url?.endsWith('/systemone') === true) counted.decisions += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(inject('served') + (request.url ?? ''), {
      method: request.method ?? 'GET',
      headers,
      ...body,
    });
    response.writeHead(answer.status, headers).end(await answer.text());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const at = server.address();
  counted.address = `http://127.0.0.1:${typeof at === 'object' ? at?.port : ''}/v1`;
  counted.close = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return counted;
}

let server: Awaited<ReturnType<typeof countedServer>>;
let lab: Place;

beforeAll(async () => {
  server = await countedServer();
  lab = place('http://127.0.0.1:1/v1');
});
afterAll(async () => {
  await server.close();
  lab.remove();
});

/** What was drawn in each match, whatever its code is. */
function drawsOf({ decisions }: Stored): readonly string[] {
  const byMatch = Map.groupBy(decisions, ({ match }) => match);
  return [...byMatch.values()]
    .map((rows) =>
      rows
        .map(({ seat, key, answer }) => `${seat} ${key} ${String(answer)}`)
        .toSorted()
        .join(', '),
    )
    .toSorted();
}

type Stored = { readonly calls: readonly CallRow[]; readonly decisions: readonly DecisionRow[] };

/** Everything that is stored beside these matches. */
async function storedBeside(matches: ReadonlySet<string>): Promise<Stored> {
  const isNew = ({ match }: { readonly match: string }): boolean => !matches.has(match);
  return { calls: (await lab.calls()).filter(isNew), decisions: (await lab.decisions()).filter(isNew) };
}
/** The matches that are there; none where nothing has been played. */
const matchesNow = async (): Promise<ReadonlySet<string>> =>
  new Set(existsSync(lab.db) ? (await lab.matches()).map(({ code }) => code) : []);

const profiled = z.object({ missing: z.number(), calls: z.number() });
const sent = z.object({ questions: z.record(z.string(), z.object({ criteria: z.record(z.string(), z.unknown()) })) });

/** The probabilities that the weights give a stored request, in the order in which it listed the options. */
async function computed(
  request: string,
): Promise<{ readonly labels: readonly string[]; readonly p: readonly number[] }> {
  const questions = Object.values(await direct(request));
  expect(questions.length).toBe(1);
  const { probabilities } = questions[0]!;
  return { labels: Object.keys(probabilities), p: Object.values(probabilities) };
}

/** Every stored distribution is compared with the weights, order by order and in its mean; how many there were. */
async function expectAsComputed({ decisions, calls }: Stored): Promise<number> {
  const of = ({ match, turn, seat, key }: CallRow | DecisionRow): string => [match, turn, seat, key].join(' ');
  let compared = 0;
  for (const decision of decisions) {
    const { distribution } = decision;
    if (distribution === null) continue;
    const asked = calls.filter((call) => call.outcome === 'answered' && of(call) === of(decision));
    expect(asked.map(({ rotation }) => rotation ?? -1).toSorted((one, other) => one - other)).toEqual(
      distribution.orders.map(({ rotation }) => rotation),
    );
    const straight = asked.find(({ rotation }) => rotation === 0)!;
    // What is shown stands in canonical order where nothing is turned: by these words the other orders are read.
    const canonical = Object.keys(Object.values(sent.parse(JSON.parse(straight.request)).questions)[0]!.criteria);
    const sums = distribution.options.map(() => 0);
    for (const order of distribution.orders) {
      const { labels, p } = await computed(asked.find(({ rotation }) => rotation === order.rotation)!.request);
      for (const [i, label] of canonical.entries()) {
        const weight = p[labels.indexOf(label)]!;
        sums[i]! += weight;
        expect(Math.abs(order.probabilities[i]! - weight), `${decision.key} ${label} ${order.rotation}`).toBeLessThan(
          CLOSE,
        );
        // Each order is another: by so many places is the list turned.
        expect(labels.indexOf(label)).toBe((i - order.rotation + labels.length) % labels.length);
      }
    }
    for (const [i, sum] of sums.entries())
      expect(Math.abs(distribution.mean[i]! - sum / distribution.orders.length)).toBeLessThan(CLOSE);
    expect(distribution.options).toContain(String(decision.answer));
    compared += 1;
  }
  return compared;
}

describe('a model with real weights', () => {
  it('is added by its address alone, and how its server gives probabilities is found', async () => {
    const added = await lab.homines(`agents add local ${server.address}`);
    expect(added).toMatchObject({ code: 0, err: expect.not.stringContaining('!') });
    const tested = await lab.homines(`agents test local/${TINY} --json`);
    expect(tested.code).toBe(0);
    // A server that takes a schema without a word and does not keep to it.
    expect(JSON.parse(tested.out)).toMatchObject({ schema: 'no', logprobs: 'no' });
    const file: unknown = JSON.parse(readFileSync(join(lab.folder, LAB_FILE), 'utf8'));
    expect(file).toMatchObject({ agents: { [`local/${TINY}`]: { decision: { dialect: 'systemone' } } } });
  });

  it.each([
    ['prisoners-dilemma', `${SEAT},${SEAT} --set method=strategy`, 3, 9],
    ['trust', `${SEAT},${SEAT} --set method=strategy`, 2, 4],
    ['pricing-duopoly', `local/${TINY}?ask=grid,economicus --set rounds=2`, 1, 2],
  ])('plays %s: what is stored is what its weights say', async (game, seats, count, questions) => {
    const before = await matchesNow();
    const { code, json } = await lab.run(`run ${game} --seats ${seats} --matches ${count} --seed 11 --yes`);
    expect(code).toBe(0);
    expect(json).toMatchObject({ failed: 0, outcomes: { answered: questions } });
    const stored = await storedBeside(before);
    expect(stored.calls.every(({ outcome }) => outcome === 'answered')).toBe(true);
    expect(await expectAsComputed(stored)).toBe(questions);
  });

  const matches = 16;
  /** What was drawn in the matches of the run that was killed and went on. */
  let drawn: readonly string[] = [];
  const both = `run prisoners-dilemma --seats ${SEAT},${SEAT} --matches ${matches} --seed 5 --yes --concurrency 4`;

  it('is asked nothing twice that had been answered when the program was killed', async () => {
    const before = await matchesNow();
    const asked = server.decisions;
    const child = lab.begin(both);
    while (server.decisions - asked < matches) await sleep(20);
    child.kill('SIGKILL');
    await once(child, 'close');
    // What was under way may still arrive.
    await sleep(500);
    const stored = (await storedBeside(before)).calls;
    expect(stored.length).toBeGreaterThan(0);
    expect(stored.length).toBeLessThan(4 * matches);
    const afterKill = server.decisions;

    const { code, json } = await lab.run(`${both} --resume`);
    expect(code).toBe(0);
    expect(json).toMatchObject({ matches, decisions: 2 * matches, resumed: true, failed: 0 });
    // Two questions a match, each in two orders.
    expect(server.decisions - afterKill).toBe(4 * matches - stored.length);
    const { calls } = await storedBeside(before);
    expect(calls.length).toBe(4 * matches);
    const places = calls.map(({ match, turn, seat, key, rotation }) => [match, turn, seat, key, rotation].join(' '));
    expect(new Set(places).size).toBe(4 * matches);
    for (const row of stored) expect(calls).toContainEqual(row);
    drawn = drawsOf(await storedBeside(before));
  });

  it('gives the same draws when matches are replayed, and when they are played again by the same seed', async () => {
    const asked = server.decisions;
    const replayed = await lab.homines('replay --all --json');
    expect(replayed.code).toBe(0);
    expect(JSON.parse(replayed.out)).toMatchObject({ agree: true });
    expect(server.decisions).toBe(asked);

    const before = await matchesNow();
    expect((await lab.run(both)).code).toBe(0);
    expect(drawsOf(await storedBeside(before))).toEqual(drawn);
    // Else every draw would be the same whatever it is drawn with.
    expect(new Set(drawn).size).toBeGreaterThan(1);
  });

  it('has a profile that asks every situation once in every order', async () => {
    const before = await matchesNow();
    const asked = server.decisions;
    const { code, out } = await lab.homines(`profile ${SEAT} --seed 3 --yes --json`);
    expect(code).toBe(0);
    const stored = await storedBeside(before);
    expect(server.decisions - asked).toBe(stored.calls.length);
    expect(profiled.parse(JSON.parse(out))).toMatchObject({ missing: 0, calls: stored.calls.length });
    const questions = new Set(stored.calls.map(({ match, turn, key }) => [match, turn, key].join(' ')));
    expect(await expectAsComputed(stored)).toBe(questions.size);
    // A situation is what the model reads: none is asked twice in one order.
    expect(new Set(stored.calls.map(({ request }) => request)).size).toBe(stored.calls.length);
  });
});
