/** What came of a run, as JSON or as a table. */
import { formatDoubt } from '../../analysis/repairs.ts';
import type { AnyGame } from '../../core/game.ts';
import type { CallSums } from '../../core/log.ts';
import { leftOutSentences, type ServedModel, servedWarnings } from '../../core/served-model.ts';
import { counted } from '../../core/format.ts';
import type { SeatTally } from '../../run/session.ts';
import { NO_ANSWER } from '../../core/no-answer.ts';
import type { Stop } from '../../model/scheduler.ts';
import type { BatchRunner } from '../../model/batch-runner.ts';
import { columnsOf } from '../../show/line.ts';
import { aligned, width, wrap } from '../shared/text-columns.ts';
import { print, printProblem } from '../shared/print.ts';
import type { Card } from './card.ts';
import type { RunPlan } from './plan.ts';
import { byHand } from '../../core/shell.ts';

type Played = { readonly matches: number; readonly decisions: number; readonly seats: readonly SeatTally[] };

/** Of a run with models: what else there is to tell. */
export type WithModels = {
  readonly wanted: number;
  readonly failed: number;
  readonly open: number;
  readonly stopped: Stop | null;
  readonly why: Readonly<Record<string, number>>;
  readonly sums: CallSums;
  /** Who answered, and what servers refused. */
  readonly served: readonly ServedModel[];
  /** Models of which the order of options seems to be lost, in sentences. */
  readonly ordersLost: readonly string[];
  /** USD, as the cap on money counts; null: there is none. */
  readonly counted: number | null;
  readonly resumed: boolean;
  readonly card: Card;
  readonly batches: Pick<BatchRunner, 'sent' | 'trouble'> | null;
};

/** Questions without an answer, over the whole session. */
export const unanswered = ({ outcomes }: CallSums): number =>
  NO_ANSWER.reduce((sum, outcome) => sum + outcomes[outcome], 0);

export function documentOf(
  { matches, decisions, seats }: Played,
  seconds: number,
  { session }: RunPlan,
  models: WithModels | null,
) {
  const base = { matches, decisions, seconds, session: session.code, seed: session.seed, seats };
  if (models === null) return base;
  const { sums, counted: capped, wanted, failed, open, stopped, why, resumed, card } = models;
  return {
    ...base,
    wanted,
    failed,
    open,
    stopped,
    outcomes: sums.outcomes,
    calls: sums.calls,
    tokens: { in: sums.tokensIn, out: sums.tokensOut },
    cost: sums.cost,
    ...(capped === null ? {} : { counted: capped }),
    why,
    served: models.served,
    warnings: [...servedWarnings(models.served), ...models.ordersLost],
    resumed,
    card,
    ...(models.batches === null ? {} : { batches: models.batches.sent, trouble: models.batches.trouble() }),
  };
}

export function printTable(
  plan: RunPlan,
  file: string,
  { matches, decisions, seats }: Played,
  seconds: number,
  models: WithModels | null,
): void {
  const { game, name, session } = plan;
  const speed = Math.round(decisions / Math.max(seconds, 1e-3)).toLocaleString('en');
  const how = models === null ? ` (${speed} a second)` : '';
  const played = `${counted(matches, 'match', 'matches')}, ${counted(decisions, 'choice')} in ${seconds.toFixed(1)} s`;
  print(`${wrap(`${game.title}: ${played}${how}`)}\n`);
  print(seatTables(listedMeasures(plan, seats), seats).join('\n\n'));
  if (seats.some(({ from }) => from !== null)) print(`\n${wrap(PROBABILITIES)}`);
  if (models !== null) print(`\n${spentText(models)}`);
  print(`\n${wrap(`Kept in ${file} as session ${session.code}, "${name}".`)}`);
}

/** What somebody did here, and what the figures of these settings would show of them: a measure of other settings is none of it. */
function listedMeasures({ game, config }: RunPlan, seats: readonly SeatTally[]): AnyGame['measures'] {
  const figures = game.comparison?.figures?.bind(game.comparison);
  const drawn =
    figures &&
    seats.flatMap((_, seat) => figures(config, seat).flatMap(({ rows }) => rows.map(({ measure }) => measure)));
  return game.measures.filter(
    ({ name }) => drawn === undefined || drawn.includes(name) || seats.some(({ counts }) => (counts[name] ?? 0) > 0),
  );
}

/** A column a seat; where many sit, several tables under each other, so that none is wider than the terminal. */
function seatTables(listed: AnyGame['measures'], seats: readonly SeatTally[]): readonly string[] {
  for (let size = seats.length; ; size--) {
    const starts = Array.from({ length: Math.ceil(seats.length / size) }, (_, i) => i * size);
    const tables = starts.map((from) =>
      aligned(measured(listed, seats.slice(from, from + size), starts.length > 1 ? from : null)),
    );
    const fits = tables.every((table) => table.split('\n').every((line) => columnsOf(line) <= width()));
    if (fits || size <= (width() < WIDE ? 1 : FEW)) return tables;
  }
}
/** So many columns stand beside each other where there is this room, however wide they are. */
const FEW = 3;
const WIDE = 80;

/** `from`: the place of the first of these seats among all, where not all stand here. */
function measured(
  listed: AnyGame['measures'],
  seats: readonly SeatTally[],
  from: number | null,
): readonly (readonly string[])[] {
  return [
    ...(from === null ? [] : [['', ...seats.map((_, at) => `seat ${from + at + 1}`)]]),
    ['', ...seats.map(({ agent }) => agent)],
    ['', ...seats.map(({ kind }) => (kind === 'standin' ? 'stand-in' : kind))],
    ...(seats.some(({ meanPayoff }) => meanPayoff !== null)
      ? [['mean payoff', ...seats.map((one) => figure(one.meanPayoff))]]
      : []),
    ...listed.map((measure) => [
      measure.name,
      ...seats.map(
        (one) =>
          `${figure(one.measures[measure.name] ?? null)} (${countWords(one.counts[measure.name] ?? 0, one.from?.[measure.name])})`,
      ),
    ]),
  ];
}

/** "n 6"; of probabilities "1 situation", and what follows from draws of them is called so. */
const countWords = (n: number, from: 'probabilities' | 'drawn' | undefined): string =>
  from === 'probabilities'
    ? counted(n, 'situation')
    : `${from === 'drawn' ? 'drawn, ' : ''}n ${n.toLocaleString('en')}`;

const PROBABILITIES =
  'Shares of situations are from probabilities, no reasoning: they have no sampling interval, and more matches of the same situations add nothing. What is drawn follows from the answers that were drawn from them.';

function spentText({ sums, served, counted: capped }: WithModels): string {
  const { outcomes, calls, tokensIn, tokensOut, cost } = sums;
  const ended = Object.entries(outcomes).flatMap(([outcome, count]) =>
    count === 0 ? [] : [`${count.toLocaleString('en')} ${outcome}`],
  );
  const known = cost === null ? 'price unknown' : `${usd(cost)} USD`;
  const price =
    capped === null
      ? known
      : `${known}; --max-cost counts ${usd(capped)} USD, by the bytes and the longest answer allowed where the server did not say what was used`;
  const tokens =
    calls > 0 && tokensIn + tokensOut === 0
      ? 'tokens not told'
      : `${tokensIn.toLocaleString('en')} tokens in, ${tokensOut.toLocaleString('en')} out`;
  const answers = wrap(
    `Questions to models: ${ended.length === 0 ? 'none' : ended.join(', ')}. ${counted(calls, 'call')}, ${tokens}, ${price}.`,
  );
  const doubt = formatDoubt(outcomes.answered, outcomes.repaired);
  return [answers, ...[doubt ?? [], leftOutSentences(served)].flat().map((one) => wrap(one))].join('\n');
}

/** As many digits as an amount needs: 0.0042, 1.25. */
export const usd = (amount: number): string =>
  amount >= 1 ? amount.toFixed(2) : amount === 0 ? '0' : String(Number(amount.toPrecision(2)));

/** On stderr: what was not answered and why, why it stopped, and how to go on. */
export function printUnfinished(
  { session }: RunPlan,
  { wanted, failed, stopped, why, sums, batches }: WithModels,
  matches: number,
): void {
  const missing = unanswered(sums);
  const reasons = Object.entries(why).sort((one, two) => two[1] - one[1]);
  const told = reasons
    .slice(0, 3)
    .map(([reason, count]) => `${count.toLocaleString('en')} × ${reason.replace(/\.$/, '')}`);
  const more = reasons.length > 3 ? `; ${reasons.length - 3} more reasons in --json` : '';
  if (missing === 0 && told.length > 0) printProblem(wrap(`Without an answer in this run: ${told.join('; ')}${more}.`));
  if (missing > 0) {
    printProblem(
      wrap(
        `${counted(missing, 'question')} without an answer${told.length === 0 ? '' : `: ${told.join('; ')}${more}`}. ${ended(failed)}`,
      ),
    );
  }
  if (matches >= wanted) return;
  const because = becauseOf(stopped, batches);
  printProblem(
    wrap(
      `Stopped after ${matches.toLocaleString('en')} of ${counted(wanted, 'match', 'matches')}${because}: what was played is kept, and "${byHand(`run --resume ${session.code}`)}" goes on.`,
    ),
  );
}

/** On stderr: who answered in the place of the models asked, and what an order of options did not do. */
export function printServed({ served, ordersLost }: WithModels): void {
  for (const warning of [...servedWarnings(served), ...ordersLost]) printProblem(wrap(`! ${warning}`));
}

const ended = (failed: number): string =>
  failed === 0
    ? ''
    : `${counted(failed, 'match', 'matches')} ended without it; as many more can be asked for with a higher --matches and --resume.`;

function becauseOf(stopped: Stop | null, batches: WithModels['batches']): string {
  const undone = (batches?.sent ?? []).filter(({ questions, answered }) => answered < questions);
  if (stopped === 'batch') return ` (${batches?.trouble() ?? BECAUSE.batch})`;
  if (stopped === null && undone.length > 0)
    return ` (${undone.map(({ id, status, questions, answered }) => `batch ${id} ${status} with ${counted(questions - answered, 'question')} unanswered`).join(', ')})`;
  return stopped === null || stopped === 'interrupted' ? '' : ` (${BECAUSE[stopped]})`;
}

const BECAUSE: Readonly<Record<Exclude<Stop, 'interrupted'>, string>> = {
  'max-calls': '--max-calls is reached',
  pause: 'the server asks to wait longer than ten minutes',
  'max-cost': '--max-cost is reached, or one more answer could go over it',
  unanswered: 'too many questions in a row had no answer',
  batch: 'the provider did not take the batch, or gave it back unfinished',
};

const figure = (value: number | null): string =>
  value === null ? '–' : Number(value.toPrecision(5)).toLocaleString('en', { maximumFractionDigits: 4 });
