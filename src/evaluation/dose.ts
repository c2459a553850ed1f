/** Several runs of one base that were trained on different κ, as one figure: κ as it was trained against κ as it is measured. */
import type { Block } from '../core/blocks.ts';
import type { Answer } from '../core/game.ts';
import { hundredths, percent } from '../core/format.ts';
import type { Interval } from '../analysis/stats/rates.ts';
import { standingWords, type TunedStanding } from '../tune/proof.ts';
import type { AnswerForm } from '../tune/row-words.ts';
import type { TrainingSet } from '../tune/training-set.ts';
import type { CountedRate } from './agreement.ts';
import { FORM_WORDS } from './answer-form.ts';
import type { TuningReport } from './document.ts';
import type { KappaFigure, KappaSource } from './kappa.ts';
import type { SubjectRole } from './subject.ts';

/** An estimate of κ: an end that is null is open, a value that is null is refused or has a range only. */
type KappaEstimate = {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Why there is no value; null: there is one. */
  readonly why: string | null;
};

/** A model that was trained on no κ: the base, or the control. */
export type DoseLine = KappaEstimate & { readonly name: string };

/** One run. */
export type DosePoint = KappaEstimate & {
  readonly run: string;
  /** κ of its training set. */
  readonly trained: number;
  /** α and β of it, in words: "α 0.5, β 0.6"; null: it has none, and κ is all that it was trained on. */
  readonly beside: string | null;
  /** Choices or situations behind the estimate. */
  readonly n: number;
  readonly standing: TunedStanding;
  /** On all held-out questions of this form; null: none was answered. */
  readonly agreement: CountedRate | null;
  readonly baseRate: number | null;
  /** At each node, against whoever gives the more frequent answer there. */
  readonly agreed: readonly {
    readonly node: string;
    readonly method: string;
    readonly agreement: CountedRate;
    readonly baseRate: number;
  }[];
  /** How often an answer is given at each node, and how often it is theory's. */
  readonly nodes: readonly {
    readonly node: string;
    readonly method: string;
    readonly answer: Answer;
    readonly theory: number;
    readonly given: number;
    readonly interval: Interval | null;
    readonly n: number;
  }[];
};

export type DoseDocument = {
  readonly version: 1;
  readonly form: AnswerForm;
  readonly from: KappaSource;
  /** By κ as it was trained. */
  readonly points: readonly DosePoint[];
  readonly base: DoseLine | null;
  readonly control: DoseLine | null;
};

/**
 * In which form κ is read: by letters of typed decisions, whose probabilities tell more than a draw, where all were trained on such;
 * else in words, which every set has but those with soft labels. A small model does not carry one form to another.
 */
export const doseForm = (sets: readonly Pick<TrainingSet, 'shares' | 'lambda'>[]): AnswerForm =>
  sets.some(({ lambda }) => lambda !== null) || sets.every(({ shares }) => shares.decisions > 0) ? 'decision' : 'words';

/** By which instrument κ is read. */
export type DoseInstrument = { readonly form?: AnswerForm; readonly from?: KappaSource };

/** The figure of these reports; one whose preference is not known is left out. Base and control are those of the first that has them. */
export function doseDocument(
  reports: readonly TuningReport[],
  { form = 'decision', from = 'held-out' }: DoseInstrument = {},
): DoseDocument {
  const line = (role: SubjectRole): DoseLine | null => {
    for (const report of reports) {
      const column = report.columns.find((one) => one.role === role);
      const found = figureOf(report, role, form, from);
      if (column !== undefined && found !== null) return { name: column.name, ...estimateOf(found) };
    }
    return null;
  };
  return {
    ...{ version: 1, form, from, base: line('base'), control: line('control') },
    points: reports
      .flatMap((report) => pointOf(report, form, from))
      .toSorted((a, b) => a.trained - b.trained || (a.run < b.run ? -1 : 1)),
  };
}

const figureOf = (report: TuningReport, role: SubjectRole, form: AnswerForm, from: KappaSource): KappaFigure | null =>
  report.kappa.find((one) => one.role === role && one.form === form && one.from === from) ?? null;

function estimateOf({ kappa, why, flags }: KappaFigure): KappaEstimate {
  const value = kappa?.value ?? null;
  return {
    ...{ value, low: kappa?.low ?? null, high: kappa?.high ?? null },
    why: value !== null ? null : (why ?? flags[0] ?? 'no value, only a range'),
  };
}

function pointOf(report: TuningReport, form: AnswerForm, from: KappaSource): readonly DosePoint[] {
  const { taste } = report.set;
  if (taste === null) return [];
  const at = report.columns.findIndex(({ role }) => role === 'tuned');
  const table = report.heldOut.find((one) => one.form === form);
  const cells = (table?.rows ?? []).flatMap(({ node, method, cells: all }) => {
    const cell = at < 0 ? null : (all[at] ?? null);
    return cell === null ? [] : [{ node, method, cell }];
  });
  const all = cells.find(({ method }) => method === 'both')?.cell ?? null;
  const found = figureOf(report, 'tuned', form, from);
  const none = { value: null, low: null, high: null, why: report.unfinished ?? 'nothing was measured yet' };
  return [
    {
      ...(found === null ? none : estimateOf(found)),
      ...{ run: report.run.name, trained: taste.kappa, n: found?.n ?? 0, standing: report.standing },
      ...{ agreement: all?.agreement ?? null, baseRate: all?.baseRate.rate ?? null },
      beside: besideOf(taste),
      agreed: cells.flatMap(({ node, method, cell: { agreement, baseRate } }) =>
        method === 'both' ? [] : [{ node, method, agreement, baseRate: baseRate.rate }],
      ),
      nodes: cells.flatMap(({ node, method, cell: { level, agreement } }) =>
        level === null ? [] : [{ node, method, n: agreement.n, ...level }],
      ),
    },
  ];
}

function besideOf({ alpha = 0, beta = 0 }: NonNullable<TuningReport['set']['taste']>): string | null {
  const said = [...(alpha === 0 ? [] : [`α ${alpha}`]), ...(beta === 0 ? [] : [`β ${beta}`])];
  return said.length === 0 ? null : said.join(', ');
}

/** The figure, and beneath it the numbers and the levels at each node. */
export function doseBlocks(document: DoseDocument): readonly Block[] {
  const { points } = document;
  return [
    { kind: 'text', text: doseWords(document) },
    doseFigure(document),
    {
      kind: 'table',
      columns: [
        { head: 'run' },
        { head: 'κ trained', align: 'right' },
        { head: 'κ̂ measured', align: 'right' },
        { head: 'interval', align: 'right' },
        { head: 'agrees', align: 'right' },
        { head: 'base rate', align: 'right' },
        { head: 'n', align: 'right' },
      ],
      rows: [
        ...points.map((one) => [
          { text: named(one) },
          { text: `${hundredths(one.trained)}${one.beside === null ? '' : `, ${one.beside}`}` },
          ...estimated(one),
          { text: one.agreement === null ? '–' : percent(one.agreement.rate) },
          { text: one.baseRate === null ? '–' : percent(one.baseRate) },
          { text: one.agreement === null ? '–' : String(one.agreement.n) },
        ]),
        ...[document.base, document.control].flatMap((one) =>
          one === null ? [] : [[{ text: one.name }, { text: '–' }, ...estimated(one), ...NONE]],
        ),
      ],
    },
    ...[...points, ...[document.base, document.control].flatMap((one) => one ?? [])].flatMap((one): readonly Block[] =>
      one.why === null ? [] : [{ kind: 'text', text: `${'run' in one ? one.run : one.name}: ${one.why}` }],
    ),
    ...agreedTable(points),
    ...levelsTable(points),
  ];
}

/** Its name, and where it is none that it is not a tuned model. */
const named = ({ run, standing }: DosePoint): string =>
  standing.kind === 'tuned model' ? run : `${run} (${standingWords(standing)})`;

const estimated = ({ value, low, high }: KappaEstimate): readonly { readonly text: string }[] => [
  { text: value === null ? 'no value' : hundredths(value) },
  { text: low === null && high === null ? '–' : `${end(low)} to ${end(high)}` },
];
const NONE = Array.from({ length: 3 }, () => ({ text: '–' }));
const end = (value: number | null): string => (value === null ? 'open' : hundredths(value));

/** What is drawn, in a sentence or two. */
export const doseWords = ({ form, from, points }: DoseDocument): string =>
  `κ as it was trained (across) and as it is measured (up) by ${FORM_WORDS[form]} on ${
    from === 'held-out' ? 'each run’s held-out questions' : 'the published protocols'
  }, ${points.length} runs; the diagonal is where they are the same${
    points.some(({ beside }) => beside !== null) ? ' (who was trained on α or β too is in the table alone)' : ''
  }. Lines: base and control, which were trained on no κ.`;

/** The picture alone. Values outside the frame are drawn at its edge. */
export function doseFigure({ points, base, control }: DoseDocument): Block & { kind: 'points' } {
  const ends = kappaAlone(points).flatMap(({ value, low, high }) => [value, low, high].filter((one) => one !== null));
  const lines = [base, control].flatMap((one) => (one?.value === null || one === null ? [] : [one.value]));
  const clamped = (value: number): number => Math.max(-0.5, Math.min(1.5, value));
  const all = [0, 1, ...ends, ...lines].map(clamped);
  return {
    kind: 'points',
    x: { label: 'κ trained', min: 0, max: 1, decimals: 2 },
    y: {
      label: 'κ measured',
      min: Math.floor(4 * Math.min(...all)) / 4,
      max: Math.ceil(4 * Math.max(...all)) / 4,
      decimals: 2,
    },
    diagonal: true,
    // Who was trained on α or β too is on no diagonal of κ.
    points: kappaAlone(points).map(({ trained, value, low, high, run }) => ({
      ...{ x: trained, y: value, name: run, who: { agent: trained === 0 ? 'economicus' : 'moralis' } },
      interval: low === null && high === null ? null : [low, high],
    })),
    levels: [base, control].flatMap((one, at) =>
      one === null || one.value === null
        ? []
        : [{ at: one.value, label: `${at === 0 ? 'base' : 'control'} ${hundredths(one.value)}` }],
    ),
  };
}

const kappaAlone = (points: readonly DosePoint[]): readonly DosePoint[] =>
  points.filter(({ beside }) => beside === null);

/** In how many of a hundred questions each run agrees with its theory, the base rate, and of how many. */
const agreedTable = (points: readonly DosePoint[]): readonly Block[] =>
  nodeTable(
    points,
    'Agreement with its own theory at each node, after / the base rate there (of whoever gives the more frequent answer, knowing no payoffs), and n.',
    ({ agreed }) => agreed,
    ({ agreement, baseRate }) => `${percent(agreement.rate)} / ${percent(baseRate)}, n ${agreement.n}`,
  );

/** How often the answer is given, and how often it is theory's. */
const levelsTable = (points: readonly DosePoint[]): readonly Block[] =>
  nodeTable(
    points,
    'Levels: how often the named answer is given at each node, and after / how often it is theory’s.',
    ({ nodes }) => nodes,
    ({ given, theory }) => `${percent(given)} / ${percent(theory)}`,
    [{ head: 'answer', text: ({ answer }) => String(answer) }],
  );

/** Under a sentence, one row a node and one column a run. `beside`: columns of the node itself. */
function nodeTable<Row extends { readonly node: string; readonly method: string }>(
  points: readonly DosePoint[],
  sentence: string,
  rowsOf: (point: DosePoint) => readonly Row[],
  shown: (row: Row) => string,
  beside: readonly { readonly head: string; readonly text: (row: Row) => string }[] = [],
): readonly Block[] {
  const nameOf = ({ node, method }: Row): string => `${node}, ${method}`;
  const named = new Map(points.flatMap((point) => rowsOf(point).map((row) => [nameOf(row), row] as const)));
  if (named.size === 0) return [];
  return [
    { kind: 'text', text: sentence },
    {
      kind: 'table',
      columns: [
        { head: 'node' },
        ...beside.map(({ head }) => ({ head })),
        ...points.map((point) => ({ head: headOf(point), align: 'right' as const })),
      ],
      rows: [...named].map(([name, node]) => [
        { text: name },
        ...beside.map(({ text }) => ({ text: text(node) })),
        ...points.map((point) => {
          const found = rowsOf(point).find((row) => nameOf(row) === name);
          return { text: found === undefined ? '–' : shown(found) };
        }),
      ]),
    },
  ];
}

/** Over the column of a run: "κ 0.5", "κ 0, α 0.5, β 0.6". */
const headOf = ({ trained, beside }: DosePoint): string => `κ ${trained}${beside === null ? '' : `, ${beside}`}`;
