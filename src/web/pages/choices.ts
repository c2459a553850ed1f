/** One of several as large buttons that are radio buttons: a tap marks one, nothing is marked before. */
import { escaped } from '../../page/charts.ts';
import { attributes } from './document.ts';

export type Choice = {
  readonly value: string;
  /** As HTML. */
  readonly label: string;
  /** Quieter than the others: rather not say. */
  readonly quiet?: true;
};

/** A group with its question. `marked`: the value that was given before; `problem`: whether a sentence of that id stands beside it. */
export function choicesHtml({
  name,
  ask,
  choices,
  marked,
  problem,
}: {
  readonly name: string;
  readonly ask: string;
  readonly choices: readonly Choice[];
  readonly marked: string | null;
  readonly problem: boolean;
}): string {
  const options = choices.map(
    ({ value, label, quiet }) =>
      `<label class="option${quiet ? ' quiet' : ''}"><input type="radio"${attributes({ name, value, checked: value === marked })}><span>${label}</span></label>`,
  );
  return `<fieldset${attributes({ 'aria-describedby': problem ? 'problem' : null, 'aria-invalid': problem ? 'true' : null })}><legend><h2>${escaped(ask)}</h2></legend>${options.join('')}</fieldset>`;
}
