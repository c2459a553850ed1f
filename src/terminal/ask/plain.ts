/** A question for a screen reader: one idea a line, no drawing. */
import { SKIPPED } from '../../core/game.ts';
import { blocksAsText } from '../../core/blocks.ts';
import { draftNumbers, numberRead, type AskState } from './state.ts';

export function askAsText(state: AskState, masked = false): string {
  const { ask, input } = state.decision;
  const lines = [ask];
  if (input.kind === 'choice') {
    for (const option of input.options)
      lines.push(`${option.key}: ${option.label}${!masked && state.marked === option.value ? ', marked' : ''}`);
    lines.push(
      state.marked === null
        ? 'nothing chosen yet'
        : masked
          ? 'something is marked'
          : state.marked === SKIPPED
            ? 'marked: rather not say'
            : '',
    );
  } else {
    const range = `a number from ${input.min} to ${input.max}${input.unit ? ` ${input.unit}` : ''}`;
    lines.push(input.ends ? `${range}: ${input.min} is ${input.ends[0]}, ${input.max} is ${input.ends[1]}` : range);
    if (input.note) lines.push(input.note);
    const value = numberRead(state);
    const stands =
      state.marked === SKIPPED
        ? 'rather not say'
        : state.text === ''
          ? 'nothing entered yet'
          : value === null
            ? `typed ${state.text}`
            : `reads ${value.toFixed(input.decimals)}`;
    lines.push(masked && stands !== 'nothing entered yet' ? 'something is entered' : stands);
    if (state.calculator && !masked) {
      state.calculator.fields.forEach((field, i) =>
        lines.push(`what if ${field.label}: ${state.draft[i] || 'empty'}${state.focus === i ? ', here' : ''}`),
      );
      lines.push(blocksAsText(state.calculator.show(draftNumbers(state))));
    }
  }
  if (state.problem !== null) lines.push(state.problem);
  return lines.filter((words) => words !== '').join('\n');
}
