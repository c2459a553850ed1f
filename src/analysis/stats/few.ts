/** Of how few units no more is told than dots and counts. */

/** Below this many there is no mean, no interval and no percentage. Ours. */
export const FEW = 5;
