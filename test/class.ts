/** Classes and batches of made-up players, kept like real ones: for comparing what is stored. */
import type { Agent } from '../src/match/agent.ts';
import type { AgentKind, MatchRow, LogRow, SeatRow, SessionRow, Store, StoredAnswer } from '../src/core/log.ts';
import { readOfflineAgent } from '../src/agents/offline.ts';
import { randomAnswer } from '../src/agents/script.ts';
import { newCode } from '../src/core/ids.ts';
import type { Answer, AnyGame, Decision, Move } from '../src/core/game.ts';
import { playMatch } from '../src/match/match.ts';
import { newMatch, rowsOf, seatRow } from '../src/match/record-match.ts';
import { rng, type Rng } from '../src/core/rng.ts';
import type { Presentation } from '../src/core/presentation.ts';
import type { StoredMatch } from '../src/core/stored-rows.ts';

export type Choosing = (decision: Decision, chance: Rng, who: number) => Answer;

/** Cooperates with these probabilities first, after C and after D. */
export const cooperating =
  (first: number, afterC: number, afterD: number): Choosing =>
  ({ key }, chance) =>
    chance.unit() < (key === 'first' ? first : key === 'after_C' ? afterC : afterD) ? 'C' : 'D';

/** Answers every question by lot, ratings around a middle. */
export const rating =
  (middle: number, sd = 15): Choosing =>
  (decision, chance) =>
    decision.input.kind === 'number'
      ? Math.max(decision.input.min, Math.min(decision.input.max, Math.round(chance.normal(middle, sd))))
      : randomAnswer(decision, chance);

export type ClassPlan = {
  readonly game: AnyGame;
  readonly config?: object;
  readonly name: string | null;
  readonly kind?: SessionRow['kind'];
  readonly people: number;
  /** An agent's id, or 'human': people in pairs. */
  readonly against: string;
  /** Who sits at each match in turn, seat by seat, instead of one against one: 'human' is the next of the class, else an agent's id. */
  readonly tables?: readonly (readonly string[])[];
  /** Whether the player sits in seat 2. */
  readonly second?: boolean;
  readonly choose: Choosing;
  /** An agent instead of people. */
  readonly agent?: Agent;
  /** A model instead of people: its id, and its wordings in turn. */
  readonly model?: { readonly id: string; readonly wordings: readonly string[] };
  /** How the questions of each match are put. */
  readonly presentation?: (who: number) => Presentation | null;
  readonly treatment?: (who: number) => string | null;
  readonly rounds?: number;
  readonly seed?: number;
  /** Of each match only so many answers: left half-way. */
  readonly leftAfter?: number;
};

export type Class = {
  readonly session: SessionRow;
  readonly rows: readonly LogRow[];
  readonly matches: readonly StoredMatch[];
};

/** Plays a class. Rows come in the order in which the lab would commit them. */
export async function playClass(plan: ClassPlan): Promise<Class> {
  const { game, name, people, against, choose, model, seed = 1 } = plan;
  const session: SessionRow = {
    code: newCode(),
    kind: plan.kind ?? (model ? 'run' : 'lab'),
    seed,
    version: '0.1.0',
    startedAt: 1_764_000_000_000,
  };
  const config = game.config.parse(plan.config ?? {});
  const rows: LogRow[] = [{ table: 'session', row: session }];
  if (name !== null)
    rows.push({
      table: 'event',
      row: {
        session: session.code,
        match: null,
        participant: null,
        kind: 'named',
        body: { name },
        at: session.startedAt,
      },
    });
  const matches: StoredMatch[] = [];
  const facts = { code: session.code, kind: session.kind, seed, version: session.version, name };
  const codes = Array.from({ length: people }, () => newCode());
  if (!model)
    codes.forEach((code, who) =>
      rows.push({
        table: 'participant',
        row: {
          code,
          session: session.code,
          label: null,
          treatment: plan.treatment?.(who) ?? null,
          joinedAt: session.startedAt,
        },
      }),
    );
  const pairs = against === 'human';
  const tableAt = (index: number): readonly string[] | undefined => plan.tables?.[index % plan.tables.length];
  const peopleAt = (table: readonly string[]): number => table.filter((id) => id === 'human').length;
  for (
    let who = 0, index = 0, table = tableAt(0);
    who < people;
    who += table === undefined ? (pairs ? 2 : 1) : peopleAt(table), index += 1, table = tableAt(index)
  ) {
    const kind: AgentKind = model ? 'model' : 'human';
    const player = (at: number): Agent =>
      plan.agent ?? {
        id: model?.id ?? 'human',
        label: model?.id.split('/')[0] ?? 'human',
        kind,
        ...(model ? { wording: model.wordings[at % model.wordings.length]! } : {}),
        choose: ({ decision, turn }) => ({
          answer: choose(decision, rng(seed, 'class', at, turn, decision.key), at),
          shownAt: 1,
        }),
      };
    const alone = game.seats(config).most === 1 || against === '';
    const other = alone ? [] : [pairs ? player(who + 1) : readOfflineAgent(against, game)];
    const before = (seat: number): number => peopleAt(table?.slice(0, seat) ?? []);
    const agents =
      table?.map((id, seat) => (id === 'human' ? player(who + before(seat)) : readOfflineAgent(id, game))) ??
      (plan.second ? [...other, player(who)] : [player(who), ...other]);
    const seats: readonly SeatRow[] = agents.map((agent, seat) => {
      const at = table === undefined ? who + Number(pairs && seat === 1) : who + before(seat);
      return seatRow(agent, agent.label, agent.kind === 'human' ? (codes[at] ?? null) : null);
    });
    const match = newMatch({
      session: session.code,
      game,
      config,
      seed: seed * 1000 + who,
      agents,
      seats,
      disclosed: true,
      now: session.startedAt + who,
      presentation: plan.presentation?.(who) ?? null,
    });
    const played = await playOne(game, match, agents, plan.leftAfter);
    rows.push({ table: 'match', row: match }, ...played.rows);
    matches.push({
      ...match,
      participants: seats.map(({ participant }) => participant),
      session: facts,
      configText: JSON.stringify(config),
      ending: played.ended ? 'finished' : null,
      answers: played.answers,
    });
  }
  return { session, rows, matches };
}

async function playOne(game: AnyGame, match: MatchRow, agents: readonly Agent[], leftAfter = Infinity) {
  const rows: LogRow[] = [];
  const answers: StoredAnswer[] = [];
  const moves: Move[] = [];
  let ended = false;
  const table = {
    ...{ game, config: match.config, seed: match.seed, agents, disclosed: match.disclosed, stored: [] },
    presentation: match.presentation,
    names: agents.map(() => agents.map((agent) => agent.label)),
    signal: new AbortController().signal,
  };
  for await (const event of playMatch(table)) {
    if (event.type === 'answered' && answers.length >= leftAfter) break;
    for (const row of rowsOf(match, event, match.startedAt + 1000)) {
      rows.push(row);
      if (row.table === 'decision') answers.push(row.row);
    }
    if (event.type === 'moved') moves.push(...event.moves);
    if (event.type === 'ended') ended = true;
  }
  return { rows, answers, ended, moves };
}

/** Keeps classes in a store. */
export async function keep(store: Store, classes: readonly Class[]): Promise<void> {
  for (const { rows } of classes)
    for (let i = 0; i < rows.length; i += 4000) await store.record(rows.slice(i, i + 4000));
}
