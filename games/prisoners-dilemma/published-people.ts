/**
 * What people did in published one-stage dilemmas, by our measures (data/reference): who they were, and what differs there from the
 * settings at hand. Statistics are made where it is drawn.
 */
import { manyRounds } from '../../src/core/rounds.ts';
import { memo } from '../../src/core/memo.ts';
import {
  confidenceOf,
  type Others,
  type PublishedAnswers,
  type PublishedExperiment,
  type ReferenceRow,
  type ReferenceTable,
} from '../../src/core/published-figures.ts';
import { fill } from '../../src/core/template.ts';
import type { Config, Payoffs } from './config.ts';
import { isSimultaneous } from './form.ts';
import { points } from './format.ts';
import { kappaStarOf } from './plans.ts';
import type { Words } from './words.ts';

const TRENTO: Payoffs = { T: 400, R: 300, P: 100, S: 0 };
const POOL: Payoffs = { T: 175, R: 150, P: 100, S: 75 };
const PRINCETON: Payoffs = { T: 85, R: 75, P: 30, S: 25 };

/** Whether one is the other in another unit: then nobody has reason to choose otherwise. */
function sameIncentives(one: Payoffs, other: Payoffs): boolean {
  const shares = ({ T, R, P, S }: Payoffs) => [(R - S) / (T - S), (P - S) / (T - S)];
  const [mine, theirs] = [shares(one), shares(other)];
  return mine.every((share, i) => Math.abs(share - theirs[i]!) < 1e-9);
}

/**
 * One number a person: the mean over its rows of what they count (0 to 1). Where there are sessions people are numbered within
 * each.
 */
function sharesOf(rows: readonly ReferenceRow[], counts: (row: ReferenceRow) => number): PublishedAnswers {
  const people = [...Map.groupBy(rows, ({ session = '', subject = '' }) => `${session} ${subject}`).values()];
  return {
    kind: 'people',
    shares: people.map((mine) => mine.reduce((sum, row) => sum + counts(row), 0) / mine.length),
    each: people[0]?.length ?? 0,
  };
}

type Given = PublishedExperiment['answers'];

/** What counts in an amount that was sent, as a share of all that could be. */
const all = (share: number): number => (share === 1 ? 1 : 0);
const nothing = (share: number): number => (share === 0 ? 1 : 0);
const anything = (share: number): number => 1 - nothing(share);
const itself = (share: number): number => share;

/** Answers to nothing, half and all, as what was sent of all that could be: rows, and the share in a row. */
type Sent = { readonly rows: readonly ReferenceRow[]; readonly share: (row: ReferenceRow) => number };
type SentWhen = { readonly first?: Sent; readonly after: Readonly<Record<'nothing' | 'half' | 'all', Sent>> };

const given = (measure: string, { rows, share }: Sent, counts: (share: number) => number) => ({
  measure,
  given: sharesOf(rows, (row) => counts(share(row))),
});

/** By the measures of two steps: all is cooperation, after nothing anything is. */
const inTwoSteps = ({ first, after }: SentWhen): Given => [
  ...(first === undefined ? [] : [given('cooperates first', first, all)]),
  given('cooperates after C', after.all, all),
  given('cooperates after D', after.nothing, anything),
];

/** By those of three. */
const inThreeSteps = ({ first, after }: SentWhen): Given => [
  ...(first === undefined ? [] : [given('share sent first', first, itself), given('sends all first', first, all)]),
  given('share sent after all', after.all, itself),
  given('share sent after half', after.half, itself),
  given('share sent after nothing', after.nothing, itself),
  given('sends all after all', after.all, all),
  given('sends nothing after all', after.all, nothing),
  given('sends anything after nothing', after.nothing, anything),
];

/** What an experiment tells by the measures of the settings at hand, from its table and nothing else. */
type Told = { readonly two: Given; readonly three: Given; readonly simultaneous: Given };
const NOTHING_TOLD: Told = { two: [], three: [], simultaneous: [] };

/** Andreozzi, Ploner & Saral: everybody's answers of the first period. */
const trento = memo((table: ReferenceTable): Told => {
  const rows = table('andreozzi2020_sequential_dilemma.csv').filter((row) => row['period'] === '1');
  if (rows.length === 0) return NOTHING_TOLD;
  const sent = (column: string): Sent => ({ rows, share: (row) => Number(row[column]) / 100 });
  const when = { first: sent('uc'), after: { nothing: sent('ccL'), half: sent('ccM'), all: sent('ccH') } };
  return { two: inTwoSteps(when), three: inThreeSteps(when), simultaneous: [] };
});

/** Heffner & FeldmanHall: everybody's two replies to everything, to half and to nothing. */
const pool = memo((table: ReferenceTable): Told => {
  const rows = table('heffner2022_sequential_dilemma.csv');
  if (rows.length === 0) return NOTHING_TOLD;
  const to = (gave: number): Sent => ({
    rows: rows.filter((row) => Number(row['partner_gave']) === gave),
    share: (row) => Number(row['gave']),
  });
  const when = { after: { nothing: to(0), half: to(0.5), all: to(1) } };
  return { two: inTwoSteps(when), three: inThreeSteps(when), simultaneous: [] };
});

/** Shafir & Tversky: what was answered by whoever was told what the other had done, and by whoever was told nothing. */
const princeton = memo((table: ReferenceTable): Told => {
  const rows = table('shafir_tversky1992_disjunction.csv');
  const told = (measure: string, words: string): Given =>
    rows
      .filter((row) => row['told'] === words)
      .map((row) => ({
        measure,
        given: { kind: 'counts', yes: Number(row['cooperate']), of: Number(row['of']) } as const,
      }));
  return {
    two: [...told('cooperates after C', 'other cooperated'), ...told('cooperates after D', 'other competed')],
    three: [],
    simultaneous: told('cooperates', 'nothing'),
  };
});

/** The experiments beside this game, in a language's words. */
export const peopleIn = memo((words: Words) => {
  const said = words.lab.people;

  /** "payoffs 400, 300, 100, 0 (κ* 0.33, here 0.09)", both κ* of the form at hand; nothing where they are the same in another unit. */
  const payoffWords = memo((here: Config) =>
    memo((there: Payoffs): string => {
      if (sameIncentives(there, here)) return '';
      const star = (set: Config): string => kappaStarOf(set)?.toFixed(2) ?? said.none;
      const { T, R, P, S } = there;
      return fill(said.payoffs, {
        list: [T, R, P, S].map(points).join(', '),
        there: star({ ...here, ...there }),
        here: star(here),
      });
    }),
  );

  const sentence = (parts: readonly string[]): string => parts.filter(Boolean).join('; ');

  return (config: Config, table: ReferenceTable, others: Others): readonly PublishedExperiment[] => {
    const { timing = 'turns', told = 'first-move' } = config;
    const once = !manyRounds(config);
    const at = isSimultaneous(config) ? 'simultaneous' : config.steps === 3 ? 'three' : 'two';
    const met = others !== 'programs';
    const direct = config.method === 'direct';
    /** What differs whichever experiment it is: parts of a sentence. */
    const anyway = [met ? '' : said.program, once ? '' : said.once];
    const about = (
      there: Payoffs,
      sameForm: boolean,
      parts: readonly string[],
    ): Pick<PublishedExperiment, 'differs' | 'confidence'> => ({
      differs: sentence([...parts, payoffWords(config)(there), ...anyway]),
      confidence: confidenceOf({
        form: once && sameForm,
        incentives: sameIncentives(there, config),
        others: met,
      }),
    });
    const found: readonly (PublishedExperiment & { readonly payoffs: Payoffs })[] = [
      {
        ...said.trento,
        payoffs: TRENTO,
        source: 'Andreozzi, Ploner & Saral, Scientific Reports 10, 13610, 2020',
        licence: 'CC BY 4.0',
        ...about(TRENTO, at === 'three', [
          at === 'three' ? '' : said.three,
          direct ? said.strategy : '',
          direct || config.roles === 'fixed' ? said.places : '',
          said.periods,
        ]),
        answers: trento(table)[at],
      },
      {
        ...said.pool,
        payoffs: POOL,
        source: 'Heffner & FeldmanHall, Nature Communications 13, 1718, 2022',
        licence: 'MIT',
        ...about(POOL, false, [at === 'three' ? said.tenths : said.preset, direct ? '' : said.seen]),
        answers: pool(table)[at],
      },
      {
        ...said.princeton,
        payoffs: PRINCETON,
        source: 'Shafir & Tversky, Cognitive Psychology 24, 1992',
        licence: said.facts,
        ...about(PRINCETON, timing === 'together' || told === 'nothing', [
          at === 'simultaneous' ? '' : said.told,
          at === 'simultaneous' || direct ? '' : said.seen,
          told === 'already-chosen' ? said.unsaid : '',
          said.counts,
        ]),
        answers: princeton(table)[at],
      },
    ];
    // The very payoffs first.
    const distance = (there: Payoffs): number => (isSame(there, config) ? 0 : sameIncentives(there, config) ? 1 : 2);
    return found
      .filter(({ answers }) => answers.length > 0)
      .toSorted((one, other) => distance(one.payoffs) - distance(other.payoffs))
      .map(({ payoffs: _, ...one }) => one);
  };
});

const isSame = (one: Payoffs, { T, R, P, S }: Payoffs): boolean =>
  one.T === T && one.R === R && one.P === P && one.S === S;
