/** Rows from games and a utility: settings sampled, matches played by chance up to a question, the question answered. */
import type { AnyGame } from '../core/game.ts';
import { rng } from '../core/rng.ts';
import { askedIn, completionOf } from './row-words.ts';
import type { RowSource, TuneRow } from './row.ts';
import { presented, reach, situationAt } from './row-question.ts';
import type { TrainedAgent } from './trained-agent.ts';

/** What is to be made. */
export type RowsWanted = {
  readonly agent: TrainedAgent;
  readonly games: readonly AnyGame[];
  readonly train: number;
  readonly heldOut: number;
  readonly seed: number;
};

/** Rows of a set, both parts. */
export type RowsMade = {
  readonly train: readonly TuneRow[];
  readonly heldOut: readonly TuneRow[];
  readonly leftOut: Readonly<Record<string, number>>;
};

/** Makes them: the same of the same seed. */
export function makeRows({ agent, games, train, heldOut, seed }: RowsWanted): RowsMade {
  const rows: TuneRow[] = [];
  const chance = rng(seed, 'rows');
  let tied = 0;
  while (rows.length < train + heldOut)
    for (const game of games)
      for (const [at, config] of [
        ...(game.scenarios?.(rng(seed, 'scenarios', game.name, rows.length)) ?? []),
      ].entries()) {
        if (rows.length >= train + heldOut) break;
        if (at > 50) break;
        const match = chance.below(2 ** 31);
        const before: RowSource['before'] = chance.below(2) === 0 ? [] : [[chance.pick(['C', 'D'])]];
        const reached = reach(game, config, match, before);
        const decision = reached.pending[0]!;
        const rotation = chance.below(2);
        const place = { seed: match, before, earlier: [], rotation };
        const situation = situationAt(game, config, reached, place, decision);
        const { view } = situation.request;
        const solved = game.theory!(view, decision, agent.taste, situation.belief);
        const [one = 0, other = 0] = solved.utilities.map(({ utility }) => utility);
        if (one === other) {
          tied += 1;
          continue;
        }
        const split = rows.length < train ? 'train' : 'held-out';
        const number = split === 'train' ? rows.length : rows.length - train;
        rows.push({
          id: `${split === 'train' ? 't' : 'h'}${String(number + 1).padStart(5, '0')}`,
          split,
          kind: 'choice',
          answerForm: 'words',
          ...askedIn(situation, 'words'),
          completion: completionOf(presented(decision, rotation).input, solved.answer, 'words', ''),
          source: {
            game: game.name,
            config: JSON.parse(JSON.stringify(config)) as Record<string, never>,
            ...{ ...place, seat: decision.seat, key: decision.key, round: decision.round },
            ...{ method: 'direct', labels: 'named' },
          },
          answer: solved.answer,
          margin: null,
          contrast: null,
        });
      }
  return { train: rows.slice(0, train), heldOut: rows.slice(train), leftOut: { ties: tied } };
}
