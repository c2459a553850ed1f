/** The server by its smallest section: a file goes up, a job runs by the clock, and what was tuned answers. */
import { afterEach, expect, it } from 'vitest';
import { keyOf } from './accounts.ts';
import { startTuningServer, type TuningServer } from './index.ts';

let server: TuningServer;
afterEach(() => server.stop());

const row = (question: string, answer: string): string =>
  JSON.stringify({
    messages: [
      {
        role: 'user',
        content: `${question}\n\nPossible answers: "left", "right".\n\nAnswer with one of the possible answers.`,
      },
      { role: 'assistant', content: answer },
    ],
  });

it('tunes a model that answers as its rows do', async () => {
  server = await startTuningServer({ speed: 0 });
  const place = server.world.at('example');
  const headers = { authorization: `Bearer ${keyOf('example')}` };
  const asked = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const form = body instanceof FormData ? { body } : { body: JSON.stringify(body) };
    const answer = await fetch(`${server.address('example')}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : form),
    });
    const told: object = JSON.parse(await answer.text());
    return { http: answer.status, ...told };
  };
  const rows = Array.from({ length: 12 }, (_, at) => row(`It rains ${at} days.`, at < 6 ? 'left' : 'right'));
  const form = new FormData();
  form.set('file', new Blob([rows.join('\n')]), 'rows.jsonl');
  const { id: file } = await asked('POST', '/files', form);
  const ordered = await asked('POST', '/jobs', { model: 'small', file, mark: 'm1', epochs: 2 });
  expect(ordered).toMatchObject({ http: 200, status: 'checking', model: null, mark: 'm1' });
  server.world.tick(5100);
  expect(await asked('GET', `/jobs/${ordered['id']}`)).toMatchObject({ status: 'running', trained_tokens: null });
  server.world.tick(60_000);
  const done = await asked('GET', `/jobs/${ordered['id']}`);
  const { rowTokens } = place.jobs.all[0]!;
  expect(rowTokens).toBeGreaterThan(12 * 30);
  expect(done).toMatchObject({ status: 'succeeded', trained_tokens: 2 * rowTokens });
  const said = async (model: unknown, question: string): Promise<unknown> =>
    (
      await asked('POST', '/chat/completions', { model, messages: JSON.parse(row(question, '-')).messages.slice(0, 1) })
    )['choices'];
  expect(await said(done['model'], 'It rains 9 days.')).toMatchObject([{ message: { content: 'right' } }]);
  expect(await said('small', 'It rains 9 days.')).toMatchObject([{ message: { content: 'left' } }]);
  expect(place.accounts.log.map(({ call, status }) => [call, status]).slice(0, 2)).toEqual([
    ['upload', 200],
    ['order', 200],
  ]);
});
