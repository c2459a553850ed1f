/** A game of two moves from its form, payoffs and words: everything that follows from them, for `defineGame`. */
import type { Game, Plans, Taste } from '../core/game.ts';
import type { Pair } from './form.ts';
import { held } from './beliefs.ts';
import { debriefOf } from './debrief.ts';
import { expectationOf } from './expectation.ts';
import { pagesOf } from './pages.ts';
import { predictOf } from './predict.ts';
import { questionsOf } from './questions.ts';
import { rulesOf, type SequentialState, type SequentialView } from './rules.ts';
import { sceneOf, sequentialMinutes } from './scene.ts';
import { lengthOf, prescribedBelief, type SequentialConfig } from './settings.ts';
import type { SpokenForm } from './spoken-form.ts';
import { standinOf } from './standin.ts';
import { theoryOf } from './theory.ts';
import { weighOf } from './weigh.ts';
import { yourPlaceOf } from './your-place.ts';

export type SequentialRequest<Config> = {
  /** The game's name, as `homines theory` prints it. */
  readonly game: string;
  readonly spoken: SpokenForm<Config>;
  readonly plansOf: (config: Config) => Plans;
  /** The plan whose thresholds are told. */
  readonly fair: string;
  /** What seats are called where they differ, for researchers: "proposer". */
  readonly places: Pair<string>;
  /** Sentences over the thresholds of κ: what else decides in these settings. */
  readonly thresholds: (config: Config) => readonly string[];
  /** Sentences on the first page of the debrief that have to be said of the agents in these settings. */
  readonly note: (config: Config, taste: Taste) => readonly string[];
};

type Follows =
  | ('seats' | 'seatsDiffer' | 'seatName' | 'neutral' | 'titleIn' | 'minutes')
  | ('setup' | 'pending' | 'apply' | 'payoffs' | 'observe')
  | ('instructions' | 'heading' | 'scene' | 'result' | 'debrief')
  | ('plans' | 'belief' | 'theory' | 'weigh' | 'held' | 'expectation' | 'standin' | 'predict');
type Following<Config> = Pick<Required<Game<Config, SequentialState<Config>, SequentialView<Config>>>, Follows>;

const SEATS = { least: 2, most: 2 } as const;

/** What a game of two moves is by its form: `defineGame({ ...sequentialGame(…), name, config, presets, … })`. */
export function sequentialGame<Config extends SequentialConfig>({
  game,
  spoken,
  plansOf,
  fair,
  places,
  thresholds,
  note,
}: SequentialRequest<Config>): Following<Config> {
  const { form, words } = spoken;
  const { setup, apply, observe } = rulesOf(form);
  const { pending } = questionsOf(spoken);
  const scenes = sceneOf(spoken);
  const theory = theoryOf(spoken, plansOf);
  const yours = yourPlaceOf(spoken, plansOf);
  const pages = pagesOf(spoken, { plansOf, theory, yours, fair, more: thresholds });
  const { debrief } = debriefOf(spoken, { plansOf, scene: scenes, theory, yours, pages, note });
  const turns = places.map((place) => `${place} of odd rounds`);
  const { heading, instructions, scene, result } = scenes;
  return {
    seats: () => SEATS,
    seatsDiffer,
    seatName: ({ roles }, seat) =>
      (roles === 'fixed' ? places[seat === 0 ? 0 : 1] : turns[seat === 0 ? 0 : 1]) ?? `seat ${seat + 1}`,
    neutral: ({ neutral }) => neutral,
    titleIn: ({ neutral }) => (neutral ? words.neutralTitle : words.title),
    minutes: sequentialMinutes,
    ...{ setup, pending, apply, observe, payoffs: (state) => state.points },
    ...{ instructions, heading, scene, result, debrief },
    plans: plansOf,
    belief: prescribedBelief,
    theory: theory.theory,
    weigh: weighOf(spoken, plansOf).weigh,
    held: ({ history, seat }, belief) => held(form, belief, history, seat),
    expectation: expectationOf(spoken, plansOf),
    standin: standinOf(spoken, plansOf).standin,
    predict: predictOf(spoken, { game, plansOf, theory, pages, fair }).predict,
  };
}

/**
 * Fixed places differ. In turns both have both places equally often where the number of rounds is even and announced: only
 * agents that learn from what they see in the first rounds do otherwise in one seat than in the other.
 */
function seatsDiffer(config: SequentialConfig): boolean {
  const { rounds, ending } = lengthOf(config);
  const evenly = ending === 'finite' && rounds % 2 === 0 && config.beliefs !== 'observed';
  return config.roles === 'fixed' || (config.roles === 'alternating' && !evenly);
}
