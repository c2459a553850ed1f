// @ts-check
/* What a page does by itself: the line of a rating, a number as it is read, κ beside its slider. Served before the door's script. */
document.documentElement.classList.add('script');

/**
 * Brings a `<main>` to life. `mark` writes what was done with its time ("slid 35").
 * @param {HTMLElement} main
 * @param {(what: string) => void} mark
 */
function enliven(main, mark) {
  /** @param {string} selector @returns {HTMLInputElement | null} */
  const input = (selector) => main.querySelector(selector);
  /** @param {string} name */
  const fieldOf = (name) => input(`#${name}`);
  /** @param {string} name */
  const lineOf = (name) => input(`input[type=range][data-for="${name}"]`);
  /** @param {string} name */
  const skipOf = (name) => input(`input[type=checkbox][data-for="${name}"]`);

  /** The number in a field: a decimal comma is a point; null where it is none that may be given. @param {HTMLInputElement} field */
  const read = (field) => {
    const text = field.value.trim().replace(',', '.');
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return null;
    const value = Number(text);
    return value < Number(field.dataset.min) || value > Number(field.dataset.max) ? null : value;
  };

  /** Says how a field is read where that is not what stands in it. @param {HTMLInputElement} field */
  const reading = (field) => {
    /** @type {HTMLElement | null} */
    const said = main.querySelector(`output[for="${field.id}"][data-reads]`);
    if (!said) return;
    const value = read(field);
    const written = value === null ? '' : value.toFixed(Number(field.dataset.decimals));
    const same = written === '' || written === field.value.trim();
    said.textContent = same ? '' : (said.dataset.reads ?? '').replace('{value}', written);
  };

  /** Sets a field as if it had been typed into, so that it is kept. @param {HTMLInputElement} field @param {string} value */
  const set = (field, value) => {
    if (field.value === value) return;
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  /** @param {HTMLInputElement | null} skip */
  const uncheck = (skip) => {
    if (!skip?.checked) return;
    skip.checked = false;
    skip.dispatchEvent(new Event('input', { bubbles: true }));
  };

  /** @param {HTMLInputElement} line */
  const slid = (line) => {
    const field = fieldOf(line.dataset.for ?? '');
    if (!field) return;
    line.classList.remove('unset');
    uncheck(skipOf(field.id));
    const value = Number(line.value).toFixed(Number(field.dataset.decimals));
    mark(`slid ${value}`);
    set(field, value);
  };

  /** @param {HTMLInputElement} field */
  const typed = (field) => {
    const line = lineOf(field.id);
    const value = read(field);
    if (field.value !== '') uncheck(skipOf(field.id));
    if (line) {
      line.classList.toggle('unset', value === null);
      if (value !== null) line.value = String(value);
    }
    reading(field);
  };

  main.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.matches('input[type=range][data-for]')) slid(target);
    else if (target.matches('input[data-decimals]')) typed(target);
    else if (target.matches('input[type=checkbox][data-for]')) {
      const field = fieldOf(target.dataset.for ?? '');
      if (target.checked && field) set(field, '');
    } else if (target.matches('input[type=range][name=kappa]'))
      for (const said of main.querySelectorAll('output[for=kappa]')) said.textContent = Number(target.value).toFixed(2);
  });

  // A tap where the line stands already changes nothing, and is an answer all the same.
  main.addEventListener('pointerup', ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches('input[type=range][data-for].unset')) slid(target);
  });

  // The explanation comes in the place of the button that asked for it: a reader goes on there.
  main.addEventListener('submit', ({ target }) => {
    const into = main.querySelector('#explained');
    if (!(target instanceof HTMLFormElement) || !target.matches('.explain') || !(into instanceof HTMLElement)) return;
    const seen = new MutationObserver(() => {
      seen.disconnect();
      const head = into.querySelector('h2');
      head?.setAttribute('tabindex', '-1');
      head?.focus({ preventScroll: true });
    });
    seen.observe(into, { childList: true });
  });

  // What stands in a field already, when the page comes back to it, stands on the line too.
  for (const field of main.querySelectorAll('input[data-decimals]'))
    if (field instanceof HTMLInputElement && field.value !== '') typed(field);
}
