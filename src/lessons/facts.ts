/** The numbers of a lesson: computed from a game's theory or read from published tables, and never typed. */
import { UNIFORM } from '../core/belief.ts';
import { wilson } from '../analysis/stats/rates.ts';
import { readOfflineAgent } from '../agents/offline.ts';
import type { AnyGame, Answer, Belief, Move, Taste } from '../core/game.ts';
import { questionsByLot } from '../core/dry-match.ts';
import { percent, short } from '../core/format.ts';
import type { ReferenceTable } from '../core/published-figures.ts';
import { rng } from '../core/rng.ts';
import { solve } from '../core/theory.ts';
import { playedByKappa } from '../core/thresholds.ts';
import { unknown, UserError } from '../core/user-error.ts';
import type { LessonFact } from './lesson.ts';

/** A table of a lesson with its game and its settings as the game parsed them. */
export type SetTable = { readonly game: AnyGame; readonly config: unknown; readonly preset: string | null };

/**
 * A fact worked out. Shares and interval ends are 0 to 1, κ too; `number`: an answer on a scale of its own; `who`: the agent's
 * label.
 */
export type FactValue =
  | {
      readonly kind: 'share';
      readonly share: number;
      readonly count: number;
      readonly of: number;
      readonly interval: readonly [low: number, high: number];
    }
  | { readonly kind: 'reported'; readonly share: number; readonly caveat: string }
  | { readonly kind: 'kappa'; readonly from: number; readonly to: number }
  | {
      readonly kind: 'agent';
      readonly share: number;
      readonly number: number | null;
      readonly id: string;
      readonly who: string;
      readonly standin: boolean;
    };

type Given = {
  readonly tables: ReadonlyMap<string, SetTable>;
  readonly read: ReferenceTable;
  /** Facts that stand before this one, by name. */
  readonly known: ReadonlyMap<string, FactValue>;
};

/** Works a fact out. Throws a UserError, which names no place in a file, where it cannot be: `field` is what has to be mended. */
export function factValue(fact: LessonFact, given: Given): FactValue {
  switch (fact.kind) {
    case 'share':
      return published(fact, given.read);
    case 'reported':
      return { kind: 'reported', share: fact.value, caveat: fact.caveat };
    case 'kappa':
      return kappas(fact, tableNamed(fact.table, given.tables));
    case 'between': {
      const [holds, notYet] = [stretch(fact.holds, given.known), stretch(fact['not yet'], given.known)];
      if (notYet.from <= holds.from)
        throw new UserError(`there is no κ at which ${fact.holds} holds and ${fact['not yet']} does not yet`);
      return { kind: 'kappa', from: holds.from, to: notYet.from };
    }
    case 'agent':
      return answered(fact, tableNamed(fact.table, given.tables));
  }
}

/** The table of this name. Throws a UserError that lists those there are. */
export function tableNamed(name: string, tables: ReadonlyMap<string, SetTable>): SetTable {
  const found = tables.get(name);
  if (found === undefined) throw unknown('table of this lesson', name, [...tables.keys()]);
  return found;
}

function published(fact: LessonFact & { readonly kind: 'share' }, read: ReferenceTable): FactValue {
  const rows = read(fact.file);
  if (rows.length === 0) throw new UserError(`there is no table "${fact.file}" in data/reference`);
  const found = rows.filter((row) => Object.entries(fact.where).every(([key, value]) => row[key] === String(value)));
  if (found.length !== 1)
    throw new UserError(`${found.length === 0 ? 'no row' : 'more than one row'} of ${fact.file} has these cells`);
  const cell = (column: string): number => {
    const text = found[0]?.[column];
    if (text === undefined) throw unknown(`column of ${fact.file}`, column, Object.keys(found[0] ?? {}));
    return Number(text);
  };
  const [count, of] = [cell(fact.count), cell(fact.of)];
  const interval = wilson(count, of);
  if (interval === null || !(count >= 0 && count <= of)) throw new UserError(`${fact.file} has no counts there`);
  return { kind: 'share', share: count / of, count, of, interval };
}

function kappas(fact: LessonFact & { readonly kind: 'kappa' }, { game, config }: SetTable): FactValue {
  const plans = game.plans?.(config);
  if (plans === undefined) throw new UserError(`${game.name} has no plans to look through`);
  const answers = plans.names.map((_, plan) => plans.answer(plan, fact.at));
  if (!answers.includes(fact.answer))
    throw new UserError(`no plan of ${game.name} answers ${fact.answer} at "${fact.at}"`);
  const parts = playedByKappa(plans, {}, beliefIn(fact.beliefs)).filter(
    ({ plan, from, to }) => to > from && answers[plan] === fact.answer,
  );
  const [first] = parts;
  const joined = parts.every(({ from }, i) => i === 0 || from <= parts[i - 1]!.to);
  if (first === undefined || !joined)
    throw new UserError(`homo moralis answers ${fact.answer} there for ${first ? 'several stretches of κ' : 'no κ'}`);
  return { kind: 'kappa', from: first.from, to: parts.at(-1)!.to };
}

const beliefIn = (numbers: readonly number[] | undefined): Belief =>
  numbers === undefined ? UNIFORM : { kind: 'given', numbers };

function stretch(name: string, known: ReadonlyMap<string, FactValue>): FactValue & { readonly kind: 'kappa' } {
  const found = known.get(name);
  if (found?.kind !== 'kappa') throw new UserError(`"${name}" is no fact of kind kappa that stands before this one`);
  return found;
}

function answered(fact: LessonFact & { readonly kind: 'agent' }, table: SetTable): FactValue {
  const { game, config } = table;
  const agent = readOfflineAgent(fact.agent, game);
  const taste = agent.taste ?? null;
  if (taste === null && agent.kind !== 'standin')
    throw new UserError(`${agent.id} has no utility to solve: name economicus, moralis or baseline`);
  const plans = game.plans?.(config);
  const answer =
    plans !== undefined && taste !== null && plans.nodes.some(({ key }) => key === fact.at)
      ? plans.answer(solve(plans, taste, beliefIn(fact.beliefs)).plan, fact.at)
      : answerTo(game, config, fact.at, taste);
  const scale = typeof answer === 'number' ? scaleOf(table, fact.at) : null;
  return {
    ...{ kind: 'agent', id: agent.id, who: agent.label, standin: agent.kind === 'standin' },
    ...(typeof answer === 'number' && scale !== null
      ? { share: shareOf(answer, scale), number: answer }
      : { share: answer === fact.answer ? 1 : 0, number: null }),
  };
}

/** The ends of the numbers that may be answered to a question. */
type Scale = { readonly min: number; readonly max: number };

/** Where a number lies on its scale, 0 to 1. */
export const shareOf = (number: number, { min, max }: Scale): number => (number - min) / (max - min);

/** The scale of a question at a table; null: it is not answered by a number, or not asked there. */
export function scaleOf({ game, config }: Pick<SetTable, 'game' | 'config'>, key: string): Scale | null {
  for (const decision of questionsByLot(game, config, game.seats(config).least))
    if (decision.key === key) return decision.input.kind === 'number' ? decision.input : null;
  return null;
}

/** So many turns of a match are looked through for a question. */
const TURNS = 64;

/** What theory, or the stand-in where there is no taste, answers to a question of a match in which all answer so. */
function answerTo(game: AnyGame, config: unknown, key: string, taste: Taste | null): Answer {
  const seed = 1;
  let state = game.setup(config, rng(seed, 'setup'), game.seats(config).least);
  for (let turn = 0; turn < TURNS; turn++) {
    const open = game.pending(state);
    if (open.length === 0) break;
    const moves: Move[] = open.map((decision) => {
      const view = game.observe(state, decision.seat);
      const reasoned =
        taste === null
          ? game.standin?.(view, decision, (draw) => rng(seed, draw))
          : game.theory?.(view, decision, taste, UNIFORM);
      if (reasoned === undefined) throw new UserError(`${game.name} has nobody who answers so`);
      return { decision, answer: reasoned.answer };
    });
    const found = moves.find(({ decision }) => decision.key === key);
    if (found !== undefined) return found.answer;
    state = game.apply(state, moves, rng(seed, 'turn', turn));
  }
  throw unknown(`question of ${game.name}`, key, keysOf({ game, config }));
}

/** The keys of the questions that are asked at a table. */
export const keysOf = ({ game, config }: Pick<SetTable, 'game' | 'config'>): readonly string[] => [
  ...new Set([...questionsByLot(game, config, game.seats(config).least)].map(({ key }) => key)),
];

/**
 * What a text may say of a fact, by slot: {name} and, without a sign or on its own scale, {name_number}; of a count {name_count},
 * {name_of} and {name_interval}, too; of κ {name_from} and {name_to}.
 */
export function slotsOf(name: string, fact: FactValue): Readonly<Record<string, string>> {
  if (fact.kind === 'kappa') return { [`${name}_from`]: fact.from.toFixed(2), [`${name}_to`]: fact.to.toFixed(2) };
  const number = fact.kind === 'agent' ? fact.number : null;
  const said = { [name]: percent(fact.share), [`${name}_number`]: short(number ?? Math.round(100 * fact.share)) };
  if (fact.kind !== 'share') return said;
  return {
    ...said,
    [`${name}_count`]: String(fact.count),
    [`${name}_of`]: String(fact.of),
    [`${name}_interval`]: fact.interval.map((end) => (100 * end).toFixed(1)).join('–'),
  };
}

/** The settings of a table that are numbers, by slot: {told_T}. */
export const settingSlots = (name: string, { config }: SetTable): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(Object(config)).flatMap(([key, value]) =>
      typeof value === 'number' ? [[`${name}_${key}`, String(value)]] : [],
    ),
  );
