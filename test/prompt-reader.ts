/**
 * A reader who has the prompt and the preference and nothing else: it takes points, beliefs and the question from the text, and works
 * out by brute force what each answer pays here, what it would bring if all did the same, and what is best. No code of ours is asked.
 */
export type ReadTaste = { readonly kappa: number; readonly alpha?: number; readonly beta?: number };

/** What a reader finds of one answer, as it is called in the prompt. */
export type ReadTerms = {
  readonly own: number;
  readonly same: number;
  readonly behind: number;
  readonly ahead: number;
};

export type ReadQuestion = {
  readonly terms: ReadonlyMap<string, ReadTerms>;
  /** How likely the question is come to. */
  readonly reach: number;
  /** What the best plan answers. */
  readonly best: string;
  /** Numbers that stand in the prompt, chances as fractions. */
  readonly points: readonly number[];
  readonly chances: readonly number[];
};

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/**
 * What the sentence about the other says, in order: how likely which option is, as a fraction of that which stands first in the table of
 * those that may be chosen there.
 */
function chancesIn(text: string, options: readonly (readonly [first: string, other: string])[]): readonly number[] {
  const said = /You expect that (?:the other )?([^\n]*)/.exec(text)?.[1] ?? '';
  return [...said.matchAll(/([^%]*?) with a chance of ([\d.]+) %/g)].map(([, does, number], at) => {
    const percent = Number(number);
    if (percent === 50) return 0.5;
    return (likest(does!, options[at]!) === 0 ? percent : Number((100 - percent).toFixed(4))) / 100;
  });
}

/** Which of two labels a text is nearest to, by the beginnings of its words: "splits equally" is the equal split. */
function likest(text: string, labels: readonly [string, string]): 0 | 1 {
  const beginnings = (of: string): readonly string[] => of.split(' ').map((word) => word.slice(0, 4));
  // What was chosen before it is said behind the chance, and so before the next.
  const here = new Set(beginnings(text.slice(text.lastIndexOf(' and ') + 1).replace(/^.*, /, '')));
  const [first, other] = labels.map((label) => beginnings(label).filter((one) => here.has(one)).length);
  if (first === other) throw new Error(`"${text}" names neither of ${labels.join(', ')}`);
  return first! > other! ? 0 : 1;
}

const optionsIn = (text: string): readonly string[] =>
  [...(/Possible answers: (.*)\.\n/.exec(text)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(([, label]) => label!);

type Row = { readonly move: string; readonly answer: string | null; readonly pays: readonly [number, number] };

/** The table of points in the rules: what is done, what is answered, who gets what. */
const rowsIn = (text: string): readonly Row[] =>
  [...text.matchAll(/^([^|\n]+) \| ([^|\n]+) \| (-?[\d.]+) \| (-?[\d.]+)$/gm)].map(
    ([, move, answer, first, second]) => ({
      move: move!,
      answer: answer === '–' ? null : answer!,
      pays: [Number(first), Number(second)],
    }),
  );

/** Which of some labels a text says: "cooperates", "chooses A", "proposes the unequal split". */
function labelIn(text: string, labels: readonly string[]): string {
  const found = labels.filter((label) =>
    label.length === 1 ? new RegExp(`\\b${label}\\b`).test(text) : text.includes(label),
  );
  // "unequal split" has "equal split" in it.
  const label = found.toSorted((a, b) => b.length - a.length)[0];
  if (label === undefined) throw new Error(`"${text}" names none of ${labels.join(', ')}`);
  return label;
}

/** A plan as a reader sees one: a first move and an answer to each move that is answered. */
type ReadPlan = { readonly move: string; readonly answers: ReadonlyMap<string, string> };

const plansFrom = (moves: readonly string[], answers: ReadonlyMap<string, readonly string[]>): readonly ReadPlan[] => {
  const all = [...answers].reduce<readonly ReadonlyMap<string, string>[]>(
    (some, [move, given]) => some.flatMap((one) => given.map((answer) => new Map([...one, [move, answer]]))),
    [new Map()],
  );
  return moves.flatMap((move) => all.map((one) => ({ move, answers: one })));
};

/** A game of two who move in turn: dilemma, trust, ultimatum. */
export function readTurns(prompt: string, taste: ReadTaste): ReadQuestion {
  const rows = rowsIn(prompt);
  const table = rows.slice(
    0,
    rows.findIndex(
      ({ move }, i) => i > 0 && rows.slice(0, i).some((one) => one.move === move && one.answer === rows[i]!.answer),
    ) >>> 0,
  );
  const moves = [...new Set(table.map(({ move }) => move))];
  const answers = new Map(
    moves.flatMap((move) => {
      const given = table.flatMap((row) => (row.move === move && row.answer !== null ? [row.answer] : []));
      return given.length === 0 ? [] : [[move, given] as const];
    }),
  );
  const pays = (move: string, answer: string | null) =>
    table.find((row) => row.move === move && row.answer === answer)!.pays;
  const open = (given: readonly string[]): readonly [string, string] => [given[0]!, given[1]!];
  const [opens, ...replies] = chancesIn(prompt, [open(moves), ...[...answers.values()].map(open)]);
  const chanceOf = (plan: ReadPlan): number =>
    (plan.move === moves[0] ? opens! : 1 - opens!) *
    [...answers].reduce(
      (product, [move, [named]], i) => product * (plan.answers.get(move) === named ? replies[i]! : 1 - replies[i]!),
      1,
    );
  const plans = plansFrom(moves, answers);
  const meet = (first: ReadPlan, second: ReadPlan) => pays(first.move, second.answers.get(first.move) ?? null);
  /** Half the time the plan opens, half the time it answers. */
  const outcomes = (x: ReadPlan, y: ReadPlan): readonly (readonly [number, number])[] => {
    const [a, b] = [meet(x, y), meet(y, x)];
    return [a, [b[1], b[0]]];
  };

  // The question: the first move, or the answer to a move.
  const options = optionsIn(prompt);
  const done = /^(.*) \(done\), you /m.exec(prompt)?.[1];
  const asked = /^If the other player (.*), you$/m.exec(prompt)?.[1];
  const after = done ?? asked;
  // A move may be called in fewer words than its label: "proposes unequal".
  const node = after === undefined ? null : answers.size === 1 ? [...answers.keys()][0]! : labelIn(after, moves);

  // Among others that all are as good if all do the same, κ = 1 takes what is best just below it.
  const { kappa: typed, alpha = 0, beta = 0 } = taste;
  const kappa = Math.min(typed, 1 - 1e-6);
  const termsAgainst = (x: ReadPlan, only: boolean) => {
    const found = plans.flatMap((y) => {
      const [opening, answering] = outcomes(x, y);
      const here = node === null ? [opening!] : y.move === node ? [answering!] : [];
      return (only ? here : [opening!, answering!]).map(([mine, other]) => ({
        weight: 0.5 * chanceOf(y),
        mine,
        other,
      }));
    });
    const reach = sum(found.map(({ weight }) => weight));
    const mean = (of: (one: (typeof found)[number]) => number) => sum(found.map((one) => one.weight * of(one))) / reach;
    return {
      reach,
      own: mean(({ mine }) => mine),
      behind: mean(({ mine, other }) => Math.max(0, other - mine)),
      ahead: mean(({ mine, other }) => Math.max(0, mine - other)),
      same: sum(outcomes(x, x).map(([mine]) => mine / 2)),
    };
  };
  const utility = (x: ReadPlan): number => {
    const { own, same, behind, ahead } = termsAgainst(x, false);
    return (1 - kappa) * own + kappa * same - alpha * behind - beta * ahead;
  };
  const best = plans.toSorted((a, b) => utility(b) - utility(a))[0]!;
  const withAnswer = (answer: string): ReadPlan =>
    node === null ? { ...best, move: answer } : { ...best, answers: new Map([...best.answers, [node, answer]]) };
  const points = table.flatMap((row) => row.pays);
  const stated = [opens!, ...replies];
  return {
    terms: new Map(options.map((option) => [option, termsAgainst(withAnswer(option), true)])),
    reach: termsAgainst(best, true).reach,
    best: node === null ? best.move : best.answers.get(node)!,
    points: [...points, ...table.map(({ pays: [a, b] }) => Math.abs(a - b))],
    chances: [0.5, ...stated, ...stated.map((chance) => Number((1 - chance).toFixed(4)))],
  };
}

/** A dilemma in which neither knows of the other. */
export function readAtOnce(prompt: string, taste: ReadTaste): ReadQuestion {
  const table = rowsIn(prompt).slice(0, 4);
  const options = optionsIn(prompt);
  const [named, other] = [...new Set(table.map(({ move }) => move))];
  const [p] = chancesIn(prompt, [[named!, other!]]);
  const { kappa, alpha = 0, beta = 0 } = taste;
  const terms = new Map(
    options.map((option) => {
      const against = table
        .filter(({ move }) => move === option)
        .map(({ answer, pays }) => ({ chance: answer === named ? p! : 1 - p!, pays, answer }));
      const mean = (of: (mine: number, other: number) => number) =>
        sum(against.map(({ chance, pays: [mine, other] }) => chance * of(mine, other)));
      return [
        option,
        {
          own: mean((mine) => mine),
          behind: mean((mine, other) => Math.max(0, other - mine)),
          ahead: mean((mine, other) => Math.max(0, mine - other)),
          same: against.find(({ answer }) => answer === option)!.pays[0],
        },
      ];
    }),
  );
  const worth = ({ own, same, behind, ahead }: ReadTerms) =>
    (1 - kappa) * own + kappa * same - alpha * behind - beta * ahead;
  return {
    terms,
    reach: 1,
    best: [...terms].toSorted(([, a], [, b]) => worth(b) - worth(a))[0]![0],
    points: table.flatMap(({ pays: [a, b] }) => [a, b, Math.abs(a - b)]),
    chances: [p!, Number((1 - p!).toFixed(4))],
  };
}

/** The public good: what the others put in on average, or any of it as likely. */
export function readContribution(prompt: string, taste: ReadTaste): ReadQuestion {
  const number = (pattern: RegExp): number => Number(pattern.exec(prompt)?.[1]);
  const m = number(/A point in the project pays ([\d.]+) to each/);
  const players = number(/pays [\d.]+ to each of the (\d+) players/) || 2;
  const endowment = number(/You have (\d+) points/);
  const options = optionsIn(prompt).map(Number);
  const steps =
    options.length > 0 ? options.toSorted((a, b) => a - b) : Array.from({ length: endowment + 1 }, (_, i) => i);
  const mean = number(/You expect that [^\n]*?([\d.]+)(?: on average)?\.\n/);
  const alike = /equally likely/.test(/You expect that [^\n]*/.exec(prompt)![0]);
  const { kappa, alpha = 0, beta = 0 } = taste;
  const termsAt = (x: number): ReadTerms => {
    const others = alike ? steps : [mean];
    const over = (of: (y: number) => number) => sum(others.map(of)) / others.length;
    return {
      own: endowment - x + m * (x + (players - 1) * mean),
      same: endowment - x + m * players * x,
      behind: over((y) => Math.max(0, x - y)),
      ahead: over((y) => Math.max(0, y - x)),
    };
  };
  const worth = (x: number): number => {
    const { own, same, behind, ahead } = termsAt(x);
    return (1 - kappa) * own + kappa * same - alpha * behind - beta * ahead;
  };
  const written = (x: number) =>
    `put in ${options.length > 0 ? optionsIn(prompt).find((one) => Number(one) === x)! : x}`;
  const best = steps.toSorted((a, b) => worth(b) - worth(a))[0]!;
  return {
    terms: new Map(steps.map((x) => [written(x), termsAt(x)])),
    reach: 1,
    best: written(best),
    points: [],
    chances: [],
  };
}
