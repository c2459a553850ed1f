/** What a profile says: rows as they are reached, then agents side by side, or one JSON document. */
import stringWidth from 'string-width';
import type { Profiled, Task } from '../analysis/profile/evidence.ts';
import { LEAST_SD, type Unit } from '../analysis/profile/estimates.ts';
import type { Cell } from '../analysis/profile/cells.ts';
import type { Judged } from '../analysis/profile/reached.ts';
import { type Score, scoresOf } from '../analysis/profile/scores.ts';
import type { CallSums } from '../log.ts';
import { AMOUNTS, type Length } from '../profile/jobs.ts';
import type { Profiling } from '../profile/play.ts';
import { aligned, counted, width, wrap } from './columns.ts';
import { type ProfileCard, temperatureOf } from './profile-card.ts';
import type { Profile } from './profile.ts';
import { unanswered, usd } from './run-told.ts';

export type Result = {
  readonly agents: readonly Profiled[];
  readonly rows: readonly Judged[];
  readonly played: Profiling;
  readonly sums: CallSums;
  readonly seconds: number;
  readonly card: ProfileCard;
};

const PAPER = 'Lu, Dhanda, Chen & Hansen, arXiv 2507.20796';
const SOURCES = { paper: `${PAPER}, abstract`, summary: `a third-party summary of ${PAPER}` } as const;

const THEORY = 'theory: computed, exact; it ignores framing and cannot show those rows';
const heat = (temperature: string | null): string => (temperature === null ? '' : `temperature ${temperature}; `);
const DRAWN = 'draws under one wording are one subject’s: an interval says nothing of other words or models';

export function headText(profile: Profile): string {
  const { length, candidates, session } = profile;
  const temperatures = candidates.flatMap(({ id }) => {
    const temperature = temperatureSent(profile, id);
    return temperature === null ? [] : [`${id}: temperature ${temperature}`];
  });
  const { draws, markets, rounds } = AMOUNTS[length];
  return [
    wrap(
      `Profile (${length}) of ${candidates.map(({ id }) => id).join(', ')}, session ${session.code}: k = ${draws} of each dilemma and item, ${markets} markets of ${counted(rounds, 'round')} in each framing.`,
    ),
    ...temperatures.map((line) => wrap(line)),
    wrap(
      `The rows are what ${PAPER} reports ("paper": its abstract; "summary": a third party's). How they are judged, and every number, is ours.`,
    ),
    '',
  ].join('\n');
}

/** One row with a line an agent. */
export function rowText(row: Judged, agents: readonly Profiled[], length: Length): string {
  const of =
    row.reportedOf === 'all three' ? 'of all three' : row.reportedOf === 'baseline' ? 'of the untuned model' : `of tuned ${row.reportedOf}`;
  const lines = row.cells.map((cell, place) => [
    `  ${agents[place]!.id}`,
    cell.verdict ?? '–',
    cell.estimate === null ? '' : `${figures(row.unit, cell)}${drawsText(row.task, agents[place]!, length)}`,
  ]);
  const named = (place: number): string => agents[place]!.id;
  const whys = Map.groupBy(row.cells.keys(), (place) => row.cells[place]!.why);
  const because = [...whys].flatMap(([why, places]) => (why === null ? [] : [wrap(`${places.map(named).join(', ')}: ${why}`, 4)]));
  const codes = row.cells.flatMap(({ matches }, place) => {
    const more = matches.length > CODES ? ` and ${(matches.length - CODES).toLocaleString('en')} more in --json` : '';
    return matches.length === 0 ? [] : [wrap(`${named(place)}: matches ${matches.slice(0, CODES).join(' ')}${more}`, 4)];
  });
  return [
    wrap(`${row.task}: ${row.says} (${row.source}, ${of})`),
    wrap(row.note === undefined ? row.contrast : `${row.contrast}; ${row.note}`, 2),
    aligned(lines, 3),
    ...because,
    ...codes,
    '',
  ].join('\n');
}

const CODES = 6;

const written = (unit: Unit, value: number): string =>
  unit === 'rate' ? `${Math.round(100 * value)}` : unit === 'rating' ? value.toFixed(0) : value.toFixed(2);
const signed = (unit: Unit, value: number): string => `${value < 0 ? '−' : '+'}${written(unit, Math.abs(value))}`;

function figures(unit: Unit, { estimate, interval, level, n }: Cell): string {
  const name = unit === 'index' ? '' : ' points';
  const said = `${signed(unit, estimate!)}${name}`;
  return interval === null
    ? `${said}, n ${n}`
    : `${said}, ${Math.round(100 * level)} % ${signed(unit, interval[0])} to ${signed(unit, interval[1])}, n ${n}`;
}

/** How often each question of a task was put, k; null: what is computed is computed once. */
const drawsOf = (task: Task, { kind }: Profiled, length: Length): number | null =>
  kind === 'theory' ? null : task === 'pricing' ? AMOUNTS[length].markets : AMOUNTS[length].draws;

const drawsText = (task: Task, one: Profiled, length: Length): string => {
  const k = drawsOf(task, one, length);
  return k === null ? ', exact' : `, k ${k}`;
};

/** Verdicts and scores, one column an agent. */
export function endText(profile: Profile, { agents, rows, sums, seconds }: Result): string {
  const verdicts = rows.map((row) => [
    row.task,
    row.id,
    row.reportedOf === 'baseline' ? 'untuned' : row.reportedOf,
    ...row.cells.map(({ verdict }) => verdict ?? '–'),
  ]);
  const scores = agents.map(scoresOf);
  const kinds =
    scores[0] === undefined ? [] : [...new Map(scores.flat().map((score) => [`${score.task} ${score.reference}`, score])).values()];
  const scored = kinds.map(({ task, reference }) => [
    task,
    reference,
    ...scores.map((own) => scoreText(own.find((score) => score.task === task && score.reference === reference))),
  ]);
  return [
    ...agents.map(({ id, kind }, place) =>
      wrap(`[${place + 1}] ${id}: ${kind === 'theory' ? THEORY : `${heat(temperatureSent(profile, id))}${DRAWN}`}`),
    ),
    '',
    sideBySide(['', '', 'reported of'], verdicts, agents.length),
    '',
    wrap('Score: agreement with theory, 0 to 1 (95 % interval); after / the share of questions at which all k draws agreed.'),
    sideBySide(['', ''], scored, agents.length),
    '',
    wrap(
      `moralis is κ = 0.5 throughout. Few ratings and prices are taken to vary by ${LEAST_SD.rating} points and ${LEAST_SD.index} of the index at least (ours). Each interval stands alone: ${rows.length} rows are not adjusted for being many.`,
    ),
    wrap(
      `${counted(sums.calls, 'call')}${sums.cost === null || sums.calls === 0 ? '' : `, ${usd(sums.cost)} USD`} in ${seconds.toFixed(1)} s. Kept in ${profile.store.file} as session ${profile.session.code}, "${profile.name}".`,
    ),
    wrap(
      `To read the calls behind a row: homines, Sessions, this session, the match, c. "homines sessions ${profile.session.code}" lists the matches with their codes.`,
    ),
  ].join('\n');
}

/** One column an agent after the labels; as many tables as the window needs. */
function sideBySide(labels: readonly string[], rows: readonly (readonly string[])[], agents: number): string {
  const table = (from: number, to: number): string => {
    const heads = Array.from({ length: to - from }, (_, place) => `[${from + place + 1}]`);
    const cut = rows.map((row) => [...row.slice(0, labels.length), ...row.slice(labels.length + from, labels.length + to)]);
    return aligned([[...labels, ...heads], ...cut], labels.length);
  };
  const tables: string[] = [];
  for (let from = 0; from < agents;) {
    let to = agents;
    while (
      to > from + 1 &&
      Math.max(
        ...table(from, to)
          .split('\n')
          .map((line) => stringWidth(line)),
      ) > width()
    )
      to -= 1;
    tables.push(table(from, to));
    from = to;
  }
  return tables.join('\n\n');
}

function scoreText(score: Score | undefined): string {
  if (score === undefined) return '–';
  const two = (value: number): string => value.toFixed(2);
  const { interval, reliability } = score;
  const between = interval === null || interval[0] === interval[1] ? '' : ` (${two(interval[0])}–${two(interval[1])})`;
  return `${two(score.score)}${between} / ${reliability === null ? '–' : two(reliability)}`;
}

/** null: no model. */
const temperatureSent = ({ house }: Profile, id: string): string | null => {
  const seat = house.seats.get(id);
  return seat === undefined ? null : temperatureOf(seat.settings);
};

/** On stderr: what was not answered, and why it stopped. */
export function unfinishedText({ played, sums }: Result): string {
  const missing = unanswered(sums);
  const reasons = Object.entries(played.why)
    .sort((one, two) => two[1] - one[1])
    .slice(0, 3)
    .map(([why, count]) => `${count.toLocaleString('en')} × ${why}`);
  return [
    ...(missing === 0
      ? []
      : [
          wrap(
            `${counted(missing, 'question')} without an answer: ${reasons.join('; ')}. A marked stand-in went on, and what it said is in no row.`,
          ),
        ]),
    ...(played.stopped === null
      ? []
      : [wrap(`Stopped before the end (${STOPPED[played.stopped]}): rows are judged by what was answered until then.`)]),
  ].join('\n');
}

const STOPPED = {
  interrupted: 'interrupted',
  'max-calls': '--max-calls is reached',
  'max-cost': '--max-cost is reached',
  unanswered: 'too many questions in a row had no answer',
  batch: 'a batch was not taken',
} as const;

export function documentOfProfile(profile: Profile, { agents, rows, played, sums, seconds, card }: Result) {
  const { session, name, length } = profile;
  const amounts = AMOUNTS[length];
  return {
    session: session.code,
    name,
    seed: session.seed,
    length,
    k: amounts.draws,
    markets: amounts.markets,
    rounds: amounts.rounds,
    seconds,
    stopped: played.stopped,
    calls: sums.calls,
    outcomes: sums.outcomes,
    tokens: { in: sums.tokensIn, out: sums.tokensOut },
    cost: sums.cost,
    why: played.why,
    card,
    agents: agents.map((one) => ({
      agent: one.id,
      kind: one.kind,
      label: one.kind === 'theory' ? THEORY : DRAWN,
      k: one.kind === 'theory' ? null : amounts.draws,
      temperature: temperatureSent(profile, one.id),
      answers: one.answers.length,
      scores: scoresOf(one),
    })),
    rows: rows.map(({ cells, source, ...row }) => ({
      ...row,
      source: SOURCES[source],
      cells: cells.map((cell, place) => ({
        agent: agents[place]!.id,
        ...cell,
        k: drawsOf(row.task, agents[place]!, length),
        temperature: temperatureSent(profile, agents[place]!.id),
      })),
    })),
  };
}
