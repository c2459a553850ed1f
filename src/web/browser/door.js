// @ts-check
/**
 * What brings a member's page to life; without it the same page works by plain forms. It hands in forms without loading a page,
 * keeps what was entered until that is acknowledged, and asks for the page where the member is whenever there may be another.
 *
 * Nothing here decides anything: the server says where one is, and each page has a name that whatever is handed in names.
 * The phone's clock is never told: milliseconds since the page was shown are.
 */
(() => {
  const code = location.pathname.split('/')[1] ?? '';
  const line = document.getElementById('line');
  const asked = { headers: { Accept: 'text/html; fragment' } };
  /** Milliseconds: between two questions whether there is something new; how long an answer may take to come. */
  const [EVERY, LONGEST] = [15_000, 10_000];

  /** @returns {HTMLElement | null} */
  const shown = () => document.querySelector('main[data-page]');
  const page = () => shown()?.dataset.page ?? '';

  /**
   * What is kept while the member is on a page, across reloads: since when it is shown, what was done on it, what stands in its
   * fields; and what is on its way.
   * @typedef {{ page: string, shown: number, marks: [number, string][], fields: Record<string, string> }} Kept
   * @typedef {{ page: string, action: string, body: string, ms: number, at: number }} Sent
   */
  /** @type {Kept} */
  let kept = { page: '', shown: 0, marks: [], fields: {} };
  /** @type {Sent | null} */
  let sending = null;

  /** @param {string} name @returns {any} */
  function stored(name) {
    try {
      return JSON.parse(sessionStorage.getItem(`homines ${code} ${name}`) ?? 'null');
    } catch {
      return null;
    }
  }
  /** @param {string} name @param {unknown} value */
  function store(name, value) {
    try {
      if (value === null) sessionStorage.removeItem(`homines ${code} ${name}`);
      else sessionStorage.setItem(`homines ${code} ${name}`, JSON.stringify(value));
    } catch {
      // Storage is full or forbidden: then it is kept in the page alone.
    }
  }

  // Time, by the steady clock; across a reload by what the other clock says has passed.
  let zero = performance.now();
  const sinceShown = () => Math.round(performance.now() - zero);

  /** @param {string} text */
  function mark(text) {
    const last = kept.marks[kept.marks.length - 1];
    const [verb, before] = [text.split(' ')[0] ?? '', last?.[1] ?? ''];
    // What grows letter by letter, or slides, is one mark.
    const grows =
      (verb === 'typed' && text.startsWith(before) && before.startsWith('typed ')) ||
      (verb === 'slid' && before.startsWith('slid '));
    if (text === before) return;
    kept.marks = [
      ...(grows ? kept.marks.slice(0, -1) : kept.marks),
      /** @type {[number, string]} */ ([sinceShown(), text.slice(0, 100)]),
    ].slice(-150);
    store('page', kept);
  }

  /** A page is there: what was entered on it before a reload stands in it again. */
  function begin() {
    const main = shown();
    if (main === null) return;
    const before = stored('page');
    if (kept.page !== page()) {
      const same = before !== null && before.page === page();
      kept = same ? before : { page: page(), shown: Date.now(), marks: [], fields: {} };
      zero = performance.now() - (same ? Math.min(Math.max(0, Date.now() - kept.shown), 864e5) : 0);
      store('page', kept);
    }
    if (typeof enliven === 'function') enliven(main, mark);
    for (const field of main.querySelectorAll('input, select, textarea')) restore(field);
  }

  let restoring = false;
  /** @param {Element} field */
  function restore(field) {
    if (!isField(field) || field.type === 'hidden' || field.type === 'submit') return;
    const value = kept.fields[keyOf(field)];
    if (value === undefined) return;
    if (field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox')) {
      if (field.value !== value || field.checked) return;
      field.checked = true;
    } else {
      if (field.value === value) return;
      field.value = value;
    }
    restoring = true;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    restoring = false;
  }

  /** @param {EventTarget | null} field @returns {field is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} */
  const isField = (field) =>
    field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement;

  /** Fields of one name are told apart by their ids, but for those of which one is chosen. @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} field */
  const keyOf = (field) => (field.type === 'radio' || field.id === '' ? field.name : field.id);

  document.addEventListener('input', ({ target, isTrusted }) => {
    if (!isField(target) || target.form === null || !shown()?.contains(target)) return;
    if (target.form.dataset.redraw !== undefined) later(target.form, !restoring);
    if (restoring || target.name === '') return;
    const off = target instanceof HTMLInputElement && target.type === 'checkbox' && !target.checked;
    kept.fields[keyOf(target)] = off ? '' : target.value;
    store('page', kept);
    // What follows from what somebody did is no mark of its own.
    if (target.form.dataset.redraw !== undefined || !isTrusted) return;
    if (target.type === 'radio' || target.type === 'checkbox') mark(`tap ${target.value}`);
    else if (target.type === 'range') mark(`slid ${target.value}`);
    else mark(target.value === '' ? 'erased' : `typed ${target.value}`);
  });

  // Forms ------------------------------------------------------------------------------------------------------------------

  // Older browsers do not say by which button a form was sent.
  /** @type {HTMLButtonElement | null} */
  let pressed = null;
  document.addEventListener('click', ({ target }) => {
    pressed = target instanceof Element ? target.closest('button') : null;
  });

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !shown()?.contains(form) || event.defaultPrevented) return;
    if (form.dataset.redraw !== undefined) {
      event.preventDefault();
      return void redraw(form, true);
    }
    if ((form.getAttribute('method') ?? '').toLowerCase() !== 'post') return;
    event.preventDefault();
    // A second tap while the first is on its way.
    if (sending !== null) return;
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value);
    const button = event.submitter ?? (pressed?.form === form ? pressed : null);
    if (button instanceof HTMLButtonElement && button.name !== '') {
      mark(`tap ${button.value}`);
      fields.append(button.name, button.value);
    }
    const action = form.getAttribute('action') ?? '';
    fields.set('marks', marksWithin(kept.marks));
    void send({ page: page(), action, body: fields.toString(), ms: sinceShown(), at: Date.now() });
  });

  /** The latest marks that fit into a form, as JSON: a form that is too large would be refused for good. @param {[number, string][]} marks */
  function marksWithin(marks) {
    const fitting = [...marks];
    const size = () => encodeURIComponent(JSON.stringify(fitting)).length;
    while (size() > 8000) fitting.splice(0, Math.ceil(fitting.length / 8));
    return JSON.stringify(fitting);
  }

  /** Hands it in, however long that takes: the server takes it once. @param {Sent} one */
  async function send(one) {
    sending = one;
    store('sent', one);
    shown()?.setAttribute('aria-busy', 'true');
    for (let tries = 0; ; tries += 1) {
      const fields = new URLSearchParams(one.body);
      fields.set('shown_ms', String(one.ms + Math.max(0, Date.now() - one.at)));
      const answer = await ask(one.action, { method: 'POST', body: fields });
      if (answer !== null && answer.status < 500 && answer.status !== 429) {
        sending = null;
        store('sent', null);
        shown()?.removeAttribute('aria-busy');
        if (answer.ok || answer.status === 422) return void (swap(answer.text) || location.assign(`/${code}`));
        return location.assign(`/${code}`);
      }
      await pause(answer?.wait ?? Math.min(8000, 400 * 2 ** tries) * (0.75 + Math.random() / 2));
    }
  }

  // Asking -----------------------------------------------------------------------------------------------------------------

  /**
   * What the server answers; null: nothing came, and the page says that the line is down. A page that is not ours (of a network
   * that wants a password first) is none.
   * @param {string} address @param {RequestInit} more
   */
  async function ask(address, more = {}) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), LONGEST);
    try {
      const answer = await fetch(address, { ...asked, ...more, signal: stop.signal, cache: 'no-store' });
      const text = answer.status === 204 ? '' : await answer.text();
      if (answer.ok && answer.status !== 204 && !text.includes('<')) throw new Error('not ours');
      const wait = Number(answer.headers.get('Retry-After')) * 1000 || null;
      say(answer.status >= 500 ? 'moment' : null);
      return { ok: answer.ok, status: answer.status, text, wait };
    } catch {
      say('lost');
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  /** @type {(() => void) | null} */
  let wake = null;
  /** Waits so many milliseconds, or until the line is back or the page is looked at. @param {number} ms */
  const pause = (ms) =>
    new Promise((/** @type {(_: void) => void} */ done) => {
      const timer = setTimeout(done, ms);
      wake = () => (clearTimeout(timer), done());
    });

  /** What is wrong: the line is down, or the server cannot write. @type {'lost' | 'moment' | null} */
  let wrong = null;
  /** Says what is wrong, or that it is over. @param {'lost' | 'moment' | null} now */
  function say(now) {
    if (now === wrong) return;
    wrong = now;
    if (line === null) return;
    const said = document.body.dataset;
    const text = (now === 'lost' && sending !== null ? said.kept : said[now ?? 'back']) ?? '';
    line.textContent = text;
    line.hidden = text === '';
    if (now === null) setTimeout(() => wrong ?? (line.hidden = true), 4000);
  }

  let looking = false;
  let lookAgain = false;
  /** Asks for the page where the member is, if it is another than this. */
  async function look() {
    lookAgain = looking;
    if (looking || shown() === null) return;
    looking = true;
    const from = page();
    const said = shown()?.dataset.said;
    const answer = await ask(
      `/${code}/since?page=${encodeURIComponent(from)}${said === undefined ? '' : `&said=${encodeURIComponent(said)}`}`,
    );
    looking = false;
    if (answer !== null && [401, 403, 404, 410].includes(answer.status)) return location.assign(`/${code}`);
    // While something is on its way, its own answer says where one is.
    if (answer?.status === 200 && from === page() && sending === null) swap(answer.text);
    else if (answer?.status === 200 && sending === null) lookAgain = true;
    if (lookAgain) void look();
  }

  /** Puts this `<main>` in the place of the one that is there; false: there is none in the text. @param {string} text */
  function swap(text) {
    const next = new DOMParser().parseFromString(text, 'text/html').querySelector('main[data-page]');
    const main = shown();
    if (!(next instanceof HTMLElement) || main === null) return false;
    const same = next.dataset.page === page();
    const at = document.activeElement;
    const name = same && isField(at) ? at.name : '';
    const put = document.importNode(next, true);
    main.replaceWith(put);
    begin();
    const title = put.dataset.title ?? put.querySelector('h1')?.textContent;
    if (title) document.title = title;
    const problem = put.querySelector('[aria-invalid="true"], [role="alert"]');
    const again = name === '' ? null : put.querySelector(`[name="${CSS.escape(name)}"]`);
    focusOn(problem ?? again ?? put.querySelector('h1') ?? put);
    if (!same) scrollTo(0, 0);
    return true;
  }

  /** @param {Element} element */
  function focusOn(element) {
    if (!(element instanceof HTMLElement)) return;
    if (!element.matches('input, select, textarea, button, a[href]')) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }

  // Parts that are drawn again while numbers are tried -----------------------------------------------------------------------

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  /** @param {HTMLFormElement} form @param {boolean} tells */
  function later(form, tells) {
    clearTimeout(waiting);
    waiting = setTimeout(() => void redraw(form, tells), 150);
  }
  let drawn = 0;
  /** `tells`: whether it is somebody's doing, and a mark. @param {HTMLFormElement} form @param {boolean} tells */
  async function redraw(form, tells) {
    const mine = (drawn += 1);
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value);
    const tried = fields.getAll('whatif').map((text) => text.trim().replace(',', '.'));
    if (tells && tried.some((text) => text !== ''))
      mark(`what-if ${tried.map((text) => (Number.isFinite(Number(text)) ? text : '')).join('/')}`);
    const action = form.getAttribute('action') ?? '';
    const post = (form.getAttribute('method') ?? '').toLowerCase() === 'post';
    const answer = await ask(post ? action : `${action}?${fields}`, post ? { method: 'POST', body: fields } : {});
    const into = document.querySelector(form.dataset.redraw ?? '');
    if (!answer?.ok || mine !== drawn || into === null) return;
    const found = new DOMParser().parseFromString(answer.text, 'text/html').body;
    into.replaceChildren(...[...found.childNodes].map((node) => document.importNode(node, true)));
  }

  // Being told ---------------------------------------------------------------------------------------------------------------

  /** @type {EventSource | null} */
  let stream = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let reopening;
  function listen() {
    stream?.close();
    clearTimeout(reopening);
    if (shown() === null || !('EventSource' in window)) return;
    const mine = (stream = new EventSource(`/${code}/events`));
    mine.addEventListener('place', (event) => event.lastEventId !== page() && void look());
    mine.addEventListener('said', () => void look());
    mine.addEventListener('error', () => {
      // Its end may be that of the line, which a question finds out.
      setTimeout(() => void look(), 1000);
      // It tries again by itself unless the server refused it.
      if (mine.readyState === EventSource.CLOSED && mine === stream)
        reopening = setTimeout(listen, 5000 + 5000 * Math.random());
    });
  }

  /** Somebody looks at the page (again). The stream may be dead without knowing it, so another is opened, and what it missed asked for. */
  function awake() {
    if (document.visibilityState === 'hidden') return;
    listen();
    void look();
    wake?.();
  }
  /** @param {0 | 1} here */
  const tell = (here) =>
    shown() !== null && navigator.sendBeacon?.(`/${code}/seen`, new URLSearchParams({ here: String(here) }));

  document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? void tell(0) : awake()));
  addEventListener('pageshow', awake);
  addEventListener('online', awake);
  addEventListener('pagehide', () => {
    stream?.close();
    tell(0);
  });
  // Also how a line is noticed that went down without a word.
  setInterval(() => document.visibilityState === 'visible' && void look(), EVERY);
  let quick = 0;
  setInterval(() => {
    quick += 1;
    // While the line is down it is tried more often, ever less so.
    if (wrong !== null && sending === null && (quick & (quick - 1)) === 0) void look();
    if (wrong === null) quick = 0;
  }, 2000);

  begin();
  const before = stored('sent');
  if (before !== null && shown() !== null) void send(before);
})();
