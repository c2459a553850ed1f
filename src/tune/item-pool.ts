/**
 * Items in the order in which a set takes them: from every node, label and method in turn; of what is trained, nodes with one constant
 * answer that is the same for all of them have two turns of three (in one of two SmolLM2-135M lost an eighth of them; where it has to
 * tell such nodes from each other it loses some in two of three). Of the answers there that which was taken least, and of those on which
 * the types disagree the share that is wanted. More is sampled while something is wanted that is not there, up to a limit, so that a set
 * is balanced as far as the settings allow.
 */
import type { Answer, AnyGame } from '../core/game.ts';
import { itemsOf, type ItemsWanted, type PassedOver, type TuneItem } from './items.ts';

/** Rows that have these in common are balanced by answer. */
export type CellName = {
  readonly game: string;
  readonly node: string;
  readonly labels: 'named' | 'neutral';
  readonly method: 'direct' | 'strategy';
};

/** Where an item belongs. */
export function cellOf({ game, config, decision }: Pick<TuneItem, 'game' | 'config' | 'decision'>): CellName {
  const set: Readonly<Record<string, unknown>> = { ...config };
  return {
    game: game.name,
    node: decision.key,
    labels: set['neutral'] === true || set['labels'] === 'neutral' ? 'neutral' : 'named',
    method: set['method'] === 'strategy' ? 'strategy' : 'direct',
  };
}

/** What kind of answer it is: of two options the option; of more, or of a number, the least, the most, or one between. */
export function answerClass({ input }: Pick<TuneItem['decision'], 'input'>, answer: Answer): string {
  if (input.kind === 'number') return answer === input.min ? 'least' : answer === input.max ? 'most' : 'between';
  if (input.options.length === 2) return String(answer);
  const numbers = input.options.map(({ value }) => Number(value));
  const one = Number(answer);
  return one === Math.min(...numbers) ? 'least' : one === Math.max(...numbers) ? 'most' : 'between';
}

/** Items of one kind of answer in a cell: those on which the types agree, and those on which they disagree. */
type Class = {
  readonly items: readonly [agree: TuneItem[], disagree: TuneItem[]];
  /** Rows that were made of each. */
  readonly rows: [agree: number, disagree: number];
  /** Looked for in vain: no more is sampled for the sake of such a one. */
  readonly scarce: [agree: boolean, disagree: boolean];
  /** None of either was to be had. */
  gone: boolean;
};
type Cell = ReadonlyMap<string, Class>;

/** Items that are sampled at most for an answer of which there is none now; and, where there is one, for one on which the types are as wanted. */
const PATIENCE = 1500;
const A_LOOK = 40;
/** Items that are looked at before the first is taken, so that every cell and answer has been seen. */
const FIRST_LOOK = 600;

/** The items of one part of a set, of one game. `share`: of items on which the types disagree, 0 to 1. */
export type ItemPool = {
  /** The next item, of which the set gets so many rows; null: there is none to be had. */
  next(): TuneItem | null;
  /** Told how many rows an item became. */
  took(item: TuneItem, rows: number): void;
  /** The next question about what is expected of the other; null: there is none. */
  belief(): TuneItem | null;
};

/** Both parts of a set from one stream of items. `limit`: items that are sampled at most, all in all. */
export function itemPools(
  game: AnyGame,
  wanted: ItemsWanted,
  share: number,
  limit: number,
  leftOut: (reason: PassedOver) => void,
): { readonly train: ItemPool; readonly heldOut: ItemPool } {
  const stream = itemsOf(game, wanted);
  const parts = { train: emptyPart(), heldOut: emptyPart() };
  let sampled = 0;

  /** Samples one more; false: there is no more to be had. */
  function sample(): boolean {
    if (sampled >= limit) return false;
    sampled += 1;
    const next = stream.next();
    if (next.done === true) return false;
    const { value } = next;
    if (typeof value === 'string') leftOut(value);
    else add(parts[value.heldOut ? 'heldOut' : 'train'], value);
    return true;
  }

  /** Samples until that is so; false: it is not, after so many. */
  function sampledFor(isSo: () => boolean, most: number): boolean {
    for (let tried = 0; tried < most && !isSo(); tried++) if (!sample()) break;
    return isSo();
  }

  const pool = (part: Part, trains: boolean): ItemPool => ({
    next() {
      while (sampled < FIRST_LOOK && sample());
      for (let empty = 0; empty < part.cells.length;) {
        const cell = part.cells[part.at % part.cells.length]!;
        const of = leastTaken(cell);
        if (of === null) {
          part.at += 1;
          empty += 1;
          continue;
        }
        empty = 0;
        if (trains && isThirdTurn(part) && isOneConstant(part, cell)) {
          part.at += 1;
          continue;
        }
        const kind = part.rows[1] < share * (part.rows[0] + part.rows[1] + 1) ? 1 : 0;
        if (isLeft(of) || sampledFor(() => isLeft(of), PATIENCE)) {
          if (of.items[kind].length === 0 && !of.scarce[kind])
            of.scarce[kind] = !sampledFor(() => of.items[kind].length > 0, A_LOOK);
          part.at += 1;
          return (of.items[kind].shift() ?? of.items[1 - kind]!.shift())!;
        }
        of.gone = true;
      }
      return null;
    },
    took(item, rows) {
      const kind = item.contrast === true ? 1 : 0;
      part.rows[kind] += rows;
      classOf(part, item).rows[kind] += rows;
    },
    belief() {
      for (let tried = 0; part.beliefs.length === 0 && tried < PATIENCE && sample(); tried++);
      return part.beliefs.shift() ?? null;
    },
  });
  return { train: pool(parts.train, true), heldOut: pool(parts.heldOut, false) };
}

/** Whether there is but one answer there, the same at all nodes with one, where elsewhere there are more. */
function isOneConstant({ cells }: Part, cell: Cell): boolean {
  const constants = cells.filter(({ size }) => size === 1);
  const answers = new Set(constants.flatMap((one) => [...one.keys()]));
  return cell.size === 1 && answers.size === 1 && constants.length < cells.length;
}

/** Whether it is the last of three turns that every node has. */
const isThirdTurn = ({ at, cells }: Part): boolean => at % (3 * cells.length) >= 2 * cells.length;

const isLeft = ({ items }: Class): boolean => items[0].length + items[1].length > 0;

type Part = {
  readonly cells: Map<string, Class>[];
  readonly byName: Map<string, Map<string, Class>>;
  readonly beliefs: TuneItem[];
  /** Rows so far on which the types agree, and on which they disagree. */
  readonly rows: [agree: number, disagree: number];
  /** Whose turn it is. */
  at: number;
};

const emptyPart = (): Part => ({ cells: [], byName: new Map(), beliefs: [], rows: [0, 0], at: 0 });

/** More of them than this are not kept: what is common is sampled again when it is wanted. */
const MOST_WAITING = 60;
const MOST_BELIEFS = 500;

function add(part: Part, item: TuneItem): void {
  if (item.kind === 'choice') {
    const waiting = classOf(part, item).items[item.contrast === true ? 1 : 0];
    if (waiting.length < MOST_WAITING) waiting.push(item);
  }
  if (item.kind === 'form' && part.beliefs.length < MOST_BELIEFS) part.beliefs.push(item);
}

function classOf(part: Part, item: TuneItem): Class {
  const { node, labels, method } = cellOf(item);
  const name = `${node} ${labels} ${method}`;
  let cell = part.byName.get(name);
  if (cell === undefined) {
    cell = new Map();
    part.byName.set(name, cell);
    part.cells.push(cell);
  }
  const answer = answerClass(item.decision, item.answer);
  let found = cell.get(answer);
  if (found === undefined)
    cell.set(answer, (found = { items: [[], []], rows: [0, 0], scarce: [false, false], gone: false }));
  return found;
}

/** The kind of answer of which there are fewest rows, of those that may still be had; null: none may. */
function leastTaken(cell: Cell): Class | null {
  let least: Class | null = null;
  for (const one of cell.values()) {
    const gone = one.gone && !isLeft(one);
    if (!gone && (least === null || one.rows[0] + one.rows[1] < least.rows[0] + least.rows[1])) least = one;
  }
  return least;
}
