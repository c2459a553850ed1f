/**
 * A page as a machine without scripts reads it: which page it is, its forms with all that can be sent, its words. It knows
 * nothing of homines but what every page says of itself: `data-page` and `data-kind` on `<main>`.
 */

/** Something that a form sends. `type`: of an input its type, else the tag. */
export type Field = {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly attributes: Readonly<Record<string, string>>;
};

/** A form: where it goes, and everything in it, buttons included. */
export type Form = {
  readonly action: string;
  readonly method: string;
  readonly fields: readonly Field[];
};

export type Page = {
  /** The id that answers name; null: the page has none, as an entrance. */
  readonly id: string | null;
  readonly kind: string | null;
  /** The key of the question, where the page says it. */
  readonly key: string | null;
  readonly forms: readonly Form[];
  readonly words: string;
  readonly html: string;
};

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

const decoded = (text: string): string =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, number?: string, name?: string) =>
    hex !== undefined
      ? String.fromCodePoint(Number.parseInt(hex, 16))
      : number !== undefined
        ? String.fromCodePoint(Number(number))
        : (ENTITIES[name ?? ''] ?? whole),
  );

const attributesOf = (inside: string): Record<string, string> =>
  Object.fromEntries(
    [...inside.matchAll(/([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)].map((found) => [
      (found[1] ?? '').toLowerCase(),
      decoded(found[2] ?? found[3] ?? found[4] ?? ''),
    ]),
  );

const TAG = /<(\/?)([a-z][a-z\d-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;

/** Reads a page, or a part of one that begins with `<main>`. Never throws: what is no form is none. */
export function readPage(html: string): Page {
  const forms: { action: string; method: string; fields: Field[]; id: string }[] = [];
  const elsewhere: { readonly of: string; readonly field: Field }[] = [];
  let open: (typeof forms)[number] | null = null;
  let main: Record<string, string> = {};
  let select: string | null = null;
  for (const [, closing, tagName = '', inside = ''] of html.matchAll(TAG)) {
    const tag = tagName.toLowerCase();
    if (closing === '/') {
      if (tag === 'form') open = null;
      if (tag === 'select') select = null;
      continue;
    }
    const attributes = attributesOf(inside);
    if (tag === 'main') main = attributes;
    if (tag === 'form') {
      open = {
        action: attributes['action'] ?? '',
        method: (attributes['method'] ?? 'get').toLowerCase(),
        fields: [],
        id: attributes['id'] ?? '',
      };
      forms.push(open);
    }
    if (tag === 'select') select = attributes['name'] ?? null;
    const name = tag === 'option' ? select : attributes['name'];
    if (name === undefined || name === null || !['input', 'button', 'textarea', 'option'].includes(tag)) continue;
    if ('disabled' in attributes) continue;
    const type = tag === 'input' ? (attributes['type'] ?? 'text') : tag;
    const field: Field = { name, type, value: attributes['value'] ?? '', attributes };
    const of = attributes['form'];
    if (of !== undefined) elsewhere.push({ of, field });
    else open?.fields.push(field);
  }
  for (const { of, field } of elsewhere) forms.find((form) => form.id === of)?.fields.push(field);
  return {
    id: main['data-page'] ?? null,
    kind: main['data-kind'] ?? null,
    key: main['data-key'] ?? /\bdata-key="([^"]*)"/.exec(html)?.[1] ?? null,
    forms,
    words: decoded(html.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ').replace(TAG, ' '))
      .replace(/\s+/g, ' ')
      .trim(),
    html,
  };
}

/** The form that posts to this verb: answer, on, guess, hand, back, join. */
export const formFor = (page: Page, verb: string): Form | null =>
  page.forms.find(({ action, method }) => method === 'post' && action.split(/[?#]/)[0]?.split('/').at(-1) === verb) ??
  null;

/** What a form asks for: one of several values, or a number between two; null: it asks for nothing. */
export type Asked =
  | { readonly name: string; readonly options: readonly string[] }
  | { readonly name: string; readonly min: number; readonly max: number; readonly step: number };

/** What the field of this name asks for. */
export function askedIn(form: Form, name: string): Asked | null {
  const fields = form.fields.filter((field) => field.name === name);
  const options = fields.filter(({ type }) => ['radio', 'option', 'button', 'submit'].includes(type));
  const typed = fields.find(({ type }) => ['number', 'range', 'text'].includes(type));
  if (typed !== undefined) {
    const number = (key: string, otherwise: number): number => {
      const said = typed.attributes[key] ?? typed.attributes[`data-${key}`];
      return said === undefined || !Number.isFinite(Number(said)) ? otherwise : Number(said);
    };
    return { name, min: number('min', 0), max: number('max', 100), step: number('step', 10 ** -number('decimals', 0)) };
  }
  return options.length === 0 ? null : { name, options: options.map(({ value }) => value) };
}

/** What a form sends by itself: hidden fields, and inputs as they stand filled in. */
export const sentAnyway = (form: Form): Record<string, string> =>
  Object.fromEntries(form.fields.filter(({ type }) => type === 'hidden').map(({ name, value }) => [name, value]));
