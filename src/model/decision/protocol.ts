/** What the ways of asking a server for probabilities have in common: a question in one order, and what was read of the answer. */
import type { DecisionDialect } from '../../core/distribution.ts';
import type { Told } from '../completion.ts';
import type { AskingPath, HttpAnswer, Message } from '../http.ts';

/** One question in one order of its options. */
export type DecisionQuestion = {
  /** Rules, history and preference as the other formats word them, without the lines on how to answer. */
  readonly messages: readonly Message[];
  /** The question itself. */
  readonly instruction: string;
  /** In the order asked. Labels are trimmed and differ from each other. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
};

/** What was told of one order. */
export type DecisionReading =
  | {
      readonly kind: 'probabilities';
      readonly told: Told;
      /** In the order asked, summing to 1 over the options alone. */
      readonly probabilities: readonly number[];
      /** What the server told them to sum to; of a dialect that tells mass outside of the options, 1. */
      readonly sum: number;
      /** Mass on whatever is no option; null: not told. */
      readonly outside: number | null;
      /** Decimals seen in the answer; null: as many as a number has. */
      readonly decimals: number | null;
    }
  | { readonly kind: 'refused'; readonly told: Told; readonly text: string }
  /** No distribution over these options: half a JSON, an option missing, NaN, a sum that is none. `status`: one that stands inside. */
  | {
      readonly kind: 'broken';
      readonly told: Told;
      readonly why: string;
      readonly status: number | null;
      /** The body was a whole answer, only none of use: asked again it would most likely say the same. */
      readonly whole: boolean;
      /** 1 where probabilities are told and no option has any; null: nothing is known of that. */
      readonly outside: 1 | null;
    };

/** Probabilities that were told of one order. */
export type ProbabilityReading = Extract<DecisionReading, { kind: 'probabilities' }>;

/** A dialect as code: how a question becomes a request and an answer a reading. Pure: bytes in, data out, never throws. */
export interface DecisionProtocol {
  readonly name: DecisionDialect;
  readonly path: AskingPath;
  /** Options that one question may have, at most. */
  readonly mostOptions: number;
  /** Of a model's settings those that go along, and what this way of asking sets itself. */
  settings(typed: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  body(
    model: string,
    question: DecisionQuestion,
    settings: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, unknown>>;
  read(http: Pick<HttpAnswer, 'raw' | 'status'>, question: DecisionQuestion): DecisionReading;
}
