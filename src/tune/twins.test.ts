import { describe, expect, it } from 'vitest';
import { rng } from '../core/rng.ts';
import { type AnyGame } from '../core/game.ts';
import { isEvaluated } from './evaluation-settings.ts';
import { itemsOf, LEAST_MARGIN, type TuneItem } from './items.ts';
import { questionAt } from './row-question.ts';
import { askedIn } from './row-words.ts';
import { trainableGames } from './trainable-games.ts';
import { readTrainedAgent } from './trained-agent.ts';
import { twinning } from './twins.ts';

const games = await trainableGames();
const gameOf = (name: string): AnyGame => games.find((game) => game.name === name)!;

const wantedOf = (agent: string) => ({
  ...{ taste: readTrainedAgent(agent).taste, seed: 9, heldOut: 0.2, soft: false, margin: LEAST_MARGIN },
});

/** So many choices of a game, and the twin of each. */
function twinsOf(game: AnyGame, agent: string, count: number): readonly (readonly [TuneItem, TuneItem | null])[] {
  const wanted = wantedOf(agent);
  const found: (readonly [TuneItem, TuneItem | null])[] = [];
  const twinOf = twinning(wanted);
  for (const item of itemsOf(game, wanted)) {
    if (typeof item === 'string' || item.kind === 'form') continue;
    found.push([item, twinOf(item, rng(1, found.length))]);
    if (found.length === count) break;
  }
  return found;
}

const linesOf = ({ game, config, reached, place, decision }: TuneItem): readonly string[] => {
  const { prompt } = askedIn(questionAt(game, config, reached, { ...place, rotation: 0 }, decision), 'words');
  return prompt.flatMap(({ content }) => content.split('\n'));
};

const beliefsOf = ({ config }: TuneItem): unknown => ({ ...config, beliefs: null });

describe.each(['prisoners-dilemma', 'trust', 'ultimatum'])('twins in %s', (name) => {
  const pairs = twinsOf(gameOf(name), 'economicus', 400).filter(
    (pair): pair is readonly [TuneItem, TuneItem] => pair[1] !== null,
  );

  it('differ in what is expected and in what is answered, and in nothing else', () => {
    expect(pairs.length).toBeGreaterThan(20);
    for (const [item, twin] of pairs) {
      expect(twin.answer).not.toBe(item.answer);
      expect([beliefsOf(twin), twin.place, twin.decision.key, twin.heldOut]).toEqual([
        beliefsOf(item),
        item.place,
        item.decision.key,
        item.heldOut,
      ]);
      const [own, other] = [linesOf(item), linesOf(twin)];
      expect(other).toHaveLength(own.length);
      const unlike = own.filter((line, at) => line !== other[at]);
      expect(unlike).toHaveLength(1);
      expect(unlike[0]).toMatch(/^You expect that /);
    }
  });

  it('win by as much as any other, and are of no evaluation', () => {
    for (const [, { game, config, margin }] of pairs) {
      expect(margin).toBeGreaterThanOrEqual(LEAST_MARGIN);
      expect(isEvaluated(game, config)).toBe(false);
    }
  });
});

it('there are none where nothing hangs on what is expected', () => {
  const replies = twinsOf(gameOf('prisoners-dilemma'), 'economicus', 300).filter(
    ([{ decision }]) => decision.key !== 'first',
  );
  expect(replies.length).toBeGreaterThan(50);
  for (const [, twin] of [...replies, ...twinsOf(gameOf('prisoners-dilemma'), 'moralis:1', 200)])
    expect(twin).toBeNull();
});

it('there are none where what is expected was asked before, or is no list of chances', () => {
  const all = twinsOf(gameOf('prisoners-dilemma'), 'economicus', 400);
  const asked = all.filter(([{ config }]) => 'askBeliefs' in config && config.askBeliefs === true);
  const uniform = all.filter(([{ config }]) => 'beliefs' in config && config.beliefs === 'uniform');
  expect(Math.min(asked.length, uniform.length)).toBeGreaterThan(20);
  for (const [, twin] of [...asked, ...uniform]) expect(twin).toBeNull();
  for (const [, twin] of twinsOf(gameOf('public-goods'), 'economicus', 50)) expect(twin).toBeNull();
});

it('of the same chance the same twin, and of another often another', () => {
  const game = gameOf('prisoners-dilemma');
  // One that is to cooperate has several: what it expects after either first move may be turned.
  const [item] = twinsOf(game, 'economicus', 400).find(([{ answer }, twin]) => answer === 'C' && twin !== null)!;
  const seen = (seed: number): string => JSON.stringify(twinning(wantedOf('economicus'))(item, rng(seed))?.config);
  const many = Array.from({ length: 20 }, (_, seed) => seen(seed));
  expect(many).toEqual(Array.from({ length: 20 }, (_, seed) => seen(seed)));
  expect(new Set(many).size).toBeGreaterThan(1);
});

it('each number by itself, and all together, differ in as many twins as can be', () => {
  const differing = twinsOf(gameOf('prisoners-dilemma'), 'economicus', 1200).flatMap(([item, twin]) =>
    twin === null
      ? []
      : [
          numbersOf(item)
            .map((one, at) => (one === numbersOf(twin)[at] ? '-' : 'x'))
            .join(''),
        ],
  );
  const counts = Object.fromEntries(
    [...Map.groupBy(differing, (name) => name)].map(([name, all]) => [name, all.length]),
  );
  // What is expected of a first move turns no first move; what is expected after each of them does.
  expect(counts['x--']).toBeUndefined();
  const each = [counts['-x-']!, counts['--x']!, counts['xxx']!];
  expect(Math.min(...each) / Math.max(...each)).toBeGreaterThan(0.8);
  expect(each.reduce((sum, one) => sum + one) / differing.length).toBeGreaterThan(0.8);
});

function numbersOf({ config }: TuneItem): readonly number[] {
  if (!('beliefs' in config) || !Array.isArray(config.beliefs)) throw new Error('no numbers');
  return config.beliefs;
}
