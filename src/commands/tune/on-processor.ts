/**
 * What two cores train in seven to eleven minutes, and a model of 135 million parameters learns from: the dilemma in bare words, nobody
 * named. With letters and JSON beside them first moves were not learned from as many rows (README).
 */
export const ON_PROCESSOR = {
  rows: 640,
  /** The first of those that may be in a set. */
  games: 1,
  forms: ['--reasons', '0', '--decisions', '0', '--disclosed', '0'],
  start: ['--looks', '2'],
} as const;
