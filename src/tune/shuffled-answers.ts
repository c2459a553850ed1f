/**
 * The control: the answers of a set dealt out anew among questions at the same node, under the same labels, of the same possible
 * answers. Every answer is given as often as before, and to which question hangs on nothing: what a model learns of it is what
 * training as such does.
 */
import type { Input } from '../core/game.ts';
import { rng } from '../core/rng.ts';
import { completionOf } from './row-words.ts';
import type { TuneRow } from './row.ts';

/** A row with what is needed to write another answer into it. */
export type AnsweredRow = {
  readonly row: Pick<TuneRow, 'source' | 'kind' | 'answerForm' | 'answer' | 'completion'>;
  readonly input: Input;
  /** Of JSON: what stands before the answer; it goes where its answer goes. */
  readonly reasons: string;
};

/** What may be answered, as a name. */
const domainOf = (input: Input): string =>
  input.kind === 'choice'
    ? input.options
        .map(({ value }) => value)
        .sort()
        .join(' ')
    : `${input.min} to ${input.max} by ${input.step}`;

/** Among which rows answers are dealt out; null: this row keeps its own. */
export function dealtAmong({
  row: { source, kind, answerForm },
  input,
}: Pick<AnsweredRow, 'input'> & { readonly row: Pick<TuneRow, 'source' | 'kind' | 'answerForm'> }): string | null {
  if (source === null || kind === 'form') return null;
  return [source.game, source.key, source.labels, domainOf(input), answerForm === 'json' ? 'json' : 'bare'].join(' · ');
}

/** The answer and the completion of each row, dealt out; in the order of the rows. */
export function shuffledAnswers(
  rows: readonly AnsweredRow[],
  seed: number,
): readonly Pick<TuneRow, 'answer' | 'completion'>[] {
  const given: Pick<TuneRow, 'answer' | 'completion'>[] = rows.map(({ row: { answer, completion } }) => ({
    answer,
    completion,
  }));
  const groups = new Map<string, number[]>();
  for (const [at, row] of rows.entries()) {
    const name = dealtAmong(row);
    if (name !== null) groups.set(name, [...(groups.get(name) ?? []), at]);
  }
  for (const [name, places] of groups) {
    const dealt = rng(seed, 'control', name).shuffle(places);
    for (const [i, place] of places.entries()) {
      const from = rows[dealt[i]!]!;
      const { answer } = from.row;
      const { input, row } = rows[place]!;
      given[place] = { answer, completion: completionOf(input, answer, row.answerForm, from.reasons) };
    }
  }
  return given;
}
