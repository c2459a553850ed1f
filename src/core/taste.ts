/** A preference, as theory, agents and models share it. */

/** κ of a moralis that is named without one. Ours, after a course assignment built on the paper. */
export const DEFAULT_KAPPA = 0.5;

/**
 * What a theoretical agent cares about: u = (1 − κ)·π(x, ŷ) + κ·π(x, x) − α·B − β·A
 * (Alger & Weibull, Econometrica 81(6), 2013, with social preferences).
 */
export type Taste = {
  /** 0 is homo economicus, 1 fully Kantian. */
  readonly kappa: number;
  /** Dislike of being behind (B) and ahead (A), in points per point. */
  readonly alpha?: number;
  readonly beta?: number;
  /** A reading that a game offers by name: sellers, buyers, grim. */
  readonly variant?: string;
};

/** Whether two preferences are the same, number by number. */
export const isSameTaste = (a: Taste, b: Taste): boolean =>
  a === b || (a.kappa === b.kappa && a.alpha === b.alpha && a.beta === b.beta && a.variant === b.variant);
