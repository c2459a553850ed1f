/** What a provider says of a job beside what is written of it: the events that are new, each once. */
import { cleanLine } from '../core/outside-text.ts';
import type { TuningEvent } from '../tune/run-folder.ts';
import { sinceOrdered } from './journal.ts';
import type { JobEvent, TuningJob } from './tuning-provider.ts';

/** Letters that are kept of what a provider says. */
const MOST_SAID = 300;
/** Milliseconds that a job which has succeeded may take to name its model. */
const NAMELESS_MS = 10 * 60_000;

/** `written`: everything of the run so far; `label`: what the provider is called; `now`: Unix milliseconds. The last event comes last. */
export function jobNews(
  written: readonly TuningEvent[],
  job: TuningJob,
  told: readonly JobEvent[],
  label: string,
  now: number,
): readonly TuningEvent[] {
  const since = sinceOrdered(written);
  const has = (found: (event: TuningEvent) => boolean): boolean => since.some(found);
  const news: TuningEvent[] = [];
  const steps = new Set(since.flatMap((event) => (event.kind === 'step' ? [event.step] : [])));
  const checkpoints = new Set(since.flatMap((event) => (event.kind === 'checkpoint' ? [event.step] : [])));
  const words = new Set(since.flatMap((event) => (event.kind === 'doing' ? [saidKey(event.at, event.what)] : [])));

  const last = since.findLast((event) => event.kind === 'job');
  const said = short(job.said);
  const turned = last?.state !== job.state || last.said !== said;
  if (turned) news.push({ kind: 'job', at: now, state: job.state, said });

  for (const event of told) {
    if (!Number.isFinite(event.at)) continue;
    switch (event.kind) {
      case 'step':
        if (!isStep(event.step) || !Number.isFinite(event.loss) || steps.has(event.step)) break;
        steps.add(event.step);
        news.push({ ...event, of: event.of !== null && isStep(event.of) ? event.of : null });
        break;
      case 'checkpoint':
        if (!isStep(event.step) || checkpoints.has(event.step)) break;
        checkpoints.add(event.step);
        news.push(event);
        break;
      case 'said': {
        const what = short(event.text);
        if (what === '' || words.has(saidKey(event.at, what))) break;
        words.add(saidKey(event.at, what));
        news.push({ kind: 'doing', at: event.at, what });
        break;
      }
    }
  }

  const billed = since.findLast((event) => event.kind === 'billed');
  const tokens = job.tokens !== null && isStep(job.tokens) ? job.tokens : null;
  const usd = job.usd !== null && Number.isFinite(job.usd) ? job.usd : null;
  if ((tokens !== null || usd !== null) && (billed?.tokens !== tokens || billed.usd !== usd))
    news.push({ kind: 'billed', at: now, tokens, usd });

  const succeeded = since.find((event) => event.kind === 'job' && event.state === 'succeeded')?.at ?? now;
  if (job.state === 'succeeded' && job.model !== null && !has(({ kind }) => kind === 'finished'))
    news.push({
      ...{ kind: 'finished', at: now, step: Math.max(0, ...steps), digest: short(job.model) },
      seconds: Math.max(0, ((job.endedAt ?? now) - job.createdAt) / 1000),
    });
  const why =
    job.state === 'failed'
      ? `${label} says: ${short(job.why ?? '') || 'nothing of why'}`
      : job.state === 'succeeded' && job.model === null && now - succeeded > NAMELESS_MS
        ? `${label} says that the job has succeeded and names no model`
        : null;
  // One run has one job: to try again is another run, which is paid again.
  if (why !== null && !has(({ kind }) => kind === 'failed'))
    news.push({ kind: 'failed', at: now, sentence: `${why.replace(/\.$/, '')}.`, again: false });
  return news;
}

/** Whether nothing more is to come of a job, by what is written of it. */
export function isJobOver(written: readonly TuningEvent[]): boolean {
  return sinceOrdered(written).some(
    (event) =>
      event.kind === 'finished' || event.kind === 'failed' || (event.kind === 'job' && event.state === 'cancelled'),
  );
}

const saidKey = (at: number, what: string): string => `${at} ${what}`;
const short = (text: string): string => cleanLine(text).trim().slice(0, MOST_SAID);
const isStep = (of: number): boolean => Number.isSafeInteger(of) && of >= 0;
