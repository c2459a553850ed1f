/** `homines profile AGENT…`: what agents do in every game, beside theory and the pattern that a paper reports. */
import type { Hold, LogQuestions } from '../../core/log.ts';
import { LENGTHS } from '../../core/profile-spec.ts';
import { UserError } from '../../core/user-error.ts';
import { loadGames } from '../../disk/games.ts';
import { budgeted, newBudget } from '../../model/budget.ts';
import { RUN_LIMIT_S } from '../../model/limit.ts';
import { newScheduler } from '../../model/scheduler.ts';
import { playProfile } from '../../profile/play.ts';
import { earlierProfile, profileNamed } from '../../profile/stored-profile.ts';
import { openLog } from '../../store/log-reader.ts';
import { keepLineage } from '../shared/lineage.ts';
import { openStore } from '../../store/open.ts';
import {
  ask,
  AT_ONCE,
  concurrency,
  db,
  DEFAULT_DB,
  json,
  LAST,
  maxCalls,
  maxSessionCost,
  readName,
  refuseAsk,
  seed,
  trust,
  yes,
} from '../shared/flags.ts';
import { countedFor, refuseUnpriced } from '../shared/spending.ts';
import { onScreen } from '../../terminal/on-screen.ts';
import { printJson } from '../shared/print.ts';
import { heldSession } from '../shared/held.ts';
import { modelsHere, tellWaking } from '../shared/resolve.ts';
import { catchSignals } from '../shared/signals.ts';
import { trusting } from '../shared/trusting.ts';
import { maybe, on, text, verb as define } from '../shared/verb.ts';
import { profileCard } from './card.ts';
import { asJson, asText, printResult, profileDocument, type Stopping } from './output.ts';
import { idsIn, newProfile, type Profile, type ProfileNamed, resumedProfile } from './plan.ts';
import { asScreen, showAgain } from './screen.ts';
import type { ProfileResult } from './text.ts';
import { byHand } from '../../core/shell.ts';
import { upgrading } from '../shared/upgrading.ts';
import { oneTyped } from '../shared/one-typed.ts';

export const verb = define({
  name: 'profile',
  word: '[AGENT…]',
  says: 'What an agent does, in one command: six dilemmas, vehicle purchases and prices, beside economicus, moralis and the pattern that a paper reports.',
  flags: {
    length: text(
      'HOW',
      'quick (60 questions an agent, about a minute, no prices; default), standard (790) or full (2,980)',
      oneTyped('length', LENGTHS),
    ),
    wordings: text(
      'N',
      "in how many wordings each question is put, the game's own first: what hangs on the wording widens the intervals (default: 1)",
      readWordings,
    ),
    ask,
    both: on(
      'ask each model twice in the same situations, for its probabilities and for answers, and tell how far they agree',
    ),
    battery: on(
      'the eighteen protocols of the battery instead: six dilemmas, six trust games, six ultimatum games (84 questions an agent in quick, 420, 1,680)',
    ),
    seed,
    session: text('NAME', 'what the session is called (default: profile, agents and time)', readName),
    again: maybe(
      'SESSION',
      LAST,
      'look at an earlier profile again, without a call (default: the last)',
      (typed) => typed,
    ),
    resume: maybe(
      'SESSION',
      LAST,
      'go on with an interrupted profile: only what is missing is asked (default: the last)',
      (typed) => typed,
    ),
    concurrency,
    maxCost: maxSessionCost,
    maxCalls,
    trust,
    yes,
    db,
    json,
  },
  examples: [
    'homines profile openai/gpt-4.1',
    'homines profile local/base local/selfish local/kantian --length standard',
    'homines profile economicus moralis:0.5 baseline --json',
    'homines profile local/qwen3 --ask decision --wordings 3',
    'homines profile local/qwen3 --both',
    'homines profile local/base economicus moralis:0.5 --battery',
    'homines profile --resume',
    'homines profile --again "profile of 24 Nov"',
  ],
  notes: [
    'On a terminal the rows fill in as they are reached: arrows move over rows and agents, Enter opens the calls behind a cell, d tells all about a row, s shows scores and reliability, h explains the terms, q leaves. In a pipe, with --json, or with HOMINES_PLAIN=1 the same is text.',
    'Several agents stand side by side; the first is what shifts are measured from: name the untuned model first.',
    "Dilemmas: the six presets by the strategy method with drawn roles, so one match tells the first move and the answers to C and to D; before them it is asked what it expects of the other. Vehicles: the class set. Prices, not in quick: against economicus and in self-play (the same agent in both seats), collusive and competitive framing; in self-play one price of the other seat is set from outside once, kept as forced and counted as nobody's choice, to see what follows. Of a game that declares no task every preset is asked, and its measures stand beside those of theory. No agent is told whom it faces.",
    'A model that is asked for probabilities (--ask decision, or ?ask=decision behind its name) is asked each situation once in every order of its options, by itself; n counts situations, and intervals are of other situations, orders and wordings, not of sampling. Numbers are left out, said before the start, or asked on a grid (grid). --both asks the same situations for answers too, 10, 20 or 40 times by length, and tells how far the two agree.',
    'Each row is shown, no (the interval rules it out) or undecided (too few answers); the rows of an agent are one family (Holm). Theory and the stand-in are not judged by what they ignore or were made to do.',
    'Every match is kept, and verdicts are computed from what is kept: --again tells the same. Where a server had no answer the match stays open, and --resume asks that question again; a refusal is an answer, and is not asked again. Exit code 1 if a model gave no answer or a cap was reached.',
  ],
  async run(flags, ...words) {
    const typed = {
      ...{ ids: idsIn(words), length: flags.length, seed: flags.seed, session: flags.session },
      ...{ wordings: flags.wordings, both: flags.both ?? false },
      battery: flags.battery ?? false,
    };
    const file = flags.db ?? DEFAULT_DB;
    if (flags.again !== undefined) {
      if (typed.ids.length > 0 || flags.resume !== undefined)
        throw new UserError(
          '--again looks at what was asked before: give it the name or code of a session, and leave out agents and --resume.',
        );
      return lookAgain(file, flags.again, flags.json ?? false);
    }
    const atOnce = flags.concurrency ?? AT_ONCE;
    // Over a screen nothing is written.
    const told = onScreen() && !(flags.json ?? false) ? null : tellWaking;
    const budgetedModels = budgeted(modelsHere(RUN_LIMIT_S, atOnce, flags.ask, told));
    const games = await loadGames();
    const trusts = flags.trust ?? false;
    const begun =
      flags.resume === undefined ? await trusting(trusts, () => newProfile(typed, games, budgetedModels)) : null;
    const limits = { calls: flags.maxCalls ?? null, cost: flags.maxCost ?? null };
    if (begun !== null) {
      refuseAsk(budgetedModels.seats.size);
      refuseUnpriced(limits, budgetedModels);
    }
    const store = await openStore(file, { upgrade: upgrading() });
    const stopped = catchSignals();
    let hold: Hold | null = null;
    try {
      const resumed = (wanted: string) =>
        trusting(trusts, () => resumedProfile(store, wanted, typed, games, budgetedModels));
      const found = begun ?? (await resumed(flags.resume ?? LAST));
      hold = await heldSession(store, found.session.code);
      await keepLineage(store, process.cwd());
      // What is missing is what is missing now that nobody else plays it.
      const plan = begun ?? (found.kept === null ? found : await resumed(found.session.code));
      refuseUnpriced(limits, budgetedModels);
      const how = { yes: flags.yes ?? false, json: flags.json ?? false };
      return await asked({ ...plan, store, file: store.file, games, budgetedModels, atOnce, limits, ...how }, stopped);
    } finally {
      stopped.done();
      hold?.release();
      store.close();
    }
  },
});

function readWordings(typed: string): number {
  const count = /^\d{1,2}$/.test(typed.trim()) ? Number(typed) : 0;
  if (count < 1) throw new UserError(`Wordings are a whole number from 1, such as --wordings 3; got "${typed}".`);
  return count;
}

/**
 * Asks what is missing. Gives the exit code: 0 all was answered; 1 something was not, or a cap was reached; 130
 * interrupted.
 */
async function asked(profile: Profile, stopped: Stopping): Promise<number> {
  const { store, session, kept, missing, budgetedModels, atOnce } = profile;
  const card = await profileCard(profile);
  const output = profile.json
    ? asJson(profile, stopped)
    : onScreen()
      ? await asScreen(profile, stopped)
      : asText(profile, stopped);
  try {
    if (budgetedModels.seats.size > 0 && missing.length > 0 && !(await output.wanted(card))) return stopped.exitCode();
    const counted = await countedFor(profile.limits, store, session.code, budgetedModels);
    const budget = newBudget(profile.limits, { ...(await store.callSums(session.code)), counted }, card.dearest);
    const scheduler = newScheduler(atOnce, budget, budgetedModels, 'unanswered');
    const found = await playProfile({ ...profile, scheduler, stop: stopped.signal }, output);
    const result = { ...found, played: { ...found.played, card, resumed: kept !== null } };
    await output.ended(result);
    if (stopped.signal.aborted) return stopped.exitCode();
    return result.unanswered > 0 || result.missing > 0 ? 1 : 0;
  } finally {
    await output.close();
  }
}

/** An earlier profile, judged again from the log. Nothing is asked. */
async function lookAgain(file: string, wanted: string, asJson: boolean): Promise<number> {
  const log = await openLog(file, upgrading());
  try {
    const { of, result } = await earlier(log, wanted);
    if (asJson) return printJson(profileDocument(of, result));
    if (onScreen()) return await showAgain(log, of, result);
    printResult(of, result);
    return 0;
  } finally {
    log.close();
  }
}

async function earlier(
  log: LogQuestions,
  wanted: string,
): Promise<{ readonly of: ProfileNamed; readonly result: ProfileResult }> {
  const named = await profileNamed(log, wanted === LAST ? null : wanted);
  if (named === null)
    throw new UserError(
      `${log.file} holds no profile to look at again: begin one, such as "${byHand('profile openai/gpt-4.1')}".`,
    );
  const { session, kept } = named;
  const found = await earlierProfile(log, session.code, kept, await loadGames());
  const of = { session, name: session.name ?? session.code, facts: kept.facts, tasks: found.tasks, file: log.file };
  return { of, result: { ...found, played: null } };
}
