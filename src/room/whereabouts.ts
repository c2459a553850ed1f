/** Since when somebody has been where somebody looks: each who looks has whereabouts of its own, as each names places differently. */

/** Since when `member` is at `what`, in Unix milliseconds: now, where it was at something else when this was last asked. */
export type Whereabouts = (member: string, what: string) => number;

/** Nobody has been seen yet. `clock`: Unix milliseconds. */
export function newWhereabouts(clock: () => number): Whereabouts {
  const seen = new Map<string, { readonly what: string; readonly at: number }>();
  return (member, what) => {
    const before = seen.get(member);
    if (before?.what === what) return before.at;
    const at = clock();
    seen.set(member, { what, at });
    return at;
  };
}
