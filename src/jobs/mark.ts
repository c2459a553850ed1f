/** Marks by which a run's job, files and deployment are found again at a provider, whoever was killed when. */
import { createHash } from 'node:crypto';
import type { ProviderRun } from '../tune/run-folder.ts';

/** The letters that every mark begins with: what of an account's things is ours. */
export const OURS = 'homines-';

/** A mark within a longer name. */
export const MARK = /homines-[0-9a-f]{12}(?![0-9a-f])/;

/** A run's mark: the same for all who go on with it, and of no other run. Small letters, digits and a dash; 20 letters. */
export const markOf = ({ name, createdAt, data, base, on }: Omit<ProviderRun, 'price' | 'options'>): string =>
  `${OURS}${digest([name, createdAt, data.hash, base.path, on]).slice(0, 12)}`;

/** The name of a file of rows, made of its bytes: the same rows are put there once, by whichever run. */
export const fileName = (part: 'train' | 'held-out', sha256: string): string =>
  `${OURS}${sha256.slice(0, 16)}-${part}.jsonl`;

const digest = (of: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(of)).digest('hex');
