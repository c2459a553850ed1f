/**
 * A robot: one participant over real sockets. It joins a room, follows its pages as a phone with scripts does (a stream that
 * says that something is new, then the new part of the page) or as one without (whole pages, asked for again while it waits),
 * answers as its policy says, and keeps what it was acknowledged.
 */
import { createHash } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { Client, type Reply, Unreached } from './client.ts';
import { type Asked, askedIn, type Form, formFor, type Page, readPage, sentAnyway } from './page.ts';
import type { Policy } from './policy.ts';

export type RobotPlan = {
  readonly origin: string;
  readonly room: string;
  /** From 1. */
  readonly number: number;
  readonly policy: Policy;
  readonly way: 'scripts' | 'plain';
  readonly label?: string;
  /** Before each answer, in milliseconds. */
  readonly thinks?: () => number;
};

/** What a robot sent and the server said that it has. `key`: of the question, where the page tells it. */
export type Acknowledged = {
  readonly verb: string;
  readonly page: string;
  readonly key: string | null;
  readonly answer: string;
};

/** How long a robot waited for what, in milliseconds. */
export type Waited = { readonly for: 'join' | 'answer' | 'page'; readonly ms: number };

/** A page on which nothing can be done, asked for again after so many milliseconds by a phone without scripts. */
const AGAIN = 400;
/** After so many milliseconds a phone that has lost its server tries again. */
const RETRY = 250;
const VERBS = ['answer', 'on', 'guess', 'hand'] as const;
/** What no robot chooses: it comes with the form. */
const GIVEN = new Set(['page', 'shown_ms', 'marks', 'label']);

/** The key of the question that a page's id ends with; null: it is no question. */
const keyIn = (id: string | null): string | null => /^q(?:\.[a-z\d]+){3}\.(.+)$/.exec(id ?? '')?.[1] ?? null;

export class Robot {
  readonly plan: RobotPlan;
  readonly client: Client;
  readonly acknowledged: Acknowledged[] = [];
  readonly waited: Waited[] = [];
  /** Replies that no phone should see: a status of 500 and above other than "one moment". */
  readonly faults: string[] = [];
  page: Page = readPage('');
  #answered = 0;
  #wake: () => void = () => {};
  #news = false;
  #stopped = false;

  constructor(plan: RobotPlan) {
    this.plan = plan;
    this.client = new Client(plan.origin);
  }

  /** Where the room's pages lie: /CODE. */
  get #base(): string {
    return `/${this.plan.room}`;
  }

  /** The hash of what this browser keeps: as the log has it. null: it has no seat. */
  get secretHash(): string | null {
    const secret = this.client.jar.get(`${this.#base} homines_${this.plan.room}`);
    return secret === undefined ? null : createHash('sha256').update(secret).digest('hex');
  }

  /** Opens the link and takes a seat by the button of the page. Rejects where there is no seat. */
  async join(): Promise<void> {
    const since = performance.now();
    const entrance = readPage((await this.#reach(() => this.client.follow(this.#base))).body);
    const form = formFor(entrance, 'join');
    if (form === null) throw new Error(`No way to join: ${entrance.words.slice(0, 300)}`);
    const label = form.fields.some(({ name }) => name === 'label') ? { label: this.plan.label ?? '' } : {};
    const reply = await this.#reach(() => this.client.follow(form.action, { form: { ...sentAnyway(form), ...label } }));
    this.#take(reply);
    if (this.page.kind === null) throw new Error(`Not joined (${reply.status}): ${this.page.words.slice(0, 300)}`);
    this.waited.push({ for: 'join', ms: performance.now() - since });
    if (this.plan.way === 'scripts') this.#listen();
  }

  /** Who this browser is in the log, by the rows of everybody who joined. Rejects where it is nobody. */
  memberIn(members: ReadonlyMap<string, string>): string {
    const member = members.get(this.secretHash ?? '');
    if (member === undefined) throw new Error(`Robot ${this.plan.number} has no seat in the log.`);
    return member;
  }

  /** Opens the page again, as after a reload. */
  async reload(): Promise<void> {
    this.#take(await this.#reach(() => this.client.follow(`${this.#base}/play`)));
  }

  /** Asks for its page beside whatever it does, until the server gives it. */
  async seesItsPage(): Promise<void> {
    const { body } = await this.#reach(() => this.client.follow(`${this.#base}/play`));
    if (readPage(body).kind === null) throw new Error(`Robot ${this.plan.number} lost its seat: ${body.slice(0, 300)}`);
  }

  /** The form of this page that does something, and the verb that it does. */
  get todo(): { readonly verb: (typeof VERBS)[number]; readonly form: Form } | null {
    for (const verb of VERBS) {
      const form = formFor(this.page, verb);
      if (form !== null) return { verb, form };
    }
    return null;
  }

  /** Plays until `enough` of its page, or until everything is over. Waits as long as it takes. */
  async play(enough: (page: Page) => boolean = () => false): Promise<void> {
    while (!this.#stopped && !enough(this.page) && !['done', 'ended'].includes(this.page.kind ?? '')) {
      if (this.todo === null) await this.#wait();
      else await this.act();
    }
  }

  /** Does what the page asks for, and is on the next page. Sends the same again until the server has it. */
  async act(): Promise<void> {
    const todo = this.todo;
    if (todo === null) throw new Error(`Nothing to do here: ${this.page.words.slice(0, 300)}`);
    const { verb, form } = todo;
    const page = this.page.id ?? '';
    const chosen = this.#chosen(form);
    const think = this.plan.thinks?.() ?? 0;
    if (verb === 'answer' && think > 0) await after(think);
    const since = performance.now();
    const scripts = this.plan.way === 'scripts';
    const sent = {
      form: {
        ...sentAnyway(form),
        ...chosen,
        ...(scripts && verb === 'answer' ? { shown_ms: '1000', marks: '[]' } : {}),
      },
    };
    const reply = await this.#reach(() =>
      scripts
        ? this.client.send(form.action, { ...sent, headers: { accept: 'text/html; fragment' } })
        : this.client.send(form.action, sent),
    );
    const took = reply.headers['took'] ?? (reply.status === 303 || reply.status === 200 ? 'stored' : 'problem');
    if (took === 'stored')
      this.acknowledged.push({
        verb,
        page,
        key: this.page.key,
        answer: chosen['answer'] ?? Object.values(chosen)[0] ?? '',
      });
    if (verb === 'answer' && took === 'stored') this.#answered += 1;
    if (took === 'problem') throw new Error(`Refused (${reply.status}): ${readPage(reply.body).words.slice(0, 300)}`);
    if (reply.status === 303)
      this.#take(await this.#reach(() => this.client.follow(reply.headers.location ?? `${this.#base}/play`)));
    else this.#take(reply);
    this.waited.push({ for: verb === 'answer' ? 'answer' : 'page', ms: performance.now() - since });
  }

  /** Whoever holds the robot: its phone is switched off. */
  stop(): void {
    this.#stopped = true;
    this.#wake();
    this.client.close();
  }

  #chosen(form: Form): Record<string, string> {
    const names = [...new Set(form.fields.filter(({ type }) => type !== 'hidden').map(({ name }) => name))];
    return Object.fromEntries(
      names.flatMap((name) => {
        const asked: Asked | null = GIVEN.has(name) ? null : askedIn(form, name);
        return asked === null
          ? []
          : [[name, this.plan.policy(asked, this.page.key ?? keyIn(this.page.id), this.#answered)]];
      }),
    );
  }

  /** Until the page is another one, or for a while. */
  async #wait(): Promise<void> {
    if (this.plan.way === 'plain') {
      await after(AGAIN);
      await this.reload();
      return;
    }
    if (!this.#news) {
      const late = new AbortController();
      // A stream may have been lost unnoticed: a phone asks now and then all the same.
      await Promise.race([
        new Promise<void>((woken) => {
          this.#wake = woken;
        }),
        after(10_000, undefined, { signal: late.signal }).catch(() => {}),
      ]);
      late.abort();
    }
    this.#news = false;
    if (this.#stopped) return;
    const asked = `${this.#base}/since?page=${encodeURIComponent(this.page.id ?? '')}`;
    const reply = await this.#reach(() => this.client.send(asked));
    if (reply.status === 200) this.#take(reply);
  }

  #listen(): void {
    if (this.#stopped) return;
    this.client.listen(
      `${this.#base}/events`,
      (event, id, data) => {
        if (event !== 'place' || (data || id) === this.page.id) return;
        this.#news = true;
        this.#wake();
      },
      () => {
        this.#news = true;
        this.#wake();
        setTimeout(() => this.#listen(), RETRY).unref();
      },
    );
  }

  #take(reply: Reply): void {
    if (reply.status >= 500 && reply.status !== 503) this.faults.push(`${reply.status} ${reply.body.slice(0, 200)}`);
    const page = readPage(reply.body);
    if (page.kind !== null || this.page.kind === null) this.page = page;
  }

  /** Again and again, until the server answers something else than "one moment". */
  async #reach(ask: () => Promise<Reply>): Promise<Reply> {
    for (;;) {
      try {
        const reply = await ask();
        if (reply.status !== 503 || this.#stopped) return reply;
      } catch (error) {
        if (!(error instanceof Unreached) || this.#stopped) throw error;
      }
      await after(RETRY);
    }
  }
}
