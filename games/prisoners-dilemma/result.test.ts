/** What a result shows beside its sentence: the way that was taken, down to what it paid. */
import { describe, expect, it } from 'vitest';
import { type Block, blocksAsText, type Branch } from '../../src/core/blocks.ts';
import { config } from './config.ts';
import { game } from './index.ts';
import { words as german } from './words.de.ts';
import { pay, type View } from './rules.ts';
import { sceneIn } from './scene.ts';

const LABELS = { C: /^(cooperates?|kooperier(en|t))$/, D: /^(defects?|defektier(en|t))$/ } as const;

/** Every way to a leaf whose branches were all taken. */
function taken(
  block: Block | undefined,
): readonly { readonly path: readonly string[]; readonly leaf: readonly string[] }[] {
  if (block?.kind !== 'tree') return [];
  const walk = (branch: Branch, path: readonly string[]): ReturnType<typeof taken> =>
    branch.leaf !== undefined
      ? [{ path, leaf: branch.leaf }]
      : (branch.branches ?? []).filter((one) => one.taken).flatMap((one) => walk(one, [...path, one.label ?? '']));
  return walk(block.root, []);
}

describe('a result of one round', () => {
  const cases = [
    config.parse({}),
    config.parse({ T: 100, R: 60, P: 10, S: 0 }),
    config.parse({ method: 'strategy' }),
  ].flatMap((set) =>
    ([0, 1] as const).flatMap((first) =>
      ([0, 1] as const).flatMap((seat) =>
        (['C', 'D'] as const).flatMap((move) =>
          (['C', 'D'] as const).flatMap((reply) =>
            [false, true].map((turned) => ({ set, first, seat, move, reply, turned })),
          ),
        ),
      ),
    ),
  );

  it.each(['English', 'German'])('draws one way from oneself to the payoffs of both, %s', (language) => {
    const { result } = language === 'German' ? sceneIn(german) : game;
    for (const { set, first, seat, move, reply, turned } of cases) {
      const paid = pay(set, move, reply);
      const points: readonly [number, number] = first === 0 ? paid : [paid[1], paid[0]];
      const round = { first, move, reply, points, mine: {}, theirs: {}, stated: {} };
      const role = first === seat ? 'first' : 'second';
      const view = {
        config: set,
        seat,
        round: 1,
        rounds: 1,
        role,
        turned,
        move,
        history: [round],
        points,
        over: true,
      } as View;
      const names = seat === 0 ? ['you', 'moralis'] : ['moralis', 'you'];
      const [sentence, tree] = result(view, names);
      const [way, ...more] = taken(tree);
      expect(more).toEqual([]);
      expect(way?.leaf).toEqual([points[seat], points[1 - seat]].map(String));
      expect(way?.path[0]).toMatch(LABELS[move]);
      expect(way?.path[1]).toMatch(LABELS[reply]);
      const read = blocksAsText([sentence!, tree!]).split('\n\n');
      expect(read[1]?.split('\n')).toHaveLength(1);
    }
  });
});
