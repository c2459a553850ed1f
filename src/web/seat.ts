/** A seat's pages: where its member is, what is handed in on them, and the stream that says when to ask again. */
import type { Hono } from 'hono';
import { readNumber } from '../core/game.ts';
import type { HandedIn, Member, PlaceShown } from '../room/room.ts';
import type { DoorParts } from './entrance.ts';
import { whoseSeat } from './entrance.ts';
import { answerFields, firstOf, guessFields, handFields, kappaField, pageFields, seenFields } from './fields.ts';
import { type HowShown, saidTag } from './how.ts';
import type { SeatSigns } from './signs.ts';
import { type DoorContext, type DoorEnv, html, on, wantsPart } from './replies.ts';
import { guessProblem } from './pages/guess.ts';
import type { SeatStreams } from './seat-streams.ts';
import type { ShownPages } from './shown-pages.ts';
import type { Tries } from './tries.ts';
import { pageWords } from './words.ts';

export type SeatParts = DoorParts & {
  readonly presence: SeatSigns;
  readonly streams: SeatStreams;
  readonly shown: ShownPages;
  /** What one seat sends: things handed in, and questions whether there is something new. */
  readonly pace: { readonly handing: Tries; readonly asking: Tries };
};

/** What is handed in, by the last part of its address: from the fields of a form to what the room makes of it; null: no such form. */
type Handing = (member: Member, form: ReturnType<typeof firstOf>) => Promise<HandedIn | null>;

/** Adds everything under `/CODE/` that needs a seat. */
export function seatPages(app: Hono<DoorEnv>, parts: SeatParts): void {
  const { room, pages, assets, say, presence, streams, shown, pace } = parts;

  const how = (more: Partial<HowShown> = {}): HowShown => ({
    ...{ code: room.code, assets: assets.of, problem: null, typed: {}, past: false, whatIf: null, kappa: null },
    ...more,
  });
  const draw = (
    c: DoorContext,
    at: PlaceShown,
    more: Partial<HowShown> = {},
    status = 200,
    headers: Readonly<Record<string, string>> = {},
  ): Response => {
    shown.sent(at.member.code, at.place.id);
    const text = wantsPart(c) ? pages.placeMain(at, how(more)) : pages.placePage(at, how(more));
    return html(c, text, status, headers);
  };
  /** Who has no seat: the script is told by the status, a browser goes to the entrance. */
  const nobody = (c: DoorContext): Response =>
    wantsPart(c) || c.req.path.endsWith('/events') || c.req.path.endsWith('/since')
      ? say(c, 'no seat', { code: room.code })
      : on(`/${room.code}`);

  type Seated = (c: DoorContext, member: Member) => Promise<Response> | Response;
  const seated =
    (use: Seated, pacing: Tries | null) =>
    async (c: DoorContext): Promise<Response> => {
      const member = await whoseSeat(c, parts);
      if (member === null) return nobody(c);
      const wait = pacing?.take(member.code) ?? 0;
      if (wait > 0) return say(c, 'too fast', { code: room.code, seconds: wait });
      if (!c.req.path.endsWith('/seen')) presence.sign(member.code, wantsPart(c));
      return use(c, member);
    };

  app.get(
    '/:code/play',
    seated(
      async (c, member) => draw(c, await room.place(member.code), { past: c.req.query('past') !== undefined }),
      pace.asking,
    ),
  );

  app.get(
    '/:code/since',
    seated(async (c, member) => {
      const at = await room.place(member.code);
      const { page, said } = c.req.query();
      if (page === at.place.id && (said === undefined || said === saidTag(at.message)))
        return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } });
      shown.sent(at.member.code, at.place.id);
      return html(c, pages.placeMain(at, how()));
    }, pace.asking),
  );

  app.get(
    '/:code/events',
    seated(async (c, member) => {
      const stream = c.req.method === 'HEAD' ? null : await streams.open(c, member.code);
      return stream ?? say(c, 'one moment', { code: room.code, seconds: 10 });
    }, pace.asking),
  );

  app.post(
    '/:code/seen',
    seated((c, member) => {
      const fields = seenFields.safeParse(firstOf(c.get('fields')));
      if (fields.success && fields.data.here === '0') presence.left(member.code);
      else presence.sign(member.code, true);
      return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } });
    }, pace.asking),
  );

  const handings: Readonly<Record<string, Handing>> = {
    async answer({ code }, form) {
      const fields = answerFields.safeParse(form);
      if (!fields.success) return null;
      const { page, answer, ...when } = fields.data;
      return room.answer(code, { page, answer, ...shown.given(code, page, when) });
    },
    async back({ code }, form) {
      const fields = pageFields.safeParse(form);
      return fields.success ? room.back(code, fields.data.page) : null;
    },
    async on({ code }, form) {
      const fields = pageFields.safeParse(form);
      return fields.success ? room.goOn(code, fields.data.page) : null;
    },
    async guess({ code, language }, form) {
      const fields = guessFields.safeParse(form);
      if (!fields.success) return null;
      const { page, guess, confidence } = fields.data;
      const read = readNumber(confidence);
      const problem = guessProblem({ guess, confidence, read }, pageWords(language));
      if (problem !== null || read === null) return { took: 'problem', problem: problem ?? '' };
      return room.guess(code, { page, guess, confidence: read });
    },
    async hand({ code }, form) {
      const fields = handFields.safeParse(form);
      if (fields.success) return room.hand(code, fields.data);
      return pageFields.safeParse(form).success ? { took: 'problem', problem: '' } : null;
    },
  };

  for (const [name, handing] of Object.entries(handings)) {
    app.post(
      `/:code/${name}`,
      seated(async (c, member) => {
        const typed = firstOf(c.get('fields'));
        const done = await handing(member, typed);
        const took = done?.took ?? 'past';
        const headers = { Took: took };
        if (done?.took === 'problem')
          return draw(c, await room.place(member.code), { problem: done.problem, typed }, 422, headers);
        if (wantsPart(c)) return draw(c, await room.place(member.code), { past: took === 'past' }, 200, headers);
        return on(`/${room.code}/play${took === 'past' ? '?past=1' : ''}`, headers);
      }, pace.handing),
    );
    // Somebody who comes back to the address of a form comes back to the page.
    app.get(`/:code/${name}`, () => on(`/${room.code}/play`));
  }

  app.post(
    '/:code/whatif',
    seated(async (c, member) => {
      const at = await room.place(member.code);
      const fields = c.get('fields');
      if (fields.get('page') !== at.place.id) return draw(c, at, { past: true }, 200, { Took: 'past' });
      const whatIf = fields
        .getAll('whatif')
        .slice(0, 20)
        .map((text) => text.slice(0, 40));
      if (!wantsPart(c)) {
        shown.tried(member.code, at.place.id, whatIf);
        return draw(c, at, { whatIf, typed: firstOf(fields) });
      }
      const part = pages.whatIfPart(at, how({ whatIf }));
      return part === null ? say(c, 'not found', { code: room.code }) : html(c, part);
    }, pace.asking),
  );

  app.get(
    '/:code/debrief',
    seated(async (c, member) => {
      const at = await room.place(member.code);
      const kappa = kappaField.parse(c.req.query('kappa') ?? null);
      if (!wantsPart(c)) return draw(c, at, { kappa });
      const part = pages.debriefPart(at, how({ kappa }));
      return part === null ? say(c, 'not found', { code: room.code }) : html(c, part);
    }, pace.asking),
  );
}
