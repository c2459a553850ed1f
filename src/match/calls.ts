/**
 * The calls of one match to its models, numbered within each decision. A resumed match hands back those that had brought
 * an answer before it was interrupted, so that no such call is made again.
 */
import type { CallRow } from '../core/log.ts';
import { isLost } from '../core/no-answer.ts';

/** Which decision of a match a call belongs to. */
export type DecisionPlace = Pick<CallRow, 'turn' | 'seat' | 'key'>;

export type Calls = {
  /** How many calls this decision has had: the number of the next one. */
  asked(place: DecisionPlace): number;
  /** The next stored call of this decision that brought an answer, whether it could be read or not; null: ask. Each is given once. */
  stored(place: DecisionPlace): CallRow | null;
  /** Counts a call that was made. */
  made(place: DecisionPlace): void;
};

const nameOf = ({ turn, seat, key }: DecisionPlace): string => `${turn}.${seat}.${key}`;

/**
 * The calls of a match from its stored rows, in any order. Rows whose call brought nothing back count as asked and hand out
 * no answer.
 */
export function callsOf(rows: readonly CallRow[]): Calls {
  const counts = new Map<string, number>();
  const heard = new Map<string, CallRow[]>();
  const made = (place: DecisionPlace): void => void counts.set(nameOf(place), (counts.get(nameOf(place)) ?? 0) + 1);
  for (const row of rows.toSorted((one, two) => one.attempt - two.attempt)) {
    made(row);
    if (isLost(row.outcome)) continue;
    const list = heard.get(nameOf(row));
    if (list === undefined) heard.set(nameOf(row), [row]);
    else list.push(row);
  }
  return {
    asked: (place) => counts.get(nameOf(place)) ?? 0,
    stored: (place) => heard.get(nameOf(place))?.shift() ?? null,
    made,
  };
}

/** What a provider is told to call one request of a batch: the same again when the match is resumed. */
export const callName = (match: string, place: DecisionPlace, attempt: number): string =>
  `${match}.${nameOf(place)}.${attempt}`;

/** The match of such a name. */
export const matchOfCall = (name: string): string => name.slice(0, name.indexOf('.'));
