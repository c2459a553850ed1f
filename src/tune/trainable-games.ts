/** Which games may be in a training set, as each says of itself. Those that may not test transfer. */
import type { AnyGame } from '../core/game.ts';
import { UserError } from '../core/user-error.ts';
import { loadGames } from '../disk/games.ts';

/** The games that may be in a set, in the order in which rows are shared out. */
export const trainableGames = async (): Promise<readonly AnyGame[]> => trainableAmong(await loadGames());

/** What is trained on, played and served where no game is named: the first of them. */
export const firstTrainable = async (): Promise<AnyGame> => (await trainableGames())[0]!;

/** Those of these names, in their order; all where none are given. Throws a UserError that names the first that may not be in a set. */
export async function trainableNamed(names: readonly string[] | undefined): Promise<readonly AnyGame[]> {
  const all = await loadGames();
  const trainable = trainableAmong(all);
  if (names === undefined) return trainable;
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new UserError(`${twice} stands twice among the games: name each once.`);
  return names.map((typed) => {
    const found = trainable.find(({ name }) => name === typed);
    if (found !== undefined) return found;
    const why = all.some(({ name }) => name === typed)
      ? 'is never in a training set: it tests transfer'
      : 'is no game that a set can be made of';
    throw new UserError(`${typed} ${why}; choose ${trainable.map(({ name }) => name).join(', ')}.`);
  });
}

const trainableAmong = (games: readonly AnyGame[]): readonly AnyGame[] =>
  games
    .flatMap((game) => (game.training === undefined ? [] : [{ game, place: game.training.place }]))
    .toSorted((one, other) => one.place - other.place)
    .map(({ game }) => game);
