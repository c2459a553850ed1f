/** Robots in a room, without a door: each does what its page asks, and looks again when the room says that something changed. */
import type { Input } from '../core/game.ts';
import { rng } from '../core/rng.ts';
import type { HandedIn, Joining, Member, Place, Room } from './room.ts';

/** Somebody who comes in under this name. */
const comer = (name: string, more: Partial<Joining> = {}): Joining => ({
  ...{ label: null, language: 'en', secret: `secret of ${name}`, told: true },
  ...more,
});

/** Comes in, and is somebody of the room. */
export async function joined(room: Room, name: string, more: Partial<Joining> = {}): Promise<Member> {
  const result = await room.join(comer(name, more));
  if ('refused' in result) throw new Error(`${name} is refused: ${result.refused}`);
  return result.member;
}

/** A legal answer, drawn: the same for the same page of the same person. */
export function answerTo(input: Input, seed: number, page: string): string | number {
  const draw = rng(seed, page);
  if (input.kind === 'choice') return draw.pick(input.options).value;
  const steps = Math.floor((input.max - input.min) / input.step);
  return Number(Math.min(input.max, input.min + input.step * draw.below(steps + 1)).toFixed(input.decimals));
}

/** What a robot does on a page; null: it waits. */
export async function act(room: Room, member: string, place: Place, seed: number): Promise<HandedIn | null> {
  const { id: page } = place;
  switch (place.kind) {
    case 'asked':
      return room.answer(member, {
        ...{ page, answer: answerTo(place.question.decision.input, seed, page), shownAt: null },
        marks: [[120, 'tap']],
      });
    case 'reading':
    case 'result':
    case 'unpaid':
      return room.goOn(member, page);
    case 'guess':
      return room.guess(member, { page, guess: rng(seed, page).pick(place.among), confidence: 60 });
    case 'hands':
      return place.given === null
        ? room.hand(member, { page, answer: rng(seed, page).pick(place.asked.options).answer })
        : null;
    default:
      return null;
  }
}

/** Waits until something is told of the room. */
export const change = (room: Room): Promise<void> =>
  new Promise((told) => {
    const stop = room.watch(() => {
      stop();
      told();
    });
  });

/** One after the other what a robot saw, until `until` is true of its page. `saw` hears of every page. */
export async function robot(
  room: Room,
  member: string,
  seed: number,
  until: (place: Place) => boolean = ({ kind }) => kind === 'done',
  saw: (place: Place) => void = () => undefined,
): Promise<Place> {
  for (;;) {
    const changed = change(room);
    const { place } = await room.place(member);
    saw(place);
    if (until(place)) return place;
    if ((await act(room, member, place, seed)) === null) await changed;
  }
}
