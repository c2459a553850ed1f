/**
 * What a profile asks in a game of two moves: its published sets of payoffs by the strategy method, roles drawn, so that one
 * match tells every node, and before them what the agent expects of the other. Asked in a battery, beside the dilemmas.
 */
import {
  DRAWS,
  type PatternRow,
  type ProfileAnswer,
  type ProfileCondition,
  type ProfileSpec,
} from '../core/profile-spec.ts';
import { type Form, nodesOf } from './form.ts';

/** What a game brings to its profile. */
export type ProfileParts<Config> = {
  readonly form: Form<never>;
  /** The task's name, and a match of it in a word: "trust", "trust game". */
  readonly task: string;
  readonly each: string;
  readonly place: number;
  /** The names of its published presets. */
  readonly presets: readonly string[];
  /** By the strategy method, roles drawn; whether it is asked what is expected of the other. */
  settings(askBeliefs: boolean): Partial<Config>;
  /** By node: the letter that counts as 1, the node in words, and what doing so and not doing so is called. */
  readonly counted: Readonly<
    Record<string, { readonly letter: string; readonly node: string; readonly does: string; readonly not: string }>
  >;
  readonly rows: readonly PatternRow[];
};

/** The profile of a game of this form. */
export function profileOf<Config>({
  form,
  task,
  each,
  place,
  presets,
  settings,
  counted,
  rows,
}: ProfileParts<Config>): ProfileSpec<Config> {
  const nodes = new Set(nodesOf(form).map(({ key }) => key));
  const conditions = (askBeliefs: boolean): readonly ProfileCondition<Config>[] =>
    presets.map((preset) => ({ where: preset, preset, settings: settings(askBeliefs) }));
  return {
    ...{ task, place, battery: 'only', opponent: 'random', paper: '', rows },
    conditions: () => conditions(true),
    situations: conditions,
    draws: (length) => DRAWS[length],
    asked: () => ({ each }),
    /** What is expected of the other is no choice. */
    reads: () => (key, answer) => (nodes.has(key) ? (answer === counted[key]?.letter ? 1 : 0) : null),
    references: { economicus: { kappa: 0 }, moralis: { kappa: 0.5 } },
    agreement: {
      unit: 'rate',
      says: 'score: where economicus and moralis (κ = 0.5) answer otherwise, expecting 50 : 50, the share of answers that are those of one of them',
      counts: ({ wants }) => wants['economicus'] !== wants['moralis'],
    },
    question: ({ key }) => counted[key]?.node ?? key,
    said: ({ key }: ProfileAnswer, value) => (value === 1 ? counted[key]?.does : counted[key]?.not) ?? String(value),
  };
}
