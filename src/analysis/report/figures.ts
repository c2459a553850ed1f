/** The pictures of one condition, in pieces that fit on a phone's screen and a printed page. */
import type { Block } from '../../core/blocks.ts';
import type { Figure } from '../../core/game.ts';
import { counted, upper } from '../../core/format.ts';
import { figureBlock, legend, pathBlocks, type Strip, strips, widened } from '../compare/figure-blocks.ts';
import type { ConditionComparison, Group } from '../compare/document.ts';
import { drawnPeople, peopleWords } from '../compare/people-blocks.ts';
import { FEW } from '../stats/few.ts';

type Scale = Block & { kind: 'scale' };
type Series = Block & { kind: 'series' };

/** A picture: its pieces under each other, and what is said below it. */
export type Picture =
  | {
      readonly kind: 'scale';
      readonly head: string;
      readonly pieces: readonly Scale[];
      readonly caption: readonly string[];
      readonly open?: true;
    }
  | { readonly kind: 'points'; readonly block: Block & { kind: 'points' }; readonly caption: readonly string[] }
  | { readonly kind: 'paths'; readonly panels: readonly Panel[]; readonly caption: readonly string[] }
  | { readonly kind: 'strips'; readonly pieces: readonly (readonly Strip[])[]; readonly caption: readonly string[] };

/** One group's path with what stands around it. */
export type Panel = {
  readonly block: Series;
  /** Above the picture: what is drawn, and of how many. */
  readonly head: string;
  readonly n: string;
  /** By period: the interval of the mean, null where there is none. */
  readonly band: readonly (readonly [number, number] | null)[];
  /** Every observation's own path, drawn thin. */
  readonly each: readonly (readonly (number | null)[])[];
  /** The least and the highest value of all panels of a figure. */
  readonly range: readonly [number, number];
};

/** Lines of a picture that fit on a printed page. */
export const MOST_ROWS = 13;
const MOST_STRIPS = 8;

/**
 * The pictures of one condition: measures on lines, paths over periods, and distributions, each where there is
 * something to draw.
 */
export const picturesOf = (treatment: ConditionComparison): readonly Picture[] => [
  ...treatment.figures.map((figure, i) => scaleOf(treatment, figure, treatment.conclusions[i] ?? '')),
  ...pathsOf(treatment),
  ...stripsOf(treatment),
];

function scaleOf(condition: ConditionComparison, asked: Figure, conclusion: string): Picture {
  const { groups, lines, people, config } = condition;
  const figure = widened(asked, condition);
  const published = drawnPeople(figure, people);
  const parts = evenly(groups, MOST_ROWS - 1);
  const rows = parts.length > 1 || groups.length === 1 ? 1 : groups.length + 1;
  const together = parts.length > 1 ? 1 : Math.max(1, Math.floor(MOST_ROWS / rows));
  const pieces = cut(figure.rows, together).flatMap((mine) =>
    parts.map((some) => {
      const { head: _, ...block } = figureBlock({ ...figure, rows: mine }, some, lines, people);
      return block;
    }),
  );
  return {
    kind: 'scale',
    head: withUnit(figure.title, config),
    pieces,
    caption: [
      drawnWords(figure, groups),
      legend(groups, lines, published),
      published === null ? '' : peopleWords(published),
      conclusion,
    ].filter(Boolean),
  };
}

/** What the marks are, and what stands at the right of them. */
function drawnWords({ rows }: Figure, groups: readonly Group[]): string {
  const found = groups.flatMap(({ measures }) =>
    measures.filter(({ measure, n }) => n > 0 && rows.some((row) => row.measure === measure)),
  );
  if (found.length === 0) return '';
  const sampled = found.filter(({ from }) => from === 'answers');
  const means = sampled.some(({ n }) => n >= FEW);
  const dots = sampled.some(({ n }) => n < FEW);
  const told = found.some(({ from }) => from === 'probabilities');
  const said = [
    ...(means ? ['means with their 95 % intervals over observations'] : []),
    ...(dots ? [`under ${FEW} observations each as a dot`] : []),
    ...(told
      ? ['shares from probabilities with a dotted line between rings, their range over orders and wordings']
      : []),
    ...(found.some(({ from }) => from === 'drawn') ? ['means of matches as drawn from probabilities alone'] : []),
  ];
  const [counts, sizes] = [sampled.some(({ yes }) => yes !== null), sampled.some(({ yes }) => yes === null)];
  const right = [
    ...(counts ? ['how many of n said yes'] : []),
    ...(sizes ? ['n'] : []),
    ...(told ? ['how many situations'] : []),
  ];
  return `${upper(said.join('; '))}.${right.length === 0 ? '' : ` At the right ${right.join(' or ')}.`}`;
}

/** "asks a price, on average, in … (points)". */
const withUnit = (title: string, config: unknown): string => {
  const unit = typeof config === 'object' && config !== null && 'unit' in config ? config.unit : undefined;
  return typeof unit === 'string' ? `${title} (${unit})` : title;
};

/** In as few lists as are needed, all about as long. */
const evenly = <T>(list: readonly T[], most: number): readonly (readonly T[])[] =>
  list.length === 0 ? [[]] : cut(list, Math.ceil(list.length / Math.ceil(list.length / most)));

/** A list in pieces of at most so many, in its order. */
export const cut = <T>(list: readonly T[], most: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / most) }, (_, i) => list.slice(i * most, (i + 1) * most));

/** A panel a group, all on one scale, so that no path hides another. */
function pathsOf(treatment: ConditionComparison): readonly Picture[] {
  const { path, groups, config } = treatment;
  const drawn = groups.filter((group) => group.path.some(({ mean }) => mean !== null));
  if (path === null || drawn.length === 0) return [];
  const means = drawn.filter(({ units }) => units >= FEW);
  const panels = drawn.map((group) => {
    const whole = group.units >= FEW;
    const [block] = pathBlocks(treatment, [group]);
    const series: Series =
      block?.kind === 'series'
        ? block
        : {
            kind: 'series',
            period: path.period,
            periods: group.path.length,
            decimals: path.decimals,
            lines: linesOf(group),
            levels: path.levels,
          };
    return {
      block: series,
      head: group.label,
      n: group.unit === 'matching group' && !whole ? counted(group.units, 'group') : `n ${group.units}`,
      band: whole ? group.path.map(({ interval }) => interval) : [],
      each: whole ? group.paths : [],
    };
  });
  const heights = [
    ...panels.flatMap(({ block, band, each }) => [
      ...block.lines.flatMap(({ points }) => points),
      ...band.flatMap((range) => range ?? []),
      ...each.flat(),
    ]),
    ...path.levels.map(({ at }) => at),
  ].filter((value) => value !== null);
  const range = [heights.reduce((a, b) => Math.min(a, b)), heights.reduce((a, b) => Math.max(a, b))] as const;
  const parts = [
    means.length === 0
      ? `Every line is one observation's path; under ${FEW} of them no mean is drawn.`
      : `The thick line is the mean over n observations, its band the 95 % interval in each ${path.period} by itself${means.some(({ paths }) => paths.length > 0) ? ', thin lines the observations where there are at most 12' : ''}${means.length < drawn.length ? `; of fewer than ${FEW} every line is one observation` : ''}.`,
    path.levels.length > 0 ? 'Dashed lines are theory.' : '',
  ];
  return [
    {
      kind: 'paths',
      panels: panels.map((panel) => ({ ...panel, range })),
      caption: [
        `${upper(withUnit(means.length === 0 ? path.title.replace(/^mean /, '') : path.title, config))}.`,
        parts.filter(Boolean).join(' '),
      ],
    },
  ];
}

/** Observations as lines of their own, where there are too few for a mean. */
const linesOf = ({ paths, mark }: Group): Series['lines'] =>
  paths.map((points, i) => ({ who: { agent: mark }, name: String(i + 1), points }));

function stripsOf(treatment: ConditionComparison): readonly Picture[] {
  const pieces = strips(treatment, treatment.groups).flatMap((mine) => cut(mine, MOST_STRIPS));
  if (pieces.length === 0) return [];
  return [
    {
      kind: 'strips',
      pieces,
      caption: ['Distributions: how many observations have their mean in each range. n is the number of observations.'],
    },
  ];
}
