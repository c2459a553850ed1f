/** Guess who: which of the programs it was, and how sure one is. Nothing is preset. */
import { markedLabel } from '../../core/agent-signs.ts';
import { fill } from '../../core/template.ts';
import { escaped } from '../../page/charts.ts';
import type { Place } from '../../room/room.ts';
import type { HowShown } from '../how.ts';
import type { PageWords } from '../words.en.ts';
import { choicesHtml } from './choices.ts';
import { answerForm, overTop, type PageBody } from './frame.ts';
import { numberHtml, type NumberInput } from './number.ts';
import { signHtml } from './who-is-who.ts';

/** An agent's id as it is guessed: "moralis, κ = 0.5". */
export const calledInGuess = (id: string): string => id.replace(/^moralis:/, 'moralis, κ = ');

const PERCENT: NumberInput = { kind: 'number', min: 0, max: 100, step: 1, decimals: 0, unit: '%' };

/** The page of whoever guesses. */
export function guessBody(
  place: Place & { kind: 'guess' },
  { code, problem, typed }: HowShown,
  words: PageWords,
): PageBody {
  const said = words.guess;
  const says: Readonly<Record<string, string>> = said.says;
  const choices = place.among.map((id) => {
    const label = id.split(/[:/]/)[0]!;
    const sentence = says[label];
    return {
      value: id,
      label: `${signHtml(markedLabel([], { agent: label }))}<strong>${escaped(calledInGuess(id))}</strong>${sentence === undefined ? '' : `<br>${escaped(sentence)}`}`,
    };
  });
  const blind = fill(said.sureNote, { blind: Math.round(100 / Math.max(1, place.among.length)) });
  // The sentence that comes back is of the second question once the first is answered.
  const wrong = problem !== null;
  const which = choicesHtml({
    ...{ name: 'guess', ask: said.ask, choices, marked: typed['guess'] ?? null },
    problem: wrong && typed['guess'] === undefined,
  });
  const sure = numberHtml(
    {
      ...{ name: 'confidence', ask: escaped(said.sure), typed: typed['confidence'] ?? '', skipped: false },
      ...{ input: { ...PERCENT, ends: said.ends, note: blind }, problem: wrong && typed['guess'] !== undefined },
    },
    words,
  );
  return {
    top: overTop(said.title, place.finished),
    body: answerForm(code, 'guess', place.id, { widgets: `${which}\n${sure}`, problem, does: words.asked.final }),
  };
}

/** What of a guess cannot be taken, in one sentence; null: nothing. `confidence` as typed; `read`: the number it is read as. */
export function guessProblem(
  { guess, confidence, read }: { readonly guess: string; readonly confidence: string; readonly read: number | null },
  { guess: said }: PageWords,
): string | null {
  if (guess === '') return said.nothing;
  if (confidence.trim() === '') return said.noNumber;
  return read === null || read < 0 || read > 100 ? fill(said.outside, { given: confidence }) : null;
}
