/** Submissions that must fail, of a robot that has a question before it: each says what it is and what the door answered. */
import type { Reply } from './client.ts';
import { askedIn, formFor, sentAnyway } from './page.ts';
import type { Robot } from './robot.ts';

export type Refused = { readonly what: string; readonly status: number; readonly took: string; readonly words: string };

/**
 * Sends each of them. `other`: a robot in another seat, with a question before it as well. Rejects where one of the two has no
 * question.
 */
export async function mustFail(robot: Robot, other: Robot): Promise<readonly Refused[]> {
  const [mine, theirs] = [robot, other].map((one) => formFor(one.page, 'answer'));
  if (mine === undefined || mine === null || theirs === undefined || theirs === null)
    throw new Error('Both need a question before them.');
  const asked = askedIn(mine, 'answer');
  const legal = asked === null ? '' : 'options' in asked ? (asked.options[0] ?? '') : String(asked.min);
  const beyond = asked !== null && 'max' in asked ? String(asked.max + 1) : '101';
  const send = (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
    robot.client.send(mine.action, {
      form: { ...sentAnyway(mine), answer: legal, shown_ms: '5', marks: '[]', ...fields },
      headers,
    });
  const raw = (body: string, headers: Readonly<Record<string, string>> = {}) =>
    robot.client.send(mine.action, { body, headers });
  const attempts: readonly (readonly [what: string, reply: () => Promise<Reply>])[] = [
    ['nothing', () => send({ answer: '' })],
    ['an option that is not there', () => send({ answer: 'Z' })],
    ['out of range', () => send({ answer: beyond })],
    ['30 digits', () => send({ answer: '9'.repeat(30) })],
    ['a script', () => send({ answer: '<script>alert(1)</script>' })],
    ['the page of another', () => send({ page: other.page.id ?? '' })],
    ['a page that is none', () => send({ page: 'q.aaaaaaaa.0.0.first' })],
    ['no page', () => send({ page: '' })],
    ['10 MB', () => raw(`answer=${'x'.repeat(10_000_000)}`)],
    ['JSON', () => raw(JSON.stringify({ page: robot.page.id, answer: legal }), { 'content-type': 'application/json' })],
    ['from another site', () => send({}, { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' })],
    ['without a cookie', () => send({}, { cookie: '' })],
    ['with a made-up cookie', () => send({}, { cookie: `homines_${robot.plan.room}=${'A'.repeat(22)}` })],
    [
      "with another's cookie",
      () =>
        send(
          {},
          {
            cookie: `homines_${robot.plan.room}=${other.client.jar.get(`/${robot.plan.room} homines_${robot.plan.room}`)}`,
          },
        ),
    ],
  ];
  const refused: Refused[] = [];
  for (const [what, ask] of attempts) {
    // Whoever is sent ten megabytes may hang up in the middle.
    const reply = await ask().catch(() => null);
    const took = reply?.headers['took'];
    refused.push({
      what,
      status: reply?.status ?? 0,
      took: typeof took === 'string' ? took : '',
      words: reply?.body.slice(0, 2000) ?? '',
    });
  }
  return refused;
}
