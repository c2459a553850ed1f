/** A run at Tinker begun, or gone on with: its Python environment, its key, and the program that trains it in a process of its own. */
import { UserError } from '../../core/user-error.ts';
import { openRunTuner } from '../../jobs/open.ts';
import { keyOf } from '../../model/provider.ts';
import { whyNoEnvironment } from '../../trainer/environment.ts';
import { startTrainer } from '../../trainer/trainer-process.ts';
import { RUN_FILES, type ProviderRun } from '../../tune/run-folder.ts';
import { trusting } from '../shared/trusting.ts';
import { environmentAgreed } from './agreed.ts';

export type TinkerBegun = {
  readonly env: NodeJS.ProcessEnv;
  /** Whether nobody is asked, and whether Tinker's address is trusted where a folder names it. */
  readonly sure: boolean;
  readonly trust: boolean;
  /** A folder or a hub's id, as typed; null: nothing. */
  readonly tokenizer: string | null;
};

/** The Python that trains at Tinker; whoever has none yet is asked. Throws a UserError where there can be none. */
export async function tinkerPython(sure: boolean): Promise<string> {
  const problem = whyNoEnvironment('tinker');
  if (problem !== null) throw new UserError(problem);
  return environmentAgreed(sure, 'tinker');
}

/**
 * Begins the training of a run, or goes on from its last state at Tinker; gives the number of its process. Throws a UserError where the key
 * is missing, where Tinker is elsewhere than it was, and as `startTrainer` does; Untrusted where nobody has trusted the address.
 */
export async function beginTinker(
  { folder, run }: { readonly folder: string; readonly run: ProviderRun },
  { env, sure, trust, tokenizer }: TinkerBegun,
): Promise<number> {
  const { provider } = await trusting(trust, () => openRunTuner(run, process.cwd(), env));
  const python = await tinkerPython(sure);
  return startTrainer(folder, python, {
    script: RUN_FILES.tinker,
    words: tokenizer === null ? [] : ['--tokenizer', tokenizer],
    env: { TINKER_API_KEY: keyOf(provider, env) ?? '' },
  });
}
