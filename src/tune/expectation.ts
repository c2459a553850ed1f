/** The sentence that says what is expected, until the lab's own wording says it. */
import { likely, solved } from '../core/theory.ts';
import type { Wording } from '../model/wording.ts';
import type { RowQuestion } from './row-question.ts';

/** A wording that says under the scene what this player expects. */
export function toldExpectation({ request, belief }: RowQuestion, wording: Wording): Wording {
  const { game, config, view, decision } = request;
  const said = game.expectation?.(view, decision, belief) ?? plain();
  return said === null
    ? wording
    : { ...wording, question: wording.question.replace('{scene}', `{scene}\n\nYou expect that ${said}.`) };

  function plain(): string | null {
    const plans = game.plans?.(config);
    if (plans === undefined || belief.kind !== 'given' || decision.key.startsWith('after_')) return null;
    const chances = likely(plans, solved(plans, { kappa: 0 }, belief).weights);
    return plans.nodes
      .map(({ key, answer }, at) => `the other answers ${answer} at ${key} with ${Math.round(100 * chances[at]!)} %`)
      .join(', and ');
  }
}
