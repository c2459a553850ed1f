/**
 * The seats after the second, in games that have them. At a table of three a line for the third; where more can sit down a line
 * for how many do, and one for each kind of player with how many of them, so that ten seats take no more lines than four.
 */
import { counted } from '../core/format.ts';
import { PERSON, tallied } from '../core/seat-groups.ts';
import { type AtHand, modelWords, opponentsAtHand } from './models.ts';
import { ALIKE, configOf, type FormLine, othersOf, parsed, type SetUp } from './set-up.ts';
import { GUESS, usualOpponent } from './table-setting.ts';

const NOBODY = 'nobody';

/** A table of so many is set seat by seat; a larger one by how many there are of each kind. */
const BY_SEAT = 3;

/** None where the game seats two, or the table cannot be played. */
export function furtherSeats(form: SetUp, atHand: AtHand): readonly FormLine[] {
  if (form.against === GUESS || !('config' in configOf(form))) return [];
  const settings = parsed(form);
  const { least, most } = form.game.seats(settings);
  // Unlike seats are not counted: who sits where matters.
  if (most > BY_SEAT && form.game.seatsDiffer?.(settings) !== true) return byKind(form, atHand, least, most);
  const [, ...taken] = othersOf(form);
  const lines = Math.max(0, Math.min(taken.length + 1, most - 2));
  return Array.from({ length: lines }, (_, i) => seatLine(form, atHand, taken, i, i + 2 >= least));
}

/** Everybody who may be chosen for a further seat, whoever is at hand: agents' ids, and `human`. */
function kindsFor({ game }: SetUp, atHand: AtHand): readonly string[] {
  return [
    ...(game.theory === undefined ? [] : ['economicus', usualOpponent(game)]),
    ...(game.standin === undefined ? [] : ['baseline']),
    'human',
    ...opponentsAtHand(atHand),
  ];
}

const kindCalled = (id: string, atHand: AtHand): string => (id === 'human' ? PERSON : modelWords(id, atHand));

/** Whoever is chosen here leaves the seats before and after as they are; nobody leaves the later ones empty, too. */
function seatLine(form: SetUp, atHand: AtHand, taken: readonly string[], place: number, maybeEmpty: boolean): FormLine {
  const now = taken[place];
  const ids = [...new Set([...kindsFor(form, atHand), ...(now === undefined ? [] : [now])])];
  const options = ids.map((id): FormLine['options'][number] => ({
    label: kindCalled(id, atHand),
    sentence:
      id === 'human'
        ? 'Another person at this keyboard, in turn; what one chooses is hidden from the others until all have chosen.'
        : `${modelWords(id, atHand)} takes seat ${place + 3}, beside those above.`,
    ...(id === 'human' ? {} : { agent: id.split(/[:/]/)[0]! }),
    set: { ...form, further: [...taken.slice(0, place), id, ...taken.slice(place + 1)] },
  }));
  const empty: FormLine['options'][number] = {
    label: NOBODY,
    sentence: `Seat ${place + 3} stays empty.`,
    set: { ...form, further: taken.slice(0, place) },
  };
  return {
    label: `Seat ${place + 3}`,
    options: maybeEmpty ? [empty, ...options] : options,
    at: (maybeEmpty ? 1 : 0) + (now === undefined ? -1 : ids.indexOf(now)),
  };
}

/** How many sit down, where that is open, and how many of them are of each kind: all others are as the first. */
function byKind(form: SetUp, atHand: AtHand, least: number, most: number): readonly FormLine[] {
  const [first = '', ...further] = othersOf(form);
  const name = first.split(':')[0]!;
  const others = further.filter((id) => id !== first);
  const counts = new Map(tallied(others));
  const usual = kindsFor(form, atHand).filter(
    (id) => id !== first && (name !== 'moralis' || id !== usualOpponent(form.game)),
  );
  const kinds = [...new Set([...usual, ...counts.keys()])];
  const seated = (all: readonly string[], seats: number): SetUp => {
    const named = all.slice(0, Math.max(0, seats - 2));
    return { ...form, further: [...Array.from({ length: seats - 2 - named.length }, () => ALIKE), ...named] };
  };
  const now = further.length + 2;
  const sizes = Array.from({ length: most - Math.max(2, least) + 1 }, (_, i) => Math.max(2, least) + i);
  const players: FormLine = {
    label: 'Seats',
    options: sizes.map((seats) => ({
      label: String(seats),
      sentence: `${counted(seats, 'player')} at this table, you among them.`,
      set: seated(others, seats),
    })),
    at: sizes.indexOf(now),
  };
  const lines = kinds.map((kind): FormLine => {
    const mine = counts.get(kind) ?? 0;
    const free = further.length - others.length + mine;
    return {
      label: `+ ${kindCalled(kind, atHand)}`,
      options: Array.from({ length: free + 1 }, (_, count) => ({
        label: String(count),
        sentence: shareSentence(count, further.length + 1, kindCalled(kind, atHand), kindCalled(first, atHand)),
        set: seated(
          kinds.flatMap((one) => Array.from({ length: one === kind ? count : (counts.get(one) ?? 0) }, () => one)),
          now,
        ),
      })),
      at: mine,
    };
  });
  return [...(sizes.length > 1 ? [players] : []), ...(further.length === 0 ? [] : lines)];
}

/** "2 of the 9 others are people at this keyboard, in turn; else moralis." */
function shareSentence(count: number, others: number, kind: string, first: string): string {
  const of = `${count === 0 ? 'None' : count} of the ${others} others ${count === 1 ? 'is' : 'are'}`;
  if (kind !== PERSON) return `${of} ${kind}; whoever is not counted here is ${first}.`;
  const people = count === 1 ? PERSON : 'people';
  return `${of} ${people} at this keyboard, in turn, what one chooses hidden from the others until all have chosen.`;
}
