/**
 * What one individual's answers exclude: how likely they are under each agent at a stated noise. A few answers never
 * give a preference, so there is no estimate here, only agents that fit much worse than the best of them.
 */
import type { Taste } from '../../core/game.ts';
import { listed } from '../../core/format.ts';
import { memo } from '../../core/memo.ts';
import { fill } from '../../core/template.ts';
import { beliefsOver, NOISES } from './belief-grid.ts';
import { type ChoiceCell, sampleOf, supposing } from './cells.ts';
import { likelihood } from './likelihood.ts';
import { chosenIn, type Point } from './logit.ts';
import { beliefNotes, type Observation } from './observation.ts';
import { refuse, type Refusal } from './refusal.ts';
import { words } from './words.en.ts';

/** An agent to compare with: what it wants, or null for one that draws its plan by lot. */
export type Candidate = { readonly name: string; readonly taste: Omit<Taste, 'variant'> | null };

/**
 * economicus, moralis, the stand-in for an untuned chatbot (own and other's points weigh the same: ½ own + ½ other's is
 * α = −½, β = ½; Mei, Xie, Yuan & Jackson, PNAS 2024, second-hand) and a lot.
 */
export const candidates = (kappa = 0.5): readonly Candidate[] => [
  { name: words.agents.economicus, taste: { kappa: 0 } },
  { name: fill(words.agents.moralis, { kappa: kappa.toFixed(2) }), taste: { kappa } },
  { name: words.agents.baseline, taste: { kappa: 0, alpha: -0.5, beta: 0.5 } },
  { name: words.agents.random, taste: null },
];

/** Above this likelihood ratio an agent is excluded (ours). */
const RATIO = 20;

/** How likely one individual’s answers are under each agent, and which agents they exclude. */
export type IndividualExclusions = {
  /** The noises of the grid, in points. */
  readonly lambdas: readonly number[];
  /** How many beliefs the grid has; 1: they were stated or are known. */
  readonly beliefs: number;
  readonly ratio: number;
  readonly observations: number;
  readonly agents: readonly {
    readonly name: string;
    /** Under the sample's own beliefs, at the middle noise. */
    readonly logLikelihood: number;
    /**
     * Natural logarithm of how many times less likely than under the agent that fits best: the least of it on the grid of
     * beliefs and noises, both agents taken at the same belief and noise.
     */
    readonly behind: number;
    readonly excluded: boolean;
  }[];
  /** What is and is not excluded. */
  readonly sentences: readonly string[];
  /** On which assumptions that is said: the noise, the beliefs, the roles. */
  readonly assumptions: readonly string[];
};

/** `lambdas`: the choice noises of the grid, in points; `agents`: whom to compare with. */
type ExclusionOptions = { readonly lambdas?: readonly number[]; readonly agents?: readonly Candidate[] };

/**
 * What one individual's answers exclude, in any of the roles, each round on its own: excluded is an agent only where it is
 * on the whole grid of beliefs (where none was stated) and noises. Without an observation it is refused.
 */
export function individualExclusions(
  observations: readonly Observation[],
  { lambdas = NOISES, agents = candidates() }: ExclusionOptions = {},
): IndividualExclusions | Refusal {
  if (observations.length === 0) return refuse('nothing');
  const { cells, counts } = sampleOf(observations);
  const middle = lambdas[Math.floor(lambdas.length / 2)]!;
  const fits = (here: readonly ChoiceCell[], lambda: number): readonly number[] =>
    agents.map(({ taste }) => likelihood(here, counts, pointOf(taste, lambda)).value);
  const beliefs = beliefsOver(cells);
  const grid = beliefs.flatMap((expects) => {
    const here = expects === null ? cells : supposing(cells, expects);
    return lambdas.map((lambda) => fits(here, lambda));
  });
  const own = fits(cells, middle);
  const behind = leastBehind(grid, agents.length);
  const judged = agents.map(({ name }, i) => ({
    name,
    logLikelihood: own[i]!,
    behind: behind[i]!,
    excluded: behind[i]! > Math.log(RATIO),
  }));
  return {
    ...{ lambdas, beliefs: beliefs.length, ratio: RATIO, observations: observations.length },
    agents: judged,
    sentences: sentencesOf(judged),
    assumptions: assumptionsOf(observations, lambdas),
  };
}

/** By agent the least, over all points of a grid, by which it is behind the one that fits best there. */
function leastBehind(grid: readonly (readonly number[])[], agents: number): readonly number[] {
  const least = new Array<number>(agents).fill(Infinity);
  for (const fits of grid) {
    const best = Math.max(...fits);
    for (let i = 0; i < agents; i++) least[i] = Math.min(least[i]!, best - fits[i]!);
  }
  return least;
}

/** For how many individuals each agent is excluded, and on which assumptions. */
export type ExclusionCounts = {
  readonly lambdas: readonly number[];
  readonly ratio: number;
  readonly actors: number;
  readonly agents: readonly { readonly name: string; readonly excluded: number }[];
  readonly assumptions: readonly string[];
};

/** The same for many individuals at once (`lambdas` in points): each judged by their own answers alone. */
export function exclusionCounts(
  observations: readonly Observation[],
  { lambdas = NOISES, agents = candidates() }: ExclusionOptions = {},
): ExclusionCounts {
  const { cells, units, size } = sampleOf(observations, ({ player }) => player);
  const grid = beliefsOver(cells).flatMap((expects) => {
    const here = expects === null ? cells : supposing(cells, expects);
    return lambdas.map((lambda) => agents.map(({ taste }) => logsAt(here, size, pointOf(taste, lambda))));
  });
  const excluded = agents.map(() => 0);
  // Who answered alike is judged alike.
  const alike = new Map<string, { readonly places: readonly number[]; actors: number }>();
  const keyOf = memo((places: readonly number[]) => places.join(' '));
  for (const places of units.values()) {
    const key = keyOf(places);
    const same = alike.get(key);
    if (same === undefined) alike.set(key, { places, actors: 1 });
    else same.actors += 1;
  }
  for (const { places, actors } of alike.values()) {
    const fits = grid.map((logs) => logs.map((log) => places.reduce((sum, place) => sum + log[place]!, 0)));
    for (const [i, behind] of leastBehind(fits, agents.length).entries())
      if (behind > Math.log(RATIO)) excluded[i]! += actors;
  }
  return {
    ...{ lambdas, ratio: RATIO, actors: units.size },
    agents: agents.map(({ name }, i) => ({ name, excluded: excluded[i]! })),
    assumptions: assumptionsOf(observations, lambdas),
  };
}

/** A lot between plans is the limit of endless noise. */
function pointOf(taste: Candidate['taste'], lambda: number): Point {
  const { kappa, alpha = 0, beta = 0 } = taste ?? { kappa: 0 };
  return [kappa, alpha, beta, taste === null ? Infinity : Math.log(lambda)];
}

/** By place among the counts: the logarithm of how likely that answer is. */
function logsAt(cells: readonly ChoiceCell[], size: number, point: Point): Float64Array {
  const logs = new Float64Array(size);
  for (const cell of cells) logs.set(chosenIn(cell, point).logs, cell.at);
  return logs;
}

function sentencesOf(judged: IndividualExclusions['agents']): readonly string[] {
  const out = judged.filter(({ excluded }) => excluded);
  const open = listed(judged.filter(({ excluded }) => !excluded).map(({ name }) => name));
  const said = words.individual;
  if (out.length === 0) return [fill(said.none, { agents: open })];
  return [
    ...out.map(({ name, behind }) => begun(fill(said.excluded, { agent: name, times: timesText(behind) }))),
    fill(said.open, { agents: open }),
  ];
}

/** A sentence begins with a capital, except with the name of an agent that is written small. */
const begun = (sentence: string): string => sentence.replace(/^the /, 'The ');

/** The noise, the rule and the beliefs, and where roles or rounds are taken as something that they were not. */
function assumptionsOf(observations: readonly Observation[], lambdas: readonly number[]): readonly string[] {
  const said = words.individual;
  return [
    fill(said.stated, { lambdas: lambdas.join(', '), ratio: RATIO }),
    ...(observations.some(({ belief }) => belief.kind === 'uniform') ? [said.beliefs] : []),
    ...beliefNotes(observations),
    ...(observations.some(({ roles }) => roles !== 'drawn') ? [said.roles] : []),
    ...(observations.some(({ repeated }) => repeated) ? [said.repeated] : []),
  ];
}

const timesText = (behind: number): string =>
  behind > Math.log(1e6) ? words.individual.more : String(Math.floor(Math.exp(behind)));
