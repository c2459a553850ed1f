import { describe, expect, it } from 'vitest';
import { openDoor, part, waitingPlace } from './door.test-data.ts';
import { newSecret } from './secrets.ts';

describe('a seat', () => {
  it('shows its page, and asks nothing where it is the same', async () => {
    const { room, mine } = openDoor();
    room.put(waitingPlace('w1'));
    expect(await (await mine('/K7QF/play')).text()).toContain('data-page="w1"');
    expect((await mine('/K7QF/since?page=w1&said=0', part)).status).toBe(204);
    room.say('Soon.');
    const said = await mine('/K7QF/since?page=w1&said=0', part);
    expect([said.status, await said.text()]).toEqual([200, expect.stringMatching(/^<main [\s\S]*Soon\./)]);
    room.put(waitingPlace('w2'));
    expect((await mine('/K7QF/since?page=w1', part)).status).toBe(200);
  });

  it('hands in what is on the form: by 303, or as the new main', async () => {
    const { room, post, member, pass, mine, now, seated } = openDoor();
    room.put(waitingPlace('w1'));
    await mine('/K7QF/play');
    pass(5000);
    const plain = await post('/K7QF/answer', { page: 'w1', answer: 'C' });
    expect([plain.status, plain.headers.get('location'), plain.headers.get('took')]).toEqual([
      303,
      '/K7QF/play',
      'stored',
    ]);
    expect(room.done.at(-1)).toEqual({
      ...{ did: 'answer', member },
      given: { page: 'w1', answer: 'C', shownAt: now() - 5000, marks: [] },
    });
    const marks = JSON.stringify([[12.4, 'tap C']]);
    const script = await post(
      '/K7QF/answer',
      { page: 'w1', answer: 'C', shown_ms: '2000', marks },
      { ...seated, ...part },
    );
    expect([script.status, await script.text()]).toEqual([200, expect.stringMatching(/^<main /)]);
    expect(room.done.at(-1)).toMatchObject({ given: { shownAt: now() - 2000, marks: [[12, 'tap C']] } });
  });

  it.each([
    ['marks that are none', { marks: '{"a":1' }, [], 0],
    ['times that cannot be', { shown_ms: '-5', marks: '[["x","tap"]]' }, [], 0],
    ['a page shown before it was sent', { shown_ms: '99999999' }, [], 0],
    ['a time of its own', { shown_at: '99999999999999' }, [], 0],
  ] as const)('believes a phone nothing that cannot be: %s', async (_, fields, marks, late) => {
    const { room, post, mine, now } = openDoor();
    room.put(waitingPlace('w1'));
    await mine('/K7QF/play');
    await post('/K7QF/answer', { page: 'w1', answer: 'C', ...fields });
    expect(room.done.at(-1)).toMatchObject({ given: { shownAt: now() - late, marks } });
  });

  it('says of a page that is over that it is, and of a problem what it is, with what was typed', async () => {
    const { room, post, seated } = openDoor();
    room.put(waitingPlace('w2'));
    const past = await post('/K7QF/answer', { page: 'w1', answer: 'C' });
    expect([past.headers.get('location'), past.headers.get('took')]).toEqual(['/K7QF/play?past=1', 'past']);
    room.reply(() => ({ took: 'problem', problem: 'Type <a> number.' }));
    for (const headers of [seated, { ...seated, ...part }]) {
      const problem = await post('/K7QF/answer', { page: 'w2', answer: '1,"5' }, headers);
      const text = await problem.text();
      expect([problem.status, problem.headers.get('took')]).toEqual([422, 'problem']);
      expect(text).toContain('Type &lt;a&gt; number.');
      expect(text).toContain('value="1,&quot;5"');
    }
  });

  it.each([
    ['back', { page: 'w1' }, { did: 'back', page: 'w1' }],
    ['on', { page: 'w1' }, { did: 'on', page: 'w1' }],
    ['guess', { page: 'w1', guess: 'baseline', confidence: '70' }, { did: 'guess', guess: 'baseline', confidence: 70 }],
    ['hand', { page: 'w1', answer: 'yes' }, { did: 'hand', answer: 'yes' }],
    ['answer', { page: 'w1', answer: 'C', skip: 'x' }, { did: 'answer', given: { answer: 'x' } }],
  ] as const)('takes %s', async (name, fields, done) => {
    const { room, post, mine } = openDoor();
    room.put(waitingPlace('w1'));
    expect((await post(`/K7QF/${name}`, fields)).headers.get('took')).toBe('stored');
    expect(room.done.at(-1)).toMatchObject(done);
    const before = room.done.length;
    expect((await post(`/K7QF/${name}`, {})).headers.get('took')).toBe('past');
    expect((await mine(`/K7QF/${name}`)).headers.get('location')).toBe('/K7QF/play');
    expect(room.done.slice(before).filter(({ did }) => did !== 'seen')).toEqual([]);
  });

  it.each([
    ['nothing', {}],
    ['nobody', { confidence: '50' }],
    ['no number', { guess: 'baseline' }],
    ['words', { guess: 'baseline', confidence: 'very' }],
    ['too much', { guess: 'baseline', confidence: '101' }],
  ])('a guess that says %s is none', async (_, fields) => {
    const { room, post } = openDoor();
    room.put(waitingPlace('w1'));
    const answer = await post('/K7QF/guess', { page: 'w1', ...fields });
    expect([answer.status, answer.headers.get('took')]).toEqual([422, 'problem']);
    expect(await answer.text()).toMatch(/role="alert">[^<]{10,}</);
    await post('/K7QF/guess', { page: 'w1', guess: 'baseline', confidence: '62,5' });
    expect(room.done.filter(({ did }) => did === 'guess')).toMatchObject([{ confidence: 62.5 }]);
  });

  it('is nobody else’s: without its secret there is the entrance, for a script 403', async () => {
    const { room, post, get } = openDoor();
    room.put(waitingPlace('w1'));
    const cookie = `homines_K7QF=${newSecret()}; homines_K7QF=x; homines_ABCD=${newSecret()}`;
    expect((await get('/K7QF/play', { headers: { cookie } })).headers.get('location')).toBe('/K7QF');
    expect((await post('/K7QF/answer', { page: 'w1', answer: 'C' }, { cookie })).headers.get('location')).toBe('/K7QF');
    expect((await post('/K7QF/answer', { page: 'w1', answer: 'C' }, { cookie, ...part })).status).toBe(403);
    expect((await get('/K7QF/events', { headers: { cookie } })).status).toBe(403);
    expect(room.done).toEqual([]);
  });

  it('that hands in faster than anybody taps waits a moment', async () => {
    const { room, post } = openDoor();
    room.put(waitingPlace('w1'));
    const all = await Promise.all(Array.from({ length: 200 }, () => post('/K7QF/answer', { page: 'w1', answer: 'C' })));
    expect(all.filter(({ status }) => status === 303).length).toBeGreaterThanOrEqual(120);
    expect(all.at(-1)?.status).toBe(429);
  });
});

describe('calculator and debrief', () => {
  it('are parts for a script and whole pages without one, whose numbers are kept for the answer', async () => {
    const { room, post, mine, pass, seated } = openDoor();
    room.put(waitingPlace('w1'));
    await mine('/K7QF/play');
    expect((await post('/K7QF/whatif', { page: 'w1', whatif: '1,5' }, { ...seated, ...part })).status).toBe(404);
    pass(700);
    const page = await post('/K7QF/whatif', { page: 'w1', whatif: '1,5' });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('1,5')]);
    await post('/K7QF/answer', { page: 'w1', answer: '2' });
    expect(room.done.at(-1)).toMatchObject({ given: { marks: [[700, 'what-if 1.5']] } });
    expect(await (await mine('/K7QF/debrief?kappa=0.4')).text()).toContain('0.4');
    expect((await mine('/K7QF/debrief?kappa=7')).status).toBe(200);
  });
});
