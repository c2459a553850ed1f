/**
 * What a class did in a lesson, from the rows of its session: raised hands, choices at the keyboard, guesses. The two are never
 * added up. Of hands the latest count holds, since a correction is a new row; of choices a person counts once, by the first
 * match at these settings.
 */
import { FEW } from '../analysis/stats/few.ts';
import { wilson } from '../analysis/stats/rates.ts';
import { mean } from '../analysis/stats/sample.ts';
import type { Answer } from '../core/game.ts';
import type { DecisionRow, EventRow, MatchRow, TallyRow } from '../core/log.ts';
import type { SetTable } from './facts.ts';

/** What is stored of a session that a lesson looks at, each in the order in which it was stored. */
export type ClassRows = {
  readonly tallies: readonly TallyRow[];
  readonly matches: readonly { readonly match: MatchRow; readonly decisions: readonly DecisionRow[] }[];
  readonly events: readonly EventRow[];
};

/** So many of so many; `interval`: Wilson's at 95 %, null of fewer than five, and of hands, which are never tested. */
export type HeadCount = {
  readonly count: number;
  readonly of: number;
  readonly interval: readonly [low: number, high: number] | null;
};

/** Guesses, with how sure people were on average, 0 to 100: of those who were right, and of the others; null: there are none. */
export type Guesses = HeadCount & { readonly sureRight: number | null; readonly sureWrong: number | null };

type Asked = Pick<SetTable, 'game' | 'config'>;

/** Whether a match or a show of hands is of this table's game and settings. */
export const isAt = (row: Pick<MatchRow | TallyRow, 'game' | 'config'>, { game, config }: Asked): boolean =>
  row.game === game.name && JSON.stringify(row.config) === JSON.stringify(config);

/** The hands that were raised for each answer to a question; empty where none were counted. */
export function handsFor(
  { tallies }: Pick<ClassRows, 'tallies'>,
  table: Asked,
  key: string,
): ReadonlyMap<Answer, number> {
  const counts = new Map<Answer, number>();
  for (const row of tallies) if (row.key === key && isAt(row, table)) counts.set(row.answer, row.count);
  return counts;
}

/** How many hands were raised for this answer; null: none were counted. */
export function handsOn(rows: ClassRows, table: Asked, key: string, answer: Answer): HeadCount | null {
  const counts = handsFor(rows, table, key);
  const of = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return counts.size === 0 ? null : { count: counts.get(answer) ?? 0, of, interval: null };
}

/** What each person answered to a question at these settings, in the first match in which it was put to them. */
function answersTo({ matches }: ClassRows, table: Asked, key: string): readonly Answer[] {
  const first = new Map<string, Answer>();
  for (const { match, decisions } of matches) {
    if (!isAt(match, table)) continue;
    for (const [seat, { kind, participant }] of match.seats.entries()) {
      const asked = decisions.filter((row) => row.seat === seat && row.key === key && !row.practice);
      // Of several rounds the first; of answers given again after going back the last.
      const latest = asked.findLast(({ turn }) => turn === asked[0]?.turn);
      const person = participant ?? `${match.code} ${seat}`;
      if (kind === 'human' && latest !== undefined && !first.has(person)) first.set(person, latest.answer);
    }
  }
  return [...first.values()];
}

/** How many people chose this answer at the keyboard; null: nobody was asked. */
export function chosen(rows: ClassRows, table: Asked, key: string, answer: Answer): HeadCount | null {
  const answers = answersTo(rows, table, key);
  return share(answers.filter((one) => one === answer).length, answers.length);
}

/** The mean of the numbers that people gave, and how many they were; null: nobody gave one. */
export function rated(
  rows: ClassRows,
  table: Asked,
  key: string,
): { readonly mean: number; readonly of: number } | null {
  const numbers = answersTo(rows, table, key).filter((answer) => typeof answer === 'number');
  return numbers.length === 0 ? null : { mean: mean(numbers), of: numbers.length };
}

/** How many people named the program that they had played, by their first guess, and how sure they were; null: nobody guessed. */
export function guessedRight({ events }: ClassRows): Guesses | null {
  const first = new Map<string, { readonly right: boolean; readonly sure: number }>();
  for (const event of events) {
    if (event.kind !== 'guess') continue;
    const person = event.participant ?? event.match;
    const { guess, truth, confidence } = event.body;
    if (!first.has(person)) first.set(person, { right: guess === truth, sure: confidence });
  }
  const right = [...first.values()].filter((one) => one.right);
  const wrong = [...first.values()].filter((one) => !one.right);
  const counted = share(right.length, first.size);
  const sure = (some: typeof right): number | null => (some.length === 0 ? null : mean(some.map((one) => one.sure)));
  return counted === null ? null : { ...counted, sureRight: sure(right), sureWrong: sure(wrong) };
}

/** How many raised hands named who sat in the other seat of the latest match at a table: `person`, `program`, or an agent's id. */
export function handsRight(rows: ClassRows, table: Asked, key: string, played: Asked): HeadCount | null {
  const last = rows.matches.findLast(({ match }) => isAt(match, played))?.match;
  const people = last?.seats.filter(({ kind }) => kind === 'human').length ?? 0;
  const other = last?.seats.find(({ kind }) => kind !== 'human');
  const counts = handsFor(rows, table, key);
  if (last === undefined || counts.size === 0) return null;
  const truths: readonly Answer[] = people > 1 ? ['person'] : ['program', other?.id ?? ''];
  const of = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { count: truths.reduce<number>((sum, truth) => sum + (counts.get(truth) ?? 0), 0), of, interval: null };
}

const share = (count: number, of: number): HeadCount | null =>
  of === 0 ? null : { count, of, interval: of < FEW ? null : wilson(count, of) };
