/**
 * Which questions can be put to one who can only choose among options: a model that is asked for its probabilities. A number
 * cannot, unless the game has a grid for it and the grid was declared; labels must stay apart; a server takes so many options.
 */
import { canonical } from './distribution.ts';
import type { Decision } from './game.ts';
import type { SeatRow } from './log.ts';

/** Whether somebody is asked for the probabilities of its answers, rather than for one. `ask`: as it is stored with a seat. */
export const givesProbabilities = ({ ask }: { readonly ask?: SeatRow['ask'] | 'json' }): boolean =>
  ask === 'decision' || ask === 'grid';

/** How such a one is asked: whether numbers are asked on the game's grid, and how many options its server takes. */
export type ChoiceInstrument = { readonly onGrid: boolean; readonly mostOptions: number };

/** A legal answer as it is stored and as it is shown. */
export type ChoiceOption = { readonly value: string; readonly label: string };

/** Why a question cannot be asked so, as data; `unaskableSentence` words it. */
export type Unaskable =
  /** A number is asked. `grid`: how many numbers the game's grid for it has; null: there is none. */
  | { readonly kind: 'number'; readonly grid: number | null }
  /** Two options read the same once blanks around them are gone. */
  | { readonly kind: 'same label'; readonly label: string }
  | { readonly kind: 'too many options'; readonly options: number; readonly most: number };

type Asked = Pick<Decision, 'input' | 'grid'>;

/**
 * The options of a question in canonical order, labels trimmed: of a choice its own, of a number those of the game's grid. A
 * way out of the question (`skip`) is none of them.
 */
export function choiceOptions({ input, grid = [] }: Asked): readonly ChoiceOption[] {
  return input.kind === 'choice'
    ? canonical(input.options).map(({ value, label }) => ({ value, label: label.trim() }))
    : grid.map((number) => ({ value: String(number), label: number.toFixed(input.decimals) }));
}

/** Why a question cannot be asked with this instrument; null: it can. */
export function unaskable(decision: Asked, { onGrid, mostOptions }: ChoiceInstrument): Unaskable | null {
  const { input, grid } = decision;
  if (input.kind === 'number' && (!onGrid || grid === undefined)) return { kind: 'number', grid: grid?.length ?? null };
  const options = choiceOptions(decision);
  const labels = options.map(({ label }) => label.toLowerCase());
  const at = labels.findIndex((label, i) => labels.indexOf(label) !== i);
  if (at >= 0) return { kind: 'same label', label: options[at]!.label };
  if (options.length > mostOptions) return { kind: 'too many options', options: options.length, most: mostOptions };
  return null;
}

/** Keys of questions that are named in a sentence; of more their number is told. */
const NAMED = 2;

/**
 * What is said of questions that cannot be asked for this reason: who is asked what, and what to do. `asks`: the game's name;
 * `seat` from 0; `keys`: the questions, each once.
 */
export function unaskableSentence(asks: string, seat: number, keys: readonly string[], why: Unaskable): string {
  const more = keys.length - NAMED;
  const names = `${keys.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const who = `seat ${seat + 1}`;
  switch (why.kind) {
    case 'number': {
      const number = keys.length === 1 ? `a number (${names})` : `numbers (${names})`;
      const grid =
        why.grid === null ? '' : `, or ?ask=grid for the grid of ${why.grid} numbers, which is a condition of its own`;
      return `${asks} asks ${who} for ${number}, which cannot be asked as a decision: ask for JSON with ?ask=json${grid}.`;
    }
    case 'same label':
      return `${asks} asks ${who} to choose between options of which two read "${why.label}" (${names}): they cannot be told apart in a decision; ask for JSON with ?ask=json.`;
    case 'too many options':
      return `${asks} asks ${who} to choose among ${why.options} options (${names}), and this server takes ${why.most} in a decision: ask for JSON with ?ask=json.`;
  }
}
