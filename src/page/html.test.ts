import { expect, test } from 'vitest';
import { unclosed } from '../../test/well-formed.ts';
import { blocksAsHtml, page } from './html.ts';

test('a table with many columns tells each cell its head, and a row of one cell heads the rows below it', () => {
  const columns = ['', 'n', 'mean', '95 %'].map((head) => ({ head }));
  const html = blocksAsHtml([
    {
      kind: 'table',
      columns,
      rows: [
        [{ text: 'one minus other', strong: true }],
        ['rate', '5', '60 %', ''].map((text) => ({ text })),
        [{ text: 'third minus fourth', strong: true }],
        ['rate', '9', '<1 %', '0 to 3 %'].map((text) => ({ text })),
      ],
    },
  ]);
  expect(unclosed(html)).toEqual([]);
  expect(html.match(/<tbody/g)).toHaveLength(2);
  expect(html).toContain('<th scope="rowgroup" role="rowheader" colspan="4"><strong>third minus fourth</strong></th>');
  expect(html).toContain('<td role="cell" data-head="mean">&lt;1 %</td>');
});

test('a page is well-formed whatever stands in it, and its data cannot end it', () => {
  const name = '</script><b>"\' & 🎲 كلية';
  const html = page(name, blocksAsHtml([{ kind: 'facts', facts: [{ label: name, value: name }] }]), { name });
  expect(unclosed(html)).toEqual([]);
  const [, json = ''] = /<script[^>]*>(.*?)<\/script>/s.exec(html) ?? [];
  expect(JSON.parse(json)).toEqual({ name });
  expect(json).not.toMatch(/[<&]/);
});
