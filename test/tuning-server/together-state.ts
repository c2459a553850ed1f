/** What only Together's section knows of its account. */
import type { Place } from './place.ts';
import type { Fields } from './section.ts';
import type { Mask } from './together-preview.ts';

export type TogetherState = {
  /** Files that were told of, put there by now or not. */
  readonly pending: { readonly id: string; readonly name: string; readonly purpose: string }[];
  /** Orders of jobs as they came. */
  readonly orders: Fields[];
  readonly endpoints: {
    readonly id: string;
    readonly name: string;
    split: readonly { readonly deploymentId: string; readonly weight: number }[];
    deployments: string[];
  }[];
  /** What its preview says is trained. */
  mask: Mask;
  /** USD that jobs may cost. */
  account: number;
  /** Bases whose tuned models can be served. */
  served: string[];
  /** Whether cards stop by themselves when nobody asks. */
  sleeps: boolean;
};

const states = new WeakMap<Place, TogetherState>();

export function togetherState(place: Place): TogetherState {
  const there = states.get(place);
  if (there !== undefined) return there;
  const made: TogetherState = {
    ...{
      pending: [],
      orders: [],
      endpoints: [],
      mask: 'answers',
      account: 100,
      served: ['Qwen/Qwen3-8B'],
      sleeps: true,
    },
  };
  states.set(place, made);
  return made;
}
