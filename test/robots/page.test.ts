/** Robots read pages as a browser without scripts would: what they would send is what the form says, and nothing else. */
import { expect, it } from 'vitest';
import { askedIn, formFor, readPage, sentAnyway } from './page.ts';
import { byLot, byPlan } from './policy.ts';

const page =
  readPage(`<!doctype html><title>x</title><body><main data-page='m&amp;1' data-kind="asked" data-key="first">
<form method="post" action="/K7QF/back"><input type="hidden" name="page" value="m&amp;1"><button>Back</button></form>
<form id="a" method=post action="/K7QF/answer?x=1"><input type=hidden name=page value="m&#38;1">
<label><input type="radio" name="answer" value="C"> cooperate &lt;3</label><input type='radio' name='answer' value='D'>
<input type="radio" name="answer" value="E" disabled></form>
<button form="a" name="then" value="go">Send</button>
<form method="post" action="/K7QF/guess"><select name="guess"><option value="x">X</option><option value="y">Y</option></select>
<input type="number" name="confidence" min="0" max="100" step="0.5"></form></main>`);

it('reads which page it is, its forms and what they send', () => {
  expect([page.id, page.kind, page.key]).toEqual(['m&1', 'asked', 'first']);
  const form = formFor(page, 'answer')!;
  expect(sentAnyway(form)).toEqual({ page: 'm&1' });
  expect(askedIn(form, 'answer')).toEqual({ name: 'answer', options: ['C', 'D'] });
  expect(form.fields.at(-1)).toMatchObject({ name: 'then', value: 'go' });
  expect(askedIn(formFor(page, 'guess')!, 'guess')).toEqual({ name: 'guess', options: ['x', 'y'] });
  expect(askedIn(formFor(page, 'guess')!, 'confidence')).toEqual({ name: 'confidence', min: 0, max: 100, step: 0.5 });
  expect(formFor(page, 'hand')).toBeNull();
  expect(page.words).toContain('cooperate <3');
  expect(readPage('<main></main>')).toMatchObject({ id: null, kind: null, forms: [] });
});

it('answers by lot within what is offered, the same each time, and by a plan where it can', () => {
  const [choice, number] = [
    { name: 'answer', options: ['C', 'D'] },
    { name: 'answer', min: 1, max: 2, step: 0.5 },
  ];
  const answers = Array.from({ length: 40 }, (_, nth) => byLot(7, 1)(choice, null, nth));
  expect(new Set(answers)).toEqual(new Set(['C', 'D']));
  expect(Array.from({ length: 40 }, (_, nth) => byLot(7, 1)(choice, null, nth))).toEqual(answers);
  expect(new Set(Array.from({ length: 40 }, (_, nth) => byLot(7, 1)(number, null, nth)))).toEqual(
    new Set(['1.0', '1.5', '2.0']),
  );
  const planned = byPlan(new Map([['first', 'D']]), () => 'other');
  expect(planned(choice, 'first', 0)).toBe('D');
  expect(planned(choice, 'second', 0)).toBe('other');
  expect(planned({ name: 'answer', options: ['C'] }, 'first', 0)).toBe('other');
});
