/** Why an answer cannot be read, in the language of whoever gave it. */
import { type Problem, problemSentence } from './game.ts';

/** What was given, what is possible, what to do: one sentence in this language, in English where it is not spoken here. */
export const problemIn = (problem: Problem, language: string): string =>
  language === 'de' ? german(problem) : problemSentence(problem);

function german(problem: Problem): string {
  const { input } = problem;
  const given = problem.kind === 'nothing' ? '' : problem.given;
  if (input.kind === 'choice') {
    const options = input.options.map(({ label }) => `„${label}“`).join(' oder ');
    return problem.kind === 'nothing'
      ? `Noch ist nichts gewählt: Wählen Sie ${options}.`
      : `Wählen Sie ${options}; gegeben war „${given}“.`;
  }
  const { min, max, decimals, unit } = input;
  const range = `${min.toFixed(decimals)} bis ${max.toFixed(decimals)}${unit === undefined ? '' : ` ${unit}`}`;
  switch (problem.kind) {
    case 'nothing':
      return `Noch ist nichts eingegeben: Geben Sie eine Zahl von ${range} ein.`;
    case 'too fine': {
      const places =
        decimals === 0 ? 'ganze Zahlen' : `höchstens ${decimals} Nachkommastelle${decimals === 1 ? '' : 'n'}`;
      return `Möglich sind ${places} von ${range}; gegeben war „${given}“.`;
    }
    default:
      return `Geben Sie eine Zahl von ${range} ein; gegeben war „${given}“.`;
  }
}
