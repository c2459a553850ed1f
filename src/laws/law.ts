/** A law and what its checks are made of. */
export type Law<Subject> = {
  readonly sentence: string;
  /** What was found broken; nothing if the law holds. */
  broken(subject: Subject): readonly string[] | Promise<readonly string[]>;
};

export const otherwise = (holds: boolean, breach: string): readonly string[] => (holds ? [] : [breach]);
export const repeated = (names: readonly string[]): readonly string[] =>
  names.filter((name, i) => names.indexOf(name) !== i);
