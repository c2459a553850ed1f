/** For comparisons: ratings and judgements on one line from 0 to 100, with each agent's exact answers averaged over the same items. */
import type { ComparisonSpec, Figure, Mind } from '../../src/core/game.ts';
import { type Config, itemsOf } from './config.ts';
import { type Item, moreAhead, type Question, RIDERS, type Riders } from './items.ts';
import { basisOf, preferred } from './measures.ts';
import { mean, predicted } from './summary.ts';
import type { Mind as Answering } from './theory.ts';

type Row = { readonly measure: string; readonly label: string; readonly question: Question; readonly riders?: Riders };

const ROWS: readonly Row[] = [
  { measure: 'swerve is more moral', label: 'saving more is more moral', question: 'moral' },
  { measure: 'strength', label: 'how much more moral', question: 'strength' },
  { measure: 'programmed', label: 'programme cars to save more', question: 'programmed' },
  { measure: 'buy minimising', label: 'buys the minimising car', question: 'buy-minimising' },
  ...RIDERS.map((riders): Row => ({
    measure: `buy minimising, ${riders}`,
    label: `  ${riders === 'alone' ? 'riding alone' : `with ${riders === 'co-worker' ? 'a co-worker' : riders === 'child' ? 'their child' : 'family'}`}`,
    question: 'buy-minimising',
    riders,
  })),
  { measure: 'buy protective', label: 'buys the protective car', question: 'buy-protective' },
  { measure: 'law', label: 'wants it required by law', question: 'law' },
];

const asked = (config: Config, { question, riders }: Row): readonly Item[] =>
  config.questions.includes(question)
    ? itemsOf(config).filter(
        (item) =>
          moreAhead(item) &&
          (riders === undefined || item.riders === riders) &&
          !(question === 'buy-protective' && item.law === 'required'),
      )
    : [];

const minded = (mind: Mind): Answering => (mind === 'standin' ? 'baseline' : { kappa: mind.kappa });

function expected(config: Config, mind: Mind): Readonly<Record<string, number>> {
  const of = (question: Question, items: readonly Item[]) =>
    mean(items.map((item) => predicted(question, item, minded(mind))));
  const values = ROWS.flatMap((row) => {
    const value = of(row.question, asked(config, row));
    return value === null ? [] : [[row.measure, row.measure === 'swerve is more moral' ? value / 100 : value] as const];
  });
  const buying = (parties: readonly Riders[]) =>
    of(
      'buy-minimising',
      itemsOf(config).filter((item) => moreAhead(item) && parties.includes(item.riders)),
    );
  const [far, near] = [buying(['alone', 'co-worker']), buying(['family', 'child'])];
  const fall =
    far === null || near === null || !config.questions.includes('buy-minimising')
      ? {}
      : { 'fall with kin aboard': far - near };
  // Theory counts lives, whichever action saves them.
  const acting = config.mirrored === 'drawn' && asked(config, ROWS[0]!).length > 0 ? { 'effect of acting': 0 } : {};
  return { ...Object.fromEntries(values), ...acting, ...fall, ...differences(config, mind) };
}

/** The differences between answers to one item, averaged over the same items as people's. */
function differences(config: Config, mind: Mind): Readonly<Record<string, number>> {
  const answer = (question: Question, item: Item): number => predicted(question, item, minded(mind));
  const { questions } = config;
  const both = ['buy-minimising', 'buy-protective'] as const;
  const free = itemsOf(config).filter((item) => moreAhead(item) && item.law !== 'required');
  const over = both.every((question) => questions.includes(question))
    ? mean(free.map((item) => answer('buy-protective', item) - answer('buy-minimising', item)))
    : null;
  const basis = basisOf(questions);
  const judged = questions.includes('strength') ? 'strength' : 'programmed';
  const gap =
    basis === null
      ? null
      : basis === 'choice'
        ? mean(
            free.map(
              (item) =>
                answer('moral', item) - preferred(answer('buy-minimising', item), answer('buy-protective', item)),
            ),
          )
        : mean(
            itemsOf(config)
              .filter(moreAhead)
              .map((item) => answer(judged, item) - answer('buy-minimising', item)),
          );
  return {
    ...(gap === null ? {} : { 'social dilemma gap': gap }),
    ...(over === null ? {} : { 'protective over minimising': over }),
  };
}

function figures(config: Config): readonly Figure[] {
  const rows = ROWS.filter((row) => asked(config, row).length > 0);
  const drawn = rows.map(({ measure, label }) => ({
    measure,
    label,
    ...(measure === 'swerve is more moral' ? { times: 100 } : {}),
  }));
  return [
    {
      title: 'from 0, not at all, to 100, surely',
      min: 0,
      max: 100,
      ends: ['0', '100'],
      written: 'whole',
      rows: drawn,
    },
  ];
}

export const comparison: ComparisonSpec<Config> = {
  figures,
  declared: ['swerve is more moral', 'buy minimising', 'buy protective', 'law'],
  within: [
    ['buy minimising', 'buy protective'],
    ['buy minimising, alone', 'buy minimising, child'],
  ],
  contrasts: [
    {
      measure: 'social dilemma gap',
      side: 'above',
      says: 'the car that saves more is called more moral than it is bought',
    },
    {
      measure: 'protective over minimising',
      side: 'above',
      says: 'the protective car is bought rather than the minimising one',
    },
    { measure: 'fall with kin aboard', side: 'above', says: 'buying the minimising car falls when kin ride along' },
  ],
  expected,
};
