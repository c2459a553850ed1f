/** Preferences from probabilities as blocks: κ with everything that moves it, the numbers of each rule, and what they give back. */
import { type Block, type Cell, text } from '../../core/blocks.ts';
import { hundredths, percent } from '../../core/format.ts';
import { fill } from '../../core/template.ts';
import type {
  EstimateRange,
  ProbabilityEstimate,
  ProbabilityFit,
  RangeOver,
} from '../preferences/probability-estimate.ts';
import type { ProbabilityPreferences } from '../preferences/probability-group.ts';
import { isRefusal } from '../preferences/refusal.ts';
import { words } from '../preferences/words.en.ts';
import type { GroupPreferences } from './preferences.ts';

const OVER: readonly RangeOver[] = ['orders', 'wordings', 'situations', 'rounding', 'beliefs'];
/** Within so much of κ beliefs agree; else there is no point (as of draws; ours). */
const SAME = 0.1;

/** A row of the picture: κ and how far it goes; an end that is null is open. */
type ProbabilityRow = {
  readonly label: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly text: string;
};

/** κ by the rule that fits better; null: there is none. */
function kappaOf(estimated: GroupPreferences['estimated']): ProbabilityEstimate | null {
  if (isRefusal(estimated) || estimated.of !== 'probabilities') return null;
  const fit = estimated[estimated.better];
  return isRefusal(fit) ? null : fit.estimates[0]!;
}

/** κ of a group on the line, a row for each of what it was moved over; none where it has no κ from probabilities. */
export function probabilityRows({ estimated }: GroupPreferences, whose: string): readonly ProbabilityRow[] {
  const kappa = kappaOf(estimated);
  if (kappa === null || kappa.value === null) return [];
  const { value } = kappa;
  const point = agreeing(kappa) ? value : null;
  return kappa.ranges.map(({ over, n, low, high }) => ({
    ...{ label: `${whose}${words.probabilities.moved[over]}`, value: over === 'beliefs' ? null : point, low, high },
    text: `${low === null ? 'below' : hundredths(low)} to ${high === null ? 'above' : hundredths(high)}  n ${n}`,
  }));
}

/** Whether what may be expected of the other leaves κ where it is. */
function agreeing({ ranges }: ProbabilityEstimate): boolean {
  const beliefs = ranges.find(({ over }) => over === 'beliefs');
  if (beliefs === undefined) return true;
  return beliefs.low !== null && beliefs.high !== null && beliefs.high - beliefs.low <= SAME;
}

/** What the estimate says, and what all that moves it holds and leaves out. `holds`: which agents lie between two ends. */
export function probabilitySentences(
  { estimated }: GroupPreferences,
  whose: string,
  holds: (low: number | null, high: number | null) => string,
): readonly string[] {
  if (isRefusal(estimated) || estimated.of !== 'probabilities') return [];
  const kappa = kappaOf(estimated);
  const place = estimated.place === null ? [] : [`${whose}${estimated.place.sentence}`];
  if (kappa === null) return place;
  const said = `${whose}${kappa.sentence} (${words.probabilities.rules[estimated.better]}; from probabilities, no reasoning).`;
  if (kappa.value === null) return [said, ...place];
  const ends = (of: 'low' | 'high'): readonly (number | null)[] => kappa.ranges.map((range) => range[of]);
  const low = ends('low').includes(null) ? null : Math.min(kappa.value, ...kappa.ranges.map((range) => range.low!));
  const high = ends('high').includes(null) ? null : Math.max(kappa.value, ...kappa.ranges.map((range) => range.high!));
  const verdict =
    low === null && high === null
      ? `${whose}All of this together says nothing of κ.`
      : `${whose}All of this together ${holds(low, high)}, if α = β = 0.`;
  return [said, ...place, verdict];
}

/** The numbers of all fits, what they give back, and why one is missing. */
export function probabilityBlocks(estimated: ProbabilityPreferences): readonly Block[] {
  const { better } = estimated;
  const all = [estimated[better], estimated[better === 'plans' ? 'answers' : 'plans'], estimated.full];
  const fits = all.flatMap((one) => (isRefusal(one) ? [] : [one]));
  return [
    ...fits.flatMap((fit, at) => [
      estimatesTable(fit),
      ...fit.flags.map(({ sentence }) => text(sentence)),
      ...(at === 0 ? eachWords(fit) : []),
    ]),
    ...all.flatMap((one) => (isRefusal(one) ? [text(one.refused.sentence)] : [])),
    ...(fits.length === 0
      ? []
      : [text(fill(words.probabilities.misfit, { fits: misfitWords(fits) })), ratesTable(fits)]),
  ];
}

/** "0.3 points (κ, λ over plans)". */
const misfitWords = (fits: readonly ProbabilityFit[]): string =>
  fits.map((fit) => `${(100 * fit.misfit).toFixed(1)} points (${nameOf(fit)})`).join(', ');

/** "κ, λ; noise over plans". */
const nameOf = ({ rule, model }: ProbabilityFit): string =>
  `${model === 'full' ? 'κ, α, β, λ' : 'κ, λ'}; ${words.probabilities.rules[rule]}`;

/** A row a parameter of a fit, a column for each of what they were moved over. */
function estimatesTable(fit: ProbabilityFit): Block {
  const over = OVER.filter((one) => fit.estimates.some(({ ranges }) => ranges.some((range) => range.over === one)));
  return {
    kind: 'table',
    columns: [
      { head: nameOf(fit) },
      { head: 'value', align: 'right' },
      ...over.map((one) => ({ head: words.probabilities.moved[one], align: 'right' as const })),
      { head: 'jackknife s.e.', align: 'right' },
    ],
    rows: fit.estimates.map(({ parameter, value, ranges, jackknife }): readonly Cell[] => [
      { text: parameter === 'lambda' ? words.probabilities.lambda : words.names[parameter] },
      { text: value === null ? 'none' : hundredths(value) },
      ...over.map((one) => ({ text: endsWords(ranges.find((range) => range.over === one)) })),
      { text: jackknife === null ? '' : jackknife.toFixed(2) },
    ]),
  };
}

function endsWords(range: EstimateRange | undefined): string {
  if (range === undefined) return '';
  const { low, high } = range;
  if (low === null && high === null) return 'open';
  return `${low === null ? 'below' : hundredths(low)} to ${high === null ? 'above' : hundredths(high)}`;
}

/** "κ, one order alone: C first 0.14, D first 1.89". */
function eachWords(fit: ProbabilityFit): readonly Block[] {
  const [kappa] = fit.estimates;
  return (kappa?.ranges ?? []).flatMap(({ over, each }) =>
    each.length === 0
      ? []
      : [
          text(
            fill(words.probabilities.each, {
              name: words.names.kappa,
              over: words.probabilities.moved[over],
              values: each
                .map(({ name, value }) => `${name} ${value === null ? 'none' : hundredths(value)}`)
                .join(', '),
            }),
          ),
        ],
  );
}

/** What was told of each node's named answer, and what each fit expects. */
function ratesTable(fits: readonly ProbabilityFit[]): Block {
  return {
    kind: 'table',
    columns: [
      { head: 'chooses' },
      { head: 'told', align: 'right' },
      ...fits.map((fit) => ({ head: `expects, ${nameOf(fit)}`, align: 'right' as const })),
    ],
    rows: fits[0]!.rates.map((rate): readonly Cell[] => [
      { text: `${rate.answer} ${rate.node.replaceAll('_', ' ')}, ${rate.game}` },
      { text: percent(rate.observed) },
      ...fits.map(({ rates }) => ({
        text: percent(rates.find(({ game, node }) => game === rate.game && node === rate.node)?.predicted ?? 0),
      })),
    ]),
  };
}
