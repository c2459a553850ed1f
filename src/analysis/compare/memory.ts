/**
 * What one update of a comparison leaves to the next, in this program or in a later one: of groups in which nothing is new nothing
 * is computed again. Buckets only grow, so that a bucket with as many observations as before is the same; what is made of a
 * group that is the same lies with the group, and is forgotten with it.
 */
import { type RoundMemo, newRoundMemo } from './round-memo.ts';
import { type KeptMeetings, type MatchingGroupsFollowed, newMatchingGroups } from './matching-groups.ts';
import { type KeptGroup, keptGroup, type MeasuredGroup } from './measured-group.ts';
import type { PublishedPeople } from '../../core/published-figures.ts';
import type { Benchmark, ExpectedValues } from './benchmarks.ts';
import type { FirstMatches } from './buckets.ts';
import type { GuessCounts } from './guesses.ts';
import type { PooledPreferences } from './pooled-preferences.ts';
import type { GroupPreferences } from './preferences.ts';
import type { AcrossConditions } from './within-person.ts';

export type ComparisonMemory = {
  readonly firsts: RoundMemo<FirstMatches>;
  readonly treated: RoundMemo<boolean>;
  readonly met: MatchingGroupsFollowed;
  readonly measured: RoundMemo<MeasuredGroup>;
  /** Groups that were measured by an earlier program. */
  readonly kept: ReadonlyMap<string, KeptGroup>;
  readonly across: RoundMemo<AcrossConditions | null>;
  readonly preferences: RoundMemo<readonly GroupPreferences[]>;
  readonly pooled: RoundMemo<PooledPreferences | null>;
  readonly guessed: RoundMemo<GuessCounts | null>;
  readonly expected: ExpectedValues;
  /** By condition the published people beside it. */
  readonly published: RoundMemo<readonly PublishedPeople[]>;
};

type Entries<Value> = readonly (readonly [string, Value])[];

/** The same as plain data, but for observations. */
export type KeptMemory = {
  readonly firsts: Entries<FirstMatches>;
  readonly treated: Entries<boolean>;
  readonly met: readonly KeptMeetings[];
  readonly groups: Entries<KeptGroup>;
  readonly across: Entries<AcrossConditions | null>;
  readonly preferences: Entries<readonly GroupPreferences[]>;
  readonly pooled: Entries<PooledPreferences | null>;
  readonly guessed: Entries<GuessCounts | null>;
  readonly expected: Entries<Benchmark['values'] | null>;
  readonly published: Entries<readonly PublishedPeople[]>;
};

/** What was kept, or nothing. Of one collector's observations, and no other's: what was kept goes with its segments. */
export const newComparisonMemory = (kept: KeptMemory | null = null): ComparisonMemory => ({
  firsts: newRoundMemo(kept?.firsts),
  treated: newRoundMemo(kept?.treated),
  met: newMatchingGroups(kept?.met),
  measured: newRoundMemo(),
  kept: new Map(kept?.groups),
  across: newRoundMemo(kept?.across),
  preferences: newRoundMemo(kept?.preferences),
  pooled: newRoundMemo(kept?.pooled),
  guessed: newRoundMemo(kept?.guessed),
  expected: newRoundMemo(kept?.expected),
  published: newRoundMemo(kept?.published),
});

/** What the last update asked for, to be kept. */
export const keptMemory = ({
  firsts,
  treated,
  met,
  measured,
  across,
  preferences,
  pooled,
  guessed,
  expected,
  published,
}: ComparisonMemory): KeptMemory => ({
  firsts: firsts.entries().map(([key, { size, again }]) => [key, { size, again }]),
  treated: treated.entries(),
  met: met.kept(),
  groups: measured.entries().map(([key, group]) => [key, keptGroup(group)]),
  across: across.entries(),
  preferences: preferences.entries(),
  pooled: pooled.entries(),
  guessed: guessed.entries(),
  expected: expected.entries(),
  published: published.entries(),
});

/** Begins an update: what the last one did not ask for is forgotten; preferences only where it estimates them. */
export function beginUpdate(
  { firsts, treated, measured, across, preferences, pooled, guessed, expected, published }: ComparisonMemory,
  estimated: boolean,
): void {
  const always = [firsts, treated, measured, across, guessed, expected, published];
  for (const kept of [...always, ...(estimated ? [preferences, pooled] : [])]) kept.begin();
}
