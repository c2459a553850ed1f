/** How large the battery is, told without its protocols. */

/** So many protocols it has where every game of it is here. */
export const EIGHTEEN = 18;

/** For reading what comes before the protocols, in minutes. Ours. */
export const READING = 2;
