/** How a model is asked, at every door of the command line: by flag, by id, by the lab's file; and what is refused at the start. */
import { expect, test } from 'vitest';
import { serveDecisions } from './decision-server.ts';
import { placeOf } from './running.ts';

const found = { decision: { dialect: 'systemone', at: 1 } };
async function lab(agents: object = { 'local/plain': found }) {
  const server = await serveDecisions();
  return placeOf(server, { providers: { local: { address: server.address } }, agents, cast: {} });
}

test('--ask decision asks all models whose ids say nothing; every order is a call, and what is stored says how it was asked', async () => {
  await using here = await lab();
  const { code, json } = await here.run(
    'run prisoners-dilemma --seats local/plain,local/plain?ask=json --ask decision --matches 2 --set method=strategy',
  );
  expect(code).toBe(0);
  expect(json.seats.map(({ agent }) => agent)).toEqual(['local/plain?ask=decision', 'local/plain?ask=json']);
  const [first] = await here.matches();
  expect(first!.seats.map(({ id, ask = 'json' }) => [id, ask])).toEqual([
    ['local/plain?ask=decision', 'decision'],
    ['local/plain?ask=json', 'json'],
  ]);
  // One choice of the first seat and two of the second a match: two orders of the one, one call for each of the other.
  const calls = await here.calls();
  expect(calls.map(({ rotation }) => rotation).toSorted()).toEqual([0, 0, 1, 1, null, null, null, null]);
  const decisions = await here.decisions();
  expect(decisions.map(({ seat, distribution }) => [seat, distribution === null])).toEqual(
    expect.arrayContaining([
      [0, false],
      [1, true],
    ]),
  );
});

test('the lab’s file says how a model is asked, and a run that goes on asks as it began', async () => {
  await using here = await lab({ 'local/plain': { ...found, ask: 'grid' } });
  const line = 'run pricing-duopoly --seats local/plain,economicus --set rounds=2 --session prices';
  expect((await here.run(`${line} --matches 1`)).code).toBe(0);
  const again = await here.run('run --resume prices --matches 2');
  expect(again.code).toBe(0);
  const matches = await here.matches();
  expect(matches.map(({ seats }) => seats[0]!.id)).toEqual(['local/plain?ask=grid', 'local/plain?ask=grid']);
  const drawn = (await here.decisions()).filter(({ seat }) => seat === 0);
  expect(drawn.map(({ distribution }) => distribution?.grid)).toEqual([true, true, true, true]);
});

test('the card says before the run how models are asked, by name where not all are asked so', async () => {
  await using here = await lab();
  const all = await here.homines('run prisoners-dilemma --seats local/plain,economicus --ask decision');
  expect(all.err).toMatch(/^asked +for probabilities in every order: 2 calls/m);
  const some = await here.homines('run pricing-duopoly --seats local/plain?ask=grid,local/plain --set rounds=1');
  expect(some.err).toMatch(/^asked +for probabilities .*grid.*4 calls.*\n +local\/plain\?ask=grid$/m);
  const none = await here.homines('run prisoners-dilemma --seats local/plain,economicus');
  expect(none.err).not.toMatch(/^asked/m);
});

test('what the environment says of models is for models, and no reason to refuse a table without one', async () => {
  await using here = await lab();
  const env = { HOMINES_ASK: 'decision' };
  expect((await here.homines('run prisoners-dilemma --seats economicus,moralis', env)).code).toBe(0);
  expect((await here.run('run prisoners-dilemma --seats local/plain,moralis', env)).json.seats[0]!.agent).toBe(
    'local/plain?ask=decision',
  );
});

test.each([
  ['run pricing-duopoly --seats economicus,local/plain --ask decision', ['seat 2', '(price)', '?ask=grid', '15']],
  ['run autonomous-vehicles --seats local/plain?ask=decision', ['seat 1', 'buy-minimising', '?ask=grid', '11']],
  ['run prisoners-dilemma --preset lesson --seats local/plain,moralis --ask decision', ['seat 1', 'belief_first']],
  ['run prisoners-dilemma --seats local/other?ask=decision,moralis', ['local/other', 'agents test local/other']],
  ['run prisoners-dilemma --seats local/plain,moralis --ask decison', ['decison', 'Did you mean "decision"']],
  ['run prisoners-dilemma --seats local/plain?ask=deciding,moralis', ['?ask=deciding', 'Did you mean "?ask=decision"']],
  ['run prisoners-dilemma --seats economicus,moralis --ask decision', ['--ask']],
  ['play pricing-duopoly --against local/plain --ask decision', ['seat 2', '(price)', '?ask=grid']],
  ['play pricing-duopoly --against economicus --ask decision', ['--ask']],
])('%s is refused before anything is asked', async (line, parts) => {
  await using here = await lab();
  const { code, out, err } = await here.homines(line);
  expect(code).toBe(2);
  expect(out).toBe('');
  for (const part of parts) expect(err).toContain(part);
  expect(here.server.journal).toEqual([]);
});

test.each([
  [{ ask: 'deciding' }, ['agents.local/plain.ask takes json, words, decision or grid']],
  [{ dialect: 'systemtwo' }, ['decision.dialect takes systemone or decisions or first token']],
  [{ dialect: null }, ['no way of asking it was found', 'agents test local/plain']],
  [{ dialect: 'systemone', most: 1.5 }, ['decision.most takes a whole number from 2 on']],
  [{ dialect: 'systemone', outside: 24 }, ['decision.outside takes a number from 0 to 1']],
  [{ dialect: 'systemone', decimals: -1 }, ['decision.decimals takes a whole number from 0 to 20']],
])('written by hand into the lab’s file, %j is refused in a sentence', async (written: object, parts) => {
  const agent = 'ask' in written ? written : { ask: 'decision', decision: { at: 1, ...written } };
  await using here = await lab({ 'local/plain': agent });
  const { code, err } = await here.homines('run prisoners-dilemma --seats local/plain,moralis');
  expect(code).toBe(2);
  for (const part of parts) expect(err).toContain(part);
  expect(here.server.journal).toEqual([]);
});
