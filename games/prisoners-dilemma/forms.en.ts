/**
 * What the further forms of the dilemma say: both choosing without knowing of the other, and three steps. Only a match in
 * such a form has read it, so that the hash of the other matches' words does not cover it.
 */
export const forms = {
  /** Whose payoffs these are, after play. */
  sources: {
    disjunction: 'Payoffs: Shafir & Tversky, Cognitive Psychology 24, 1992.',
    trento: 'Payoffs: Andreozzi, Ploner & Saral, Scientific Reports 10, 13610, 2020.',
    pool: 'Payoffs: Heffner & FeldmanHall, Nature Communications 13, 1718, 2022.',
  },
  /** Both choose without knowing of the other's choice. */
  simultaneous: {
    ask: { choice: 'Your choice:', belief: 'How likely is it that the other player {does}?' },
    paraphrases: {
      choice: ['What do you do?', 'Your move:'],
      belief: ['What is the chance that the other player {does}?', 'How probable is it that the other player {does}?'],
    },
    instructions: {
      options: 'Each chooses between {C} and {D}. Points for each (the more, the better):',
      together: 'Both choose at the same time; neither knows what the other chooses.',
      /** Who moves second is told nothing of the first move. {it}: the other, who has just been named. */
      first: 'You choose first; {it} then chooses without being told what you chose.',
      second: '{It} chooses first; you then choose without being told what was chosen.',
      drawn:
        'One chooses first; the other then chooses without being told what was chosen. A coin toss decides who is first.',
      drawnRepeated:
        'One chooses first; the other then chooses without being told what was chosen. Before every round a coin toss decides who is first.',
      alternating:
        'One chooses first; the other then chooses without being told what was chosen. You take turns at being first.',
      /** Who moves second is told that the other has already chosen, which is so. */
      already: 'Who chooses second is told that the other has already chosen, and not what.',
      alreadySecond: 'When you choose, {it} has already chosen; you are not told what.',
      alreadyProgram: 'When you choose, the program has already chosen; you are not told what.',
      rounds: 'After each round both learn what the other chose.',
    },
    columns: { you: 'you choose', other: '{other} chooses', youGet: 'you get', gets: '{other} gets' },
    scene: {
      together: 'You and {other} choose at the same time. Neither knows what the other chooses.',
      first: 'You choose first. {Other} then chooses without being told what you chose.',
      second: '{Other} chooses first. You are not told what was chosen.',
      already: '{Other} has already chosen. You are not told what.',
      firstOfAlready: 'You choose first. {Other} is told that you have chosen, and not what.',
      lotFirst: 'The coin says: you choose first.',
      lotSecond: 'The coin says: {other} chooses first.',
      untold: 'You are not told what was chosen.',
      placeFirst: 'You choose first.',
      placeSecond: '{Other} chooses first.',
    },
    because: {
      sentence: '{belief}, {choice} is worth {utility} ({sum}), {other} {otherUtility}{tie}{letters}{repeated}.',
    },
    belief: { given: 'Expecting C with {choice} %' },
    believe: {
      given: 'expect {C} with {choice} %',
      learned: 'learned by the last round to expect {C} with {choice} %',
    },
    weigh: {
      own: 'your points, {belief}',
      same: 'your points if the other acted exactly as you do',
    },
    weighBeliefs: {
      uniform: 'if the other chooses {C} as often as {D}',
      given: 'if the other chooses {C} with {choice} %',
    },
    /** What a node is called: in a sentence to a model, after play, and over a column. */
    at: '{choice}',
    where: 'choice',
    column: 'choice',
    debrief: {
      all: 'Neither knows what the other chooses: a plan is one choice.{letters} {belief}, κ = {kappa}.',
      letters: ' C is {C}, D is {D}.',
      worlds: 'Were all of one kind, meeting their like, not told so: points each.',
      moved: '{did}',
    },
    table: {},
    theory: {
      pi: ['π(x, y) = x[yR + (1−y)S] + (1−x)[yT + (1−y)P]'],
      piNote: 'x, y: 1 for C, 0 for D, chosen without knowing of the other. T = {T}, R = {R}, P = {P}, S = {S}.',
      kappaStar: 'κ* = (T − R)/(T − P) = {value}: from there on C is a best reply to itself.',
      planIs: 'A plan is one choice: nothing is known of the other’s.',
      because: 'Choice',
    },
    /** Homo moralis (Alger & Weibull 2013) where the other is expected to cooperate with probability p. */
    threshold:
      'Expecting C with probability p, C is best if κ(R − P) ≥ (1 − κ)[p(T − R) + (1 − p)(P − S)]: from κ = {zero} on at p = 0, {half} at p = ½, {one} at p = 1.',
  },
  threeSteps: {
    ask: { left: '{all}: {percent} %, so at most {left} %' },
    instructions: {
      options: 'Each can {C}, {H} or {D}. Points of first and second mover (the more, the better):',
      /** Where that is all there is to the payoffs. */
      costs: 'To {C} costs you {costs} and brings the other {brings}; half is half of both.',
      corner: 'first mover',
      method: {
        direct: 'The second mover sees the first move before answering.',
        fixed: 'The second mover says beforehand how to answer each move. The answer that fits the first move counts.',
        drawn: 'You decide beforehand for both places; then the coin says which decisions count.',
      },
      beliefs: 'First you are asked how likely it is that the other player {C}, and that it {H}.',
    },
    scene: {
      first: 'You move first; {other} sees it and answers.',
      second: '{Other} moved first and {did}. Your answer ends the round.',
      lotFirst: 'The coin says: you move first.',
      lotSecond: 'The coin said: {other} moved first, and {did}.',
      strategyFirst: 'You move first.',
      strategySecond: '{Other} moves first. Say how you answer each move; what fits counts.',
      strategyDrawn: 'Decide for both places; then a coin is tossed.',
      beliefs: 'What do you expect?',
      both: '{mine} / {theirs}',
      corner: 'you',
      matrix: 'points: you / {other}',
    },
    because: {
      sentence: '{belief}, {choice} is worth {utility} ({plan}: {sum}), {others}{tie}{letters}{repeated}.',
      tie: '; the best tie and the tie rule decides',
      letters: '; C is {C}, H is {H}, D is {D}',
      standin:
        'Stand-in for a GPT-4o-class model: own and other payoff weighted equally, each choice of the other expected with 1/3, noise λ = 2 points; it sends all here with probability {probability}.',
      standinBelief: 'Stand-in for a GPT-4o-class model: it expects each choice of the other with 1/3.',
    },
    other: '{choice} {utility} ({plan})',
    belief: {
      uniform: 'Expecting C, H and D with 1/3 each',
      given: 'Expecting, in % for C / H: {first} first; {afterC}, {afterH}, {afterD} after C, H, D',
      known: 'Taking the other to play {plan}, its plan for 1/3 each',
      fallback: 'No plan being a best reply to itself, expecting C, H and D with 1/3 each',
    },
    believe: {
      uniform: 'expect each choice of {other} with 1/3',
      given: 'expect, in % for {C} / {H}: {first} first, then {afterC}, {afterH}, {afterD} after {C}, {H}, {D}',
      learned: 'learned from what {other} did, round by round',
      known: 'take {other} to {plan} (its plan for 1/3 each)',
    },
    weigh: {},
    weighBeliefs: {
      uniform: 'if the other chooses {C}, {H} and {D} equally often, whatever happens',
      given:
        'if the other chooses {C} / {H} with {first} % when moving first, {afterC} % after your {C}, {afterH} % after your {H} and {afterD} % after your {D}',
    },
    at: '{choice} after {H}',
    where: 'after {H}',
    column: 'after\n{H}',
    debrief: {
      all: 'A plan: first move, answers to C, H, D.{letters}{asIf} {belief}, κ = {kappa}.',
      letters: ' C is {C}, H {H}, D {D}.',
      selfishUnaware: ' One who expects 1/3 each chooses {D}.',
    },
    table: { uniform: 'own payoff,\nother 1/3 each' },
    who: 'stand-in (1/3 each)',
    /** Where all three are as good as each other. */
    any: 'any',
    /** A choice in a column among others. */
    cells: { C: 'all', H: 'half', D: 'nothing' },
    /** A plan in words: what is done first, and how it answers where that is neither in kind nor always the same. */
    answers: {
      each: 'answer {C} with {afterC}, {H} with {afterH}, {D} with {afterD}',
      rest: 'answer {C} with {afterC}, less with {afterD}',
    },
    answering: {
      each: 'answers {C} with {afterC}, {H} with {afterH}, {D} with {afterD}',
      rest: 'answers {C} with {afterC}, less with {afterD}',
    },
    theory: {
      pi: ['π(x, y) = ½·v(x₁, y[x₁]) + ½·v(x[y₁], y₁)', 'v(a, b) = abR + a(1−b)S + (1−a)bT + (1−a)(1−b)P'],
      piNote:
        'x₁: the first move, x[y₁]: the answer to the other’s; 1 for C, ½ for H, 0 for D. T = {T}, R = {R}, P = {P}, S = {S}.',
      kappaStar:
        'κ* = {value}: from there on CCHD is a best reply to itself. It is the largest of what three departures ask: everything answered with nothing, (T−R)/(R−S); nothing first, (T+P−2R)/min(P−S, T−P); half first, (T+V−2R)/(T+V−2M), V = (T+R+P+S)/4, M the better of V and (2R+S+T)/4.',
      planIs: 'A plan: first move, after C, after H, after D.',
    },
    labels: {
      cooperate: {
        C: {
          label: 'send all',
          key: 'a',
          do: 'send all',
          does: 'sends all',
          did: 'sent all',
          doing: 'sending all',
          noun: 'everything',
          theirs: 'sends all',
        },
        H: {
          label: 'send half',
          key: 'f',
          do: 'send half',
          does: 'sends half',
          did: 'sent half',
          doing: 'sending half',
          noun: 'half',
          theirs: 'sends half',
        },
        D: {
          label: 'send nothing',
          key: 'n',
          do: 'send nothing',
          does: 'sends nothing',
          did: 'sent nothing',
          doing: 'sending nothing',
          noun: 'nothing',
          theirs: 'sends nothing',
        },
      },
      neutral: {
        C: {
          label: 'K',
          key: 'k',
          do: 'choose K',
          does: 'chooses K',
          did: 'chose K',
          doing: 'choosing K',
          noun: 'K',
          theirs: 'K',
        },
        H: {
          label: 'L',
          key: 'l',
          do: 'choose L',
          does: 'chooses L',
          did: 'chose L',
          doing: 'choosing L',
          noun: 'L',
          theirs: 'L',
        },
        D: {
          label: 'M',
          key: 'm',
          do: 'choose M',
          does: 'chooses M',
          did: 'chose M',
          doing: 'choosing M',
          noun: 'M',
          theirs: 'M',
        },
      },
    },
  },
} as const;
