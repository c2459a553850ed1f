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

/** Takes a stored answer as if it had just been given: the question asked next is the one after it. Throws where it answers none. */
export function giveStored(groups: readonly QuestionGroup[], stored: StoredAnswer): void {
  const where = `turn ${stored.turn + 1}, seat ${stored.seat + 1}`;
  const group = groups.find((g) => g.seat === stored.seat);
  const position = group?.decisions.findIndex((d) => d.key === stored.key) ?? -1;
  const decision = group?.decisions[position];
  if (group === undefined || decision === undefined)
    throw new Error(`${where}: the stored answer "${stored.key}" answers no question of these rules`);
  const result = read(decision.input, stored.answer);
  if (!result.ok) throw new Error(`${where}, ${stored.key}: ${problemSentence(result.problem)}`);
  group.position = position;
  give(group, result.answer);
}

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
