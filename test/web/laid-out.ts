/** What is wrong with a page as a browser has laid it out: a script for the page, which gives a list of sentences. */
export const laidOut = `(() => {
  const faults = [];
  const named = (el) => el.tagName.toLowerCase() + (el.id ? '#' + el.id : '') + ' "' + (el.textContent || el.name || '').trim().slice(0, 30) + '"';
  for (const line of document.querySelectorAll('details')) line.open = true;

  // Nothing beside the screen, and no table that has to be pushed to be read.
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over > 0) faults.push('beside the screen by ' + over);
  for (const el of document.querySelectorAll('.wide, .tree, fieldset'))
    if (el.scrollWidth > el.clientWidth + 1) faults.push('beside the screen: ' + named(el));

  const seen = (el) => el.checkVisibility({ visibilityProperty: true }) && el.getBoundingClientRect().width > 1;
  for (const el of document.querySelectorAll('button, a, summary, label.option, input[type=text], input[type=range], select')) {
    if (!seen(el)) continue;
    const { width, height } = el.getBoundingClientRect();
    if (height < 44 || width < 44) faults.push('small target ' + Math.round(width) + '×' + Math.round(height) + ': ' + named(el));
  }

  for (const el of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    if (el.getAttribute('aria-hidden') === 'true') continue;
    if (![...(el.labels || [])].some((label) => label.textContent.trim() !== '')) faults.push('no label: ' + named(el));
    for (const id of (el.getAttribute('aria-describedby') || '').split(' ').filter(Boolean))
      if (!document.getElementById(id)) faults.push('described by nothing: ' + id);
  }
  for (const el of document.querySelectorAll('fieldset'))
    if (!el.querySelector('legend')?.textContent.trim()) faults.push('no label: fieldset');
  for (const el of document.querySelectorAll('svg'))
    if (!el.getAttribute('aria-label')) faults.push('no label: picture');
  const ids = [...document.querySelectorAll('[id]')].map((el) => el.id);
  if (new Set(ids).size < ids.length) faults.push('an id twice');
  if (!document.documentElement.lang) faults.push('no language');

  const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map((el) => Number(el.tagName[1]));
  if (levels[0] !== 1 || levels.filter((level) => level === 1).length !== 1) faults.push('heading: one h1 first, not ' + levels);
  levels.forEach((level, i) => { if (i > 0 && level > levels[i - 1] + 1) faults.push('heading of level ' + level + ' after ' + levels[i - 1]); });

  // In a tree no word is torn apart: neither of a choice nor of a head over the payoffs.
  const words = document.createRange();
  for (const el of document.querySelectorAll('.tree .act, .tree .leaf-heads')) {
    const texts = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode())
      for (const { index, 0: word } of node.data.matchAll(/\\S+/g)) {
        words.setStart(node, index);
        words.setEnd(node, index + word.length);
        if (new Set([...words.getClientRects()].map(({ top }) => top)).size > 1) faults.push('broken word: ' + word);
      }
  }

  // Letters: large enough, and of enough contrast with what lies behind them (WCAG 2.2, 1.4.3 and 1.4.11).
  const parts = (color) => (color.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = (color) => {
    const [r, g, b] = parts(color).map((part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (el) => {
    for (let at = el; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (parts(color).length < 4 || parts(color)[3] > 0) return color;
    }
    return 'rgb(255,255,255)';
  };
  const contrast = (one, other) => {
    const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const el = node.parentElement;
    if (node.data.trim() === '' || !seen(el) || el.closest('.unseen, noscript, script')) continue;
    const style = getComputedStyle(el);
    const svg = el.closest('svg');
    const size = parseFloat(style.fontSize) * (svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1);
    if (size < 15.5) faults.push('small letters ' + size.toFixed(1) + ': ' + named(el));
    const least = el.matches('.mark') ? 3 : 4.5;
    const found = contrast(svg ? style.fill : style.color, behind(el));
    if (found < least) faults.push('contrast ' + found.toFixed(2) + ': ' + named(el));
  }
  for (const el of document.querySelectorAll('.option, input[type=text]')) {
    const found = contrast(getComputedStyle(el).borderTopColor, behind(el.parentElement));
    if (seen(el) && found < 3) faults.push('contrast of an edge ' + found.toFixed(2) + ': ' + named(el));
  }

  // Nothing is preset: what stands there was put there by somebody, and is said to be wrong.
  for (const el of document.querySelectorAll('form.answer input:not([type=hidden])')) {
    const refused = el.getAttribute('aria-invalid') === 'true';
    if (el.matches(':checked') || (el.type === 'text' && el.value !== '' && !refused) || (el.type === 'range' && !el.classList.contains('unset')))
      faults.push('preset: ' + named(el));
  }
  return [...new Set(faults)];
})()`;
