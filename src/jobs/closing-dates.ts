/** When a provider stops tuning, and when a model stops with all that was tuned of it: what was announced, and what the provider itself tells. */
import { UserError } from '../core/user-error.ts';
import type { Tuner } from '../tune/run-folder.ts';
import { TUNER_FACTS } from './tuners.ts';
import type { TunableBase } from './tuning-provider.ts';

/** Days before a date from which on it is said. */
const NEAR_DAYS = 90;
const DAY_MS = 86_400_000;

type Announced = {
  readonly on: Tuner;
  /** Which models; null: all. */
  readonly models: RegExp | null;
  /** jobs: the last day on which a job is taken. models: the day on which they and their tunes stop. */
  readonly what: 'jobs' | 'models';
  /** YYYY-MM-DD, the provider's day taken as that of UTC. */
  readonly day: string;
  readonly source: string;
};

/** OpenAI's page of deprecations, as others tell it in October 2026; we have not read these dates there ourselves. */
const TOLD = 'as told of developers.openai.com/api/docs/deprecations in October 2026, second hand';

const ANNOUNCED: readonly Announced[] = [
  { on: 'openai', models: null, what: 'jobs', day: '2027-01-06', source: TOLD },
  { on: 'openai', models: /^(ft:)?gpt-4(o|\.1)(-|:|$)/, what: 'models', day: '2027-01-14', source: TOLD },
];

/**
 * What is to be said of dates that are near, a sentence each. Throws a UserError where one is past: there is nothing to be ordered any
 * more. `now`: Unix milliseconds.
 */
export function closingWords(
  tuner: Tuner,
  { name, closes }: Pick<TunableBase, 'name' | 'closes'>,
  now: number,
): readonly string[] {
  const { label } = TUNER_FACTS[tuner];
  const today = dayOf(now);
  const known = ANNOUNCED.filter(({ on, models }) => on === tuner && (models === null || models.test(name)));
  const jobs = known.find(({ what }) => what === 'jobs');
  if (jobs !== undefined && today > jobs.day)
    throw new UserError(
      `${label} has taken no new tuning jobs since ${jobs.day} (${jobs.source}): tune another model with --on together, fireworks or tinker, or on this computer with --on local.`,
    );
  const stop = known.find(({ what }) => what === 'models');
  // What the provider says of its own model counts before what others say.
  const day = closes ?? stop?.day ?? null;
  if (day !== null && today >= day)
    throw new UserError(
      `${name} stopped at ${label} on ${day}, and with it what was tuned of it: choose another model after --model.`,
    );
  const said: string[] = [];
  if (jobs !== undefined && isNear(jobs.day, now))
    said.push(`${label} takes no new tuning jobs after ${jobs.day} (${jobs.source}).`);
  if (day !== null && isNear(day, now))
    said.push(
      `${name} stops at ${label} on ${day}, and what is tuned of it stops with it (${closes === null ? stop!.source : `as ${label} says`}).`,
    );
  return said;
}

/** The day of a moment: YYYY-MM-DD. */
export const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);

/** Days from one day to a moment; below 0: it is still to come. */
export const daysSince = (day: string, now: number): number =>
  Math.floor((Date.parse(dayOf(now)) - Date.parse(day)) / DAY_MS);

const isNear = (day: string, now: number): boolean => daysSince(day, now) >= -NEAR_DAYS;
