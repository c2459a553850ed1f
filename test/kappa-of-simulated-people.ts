/**
 * `npm run simulate`: how good estimates of κ are where beliefs differ between people and are stated, beside the same choices
 * fitted as if every plan of the other were expected alike; as a page: data/reference/kappa-of-simulated-people.md. About ten
 * minutes. What people are made of is known here, so that bias and coverage are.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minus } from '../src/core/format.ts';
import { rng, type Rng } from '../src/core/rng.ts';
import { independent, uniform } from '../src/core/theory.ts';
import { sampleOf } from '../src/analysis/preferences/cells.ts';
import { estimateInSteps } from '../src/analysis/preferences/estimate.ts';
import { fit, type Model } from '../src/analysis/preferences/fit.ts';
import type { Point } from '../src/analysis/preferences/logit.ts';
import type { Observation } from '../src/analysis/preferences/observation.ts';
import { chances, dilemmas, drawnFrom, eighteen, type Named, observed, point } from './simulated-choices.ts';

export const pageFile = join(import.meta.dirname, '..', 'data', 'reference', 'kappa-of-simulated-people.md');

/** How many samples are made, and how many each bootstrap draws. */
export type Effort = { readonly samples: number; readonly draws: number };
export const EFFORT: Effort = { samples: 100, draws: 99 };

type People = {
  readonly name: string;
  readonly taste: Point;
  /** How likely a typical person takes the named answer: first, after C or second, after D. */
  readonly expects: readonly [first: number, second: number, third: number];
  /** Spread of log-odds between people, and within a person between games. */
  readonly between: number;
  readonly within: number;
  /** Spread of what is stated around what is believed, in log-odds. */
  readonly error: number;
};

const SELFISH = point(0, 0, 0, 5);
const MIXED = point(0.25, 0.15, 0.25, 5);
const EXPECTING = { expects: [0.6, 0.7, 0.2], between: 0.8, within: 0.5, error: 0 } as const;

export const trusting: People = { name: 'selfish, expecting cooperation', taste: SELFISH, ...EXPECTING };
export const mixed: People = { name: 'κ .25, α .15, β .25, expecting cooperation', taste: MIXED, ...EXPECTING };
const even: People = {
  ...mixed,
  name: 'κ .25, α .15, β .25, expecting one half on average',
  expects: [0.5, 0.5, 0.5],
};
const erring: People = { ...mixed, name: 'κ .25, α .15, β .25, stating with error', error: 1 };

/** One row of the table. */
export type Case = {
  readonly people: People;
  readonly model: Model;
  readonly games: readonly Named[];
  readonly players: number;
};

const sizes = [
  { games: dilemmas, players: 10 },
  { games: dilemmas, players: 30 },
  { games: eighteen, players: 10 },
  { games: eighteen, players: 30 },
];
const thirty = { games: dilemmas, players: 30 };
export const CASES: readonly Case[] = [
  ...sizes.map((size): Case => ({ people: trusting, model: 'kappa', ...size })),
  ...sizes.map((size): Case => ({ people: mixed, model: 'full', ...size })),
  { people: even, model: 'full', ...thirty },
  { people: erring, model: 'full', ...thirty },
];

const logit = (p: number): number => Math.log(p / (1 - p));
const inverse = (x: number): number => 1 / (1 + Math.exp(-x));

/** People of this kind, each with a full plan of every game under what it believes, and with what it states. */
export function sampled({ people, games, players }: Case, random: Rng): readonly Observation[] {
  const { taste, expects, between, within, error } = people;
  return Array.from({ length: players }, (_, i) => {
    const own = expects.map((p) => logit(p) + random.normal(0, between));
    return games.map((game) => {
      const odds = game.plans.nodes.map((__, node) => own[node]! + random.normal(0, within));
      const believed = independent(game.plans, odds.map(inverse));
      const stated =
        error === 0
          ? believed
          : independent(
              game.plans,
              odds.map((x) => inverse(x + random.normal(0, error))),
            );
      return observed(game, drawnFrom(chances(game, taste, believed), random), `player ${i + 1}`, {
        belief: { kind: 'stated', weights: stated },
      });
    });
  }).flat();
}

const blind = (observations: readonly Observation[]): readonly Observation[] =>
  observations.map((one) => ({ ...one, belief: { kind: 'uniform', weights: uniform(one.plans) } }));

/** κ̂ over samples: how far its mean is off, how it spreads, and how often its 95 % interval holds the truth. */
export type Quality = {
  readonly bias: number;
  readonly sd: number;
  readonly covered: number;
  readonly samples: number;
};

/** `draws` 0: without intervals, and nothing is covered. `asStated`: with stated beliefs, else as if all were expected alike. */
export function quality(one: Case, { samples, draws }: Effort, asStated: boolean): Quality {
  const truth = one.people.taste[0];
  let covered = 0;
  const found = Array.from({ length: samples }, (_, seed) => {
    const people = sampled(one, rng(seed, one.people.name, one.games.length, one.players));
    const sample = sampleOf(asStated ? people : blind(people));
    if (draws > 0) {
      const steps = estimateInSteps(sample, one.model, rng(seed, 'bootstrap'), draws);
      let step = steps.next();
      while (step.done !== true) step = steps.next();
      const { low, high } = step.value.estimates[0]!;
      if ((low ?? -Infinity) <= truth && truth <= (high ?? Infinity)) covered += 1;
    }
    return fit(sample, one.model).point[0];
  });
  const mean = found.reduce((sum, kappa) => sum + kappa, 0) / samples;
  const sd = Math.sqrt(found.reduce((sum, kappa) => sum + (kappa - mean) ** 2, 0) / (samples - 1));
  return { bias: mean - truth, sd, covered, samples };
}

/** What rounds to nothing has no sign. */
const two = (value: number): string => minus(value.toFixed(2).replace(/^-(?=0\.00$)/, ''));
const cells = ({ bias, sd, covered, samples }: Quality): readonly string[] => [
  two(bias),
  two(sd),
  `${Math.round((100 * covered) / samples)} %`,
];
const line = (all: readonly (string | number)[]): string => `| ${all.join(' | ')} |`;

/** A row of the page. */
export const rowOf = (one: Case, effort: Effort): string =>
  line([
    one.people.name,
    one.model === 'kappa' ? 'κ, λ' : 'κ, α, β, λ',
    one.games === eighteen ? 'eighteen' : 'six',
    one.players,
    ...cells(quality(one, effort, true)),
    ...cells(quality(one, effort, false)),
  ]);

/** The page around its rows. */
export const page = (
  rows: readonly string[],
  { samples, draws }: Effort = EFFORT,
): string => `# κ of simulated people with stated beliefs

Written by \`npm run simulate\`; a test computes two of its rows anew and holds bias and coverage. ${samples} samples a row (seeds 0 to ${samples - 1}), people drawn whole ${draws} times for each 95 % interval; λ = 5 points. The standard error of a coverage of 95 % is ${(100 * Math.sqrt((0.95 * 0.05) / samples)).toFixed(1)} points, that of a bias sd/${Math.sqrt(samples)}.

People choose full plans with logit noise. What each believes differs: the log-odds of the other's first move, of its answer to C (in trust and the ultimatum: of its one answer) and to D lie around those of .60, .70 and .20 (*expecting cooperation*) or of .50, with a standard deviation of .8 between people and .5 within a person between games. They state what they believe, or with an error (standard deviation 1 in log-odds). *Blind*: the same choices fitted as if every plan of the other were expected alike, which is what can be done where nobody was asked.

${line(['people', 'fit', 'games', 'players', 'stated: bias of κ̂', 'sd', 'covers κ', 'blind: bias', 'sd', 'covers'])}
${line(Array.from({ length: 10 }, () => '---'))}
${rows.join('\n')}

- **Stated**: κ̂ is right on average, and its intervals hold the truth about as often as they say.
- **Blind**: people who want nothing but their own points and expect cooperation look moral, and more players and more games only make the wrong number surer. Had all of them the very same belief (.60, .70, .20), blind κ̂ would be .32 with endless players (\`fit.test.ts\`); where beliefs differ it is less, and noise takes up the rest.
- Beliefs that are stated and differ tell more than common ones: Fisher's information with one belief of one half for all gives people of κ .25, α .15, β .25 a standard deviation of .16 and .09 (six dilemmas, 10 and 30 players), and of .07 and .04 (eighteen games).
- Stated beliefs are data with noise of their own. Where people state them with error κ̂ is too large too, and its intervals hold the truth less often (the last row): no estimate here knows that error.
- Blind intervals of α, β and κ together are wide in six dilemmas, and hold the truth for that reason alone.
`;

if (process.argv[1] === import.meta.filename) writeFileSync(pageFile, page(CASES.map((one) => rowOf(one, EFFORT))));
