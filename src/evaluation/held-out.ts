/** The held-out rows of a set as questions that can be put again: each in a match of its own, led there by the answers it came after. */
import { byHand } from '../core/shell.ts';
import type { Answer, AnyGame, Belief, Decision } from '../core/game.ts';
import { type Presentation, presenter } from '../core/presentation.ts';
import { UserError } from '../core/user-error.ts';
import type { Request } from '../match/agent.ts';
import { reach, type RowQuestion, seatsOf, situationOf } from '../tune/row-question.ts';
import type { RowSource, TuneRow } from '../tune/row.ts';

/** A row that came from a game. */
export type ChoiceRow = TuneRow & { readonly source: RowSource };

export const isChoiceRow = (row: TuneRow): row is ChoiceRow => row.kind === 'choice' && row.source !== null;

/** A row's question: where in its match it stands, and what leads there. */
export type HeldOutQuestion = {
  readonly row: ChoiceRow;
  readonly game: AnyGame;
  readonly config: unknown;
  readonly seats: number;
  /** Puts the options in the row's order. */
  readonly presentation: Presentation;
  readonly turn: number;
  /** As the row words it. */
  readonly request: Request;
  readonly belief: Belief;
  /** The answers before it, and some beside it, by `answerPlace`. */
  readonly given: ReadonlyMap<string, Answer>;
};

/** Names a question of a match. */
export const answerPlace = (turn: number, { seat, key }: Pick<Decision, 'seat' | 'key'>): string =>
  `${turn} ${seat} ${key}`;

/** "prisoners-dilemma after_C": as events of training name it. */
export const nodeOf = ({ source }: ChoiceRow): string => `${source.game} ${source.key}`;

/** The question of a row. Throws a UserError that names the row where its game is not here, or asks nothing of the kind. */
export function heldOutQuestion(row: ChoiceRow, games: readonly AnyGame[]): HeldOutQuestion {
  const { source, id } = row;
  const game = games.find(({ name }) => name === source.game);
  if (game === undefined) throw broken(id, `there is no game ${source.game} here`);
  const read = game.config.safeParse(source.config);
  if (!read.success) throw broken(id, `${source.game} does not take its settings`);
  const config = read.data;
  const { request, belief } = found(id, game, config, source);
  return {
    ...{ row, game, config, request, belief, seats: seatsOf(game, config), turn: source.before.length },
    presentation: presentationOf(game, config, source, request.decision),
    given: givenIn(game, config, source),
  };
}

function found(id: string, game: AnyGame, config: unknown, source: RowSource): RowQuestion {
  try {
    return situationOf(game, config, source);
  } catch (error) {
    throw broken(id, error instanceof Error ? error.message : String(error));
  }
}

/** Options beyond these are in no game. */
const MOST_TURNED = 32;

/** How a match has to be put so that the question's options stand as they do in the row. */
function presentationOf(game: AnyGame, config: unknown, source: RowSource, { input, key }: Decision): Presentation {
  const wanted = input.kind === 'choice' ? input.options.map(({ value }) => value).join('\n') : '';
  for (let rotation = 0; rotation < MOST_TURNED && input.kind === 'choice'; rotation++) {
    const presentation: Presentation = { rotation, phrasing: null };
    const present = presenter(presentation);
    for (let turn = 0; turn < source.before.length; turn++)
      present(reach(game, config, source.seed, source.before.slice(0, turn)).pending);
    const mine = present(reach(game, config, source.seed, source.before).pending).find(
      (one) => one.seat === source.seat && one.key === key,
    );
    const shown = mine?.input.kind === 'choice' ? mine.input.options.map(({ value }) => value).join('\n') : '';
    if (shown === wanted) return presentation;
  }
  return { rotation: 0, phrasing: null };
}

function givenIn(game: AnyGame, config: unknown, source: RowSource): ReadonlyMap<string, Answer> {
  const given = new Map<string, Answer>();
  for (const [turn, answers] of source.before.entries()) {
    const { pending } = reach(game, config, source.seed, source.before.slice(0, turn));
    for (const [at, decision] of pending.entries()) given.set(answerPlace(turn, decision), answers[at]!);
  }
  const turn = source.before.length;
  const { pending } = reach(game, config, source.seed, source.before);
  const group = pending.filter(({ seat }) => seat === source.seat);
  for (const decision of pending) {
    const { input, seat, key } = decision;
    if (seat === source.seat && key === source.key) continue;
    const before = seat === source.seat ? source.earlier[group.indexOf(decision)] : undefined;
    // Nobody is told what others answer at the same time: any answer does.
    given.set(answerPlace(turn, decision), before ?? (input.kind === 'choice' ? input.options[0]!.value : input.min));
  }
  return given;
}

const broken = (id: string, why: string): UserError =>
  new UserError(
    `Row ${id} of the set cannot be asked again (${why}): make the set anew with "${byHand('tune data')}".`,
  );

/**
 * So many held-out choices, every game, node, method and answer in turn, so that few are as mixed as many: what a short report asks is
 * asked by a long one too.
 */
export function mixed(rows: readonly ChoiceRow[], most: number): readonly ChoiceRow[] {
  const lists = [
    ...Map.groupBy(rows, ({ source, answer }) => `${source.game} ${source.key} ${source.method} ${answer}`).values(),
  ];
  const taken: ChoiceRow[] = [];
  for (let at = 0; taken.length < Math.min(most, rows.length); at++)
    for (const list of lists) {
      const row = list[at];
      if (row !== undefined && taken.length < most) taken.push(row);
    }
  return taken;
}
