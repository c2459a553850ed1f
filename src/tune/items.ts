/**
 * What may become a row: settings sampled from what a game declares, a match played by chance up to some round, its questions
 * answered from the utility. What is left out is given with the reason, so that it can be counted.
 */
import type { Answer, AnyGame, Decision, Plans, Reasoned, Taste } from '../core/game.ts';
import { type Rng, rng } from '../core/rng.ts';
import { isEvaluated, unitlessOf } from './evaluation-settings.ts';
import type { RowSource } from './row.ts';
import { questionAt, type Reached, type RowQuestion, seatsOf } from './row-question.ts';
import { isNode, leadAt, weighedAnswer } from './weighed-answer.ts';

/** A question with its answer, before it is worded. */
export type TuneItem = {
  readonly game: AnyGame;
  readonly config: object;
  /** choice: answered from the utility. form: what is expected of the other, which repeats a number that was stated. */
  readonly kind: 'choice' | 'form';
  /** Where the match stands. */
  readonly reached: Reached;
  readonly decision: Decision;
  readonly place: Pick<RowSource, 'seed' | 'before' | 'earlier'>;
  readonly answer: Answer;
  readonly utilities: Reasoned['utilities'];
  readonly margin: number | null;
  readonly contrast: boolean | null;
  /** Whether the settings are of the held-out part: settings with the same points but for their unit are of one part. */
  readonly heldOut: boolean;
};

/** Why a question that was sampled is in no set. */
export const LEFT_OUT = {
  evaluated: 'settings of an evaluation, as they are or in other units',
  tie: 'ties, and questions that are never come to under what is expected',
  small: 'the best answer wins by little',
} as const;
export type PassedOver = keyof typeof LEFT_OUT;

/** What wins by less than this share of the span of points is left out. Ours: a rule of thumb on the stated beliefs answers .94 of such first moves. */
export const LEAST_MARGIN = 0.1;

/** What items are made for. */
export type ItemsWanted = {
  readonly taste: Taste;
  readonly seed: number;
  /** Share of settings that are held out, 0 to 1. */
  readonly heldOut: number;
  /** Labels are drawn by the logit rule: what ties or wins by little is as telling as anything. */
  readonly soft: boolean;
  /** The least margin, 0 to 1. */
  readonly margin: number;
};

/** Rounds of a match that are looked at. */
const MOST_TURNS = 24;

/** Items of one game without end, and reasons for what is left out between them; the same of the same seed. */
export function* itemsOf(game: AnyGame, wanted: ItemsWanted): Generator<TuneItem | PassedOver> {
  if (game.scenarios === undefined || game.theory === undefined || game.plans === undefined)
    throw new Error(`${game.name} declares nothing to be sampled`);
  for (let batch = 0; ; batch++) {
    let at = 0;
    for (const config of game.scenarios(rng(wanted.seed, 'scenarios', game.name, batch))) {
      at += 1;
      if (typeof config !== 'object' || config === null) continue;
      const units = unitlessOf(game, config);
      if (isEvaluated(game, config, units)) yield 'evaluated';
      else {
        const heldOut = rng(wanted.seed, 'split', game.name, units ?? '').unit() < wanted.heldOut;
        yield* questionsIn(game, config, heldOut, rng(wanted.seed, 'match', game.name, batch, at), wanted);
      }
    }
  }
}

type Stand = { readonly reached: Reached; readonly before: RowSource['before'] };

/** The questions of one round of one match, of one seat a turn. */
function* questionsIn(
  game: AnyGame,
  config: object,
  heldOut: boolean,
  chance: Rng,
  wanted: ItemsWanted,
): Generator<TuneItem | PassedOver> {
  const seed = chance.below(2 ** 31);
  const plans = game.plans!(config);
  const stands = playedByChance(game, config, plans, seed, chance);
  const rounds = [...new Set(stands.flatMap(({ reached }) => reached.pending.map(({ round }) => round)))];
  const round = chance.pick(rounds);
  for (const { reached, before } of stands) {
    const open = reached.pending.filter((decision) => decision.round === round);
    if (open.length === 0) continue;
    const { seat } = chance.pick(open);
    const group = open.filter((decision) => decision.seat === seat);
    const own = chance.below(2) === 0;
    const earlier: Answer[] = [];
    for (const decision of group) {
      const place = { seed, before, earlier: [...earlier] };
      const { request, belief } = questionAt(game, config, reached, { ...place, rotation: 0 }, decision);
      const item = { game, config, reached, decision, place, heldOut };
      if (!isNode(plans, decision.key)) {
        const { answer } = game.theory!(request.view, decision, wanted.taste, belief);
        yield { ...item, kind: 'form', answer, utilities: [], margin: null, contrast: null };
        earlier.push(answer);
        continue;
      }
      const weighed = weighedAt(game, plans, { request, belief }, wanted);
      yield weighed.passedOver ?? { ...item, kind: 'choice', ...weighed.found };
      // Half the time what it would have answered stands before the next question of the group, half the time anything.
      earlier.push(own ? weighed.found.answer : byChance(decision, chance));
    }
  }
}

/** What a choice that is reached comes to: its answer, and why it is in no set; null where it may be in one. */
export function weighedAt(
  game: AnyGame,
  plans: Plans,
  { request, belief }: RowQuestion,
  { taste, soft, margin: least }: Pick<ItemsWanted, 'taste' | 'soft' | 'margin'>,
): {
  readonly found: Pick<TuneItem, 'answer' | 'utilities' | 'margin' | 'contrast'>;
  readonly passedOver: PassedOver | null;
} {
  const { view, decision } = request;
  const now = game.held?.(view, belief) ?? belief;
  const { answer, utilities, margin, contrast } = weighedAnswer(plans, taste, now, decision.key);
  const lead = soft ? 1 : leadAt(plans, taste, now, decision.key);
  return {
    found: { answer, utilities, margin: margin ?? 0, contrast },
    passedOver: lead === null ? 'tie' : lead < least ? 'small' : null,
  };
}

/** A match in which everybody answers by chance, and says of the others what the settings say; where it stands at each turn. */
function playedByChance(game: AnyGame, config: object, plans: Plans, seed: number, chance: Rng): readonly Stand[] {
  const stands: Stand[] = [];
  let state = game.setup(config, rng(seed, 'setup'), seatsOf(game, config));
  let before: RowSource['before'] = [];
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const pending = game.pending(state);
    if (pending.length === 0) break;
    const reached = { state, pending };
    stands.push({ reached, before });
    const answers = pending.map((decision) => {
      if (isNode(plans, decision.key)) return byChance(decision, chance);
      const { request, belief } = questionAt(
        game,
        config,
        reached,
        { seed, before, earlier: [], rotation: 0 },
        decision,
      );
      return game.theory!(request.view, decision, SELFISH, belief).answer;
    });
    const moves = pending.map((decision, at) => ({ decision, answer: answers[at]! }));
    state = game.apply(state, moves, rng(seed, 'turn', turn));
    before = [...before, answers];
  }
  return stands;
}

const SELFISH: Taste = { kappa: 0 };

/** One legal answer as well as another. */
function byChance({ input }: Decision, chance: Rng): Answer {
  if (input.kind === 'choice') return chance.pick(input.options).value;
  const { min, max, step, decimals } = input;
  return Number((min + step * chance.below(Math.round((max - min) / step) + 1)).toFixed(decimals));
}
