/**
 * The fifth proof: that what is served under the tuned name is another model than its base, and one that learned its rows. A
 * served adapter with no active part answers every question politely; it answers as the base does.
 *
 * Every prompt is put four times: twice to the base, twice to the tuned name. Two rules, and both must hold.
 *
 * 1. *It differs by more than served noise.* If the tuned name is the base (a dead adapter, a name that the server does not
 *    know, a merge of zeros), the four answers to a prompt are draws of one model, whatever noise the server adds: each of
 *    the three ways to put them into pairs is as likely to have its pairs closest together. So the pairing by name is
 *    strictly the closest with a chance of at most 1/3 a prompt (where answers do not vary at all it never is: then all are
 *    equal). The number of prompts at which it is has a tail that is at most a binomial's: a dead adapter passes with a
 *    chance of at most ONE_IN (a hundred such: at most one in ten thousand). A model that learned something is further from its base than both
 *    are from themselves at nearly every prompt, also where both say the same answer, since log-odds are compared: a base
 *    that says "defect" with .99 is moved as well. Distances are of log-probabilities, and count from FLOOR on.
 * 2. *It agrees with its labels.* On rows that it was trained on it either writes what the row says far more often than the
 *    base (exact sign test on the rows on which only one of them does, at most AGREES_BY, and FAR more of all rows); or,
 *    where the base agrees already, it gives the right answer more probability than the base on so many of them that chance
 *    does that with at most AGREES_BY, and agrees no less often. Labels that were drawn (soft labels) or shuffled (a
 *    control) are nothing to agree with, and ask for the first rule only.
 *
 * A model that was trained a little agrees more often, and not on so many of the first rows that chance is left out. So rows are
 * asked in up to three looks, each of all rows so far: where a look does not decide, more are asked. How many looks there can be
 * is settled by how many rows there are, before anything is answered, and each has a part of the chances above; the parts sum to
 * one. Whatever the answers of one look have to do with those of another, the chance that a dead adapter passes at any of them is
 * no more than the sum of its chances at each (Bonferroni), so no more than ONE_IN; the same holds for AGREES_BY. A set that has
 * rows for one look alone spends all there, as it always did. Where fewer prompts are apart than a dead adapter's would be on
 * average nothing more is asked: to give up early makes passing rarer, never likelier.
 */
import type { Proof } from './proof.ts';

/** An answer: the probability of each option, in the same order every time; or, where there are none, what was written. */
export type AliveAnswer = readonly number[] | string;

export type AliveRow = {
  readonly id: string;
  readonly split: 'train' | 'held-out';
  readonly base: readonly [AliveAnswer, AliveAnswer];
  readonly tuned: readonly [AliveAnswer, AliveAnswer];
  /** The place of the right answer among the options; null: no probabilities were told. */
  readonly right: number | null;
  /** What each wrote, asked as the row was trained; null: it was not asked so. */
  readonly written: { readonly base: string; readonly tuned: string; readonly right: string } | null;
};

/** Chances with which a model that is the base passes: the first rule, and each half of the second. Ours. */
const ONE_IN = 1e-6;
const AGREES_BY = 1e-4;
/** So much more often, as a share of the rows. Ours. */
const FAR = 0.2;
/** Differences of log-probability below this are how numbers are written. Ours. */
const FLOOR = 1e-3;
/** Probabilities are told from here on. */
const LEAST = 1e-12;

/** The fewest prompts at which the first rule can hold: of thirteen all. */
export const FEWEST_PROMPTS = 13;

/** One look at the rows so far: how many there are by then, trained on and held out, and its part of the chances, 0 to 1. */
export type AliveLook = { readonly trained: number; readonly heldOut: number; readonly part: number };

/** Rows by the first look, and how often they are doubled. Ours. */
const FIRST_LOOK = { trained: 24, heldOut: 8 };
const MOST_LOOKS = 3;

/** The looks at a set of so many rows that can be asked: each has half of what the ones before have left, the last all of it. */
export function aliveLooks(trained: number, heldOut: number): readonly AliveLook[] {
  const looks: AliveLook[] = [];
  for (let [at, left] = [0, 1]; at < MOST_LOOKS && left > 0; at++) {
    const wanted = { trained: FIRST_LOOK.trained * 2 ** at, heldOut: FIRST_LOOK.heldOut * 2 ** at };
    // Held-out rows alone tell nothing of agreement: no look is made for their sake.
    const isLast = at === MOST_LOOKS - 1 || trained <= wanted.trained;
    const part = isLast ? left : left / 2;
    looks.push({ trained: Math.min(trained, wanted.trained), heldOut: Math.min(heldOut, wanted.heldOut), part });
    left -= part;
  }
  return looks;
}

/** What a look at the rows so far says: they decide, or more are to be asked where there are more. */
export type AliveFinding = { readonly proof: Proof; readonly decides: boolean };

/** The proof from all rows so far at one look, and whether it decides. `part`: the look's part of the chances. */
export function aliveAt(rows: readonly AliveRow[], agreement: boolean, at: number, part: number): AliveFinding {
  const proof = aliveProof(rows, agreement, at, part);
  // As few as a dead adapter would have: it is one, or nothing that more rows would show.
  return { proof, decides: proof.passed || rows.filter(isApart).length <= rows.length / 3 };
}

/**
 * The proof from what was answered. `agreement`: whether the rows' labels are something to agree with. `at`: Unix milliseconds.
 * `part`: of the chances, where this is one of several looks.
 */
export function aliveProof(rows: readonly AliveRow[], agreement: boolean, at: number, part = 1): Proof {
  const apart = rows.filter(isApart).length;
  const chance = tail(apart, rows.length, 1 / 3);
  const differs = chance <= part * ONE_IN;
  const learned = agreementOf(rows, part * AGREES_BY);
  const figure = [
    `${apart} of ${rows.length} prompts answered otherwise than by the base, by more than it varies (a dead adapter: P ${small(chance)})`,
    ...(learned.asked === 0
      ? []
      : [`trained rows answered as labelled ${learned.tuned} of ${learned.asked}, by the base ${learned.base}`]),
    ...(learned.told === 0
      ? []
      : [`more probability on the label than the base at ${learned.raised} of ${learned.told}`]),
  ].join('; ');
  const fault = !differs
    ? 'under the tuned name the base answers: the adapter is not active, or it changes nothing'
    : agreement && !learned.passed
      ? notLearned(learned)
      : null;
  return { name: 'alive', passed: fault === null, figure, ...(fault === null ? {} : { fault }), at };
}

/** Why the second rule does not hold. */
const notLearned = ({ tuned, base }: { readonly tuned: number; readonly base: number }): string =>
  tuned > base
    ? 'it answers its own training rows as labelled more often than its base, and not so much more that chance is left out: train it longer, or on more rows'
    : 'it answers its own training rows as labelled no more often than its base: it did not learn them, or other weights are served';

/** Whether the two names are further from each other at this prompt than each is from itself. */
function isApart({ base: [b1, b2], tuned: [t1, t2] }: AliveRow): boolean {
  const within = distance(b1, b2) + distance(t1, t2);
  const across = Math.min(distance(b1, t1) + distance(b2, t2), distance(b1, t2) + distance(b2, t1));
  return across - within > 2 * FLOOR;
}

/** The largest difference of log-probability of an option; of texts 0 or 1. */
function distance(one: AliveAnswer, other: AliveAnswer): number {
  if (typeof one === 'string' || typeof other === 'string') return one === other ? 0 : 1;
  return Math.max(...one.map((p, i) => Math.abs(logOf(p) - logOf(other[i] ?? 0))));
}

const logOf = (p: number): number => Math.log(Math.max(LEAST, p));

/** `by`: the chance that is left out. */
function agreementOf(rows: readonly AliveRow[], by: number) {
  const trained = rows.filter(({ split }) => split === 'train');
  const written = trained.flatMap(({ written: one }) => (one === null ? [] : [one]));
  const is = (wrote: string, right: string): boolean => wrote.trim() === right.trim();
  const tuned = written.filter((one) => is(one.tuned, one.right)).length;
  const base = written.filter((one) => is(one.base, one.right)).length;
  const onlyTuned = written.filter((one) => is(one.tuned, one.right) && !is(one.base, one.right)).length;
  const onlyBase = written.filter((one) => !is(one.tuned, one.right) && is(one.base, one.right)).length;
  const far =
    written.length > 0 && tuned - base >= FAR * written.length && tail(onlyTuned, onlyTuned + onlyBase, 1 / 2) <= by;
  const rises = trained.flatMap((row) => {
    const change = riseOf(row);
    return change === null ? [] : [change];
  });
  const raised = rises.filter((change) => change > FLOOR).length;
  const raises = tail(raised, rises.length, 1 / 2) <= by && tuned >= base;
  return { tuned, base, asked: written.length, raised, told: rises.length, passed: far || raises };
}

/** By how much the tuned name's log-odds of the right answer lie above the base's; null: no probabilities. */
function riseOf({ base, tuned, right }: AliveRow): number | null {
  if (right === null) return null;
  const odds = (answers: readonly [AliveAnswer, AliveAnswer]): number => {
    const each = answers.map((answer) => {
      if (typeof answer === 'string') return 0;
      const others = answer.reduce((sum, p, i) => (i === right ? sum : sum + p), 0);
      return logOf(answer[right] ?? 0) - logOf(others);
    });
    return (each[0]! + each[1]!) / 2;
  };
  return odds(tuned) - odds(base);
}

/** The chance of at least so many successes among so many, each with chance p; exact. 1 where none was tried. */
export function tail(successes: number, trials: number, p: number): number {
  let sum = 0;
  for (let k = trials; k >= successes; k--) {
    let log = k * Math.log(p) + (trials - k) * Math.log(1 - p);
    for (let i = 1; i <= trials - k; i++) log += Math.log(k + i) - Math.log(i);
    sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

/** 3e-12, or 0.21. */
const small = (chance: number): string => (chance < 0.01 ? chance.toExponential(0) : chance.toFixed(2));
