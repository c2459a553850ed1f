/**
 * What one actor's answers exclude: how likely they are under each agent at a stated noise. A few answers never give a
 * preference, so there is no estimate here, only agents that fit much worse than the best of them.
 */
import type { Taste } from '../../game.ts';
import { say } from '../../words.ts';
import { sampleOf } from './cells.ts';
import { likelihood } from './likelihood.ts';
import { beliefNotes, type Observation } from './observation.ts';
import { listed, refuse, type Refused } from './refused.ts';
import { words } from './words.en.ts';

/** An agent to compare with: what it wants, or null for one that draws its plan by lot. */
export type Candidate = { readonly name: string; readonly taste: Omit<Taste, 'variant'> | null };

/**
 * economicus, moralis, the stand-in for an untuned chatbot (own and other's points weigh the same: ½ own + ½ other's is
 * α = −½, β = ½; Mei, Xie, Yuan & Jackson, PNAS 2024, second-hand) and a lot.
 */
export const candidates = (kappa = 0.5): readonly Candidate[] => [
  { name: words.agents.economicus, taste: { kappa: 0 } },
  { name: say(words.agents.moralis, { kappa: kappa.toFixed(2) }), taste: { kappa } },
  { name: words.agents.baseline, taste: { kappa: 0, alpha: -0.5, beta: 0.5 } },
  { name: words.agents.random, taste: null },
];

/** Above this likelihood ratio an agent is excluded (ours). */
export const RATIO = 20;
/** Choice noise in points (ours). */
export const NOISE = 5;

export type UnderAgents = {
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
  /** What is and is not excluded, and on which assumptions. */
  readonly sentences: readonly string[];
};

/** One actor's answers, in any of the roles; each round on its own. */
export function underAgents(
  observations: readonly Observation[],
  { lambda = NOISE, agents = candidates() }: { readonly lambda?: number; readonly agents?: readonly Candidate[] } = {},
): UnderAgents | Refused {
  if (observations.length === 0) return refuse('nothing');
  const { cells, counts } = sampleOf(observations);
  const fits = agents.map(({ name, taste }) => {
    // A lot between plans is the limit of endless noise.
    const noise = taste === null ? Infinity : Math.log(lambda);
    const { kappa, alpha = 0, beta = 0 } = taste ?? { kappa: 0 };
    return { name, logLikelihood: likelihood(cells, counts, [kappa, alpha, beta, noise]).value };
  });
  const best = fits.reduce((one, other) => (other.logLikelihood > one.logLikelihood ? other : one));
  const judged = fits.map((fit) => {
    const behind = best.logLikelihood - fit.logLikelihood;
    return { ...fit, behind, excluded: behind > Math.log(RATIO) };
  });
  return {
    lambda,
    ratio: RATIO,
    observations: observations.length,
    agents: judged,
    sentences: sentencesOf(observations, lambda, judged, best.name),
  };
}

function sentencesOf(observations: readonly Observation[], lambda: number, judged: UnderAgents['agents'], best: string): readonly string[] {
  const out = judged.filter(({ excluded }) => excluded);
  const open = listed(judged.filter(({ excluded }) => !excluded).map(({ name }) => name));
  const { actor } = words;
  return [
    ...(out.length === 0
      ? [say(actor.none, { agents: open })]
      : [
          ...out.map(({ name, behind }) => say(actor.excluded, { agent: name, times: timesText(behind), best })),
          say(actor.open, { agents: open }),
        ]),
    say(actor.stated, { lambda, ratio: RATIO }),
    ...beliefNotes(observations),
    ...(observations.some(({ roles }) => roles !== 'drawn') ? [actor.roles] : []),
    ...(observations.some(({ repeated }) => repeated) ? [actor.repeated] : []),
  ];
}

const timesText = (behind: number): string => (behind > Math.log(1e6) ? words.actor.more : String(Math.floor(Math.exp(behind))));
