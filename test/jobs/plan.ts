/** A set of ours, and a job at a provider planned from it, with everything that a test may want otherwise. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JobPlan, planJob, type PlanWanted } from '../../src/jobs/job-plan.ts';
import type { TunableBase } from '../../src/jobs/tuning-provider.ts';
import { homines } from '../program.ts';

/** A day on which nothing closes and nothing is old. */
export const QUIET = Date.parse('2026-09-01T12:00:00Z');
/** A day on which OpenAI's ends are near. */
export const NEAR = Date.parse('2026-11-30T12:00:00Z');

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'homines-plan-'));

/** A training set as `tune data` makes it: its folder. */
export async function madeSet(
  place: string,
  rows = 32,
  agent = 'economicus',
  more: readonly string[] = [],
): Promise<string> {
  const name = `set-${rows}-${agent.replace(/\W/g, '-')}`;
  const words = ['--agent', agent, '--rows', String(rows), '--held-out', '8', '--seed', '3', '--out', name, ...more];
  const made = await homines(['tune', 'data', ...words, '--json'], { cwd: place });
  if (made.code !== 0) throw new Error(made.err);
  return join(place, name);
}

export type Otherwise = Partial<Omit<PlanWanted, 'tuning'>> & { readonly tuning?: Partial<PlanWanted['tuning']> };

export const BASES: readonly TunableBase[] = [
  { name: 'gpt-4.1-mini-2025-04-14', rowTokens: 65_536, closes: null },
  { name: 'gpt-4o-mini-2024-07-18', rowTokens: 65_536, closes: null },
];

/** A plan of a set at OpenAI at USD 5 a million tokens, or as `otherwise` says. */
export const planned = (set: string, { tuning, ...otherwise }: Otherwise = {}): Promise<JobPlan> =>
  planJob({
    ...{ lab: newFolder(), set, base: 'gpt-4.1-mini-2025-04-14', epochs: null, tokenizer: null },
    ...{ price: 5, hourly: null, most: null, named: false, heldOut: { sent: true, looks: 0 } },
    ...{ now: QUIET, signal: new AbortController().signal, progress: () => undefined, env: {} },
    ...otherwise,
    tuning: {
      tuner: 'openai',
      provider: { name: 'openai', address: 'https://api.openai.com/v1', keyName: 'OPENAI_API_KEY' },
      limits: { rows: { least: 10, most: null }, bytes: 512e6, source: 'a test' },
      bases: () => Promise.resolve(BASES),
      jobs: () => Promise.resolve([]),
      deployments: null,
      ...tuning,
    },
  });

/** The sentence with which a plan is refused. */
export const refusal = (set: string, otherwise: Otherwise): Promise<string> =>
  planned(set, otherwise).then(
    () => 'nothing was refused',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
