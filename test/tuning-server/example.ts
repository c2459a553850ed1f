/** The smallest section: a provider that takes files, tunes, and answers. Others are written after it. */
import { chatReply } from './chat.ts';
import type { Job } from './jobs.ts';
import type { Place } from './place.ts';
import { bearer, numberIn, ok, Refused, textIn, type Section } from './section.ts';

export const exampleSection: Section = {
  name: 'example',
  prefix: '/example/v1',
  key: bearer,
  refused: ({ status, message, kind, param, retryAfter }) => ({
    ...{ status, json: { error: { message, type: kind, param } } },
    headers: retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
  }),
  facts: {
    bases: [
      {
        ...{ name: 'small', tunable: true, retired: null },
        ...{ rules: { rowTokens: 4096, least: 10 }, usdPerMillion: 3 },
      },
      {
        ...{ name: 'old', tunable: false, retired: null },
        ...{ rules: { rowTokens: 4096, least: 10 }, usdPerMillion: 3 },
      },
    ],
    ...{ tokenizer: 'o200k_base', checks: 'by the job', serves: 'at once', usdPerHour: 0 },
    jobId: (n) => `job-${n}`,
    modelName: (job, { base, suffix }) => `tuned:${base}:${suffix ?? ''}:${job}`,
  },
  routes: [
    {
      ...{ call: 'upload', method: 'POST', path: /^\/files$/ },
      answer(request, { files }) {
        const file = request.form().find(({ name }) => name === 'file');
        if (file === undefined) throw new Refused('bad', 'There is no file.', { param: 'file' });
        const { id } = files.put({ name: file.file ?? 'file', purpose: 'fine-tune', content: file.content });
        return ok({ id });
      },
    },
    {
      ...{ call: 'order', method: 'POST', path: /^\/jobs$/ },
      answer(request, place) {
        const body = request.json();
        const epochs = numberIn(body, 'epochs');
        const job = place.jobs.order({
          ...{ base: textIn(body, 'model') ?? '', train: textIn(body, 'file') ?? '', heldOut: null },
          ...{ suffix: textIn(body, 'suffix') ?? null, marks: { mark: textIn(body, 'mark') ?? '' } },
          hyper: epochs === undefined ? {} : { epochs },
        });
        return ok(told(place, job));
      },
    },
    {
      ...{ call: 'jobs', method: 'GET', path: /^\/jobs$/ },
      answer: (_, place) => ok({ data: place.jobs.list().map((job) => told(place, job)) }),
    },
    {
      ...{ call: 'job', method: 'GET', path: /^\/jobs\/([^/]+)$/ },
      answer: ({ params }, place) => ok(told(place, place.jobs.get(params[0]!))),
    },
    {
      ...{ call: 'chat', method: 'POST', path: /^\/chat\/completions$/ },
      answer: (request, place) => chatReply(place, request.json()),
    },
  ],
};

const told = (place: Place, job: Job) => {
  const { state, model, why, billedTokens } = place.jobs.now(job);
  return { id: job.id, status: state, model, error: why, trained_tokens: billedTokens, ...job.order.marks };
};
