/** All providers of one server and their one clock. */
import { clockAt, type Clock } from './clock.ts';
import type { Pace } from './jobs.ts';
import { placeOf, type Place } from './place.ts';
import type { Section } from './section.ts';

export type World = {
  readonly clock: Clock;
  /** Moves the clock on: jobs go further, cards start, files expire. */
  tick(ms: number): void;
  /** A provider by its section's name. */
  at(name: string): Place;
};

export type WorldOptions = {
  /** Seconds of the server's clock in a real one; 1 where it is left out, 0: only `tick` moves it. */
  readonly speed?: number;
  /** How long things take, where it is otherwise than `PACE`. */
  readonly pace?: Partial<Pace>;
};

export function worldOf(sections: readonly Section[], { speed = 1, pace = {} }: WorldOptions): World {
  const clock = clockAt(speed);
  const places = new Map(sections.map(({ name, facts }) => [name, placeOf(name, facts, clock, pace)]));
  return {
    clock,
    tick: clock.tick,
    at(name) {
      const place = places.get(name);
      if (place === undefined) throw new Error(`no section ${name}; there are ${[...places.keys()].join(', ')}`);
      return place;
    },
  };
}
