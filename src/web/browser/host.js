// @ts-check
/**
 * Keeps a board or a projector page fresh, and hands in the board's forms without loading it anew; without it the same pages
 * work by plain forms and come again by themselves.
 */
(() => {
  const base = document.body.dataset.base ?? '';
  const isBoard = document.body.classList.contains('board');
  const address = isBoard ? `${base}/board` : base;
  const line = document.getElementById('line');
  const asked = { headers: { Accept: 'text/html; fragment' } };
  /** Milliseconds: until what stands there is asked for again, whatever was heard; how long an answer may take. */
  const [EVERY, LONGEST] = [15_000, 10_000];
  let asking = false;
  let again = false;
  /** @type {EventSource | null} */
  let source = null;

  /** @param {boolean} lost */
  const tell = (lost) => {
    if (line !== null) line.hidden = !lost;
  };

  /** @param {string} text */
  function put(text) {
    const made = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
    const old = document.querySelector('main');
    if (made === null || old === null) return;
    const typing = document.activeElement instanceof HTMLInputElement ? document.activeElement : null;
    const open = [...old.querySelectorAll('details')].map((one) => one.open);
    // What somebody types is not taken from under the fingers.
    if (typing !== null && typing.value !== '' && old.contains(typing)) {
      const field = made.querySelector(`#${typing.id}`);
      if (field instanceof HTMLInputElement) field.value = typing.value;
    }
    old.replaceWith(made);
    made.querySelectorAll('details').forEach((one, i) => (one.open = open[i] ?? false));
    if (typing !== null && typing.id !== '') {
      const field = document.getElementById(typing.id);
      if (field instanceof HTMLInputElement) {
        field.focus();
        field.setSelectionRange(typing.selectionStart, typing.selectionEnd);
      }
    }
  }

  async function look() {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      do {
        again = false;
        const answer = await fetch(address, { ...asked, signal: AbortSignal.timeout(LONGEST) });
        if (answer.ok) put(await answer.text());
        tell(!answer.ok);
      } while (again);
    } catch {
      tell(true);
    } finally {
      asking = false;
    }
  }

  function listen() {
    source?.close();
    source = new EventSource(`${base}/events`);
    source.addEventListener('changed', () => void look());
    source.addEventListener('error', () => tell(source?.readyState !== EventSource.OPEN));
    source.addEventListener('open', () => tell(false));
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!isBoard || !(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
    if (button !== null) button.disabled = true;
    const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
    const body = new URLSearchParams(fields);
    void send(form, body, button);
  });

  /** @param {HTMLFormElement} form @param {URLSearchParams} body @param {HTMLButtonElement | null} button */
  async function send(form, body, button) {
    const text = form.querySelector('#text');
    try {
      const answer = await fetch(form.action, {
        ...{ method: 'POST', body, signal: AbortSignal.timeout(LONGEST) },
        ...asked,
      });
      if (text instanceof HTMLInputElement && answer.ok) text.value = '';
      put(await answer.text());
      tell(false);
    } catch {
      tell(true);
      if (button !== null) button.disabled = false;
    }
  }

  const back = () => {
    if (document.visibilityState !== 'visible') return;
    listen();
    void look();
  };
  document.addEventListener('visibilitychange', back);
  addEventListener('pageshow', (event) => {
    if (event.persisted) back();
  });
  addEventListener('online', back);
  setInterval(() => void look(), EVERY);
  listen();
})();
