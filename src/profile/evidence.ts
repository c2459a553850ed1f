/** What a profile is judged by: every answer of an agent as a number, with what theory would have answered there. */

export const TASKS = ['dilemmas', 'vehicles', 'pricing'] as const;
export type Task = (typeof TASKS)[number];

/** Whom answers are compared with; κ is .5 wherever moralis is named, and in pricing it has two readings. */
export const REFERENCES = ['economicus', 'moralis', 'moralis/sellers', 'moralis/buyers'] as const;
export type ReferenceAgent = (typeof REFERENCES)[number];

/** One answer. Choices are 1 (cooperates, swerves) or 0, ratings 0–100, prices an index: 0 at Nash, 1 at the joint monopoly. */
export type ProfileAnswer = {
  readonly task: Task;
  /** The payoffs' plain name, the set of items, or the framing. */
  readonly where: string;
  readonly match: string;
  /** Of the same questions how often it was asked before, from 0. */
  readonly draw: number;
  /** Of the match, from 0: together with the key it names the decision. */
  readonly turn: number;
  /** As the game names its question: first, buy-minimising/20/child/none, price. */
  readonly key: string;
  readonly round: number;
  readonly value: number;
  /** What each agent of theory would have answered there, in the same unit. */
  readonly wants: Readonly<Partial<Record<ReferenceAgent, number>>>;
};

export type Profiled = {
  readonly id: string;
  /** theory: answers are computed, once is for ever; drawn: one subject's draws, of a model, a stand-in or a lot. */
  readonly kind: 'theory' | 'drawn';
  readonly answers: readonly ProfileAnswer[];
};

/** "buy-minimising/20/child/none" taken apart; null where it is no item. */
export function itemOf(
  key: string,
): { readonly question: string; readonly pedestrians: number; readonly riders: string } | null {
  const [question, pedestrians, riders] = key.split('/');
  return question === undefined || pedestrians === undefined || riders === undefined
    ? null
    : { question, pedestrians: Number(pedestrians), riders };
}

/** Answers to one question about a car where more stand ahead than ride; elsewhere both cars do the same. */
export function itemsAnswered(
  { answers }: Profiled,
  wanted: string,
  riders?: readonly string[],
): readonly ProfileAnswer[] {
  return answers.filter(({ task, key }) => {
    const item = task === 'vehicles' ? itemOf(key) : null;
    return (
      item !== null &&
      item.question === wanted &&
      item.pedestrians > (item.riders === 'alone' ? 1 : 2) &&
      (riders === undefined || riders.includes(item.riders))
    );
  });
}

/** Answers by the match in which they were given. */
export function byMatch(answers: readonly ProfileAnswer[]): readonly (readonly ProfileAnswer[])[] {
  const matches = new Map<string, ProfileAnswer[]>();
  for (const one of answers) matches.set(one.match, [...(matches.get(one.match) ?? []), one]);
  return [...matches.values()];
}

export const matchesOf = (answers: readonly ProfileAnswer[]): readonly string[] => [
  ...new Set(answers.map(({ match }) => match)),
];

/**
 * Adds the answers of a match in their place, draw by draw: matches end in any order, and lists and sums are the same
 * whether they are heard live or read from the log.
 */
export function addInOrder(answers: ProfileAnswer[], more: readonly ProfileAnswer[]): void {
  answers.push(...more);
  answers.sort(
    (one, other) => one.draw - other.draw || (one.match < other.match ? -1 : one.match > other.match ? 1 : 0),
  );
}
