/**
 * The vignettes as data: who stands ahead, who rides, what the law says, and what is asked about it.
 * Modelled on Bonnefon, Shariff & Rahwan, "The social dilemma of autonomous vehicles", Science 352, 2016.
 */
import type { Rng } from '../../src/core/rng.ts';

/** The levels of the study's factor; a setting may name any whole number from 1 to 100. */
export const PEDESTRIANS = [1, 2, 5, 10, 20, 50, 100] as const;

export const RIDERS = ['alone', 'co-worker', 'family', 'child'] as const;
export type Riders = (typeof RIDERS)[number];

/**
 * How many ride (m), and what a companion's life is worth in own lives (s): kin altruism, which every agent here has,
 * economicus too. The values .3, 2 and 3 are ours; no source is claimed for them.
 */
export const PARTY: Readonly<Record<Riders, { readonly aboard: number; readonly kin: number }>> = {
  alone: { aboard: 1, kin: 0 },
  'co-worker': { aboard: 2, kin: 0.3 },
  family: { aboard: 2, kin: 2 },
  child: { aboard: 2, kin: 3 },
};

/** Whether a relative rides, whom one values more than anybody. */
export const isKin = (riders: Riders): boolean => riders === 'family' || riders === 'child';

export const LAWS = ['none', 'required'] as const;
/** required: the law makes every car save the greater number. */
export type Law = (typeof LAWS)[number];

/**
 * In the order of the moral-first variant. `moral` is a choice between the two actions, all others are ratings 0–100:
 * strength of that judgement, how to programme cars, buying the car that saves the greater number (minimising) or the
 * one that protects its riders (protective), and whether the law should require the first.
 */
export const QUESTIONS = ['moral', 'strength', 'programmed', 'buy-minimising', 'buy-protective', 'law'] as const;
export type Question = (typeof QUESTIONS)[number];

/** Which block of questions comes first; `law` stays last. */
const FIRST = ['moral', 'buy'] as const;
export type First = (typeof FIRST)[number];

export type Item = {
  readonly pedestrians: number;
  readonly riders: Riders;
  readonly law: Law;
  /** A wall stands ahead and the pedestrians beside it: keeping course kills whoever rides, swerving the pedestrians. */
  readonly mirrored?: true;
};

export type Action = 'keep' | 'swerve';

/** The action that spares the pedestrians and costs the riders: a swerve, or in a mirrored item keeping course. */
export const sparing = ({ mirrored }: Item): Action => (mirrored ? 'keep' : 'swerve');

/** The action that protects the riders. */
export const protecting = ({ mirrored }: Item): Action => (mirrored ? 'swerve' : 'keep');

/** What a car does that saves the greater number; where numbers are equal it protects its riders. */
export const minimisingAction = (item: Item): Action => (moreAhead(item) ? sparing(item) : protecting(item));

/** Whether as many ride as stand outside: neither action saves more. */
export const equalNumbers = ({ pedestrians, riders }: Item): boolean => pedestrians === PARTY[riders].aboard;

/** Questions whose numbers run from keeping course to swerving: in a mirrored item a swerve spares the riders. */
const BY_ACTION: readonly Question[] = ['moral', 'strength', 'programmed'];

/** A number of such a question (0 to 100) turned so that 100 spares the pedestrians, and back again. */
export const towardsPedestrians = (question: Question, item: Item, value: number): number =>
  item.mirrored && BY_ACTION.includes(question) ? 100 - value : value;

/** Whether sparing the pedestrians saves lives. Where it does not, both cars keep course: a control. */
export const moreAhead = ({ pedestrians, riders }: Item): boolean => pedestrians > PARTY[riders].aboard;

const isQuestion = (text: string): text is Question => QUESTIONS.some((question) => question === text);

/** What is asked about an item, in order. Under the law nobody may buy the protective car, so it is not asked. */
export function questionsAbout(item: Item, questions: readonly Question[], first: First): readonly Question[] {
  const block = (question: Question): number =>
    question === 'law' ? 2 : question.startsWith('buy') === (first === 'buy') ? 0 : 1;
  return QUESTIONS.filter(
    (question) => questions.includes(question) && !(item.law === 'required' && question === 'buy-protective'),
  ).sort((a, b) => block(a) - block(b));
}

/** A decision's key says what was asked about which item, so that a stored row can be read alone: buy-minimising/20/child/none, with /mirrored behind it where the item is. */
export const keyOf = (question: Question, item: Item): string =>
  `${question}/${item.pedestrians}/${item.riders}/${item.law}${item.mirrored ? '/mirrored' : ''}`;

export function questionOf(key: string): Question {
  const question = key.slice(0, key.indexOf('/'));
  if (!isQuestion(question)) throw new Error(`autonomous-vehicles: "${key}" is no question of this game`);
  return question;
}

/** Every combination, pedestrians fastest. */
export function crossed(
  pedestrians: readonly number[],
  riders: readonly Riders[],
  laws: readonly Law[],
): readonly Item[] {
  return laws.flatMap((law) =>
    riders.flatMap((who) => pedestrians.map((number) => ({ pedestrians: number, riders: who, law }))),
  );
}

/**
 * The crossing drawn in blocks, one block a number of pedestrians: every block holds every party under every law once,
 * the numbers spread over it as evenly as they divide (a cyclic square on shuffled rows and columns), in drawn order.
 */
export function inBlocks(
  pedestrians: readonly number[],
  riders: readonly Riders[],
  laws: readonly Law[],
  rng: Rng,
): readonly Item[] {
  const numbers = rng.shuffle(pedestrians);
  const parties = rng.shuffle(crossed([1], riders, laws));
  const blocks = numbers.map((_, block) =>
    parties.map((party, place): Item => ({
      ...party,
      pedestrians: numbers[(block + place) % numbers.length] ?? party.pedestrians,
    })),
  );
  return blocks.flatMap((block) => rng.shuffle(block));
}
