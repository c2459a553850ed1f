/** The five proofs that what came out of training is a tuned model: a falling loss proves none of them. */
import { z } from 'zod';

/** In the order in which they are told. */
export const PROOFS = ['labels', 'mask', 'length', 'template', 'alive'] as const;
export type ProofName = (typeof PROOFS)[number];

export const proof = z
  .strictObject({
    name: z.enum(PROOFS),
    passed: z.boolean(),
    /** What was counted, in one sentence with its numbers: "320 of 320 rows solved again alike". */
    figure: z.string(),
    /** Which row, which text: enough to find the fault; absent where it passed. */
    fault: z.string().exactOptional(),
    /** Unix milliseconds. */
    at: z.number(),
  })
  .readonly();

export type Proof = z.infer<typeof proof>;

/** What may be said of a run's model: it is a tuned model only where all five passed. */
export type TunedStanding =
  | { readonly kind: 'tuned model' }
  | { readonly kind: 'not a tuned model'; readonly failed: readonly ProofName[] }
  | { readonly kind: 'not proven yet'; readonly missing: readonly ProofName[] };

/** The last word of each proof decides; one that failed outweighs those that are missing. */
export function tunedStanding(proofs: readonly Proof[]): TunedStanding {
  const last = new Map(proofs.map((one) => [one.name, one.passed]));
  const failed = PROOFS.filter((name) => last.get(name) === false);
  if (failed.length > 0) return { kind: 'not a tuned model', failed };
  const missing = PROOFS.filter((name) => !last.has(name));
  return missing.length > 0 ? { kind: 'not proven yet', missing } : { kind: 'tuned model' };
}

/** The standing in a few words, as every screen that names the model says it. */
export function standingWords(standing: TunedStanding): string {
  switch (standing.kind) {
    case 'tuned model':
      return 'a tuned model: all five proofs passed';
    case 'not a tuned model':
      return `not a tuned model: ${standing.failed.join(', ')} failed`;
    case 'not proven yet':
      return `not proven to be a tuned model yet: ${standing.missing.join(', ')} missing`;
  }
}
