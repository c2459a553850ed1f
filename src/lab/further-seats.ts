/** The seats after the second, in games that have them: a line for each that is taken, and one more while there is room. */
import { type AtHand, modelWords, opponentsAtHand } from './models.ts';
import { configOf, type FormLine, othersOf, parsed, type SetUp } from './set-up.ts';
import { GUESS, usualOpponent } from './table-setting.ts';

const NOBODY = 'nobody';

/** One line a further seat, from the third on; none where the game seats two, or the table cannot be played. */
export function furtherSeats(form: SetUp, atHand: AtHand): readonly FormLine[] {
  if (form.against === GUESS || !('config' in configOf(form))) return [];
  const { least, most } = form.game.seats(parsed(form));
  const [, ...taken] = othersOf(form);
  const lines = Math.max(0, Math.min(taken.length + 1, most - 2));
  return Array.from({ length: lines }, (_, i) => seatLine(form, atHand, taken, i, i + 2 >= least));
}

/** Whoever is chosen here leaves the seats before and after as they are; nobody leaves the later ones empty, too. */
function seatLine(form: SetUp, atHand: AtHand, taken: readonly string[], place: number, maybeEmpty: boolean): FormLine {
  const now = taken[place];
  const { theory, standin } = form.game;
  const usual = [
    ...(theory === undefined ? [] : ['economicus', usualOpponent(form.game)]),
    ...(standin === undefined ? [] : ['baseline']),
    'human',
  ];
  const ids = [...new Set([...usual, ...opponentsAtHand(atHand), ...(now === undefined ? [] : [now])])];
  const options = ids.map((id): FormLine['options'][number] => ({
    label: id === 'human' ? 'a person' : modelWords(id, atHand),
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
