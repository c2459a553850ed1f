/**
 * What one individual's answers exclude: how likely they are under each agent at a stated noise. A few answers never
 * give a preference, so there is no estimate here, only agents that fit much worse than the best of them.
 */
import type { Taste } from '../../core/game.ts';
import { listed } from '../../core/format.ts';
import { fill } from '../../core/template.ts';
import { type ChoiceCell, sampleOf } from './cells.ts';
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
/** Choice noise in points (ours). */
export const NOISE = 5;

/** How likely one individual’s answers are under each agent, and which agents they exclude. */
export type IndividualExclusions = {
  readonly lambda: number;
  readonly ratio: number;
  readonly observations: number;
  readonly agents: readonly {
    readonly name: string;
    readonly logLikelihood: number;
    /** Natural logarithm of how many times less likely than under the agent that fits best. */
    readonly behind: number;
    readonly excluded: boolean;
  }[];
  /** What is and is not excluded. */
  readonly sentences: readonly string[];
  /** On which assumptions that is said: the noise, the beliefs, the roles. */
  readonly assumptions: readonly string[];
};

/**
 * What one individual's answers exclude, in any of the roles, each round on its own. `lambda`: choice noise in points;
 * `agents`: whom to compare with. Without an observation it is refused.
 */
export function individualExclusions(
  observations: readonly Observation[],
  { lambda = NOISE, agents = candidates() }: { readonly lambda?: number; readonly agents?: readonly Candidate[] } = {},
): IndividualExclusions | Refusal {
  if (observations.length === 0) return refuse('nothing');
  const { cells, counts } = sampleOf(observations);
  const judged = judge(
    agents.map(({ name, taste }) => ({ name, logLikelihood: likelihood(cells, counts, pointOf(taste, lambda)).value })),
  );
  return {
    lambda,
    ratio: RATIO,
    observations: observations.length,
    agents: judged,
    sentences: sentencesOf(judged, judged.find(({ behind }) => behind === 0)!.name),
    assumptions: assumptionsOf(observations, lambda),
  };
}

/** For how many individuals each agent is excluded, and on which assumptions. */
export type ExclusionCounts = {
  readonly lambda: number;
  readonly ratio: number;
  readonly actors: number;
  readonly agents: readonly { readonly name: string; readonly excluded: number }[];
  readonly assumptions: readonly string[];
};

/** The same for many individuals at once (`lambda` in points): each judged by their own answers alone. */
export function exclusionCounts(
  observations: readonly Observation[],
  lambda = NOISE,
  agents = candidates(),
): ExclusionCounts {
  const { cells, units, size } = sampleOf(observations, ({ player }) => player);
  const logs = agents.map(({ taste }) => logsAt(cells, size, pointOf(taste, lambda)));
  const excluded = agents.map(() => 0);
  // Who answered alike is judged alike.
  const alike = new Map<string, { readonly places: readonly number[]; actors: number }>();
  for (const places of units.values()) {
    const key = places.join(' ');
    const same = alike.get(key);
    if (same === undefined) alike.set(key, { places, actors: 1 });
    else same.actors += 1;
  }
  for (const { places, actors } of alike.values()) {
    const fits = logs.map((log) => ({ logLikelihood: places.reduce((sum, place) => sum + log[place]!, 0) }));
    for (const [i, one] of judge(fits).entries()) if (one.excluded) excluded[i]! += actors;
  }
  return {
    ...{ lambda, ratio: RATIO, actors: units.size },
    agents: agents.map(({ name }, i) => ({ name, excluded: excluded[i]! })),
    assumptions: assumptionsOf(observations, lambda),
  };
}

/** How far each is behind the one that fits best, and whether that is too far. */
function judge<Fit extends { readonly logLikelihood: number }>(fits: readonly Fit[]) {
  const best = Math.max(...fits.map(({ logLikelihood }) => logLikelihood));
  return fits.map((fit) => {
    const behind = best - fit.logLikelihood;
    return { ...fit, behind, excluded: behind > Math.log(RATIO) };
  });
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

function sentencesOf(judged: IndividualExclusions['agents'], best: string): readonly string[] {
  const out = judged.filter(({ excluded }) => excluded);
  const open = listed(judged.filter(({ excluded }) => !excluded).map(({ name }) => name));
  const said = words.individual;
  if (out.length === 0) return [fill(said.none, { agents: open })];
  return [
    ...out.map(({ name, behind }) => fill(said.excluded, { agent: name, times: timesText(behind), best })),
    fill(said.open, { agents: open }),
  ];
}

/** The noise, the rule and the beliefs, and where roles or rounds are taken as something that they were not. */
function assumptionsOf(observations: readonly Observation[], lambda = NOISE): readonly string[] {
  const said = words.individual;
  return [
    fill(said.stated, { lambda, ratio: RATIO }),
    ...beliefNotes(observations),
    ...(observations.some(({ roles }) => roles !== 'drawn') ? [said.roles] : []),
    ...(observations.some(({ repeated }) => repeated) ? [said.repeated] : []),
  ];
}

const timesText = (behind: number): string =>
  behind > Math.log(1e6) ? words.individual.more : String(Math.floor(Math.exp(behind)));
