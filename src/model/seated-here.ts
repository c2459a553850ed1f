/**
 * Which facts of tuned models in a lab's file homines itself wrote there. A folder's settings may come from anybody: what they
 * say of a model's proofs is a claim until that model was served and proved from this folder, by this person. That is kept
 * outside the folder, by a hash of folder, name and facts: whatever says anything else is a claim again.
 */
import { createHash } from 'node:crypto';
import { real } from '../disk/folder.ts';
import type { LabAgent, LabFile, TunedFacts } from './lab-file.ts';
import { personalRecord } from './personal-record.ts';

/** What may be said of a model whose settings claim what was not proved here. */
export const CLAIMED = 'tuned as its settings claim, not proven here';

const seated = personalRecord('seated');

const hashOf = (lab: string, id: string, { run, data, digest, agent, standing, proven, server }: TunedFacts): string =>
  createHash('sha256')
    .update(JSON.stringify([real(lab), id, run, data, digest, agent, standing, proven, server]))
    .digest('hex');

/** Keeps that these facts of a lab folder's agent are ours: on disk, or, where that fails, for this process. */
export const keepSeated = (lab: string, id: string, facts: TunedFacts, env: NodeJS.ProcessEnv): void =>
  seated.keep(hashOf(lab, id, facts), '', env);

/**
 * A lab's file with what may be believed of it: facts of tuned models are as they stand where they are ours, else a claim that is
 * proven nowhere. For reading alone: what is written back is the file as it was.
 */
export function believedLab<Lab extends Pick<LabFile, 'agents'>>(
  lab: Lab,
  folder: string,
  env: NodeJS.ProcessEnv,
): Lab {
  const agents = Object.entries(lab.agents).map(([id, agent]): readonly [string, LabAgent] => {
    const { tuned } = agent;
    return tuned === undefined || seated.has(hashOf(folder, id, tuned), env)
      ? [id, agent]
      : [id, { ...agent, tuned: { ...tuned, standing: CLAIMED, proven: false } }];
  });
  return { ...lab, agents: Object.fromEntries(agents) };
}
