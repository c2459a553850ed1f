/** What stands on the projector as charts and sentences, legible from the last row. Nothing in it names anybody. */
import type { Comparison, ConditionComparison } from '../../analysis/compare/document.ts';
import { figureBlock, legend, pathBlocks, strips } from '../../analysis/compare/figure-blocks.ts';
import type { GameGuesses } from '../../analysis/compare/guesses.ts';
import { drawnPeople } from '../../analysis/compare/people-blocks.ts';
import { FEW } from '../../analysis/stats/few.ts';
import { shapeOf } from '../../core/agent-signs.ts';
import type { Block, ScaleMark } from '../../core/blocks.ts';
import { percent } from '../../core/format.ts';
import { figureNotes, type LessonBar } from '../../lessons/figure.ts';
import { drawBars } from '../../page/chart-bars.ts';
import { drawScale } from '../../page/chart-scale.ts';
import { drawPanel } from '../../page/chart-series.ts';
import { conclusionOf, pathGroups, type ProjectionTopic, revealedAt } from './topics.ts';

type Scale = Block & { kind: 'scale' };

/** Charts as SVG elements beside each other, or under each other where `stacked`; `legend` and `says` are plain text. */
export type ProjectionPicture = {
  readonly title: string;
  readonly charts: readonly string[];
  readonly stacked?: true;
  readonly legend: string;
  readonly says: readonly string[];
};

/** So many charts of one kind stand on one projector. */
const MOST_CHARTS = 2;
const MOST_STRIPS = 5;

/** The picture of a topic at one of its steps. */
export async function projectionPicture(
  topic: ProjectionTopic,
  step: string,
  comparison: Comparison | null,
): Promise<ProjectionPicture> {
  if (topic.kind === 'lesson') return lessonPicture(topic, Number(/\d+/.exec(step)?.[0] ?? 0));
  const { condition, name: title } = topic;
  switch (step) {
    case 'paths':
      return pathPicture(condition, title);
    case 'spread':
      return spreadPicture(condition, title);
    case 'concluded':
      return { title, charts: [], legend: '', says: [conclusionOf(topic)] };
    case 'guesses':
      return guessPicture((comparison?.guesses ?? []).find(({ game }) => game === condition.game) ?? null, title);
    default:
      return scalePicture(topic, step);
  }
}

async function scalePicture(topic: ProjectionTopic & { kind: 'figure' }, step: string): Promise<ProjectionPicture> {
  const { condition, figure, name: title } = topic;
  const { groups, lines, people } = revealedAt(step, condition);
  // A class alone has no name on its projector.
  const drawn = groups.map((group) =>
    group.kind === 'people' && groups.length === 1 ? { ...group, label: '' } : group,
  );
  const { head: _, ...block } = figureBlock(figure, drawn, lines, people);
  const covered: Scale =
    groups.length > 0 ? block : { ...block, rows: block.rows.map(({ label }) => ({ label, marks: [] })) };
  const published = drawnPeople(figure, people);
  const signs = groups.length === 0 ? [] : [legend(groups, lines)];
  return {
    title,
    charts: [await drawScale(covered, figure.title, title)],
    legend: [...signs, ...(published === null ? [] : [`░ ${published.who}, published`])].join('  '),
    says: [],
  };
}

async function pathPicture(condition: ConditionComparison, title: string): Promise<ProjectionPicture> {
  const groups = pathGroups(condition).slice(0, MOST_CHARTS);
  const values = [
    ...groups.flatMap(({ path }) => path.flatMap(({ mean, interval }) => [mean, ...(interval ?? [])])),
    ...(condition.path?.levels ?? []).map(({ at }) => at),
  ].filter((value) => value !== null);
  const range = [Math.min(...values), Math.max(...values)] as const;
  const charts = await Promise.all(
    groups.flatMap((group) => {
      const [block] = pathBlocks(condition, [group]);
      if (block?.kind !== 'series') return [];
      const panel = {
        ...{ block, head: groups.length === 1 ? '' : group.label, n: `n ${group.units}` },
        ...{ band: group.path.map(({ interval }) => interval), each: [], range },
      };
      return [drawPanel(panel, title)];
    }),
  );
  return { title, charts, legend: '', says: [condition.path?.title ?? '', 'Dashed lines are theory.'].filter(Boolean) };
}

async function spreadPicture(condition: ConditionComparison, title: string): Promise<ProjectionPicture> {
  const pieces = strips(condition, condition.groups)
    .slice(0, MOST_CHARTS)
    .map((mine) => mine.slice(0, MOST_STRIPS));
  return {
    title,
    charts: await Promise.all(pieces.map((mine) => drawBars(mine, title))),
    stacked: true,
    legend: '',
    says: ['How many have their mean in each range.'],
  };
}

async function guessPicture(found: GameGuesses | null, title: string): Promise<ProjectionPicture> {
  const groups = found?.groups ?? [];
  const rows = groups.map(({ label, n, right, interval }): Scale['rows'][number] => {
    const few = n < FEW;
    return {
      label: groups.length === 1 ? 'named the program that it was' : label,
      marks: few ? [] : [{ at: right / n, who: { agent: 'human' } }],
      ...(interval === null ? {} : { interval }),
      text: few ? `${right} of ${n}` : `${percent(right / n)}  ${right} of ${n}`,
      notes: [{ at: 1 / 3, text: 'by lot' }],
    };
  });
  const [only] = groups;
  const sure =
    groups.length === 1 && only !== undefined && only.n >= FEW
      ? [[only.sureRight, 'who were right'] as const, [only.sureWrong, 'who were not'] as const].flatMap(
          ([value, who]) => (value === null ? [] : [`${Math.round(value)} % those ${who}`]),
        )
      : [];
  return {
    title,
    charts: [
      await drawScale(
        { kind: 'scale', min: 0, max: 1, ends: ['0 %', '100 %'], rows },
        'Person, program, which one?',
        title,
      ),
    ],
    legend: '',
    says: sure.length === 0 ? [] : [`How sure, on average: ${sure.join(', ')}.`],
  };
}

async function lessonPicture(
  topic: ProjectionTopic & { kind: 'lesson' },
  uncovered: number,
): Promise<ProjectionPicture> {
  const { stop, figure, language, name: title } = topic;
  const shown = stop.order.slice(0, uncovered).map(({ group }) => group);
  const seen = figure.rows.map(({ label, bars }) => ({
    label,
    bars: bars.filter(({ group }) => shown.includes(group)),
  }));
  const rows = seen.map(({ label, bars }): Scale['rows'][number] => {
    const banded = bars.find(isBand);
    const [first] = bars.filter(({ group }) => group === 'class');
    const interval = first === undefined || isFew(first.value) ? null : first.interval;
    return {
      label,
      marks: bars.filter((bar) => bar !== banded && !(bar.group === 'class' && isFew(bar.value))).map(markOfBar),
      ...(interval === null ? {} : { interval }),
      ...(banded === undefined ? {} : { band: bandOf(banded) }),
      ...(first === undefined ? {} : { text: first.value }),
    };
  });
  const says = stop.order[uncovered - 1]?.says;
  return {
    title,
    charts: [await drawScale({ kind: 'scale', min: 0, max: 1, ends: ['0 %', '100 %'], rows }, '', title)],
    legend: lessonLegend(seen.flatMap(({ bars }) => bars)),
    says: [...(says === undefined ? [] : [says]), ...(says === undefined ? figureNotes(figure, shown, language) : [])],
  };
}

/** Of fewer than five only how many is said, and no percentage. */
const isFew = (value: string): boolean => !value.includes('%') && /^\d+ \S+ \d+$/.test(value);

/** Hands are no choices: they have the second person's sign. */
const signOfBar = ({ kind, who }: LessonBar): string => (kind === 'hands' ? 'human 2' : (who ?? 'class'));
const markOfBar = (bar: LessonBar): ScaleMark => ({ at: bar.share, who: { agent: signOfBar(bar) } });

type Banded = LessonBar & { readonly interval: readonly [number, number] };

/** Published people with an interval are a band behind the row. */
const isBand = (bar: LessonBar): bar is Banded => bar.kind === 'published' && bar.interval !== null;
const bandOf = ({ label, share, interval, value }: Banded): NonNullable<Scale['rows'][number]['band']> => ({
  ...{ who: label, at: share, interval, n: value.split('  ')[1] ?? '' },
});

/** Each mark with what it is, once. */
function lessonLegend(bars: readonly LessonBar[]): string {
  const items = bars.map((bar) => (isBand(bar) ? `░ ${bar.label}` : `${shapeOf(signOfBar(bar))} ${bar.label}`));
  return [...new Set(items)].join('  ');
}
