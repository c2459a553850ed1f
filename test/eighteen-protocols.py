"""
One kappa, alpha, beta and lambda over eighteen protocols, written anew: no line of it is the program's. Counts of plans of
thirty made-up people, uniform beliefs. Its numbers stand in pooled-preferences.test.ts. Run once, with SciPy:
python test/eighteen-protocols.py
"""

import itertools
import json
import pathlib

import numpy as np
from scipy.optimize import minimize

COUNTS = json.loads((pathlib.Path(__file__).parent / "eighteen-protocols.json").read_text())


def dilemma(T, R, P, S):
    pay = {"CC": (R, R), "CD": (S, T), "DC": (T, S), "DD": (P, P)}
    plans = ["".join(p) for p in itertools.product("CD", repeat=3)]
    return plans, lambda x, y: pay[x[0] + (y[1] if x[0] == "C" else y[2])]


def trust(T, R, P, S):
    plans = ["TS", "TK", "OS", "OK"]
    return plans, lambda x, y: (P, P) if x[0] == "O" else (R, R) if y[1] == "S" else (S, T)


def ultimatum(T, S):
    plans = ["EA", "ER", "UA", "UR"]
    return plans, lambda x, y: (50, 50) if x[0] == "E" else (T, S) if y[1] == "A" else (10, 10)


GAMES = {
    **{
        f"prisoners-dilemma {name}": dilemma(*p)
        for name, p in {
            "turns": (90, 45, 15, 10),
            "severe": (90, 55, 20, 10),
            "moderate": (80, 65, 25, 20),
            "sharp": (90, 65, 25, 10),
            "gentle": (80, 75, 30, 20),
            "mild": (90, 75, 30, 10),
        }.items()
    },
    **{
        f"trust {name}": trust(T, R, 30, S)
        for name, (T, R, S) in {
            "low": (80, 50, 20),
            "low-risky": (90, 50, 10),
            "medium": (80, 60, 20),
            "medium-risky": (90, 60, 10),
            "high": (80, 70, 20),
            "high-risky": (90, 70, 10),
        }.items()
    },
    **{f"ultimatum {T}-{100 - T}": ultimatum(T, 100 - T) for T in (60, 65, 70, 75, 80, 85)},
}


def terms(game):
    """By plan against every plan of the other with equal chance: own points, the same by all, behind, ahead."""
    plans, first_pays = game
    rows = []
    for x in plans:
        pairs = []
        for y in plans:
            pairs.append(first_pays(x, y))
            pairs.append(first_pays(y, x)[::-1])
        mine = np.array(pairs, float)
        alike = (first_pays(x, x)[0] + first_pays(x, x)[1]) / 2
        gap = mine[:, 0] - mine[:, 1]
        rows.append([mine[:, 0].mean(), alike, -np.maximum(-gap, 0).mean(), -np.maximum(gap, 0).mean()])
    return plans, np.array(rows)


TERMS = {name: terms(game) for name, game in GAMES.items()}


def fit(names, full):
    def worse(t):
        kappa, lam = t[0], np.exp(t[-1])
        alpha, beta = (t[1], t[2]) if full else (0, 0)
        value = 0
        for name in names:
            plans, x = TERMS[name]
            u = x @ np.array([1 - kappa, kappa, alpha, beta]) / lam
            log = u - u.max() - np.log(np.exp(u - u.max()).sum())
            value -= sum(COUNTS[name].get(plan, 0) * log[i] for i, plan in enumerate(plans))
        return value

    best = None
    for kappa in (0, 0.5):
        start = [kappa, 0, 0, 2] if full else [kappa, 2]
        for _ in range(3):
            found = minimize(worse, start, method="Nelder-Mead", options=dict(xatol=1e-9, fatol=1e-10, maxiter=20000))
            start = found.x
        if best is None or found.fun < best.fun:
            best = found
    return [*best.x[:-1], np.exp(best.x[-1]), -best.fun]


for names in ("", "prisoners-dilemma", "trust"):
    chosen = [name for name in GAMES if name.startswith(names)]
    for full in (False, True):
        print(names or "eighteen", "full" if full else "kappa", " ".join(f"{v:.6f}" for v in fit(chosen, full)))
