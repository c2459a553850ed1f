/** A profile that is asked: the card first, rows as they are reached, the result; on a screen, as text, or as JSON. */
import type { Answered, Profiled } from '../analysis/profile/evidence.ts';
import { type Judged, rowsReached } from '../analysis/profile/reached.ts';
import { beginning } from '../batch.ts';
import type { Store } from '../log.ts';
import { type Limits, type Metered, newMeter } from '../model/meter.ts';
import type { Games, Job } from '../profile/jobs.ts';
import { factsRow, keptAnswers } from '../profile/kept.ts';
import { playProfile } from '../profile/play.ts';
import type { Far } from '../together.ts';
import { profileCard, type ProfileCard } from './profile-card.ts';
import { gamesOf, type Plan } from './profile-plan.ts';
import { asScreen, onScreen } from './profile-screen.ts';
import { asJson, asText } from './profile-tellers.ts';
import type { Of, Result } from './profile-told.ts';
import type { stopping } from './stopping.ts';

export type Profile = Plan &
  Of & {
    readonly store: Store;
    readonly games: Games;
    readonly house: Metered;
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
  far(far: Far, agents: readonly Profiled[]): void;
  /** Resolves when the result has been seen. */
  ended(result: Result): Promise<void> | void;
  close(): Promise<void> | void;
};

export type Stopping = ReturnType<typeof stopping>;

/** Gives the exit code: 0 all was answered; 1 something was not, or a cap was reached; 130 interrupted. */
export async function profiled(profile: Profile, stopped: Stopping): Promise<number> {
  const { store, session, facts, kept, missing, house, atOnce, games } = profile;
  const card = await profileCard(profile);
  const teller = profile.json
    ? asJson(profile, stopped)
    : onScreen(profile.json)
      ? await asScreen(profile, stopped)
      : asText(profile, stopped);
  try {
    if (house.seats.size > 0 && missing.length > 0 && !(await teller.wanted(card))) return stopped.exitCode();
    const spent = await store.callSums(session.code);
    house.meter = newMeter(profile.limits, spent, card.price === null || card.calls === 0 ? 0 : card.price / card.calls);
    const before = await keptAnswers(store, kept ?? { facts, matches: [] }, gamesOf(games));
    if (kept === null) await store.record([...beginning(session, profile.name), factsRow(session, facts)]);
    const agents: (Profiled & { answers: Answered[] })[] = before.agents;
    const reached = rowsReached(agents, profile.jobs);
    teller.began(agents);
    const far = { matches: facts.matches - missing.length, decisions: 0, failures: before.unanswered };
    const open = new Set(missing.map(({ job }) => job));
    for (const { task } of profile.jobs.filter((job) => !open.has(job))) teller.reached(reached.after(task));
    const ended = (job: Job, { answers, unanswered }: { readonly answers: readonly Answered[]; readonly unanswered: number }): void => {
      agents[job.agent]!.answers.push(...answers);
      far.matches += 1;
      far.decisions += answers.length;
      far.failures += unanswered;
      teller.reached(reached.after(job.task));
      teller.far({ ...far, spent: house.meter.spent() }, agents);
    };
    const since = performance.now();
    const played = await playProfile({ store, session, missing, atOnce, house, stop: stopped.signal, ended });
    const seconds = (performance.now() - since) / 1000;
    teller.reached(reached.rest());
    const result: Result = {
      ...{ agents, rows: reached.all(), missing: facts.matches - far.matches, unanswered: far.failures },
      sums: await store.callSums(session.code),
      played: { ...played, seconds, card, resumed: kept !== null },
    };
    await teller.ended(result);
    if (stopped.signal.aborted) return stopped.exitCode();
    return result.unanswered > 0 || result.missing > 0 ? 1 : 0;
  } finally {
    await teller.close();
  }
}
