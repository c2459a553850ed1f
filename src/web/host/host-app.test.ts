import { afterEach, describe, expect, it } from 'vitest';
import { UserError } from '../../core/user-error.ts';
import { loadGame } from '../../disk/games.ts';
import { lessonNames } from '../../disk/lesson-files.ts';
import { choiceOf, roomDefaults } from '../../lab/set-up.ts';
import { loadLesson } from '../../lessons/load-lesson.ts';
import { boardLine, countsOf, scriptedDesk, type ScriptedDesk } from '../../room/host-desk.test-data.ts';
import { phoneDoor, type PhoneDoor, WRONG } from '../app.ts';
import { plainPages } from '../plain-pages.test-data.ts';
import { type HostApp, hostApp, steeringIn } from './host-app.ts';
import { linksIn, linkText, newLinks, openedBy } from './links.ts';
import type { ProjectionPicture } from './picture.ts';

const [BOARD, PROJECTOR] = ['b'.repeat(22), 'p'.repeat(22)];
const closing: { close(): void }[] = [];
afterEach(() => {
  for (const one of closing.splice(0)) one.close();
});

/** The host's pages behind the door that they stand behind in the program. */
function opened(desk: ScriptedDesk, picture: ProjectionPicture | null = null): PhoneDoor & { readonly host: HostApp } {
  const opens = async (secret: string) => (secret === BOARD ? 'board' : secret === PROJECTOR ? 'projector' : null);
  const host = hostApp({
    desk,
    opens,
    picture: async () => picture,
    language: null,
    told: true,
    clock: () => 1_060_000,
  });
  const door = phoneDoor({ room: desk.room, pages: plainPages, ours: () => true, hostPages: host.app });
  closing.push(host, door);
  return { ...door, host };
}

const textOf = async (door: PhoneDoor, path: string, part = false): Promise<string> => {
  const answer = await door.app.request(path, {
    headers: { host: 'x', ...(part ? { accept: 'text/html; fragment' } : {}) },
  });
  expect(answer.status).toBe(200);
  return answer.text();
};
const post = (
  door: PhoneDoor,
  path: string,
  fields: Readonly<Record<string, string>>,
  headers = {},
): Promise<Response> =>
  Promise.resolve(
    door.app.request(path, {
      method: 'POST',
      headers: { host: 'x', origin: 'http://x', 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields),
    }),
  );

async function deskOf(game: string): Promise<ScriptedDesk> {
  const table = choiceOf(roomDefaults(await loadGame(game)));
  if ('problem' in table) throw new Error(table.problem);
  return scriptedDesk({ tables: [table] });
}

describe('the board page', () => {
  it('shows state, code, counts and who needs help, and steers by plain forms', async () => {
    const desk = await deskOf('prisoners-dilemma');
    const lines = [
      boardLine(1, { doing: 'gone' }, { label: '<b>p1</b>' }),
      boardLine(2, { doing: 'deciding', slow: true }),
      boardLine(3),
    ];
    desk.room.setBoard({ lines, counts: countsOf(lines), state: 'gathering' });
    const door = opened(desk);
    const page = await textOf(door, `/h/${BOARD}/board`);
    expect(page).toContain('K7QF');
    expect(page).toContain('&lt;b&gt;p1');
    expect(page).not.toContain('<b>p1</b>');
    expect(page).not.toMatch(/ style=|<style|<script>|onclick/);
    expect(page.match(/>Replace</g)).toHaveLength(2);
    const answer = await post(door, `/h/${BOARD}/steer`, { do: 'start' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/h/${BOARD}/board`]);
    await post(door, `/h/${BOARD}/steer`, { do: 'replace', member: 'm1' });
    await post(door, `/h/${BOARD}/steer`, { do: 'say', text: ' hi \u001b[31m ' });
    await post(door, `/h/${BOARD}/steer`, { do: 'project', move: 'next' });
    expect(desk.did).toEqual([
      'steer {"do":"start"}',
      'steer {"do":"replace","member":"m1"}',
      'steer {"do":"say","text":"hi"}',
      'project next',
    ]);
  });

  it('says what could not be done in one sentence, and does nothing on what no form says', async () => {
    const desk = await deskOf('prisoners-dilemma');
    const door = opened(desk);
    const odd = await post(door, `/h/${BOARD}/steer`, { do: 'explode' });
    expect(odd.status).toBe(422);
    expect(desk.did).toEqual([]);
    desk.fail(new UserError('The disk is full: make room.'));
    const full = await post(door, `/h/${BOARD}/steer`, { do: 'pause' });
    expect(full.status).toBe(422);
    expect(await full.text()).toContain('The disk is full: make room.');
  });

  it.each(lessonNames())('has the words of every stop of %s, and a way on and back', async (name) => {
    const lesson = await loadLesson(name);
    const desk = scriptedDesk({ lesson });
    const door = opened(desk);
    for (const [stop, { title }] of lesson.lesson.stops.entries()) {
      desk.room.setBoard({ stop });
      const main = await textOf(door, `/h/${BOARD}/board`, true);
      expect(main.startsWith('<main')).toBe(true);
      expect(main).toContain(title.replaceAll('&', '&amp;').replaceAll('"', '&quot;'));
      expect(main.includes(`name="stop" value="${stop + 1}"`)).toBe(true);
    }
  });
});

describe('secrets', () => {
  it('open their own page and no other; a wrong one is a page that is not there', async () => {
    const desk = await deskOf('prisoners-dilemma');
    const door = opened(desk);
    await textOf(door, `/h/${BOARD}/board`);
    await textOf(door, `/p/${PROJECTOR}`);
    for (const path of [`/h/${PROJECTOR}/board`, `/p/${BOARD}`, '/h/x/board', '/p/x', `/h/${PROJECTOR}/events`])
      expect((await door.app.request(path, { headers: { host: 'x' } })).status, path).toBe(404);
    expect((await post(door, `/h/${PROJECTOR}/steer`, { do: 'end' })).status).toBe(404);
    expect(desk.did).toEqual([]);
  });

  it('that are wrong are slowed down after many; the right one opens, whoever else tries', async () => {
    const door = opened(await deskOf('prisoners-dilemma'));
    const tried = async (secret: string): Promise<number> =>
      (await door.app.request(`/h/${secret}/board`, { headers: { host: 'x' } })).status;
    const wrong = await Promise.all(Array.from({ length: 2 * WRONG.most }, (_, i) => tried(String(i))));
    expect([wrong[0], wrong.at(-1)]).toEqual([404, 429]);
    expect(await tried(BOARD)).toBe(200);
  });

  it('steer only from our own pages', async () => {
    const desk = await deskOf('prisoners-dilemma');
    const door = opened(desk);
    const foreign = await post(door, `/h/${BOARD}/steer`, { do: 'end' }, { origin: 'http://elsewhere' });
    expect(foreign.status).toBe(403);
    expect(desk.did).toEqual([]);
  });

  it('are kept as hashes; of another start they stand beside, renewed they take the place of all before', () => {
    const [first, second, third] = [newLinks(), newLinks(), newLinks()];
    const made = [
      { text: linkText(first), renewed: false },
      { text: linkText(second), renewed: false },
    ];
    const known = linksIn(made);
    expect(JSON.stringify(known)).not.toContain(first.board);
    expect(openedBy(known, first.board)).toBe('board');
    expect(openedBy(known, second.projector)).toBe('projector');
    const after = linksIn([...made, { text: linkText(third), renewed: true }]);
    expect(
      [first, second].flatMap(({ board, projector }) => [board, projector]).map((one) => openedBy(after, one)),
    ).toEqual([null, null, null, null]);
    expect(openedBy(after, third.board)).toBe('board');
    expect(linksIn([{ text: 'board x projector y', renewed: false }])).toEqual([]);
  });
});

describe('the projector page', () => {
  it('shows code, address, a QR code and how many are here, and names nobody', async () => {
    const desk = await deskOf('prisoners-dilemma');
    const lines = [boardLine(1, {}, { label: 'p07' }), boardLine(2, { doing: 'gone' }, { label: 'p08' })];
    desk.room.setBoard({ lines, counts: countsOf(lines) });
    const door = opened(desk);
    const page = await textOf(door, `/p/${PROJECTOR}`);
    for (const said of ['K7QF', '127.0.0.1:4400', '<svg class="qr"', '1 person is here', 'computer program'])
      expect(page).toContain(said);
    for (const said of ['p07', 'p08', 'm1', BOARD]) expect(page).not.toContain(said);
    expect(page).not.toMatch(/<form| style=|<style/);
  });

  it('shows a picture with signs in the colours of the style sheet', async () => {
    const picture = { title: 'A & B', charts: ['<svg id="c"></svg>'], legend: '◆ people  ░ published', says: ['So.'] };
    const door = opened(await deskOf('prisoners-dilemma'), picture);
    const main = await textOf(door, `/p/${PROJECTOR}`, true);
    expect(main).toContain('A &amp; B');
    expect(main).toContain('<svg id="c">');
    expect(main).toContain('class="m-human"');
    expect(main).toContain('class="m-band"');
  });

  it('hears of changes by a stream that carries none of them', async () => {
    const door = opened(await deskOf('prisoners-dilemma'));
    const answer = await door.app.request(`/p/${PROJECTOR}/events`, { headers: { host: 'x' } });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const reader = answer.body!.getReader();
    const first = new TextDecoder().decode((await reader.read()).value);
    expect(first).toContain('event: changed');
    await reader.cancel();
  });
});

describe('what a form asks for', () => {
  it.each([
    [{ do: 'stop', stop: '-1' }],
    [{ do: 'stop', stop: '1e3' }],
    [{ do: 'project', move: 'up' }],
    [{ do: 'replace' }],
    [{}],
  ])('%j is refused', (fields) => {
    expect(() => steeringIn(new URLSearchParams(fields))).toThrow(UserError);
  });
});
