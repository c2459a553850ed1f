/** The held-out rows of a set as questions that can be put again: each in a match of its own, led there by the answers it came after. */
import type { Answer, AnyGame, Decision } from '../core/game.ts';
import { canonical, turned } from '../core/distribution.ts';
import { type Presentation, presenter } from '../core/presentation.ts';
import { rng } from '../core/rng.ts';
import { UserError } from '../core/user-error.ts';
import { rulesOf } from '../match/replay.ts';
import type { TuneRow } from '../tune/row.ts';

export type RowSource = NonNullable<TuneRow['source']>;
/** A row that came from a game. */
export type ChoiceRow = TuneRow & { readonly source: RowSource };

export const isChoiceRow = (row: TuneRow): row is ChoiceRow => row.kind === 'choice' && row.source !== null;

/** A row's question: where in its match it stands, and what leads there. */
export type RowQuestion = {
  readonly row: ChoiceRow;
  readonly game: AnyGame;
  readonly config: unknown;
  readonly seats: number;
  readonly presentation: Presentation;
  readonly turn: number;
  /** As it is put, options in their order. */
  readonly decision: Decision;
  /** The answers before it, and first options beside it, by `answerPlace`. */
  readonly given: ReadonlyMap<string, Answer>;
};

/** Names a question of a match. */
export const answerPlace = (turn: number, { seat, key }: Pick<Decision, 'seat' | 'key'>): string => `${turn} ${seat} ${key}`;

/** "prisoners-dilemma after_C": as events of training name it. */
export const nodeOf = ({ source }: ChoiceRow): string => `${source.game} ${source.key}`;

/** Plays to the row's question. Throws a UserError that names the row where its game is not here or asks nothing of the kind. */
export function rowQuestion(row: ChoiceRow, games: readonly AnyGame[]): RowQuestion {
  const { source, id } = row;
  const named = games.find(({ name }) => name === source.game);
  const game = named === undefined ? null : rulesOf(named, named.version);
  if (game === null) throw broken(id, `there is no game ${source.game} here`);
  const read = game.config.safeParse(source.config);
  if (!read.success) throw broken(id, `${source.game} does not take its settings`);
  const config = read.data;
  const seats = game.seats(config).least;
  for (let rotation = 0; rotation < MOST_TURNED; rotation++) {
    const presentation: Presentation = { rotation, phrasing: null };
    const found = played(row, game, config, seats, presentation);
    if (ordered(found.decision, source.rotation)) return { row, game, config, seats, presentation, ...found };
  }
  throw broken(id, 'its options stand in no order that this game has');
}

/** More options than any question has. */
const MOST_TURNED = 32;

/** Whether the options stand as many places from their canonical order as the row says. */
function ordered({ input }: Decision, rotation: number): boolean {
  if (input.kind !== 'choice') return true;
  const wanted = turned(canonical(input.options), rotation);
  return input.options.every(({ value }, at) => wanted[at]?.value === value);
}

function played(
  { id, source }: ChoiceRow,
  game: AnyGame,
  config: unknown,
  seats: number,
  presentation: Presentation,
): Pick<RowQuestion, 'turn' | 'decision' | 'given'> {
  const present = presenter(presentation);
  const given = new Map<string, Answer>();
  let state = game.setup(config, rng(source.seed, 'setup'), seats);
  for (const [turn, answers] of source.before.entries()) {
    const decisions = present(game.pending(state));
    if (decisions.length !== answers.length)
      throw broken(id, `turn ${turn + 1} has ${decisions.length} questions and ${answers.length} answers`);
    const moves = decisions.map((decision, at) => ({ decision, answer: answers[at]! }));
    for (const { decision, answer } of moves) given.set(answerPlace(turn, decision), answer);
    state = game.apply(state, moves, rng(source.seed, 'turn', turn));
  }
  const turn = source.before.length;
  const decisions = present(game.pending(state));
  const decision = decisions.find(({ seat, key }) => seat === source.seat && key === source.key);
  if (decision === undefined) throw broken(id, `its match asks seat ${source.seat + 1} no "${source.key}"`);
  for (const other of decisions)
    if (other !== decision)
      given.set(answerPlace(turn, other), other.input.kind === 'choice' ? other.input.options[0]!.value : other.input.min);
  return { turn, decision, given };
}

const broken = (id: string, why: string): UserError =>
  new UserError(`Row ${id} of the set cannot be asked again: ${why}. Make the set anew with "homines tune data".`);

/**
 * So many held-out choices, every game, node, method and answer in turn, so that few are as mixed as many: what a short report asks is
 * asked by a long one too.
 */
export function mixed(rows: readonly ChoiceRow[], most: number): readonly ChoiceRow[] {
  const lists = [
    ...Map.groupBy(rows, ({ source, answer }) => `${source.game} ${source.key} ${source.method} ${answer}`).values(),
  ];
  const found: ChoiceRow[] = [];
  for (let at = 0; found.length < Math.min(most, rows.length); at++)
    for (const list of lists) {
      const row = list[at];
      if (row !== undefined && found.length < most) found.push(row);
    }
  return found;
}
