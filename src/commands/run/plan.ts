/** What a run is to be: as typed, or as the session that is gone on with says. */
import { localTime } from '../../core/format.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Agent } from '../../match/agent.ts';
import { refuseUnaskable } from '../../match/askable-seats.ts';
import { readAgent } from '../../agents/index.ts';
import type { Models } from '../../model/agent.ts';
import { newCode, newSeed } from '../../core/ids.ts';
import type { AnyGame } from '../../core/game.ts';
import type { EventBody } from '../../core/events.ts';
import { loadGame } from '../../disk/games.ts';
import type { SessionRow, SessionSummary, Store } from '../../core/log.ts';
import { nearestName, UserError } from '../../core/user-error.ts';
import { givesProbabilities } from '../../core/askable.ts';
import type { BalancedTable } from '../../core/presentation.ts';
import { ordersDrawn } from '../../core/option-order.ts';
import { orderSetting } from '../../core/order-setting.ts';
import { seatsBriefly, seatsTyped } from '../../core/seat-groups.ts';
import { type ConfigRequest, presetNamed, readConfig } from '../../core/settings.ts';
import { readPolicy, RUN_POLICIES, type RunPolicy, TYPED_POLICIES } from '../../core/no-answer.ts';
import { version } from '../../disk/version.ts';
import { agentNamed, gameNamed, withPoint } from '../shared/resolve.ts';
import { LAST } from '../shared/flags.ts';
import { byHand } from '../../core/shell.ts';

/** What is typed, as far as it decides what is played. */
export type RunFlags = {
  readonly word: string | undefined;
  readonly seats: string | undefined;
  readonly matches: number | undefined;
  readonly preset: string | undefined;
  readonly set: readonly string[] | undefined;
  readonly seed: number | undefined;
  readonly session: string | undefined;
  readonly resume: string | undefined;
  readonly onFailure: RunPolicy | undefined;
  readonly batch: boolean | undefined;
};

export type RunPlan = {
  readonly session: SessionRow;
  readonly name: string;
  readonly game: AnyGame;
  readonly config: unknown;
  readonly agents: readonly Agent[];
  readonly matches: number;
  readonly onFailure: RunPolicy;
  /** Whether models are asked in batches. */
  readonly batch: boolean;
  /** Whether options are turned from match to match, for the models that read them. */
  readonly turned: boolean;
  /** Whether the session is there already. */
  readonly resumed: boolean;
};

export const planned = ({
  game,
  config,
  agents,
  matches,
  onFailure,
  batch,
  turned,
}: RunPlan): EventBody<'planned'> => ({
  game: game.name,
  version: game.version,
  config,
  seats: agents.map(({ id }) => id),
  matches,
  onFailure: TYPED_POLICIES[onFailure],
  batch,
  turned,
});

/** The seats of models that read a question in one order of its options: who is asked for probabilities reads it in all. */
export const inOneOrder = (agents: readonly Agent[]): readonly number[] =>
  agents.flatMap((agent, seat) => (agent.kind === 'model' && !givesProbabilities(agent) ? [seat] : []));

/** The table whose options are turned from match to match; null: they stand as the game orders them, or nothing is chosen. */
export const balancedTable = ({ game, config, agents, turned }: RunPlan): BalancedTable | null =>
  turned ? { game, config, seats: agents.length, models: inOneOrder(agents) } : null;

/** Whether a model reads options that nobody has fixed by a setting. */
const isTurned = (game: AnyGame, config: unknown, agents: readonly Agent[], typed: RunFlags): boolean =>
  inOneOrder(agents).length > 0 &&
  ordersDrawn(game, config).size > 0 &&
  orderSetting(game, config, given(game, typed)) === null;

/** What was typed of settings: the keys of the preset, and of each `--set`. */
const given = (game: AnyGame, { preset, set = [] }: Pick<RunFlags, 'preset' | 'set'>): readonly string[] => [
  ...(preset === undefined ? [] : Object.keys(presetNamed(game, preset).config)),
  ...set.map((pair) => pair.slice(0, pair.indexOf('=')).trim()),
];

/** The session that is gone on with: the one named, else the last one that is what was typed, or a new one where there is none yet. */
export async function resumedPlan(store: Store, typed: RunFlags, models: Models): Promise<RunPlan> {
  const sessions = (await store.sessions()).filter(({ kind }) => kind === 'run').toReversed();
  if (typed.resume !== undefined && typed.resume !== LAST)
    return resumable(store, named(store, sessions, typed.resume), typed, models, true);
  for (const session of sessions) {
    if (typed.word === undefined && (await isProfile(store, session))) continue;
    if (typed.word === undefined) return resumable(store, session, typed, models, true);
    const plan = await resumable(store, session, typed, models, false);
    if (plan !== null) return plan;
  }
  if (typed.word === undefined)
    throw new UserError(
      `${store.file} holds no run to go on with: begin one with "${byHand('run GAME --seats A,B')}".`,
    );
  return newPlan(typed, models);
}

export async function newPlan(typed: RunFlags, models: Models): Promise<RunPlan> {
  const game = await gameNamed(typed.word, 'run');
  const config = readConfig(game, settingsTyped(typed));
  const agents = readSeats(game, config, typed.seats, models);
  refuseUnaskable(game, config, agents);
  const session = {
    code: newCode(),
    kind: 'run' as const,
    seed: typed.seed ?? newSeed(),
    version: version(),
    startedAt: Date.now(),
  };
  return {
    session,
    name: typed.session ?? `${game.name} ${localTime(session.startedAt)}`,
    game,
    config,
    agents,
    matches: typed.matches ?? 1,
    onFailure: typed.onFailure ?? 'failed',
    batch: typed.batch ?? false,
    turned: isTurned(game, config, agents, typed),
    resumed: false,
  };
}

function named(store: Store, sessions: readonly SessionSummary[], wanted: string): SessionSummary {
  const found = sessions.find(({ code, name }) => code === wanted || name === wanted);
  if (found !== undefined) return found;
  const nearest = nearestName(
    wanted,
    sessions.flatMap(({ code, name }) => (name === null ? [code] : [code, name])),
  );
  throw new UserError(
    `${store.file} holds no run "${wanted}" to go on with: "${byHand('sessions')}" lists what there is, and --resume alone takes the last one.${nearest === null ? '' : ` Did you mean "${nearest}"?`}`,
  );
}

const isProfile = async (store: Store, { code }: SessionSummary): Promise<boolean> =>
  (await store.events(code)).some(({ kind }) => kind === 'profiled');

async function resumable(
  store: Store,
  session: SessionSummary,
  typed: RunFlags,
  models: Models,
  meant: true,
): Promise<RunPlan>;
async function resumable(
  store: Store,
  session: SessionSummary,
  typed: RunFlags,
  models: Models,
  meant: boolean,
): Promise<RunPlan | null>;
/** The plan of a session, if it is what was typed; else null, or a refusal where this session was meant. */
async function resumable(
  store: Store,
  session: SessionSummary,
  typed: RunFlags,
  models: Models,
  meant: boolean,
): Promise<RunPlan | null> {
  const refuse = (why: string): null => {
    if (meant) throw new UserError(why);
    return null;
  };
  const event = (await store.events(session.code)).findLast(({ kind }) => kind === 'planned');
  if (meant && (await isProfile(store, session)))
    return refuse(
      `Session ${session.code} is a profile: "${byHand(`profile --resume ${session.code}`)}" goes on with it.`,
    );
  if (event?.kind !== 'planned')
    return refuse(`Session ${session.code} does not say what it was to be, so it cannot go on: begin a new run.`);
  const plan = event.body;
  const differs = (what: string): null =>
    refuse(`Session ${session.code} has ${what} than was typed: leave it out, or begin a new run without --resume.`);
  if (typed.word !== undefined && typed.word !== plan.game) return differs(`another game (${plan.game})`);
  if (typed.session !== undefined && typed.session !== session.name) return differs('another name');
  if (typed.seed !== undefined && typed.seed !== session.seed) return differs(`another seed (${session.seed})`);
  const game = await loadGame(plan.game);
  if (game.version !== plan.version)
    return refuse(
      `Session ${session.code} was begun with version ${plan.version} of ${game.name}, and here is ${game.version}: go on with the homines that began it.`,
    );
  const config = game.config.parse(plan.config);
  const anyTyped = typed.word !== undefined || typed.preset !== undefined || typed.set !== undefined;
  const asTyped = anyTyped ? readConfig(game, settingsTyped(typed)) : config;
  if (JSON.stringify(asTyped) !== JSON.stringify(config)) return differs('other settings');
  const fixing = plan.turned ? orderSetting(game, config, given(game, typed)) : null;
  if (fixing !== null) return differs(`options in every order, and not by ${fixing}`);
  const ids = typed.seats === undefined ? plan.seats : readSeats(game, config, typed.seats, models).map(({ id }) => id);
  if (!isDeepStrictEqual(ids, plan.seats)) return differs(`other seats (${plan.seats.join(', ')})`);
  return {
    session,
    name: session.name ?? session.code,
    game,
    config,
    // Stored ids name who played, whatever the cast says now.
    agents: plan.seats.map((id) => readAgent(id, game, models)),
    matches: typed.matches ?? plan.matches,
    onFailure: typed.onFailure ?? readPolicy(plan.onFailure, RUN_POLICIES),
    // What was sent in batches has to be read from them.
    batch: typed.batch ?? plan.batch,
    turned: plan.turned,
    resumed: true,
  };
}

/** The settings as they are typed, and how many sit down, which may decide one of them. */
const settingsTyped = ({ preset, set, seats }: RunFlags): ConfigRequest => ({
  preset,
  sets: set ?? [],
  seats: seats === undefined ? undefined : idsTyped(seats).length,
});

/** The agents that are typed, one a seat. */
const idsTyped = (typed: string): readonly string[] => seatsTyped(withPoint(typed)).filter(Boolean);

/** One agent a seat, as many as the game seats. */
function readSeats(game: AnyGame, config: unknown, typed: string | undefined, models: Models): readonly Agent[] {
  const { least, most } = game.seats(config);
  const wanted = least === most ? `${least}` : `${least} to ${most}`;
  const example = `--seats ${seatsBriefly(Array.from({ length: least }, (_, i) => (i === 0 ? 'economicus' : 'moralis:0.5')))}`;
  if (typed === undefined)
    throw new UserError(`homines run needs to know who plays: name ${wanted} agents, such as ${example}.`);
  const ids = idsTyped(typed);
  if (ids.length < least || ids.length > most)
    throw new UserError(
      `${game.name} seats ${wanted} agent${wanted === '1' ? '' : 's'}; got ${ids.length} in "${typed}": separate them by commas, such as ${example}.`,
    );
  return ids.map((id) => agentNamed(id, game, models));
}
