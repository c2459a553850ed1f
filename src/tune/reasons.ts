/**
 * Worked reasons for a choice, as a tuned model learns to write them: what each answer pays here, what it would bring if everybody
 * did the same, what both weigh in the utility, the comparison and the choice. Whoever has the prompt and the preference can work
 * out every number: at a reply what an answer pays now, at a first move its mean under the stated belief, with the sum.
 *
 *     u = reach · [(1 − κ)·own − α·behind − β·ahead] + κ·same        (core/stake.ts)
 */
import type { Answer, Belief, Decision, Plans, Taste } from '../core/game.ts';
import { type Stake, stakeAt, type Variant, variantsAt } from '../core/stake.ts';
import { upper } from '../core/format.ts';
import { chancesOf, type Solution, solved, tabulate } from '../core/theory.ts';
import { fill } from '../core/template.ts';
import type { Request } from '../match/agent.ts';
import { isLinearGood, linesOf, linesOfContributions, type StakeLine, type StakeLines } from './stake-lines.ts';
import { pointsText, productText, weighedText } from './sums.ts';
import { words } from './words.en.ts';

/** Words at most, signs of sums not counted; longer ones are written without their sums, then of two answers alone. */
const MOST_WORDS = 60;

const said = words.reasons;

/**
 * The reasons of this taste for its choice here; null where none can be given in numbers that stand in the prompt: a question of
 * belief, an expectation that is not stated in numbers, a game that does not say what comes about at a node, a choice that
 * theory makes by another rule than the utility, answers that are as good as each other to two decimals, and a language that
 * has no words for it.
 */
export function reasonsOf(
  { game, config, view, decision }: Pick<Request, 'game' | 'config' | 'view' | 'decision'>,
  taste: Taste,
  belief: Belief,
): string | null {
  const plans = game.plans?.(config);
  if (plans === undefined || game.theory === undefined || game.language !== 'en') return null;
  const now = game.held?.(view, belief) ?? belief;
  const chances = chancesOf(plans, now);
  if (chances === null) return null;
  const solution = solved(plans, taste, now);
  const variants = variantsAt(plans, solution.plan, decision.key);
  const stake = stakeAt(plans, solution, decision.key);
  if (variants === null || stake === null) return null;
  const { answer } = game.theory(view, decision, taste, belief);
  if (plans.answer(solution.plan, decision.key) !== answer || !isTold(plans, solution, decision.key)) return null;

  const ordered = inOrder(decision, variants);
  const byWorth = ordered.toSorted((a, b) => worthOf(stake, b.answer) - worthOf(stake, a.answer));
  const [best, next] = byWorth;
  if (best === undefined || next === undefined || best.answer !== answer) return null;
  const written = (one: { readonly answer: Answer }): string => pointsText(shownWorth(stake, taste, one.answer));
  if (written(best) === written(next)) return null;

  // Contributions are compared with nothing and all: what one point brings is the same between them but where one is even with others.
  const compared = isLinearGood(config)
    ? ordered.filter((one, i) => i === 0 || i === ordered.length - 1 || one === best)
    : ordered;
  const second = byWorth.find((one) => one !== best && compared.includes(one));
  const both = compared.filter((one) => one === best || one === second);
  const mean = plans.names.reduce((sum, name, y) => sum + Number(name) * solution.weights[y]!, 0);
  const texts = [compared, both].flatMap((among) =>
    [false, true].map((short) => {
      const lines = isLinearGood(config)
        ? linesOfContributions(config, mean, stake, among, short)
        : linesOf(config, plans, solution, stake, decision.key, among, short);
      return told(lines, stake, taste, answer);
    }),
  );
  return texts.find((text) => wordsIn(text) <= MOST_WORDS) ?? texts.at(-1)!;
}

/** Just below κ = 1, which is read as that limit. */
const NEARLY_ONE = 1 - 1e-6;

/**
 * Whether utility alone tells what all doing the same brings: where plans tie that differ at other questions, a rule for ties says
 * which one is played there, and no reader knows it.
 */
function isTold(plans: Plans, { taste, belief, plan }: Solution, node: string): boolean {
  const near = solved(plans, { ...taste, kappa: Math.min(taste.kappa, NEARLY_ONE) }, belief);
  const sames = (one: number): readonly number[] =>
    variantsAt(plans, one, node)!.map((variant) => tabulate(plans).own[variant.plan]![variant.plan]!);
  const own = sames(plan);
  return [near.plan, ...near.ties].every(
    (one) =>
      plans.answer(one, node) === plans.answer(plan, node) &&
      (taste.kappa === 0 || sames(one).every((same, i) => Math.abs(same - own[i]!) <= tabulate(plans).tie)),
  );
}

/** Words of a text: what has a letter or a digit in it. */
export const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length;

/** The variants as they are called, in the order in which the question lists them; of numbers from the lowest. */
function inOrder(decision: Decision, variants: readonly Variant[]): readonly (Variant & { readonly called: string })[] {
  const { input } = decision;
  if (input.kind === 'number')
    return variants
      .map((one) => ({ ...one, called: String(one.answer) }))
      .toSorted((a, b) => Number(a.answer) - Number(b.answer));
  return input.options.flatMap(({ value, label }) => {
    const variant = variants.find(({ answer }) => answer === value);
    return variant === undefined ? [] : [{ ...variant, called: label.trim() }];
  });
}

const termsOf = (stake: Stake, answer: Answer): Stake['answers'][number] =>
  stake.answers.find((one) => one.answer === answer)!;
const worthOf = (stake: Stake, answer: Answer): number => termsOf(stake, answer).worth;

/** What a point of each kind counts; with κ = 0 how likely the question is come to is the same for all, and left out. */
function weightsOf({ reach }: Stake, { kappa, alpha = 0, beta = 0 }: Taste) {
  const here = kappa === 0 || reach > 1 - 1e-9 ? 1 : reach;
  return { here, own: here * (1 - kappa), same: kappa, behind: here * alpha, ahead: here * beta };
}

/** The terms of an answer's worth with what they count. */
function weighedTerms(
  stake: Stake,
  taste: Taste,
  answer: Answer,
): readonly (readonly [weight: number, points: number])[] {
  const { own, same, behind, ahead } = termsOf(stake, answer);
  const weights = weightsOf(stake, taste);
  return [
    [weights.own, own],
    [weights.same, same],
    [-weights.behind, behind],
    [-weights.ahead, ahead],
  ];
}

const shownWorth = (stake: Stake, taste: Taste, answer: Answer): number =>
  weighedTerms(stake, taste, answer).reduce((sum, [weight, points]) => sum + weight * points, 0);

/** A part of the text, where it is wanted. */
const where = (wanted: boolean, text: string): readonly string[] => (wanted ? [text] : []);

function told({ given, chance, lines }: StakeLines, stake: Stake, taste: Taste, answer: Answer): string {
  const { kappa, alpha = 0, beta = 0 } = taste;
  const { here } = weightsOf(stake, taste);
  const social = alpha !== 0 || beta !== 0;
  const alone = kappa === 1 && !social;
  const counts = [
    ...where(kappa > 0 && kappa < 1, fill(said.countsOwn, { weight: productText(1 - kappa, here) })),
    ...where(kappa > 0, alone ? said.countsSameOnly : fill(said.countsSame, { weight: productText(kappa, 1) })),
    ...where(alpha !== 0, fill(said.costsBehind, { weight: productText(alpha, here) })),
    ...where(beta !== 0, fill(said.costsAhead, { weight: productText(beta, here) })),
  ].join(said.between);
  const lineOf = (line: StakeLine): string => {
    const terms = termsOf(stake, line.answer);
    const parts = [
      fill(said.own, { sum: line.own }),
      ...where(kappa > 0, fill(said.same, { sum: line.same })),
      ...where(alpha !== 0 && terms.behind > 1e-9, fill(said.behind, { sum: line.behind })),
      ...where(beta !== 0 && terms.ahead > 1e-9, fill(said.ahead, { sum: line.ahead })),
      ...where(
        (kappa > 0 && !alone) || social,
        fill(said.worth, { sum: weighedText(weighedTerms(stake, taste, line.answer)) }),
      ),
    ];
    return fill(said.answer, { answer: line.called, terms: parts.join(said.between) });
  };
  const values = lines.map((line) => shownWorth(stake, taste, line.answer)).toSorted((a, b) => b - a);
  return [
    ...where(given !== '', given),
    ...where(here !== 1 && !alone, chance),
    ...where(counts !== '', fill(said.counts, { counts: upper(counts) })),
    ...lines.map(lineOf),
    fill(values.length === 2 ? said.more : said.most, {
      most: pointsText(values[0]!),
      less: pointsText(values.at(-1)!),
      choice: lines.find((line) => line.answer === answer)!.choice,
    }),
  ].join(' ');
}
