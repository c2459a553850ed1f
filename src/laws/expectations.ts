/** What can be wrong with what a game says is expected. */
import { UNIFORM } from '../core/belief.ts';
import type { AnyGame, Decision } from '../core/game.ts';
import { otherwise } from './law.ts';
import { wordProblems } from './problems.ts';

/**
 * Who is told an expectation has nothing else to compute with: of every belief that can be put in numbers they are named, and other
 * numbers are other words.
 */
export function expectationProblems(
  game: AnyGame,
  config: unknown,
  view: unknown,
  decision: Decision,
): readonly string[] {
  if (game.expectation === undefined || game.plans === undefined) return [];
  const where = `what is expected at "${decision.key}"`;
  const said = (numbers: readonly number[]): string =>
    game.expectation!(view, decision, { kind: 'given', numbers }) ?? '';
  const { nodes } = game.plans(config);
  const even = nodes.map(({ key }) => 1 / (1 + nodes.filter((node) => node.key === key).length));
  const [uniform, given] = [game.expectation(view, decision, UNIFORM) ?? '', said(even)];
  const unmoved = nodes.filter((_, i) => said(even.map((chance, place) => (place === i ? 0 : chance))) === given);
  return [
    ...[uniform, given].flatMap((text) => [
      ...wordProblems(text, where),
      ...otherwise(/\d/.test(text), `${where}: "${text}" names no number`),
    ]),
    ...unmoved.map(({ key, answer }) => `${where}: "${given}", however likely ${answer} is at ${key}`),
  ];
}
