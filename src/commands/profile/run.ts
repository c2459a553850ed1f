/** A profile that is asked: the card first, rows as they are reached, the result; on a screen, as text, or as JSON. */
import { newBudget } from '../../model/budget.ts';
import { newScheduler } from '../../model/scheduler.ts';
import { addMatch, type ProfileAnswers } from '../../profile/answers.ts';
import type { ProfileMatch } from '../../profile/design.ts';
import { patternOf, rowsReached } from '../../profile/pattern.ts';
import { playProfile } from '../../profile/play.ts';
import { factsRow, keptAnswers } from '../../profile/stored-profile.ts';
import { sessionRows } from '../../run/session.ts';
import { onScreen } from '../on-screen.ts';
import { profileCard } from './card.ts';
import { asJson, asText, type Stopping } from './output.ts';
import type { Profile } from './plan.ts';
import type { ProfileResult } from './text.ts';
import { asScreen } from './screen.ts';

/** Gives the exit code: 0 all was answered; 1 something was not, or a cap was reached; 130 interrupted. */
export async function profiled(profile: Profile, stopped: Stopping): Promise<number> {
  const { store, session, facts, kept, missing, house, atOnce, games, tasks } = profile;
  const card = await profileCard(profile);
  const output = profile.json
    ? asJson(profile, stopped)
    : onScreen()
      ? await asScreen(profile, stopped)
      : asText(profile, stopped);
  try {
    if (house.seats.size > 0 && missing.length > 0 && !(await output.wanted(card))) return stopped.exitCode();
    const spent = await store.callSums(session.code);
    const dearest = card.price === null || card.calls === 0 ? 0 : card.price / card.calls;
    const scheduler = newScheduler(atOnce, newBudget(profile.limits, spent, dearest), house);
    const before = await keptAnswers(store, kept ?? { facts, matches: [] }, games);
    if (kept === null) await store.record([...sessionRows(session, profile.name), factsRow(session, facts)]);
    const { agents } = before;
    const reached = rowsReached(agents, profile.jobs, patternOf(tasks));
    output.began(agents);
    const far = { matches: facts.matches - missing.length, decisions: 0, failures: before.unanswered };
    const open = new Set(missing.map(({ job }) => job));
    for (const { task } of profile.jobs.filter((job) => !open.has(job))) output.reached(reached.after(task));
    const ended = (job: ProfileMatch, found: ProfileAnswers): void => {
      addMatch(agents[job.agent]!, found);
      far.matches += 1;
      far.decisions += found.answers.length;
      far.failures += found.unanswered;
      output.reached(reached.after(job.task));
      output.far(far, agents);
    };
    const since = performance.now();
    const played = await playProfile({ store, session, missing, atOnce, scheduler, stop: stopped.signal, ended });
    const seconds = (performance.now() - since) / 1000;
    output.reached(reached.rest());
    const result: ProfileResult = {
      ...{ tasks, agents, rows: reached.all(), missing: facts.matches - far.matches, unanswered: far.failures },
      sums: await store.callSums(session.code),
      played: { ...played, seconds, card, resumed: kept !== null },
    };
    await output.ended(result);
    if (stopped.signal.aborted) return stopped.exitCode();
    return result.unanswered > 0 || result.missing > 0 ? 1 : 0;
  } finally {
    await output.close();
  }
}
