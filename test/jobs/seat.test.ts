/** A model that a provider has made takes its seat: proved against its base, by names as the provider has them; cards are rented, waited for, ended. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { rentedNotice } from '../../src/commands/shared/rented-words.ts';
import { seatAt } from '../../src/commands/tune/provider-seat.ts';
import { awake, endRent, rent, rentedNow, renting } from '../../src/commands/tune/rent.ts';
import { markOf } from '../../src/jobs/mark.ts';
import { readAgent } from '../../src/agents/index.ts';
import { loadGame } from '../../src/disk/games.ts';
import { openModels } from '../../src/model/registry.ts';
import { tunedStanding } from '../../src/tune/proof.ts';
import { rentedIn } from '../../src/tune/rented.ts';
import { proofsIn, readEvents } from '../../src/tune/run-read.ts';
import { labFileOf, type ThereOptions, type TrainedThere, trainedThere } from './trained-there.ts';

const { signal } = new AbortController();
let there: TrainedThere | null = null;
afterEach(async () => {
  await there?.[Symbol.asyncDispose]();
  there = null;
});

async function trained(options: ThereOptions = {}) {
  there = await trainedThere(options);
  const { lab, folder, run, tuner, env } = there;
  const said: string[] = [];
  const parts = { env, signal, say: (sentence: string) => void said.push(sentence), everyMs: 100 };
  return { ...there, said, seat: () => seatAt(tuner, lab, { folder, run }, parts) };
}
const questions = ({ place }: Pick<TrainedThere, 'place'>): number =>
  place.accounts.log.filter(({ call }) => call === 'chat').length;
const eventsOf = (folder: string, ...kinds: readonly string[]) =>
  readEvents(folder).filter(({ kind }) => kinds.includes(kind));

describe('a tuned model that is asked at once', () => {
  it('is proved against its base, seated by its name there and labelled by its run; the same again asks nothing', async () => {
    const one = await trained();
    const id = `together/${one.model}`;
    expect(await one.seat()).toMatchObject({ kind: 'seated', id, base: 'together/small', proven: true });
    expect(tunedStanding(proofsIn(readEvents(one.folder)))).toEqual({ kind: 'tuned model' });
    const { agents, providers } = labFileOf(one.lab);
    expect(Object.keys(agents).toSorted()).toEqual(['together/small', id].toSorted());
    expect(agents[id]).toMatchObject({
      ...{ label: 'kant-1', ask: 'words', expects: true, decision: { dialect: 'first token' } },
      tuned: { run: 'kant-1', digest: one.model, proven: true },
    });
    expect(providers).toEqual({ together: { address: one.server.address('example'), key: 'TOGETHER_API_KEY' } });
    // The bound that was said before holds.
    const most = Number(/at most (\d+) short questions/.exec(one.said.join(' '))![1]);
    const asked = questions(one);
    expect(asked).toBeLessThanOrEqual(most + 8);
    await one.seat();
    expect(questions(one)).toBe(asked);
  });

  it('is no tuned model where the provider serves the base under its name', async () => {
    const one = await trained();
    // The provider has lost the weights: the name answers as the base does.
    vi.spyOn(one.place.jobs.all[0]!, 'learner').mockReturnValue({ lean: () => null });
    const seating = await one.seat();
    expect(seating).toMatchObject({ kind: 'seated', proven: false });
    expect(tunedStanding(proofsIn(readEvents(one.folder)))).toEqual({ kind: 'not a tuned model', failed: ['alive'] });
    expect(labFileOf(one.lab).agents[`together/${one.model}`]).toMatchObject({
      tuned: { proven: false, standing: 'not a tuned model: alive failed' },
    });
  });

  it('is not proven where the base is not asked there: nothing is paid for but the question that shows it', async () => {
    const one = await trained();
    one.place.bases.splice(0, one.place.bases.length, ...one.place.bases.filter(({ name }) => name !== 'small'));
    const seating = await one.seat();
    expect(seating).toMatchObject({ kind: 'seated', base: null, proven: false });
    expect(tunedStanding(proofsIn(readEvents(one.folder)))).toEqual({ kind: 'not proven yet', missing: ['alive'] });
    expect(one.said.join(' ')).toContain('small');
    expect(questions(one)).toBeLessThan(12);
  });

  it.each([
    'ft:gpt-4o-mini-2024-07-18:org::AbCd1234',
    'me/Meta-Llama-3.1-8B-kant-1-1a2b3c4d',
    'accounts/me/models/kant-1#accounts/me/deployments/homines-0a1b2c3d4e5f',
  ])('sits at a table as %s, asked in any way and told anything', async (called) => {
    const one = await trained({ called });
    await one.seat();
    const models = openModels({ folder: one.lab, env: one.env, limitMs: 10_000, atOnce: 2 });
    const game = await loadGame('prisoners-dilemma');
    for (const more of ['', '?ask=decision', '?ask=json+moralis:0.5']) {
      const id = `together/${called}${more}`;
      expect(readAgent(id, game, models)).toMatchObject({ id, label: 'kant-1' });
    }
  });
});

describe('cards that are rented', () => {
  const rentOf = ({ run, folder, tuner }: TrainedThere) => ({
    ...{ run, folder, deployments: tuner.deployments!, signal, everyMs: 50 },
  });

  it('are rented by nobody but whoever asks for them', async () => {
    const one = await trained({ rented: true });
    expect(await one.seat()).toEqual({ kind: 'to serve', usdPerHour: 2.9 });
    expect([one.place.deployments.all.length, questions(one)]).toEqual([0, 0]);
    expect(rentedNotice(one.lab)).toBeNull();
  });

  it('start, are waited for, and answer; asleep they are woken; ended they cost nothing and are said no more', async () => {
    const one = await trained({ rented: true });
    const cards = rentOf(one);
    await rent(cards, one.model, 2.9);
    expect(rentedIn(readEvents(one.folder))).toMatchObject({ deployment: 'deployment-1', usdPerHour: 2.9 });
    const since = Date.now();
    expect(await one.seat()).toMatchObject({ kind: 'seated', id: 'together/deployment-1', proven: true });
    expect(Date.now() - since).toBeGreaterThan(1000);
    expect(labFileOf(one.lab).agents['together/deployment-1']).toMatchObject({ wakes: 1800, label: 'kant-1' });
    expect(rentedNotice(one.lab)).toMatch(/kant-1.*USD 2\.90 an hour/);

    one.server.world.tick(3_600_000);
    expect((await rentedNow(cards))!.state).toBe('asleep');
    expect((await awake(cards, (await rentedNow(cards))!)).state).toBe('ready');

    expect(await endRent(cards)).toBe('deployment-1');
    expect(one.place.deployments.state(one.place.deployments.all[0]!)).toBe('ended');
    expect([await endRent(cards), rentedNotice(one.lab)]).toEqual([null, null]);
    expect(eventsOf(one.folder, 'deploying', 'deployed', 'ended').map(({ kind }) => kind)).toEqual([
      ...['deploying', 'deployed', 'ended'],
    ]);
  });

  it('that sleep in the middle of a game are waited for longer than a move may take', async () => {
    const one = await trained({ rented: true });
    await rent(rentOf(one), one.model, 2.9);
    await one.seat();
    one.server.world.tick(3_600_000);
    /** Whether they are being woken, each time that something is told of them. */
    const told: boolean[] = [];
    const models: ReturnType<typeof openModels> = openModels({
      ...{ folder: one.lab, env: one.env, limitMs: 1000, atOnce: 2 },
      told: () => void told.push(models.waking!() !== null),
    });
    const seat = models.seat('together/deployment-1', 'together', 'deployment-1', 'words');
    const { call, chatExchange } = await import('../../src/model/call.ts');
    const asked = call(
      ...[seat.connection, chatExchange(seat.connection, [{ role: 'user', content: 'Well?' }], {}), 1000, signal],
      () => undefined,
    );
    expect((await asked).kind).toBe('answer');
    expect(told).toEqual([true, false]);
  });

  it('made by a program that was killed before it could say so are found by their mark, and not made twice', async () => {
    const one = await trained({ rented: true });
    const cards = rentOf(one);
    const killed = { ...cards.deployments, make: () => Promise.reject(new Error('killed')) };
    await cards.deployments.make(one.model, markOf(one.run), signal);
    await expect(rent({ ...cards, deployments: killed }, one.model, 2.9)).rejects.toThrow('killed');
    expect(rentedIn(readEvents(one.folder))).toMatchObject({ deployment: null });
    expect(rentedNotice(one.lab)).toContain('may run');
    expect(await rentedNow(cards)).toMatchObject({ id: 'deployment-1' });
    expect(rentedIn(readEvents(one.folder))).toMatchObject({ deployment: 'deployment-1' });
    await rent(cards, one.model, 2.9);
    expect(one.place.deployments.all.length).toBe(1);
    expect(await endRent(cards)).toBe('deployment-1');
  });

  it('asked for by two programs at once are rented once, also where they are made slowly', async () => {
    const one = await trained({ rented: true });
    const cards = rentOf(one);
    let made = 0;
    const make: typeof cards.deployments.make = async (...asked) => {
      await new Promise((done) => setTimeout(done, 400));
      made += 1;
      return cards.deployments.make(...asked);
    };
    const slow = { ...cards, deployments: { ...cards.deployments, make } };
    const wanted = () => renting(slow, async () => (await rentedNow(slow)) ?? rent(slow, one.model, 2.9));
    const ids = (await Promise.all([wanted(), wanted()])).map(({ id }) => id);
    expect([made, ids]).toEqual([1, ['deployment-1', 'deployment-1']]);
    expect(await endRent(slow)).toBe('deployment-1');
  });

  it('that were never made are looked for, and forgotten; those that failed are ended', async () => {
    const one = await trained({ rented: true });
    const cards = rentOf(one);
    const killed = { ...cards.deployments, make: () => Promise.reject(new Error('killed')) };
    await expect(rent({ ...cards, deployments: killed }, one.model, 2.9)).rejects.toThrow('killed');
    expect([await rentedNow(cards), rentedNotice(one.lab)]).toEqual([null, null]);
    one.place.deployments.failures.push('no capacity');
    const made = await rent(cards, one.model, 2.9);
    await expect(awake(cards, made)).rejects.toThrow('kant-1');
    expect(one.place.deployments.state(one.place.deployments.all[0]!)).toBe('ended');
    expect(rentedNotice(one.lab)).toBeNull();
  });
});
