/** A game from its definition: whatever a definition leaves out has a sensible value, given here and nowhere else. */
import { type Block, text } from './blocks.ts';
import type { Decision, Game, Measure, Prediction, PredictionRequest, Reasoned, Belief, Plans, Taste } from './game.ts';
import { solved } from './theory.ts';
import { regions } from './thresholds.ts';

/** The members of a game that a definition may leave out because they have a default. */
type Defaulted =
  | 'version'
  | 'language'
  | 'words'
  | 'paraphrases'
  | 'expectations'
  | 'called'
  | 'glossary'
  | 'presets'
  | 'presetsLabel'
  | 'roles'
  | 'lines'
  | 'readings'
  | 'minutes'
  | 'heading'
  | 'result'
  | 'debrief'
  | 'predict'
  | 'measures';

/** What a game has to say of itself; the rest it may say. */
export type GameDefinition<Config, State, View> = Omit<Game<Config, State, View>, Defaulted> &
  Partial<Pick<Game<Config, State, View>, Defaulted>>;

/**
 * A game from its definition. Left out, the game is version 1, speaks English, has one preset (its default settings),
 * one role, no lines of its own in the set-up table, takes 5 minutes, is titled by its round, says at the end that it is
 * over, and is measured by the payoff. With `plans` its normal form is solved for a prediction; without, none is made.
 */
export function defineGame<Config, State, View>(
  definition: GameDefinition<Config, State, View>,
): Game<Config, State, View> {
  const over = (): readonly Block[] => [text('The match is over.')];
  return {
    version: 1,
    language: 'en',
    words: { en: {} },
    paraphrases: {},
    expectations: {},
    called: { you: 'you', other: 'the other player', player: 'player' },
    glossary: [],
    presets: [{ name: 'standard', sentence: 'The settings as they are by default.', config: {} }],
    presetsLabel: 'Settings',
    roles: [{ name: 'player', sentence: 'You are one of the players.', seat: 0 }],
    lines: [],
    readings: [],
    minutes: () => 5,
    heading: (_, decision) => ({ about: '', where: decision === null ? '' : `round ${decision.round}` }),
    result: over,
    debrief: (view, _taste, names) => ({
      blocks: definition.result?.(view, names) ?? over(),
      kappa: false,
      more: [],
    }),
    predict: (config, request) => predicted(definition, config, request),
    measures: [payoff],
    ...definition,
  };
}

/** What a language says of a game outside the texts of its matches: no wording hash covers it. */
export type LanguageWords = {
  readonly language: string;
  readonly you: string;
  readonly otherPlayer: string;
  readonly player: string;
  readonly glossary: Game<unknown, unknown, unknown>['glossary'];
};

/**
 * The members of a game that say in which language it speaks: from what that language says of it, from `read`, all
 * that participants read during a match, which the wording hash covers, and from the paraphrases of its asks and the words of
 * expectations, where it brings any, which the hash covers where somebody is asked so, or told one.
 *
 *     gameIn = ({ lab, paraphrases, expects, ...read }: Words) => defineGame({ ...spoken(lab, read, paraphrases, expects), … })
 */
export const spoken = (
  { language, you, otherPlayer, player, glossary }: LanguageWords,
  read: unknown,
  paraphrases?: unknown,
  expects?: unknown,
): Pick<
  Game<unknown, unknown, unknown>,
  'language' | 'words' | 'paraphrases' | 'expectations' | 'called' | 'glossary'
> => ({
  language,
  words: { [language]: read },
  paraphrases: paraphrases === undefined ? {} : { [language]: paraphrases },
  expectations: expects === undefined ? {} : { [language]: expects },
  called: { you, other: otherPlayer, player },
  glossary,
});

/** Points of a match; none where the game pays none. */
const payoff: Measure<unknown> = {
  name: 'payoff',
  sentence: 'Points of a match, all rounds together.',
  source: 'the rules of the game',
  scale: 'points',
  values: ({ payoffs }, seat) => (payoffs?.[seat] === undefined ? [] : [payoffs[seat]]),
};

/** A prediction from the normal form alone: the plan of this κ under the belief asked for, else the game's own, else uniform. */
function predicted<Config>(
  {
    name,
    title,
    plans,
    belief: prescribed,
  }: Pick<GameDefinition<Config, never, never>, 'name' | 'title' | 'plans' | 'belief'>,
  config: Config,
  { kappa, belief: asked }: PredictionRequest,
): Prediction {
  if (plans === undefined)
    return {
      document: { game: name, config, kappa, plan: null },
      blocks: [text(`${title} declares no theory: nothing is predicted for it.`)],
    };
  const form = plans(config);
  const belief = asked ?? prescribed?.(config) ?? { kind: 'uniform' };
  const { plan, utilities, ties } = solved(form, { kappa }, belief);
  const because = sentenceOf(form, plan, utilities, kappa);
  return {
    document: { game: name, config, kappa, belief: belief.kind, plan: form.names[plan], because, utilities },
    blocks: [
      text(because),
      {
        kind: 'table',
        columns: [{ head: 'plan' }, { head: `utility, κ = ${kappa}`, align: 'right' }],
        rows: form.names.map((called, at) => [
          { text: called, strong: at === plan || ties.includes(at) },
          { text: written(utilities[at]) },
        ]),
      },
      text(
        `From κ = 0 to 1: ${regions(form, {}, belief)
          .map((region) => `${form.names[region.plan]} from ${written(region.from)}`)
          .join(', ')}.`,
      ),
    ],
  };
}

const written = (value: number | undefined): string => String(Number((value ?? 0).toFixed(3)));

const sentenceOf = (plans: Plans, plan: number, utilities: readonly number[], kappa: number): string =>
  `With κ = ${kappa} the plan "${plans.names[plan]}" is best: it is worth ${written(utilities[plan])}.`;

/**
 * The member `theory` of a game with a normal form: an agent plays its best plan, and answers at each question what the
 * plan answers there. `plansOf` gives the normal form that holds where this view was taken.
 *
 *     theory: theoryOf((view) => plans(view.config)),
 */
export const theoryOf =
  <View>(plansOf: (view: View) => Plans) =>
  (view: View, { key, input }: Decision, taste: Taste, belief: Belief): Reasoned => {
    const plans = plansOf(view);
    const { plan, utilities } = solved(plans, taste, belief);
    const answer = plans.answer(plan, key);
    const answers = input.kind === 'choice' ? input.options.map(({ value }) => value) : [answer];
    return {
      answer,
      because: sentenceOf(plans, plan, utilities, taste.kappa),
      utilities: answers.map((one) => ({
        answer: one,
        utility: Math.max(...utilities.filter((_, at) => plans.answer(at, key) === one)),
      })),
    };
  };
