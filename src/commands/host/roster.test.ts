import { describe, expect, it } from 'vitest';
import { UserError } from '../../core/user-error.ts';
import { MOST_ROSTER, rosterOf } from './roster.ts';

const refused = (text: string): string => {
  try {
    rosterOf(text, 'r.csv');
  } catch (error) {
    if (error instanceof UserError) return error.message;
  }
  return 'nothing was refused';
};

describe('a roster', () => {
  it('is one label a line, as oTree has it, whatever ends the lines', () => {
    for (const text of ['p1\np2\np3', 'p1\r\np2\r\np3\r\n', '\np1\n\n p2 \np3\n'])
      expect(rosterOf(text, 'r.txt')).toEqual(['p1', 'p2', 'p3'].map((label) => ({ label, treatment: null })));
  });

  it('is a table of labels and treatments, in any order of columns and with any sign between them', () => {
    const both = [
      { label: 'anna', treatment: 'control' },
      { label: 'Müller, B.'.replace(',', ''), treatment: 'moral' },
    ];
    expect(rosterOf('label,treatment\nanna,control\nMüller B.,moral\n', 'r.csv')).toEqual(both);
    expect(rosterOf('treatment;participant_label\ncontrol;anna\nmoral;"Müller B."', 'r.csv')).toEqual(both);
    expect(rosterOf('anna\tcontrol\nMüller B.\tmoral', 'r.tsv')).toEqual(both);
    expect(rosterOf('anna,\nbert,x', 'r.csv')).toEqual([
      { label: 'anna', treatment: null },
      { label: 'bert', treatment: 'x' },
    ]);
  });

  it('keeps other columns of a spreadsheet out, where the first line names them', () => {
    expect(rosterOf('name,label,seat\nAnna M.,p1,3', 'r.csv')).toEqual([{ label: 'p1', treatment: null }]);
  });

  it.each([
    ['', 'names nobody'],
    ['label,treatment\n', 'names nobody'],
    ['p1\np2\nP1', 'line 3'],
    ['p1\n,control', 'line 2'],
    [`p1\n${'x'.repeat(60)}`, 'line 2'],
    ['p1\np2\n\u202ep3', 'line 3'],
    ['a,b,c', 'line 1'],
    [Array.from({ length: MOST_ROSTER + 1 }, (_, i) => `p${i}`).join('\n'), String(MOST_ROSTER)],
  ])('is refused in one sentence that names the line: %#', (text, named) => {
    const said = refused(text);
    expect(said).toContain('r.csv');
    expect(said).toContain(named);
    expect(said.split('\n')).toHaveLength(1);
  });
});
