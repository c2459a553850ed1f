/**
 * What a game is. Read this file first: everything else in homines is an instance or a user of it.
 *
 * A game is an object of pure functions. It does no I/O, knows no clock, and draws chance only from the generator
 * that it is handed. One loop (`match/match.ts`) plays it:
 *
 *     state = setup(config, rng, seats)
 *     while (pending(state) is not empty)  ask each seat, then  state = apply(state, moves, rng)
 *     payoffs(state)
 *
 * Laws, checked for every game by `src/laws`:
 *
 * 1. Same config, seed and answers: same states, decisions, views and payoffs. Playing again is folding the answers.
 * 2. `pending` of a state that is not over names at least one decision; every decision's input accepts some answer.
 * 3. `observe` gives all that a seat may know and nothing more, as JSON. Agents, screens and prompts see views only.
 * 4. Decisions for different seats at the same time are simultaneous. Several decisions for one seat form a *group*:
 *    they are asked in order, the player may go back until the last is answered, and `apply` sees the group once, whole.
 * 5. Whatever is shown is blocks (`blocks.ts`): a person and a model read the same words.
 */
import type { z } from 'zod';
import type { Block } from './blocks.ts';
import type { ComparisonSpec } from './comparison-spec.ts';
import type { ProfileSpec } from './profile-spec.ts';
import type { Others, PublishedExperiment, PublishedResult, ReferenceTable } from './published-figures.ts';
import type { Rng } from './rng.ts';
import type { Taste } from './taste.ts';

/** A place at the table, from 0. Who sits there and which role it plays are separate questions. */
export type Seat = number;

/** What is stored for a decision: the option's value, or the number. */
export type Answer = string | number;

/** The answer of somebody who would rather not say, where the input allows that. */
export const SKIPPED = 'rather not say';

export type Option = {
  readonly value: string;
  readonly label: string;
  /**
   * The letter that marks it: lower case, never one of h i q x (help, instructions, quit, rather not say). Where it is b,
   * Backspace goes back.
   */
  readonly key: string;
};

/**
 * What may be answered, as data: one source for the widget, the prompt, the check (`read`) and the codebook.
 * A number with `ends` is drawn as a rating line between those two words; without, as a field to type in.
 */
export type Input =
  | { readonly kind: 'choice'; readonly options: readonly Option[]; readonly skip?: string }
  | {
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      /** How far an arrow key moves; any number with at most `decimals` decimals may be typed. */
      readonly step: number;
      readonly decimals: number;
      readonly unit?: string;
      readonly ends?: readonly [low: string, high: string];
      /** Shown beside the field: "a unit costs 10.0, limit 30.0". */
      readonly note?: string;
      readonly skip?: string;
    };

/** One question put to one seat. */
export type Decision = {
  /** Names the question within its turn; with match, turn and seat it identifies an answer. */
  readonly key: string;
  readonly seat: Seat;
  readonly role: string;
  /** From 1; what the game calls a round, period or item. */
  readonly round: number;
  readonly practice: boolean;
  readonly ask: string;
  /** The same question in other words: what hangs on the wording shows when they are asked too. */
  readonly paraphrases?: readonly string[];
  readonly input: Input;
  /**
   * Where a number is asked, a few answers that stand for all of them, from low to high, at most 15: who can only be asked to
   * choose may be asked these, as a condition of its own. Absent: none would do.
   */
  readonly grid?: readonly number[];
};

export type Move = { readonly decision: Decision; readonly answer: Answer };

/**
 * What an agent expects of the other, or of each of several others. `known` is one step: the other's plan under the other's own
 * beliefs. `others`: where several others are not all known to be of one taste, theirs one a seat but one's own, in the order of
 * seats, null where nobody knows it (a person, a model, a script), who does anything as likely; `other` is then the first known one.
 */
export type Belief =
  | { readonly kind: 'uniform' }
  | { readonly kind: 'like-minded' }
  | { readonly kind: 'observed' }
  | { readonly kind: 'given'; readonly numbers: readonly number[] }
  | { readonly kind: 'known'; readonly other: Taste; readonly others?: readonly (Taste | null)[] };

/** An answer with its reasons: a sentence with the numbers, and the utility of each alternative. */
export type Reasoned = {
  readonly answer: Answer;
  readonly because: string;
  readonly utilities: readonly { readonly answer: Answer; readonly utility: number }[];
};

/**
 * Both terms of u = (1 − κ)·own + κ·same at a question, for a model that is told its preference in words: what theory
 * computes with, and not what it answers.
 */
export type Weighed = {
  /** What each term is here, in words: "your profit in this round if the rival asks 14.7". */
  readonly own: string;
  readonly same: string;
  /** What both take for granted; may be empty. */
  readonly given: string;
  /** Answers as they are typed, with their terms. Of a rating one line: a sure yes, where a sure no is 0. */
  readonly answers: readonly { readonly answer: string; readonly own: number; readonly same: number }[];
  readonly decimals: number;
  /** The answer is the one with the highest u, or of a rating 100/(1 + e^−u). */
  readonly then: 'highest' | 'rating';
};

/**
 * The normal form of a game. Solver, debrief, estimator and training labels read only this: nobody writes the payoff
 * formula again. `outcomes` lists [weight, my points, the other's points]; weights sum to 1. With several others it is what comes
 * of it where each of them follows the plan `other`: enough where points are linear in what each of them does, and a game in which
 * they are not has no plans.
 */
export type Plans = {
  /** In the order in which the last ties are broken: of plans that are equal in every other respect the first is played. */
  readonly names: readonly string[];
  /**
   * Where a plan answers (decision keys), and the answer whose probability a belief's number states there. Where there are more
   * than two answers a key stands once for each but one of them: the numbers of a key sum to 1 at most.
   */
  readonly nodes: readonly { readonly key: string; readonly answer: Answer }[];
  outcomes(mine: number, other: number): readonly (readonly [weight: number, mine: number, others: number])[];
  /** What the plan answers at a node, a node being a decision key. */
  answer(plan: number, node: string): Answer;
  /**
   * Those of `outcomes` in which I answer at this node, with their weights: what my answer there pays now, without what the lot
   * or the other's move brings elsewhere. The weights sum to how likely I come to the node, 0 to 1.
   */
  at?(node: string, mine: number, other: number): readonly (readonly [weight: number, mine: number, others: number])[];
  /**
   * What an answer to a question about the others says of them, as a weight for each of their plans: where beliefs are not asked
   * node by node as probabilities (`belief_<node>`). null: this question says nothing of them.
   */
  stated?(key: string, answer: number): readonly number[] | null;
};

/** A generator seeded by the match's seed, the seat and a key: asking twice with one key gives the same numbers. */
export type Draw = (key: string) => Rng;

/** What each seat is called on one seat's screen: "you", "moralis", or "the other player" where it is not disclosed. */
export type Names = readonly string[];

/** A finished match as one seat's analyst sees it. `moves` are the answers as applied, in order. */
export type PlayedMatch<View> = {
  readonly config: unknown;
  readonly views: readonly View[];
  readonly moves: readonly Move[];
  readonly payoffs: readonly number[] | null;
  /** Each seat's taste where the other seats were told it; absent or null: not disclosed, or nobody knows it. */
  readonly disclosed?: readonly (Taste | null)[];
};

/** One number that the literature reports for a game. `values` is empty where the match cannot tell. */
export interface Measure<View> {
  readonly name: string;
  readonly sentence: string;
  readonly source: string;
  readonly scale: 'rate' | 'rating' | 'price' | 'points' | 'distance';
  values(match: PlayedMatch<View>, seat: Seat): readonly number[];
  /**
   * Of a mean over single answers (a rate of choices, ratings, prices asked, distances): what this answer to this question counts
   * in it, on its own scale, all other answers being what they were; null: it is none of it. The mean of `values` is then the mean
   * of what the seat's answers count, and of a rate `values` are these themselves, in order (`choiceRate`). It tells what stored
   * probabilities come to in the measure, and whether the option that counts stood first. A measure that follows from several
   * answers at once (payoffs, efficiency, profits, a difference of two) has none: of probabilities it stays what the match that
   * was drawn from them gave. `view`: the seat's after the match; of a choice, during it too.
   */
  counts?(decision: Decision, answer: Answer, view: View): number | null;
}

/** A named set of settings. Plain name first, the literature's code behind: { name: 'gentle', code: 'spd-5' }. Either is accepted when typed. */
export type Preset<Config> = {
  readonly name: string;
  readonly code?: string;
  readonly sentence: string;
  readonly config: Partial<Config>;
  /** What a class should play, so that its figure has every row: a session with a name begins with it, and home offers the first game's. At most one is. */
  readonly lesson?: true;
};

/** Where a person may ask to sit: `--role second` takes seat 1 and adds these settings. The first one is the default. */
export type RoleChoice<Config> = {
  readonly name: string;
  readonly sentence: string;
  readonly seat: Seat;
  readonly config?: Partial<Config>;
};

/** A line of the set-up table: a label and its options, each a set of settings. The first option is the default. */
export type SetupLine<Config> = {
  readonly label: string;
  readonly options: readonly { readonly label: string; readonly sentence: string; readonly config: Partial<Config> }[];
};

/** What the title says beside the game's name, and at the right: { about: 'gentle', where: 'round 1 of 1' }. */
export type Heading = {
  readonly about: string;
  readonly where: string;
  /** `where` in fewer letters, for a narrow window: '2 min left'. */
  readonly whereShort?: string;
};

/**
 * What happened and why. `kappa`: whether moving κ changes `blocks`. `more`: further pages, each behind a letter (never
 * o v p c d n s e h q b i x). `plain`: the page that comes first where it is given, for students: where you stand, without
 * codes or formulas; then `blocks` stand behind e.
 */
export type Debrief = {
  readonly plain?: readonly Block[];
  readonly blocks: readonly Block[];
  readonly kappa: boolean;
  readonly more: readonly { readonly key: string; readonly label: string; readonly blocks: readonly Block[] }[];
};

/** A what-if calculator beside the question. `show` gets one number a field, null while it is empty or unreadable. */
export type Calculator = {
  readonly fields: readonly { readonly label: string; readonly input: Input & { kind: 'number' } }[];
  show(draft: readonly (number | null)[]): readonly Block[];
};

/** What theory predicts for a config: one JSON document for `--json`, and the same as blocks for people. */
export type Prediction = { readonly document: Readonly<Record<string, unknown>>; readonly blocks: readonly Block[] };
export type PredictionRequest = {
  readonly kappa: number;
  /** null: the belief that the config prescribes, else uniform. */
  readonly belief: Belief | null;
  /** The price of a rival, where the game has one. */
  readonly rival?: number;
};

/** What may follow the slash of an agent's id in this game: moralis:0.5/sellers. A variant of taste, said in words. */
export type Reading = {
  readonly variant: string;
  /** For the set-up table: what this reading makes of moralis, or of economicus. */
  readonly sentence: string;
  readonly of: 'moralis' | 'economicus';
  /** How moralis reads this game where no reading is typed. At most one is. */
  readonly usual?: true;
};

/**
 * A rule that a game names: it sits down as script:NAME, without wants and without chance, and answers from what its seat sees.
 * `name`: lower-case letters and hyphens, and no answer of the game.
 */
export interface NamedScript<View> {
  readonly name: string;
  readonly sentence: string;
  answer(view: View, decision: Decision): { readonly answer: Answer; readonly because: string };
}

/** A term that this game's screens use, in one sentence of at most 150 letters. `where`: further screens that use it. */
export type Term = { readonly word: string; readonly says: string; readonly where?: readonly string[] };

/**
 * A game, whole. `defineGame` (define-game.ts) makes one from a definition, in which much may be left out; whoever reads
 * a game finds everything that is not optional here.
 */
export interface Game<Config, State, View> {
  /** Folder name, typed and stored: 'prisoners-dilemma'. */
  readonly name: string;
  /** A change that folds an old playthrough differently bumps it and keeps the old rules in `past`. */
  readonly version: number;
  readonly past?: Readonly<Record<number, AnyGame>>;
  readonly title: string;
  /** What participants read over their screens in these settings, where the title would tell them too much. */
  titleIn?(config: Config): string;
  /** One line for menus. */
  readonly summary: string;
  readonly sources: readonly string[];
  /** In which language this game speaks: 'en'. */
  readonly language: string;
  /** The same game in other languages, by language, read when one is asked for: same rules, other words. */
  readonly translations?: Readonly<Record<string, () => Promise<AnyGame>>>;
  /** Everything that participants read during a match, as data, by language; a wording hash covers it. */
  readonly words: Readonly<Record<string, unknown>>;
  /**
   * What participants read in these settings and in no others, as data, apart from `words`: whose settings are others has not
   * read it.
   */
  furtherWords?(config: Config): unknown;
  /** The paraphrases of its asks, as data, by language, apart from the words: who is not asked in them has not read them. */
  readonly paraphrases: Readonly<Record<string, unknown>>;
  /** The words of `expectation`, as data, by language, apart from the words: who is told no expectation has not read them. */
  readonly expectations: Readonly<Record<string, unknown>>;
  /** What this language calls the player at the screen, another one who is not named, and one of several: "player 3". */
  readonly called: { readonly you: string; readonly other: string; readonly player: string };
  /** The terms that this game adds to the lab's glossary. */
  readonly glossary: readonly Term[];

  /** A z.strictObject with defaults and descriptions: flags, forms and docs come from it. */
  readonly config: z.ZodType<Config>;
  readonly presets: readonly Preset<Config>[];
  /** What the first line of the set-up table calls the presets: 'Payoffs', 'Items', 'Market'. */
  readonly presetsLabel: string;
  readonly roles: readonly RoleChoice<Config>[];
  /** Whether all roles are one in these settings, as where everybody moves at once: then none is to be chosen. */
  rolesAlike?(config: Config): boolean;
  readonly lines: readonly SetupLine<Config>[];
  readonly readings: readonly Reading[];
  /** Rules that the literature describes and theory does not: script:NAME plays one. */
  readonly scripts?: readonly NamedScript<View>[];
  /** How many agents may sit down. */
  seats(config: Config): { readonly least: number; readonly most: number };
  /** The settings with which so many sit down, where a setting says how many do: for who names the agents, and not the setting. */
  forSeats?(seats: number): Partial<Config>;
  /** Whether seats differ in these settings (unlike firms, fixed roles): then a seat is part of what is comparable. */
  seatsDiffer?(config: Config): boolean;
  /**
   * What a table with these settings cannot tell, a sentence each with what would change it: said while the table is set.
   * None: it tells all that is compared.
   */
  limits?(config: Config): readonly string[];
  /** Settings that follow from what was given, where nobody gave them: what a design needs is its default. `given`: as typed or chosen, unchecked. */
  implied?(given: Readonly<Record<string, unknown>>): Partial<Config>;
  /** Whether a program is called "the other player" on a participant's screen, whoever it is: it is not named, and nobody guesses. */
  neutral?(config: Config): boolean;
  /** What a seat is called where seats differ, for researchers, without an article: "seller 2", "first mover". Not given: "seat 2". */
  seatName?(config: Config, seat: Seat): string;
  /**
   * What this seat's player was told in these settings that others were not, in a few words; '' for nothing. Then it is part of
   * what is comparable. `whatIfs`: what it had to try answers with.
   */
  informed?(config: Config, seat: { readonly kind: string; readonly whatIfs?: 'calculator' | 'table' }): string;
  /** About how long a person takes. */
  minutes(config: Config): number;

  /** The state before the first question. What is drawn once (lots, lengths, orders) is drawn here, and kept in the state. */
  setup(config: Config, rng: Rng, seats: number): State;
  /** Every question that is open now, of all seats; none: the match is over. */
  pending(state: State): readonly Decision[];
  /** The next state, when every open question is answered: `moves` has them all, in the order of `pending`. Makes a new state, changes none. */
  apply(state: State, moves: readonly Move[], rng: Rng): State;
  /** Points so far, one a seat; null: this game pays none. */
  payoffs(state: State): readonly number[] | null;
  /** All that a seat may know, as JSON: the only thing that agents, screens and prompts see. */
  observe(state: State, seat: Seat): View;

  /**
   * What a player reads before the match. `role`: as its decisions name it. `programs`: the seats of which this one is told that
   * a computer program sits there; never a person's. `whatIfs`: what this reader has to try answers with, where the settings
   * offer something: people the calculator (as where it is not given), models the table.
   */
  instructions(
    config: Config,
    role: string,
    names: Names,
    programs?: readonly boolean[],
    whatIfs?: 'calculator' | 'table',
  ): readonly Block[];
  /** What the title says. `decision`: the question at hand; null when the match is over. */
  heading(view: View, decision: Decision | null): Heading;
  /** What stands above a question. */
  scene(view: View, decision: Decision, names: Names): readonly Block[];
  /** A what-if beside a question; null where there is none. */
  calculator?(view: View, decision: Decision, names: Names): Calculator | null;
  /**
   * The what-ifs of the calculator for a reader without keys. `offered`: whether these settings give any; `table`: the
   * calculator's own numbers at prices (or whatever is tried) of a sensible list, empty where none are offered.
   */
  readonly whatIfs?: {
    offered(config: Config): boolean;
    table(view: View, decision: Decision, names: Names): readonly Block[];
  };
  /** What happened, without explanation. */
  result(view: View, names: Names): readonly Block[];
  /**
   * `taste` is moralis as κ moves. `seated`: what each seat wanted, where a solved agent sat there: it tells what would
   * have paid best. `disclosed`: whether the seats were told: then agents in this seat's place believe what it was told.
   */
  debrief(view: View, taste: Taste, names: Names, seated?: readonly (Taste | null)[], disclosed?: boolean): Debrief;

  /** The normal form, where the game has one. The same config should give the same object (memo): what is solved is kept by it. */
  plans?(config: Config): Plans;
  /** The belief that this config prescribes; null: known where the opponent is disclosed, else uniform. */
  belief?(config: Config): Belief | null;
  /** What an agent of this taste and belief answers, and why. Without it economicus and moralis cannot sit down. */
  theory?(view: View, decision: Decision, taste: Taste, belief: Belief): Reasoned;
  /** What this taste weighs here (never `grim`, a strategy); null where it has no say: a question of fact or of belief. */
  weigh?(view: View, decision: Decision, taste: Taste, belief: Belief): Weighed | null;
  /**
   * What a belief has come to where this view was taken: of `observed` the probabilities that were learned, of an opponent known to
   * change what it does from round to round what it does now; any other is what it was. Not given: none changes.
   */
  held?(view: View, belief: Belief): Belief;
  /**
   * What a belief says of the others at this question, with its numbers, as part of a sentence: "the other cooperates with a chance
   * of 70 % when moving first …". For a model that is told what to expect; null: nothing is expected of anybody here. Where a plan
   * is solved the numbers are of every node, whichever is asked about: the plan's answer at one hangs on all.
   */
  expectation?(view: View, decision: Decision, belief: Belief): string | null;
  /** Notes that a model writes to itself with every answer and reads again at the next one. */
  notes?(config: Config): readonly { readonly key: string; readonly label: string }[];
  /** What baseline answers: a documented random-choice model after reported behaviour. */
  standin?(view: View, decision: Decision, draw: Draw): Reasoned;
  /** What theory says of these settings before anybody plays: `homines theory`. */
  predict(config: Config, request: PredictionRequest): Prediction;
  /** Fresh conditions for batches and training sets. */
  scenarios?(rng: Rng): Iterable<Config>;
  /**
   * Rows of this game may stand in training sets of language models; `place`: where it comes among those games, from 1. Absent: it
   * is in none, and shows what carries over from those that are.
   */
  readonly training?: { readonly place: number };
  /** The numbers that are compared. */
  readonly measures: readonly Measure<View>[];
  /** For comparing groups of players, and theory with them. */
  readonly comparison?: ComparisonSpec<Config>;
  /** What a profile of an agent asks here; without it the presets are played, and measures stand beside theory's. null: a profile asks nothing here. */
  readonly profile?: ProfileSpec<Config> | null;
  /** Published figures to stand beside a comparison, from tables of data/reference. */
  published?(table: ReferenceTable): readonly PublishedResult[];
  /**
   * What people answered in published experiments that are near these settings, by the measures of this game, the nearest first:
   * bands behind its figures. `others`: who sits opposite here.
   */
  people?(config: Config, table: ReferenceTable, others: Others): readonly PublishedExperiment[];
}

export type { ComparisonSpec, Contrast, Figure, Mind, Standing } from './comparison-spec.ts';
export type { Taste } from './taste.ts';

/** Any game. Members of Game are methods on purpose: that makes every Game assignable here without a cast. */
export type AnyGame = Game<unknown, unknown, unknown>;

/** Why an answer cannot be read, as data; `problemSentence` words it. */
export type Problem =
  | { readonly kind: 'nothing'; readonly input: Input }
  | { readonly kind: 'not an option'; readonly given: string; readonly input: Input & { kind: 'choice' } }
  | {
      readonly kind: 'not a number' | 'outside' | 'too fine';
      readonly given: string;
      readonly input: Input & { kind: 'number' };
    };

export type Read = { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly problem: Problem };

/**
 * Reads a raw answer against an input: the only validator, for people, models, scripts and stored rows alike.
 * A choice is read from its value or label, whatever the case; a decimal comma is a point.
 */
export function read(input: Input, raw: unknown): Read {
  const given = typeof raw === 'string' ? raw.trim() : typeof raw === 'number' ? String(raw) : '';
  if (given === '') return { ok: false, problem: { kind: 'nothing', input } };
  if (input.skip !== undefined && (given === SKIPPED || same(given, input.skip))) return { ok: true, answer: SKIPPED };
  if (input.kind === 'choice') {
    for (const option of input.options) if (option.value === given) return { ok: true, answer: option.value };
    for (const option of input.options)
      if (same(option.label, given) || same(option.value, given)) return { ok: true, answer: option.value };
    return { ok: false, problem: { kind: 'not an option', given, input } };
  }
  const value = typeof raw === 'number' ? raw : readNumber(given);
  if (value === null || !Number.isFinite(value)) return { ok: false, problem: { kind: 'not a number', given, input } };
  if (value < input.min || value > input.max) return { ok: false, problem: { kind: 'outside', given, input } };
  const scaled = value * 10 ** input.decimals;
  if (Math.abs(scaled - Math.round(scaled)) > 1e-6) return { ok: false, problem: { kind: 'too fine', given, input } };
  // No negative zero: it would come back from the log as another number.
  return { ok: true, answer: Math.round(scaled) / 10 ** input.decimals + 0 };
}

/** A number as people type it: a decimal comma is a point; null where it is none. */
export function readNumber(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

/** What was given, what is possible, what to do: one sentence. */
export function problemSentence(problem: Problem): string {
  const { input } = problem;
  if (input.kind === 'choice') {
    const options = input.options.map((o) => o.label).join(' or ');
    return problem.kind === 'nothing'
      ? `Nothing is chosen yet: choose ${options}.`
      : `Choose ${options}; got "${given(problem)}".`;
  }
  const range = `${input.min.toFixed(input.decimals)} to ${input.max.toFixed(input.decimals)}${input.unit ? ` ${input.unit}` : ''}`;
  switch (problem.kind) {
    case 'nothing':
      return `Nothing is entered yet: type a number from ${range}.`;
    case 'too fine':
      return `Use ${input.decimals === 0 ? 'whole numbers' : `at most ${input.decimals} decimal${input.decimals === 1 ? '' : 's'}`}, ${range}; got "${given(problem)}".`;
    default:
      return `Type a number from ${range}; got "${given(problem)}".`;
  }
}

const given = (problem: Problem): string => (problem.kind === 'nothing' ? '' : problem.given);
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
