/** What a person is told after a battery: true of people who decide exactly as an agent of theory does. */
import { describe, expect, it } from 'vitest';
import type { Block } from '../../core/blocks.ts';
import type { AnyGame } from '../../core/game.ts';
import { solved } from '../../core/theory.ts';
import { loadGames } from '../../disk/games.ts';
import type { Listener } from '../live-match.ts';
import { memoryStore } from '../memory-store.test-data.ts';
import { openParticipants } from '../participants.ts';
import { reviewBlocks, reviewOf } from './review.ts';
import { begunSequence, isOver, nextMatchOf, readAgain } from './sequence.ts';
import { usualBattery } from './setting.ts';

const games = await loadGames();
let time = 1_700_000_000_000;
const clock = (): number => (time += 10);

/** Goes through a battery as somebody of this κ does who expects every answer of the other with so many percent. */
async function told(kappa: number, expects: number, language = 'en') {
  const store = memoryStore();
  const place = { store, clock, games };
  const participants = await openParticipants(store, '1', clock(), 'study');
  let sequence = await begunSequence(place, participants, { ...usualBattery(games, 'last'), seed: 3, language });
  const answer = (game: AnyGame, config: unknown, key: string): string | number => {
    if (key.startsWith('belief_')) return expects;
    const plans = game.plans!(config);
    const numbers = plans.nodes.map(() => expects / 100);
    return plans.answer(solved(plans, { kappa }, { kind: 'given', numbers }).plan, key);
  };
  while (!isOver(sequence)) {
    const match = await nextMatchOf(place, participants, sequence);
    const listener: Listener = {
      asked: ({ seat, decision }) =>
        queueMicrotask(() =>
          match.answer(seat, { answer: answer(match.game, match.match.config, decision.key), shownAt: clock() }),
        ),
      thinking: () => undefined,
      said: () => undefined,
      answered: () => undefined,
    };
    await match.play(listener);
    sequence = await readAgain(place, sequence);
  }
  const reviewed = await reviewOf(store, sequence, 0);
  return { reviewed, text: textOf(reviewBlocks(sequence, 0, reviewed)), store };
}

const textOf = (blocks: readonly Block[]): string =>
  blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])).join('\n');

describe('somebody who decides as an agent of theory', () => {
  it.each([
    [0, 50],
    [0, 80],
    [0.5, 50],
    [0.5, 80],
  ])('κ = %d expecting %i per cent is told so in all eighteen, and never a κ', async (kappa, expects) => {
    const { reviewed, text } = await told(kappa, expects);
    expect(reviewed).toHaveLength(18);
    const mine = kappa === 0 ? 'economicus' : 'moralis';
    const other = kappa === 0 ? 'moralis' : 'economicus';
    expect(reviewed.every(({ theory }) => theory[mine].same)).toBe(true);
    for (const { expected } of reviewed) expect(new Set(expected)).toEqual(new Set([expects]));
    // The control: in the ultimatum the other decides alike.
    for (const { game, theory } of reviewed) if (game.name === 'ultimatum') expect(theory[other].same).toBe(true);
    expect(reviewed.filter(({ theory }) => !theory[other].same).length).toBeGreaterThan(5);
    expect(text).toMatch(new RegExp(`As ${mine}[^:]*: 18 of 18`));
    expect(text).toMatch(new RegExp(`^${other}.* is excluded`, 'm'));
    expect(text).toMatch(new RegExp(`^Not excluded: .*${mine}`, 'm'));
    expect(text.match(/^.* a check, not a difference\.$/gm)).toEqual([expect.stringMatching(/^Ultimatum:/)]);
    expect(text).toContain('One person never gives a κ, so none is estimated here.');
  });

  it('is told the points that it really got', async () => {
    const { reviewed, store } = await told(0, 50);
    const paid = store.of('payoff').filter(({ seat }) => seat === 0);
    expect(reviewed.reduce((sum, { points }) => sum + points, 0)).toBe(
      paid.reduce((sum, { points }) => sum + points, 0),
    );
  });

  it('is told it in German where the battery was', async () => {
    const { text } = await told(0.5, 50, 'de');
    expect(text).toMatch(/Wie moralis [^:]*: 18 von 18/);
    expect(text).toContain('economicus ist ausgeschlossen');
    expect(text).not.toMatch(/\b(the|your|protocol)\b/);
  });
});
