/** How a profile was asked, what the place of an option did, and how far two instruments agree: in words, for text, screen and report. */
import { givesProbabilities, type Unaskable } from '../core/askable.ts';
import { counted, listed } from '../core/format.ts';
import type { LeftOut, ProfileTask } from './design.ts';
import { signed } from './estimates.ts';
import type { Agreement, SituationTwice } from './instruments.ts';
import type { ProfilePosition } from './position.ts';
import { type Instrument, instrumentFrom, instrumentWords } from '../analysis/compare/instrument.ts';
import type { Profiled } from './answers.ts';
import { situationOf } from './share-estimates.ts';
import type { Facts } from './stored-profile.ts';

const percent = (share: number): string => String(Math.round(100 * share));

/** Which models of a profile are asked in another way than simply for answers, and how: a sentence each; empty where none is. */
export function askedWords({
  agents,
  wordings = 1,
  both,
}: Pick<Facts, 'agents' | 'wordings' | 'both'>): readonly string[] {
  const told = agents.filter(givesProbabilities);
  const probabilities = `from probabilities, no reasoning: each situation once in every order of its options${wordings === 1 ? '' : ` and in ${wordings} wordings`}, by itself; n counts situations`;
  return [
    ...told.map(
      ({ id, ask }) =>
        `${id}: ${probabilities}${ask === 'grid' ? '; numbers on a grid, another condition than free ones' : ''}`,
    ),
    ...(both === true ? ['beside them draws in the same situations, each question by itself, orders balanced'] : []),
    ...(wordings > 1 && agents.length > told.length ? [`draws are spread evenly over ${wordings} wordings`] : []),
  ];
}

/**
 * What cannot be asked of who gives probabilities: a sentence a task and reason, by the names of the questions and whose they
 * are. Agents that leave out the same share it.
 */
export const leftOutWords = (leftOut: readonly LeftOut[]): readonly string[] => [
  ...new Set(
    leftOut.flatMap(({ task, questions, whole }) =>
      [...Map.groupBy(questions, ({ seat, why }) => JSON.stringify([seat, why])).values()].map((alike) => {
        const { seat, why } = alike[0]!;
        const names = [...new Set(alike.map(({ key }) => key.split('/')[0]!))];
        return `Left out${whole ? '' : ' of'} ${task}: ${listed(names)} (seat ${seat + 1}), ${whyWords(why)}.`;
      }),
    ),
  ),
];

function whyWords(why: Unaskable): string {
  switch (why.kind) {
    case 'number':
      return `asked for as a number${why.grid === null ? ', of which its game has no grid' : `; ?ask=grid asks it on a grid of ${why.grid}`}`;
    case 'same label':
      return `two options of which read "${why.label}"`;
    case 'too many options':
      return `of ${why.options} options, where the server takes ${why.most}`;
  }
}

/** What intervals mean where nothing was drawn, and where it was. */
export const SHARES_SAY =
  'Intervals of what is from probabilities are of other situations, orders and wordings like these, not of sampling: nothing is drawn. Where answers lead to further questions (markets, whole matches) they are drawn from the probabilities with the match’s seed, and n counts matches.';

/** "+12 points (95 % −3 to +27, n 18 situations), +0.31 in log-odds": what standing first does. */
export function positionWords({ effect, interval, n, situations, logOdds }: ProfilePosition): string {
  const between = interval === null ? '' : `95 % ${signed('rate', interval[0])} to ${signed('rate', interval[1])}, `;
  const what = situations ? `n ${counted(n, 'situation')}` : `n ${n}`;
  return `${signed('rate', effect)} points (${between}${what})${logOdds === null ? '' : `, ${signed('index', logOdds)} in log-odds`}`;
}

/** By what an agent's probabilities were read; null: it told none. */
export function instrumentIn({ id, ask, told = [], answers }: Profiled): Instrument | null {
  if (told.length === 0 || (ask !== 'decision' && ask !== 'grid')) return null;
  const shares = answers.filter((one) => one.shares !== undefined);
  return instrumentFrom(told, {
    ...{ ask, id },
    situations: new Set(shares.map(situationOf)).size,
    wordings: Math.max(1, new Set(shares.map(({ draw }) => draw)).size),
  });
}

/** The same in sentences: the protocol, the model that answered, mass outside the options, rounding, and what may be wrong. */
export function readWords(one: Profiled): readonly string[] {
  const found = instrumentIn(one);
  return found === null ? [] : instrumentWords(one.id, found, { played: false });
}

/** What position effects are, in a sentence. */
export const POSITION_SAYS =
  'Position: how much likelier an option is when it stands first, in points. Orders are balanced, so it is in no rate as a lean to one option.';

/** How far two instruments agree: one sentence a figure. */
export function agreementWords({
  told,
  drawn,
  situations,
  distance,
  inside,
  correlation,
  sameMode,
}: Agreement): readonly string[] {
  const n = situations.length;
  const draws = [...new Set(situations.map((one) => one.draws))].toSorted((a, b) => a - b);
  const k = draws.length === 1 ? String(draws[0]) : `${draws[0]} to ${draws.at(-1)}`;
  const of = (share: number): string => `${Math.round(share * n)} of ${n}`;
  const { interval, byChance } = distance;
  // An interval whose ends are written alike would seem to be none.
  const [low, high] = interval ?? [0, 0];
  const points = [0, 1].map(
    (digits) =>
      (share: number): string =>
        (100 * share).toFixed(digits),
  );
  const near = Math.min(distance.mean, byChance) < 0.0995;
  const said = points.slice(near ? 1 : 0).find((written) => written(low) !== written(high)) ?? points[1]!;
  const between =
    interval === null
      ? ''
      : said(low) === said(high)
        ? ' (as far in all of them)'
        : ` (95 % ${said(low)} to ${said(high)} over situations)`;
  return [
    `${told} beside ${drawn}, ${k} draws each, in ${counted(n, 'situation')}.`,
    `Shares lie ${said(distance.mean)} points apart on average${between}; ${said(byChance)} would be chance alone, if the draws came from the probabilities.`,
    `The draws’ 95 % interval holds the probability in ${of(inside)}; the likeliest answer is the same in ${of(sameMode)}; ${correlation === null ? 'no correlation (one says the same everywhere, or situations are few)' : `correlation ${correlation.toFixed(2)}`}.`,
  ];
}

/** Cells of one line: what was asked and the answer, its probability, its share of the draws, and whether they lie apart. */
export function situationCells(
  { asked, value, told, drawn, interval, draws, inside }: SituationTwice,
  tasks: readonly ProfileTask[],
): { readonly asked: string; readonly told: string; readonly drawn: string; readonly apart: string } {
  const spec = tasks.find((task) => task.spec.task === asked.task)?.spec;
  return {
    asked: `${asked.where}, ${spec?.question(asked) ?? asked.key}: ${spec?.said(asked, value) ?? String(value)}`,
    told: `${percent(told)} %`,
    drawn: `${percent(drawn)} % of ${draws} (${percent(interval[0])} to ${percent(interval[1])})`,
    apart: inside ? '' : 'apart',
  };
}
