/**
 * The host's pages as an app of their own: board and projector, each under a secret of its own. The board's secret steers the
 * room; the projector's can do nothing but look. A wrong secret is a page that is not there.
 */
import { Hono } from 'hono';
import { UserError } from '../../core/user-error.ts';
import type { HostDesk } from '../../room/host-desk.ts';
import { messageTyped } from '../../room/message.ts';
import type { ProjectionMove } from '../../room/projection.ts';
import type { Steering } from '../../room/room.ts';
import { asset, browserScript } from '../assets.ts';
import type { PageAssets } from '../how.ts';
import { type DoorContext, type DoorEnv, file, html, on, wantsPart } from '../replies.ts';
import { eventStreams, type OpenStream } from '../streams.ts';
import { boardMain, boardPage } from './board-page.ts';
import type { ProjectionPicture } from './picture.ts';
import { projectorMain, projectorPage, type ProjectorShown } from './projector-page.ts';
import { HOST_STYLE } from './style.ts';

/** Which of the host's pages a secret opens. */
export type HostDoor = 'board' | 'projector';

export type HostPages = {
  readonly desk: HostDesk;
  /** What a secret opens; null: nothing. Compared in constant time. */
  opens(secret: string): Promise<HostDoor | null>;
  /** What stands on the projector; null: the join code. */
  picture(): Promise<ProjectionPicture | null>;
  /** In which language a class reads; null: English. */
  readonly language: string | null;
  /** Whether a player may be a computer program. */
  readonly told: boolean;
  /** Unix milliseconds. */
  readonly clock?: () => number;
};

/** Milliseconds between two words to a page that something has changed. */
const APART = 400;

export type HostApp = { readonly app: Hono<DoorEnv>; close(): void };

/** The app; its requests run through the door's own checks first. */
export function hostApp({ desk, opens, picture, language, told, clock = Date.now }: HostPages): HostApp {
  const app = new Hono<DoorEnv>();
  const [script, scriptAsset] = asset('host.js', browserScript('host.js'));
  const [style, styleAsset] = asset('host.css', HOST_STYLE);
  const assets: PageAssets = { script: `/h${script}`, style: `/h${style}` };
  const files = new Map([
    [assets.script, scriptAsset],
    [assets.style, styleAsset],
  ]);
  const streams = eventStreams();
  const listeners = new Set<OpenStream>();
  let changes = 0;
  let soon: NodeJS.Timeout | undefined;
  const stopWatching = desk.watch(() => {
    soon ??= setTimeout(() => {
      soon = undefined;
      changes += 1;
      for (const one of listeners) one.say({ event: 'changed', id: String(changes), data: String(changes) });
    }, APART);
    soon.unref();
  });

  /** Whether this request has the secret of this page. The door counts who has not, so that nobody else is kept out by them. */
  const may = async (c: DoorContext, door: HostDoor): Promise<boolean> =>
    (await opens(c.req.param('secret') ?? '')) === door;
  const board = async (c: DoorContext, problem: string | null, status = 200): Promise<Response> => {
    const base = `/h/${c.req.param('secret') ?? ''}`;
    const shown = { desk: await desk.shown(), plan: desk.plan, now: clock(), problem };
    return html(c, wantsPart(c) ? boardMain(shown, base) : boardPage(shown, assets, base), status);
  };
  const projector = async (c: DoorContext): Promise<Response> => {
    const shown: ProjectorShown = { desk: await desk.shown(), picture: await picture(), language, told };
    return html(
      c,
      wantsPart(c) ? projectorMain(shown) : projectorPage(shown, assets, `/p/${c.req.param('secret') ?? ''}`),
    );
  };
  const events = (c: DoorContext): Response => {
    const mine: { stream: OpenStream | null } = { stream: null };
    mine.stream = streams.open(
      () => void (mine.stream !== null && listeners.delete(mine.stream)),
      () => c.env?.outgoing?.destroy(),
    );
    if (mine.stream === null) return new Response(null, { status: 503, headers: { 'Retry-After': '5' } });
    listeners.add(mine.stream);
    // Whoever comes back has missed something, or not: it asks either way.
    mine.stream.say({ event: 'changed', id: String(changes), data: String(changes) });
    return mine.stream.response;
  };

  app.get('/h/assets/:hash/:name', (c) => {
    const found = files.get(c.req.path);
    return found === undefined ? c.notFound() : file(c, found);
  });
  app.get('/h/:secret/board', async (c) => ((await may(c, 'board')) ? board(c, null) : c.notFound()));
  app.get('/h/:secret/events', async (c) => ((await may(c, 'board')) ? events(c) : c.notFound()));
  app.post('/h/:secret/steer', async (c) => {
    if (!(await may(c, 'board'))) return c.notFound();
    try {
      const asked = steeringIn(c.get('fields'));
      if ('project' in asked) await desk.project(asked.project);
      else await desk.steer(asked.steering);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return board(c, error.message, 422);
    }
    return wantsPart(c) ? board(c, null) : on(`/h/${c.req.param('secret')}/board`);
  });
  app.get('/p/:secret', async (c) => ((await may(c, 'projector')) ? projector(c) : c.notFound()));
  app.get('/p/:secret/events', async (c) => ((await may(c, 'projector')) ? events(c) : c.notFound()));

  return {
    app,
    close() {
      stopWatching();
      clearTimeout(soon);
      streams.close();
    },
  };
}

const MOVES: readonly ProjectionMove[] = ['next', 'back', 'join', 'topic'];
const DONE = ['start', 'pause', 'go on', 'end'] as const;

/** What a form of the board asks for. Throws a UserError for what no form of ours says. */
export function steeringIn(
  fields: URLSearchParams,
): { readonly steering: Steering } | { readonly project: ProjectionMove } {
  const wanted = fields.get('do') ?? '';
  const plain = DONE.find((one) => one === wanted);
  if (plain !== undefined) return { steering: { do: plain } };
  const move = MOVES.find((one) => one === fields.get('move'));
  if (wanted === 'project' && move !== undefined) return { project: move };
  const stop = /^\d{1,3}$/.exec(fields.get('stop') ?? '')?.[0];
  if (wanted === 'stop' && stop !== undefined) return { steering: { do: 'stop', stop: Number(stop) } };
  if (wanted === 'say') return { steering: { do: 'say', text: messageTyped(fields.get('text') ?? '') } };
  const member = fields.get('member') ?? '';
  if (wanted === 'replace' && member !== '') return { steering: { do: 'replace', member } };
  throw new UserError('This page is of another version: reload it, and try again.');
}
