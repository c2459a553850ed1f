"""
The fit of kappa, alpha, beta and lambda to 134 people, written anew: no line of it is the program's. Its numbers stand in
kappa-of-134-people.test.ts. Run once, with SciPy: python test/kappa-of-134-people.py
"""

import csv
import itertools
import pathlib

import numpy as np
from scipy.optimize import minimize

FILE = pathlib.Path(__file__).parent.parent / "data/reference/andreozzi2020_sequential_dilemma.csv"
SENT = [0, 50, 100]
PLANS = list(itertools.product(range(3), repeat=4))  # first move, replies to 0, 50, 100
N = len(PLANS)


def pay(first, second):
    """Points of the first and of the second mover."""
    return 100 - SENT[first] + 3 * SENT[second], 100 - SENT[second] + 3 * SENT[first]


own, behind, ahead = np.zeros((N, N)), np.zeros((N, N)), np.zeros((N, N))
for i, x in enumerate(PLANS):
    for j, y in enumerate(PLANS):
        mine, others = pay(x[0], y[1 + x[0]])
        theirs, answering = pay(y[0], x[1 + y[0]])
        own[i, j] = (mine + answering) / 2
        behind[i, j] = (max(0, others - mine) + max(0, theirs - answering)) / 2
        ahead[i, j] = (max(0, mine - others) + max(0, answering - theirs)) / 2
same = np.diag(own)


def weights(row, uniform):
    if uniform:
        return np.full(N, 1 / N)
    beliefs = [[float(row[f"{node}_{k}"]) for k in "LMH"] for node in ("buc", "bccL", "bccM", "bccH")]
    return np.array([np.prod([beliefs[n][plan[n]] for n in range(4)]) for plan in PLANS])


def fit(rows, uniform, full):
    """Utility over lambda is linear in ((1 - kappa), kappa, alpha, beta) / lambda: concave, BFGS with the exact slope."""
    w = np.array([weights(row, uniform) for row in rows])
    chosen = [PLANS.index(tuple(SENT.index(int(row[c])) for c in ("uc", "ccL", "ccM", "ccH"))) for row in rows]
    n = len(rows)
    o, b, a = w @ own.T, w @ behind.T, w @ ahead.T
    x = np.stack([o, np.broadcast_to(same, o.shape), -b, -a][: 4 if full else 2], -1)
    at = np.arange(n)

    def worse(t):
        u = x @ t
        most = u.max(1, keepdims=True)
        odds = np.exp(u - most)
        total = odds.sum(1, keepdims=True)
        value = -(u[at, chosen] - most[:, 0] - np.log(total[:, 0])).sum()
        slope = -(x[at, chosen].sum(0) - ((odds / total)[..., None] * x).sum((0, 1)))
        return value / n, slope / n

    t = np.zeros(x.shape[-1])
    for _ in range(5):
        r = minimize(worse, t, jac=True, method="BFGS", options=dict(gtol=1e-13, maxiter=5000))
        t = r.x
    lam = 1 / (t[0] + t[1])
    return [t[1] * lam, *(t[2:] * lam), lam, -r.fun * n]


everybody = list(csv.DictReader(FILE.open()))
first = [row for row in everybody if row["period"] == "1"]
for name, rows in [("period 1", first), ("all periods", everybody)] + [
    (t, [row for row in first if row["treatment"] == t]) for t in ("CondInfo", "NoCondInfo")
]:
    for uniform in (False, True):
        for full in (False, True):
            numbers = " ".join(f"{value:.7f}" for value in fit(rows, uniform, full))
            print(name, "uniform" if uniform else "stated", "full" if full else "kappa", numbers)
