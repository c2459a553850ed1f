/** One provider of the server: its accounts, files, jobs, rented cards and faults, and what they came to cost. */
import { accountsOf, type Accounts } from './accounts.ts';
import type { Clock } from './clock.ts';
import { deploymentsOf, type Deployments } from './deployments.ts';
import { faultsOf, type Faults } from './faults.ts';
import { filesOf, type Files } from './files.ts';
import { jobsOf, type JobRules, type Jobs, type NewJob, type Pace } from './jobs.ts';
import type { Tokenizer } from './tokens.ts';

/** A model of a provider's. */
export type Base = {
  readonly name: string;
  tunable: boolean;
  /** Why it takes no jobs any more; null: it does. */
  retired: string | null;
  readonly rules: { readonly rowTokens: number | null; readonly least: number };
  readonly usdPerMillion: number;
};

/** What a provider is like, as its section says it. */
export type PlaceFacts = {
  readonly bases: readonly Base[];
  readonly tokenizer: Tokenizer;
  /** When a file's rows are checked: at once, and the order is refused; or by the job, which then fails. */
  readonly checks: 'at once' | 'by the job';
  /** How a tuned model is asked: at once, or on cards that are rented for it. */
  readonly serves: 'at once' | 'rented';
  readonly usdPerHour: number;
  /** The n-th job's id. */
  readonly jobId: (n: number) => string;
  readonly modelName: (job: string, order: NewJob) => string;
};

export type Place = {
  readonly name: string;
  readonly clock: Clock;
  readonly facts: PlaceFacts;
  /** Of this server alone: a test may retire one. */
  readonly bases: Base[];
  /** How long everything takes: a test may change it. */
  readonly pace: Pace;
  readonly rules: JobRules;
  readonly accounts: Accounts;
  readonly files: Files;
  readonly jobs: Jobs;
  readonly deployments: Deployments;
  readonly faults: Faults;
  /** USD so far: of training and of cards, by now. */
  spent(): { readonly training: number; readonly cards: number };
};

/** As long as a person waits who tries it by hand: half a minute in all. */
export const PACE: Pace = {
  ...{ checkMs: 2000, waitMs: 3000, stepMs: 200, endMs: 1000 },
  ...{ listedAfterMs: 0, startMs: 5000 },
};

export function placeOf(name: string, facts: PlaceFacts, clock: Clock, changed: Partial<Pace>): Place {
  const pace: Pace = { ...PACE, ...changed };
  const rules: JobRules = { closed: null, mostActive: 10 };
  const bases = facts.bases.map((base) => ({ ...base }));
  const files = filesOf(clock);
  const jobs = jobsOf(clock, files, facts, bases, pace, rules);
  const deployments = deploymentsOf(clock, facts, pace);
  return {
    ...{ name, clock, facts, bases, pace, rules, files, jobs, deployments },
    ...{ accounts: accountsOf(name), faults: faultsOf() },
    spent: () => ({
      training: jobs.all.reduce((sum, job) => sum + (jobs.now(job).usd ?? 0), 0),
      cards: deployments.all.reduce((sum, one) => sum + deployments.usd(one), 0),
    }),
  };
}
