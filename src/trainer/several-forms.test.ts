/** Before which trainings it is said that a set asks in several forms. */
import { expect, it } from 'vitest';
import { severalForms } from './several-forms.ts';

const shares = { reasons: 0.25, decisions: 0.25, form: 0.1, disclosed: 0.25, contrast: 0.5 };

it('is said of a small model and a set that is not in words alone', () => {
  expect(severalForms({ labels: 'ours', shares }, 135e6)).toMatch(/^50 %.*135 million.*--reasons 0 --decisions 0/);
  // Soft labels are letters.
  expect(severalForms({ labels: 'ours', shares: { ...shares, reasons: 0, decisions: 1 } }, 135e6)).toMatch(/^100 %/);
});

it('is not said of a larger one, of one whose size is not known, of bare words, and of sets of others', () => {
  expect(severalForms({ labels: 'ours', shares }, 4e9)).toBeNull();
  expect(severalForms({ labels: 'ours', shares }, null)).toBeNull();
  expect(severalForms({ labels: 'ours', shares: { ...shares, reasons: 0, decisions: 0 } }, 135e6)).toBeNull();
  expect(severalForms({ labels: 'not ours', shares }, 135e6)).toBeNull();
});
