/** Who is compared with whom: people by session, by treatment or all together, and each model by itself. */
import type { Bucket, Observed } from './observed.ts';
import type { By, Group } from './group.ts';
import type { SessionFacts, Treatments } from '../../core/stored-rows.ts';
import type { Breathe } from './units.ts';

export type Grouped = {
  readonly id: string;
  readonly label: string;
  readonly kind: Group['kind'];
  readonly mark: string;
  readonly sessions: Set<string>;
  readonly lists: (readonly Observed[])[];
};
/** `sessions`: all that are looked at, whether or not they are in these buckets. */
export type Grouping = { readonly by: By; readonly treatments: Treatments; readonly sessions: readonly SessionFacts[] };

/** People by session, treatment or all together; each model by its id. */
export async function grouped(
  buckets: readonly Bucket[],
  { by, treatments, sessions }: Grouping,
  breathe: Breathe,
): Promise<readonly Grouped[]> {
  const found = new Map<string, Grouped>();
  const add = (id: string, label: string, { seat, session }: Bucket, observed: readonly Observed[]): void => {
    const kind = seat.kind === 'model' ? 'model' : 'people';
    let group = found.get(id);
    if (group === undefined)
      found.set(
        id,
        (group = { id, label, kind, mark: kind === 'model' ? seat.label : 'human', sessions: new Set(), lists: [] }),
      );
    group.sessions.add(session.code);
    group.lists.push(observed);
  };
  const several =
    new Set(buckets.flatMap(({ seat, session }) => (seat.kind === 'human' ? [session.code] : []))).size > 1;
  for (const bucket of buckets) {
    const { seat, session, observed } = bucket;
    if (seat.kind === 'model') add(`model ${seat.id}`, seat.id, bucket, observed);
    else if (by === 'treatment')
      for (const [treatment, mine] of await byTreatment(observed, treatments, breathe))
        add(`treatment ${treatment ?? ''}`, treatment ?? 'no treatment', bucket, mine);
    else if (by === 'session' && several)
      add(`session ${session.code}`, sessionLabel(session, sessions), bucket, observed);
    else add('people', 'people', bucket, observed);
  }
  return [...found.values()];
}

/** Its name, and its code where another one has the same name: two files may each hold a "Monday". */
function sessionLabel({ code, name }: SessionFacts, sessions: readonly SessionFacts[]): string {
  if (name === null) return `rehearsal ${code}`;
  return sessions.some((other) => other.name === name && other.code !== code) ? `${name} (${code})` : name;
}

async function byTreatment(
  observed: readonly Observed[],
  treatments: Treatments,
  breathe: Breathe,
): Promise<ReadonlyMap<string | null, readonly Observed[]>> {
  const found = new Map<string | null, Observed[]>();
  for (const [at, one] of observed.entries()) {
    const treatment = treatments.get(one.participant ?? '') ?? null;
    const mine = found.get(treatment);
    if (mine === undefined) found.set(treatment, [one]);
    else mine.push(one);
    if (at % 8192 === 0) await breathe();
  }
  return found;
}
