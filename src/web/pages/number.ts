/** A number that is asked: a field, what may stand in it, and, of a rating, a line with nothing on it until it is touched. */
import { type Input, read, SKIPPED } from '../../core/game.ts';
import { fill } from '../../core/template.ts';
import { escaped } from '../../page/charts.ts';
import type { PageWords } from '../words.en.ts';
import { attributes } from './document.ts';

export type NumberInput = Input & { kind: 'number' };

export type NumberAsked = {
  /** Of the field: its id and its name. */
  readonly name: string;
  /** The question, as HTML. */
  readonly ask: string;
  readonly input: NumberInput;
  /** What stands in the field: typed before, or given before. */
  readonly typed: string;
  readonly skipped: boolean;
  readonly problem: boolean;
};

/** Under which keyboard a number is typed: one with a minus only where it is needed. */
const keyboard = ({ min, decimals }: NumberInput): string => (min < 0 ? 'text' : decimals > 0 ? 'decimal' : 'numeric');

/** The number as it would be taken; null where none is read. */
function numberOf(typed: string, input: NumberInput): number | null {
  const found = read(input, typed);
  return found.ok && typeof found.answer === 'number' ? found.answer : null;
}

/** The field with its words. The line of a rating appears with the script and moves the number; without it the field is all. */
export function numberHtml({ name, ask, input, typed, skipped, problem }: NumberAsked, words: PageWords): string {
  const { min, max, step, decimals, unit, ends, note, skip } = input;
  const said = words.asked;
  const written = (value: number): string => value.toFixed(decimals);
  const slots = { min: written(min), max: written(max) };
  const range =
    ends === undefined ? fill(said.range, slots) : fill(said.ends, { ...slots, low: ends[0], high: ends[1] });
  const value = numberOf(typed, input);
  const reads = value === null || written(value) === typed.trim() ? '' : fill(said.reads, { value: written(value) });
  const described = [`${name}-note`, ...(problem ? ['problem'] : [])].join(' ');
  const field = attributes({
    ...{ type: 'text', id: name, name, value: typed, inputmode: keyboard(input), autocomplete: 'off', maxlength: 12 },
    ...{ 'aria-describedby': described, 'aria-invalid': problem ? 'true' : null, 'data-decimals': decimals },
    ...{ 'data-min': min, 'data-max': max },
  });
  const line =
    ends === undefined
      ? ''
      : `<div class="line"><input type="range" tabindex="-1" aria-hidden="true"${attributes({ min, max, step, value: value ?? min, 'data-for': name, class: value === null ? 'unset' : null })}><p aria-hidden="true"><span>${written(min)} ${escaped(ends[0])}</span><span>${escaped(ends[1])} ${written(max)}</span></p></div>`;
  const none =
    skip === undefined
      ? ''
      : `<label class="option quiet"><input type="checkbox" name="skip"${attributes({ value: SKIPPED, checked: skipped, 'data-for': name })}><span>${escaped(skip)}</span></label>`;
  return `<h2><label for="${escaped(name)}">${ask}</label></h2>
${line}<p class="entry"><input${field}>${unit === undefined ? '' : ` <span>${escaped(unit)}</span>`} <output${attributes({ for: name, 'data-reads': said.reads })}>${escaped(reads)}</output></p>
<p class="hint" id="${escaped(name)}-note">${escaped([range, note].filter(Boolean).join(' · '))}</p>
${none}`;
}
