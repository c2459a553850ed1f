/**
 * What one update of a comparison leaves to the next: of groups in which nothing is new nothing is computed again. Buckets only
 * grow, so that a bucket with as many observations as before is the same; what is made of a group that is the same is found by
 * the group itself, and forgotten with it.
 */
import { type RoundMemo, newRoundMemo } from './round-memo.ts';
import { type MatchingGroupsFollowed, newMatchingGroups } from './matching-groups.ts';
import type { KeptGroup, MeasuredGroup } from './measured-group.ts';
import type { FirstMatches } from './buckets.ts';
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
};

/** Nothing is known yet. Of one collector's observations, and no other's. */
export const newComparisonMemory = (): ComparisonMemory => ({
  firsts: newRoundMemo(),
  treated: newRoundMemo(),
  met: newMatchingGroups(),
  measured: newRoundMemo(),
  kept: new Map(),
  across: newRoundMemo(),
  preferences: newRoundMemo(),
  pooled: newRoundMemo(),
});

/** Begins an update: what the last one did not ask for is forgotten; preferences only where it estimates them. */
export function beginUpdate(
  { firsts, treated, measured, across, preferences, pooled }: ComparisonMemory,
  estimated: boolean,
): void {
  for (const kept of [firsts, treated, measured, across, ...(estimated ? [preferences, pooled] : [])]) kept.begin();
}
