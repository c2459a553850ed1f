/**
 * The minutes of a match with models: what became of each question. Participants read a sentence that they understand,
 * and only where something changed for them; what it was, with servers, seconds and USD, is for the experimenter.
 */
import type { CallRow, DecisionRow, SeatRow } from '../core/log.ts';
import { beginning, counted } from '../core/format.ts';
import { ASKED_AT_MOST, type LivePolicy, type NoAnswer } from '../core/no-answer.ts';
import { secondsWords, usdWords } from './models.ts';

/** What became of a question: `shown` to participants, null where nothing changed for them, and for the experimenter. */
export type Minute = { readonly shown: string | null; readonly log: string };

export type ModelsLog = {
  heard(call: CallRow): void;
  /** An answer that counts. `ms`: how long it took. */
  answered(seat: number, source: DecisionRow['source'], ms: number): Minute;
  /** A question without an answer, with what follows. */
  failed(seat: number, outcome: NoAnswer, why: string): Minute;
  last(): Minute;
  /** Who answered in the place of a model, for participants: none where every model gave its own answers. */
  replaced(): readonly string[];
  /** What went wrong last, if anything did, and one line for each model: for the experimenter. */
  whole(): readonly string[];
};

/** So many letters of a reason: prose in the place of an answer is long, and the transcript has all of it. */
const LONGEST = 100;
const AGAIN = 'it is asked again';
const STAND_IN = 'the stand-in answers';

/** Why there is no answer, after who has none. */
export const NO_ANSWER_WORDS: Readonly<Record<NoAnswer, string>> = {
  refused: 'would not answer',
  invalid: 'gave no answer that can be read',
  'timed out': 'timed out',
  failed: 'failed',
};

type Count = { answers: number; repaired: number; substituted: number; calls: number; ms: number; cost: number | null };

/**
 * Keeps the minutes of the models at a table. `rows`: who sits where; `before`: calls that a resumed match has made. Lines
 * name a model as the other seats see it, times in s, costs in USD. `forOneAnswer`: the stand-in gives the answer that is missing, and
 * does not take the seat.
 */
export function modelsLog(
  rows: readonly SeatRow[],
  onFailure: LivePolicy,
  before: readonly CallRow[],
  forOneAnswer = false,
): ModelsLog {
  const takesSeat = onFailure === 'stand-in' && !forOneAnswer;
  const counts = new Map<number, Count>();
  const failures = new Map<number, number>();
  const taken = new Map<number, Minute>();
  let line: Minute = { shown: null, log: '' };
  let trouble: string | null = null;
  const of = (seat: number): Count => {
    let count = counts.get(seat);
    if (count === undefined)
      counts.set(seat, (count = { answers: 0, repaired: 0, substituted: 0, calls: 0, ms: 0, cost: 0 }));
    return count;
  };
  const name = (seat: number): string => rows[seat]?.shown ?? '';
  const subject = (seat: number): string => beginning(name(seat));
  const heard = (call: CallRow): void => {
    const count = of(call.seat);
    count.calls += 1;
    count.ms += call.ms;
    if (call.cost !== null) count.cost = count.cost === null ? null : count.cost + call.cost;
    else if (call.tokensIn !== null) count.cost = null;
  };
  for (const call of before) heard(call);
  const say = (log: string, shown: string | null = null): Minute => (line = { shown, log });
  const from = (seat: number): string =>
    `${subject(seat)} does not answer. From here on a simple computer program plays in its place.`;
  const once = (seat: number): string =>
    `${subject(seat)} did not answer. A simple computer program gave this answer in its place.`;
  return {
    heard,
    answered(seat, source, ms) {
      const count = of(seat);
      const failed = (failures.get(seat) ?? 0) > 0;
      failures.delete(seat);
      count.answers += 1;
      if (source === 'chosen') return say(`${subject(seat)} answered in ${secondsWords(ms / 1000)}.`);
      if (source === 'repaired') {
        count.repaired += 1;
        return say(
          (trouble = `${subject(seat)} answered at the second try, in ${secondsWords(ms / 1000)}: its first answer could not be read.`),
        );
      }
      count.substituted += 1;
      // What was said of the failure says that the stand-in answers; past the cap it is not asked again after all.
      // Why the seat was taken stays on the screen for as long as it is.
      const why = taken.get(seat);
      if (why !== undefined) return say(why.log, why.shown);
      if (failed) return say((trouble = line.log.replace(AGAIN, STAND_IN)), once(seat));
      return say((trouble = `The stand-in answered for ${name(seat)}.`), once(seat));
    },
    failed(seat, outcome, why) {
      const times = (failures.get(seat) ?? 0) + 1;
      failures.set(seat, times);
      const what = NO_ANSWER_WORDS[outcome];
      const next =
        onFailure === 'unpaid'
          ? 'the match ends unpaid'
          : takesSeat
            ? 'the stand-in takes its seat'
            : onFailure === 'ask again' && times < ASKED_AT_MOST
              ? AGAIN
              : STAND_IN;
      const all = why.replace(/\s+/g, ' ').replace(/\.$/, '');
      const reason = all.length > LONGEST ? `${all.slice(0, LONGEST - 1)}…` : all;
      trouble = `${subject(seat)} ${what}${reason === '' ? '' : ` (${reason})`}: ${next}.`;
      const shown =
        onFailure === 'unpaid'
          ? `${subject(seat)} does not answer: the match ends here.`
          : takesSeat
            ? from(seat)
            : next === AGAIN
              ? `${subject(seat)} is asked again.`
              : once(seat);
      const minute = say(trouble, shown);
      if (takesSeat) taken.set(seat, minute);
      return minute;
    },
    last: () => line,
    replaced: () =>
      [...counts].flatMap(([seat, { answers, substituted }]) =>
        substituted === 0
          ? []
          : [
              substituted === answers
                ? `A simple computer program played in the place of ${name(seat)}.`
                : `A simple computer program gave ${substituted} of ${counted(answers, 'answer')} in the place of ${name(seat)}.`,
            ],
      ),
    whole: () => [
      ...(trouble === null ? [] : [trouble]),
      ...[...counts].map(([seat, count]) => summary(rows[seat]!, count)),
    ],
  };
}

function summary({ label, id }: SeatRow, { answers, repaired, substituted, calls, ms, cost }: Count): string {
  const who = label === id ? id : `${label} (${id})`;
  const parts = [
    counted(answers, 'answer'),
    ...(repaired > 0 ? [`${repaired} repaired`] : []),
    ...(substituted > 0 ? [`${substituted} by the stand-in`] : []),
    counted(calls, 'call'),
    secondsWords(ms / 1000),
    usdWords(cost),
  ];
  return `${who}: ${parts.join(', ')}.`;
}
