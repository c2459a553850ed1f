/** Where tuned models came from, written into a database before they sit down with it. */
import type { Store } from '../../core/log.ts';
import type { Lineage } from '../../core/served-model.ts';
import { readLab } from '../../model/lab-file.ts';
import { believedLab } from '../../model/seated-here.ts';
import { lineageIn } from '../../model/registry.ts';
import { UserError } from '../../core/user-error.ts';

/** Stores what the lab's file of a folder knows of each tuned model, where the database does not say the same already. */
export async function keepLineage(store: Pick<Store, 'tunings' | 'record'>, folder: string): Promise<void> {
  const tuned = tunedIn(folder);
  if (tuned.length === 0) return;
  const known = await store.tunings();
  const at = Date.now();
  const fresh = tuned.filter((one) => {
    const last = known.findLast((row) => row.provider === one.provider && row.model === one.model);
    return last === undefined || KEYS.some((key) => last[key] !== one[key]);
  });
  await store.record(fresh.map((one) => ({ table: 'tuning', row: { ...one, at } })));
}

const KEYS = ['data', 'run', 'adapter', 'agent', 'standing', 'proven'] as const;

/** None where the file cannot be used: whoever needs it says so. */
function tunedIn(folder: string): readonly Lineage[] {
  try {
    return Object.entries(believedLab(readLab(folder), folder, process.env).agents).flatMap(([id, { tuned }]) =>
      tuned === undefined ? [] : [lineageIn(id, tuned)],
    );
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
