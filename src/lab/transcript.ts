/** What was said to the models of a match, and what they answered, call by call. */
import type { Distribution } from '../core/distribution.ts';
import type { Answer } from '../core/game.ts';
import type { CallRow, LogQuestions, MatchRow } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import type { DecisionPlace } from '../match/calls.ts';
import { counted } from '../core/format.ts';
import { secondsWords, type Spoken, usdWords } from './models.ts';

export type TranscriptCalls = {
  readonly match: MatchRow;
  readonly calls: readonly {
    readonly row: CallRow;
    readonly spoken: Spoken;
    /** Of a call for probabilities: the choice that was drawn from all its orders; null: none was, or it is no such call. */
    readonly drawn: Drawn | null;
  }[];
};
type Drawn = { readonly distribution: Distribution; readonly answer: Answer };

/** Whose call it is: the seat's label, and which seat where several have it. */
export function callerOf({ seats }: Pick<MatchRow, 'seats'>, { seat }: Pick<CallRow, 'seat'>): string {
  const label = seats[seat]?.label ?? '';
  return seats.filter((one) => one.label === label).length > 1 ? `${label}, seat ${seat + 1}` : label;
}

/** All calls of a match in a few words: "3 calls, 4.2 s, 0.03 USD". */
export function sumOf(calls: TranscriptCalls['calls']): string {
  const costs = calls.map(({ row }) => (row.cost === null && row.tokensIn === null ? 0 : row.cost));
  const cost = costs.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);
  const ms = calls.reduce((sum, { row }) => sum + row.ms, 0);
  return `${counted(calls.length, 'call')}, ${secondsWords(ms / 1000)}, ${usdWords(cost)}`;
}

/** Where one stands in the calls of a match: which call, and the first line of it in view. */
export type AtCall = { readonly call: number; readonly first: number };

/** Every call of a match in the order of the answers, read by `read`. Throws a UserError where there is no such match. */
export async function callsOfMatch(
  log: Pick<LogQuestions, 'match' | 'calls' | 'decisions' | 'file'>,
  code: string,
  read: (call: CallRow) => Spoken,
): Promise<TranscriptCalls> {
  const match = await log.match(code);
  if (match === null) throw new UserError(`There is no match ${code} in ${log.file}.`);
  const calls = await log.calls(code);
  const decisions = calls.some(({ rotation }) => rotation !== null) ? await log.decisions(code) : [];
  const drawnFrom = ({ rotation, seat, turn, key }: CallRow): Drawn | null => {
    const choice = decisions.findLast((one) => one.seat === seat && one.turn === turn && one.key === key);
    if (rotation === null || choice === undefined || choice.distribution === null) return null;
    return { distribution: choice.distribution, answer: choice.answer };
  };
  return { match, calls: calls.map((row) => ({ row, spoken: read(row), drawn: drawnFrom(row) })) };
}

/** The place of the first call of a decision, from 0; the first of all where there is none. */
export const callOf = (calls: TranscriptCalls['calls'], from?: DecisionPlace): number =>
  Math.max(
    0,
    calls.findIndex(({ row }) => row.seat === from?.seat && row.turn === from.turn && row.key === from.key),
  );
