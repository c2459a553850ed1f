/** Small symmetric matrices: solving, and whether there is a solution. */

/** Solves a·x = b by Cholesky's decomposition, for an a that is symmetric and positive definite (see `regular`). */
export function cholesky(a: readonly (readonly number[])[], b: readonly number[]): readonly number[] {
  const n = b.length;
  const l = a.map(() => new Array<number>(n).fill(0));
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i]![j]!;
      for (let k = 0; k < j; k++) sum -= l[i]![k]! * l[j]![k]!;
      l[i]![j] = i === j ? Math.sqrt(Math.max(sum, 1e-300)) : sum / l[j]![j]!;
    }
  const y = new Array<number>(n).fill(0);
  for (let i = 0; i < n; i++)
    y[i] = (b[i]! - l[i]!.reduce((sum, value, k) => (k < i ? sum + value * y[k]! : sum), 0)) / l[i]![i]!;
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = y[i]!;
    for (let k = i + 1; k < n; k++) sum -= l[k]![i]! * x[k]!;
    x[i] = sum / l[i]![i]!;
  }
  return x;
}

/** Whether a symmetric matrix is positive definite beyond rounding: the pivots of its correlations stay above 1e-9. */
export function regular(matrix: readonly (readonly number[])[]): boolean {
  const scale = matrix.map((row, i) => Math.sqrt(row[i]!));
  if (scale.some((s) => !(s > 0))) return false;
  const rest = matrix.map((row, i) => row.map((value, j) => value / (scale[i]! * scale[j]!)));
  for (let k = 0; k < rest.length; k++) {
    const pivot = rest[k]![k]!;
    if (!(pivot > 1e-9)) return false;
    for (let i = k + 1; i < rest.length; i++)
      for (let j = k + 1; j < rest.length; j++) rest[i]![j]! -= (rest[i]![k]! * rest[k]![j]!) / pivot;
  }
  return true;
}
