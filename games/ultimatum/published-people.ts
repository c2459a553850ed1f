/**
 * What people did with unequal offers in a published experiment (data/reference): its proposers' shares are asked by twentieths, and
 * a split between two of them has no band. Statistics are made where it is drawn.
 */
import { memo } from '../../src/core/memo.ts';
import {
  confidenceOf,
  type Others,
  type PublishedAnswers,
  type PublishedExperiment,
  type ReferenceTable,
} from '../../src/core/published-figures.ts';
import { fill } from '../../src/core/template.ts';
import { points } from '../../src/sequential/format.ts';
import type { Config } from './config.ts';
import type { Words } from './words.ts';

/** Everybody's answers by the proposer's share, written as in the file ("0.65"): of each person the share of offers accepted. */
const acceptance = memo((table: ReferenceTable): ReadonlyMap<number, PublishedAnswers> => {
  const rows = table('heffner2022_ultimatum.csv');
  const byShare = Map.groupBy(rows, (row) => Number(row['unfairness']));
  return new Map(
    [...byShare].map(([share, mine]) => {
      const people = [...Map.groupBy(mine, (row) => row['subject']).values()];
      const shares = people.map((own) => own.filter((row) => row['rejected'] === '0').length / own.length);
      return [share, { kind: 'people', shares, each: people[0]?.length ?? 0 }] as const;
    }),
  );
});

/** What the proposer keeps of an unequal split. */
const shareOf = ({ T, S }: Config): number => T / (T + S);

/** The experiment beside this game, in a language's words; none where its offers do not hold this split. */
export const peopleIn = memo((words: Words) => {
  const said = words.lab.people;
  return (config: Config, table: ReferenceTable, others: Others): readonly PublishedExperiment[] => {
    const found = [...acceptance(table)].find(([share]) => Math.abs(share - shareOf(config)) < 1e-9);
    if (found === undefined) return [];
    const [share, given] = found;
    const met = others !== 'programs';
    return [
      {
        who: said.who,
        source: 'Heffner & FeldmanHall, Nature Communications 13, 1718, 2022',
        licence: 'MIT',
        differs: [
          fill(said.preset, { percent: Math.round(100 * share) }),
          fill(said.rejected, { points: points(config.N) }),
          config.method === 'strategy' ? said.direct : '',
          met ? '' : said.program,
        ]
          .filter(Boolean)
          .join('; '),
        confidence: confidenceOf({ form: false, incentives: false, others: met }),
        answers: [{ measure: 'accepts', given }],
      },
    ];
  };
});
