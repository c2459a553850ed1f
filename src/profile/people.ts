/**
 * Whether an agent does what people do: at each question of which a published experiment tells a rate, the agent's rate beside
 * theirs, with the interval of the difference. It is ours, no row of the reported pattern, and gives no verdict on it. Rates of
 * people are taken as they are published: one experiment under one set of payoffs, whatever is asked here.
 */
import type { Interval } from '../analysis/stats/rates.ts';
import { peopleBeside } from '../analysis/published-people.ts';
import { percent } from '../core/format.ts';
import { memo } from '../core/memo.ts';
import { eachAnswer, type Length, type ProfileAnswer } from '../core/profile-spec.ts';
import type { Confidence, PublishedPeople, ReferenceTable } from '../core/published-figures.ts';
import { readConfig } from '../core/settings.ts';
import type { Profiled } from './answers.ts';
import type { ProfileTask } from './design.ts';
import { difference, type DrawEstimate, LEAST_SD, meanOf, signed } from './estimates.ts';
import { isOfShares, meanOfShares, possibleAnswers } from './share-estimates.ts';

/** One question of a task beside the people of one experiment. */
export type PeopleRow = {
  readonly task: string;
  /** The question's key, and in words: "first move". */
  readonly key: string;
  readonly question: string;
  /** The conditions whose answers are taken together: those beside which the same rate is published. */
  readonly where: readonly string[];
  readonly who: string;
  readonly source: string;
  readonly licence: string;
  /** What differs there from all of these conditions. */
  readonly differs: string;
  /** The lowest of these conditions. */
  readonly confidence: Confidence;
  readonly people: Pick<PublishedPeople['bands'][number], 'at' | 'interval' | 'n' | 'of' | 'by'>;
  /** One an agent; null: it answered nothing here. */
  readonly cells: readonly (PeopleCell | null)[];
};

export type PeopleCell = {
  readonly rate: number;
  readonly interval: Interval | null;
  /** Draws, or situations of which probabilities were told. */
  readonly n: number;
  /** The agent's rate less that of people. */
  readonly difference: number;
  readonly differenceInterval: Interval | null;
  /** On which side of people the interval lies; undecided: it holds 0, or there is none. */
  readonly beside: 'more' | 'less' | 'undecided';
};

/** What stands beside one condition of a task: the question it is of, and its numbers. */
type Beside = Omit<PeopleRow, 'cells' | 'where' | 'question'> & { readonly where: string };

const besideIn = memo((table: ReferenceTable) =>
  memo((length: Length) =>
    memo(({ game, spec }: ProfileTask): readonly Beside[] => {
      const asked = [...spec.conditions(length), ...(spec.situations?.(true) ?? [])];
      const conditions = new Map(asked.map((one) => [one.where, one]));
      return [...conditions.values()].flatMap(({ where, preset, settings }) => {
        const config = readConfig(game, { ...(preset === undefined ? {} : { preset }), more: settings });
        const [nearest] = peopleBeside(game, config, table, 'programs');
        if (nearest === undefined) return [];
        const { bands, ...about } = nearest;
        return (spec.people ?? []).flatMap(({ measure, key }) =>
          bands
            .filter((band) => band.measure === measure)
            .map(({ measure: _, ...people }): Beside => ({ task: spec.task, key, where, ...about, people })),
        );
      });
    }),
  ),
);

/** Every question beside the people of the nearest experiment, in the order of the tasks; without tables none. */
export function peopleRows(
  agents: readonly Profiled[],
  tasks: readonly ProfileTask[],
  length: Length,
  table: ReferenceTable,
): readonly PeopleRow[] {
  return tasks.flatMap((task) => {
    const alike = Map.groupBy(
      besideIn(table)(length)(task),
      ({ key, who, people }) => `${key}\n${who}\n${people.at}\n${people.n}`,
    );
    return [...alike.values()].flatMap((mine): readonly PeopleRow[] => {
      const [first] = mine;
      const { where: _, ...shared } = first!;
      const where = mine.map((one) => one.where);
      const asked = (one: Profiled): readonly ProfileAnswer[] =>
        possibleAnswers(one.answers).filter(
          (answer) => answer.task === shared.task && answer.key === shared.key && where.includes(answer.where),
        );
      const example = agents.flatMap(asked)[0];
      if (example === undefined) return [];
      return [
        {
          ...shared,
          question: task.spec.question(example),
          where,
          differs: inCommon(mine.map(({ differs }) => differs)),
          confidence: lowest(mine),
          cells: agents.map((one) => cellOf(asked(one), one.kind === 'theory', shared.people)),
        },
      ];
    });
  });
}

/** What is said of all of them, part by part; parts in which they differ are said to. */
function inCommon(all: readonly string[]): string {
  const parts = all.map((one) => one.split('; '));
  const common = parts[0]!.filter((part) => parts.every((other) => other.includes(part)));
  return [
    ...common,
    ...(parts.some((one) => one.length > common.length) ? ['what else differs hangs on the payoffs'] : []),
  ].join('; ');
}

function cellOf(
  answers: readonly ProfileAnswer[],
  exact: boolean,
  { at, interval, n }: PeopleRow['people'],
): PeopleCell | null {
  const draws = eachAnswer(answers);
  const own = isOfShares(draws)
    ? meanOfShares(draws, LEAST_SD.share)
    : meanOf(
        draws.map(({ value }) => value),
        'rate',
        exact,
      );
  if (own === null) return null;
  // Published is one interval, of 95 %.
  const theirs: DrawEstimate = { value: at, n, interval: (level) => (level === 0.95 ? interval : null), error: null };
  const apart = difference(own, theirs);
  const reach = apart.interval(0.95);
  return {
    ...{ rate: own.value, interval: own.interval(0.95), n: own.n },
    ...{ difference: apart.value, differenceInterval: reach },
    beside: reach === null ? 'undecided' : reach[0] > 0 ? 'more' : reach[1] < 0 ? 'less' : 'undecided',
  };
}

/** "29 % (22 to 37), n 134" */
export const peopleRate = ({ people: { at, interval, n, of } }: PeopleRow): string =>
  `${percent(at)} (${interval.map((end) => Math.round(100 * end)).join(' to ')}), n ${n}${of === 'answers' ? ' answers' : ''}`;

/** "62 %, more: +33 (+15 to +49)"; where nothing was answered a dash. */
export function peopleCellText(cell: PeopleCell | null): string {
  if (cell === null) return '–';
  const { rate, beside, differenceInterval, difference: apart } = cell;
  const between =
    differenceInterval === null ? '' : ` (${differenceInterval.map((end) => signed('rate', end)).join(' to ')})`;
  return `${percent(rate)}, ${BESIDE[beside]}: ${signed('rate', apart)}${between}`;
}

const BESIDE = { more: 'more', less: 'less', undecided: 'not told apart' } as const;

/** What the numbers beside people are, and whose they are. */
export const PEOPLE_SAY =
  'People: rates of published experiments, and how far each agent is from them in points (95 %). Ours: no row of the reported pattern, and no verdict on it; an agent is asked otherwise than people were.';

/** Source, licence, what differs and the confidence of each experiment beside a task, a sentence each. */
export const peopleSources = (rows: readonly PeopleRow[]): readonly string[] =>
  [...Map.groupBy(rows, ({ task, who }) => `${task}, ${who}`)].map(([named, mine]) => {
    const { source, licence } = mine[0]!;
    const differs = inCommon(mine.map((one) => one.differs));
    return `${named}: ${source} (data: ${licence}). There: ${differs}. Confidence ${lowest(mine)}.`;
  });

/** The lowest confidence of several. */
const lowest = (all: readonly { readonly confidence: Confidence }[]): Confidence =>
  (['low', 'middling', 'high'] as const).find((level) => all.some(({ confidence }) => confidence === level))!;
