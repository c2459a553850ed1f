/**
 * One seat's questions in one turn, asked in order. `playMatch` fills groups with answers as they are given, and
 * resuming and replaying fill them with stored ones: the same rules for both.
 */
import { type Answer, type Decision, type Move, problemSentence, read, type Seat } from '../core/game.ts';
import type { StoredAnswer } from '../core/log.ts';

export type QuestionGroup = {
  readonly seat: Seat;
  readonly decisions: readonly Decision[];
  /** The question to ask next; past the last one the group is whole. */
  position: number;
  /** One a question; what is answered again after going back is replaced. */
  readonly answers: Answer[];
  /** How often each question was answered. */
  readonly revisions: number[];
};

/** The questions of one turn by seat, each seat's in the order of the game. */
export function groupsOf(decisions: readonly Decision[]): readonly QuestionGroup[] {
  const groups: (QuestionGroup & { decisions: Decision[] })[] = [];
  for (const decision of decisions) {
    const group = groups.find((g) => g.seat === decision.seat);
    if (group) group.decisions.push(decision);
    else groups.push({ seat: decision.seat, decisions: [decision], position: 0, answers: [], revisions: [] });
  }
  return groups;
}

/** Takes a legal answer to the question at hand; returns its revision: 0 the first time, then counting. */
export function give(group: QuestionGroup, answer: Answer): number {
  const { position } = group;
  const revision = group.revisions[position] ?? 0;
  group.answers[position] = answer;
  group.revisions[position] = revision + 1;
  group.position = position + 1;
  return revision;
}

/** What stands answered before the question at hand, in order. */
export const answeredIn = ({ decisions, answers, position }: QuestionGroup): readonly Move[] =>
  decisions.slice(0, position).map((decision, i) => ({ decision, answer: answers[i]! }));

/**
 * What `apply` is given of these stored answers (from one place to before another); null while a group is not whole. Throws where
 * one answers none of the questions, or cannot be read.
 */
export function movesFrom(
  decisions: readonly Decision[],
  stored: readonly StoredAnswer[],
  from: number,
  to: number,
): readonly Move[] | null {
  if (to - from === decisions.length && decisions.every(({ seat, key }, i) => isFor(stored[from + i]!, seat, key)))
    // As they mostly lie: each question answered once, in their order.
    return decisions.map((decision, i) => ({ decision, answer: readStored(decision, stored[from + i]!) }));
  const groups = groupsOf(decisions);
  for (let at = from; at < to; at++) giveStored(groups, stored[at]!);
  return movesOf(decisions, groups);
}

const isFor = (stored: StoredAnswer, seat: Seat, key: string): boolean => stored.seat === seat && stored.key === key;

/** Takes a stored answer as if it had just been given: the question asked next is the one after it. Throws where it answers none. */
export function giveStored(groups: readonly QuestionGroup[], stored: StoredAnswer): void {
  const group = groups.find((g) => g.seat === stored.seat);
  const position = group?.decisions.findIndex((d) => d.key === stored.key) ?? -1;
  const decision = group?.decisions[position];
  if (group === undefined || decision === undefined)
    throw new Error(`${placeOf(stored)}: the stored answer "${stored.key}" answers no question of these rules`);
  const answer = readStored(decision, stored);
  group.position = position;
  give(group, answer);
}

function readStored({ input }: Decision, stored: StoredAnswer): Answer {
  const result = read(input, stored.answer);
  if (!result.ok) throw new Error(`${placeOf(stored)}, ${stored.key}: ${problemSentence(result.problem)}`);
  return result.answer;
}

const placeOf = ({ turn, seat }: StoredAnswer): string => `turn ${turn + 1}, seat ${seat + 1}`;

/** What `apply` is given, in the order of `pending`; null while a group is not whole. */
export function movesOf(decisions: readonly Decision[], groups: readonly QuestionGroup[]): readonly Move[] | null {
  const moves: Move[] = [];
  for (const group of groups) if (group.position < group.decisions.length) return null;
  for (const decision of decisions) {
    const group = groups.find((g) => g.seat === decision.seat)!;
    moves.push({ decision, answer: group.answers[group.decisions.indexOf(decision)]! });
  }
  return moves;
}
