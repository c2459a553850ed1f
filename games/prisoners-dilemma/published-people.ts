/**
 * What people did in published one-stage dilemmas, by our measures (data/reference): who they were, and what differs there from the
 * settings at hand. Statistics are made where it is drawn.
 */
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
import { points } from './format.ts';
import { kappaStar } from './plans.ts';
import { manyRounds } from './scene.ts';
import type { Words } from './words.ts';

const TRENTO: Payoffs = { T: 400, R: 300, P: 100, S: 0 };
const PROVIDENCE: Payoffs = { T: 175, R: 150, P: 100, S: 75 };
const PRINCETON: Payoffs = { T: 85, R: 75, P: 30, S: 25 };

/** Whether one is the other in another unit: then nobody has reason to choose otherwise. */
function sameIncentives(one: Payoffs, other: Payoffs): boolean {
  const shares = ({ T, R, P, S }: Payoffs) => [(R - S) / (T - S), (P - S) / (T - S)];
  const [mine, theirs] = [shares(one), shares(other)];
  return mine.every((share, i) => Math.abs(share - theirs[i]!) < 1e-9);
}

/** One number a person: the share of its rows that count. Where there are sessions people are numbered within each. */
function sharesOf(rows: readonly ReferenceRow[], counts: (row: ReferenceRow) => boolean): PublishedAnswers {
  const people = [...Map.groupBy(rows, ({ session = '', subject = '' }) => `${session} ${subject}`).values()];
  return {
    kind: 'people',
    shares: people.map((mine) => mine.filter(counts).length / mine.length),
    each: people[0]?.length ?? 0,
  };
}

const sent = (column: string, at: (amount: number) => boolean) => (row: ReferenceRow) => at(Number(row[column]));
const all = (amount: number): boolean => amount === 100;
const anything = (amount: number): boolean => amount > 0;

/** Andreozzi, Ploner & Saral: everybody's answers of the first period. */
const trento = memo((table: ReferenceTable): PublishedExperiment['answers'] => {
  const rows = table('andreozzi2020_sequential_dilemma.csv').filter((row) => row['period'] === '1');
  if (rows.length === 0) return [];
  return [
    { measure: 'cooperates first', given: sharesOf(rows, sent('uc', all)) },
    { measure: 'cooperates after C', given: sharesOf(rows, sent('ccH', all)) },
    { measure: 'cooperates after D', given: sharesOf(rows, sent('ccL', anything)) },
  ];
});

/** Heffner & FeldmanHall: everybody's two replies to everything, and to nothing. */
const providence = memo((table: ReferenceTable): PublishedExperiment['answers'] => {
  const rows = table('heffner2022_sequential_dilemma.csv');
  const to = (gave: number) => rows.filter((row) => Number(row['partner_gave']) === gave);
  if (rows.length === 0) return [];
  return [
    {
      measure: 'cooperates after C',
      given: sharesOf(
        to(1),
        sent('gave', (amount) => amount === 1),
      ),
    },
    { measure: 'cooperates after D', given: sharesOf(to(0), sent('gave', anything)) },
  ];
});

/** Shafir & Tversky: what was answered by those who were told what the other had done. */
const princeton = memo((table: ReferenceTable): PublishedExperiment['answers'] => {
  const rows = table('shafir_tversky1992_disjunction.csv');
  const told = (measure: string, words: string) =>
    rows
      .filter((row) => row['told'] === words)
      .map((row) => ({
        measure,
        given: { kind: 'counts', yes: Number(row['cooperate']), of: Number(row['of']) } as const,
      }));
  return [...told('cooperates after C', 'other cooperated'), ...told('cooperates after D', 'other competed')];
});

/** The experiments beside this game, in a language's words. */
export const peopleIn = memo((words: Words) => {
  const said = words.lab.people;

  /** "payoffs 400, 300, 100, 0 (κ* 0.33, here 0.09)"; nothing where they are the same in another unit. */
  function payoffWords(there: Payoffs, here: Payoffs): string {
    if (sameIncentives(there, here)) return '';
    const star = (set: Payoffs): string => kappaStar(set)?.toFixed(2) ?? said.none;
    const { T, R, P, S } = there;
    return fill(said.payoffs, { list: [T, R, P, S].map(points).join(', '), there: star(there), here: star(here) });
  }

  const sentence = (parts: readonly string[]): string => parts.filter(Boolean).join('; ');

  return (config: Config, table: ReferenceTable, others: Others): readonly PublishedExperiment[] => {
    const once = !manyRounds(config);
    const rounds = once ? '' : said.once;
    const program = others === 'programs' ? said.program : '';
    const met = others !== 'programs';
    const found: readonly PublishedExperiment[] = [
      {
        ...said.trento,
        source: 'Andreozzi, Ploner & Saral, Scientific Reports 10, 13610, 2020',
        licence: 'CC BY 4.0',
        differs: sentence([
          said.three,
          payoffWords(TRENTO, config),
          config.method === 'direct' ? said.strategy : '',
          config.roles === 'fixed' ? said.places : '',
          program,
          said.periods,
          rounds,
        ]),
        confidence: confidenceOf({ form: false, incentives: sameIncentives(TRENTO, config), others: met }),
        answers: trento(table),
      },
      {
        ...said.providence,
        source: 'Heffner & FeldmanHall, Nature Communications 13, 1718, 2022',
        licence: 'MIT',
        differs: sentence([said.preset, payoffWords(PROVIDENCE, config), program, rounds]),
        confidence: confidenceOf({ form: false, incentives: sameIncentives(PROVIDENCE, config), others: met }),
        answers: providence(table),
      },
      {
        ...said.princeton,
        source: 'Shafir & Tversky, Cognitive Psychology 24, 1992',
        licence: said.facts,
        differs: sentence([said.told, payoffWords(PRINCETON, config), program, rounds]),
        confidence: confidenceOf({ form: false, incentives: sameIncentives(PRINCETON, config), others: met }),
        answers: princeton(table),
      },
    ];
    return found.filter(({ answers }) => answers.length > 0);
  };
});
