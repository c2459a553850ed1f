/** Whether HTML is written so that it can be read as XML too. */

/** Every element closed in its turn, every attribute in quotes: what no browser has to guess at. */
export function unclosed(html: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const tags = /<(\/?)([a-z][\w]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|<!doctype html>|<[^>]*>?/gi;
  for (const [tag, end, name = '', , closed] of html.matchAll(tags)) {
    if (tag.toLowerCase() === '<!doctype html>') continue;
    if (name === '') wrong.push(tag);
    else if (end === '/') {
      if (open.pop() !== name) wrong.push(tag);
    } else if (closed !== '/' && name !== 'meta') open.push(name);
  }
  return [...wrong, ...open];
}
