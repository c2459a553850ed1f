/** `homines profile AGENT…`: what agents do in the three games, beside theory and the pattern that a paper reports. */
import { rowsReached } from '../analysis/profile/reached.ts';
import { type Answered, type Profiled } from '../analysis/profile/evidence.ts';
import { readAgent } from '../agents/index.ts';
import { random } from '../agents/scripted.ts';
import { beginning } from '../batch.ts';
import { newCode, newSeed } from '../code.ts';
import { loadGame } from '../games.ts';
import type { SessionRow, Store } from '../log.ts';
import { RUN_LIMIT_S } from '../model/limit.ts';
import { metered, type Metered, newMeter } from '../model/meter.ts';
import { type Candidate, type Games, type Job, jobsOf, type Length, LENGTHS } from '../profile/jobs.ts';
import { type Ended, playProfile } from '../profile/play.ts';
import { Refusal, unknown } from '../refusal.ts';
import { openStore } from '../store/open.ts';
import { version } from '../version.ts';
import { agentNamed, modelsHere, withPoint } from './chosen.ts';
import { minute } from './columns.ts';
import { db, DEFAULT_DB, json, readName, seed } from './flags.ts';
import { print, printJson, printProblem } from './print.ts';
import { modelBar } from './progress-bar.ts';
import { profileCard, profileCardText } from './profile-card.ts';
import { documentOfProfile, endText, headText, rowText, unfinishedText } from './profile-told.ts';
import { AT_ONCE, readConcurrency, readMaxCalls, readMaxCost } from './run.ts';
import { wanted } from './run-card.ts';
import { refuseUnpriced } from './run-models.ts';
import { unanswered as unansweredIn } from './run-told.ts';
import { stopping } from './stopping.ts';
import { on, text, verb as define } from './verb.ts';

const MOST = 6;

export const verb = define({
  name: 'profile',
  word: 'AGENT [AGENT] [AGENT] [AGENT] [AGENT] [AGENT]',
  says: 'What an agent does, in one command: six dilemmas, vehicle purchases and prices, beside economicus, moralis and the pattern that a paper reports.',
  flags: {
    length: text('HOW', 'quick (46 questions an agent, about a minute; default), standard (310) or full (1,440)', readLength),
    seed,
    session: text('NAME', 'what the session is called (default: profile, agents and time)', readName),
    concurrency: text('N', `questions to models at once with one key (default: ${AT_ONCE})`, readConcurrency),
    maxCost: text('USD', 'stop before the calls cost more', readMaxCost),
    maxCalls: text('N', 'stop before there are more calls', readMaxCalls),
    yes: on('do not wait for Enter before models are asked'),
    db,
    json,
  },
  examples: [
    'homines profile openai/gpt-4.1',
    'homines profile local/base local/selfish local/kantian --length standard',
    'homines profile economicus moralis:0.5 baseline --json',
  ],
  notes: [
    'Several agents stand side by side; the first is what shifts are measured from: name the untuned model first.',
    'Dilemmas: the six presets by the strategy method with drawn roles, so one match tells the first move and the answers to C and to D. Vehicles: the class set. Prices: against economicus, collusive and competitive framing. No agent is told whom it faces.',
    'Every match is kept: "homines sessions SESSION" lists them, --json gives the codes behind each row. Exit code 1 if a model gave no answer or a cap was reached.',
  ],
  async run(flags, ...words) {
    const ids = namesIn(words);
    const length = flags.length ?? 'quick';
    const atOnce = flags.concurrency ?? AT_ONCE;
    const house = metered(modelsHere(RUN_LIMIT_S, atOnce));
    const games: Games = {
      dilemma: await loadGame('prisoners-dilemma'),
      vehicles: await loadGame('autonomous-vehicles'),
      market: await loadGame('pricing-duopoly'),
    };
    const candidates = ids.map((id) => candidate(id, games, house));
    const session: SessionRow = {
      ...{ code: newCode(), kind: 'run', seed: flags.seed ?? newSeed() },
      ...{ version: version(), startedAt: Date.now() },
    };
    const jobs = jobsOf(candidates, games, length, session.seed, readAgent('economicus', games.market), random);
    const limits = { calls: flags.maxCalls ?? null, cost: flags.maxCost ?? null };
    refuseUnpriced(limits, house);
    const store = await openStore(flags.db ?? DEFAULT_DB);
    const stopped = stopping();
    try {
      return await profiled({ store, session, jobs, candidates, length, house, atOnce, limits, ...told(flags, ids, session) }, stopped);
    } finally {
      stopped.done();
      store.close();
    }
  },
});

const told = (
  flags: { readonly session?: string | undefined; readonly yes?: boolean | undefined; readonly json?: boolean | undefined },
  ids: readonly string[],
  session: SessionRow,
) => ({
  name: flags.session ?? `profile ${ids.join(' ').slice(0, 70)} ${minute(session.startedAt)}`,
  yes: flags.yes ?? false,
  json: flags.json ?? false,
});

export type Profile = {
  readonly store: Store;
  readonly session: SessionRow;
  readonly name: string;
  readonly jobs: readonly Job[];
  readonly candidates: readonly Candidate[];
  readonly length: Length;
  readonly house: Metered;
  readonly atOnce: number;
  readonly limits: Parameters<typeof newMeter>[0];
  readonly yes: boolean;
  readonly json: boolean;
};

async function profiled(profile: Profile, stopped: ReturnType<typeof stopping>): Promise<number> {
  const { store, session, jobs, candidates, house, atOnce } = profile;
  const card = await profileCard(profile);
  if (house.seats.size > 0) {
    if (!profile.json) printProblem(`${profileCardText(profile, card)}\n`);
    if (process.stdin.isTTY && process.stderr.isTTY && !profile.yes && !(await wanted(stopped.signal))) return 130;
  }
  house.meter = newMeter(profile.limits, undefined, card.price === null || card.calls === 0 ? 0 : card.price / card.calls);
  const asked = { length: profile.length, agents: candidates.map(({ id }) => id) };
  const body = { kind: 'profiled', body: asked, at: session.startedAt };
  await store.record([
    ...beginning(session, profile.name),
    { table: 'event', row: { session: session.code, match: null, participant: null, ...body } },
  ]);
  const answers: Answered[][] = candidates.map(() => []);
  const agents = candidates.map(({ id }, place): Profiled => {
    const theory = jobs.find(({ agent }) => agent === place)?.seats[0]?.kind === 'theory';
    return { id, kind: theory ? 'theory' : 'drawn', answers: answers[place]! };
  });
  const reached = rowsReached(agents, jobs);
  if (!profile.json) print(headText(profile));
  const bar = house.seats.size === 0 || profile.json ? null : modelBar(jobs.length, 0, pausedIn(house));
  const far = { matches: 0, decisions: 0, failures: 0 };
  const ended = ({ job, answers: given, unanswered }: Ended): void => {
    answers[job.agent]!.push(...given);
    far.matches += 1;
    far.decisions += given.length;
    far.failures += unanswered;
    const rows = reached.after(job.task);
    if (rows.length > 0) bar?.clear();
    if (!profile.json) for (const row of rows) print(rowText(row, agents, profile.length));
    bar?.draw({ ...far, spent: house.meter.spent() });
  };
  const since = performance.now();
  const played = await playProfile({ store, session, jobs, atOnce, house, stop: stopped.signal, ended }).finally(() => bar?.clear());
  for (const row of reached.rest()) if (!profile.json) print(rowText(row, agents, profile.length));
  const sums = await store.callSums(session.code);
  const result = { agents, rows: reached.all(), played, sums, seconds: (performance.now() - since) / 1000, card };
  if (profile.json) printJson(documentOfProfile(profile, result));
  else print(endText(profile, result));
  const missing = unfinishedText(result);
  if (missing !== '') printProblem(missing);
  if (stopped.signal.aborted) return stopped.exitCode();
  return unansweredIn(sums) > 0 || played.stopped !== null ? 1 : 0;
}

/** The longest that a server has asked to wait, milliseconds. */
const pausedIn =
  ({ queues }: Metered) =>
  (): number =>
    Math.max(0, ...[...queues.values()].map((queue) => queue.pausedFor()));

function namesIn(words: readonly (string | undefined)[]): readonly string[] {
  const ids = words.flatMap((word) => withPoint(word ?? '').split(',')).filter((id) => id !== '');
  if (ids.length === 0)
    throw new Refusal('homines profile needs to know whom: name one agent or several, such as "homines profile openai/gpt-4.1".');
  if (ids.length > MOST)
    throw new Refusal(`A profile has ${MOST} agents at most side by side; got ${ids.length}: begin another one for the rest.`);
  const twice = ids.find((id, at) => ids.indexOf(id) < at);
  if (twice !== undefined) throw new Refusal(`${twice} is named twice: name each agent once, and ask for more draws with --length.`);
  return ids;
}

/** A variant such as /sellers is a reading of prices; elsewhere the same agent sits down without it. */
function candidate(id: string, games: Games, house: Metered): Candidate {
  if (id.startsWith('script'))
    throw new Refusal(`${id} says what is written, so there is nothing to profile: name a model, economicus, moralis or baseline.`);
  const seated = agentNamed(id, games.market, house.models);
  const [, plain = id, variant = ''] = READING.exec(id) ?? [];
  return {
    id: seated.id,
    seatIn: (game) =>
      game === games.market ? seated : agentNamed(variant === '' || game.variants?.includes(variant) ? id : plain, game, house.models),
  };
}

/** moralis:0.5/sellers, economicus:grim, local/base+moralis:0.5/buyers: who it is, and how it reads a game. */
const READING = /^((?:.*[+/])?(?:moralis(?::[\d.]+)?(?=\/)|economicus(?=:)))[/:]([a-z]+)$/;

function readLength(typed: string): Length {
  const found = LENGTHS.find((one) => one === typed.trim().toLowerCase());
  if (found === undefined) throw unknown('length', typed, LENGTHS);
  return found;
}
