/** A model that is told what to expect reads it under the scene however it is asked; one that is not reads what it always did. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readAgent } from '../../src/agents/index.ts';
import { wordingOf } from '../../src/core/wording.ts';
import { loadGame } from '../../src/disk/games.ts';
import { formatted, hashOfWording, standardWording } from '../../src/model/wording.ts';
import { serveDecisions } from './decision-server.ts';
import { placeOf } from './running.ts';

const found = { decision: { dialect: 'systemone', at: 1 } };
const agents = {
  'local/plain': found,
  'told/plain': { ...found, expects: true },
};

async function lab(own: object = {}) {
  const server = await serveDecisions();
  // One model behind two names, of which one is told.
  const here = await placeOf(server, {
    providers: { local: { address: server.address }, told: { address: server.address } },
    agents: { ...agents, ...own },
  });
  return here;
}
const message = z.object({ role: z.string(), content: z.string() });
const request = z.object({ messages: z.array(message).optional(), state: z.unknown().optional() });

/** Everything that was read of a question, as one text. */
const read = (sent: string): string => {
  const { messages, state } = request.parse(JSON.parse(sent));
  return messages === undefined
    ? typeof state === 'string'
      ? state
      : JSON.stringify(state)
    : messages.map(({ content }) => content).join('\n\n');
};

const BELIEF =
  'You expect that the other cooperates with a chance of 70 % when moving first, cooperates with a chance of 85 % after you cooperated and defects with a chance of 95 % after you defected.';

describe.each(['json', 'words', 'decision', 'grid'])('asked for %s', (ask) => {
  test('it is told once, under the scene, and nothing else is another', async () => {
    await using here = await lab();
    const asked = async (name: string) => {
      const { code, err } = await here.homines(
        `run prisoners-dilemma --seats ${name}/plain?ask=${ask},economicus --set method=strategy roles=drawn askBeliefs=${ask !== 'decision'} beliefs=0.7,0.85,0.05 --seed 5 --yes --session ${name}`,
      );
      expect([code, code === 0 ? '' : err]).toEqual([0, '']);
      const matches = new Set(
        (await here.matches()).filter(({ seats }) => seats[0]!.id.startsWith(name)).map(({ code }) => code),
      );
      // Both orders of a decision are on their way at once, and stored as they come.
      return (await here.calls())
        .filter(({ match }) => matches.has(match))
        .map((call) => read(call.request))
        .toSorted();
    };
    const [plain, told] = [await asked('local'), await asked('told')];
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(told.map((text) => text.split(BELIEF).length)).toEqual(told.map(() => 2));
    const without = told.map((text) =>
      text.replace(`\n\n${BELIEF}`, '').replace(JSON.stringify(`\n\n${BELIEF}`).slice(1, -1), ''),
    );
    expect(without.toSorted()).toEqual(plain);
  });
});

test('what theory in its seat would expect: of a disclosed opponent its plan, and then the same at every question', async () => {
  await using here = await lab();
  const run = 'run trust --seats told/plain?ask=words,moralis:1 --preset high --set method=strategy roles=drawn';
  expect((await here.homines(`${run} --session known --yes`)).code).toBe(0);
  const texts = (await here.calls()).map((call) => read(call.request));
  expect(texts.length).toBeGreaterThan(1);
  for (const text of texts)
    expect(text).toContain(
      'You expect that the other trusts with a chance of 100 % when moving first and shares with a chance of 100 % after you trusted.',
    );
});

test('a model that is told its preference is told by that alone', async () => {
  await using here = await lab();
  for (const name of ['local', 'told'])
    expect(
      (await here.homines(`run trust --seats ${name}/plain+moralis:0.5,economicus --seed 3 --session ${name} --yes`))
        .code,
    ).toBe(0);
  const [plain, told] = (await here.calls()).map((call) => read(call.request));
  expect(told).toBe(plain);
  expect(new Set((await here.matches()).map(({ wording }) => wording)).size).toBe(1);
});

test('what it was told is its belief where its preference is estimated, and the row of its seat says so', async () => {
  await using here = await lab();
  const set = '--set method=strategy roles=drawn askBeliefs=false beliefs=0.7,0.85,0.05';
  for (const name of ['local', 'told'])
    for (const preset of ['gentle', 'mild', 'sharp', 'severe'])
      expect(
        (
          await here.homines(
            `run prisoners-dilemma --seats ${name}/plain?ask=decision,economicus --preset ${preset} ${set} --yes`,
          )
        ).code,
      ).toBe(0);
  const seats = (await here.matches()).map((match) => match.seats[0]!);
  expect(seats.map(({ id, expects = false }) => [id.split('/')[0], expects])).toEqual(
    expect.arrayContaining([
      ['local', false],
      ['told', true],
    ]),
  );
  const { out } = await here.homines('compare --json');
  expect(out).toMatch(/"beliefs": ?\{\s*"told": 12,\s*"stated": 0,\s*"known": 0,\s*"uniform": 0\s*\}/);
  expect(out).toMatch(/"beliefs": ?\{\s*"stated": 0,\s*"known": 12,\s*"uniform": 0\s*\}/);
});

test('a file of its wording says it otherwise, and where', async () => {
  await using here = await lab({ 'told/plain': { ...found, expects: true, wording: 'w.json' } });
  const said = { expects: 'Suppose {belief}!', question: '{expects} {scene}\n\n{ask}\n\n{how}' };
  writeFileSync(join(here.folder, 'w.json'), JSON.stringify(said));
  const line = 'run public-goods --seats told/plain,2xeconomicus --set players=3 beliefs=12.4 --yes --session w';
  expect((await here.homines(line)).code).toBe(0);
  const [first] = (await here.calls()).map((call) => read(call.request));
  expect(first).toContain('Suppose the others put in 12.4 on average! You have 20 points.');
});

test('a game that has no words for it says nothing', async () => {
  await using here = await lab();
  await here.homines('run autonomous-vehicles --seats told/plain?ask=json --session cars --yes --matches 1');
  for (const call of await here.calls()) expect(read(call.request)).not.toContain('You expect');
});

test('who is told is listed so', async () => {
  await using here = await lab();
  const { out } = await here.homines('agents');
  expect(out).toContain('told/plain, told what to expect');
  expect(out).not.toContain('local/plain, told');
  const { models } = z
    .object({ models: z.array(z.object({ id: z.string(), expects: z.boolean() })) })
    .parse(JSON.parse((await here.homines('agents --json')).out));
  expect(models).toEqual(
    expect.arrayContaining([
      { id: 'told/plain', expects: true },
      { id: 'local/plain', expects: false },
    ]),
  );
});

test('expects is true or false', async () => {
  await using here = await lab({ 'local/odd': { expects: 'yes' } });
  const { code, err } = await here.homines('agents');
  expect(code).not.toBe(0);
  expect(err).toContain('agents.local/odd.expects takes true or false');
});

describe('the hash of what is read', () => {
  test('is what it was for who is not told', () => {
    // As they were before anybody could be told.
    expect(hashOfWording(null, standardWording)).toBe('25676ade831d');
    expect(hashOfWording('You are an economist.', formatted(standardWording, 'words'))).toBe('91a2f4442d2f');
    expect(hashOfWording(null, formatted(standardWording, 'decision'))).toBe('f407deaff0d6');
    const other = { ...standardWording, expects: 'Suppose that {belief}.' };
    expect(hashOfWording(null, other)).toBe('25676ade831d');
    expect(new Set([standardWording, other].map((wording) => hashOfWording(null, wording, true))).size).toBe(2);
    expect(hashOfWording(null, standardWording, true)).not.toBe('25676ade831d');
  });
  test('of a match has the game’s words of it where somebody is told', async () => {
    const game = await loadGame('trust');
    const otherwise = { ...game, expectations: { en: { other: 'he {choices}' } } };
    const told = { wording: 'a', expects: true };
    expect(wordingOf(game, [{ wording: 'a' }])).toBe(wordingOf(otherwise, [{ wording: 'a' }]));
    expect(wordingOf(game, [told])).not.toBe(wordingOf(otherwise, [told]));
    expect(wordingOf(game, [readAgent('economicus', game)])).toBe(
      wordingOf(otherwise, [readAgent('economicus', game)]),
    );
  });
});
