/** A profile while it is asked, what has come of it, and who tells of both. */
import type { Profiled } from '../../profile/evidence.ts';
import type { Judged } from '../../profile/progress.ts';
import type { Store } from '../../core/log.ts';
import type { Limits, BudgetedModels } from '../../model/budget.ts';
import type { Earlier } from '../../profile/earlier.ts';
import type { Games } from '../../profile/design.ts';
import type { Profiling } from '../../profile/play.ts';
import type { RunProgress } from '../../run/run-matches.ts';
import type { ProfilePlan } from './plan.ts';
import type { stopping } from '../signals.ts';

/** Whose result it is. */
export type Of = Pick<ProfilePlan, 'session' | 'name' | 'facts'> & { readonly file: string };

export type ProfileResult = Earlier & {
  /** null: it was played before, and is looked at again. */
  readonly played:
    (Profiling & { readonly seconds: number; readonly card: ProfileCard; readonly resumed: boolean }) | null;
};

export type Profile = ProfilePlan &
  Of & {
    readonly store: Store;
    readonly games: Games;
    readonly house: BudgetedModels;
    readonly atOnce: number;
    readonly limits: Limits;
    readonly yes: boolean;
    readonly json: boolean;
  };

/** How a profile is told while it is asked. */
export type Teller = {
  /** Shows what it will take; false: it is not wanted. Not asked where no model is. */
  wanted(card: ProfileCard): Promise<boolean>;
  began(agents: readonly Profiled[]): void;
  reached(rows: readonly Judged[]): void;
  /** A match has ended. */
  far(far: Pick<RunProgress, 'matches' | 'failures'>, agents: readonly Profiled[]): void;
  /** Resolves when the result has been seen. */
  ended(result: ProfileResult): Promise<void> | void;
  close(): Promise<void> | void;
};

export type Stopping = ReturnType<typeof stopping>;

/** What it will take: estimates. */
export type ProfileCard = {
  readonly matches: number;
  /** Questions to models: one call each, unless answers have to be repaired. */
  readonly calls: number;
  readonly tokens: { readonly in: number; readonly out: number };
  /** USD; null: no price is known. */
  readonly price: number | null;
  readonly minutes: number;
  readonly models: readonly { readonly model: string; readonly questions: number; readonly temperature: string }[];
  readonly estimated: string;
};
