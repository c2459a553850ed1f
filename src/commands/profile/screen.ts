/** A profile told on a screen of its own; when it is left a few lines say where it is kept. */
import type { AnyGame } from '../../core/game.ts';
import type { LogQuestions } from '../../core/log.ts';
import { callsOfMatch } from '../../lab/transcript.ts';
import type { Profiled } from '../../profile/answers.ts';
import type { ProfileScreen, ProfileSource } from '../../terminal/profile/screen.ts';
import { earlierView, newView, type ProfileView, withRows } from '../../terminal/profile/view.ts';
import { spokenIn } from '../shared/live-models.ts';
import { cardHead, cardNotes, cardRows } from './card.ts';
import { printLeft, type ProfileOutput, type Stopping } from './output.ts';
import type { Profile, ProfileNamed } from './plan.ts';
import { type ProfileResult, stoppedBy } from './text.ts';

/** Exit code of a window that was closed: nobody reads on. */
const CLOSED = 129;
/** The line that tells how far it is moves this often, milliseconds. */
const TICK_MS = 500;

/**
 * Opens the screen at the first thing to show, the card or the table; whoever leaves it while questions are answered
 * stops them.
 */
export async function asScreen(profile: Profile, stopped: Stopping): Promise<ProfileOutput> {
  const { facts, session, missing, store, budgetedModels, tasks } = profile;
  const { openProfile } = await import('../../terminal/profile/screen.ts');
  const before = facts.matches - missing.length;
  const none = facts.agents.map(({ id, kind }): Profiled => ({ id, kind, answers: [] }));
  let screen: ProfileScreen | null = null;
  let ticking: NodeJS.Timeout | undefined;
  let result: ProfileResult | null = null;
  let since = 0;

  const open = (first: ProfileView): ProfileScreen => {
    const opened = openProfile(first, reading(store, profile.games));
    void gone(opened);
    return (screen = opened);
  };
  /** Whoever leaves while questions are answered stops them. */
  const gone = async ({ left }: ProfileScreen): Promise<void> => {
    const code = await left;
    if (code !== null || result === null) stopped.stop(code ?? 130);
  };
  const tick = (view: ProfileView): ProfileView => {
    const { matches } = view.far;
    const { calls, cost } = budgetedModels.spent();
    const ms = performance.now() - since;
    const left = matches > before ? (ms * (facts.matches - matches)) / (matches - before) : null;
    return { ...view, far: { matches, calls, cost, left, paused: budgetedModels.paused() } };
  };

  return {
    wanted(card) {
      if (profile.yes) return Promise.resolve(true);
      const told = {
        ...{ head: cardHead(profile, card), notes: cardNotes(profile), rows: cardRows(profile, card) },
        estimated: card.estimated,
      };
      return open({ ...newView(facts, session.code, tasks, none), stage: 'card', card: told }).wanted;
    },
    began(agents) {
      since = performance.now();
      if (screen === null) open(newView(facts, session.code, tasks, agents));
      screen?.show((view) =>
        tick({ ...view, agents: copied(agents), stage: 'asking', far: { ...view.far, matches: before } }),
      );
      ticking = setInterval(() => screen?.show(tick), TICK_MS);
      stopped.signal.addEventListener('abort', () => screen?.show((view) => ({ ...view, stage: 'stopping' })), {
        once: true,
      });
    },
    reached: (rows) => (rows.length > 0 ? screen?.show((view) => withRows(view, rows)) : undefined),
    far: ({ matches }, agents) =>
      screen?.show((view) => tick({ ...view, agents: copied(agents), far: { ...view.far, matches } })),
    async ended(last) {
      clearInterval(ticking);
      result = last;
      if (stopped.signal.aborted) return;
      screen?.show((view) => {
        const { far, agents, rows, unfinished, facts: asked } = earlierView(facts, session.code, last, stoppedBy(last));
        return { ...view, far, agents, rows, unfinished, facts: asked, stage: 'done' };
      });
      await screen?.left;
    },
    async close() {
      clearInterval(ticking);
      await screen?.close();
      if (result !== null && stopped.exitCode() !== CLOSED) printLeft(profile, result);
    },
  };
}

/** An earlier profile. Gives the exit code. */
export async function showAgain(log: LogQuestions, of: ProfileNamed, result: ProfileResult): Promise<number> {
  const { openProfile } = await import('../../terminal/profile/screen.ts');
  const games = of.tasks.map(({ game }) => game);
  const screen = openProfile(earlierView(of.facts, of.session.code, result), reading(log, games));
  const code = await screen.left;
  await screen.close();
  if (code !== CLOSED) printLeft(of, result);
  return code ?? 0;
}

/** Answers are added to the lists at hand: a screen is given lists that stay as they are. */
const copied = (agents: readonly Profiled[]): readonly Profiled[] =>
  agents.map((one) => ({ ...one, answers: [...one.answers] }));

const reading = (log: LogQuestions, games: readonly AnyGame[]): ProfileSource => ({
  games,
  file: log.file,
  calls: (code) => callsOfMatch(log, code, spokenIn),
});
