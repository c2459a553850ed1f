/**
 * What a job of Fireworks leaves behind links: the losses of its steps, and a few rows as they were rendered, with the weight of
 * each token. Both forms are read off jobs that others published; neither is documented. Not tried on the service.
 */
import { jsonOf } from '../../model/server-error.ts';
import { metricForm, renderForm } from './forms.ts';
import type { JobEvent, PreviewRow } from '../tuning-provider.ts';

const linesOf = (text: string): readonly unknown[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(jsonOf);

/** The steps in a metrics file; a line that is none is left out. `at`: Unix milliseconds of a line without a time. */
export function stepsIn(text: string, at: number): readonly JobEvent[] {
  const steps = linesOf(text).flatMap((line): readonly JobEvent[] => {
    const read = metricForm.safeParse(line);
    if (!read.success) return [];
    const { step, timestamp, data, ...beside } = read.data;
    const values: Readonly<Record<string, unknown>> = data ?? beside;
    const loss = values['train/loss'] ?? values['loss'];
    if (typeof loss !== 'number' || !Number.isFinite(loss)) return [];
    const when = timestamp === null || timestamp === undefined ? at : Math.round(timestamp * 1000);
    return [{ kind: 'step', at: when, step, of: null, loss }];
  });
  return steps.toSorted((a, b) => stepOf(a) - stepOf(b));
}

const stepOf = (event: JobEvent): number => (event.kind === 'step' ? event.step : 0);

/** The first `most` rows of a render file, in the order of the rows themselves. */
export function rendersIn(text: string, most: number): readonly PreviewRow[] {
  return linesOf(text)
    .flatMap((line) => {
      const read = renderForm.safeParse(line);
      return read.success ? [read.data] : [];
    })
    .toSorted((a, b) => (a.source_jsonl_row_index ?? 0) - (b.source_jsonl_row_index ?? 0))
    .slice(0, most)
    .map(({ decoded_tokens, token_weights }) => {
      const trained = decoded_tokens.filter((_, at) => (token_weights[at] ?? 0) > 0);
      return { tokens: decoded_tokens.length, trained: trained.length, text: trained.join('') };
    });
}
