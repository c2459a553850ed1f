/** What a preference weighs at a question, for a model that is told it in words. Formulas as in theory.ts. */
import { memo } from '../../src/core/memo.ts';
import type { Decision, Taste, Weighed } from '../../src/core/game.ts';
import { fill } from '../../src/core/template.ts';
import { type Item, moreAhead, PARTY, protecting, questionOf, sparing } from './items.ts';
import type { View } from './rules.ts';
import { itemOf, OWNING, plain, utility } from './theory.ts';
import type { Words } from './words.ts';

export const weighIn = memo((words: Words) => {
  const said = words.weigh;

  /** Null where how strong a judgement is, or how cars should be programmed, is asked: no weight on anybody's gain decides it. */
  function weigh(view: View, decision: Decision, _taste: Taste): Weighed | null {
    const item = itemOf(view, decision);
    const question = questionOf(decision.key);
    const { aboard, kin } = PARTY[item.riders];
    if (question === 'moral') {
      const saved = { [protecting(item)]: aboard, [sparing(item)]: item.pedestrians, neither: aboard };
      const order =
        decision.input.kind === 'choice'
          ? decision.input.options.map(({ value }) => (value === 'keep' || value === 'neither' ? value : 'swerve'))
          : [];
      const answers = order.map((value) => ({
        answer: words.actions[value],
        own: saved[value] ?? 0,
        same: saved[value] ?? 0,
      }));
      return { own: said.saved, same: said.savedBySame, given: '', answers, decimals: 0, then: 'highest' };
    }
    if (question === 'strength' || question === 'programmed') return null;
    const slots = { worth: plain(1 + kin), kin: plain(kin), n: item.pedestrians, m: aboard };
    const terms = { own: utility(question, item, { kappa: 0 }), same: utility(question, item, { kappa: 1 }) };
    return {
      own: moreAhead(item) ? fill(said.own[question], slots) : String(OWNING),
      same: moreAhead(item) ? fill(said.same[question], slots) : String(OWNING),
      given: moreAhead(item) ? given(item, slots) : said.control,
      answers: [{ answer: question === 'law' ? said.law : said.buy, ...terms }],
      decimals: 2,
      then: 'rating',
    };
  }

  const given = ({ riders }: Item, slots: Readonly<Record<string, string | number>>): string =>
    fill(riders === 'alone' ? said.given.alone : said.given.others, { ...slots, times: fill(said.given.times, slots) });

  return { weigh };
});
