/** Rates of choices as blocks: beside what each fit of preferences expects, and in a control beside what both agents do. */
import { type Block, type Cell, text } from '../../core/blocks.ts';
import { percent } from '../../core/format.ts';
import { fill } from '../../core/template.ts';
import type { ChoiceRate } from '../preferences/choice-rates.ts';
import type { Estimated } from '../preferences/estimate.ts';
import { words } from '../preferences/words.en.ts';
import type { GroupPreferences } from './preferences.ts';

/** What was chosen in a control beside what both agents do there: over all sets of payoffs in a line, and each in a row. */
export const controlBlocks = ({ controls }: GroupPreferences): readonly Block[] =>
  controls.flatMap(({ title, rates }) => [
    text(fill(words.control.said, { game: title })),
    ...[...Map.groupBy(rates, ({ node, answer }) => `${answer} ${node.replaceAll('_', ' ')}`)].map(([what, mine]) => {
      const [chosen, of] = [sumOf(mine.map((one) => one.chosen)), sumOf(mine.map((one) => one.of))];
      const agents = sumOf(mine.map((one) => one.agents * one.of)) / of;
      return text(
        fill(words.control.total, { what, chosen, of, observed: percent(chosen / of), agents: percent(agents) }),
      );
    }),
    {
      kind: 'table' as const,
      columns: [
        { head: 'chose' },
        { head: 'observed', align: 'right' as const },
        { head: '95 %', align: 'right' as const },
        { head: 'both agents', align: 'right' as const },
      ],
      rows: rates.map((rate): readonly Cell[] => [
        { text: chosenWords(rate) },
        ...observedCells(rate),
        { text: percent(rate.agents) },
      ]),
    },
  ]);

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The fit of choice rates: what was chosen, and what each fit expects. */
export function ratesTable(fits: readonly { readonly model: string; readonly fit: Pick<Estimated, 'rates'> }[]): Block {
  const [first] = fits;
  const same =
    (one: ChoiceRate) =>
    (other: ChoiceRate): boolean =>
      one.game === other.game && one.node === other.node && one.answer === other.answer;
  return {
    kind: 'table',
    columns: [
      { head: 'chose' },
      { head: 'observed', align: 'right' },
      { head: '95 %', align: 'right' },
      ...fits.map(({ model }) => ({ head: `expects, ${model}`, align: 'right' as const })),
    ],
    rows: first!.fit.rates.map((rate): readonly Cell[] => [
      { text: chosenWords(rate) },
      ...observedCells(rate),
      ...fits.map(({ fit }) => ({ text: percent(fit.rates.find(same(rate))?.predicted ?? 0) })),
    ]),
  };
}

/** "C after D, sharp": which answer at which node, and under which payoffs. */
const chosenWords = ({ answer, node, game }: Pick<ChoiceRate, 'answer' | 'node' | 'game'>): string =>
  `${answer} ${node.replaceAll('_', ' ')}, ${game}`;

/** How often it was chosen, and its interval. */
const observedCells = ({
  chosen,
  of,
  observed,
  interval,
}: Pick<ChoiceRate, 'chosen' | 'of' | 'observed' | 'interval'>): readonly [Cell, Cell] => [
  { text: `${chosen} of ${of}, ${percent(observed)}` },
  { text: interval === null ? '–' : `${percent(interval[0]).replace(' %', '')} to ${percent(interval[1])}` },
];
