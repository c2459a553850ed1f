/** What theory and the stand-in answer to every item of a config, exactly: `homines theory autonomous-vehicles`. */
import { memo } from '../../src/core/memo.ts';
import type { Block } from '../../src/core/blocks.ts';
import type { Prediction, PredictionRequest } from '../../src/core/game.ts';
import { type Config, itemsOf } from './config.ts';
import { debriefIn } from './debrief.ts';
import type { Item } from './items.ts';
import { sceneIn } from './scene.ts';
import { choice, exactly, kappaShown, type Mind } from './theory.ts';
import type { Words } from './words.ts';

/** One agent's answers to one item. Ratings 0 to 100, exact; `moral` is the strength behind `choice`. */
export type Answers = {
  readonly moral: number;
  readonly choice: 'keep' | 'swerve' | 'neither';
  readonly programmed: number;
  readonly buyMinimising: number;
  /** null under the law: nobody may buy it. */
  readonly buyProtective: number | null;
  /** Support for requiring the minimising car by law. */
  readonly law: number;
};

function answers(item: Item, mind: Mind): Answers {
  return {
    moral: exactly('strength', item, mind),
    choice: choice(item),
    programmed: exactly('programmed', item, mind),
    buyMinimising: exactly('buy-minimising', item, mind),
    buyProtective: item.law === 'required' ? null : exactly('buy-protective', item, mind),
    law: exactly('law', item, mind),
  };
}

type Predicted = Item & { readonly agents: Readonly<Record<'economicus' | 'moralis' | 'baseline', Answers>> };

export const predictIn = memo((words: Words) => {
  const { formula } = debriefIn(words);
  const { itemName } = sceneIn(words);

  function predict(config: Config, { kappa }: PredictionRequest): Prediction {
    const items = itemsOf(config).map((item) => ({
      ...item,
      agents: {
        economicus: answers(item, { kappa: 0 }),
        moralis: answers(item, { kappa }),
        baseline: answers(item, 'baseline'),
      },
    }));
    return { document: { game: 'autonomous-vehicles', config, kappa, items }, blocks: blocks(items, kappa) };
  }

  function blocks(items: readonly Predicted[], kappa: number): readonly Block[] {
    const said = words.page;
    const bought = ({ buyMinimising, buyProtective }: Answers): string =>
      `${buyMinimising.toFixed(0)}/${buyProtective === null ? words.result.none : buyProtective.toFixed(0)}`;
    return [
      { kind: 'text', text: said.predicted },
      {
        kind: 'table',
        columns: [
          { head: said.itemHead },
          { head: said.moralHead, align: 'right' },
          { head: words.heads.law, align: 'right' },
          { head: words.who.economicus, align: 'right', who: { agent: 'economicus' } },
          { head: `${words.who.moralis} ${kappaShown(kappa)}`, align: 'right', who: { agent: 'moralis' } },
          { head: words.who.baseline, align: 'right', who: { agent: 'baseline' } },
        ],
        rows: items.map((item) => [
          { text: itemName(item) },
          { text: item.agents.moralis.moral.toFixed(0) },
          { text: item.agents.moralis.law.toFixed(0) },
          { text: bought(item.agents.economicus) },
          { text: bought(item.agents.moralis) },
          { text: bought(item.agents.baseline) },
        ]),
      },
      ...formula(),
    ];
  }

  return { predict };
});
