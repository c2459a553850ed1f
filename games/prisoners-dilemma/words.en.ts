/** Every word that participants read in the sequential prisoner's dilemma. Templates with {slots}; `fill` fills them. */
import { words as shared } from '../../src/sequential/words.en.ts';
import { forms } from './forms.en.ts';

export const words = {
  /** What the lab says of the game around a match; no part of what a wording hash covers. */
  lab: {
    language: 'en',
    you: 'you',
    otherPlayer: 'the other player',
    player: 'player',
    /** What follows the slash of an agent's id, in a sentence. */
    readings: {
      grim: 'Of games without a known end: it keeps to what is best for both until somebody departs from it, and never again after.',
    },
    /** What a table cannot tell, and what would change it. */
    limits: {
      fixed:
        'With fixed roles a person answers in one place only: rows of the others stay empty and no κ can be estimated. Take roles=drawn and method=strategy, or the preset lesson.',
      direct:
        'Answered as it comes, each match shows one answer only, and no κ can be estimated alone: method=strategy, or the preset lesson, asks all three.',
    },
    /** Published experiments with people, and what differs there: parts of a sentence that begins with "There". */
    people: {
      trento: { who: '134 people in Trento' },
      pool: { who: '306 people of Heffner & FeldmanHall' },
      princeton: { who: 'people of Shafir & Tversky' },
      facts: 'counts quoted as facts',
      none: 'none',
      payoffs: 'payoffs {list} (κ* {there}, here {here})',
      three: 'half could be sent too: only all counts (after nothing, anything)',
      strategy: 'replies were given beforehand',
      seen: 'no reply was given beforehand',
      places: 'everybody answered in both places',
      periods: 'first of ten periods with strangers, for money',
      once: 'one round',
      program: 'the other was a person (here a program)',
      preset: 'replies to preset contributions by tenths: only all counts (after nothing, anything); for money',
      tenths: 'replies to preset contributions by tenths, for money',
      told: 'both chose at once, and whoever knew was told what the other did',
      unsaid: 'nobody was told that the other had chosen already',
      counts: 'counts of answers, whose is not told',
    },
    /** The terms of this game in the glossary: one sentence each, at most 150 letters. `where`: further screens that use it. */
    glossary: [
      {
        word: 'belief',
        says: 'What an agent expects the other to do, as probabilities; a setting, and printed beside every prediction.',
      },
      { word: 'uniform', says: 'The belief that every action of the other is equally likely.' },
      { word: 'like-minded', says: 'The belief that the other acts as one does oneself.' },
      {
        word: 'known',
        says: 'The belief that the other plays its own plan for 50 : 50: used where a solved agent sits opposite and is disclosed.',
      },
      {
        word: 'plan',
        says: 'A first move, an answer to C and an answer to D: CCD cooperates first, answers C with C and D with D.',
      },
      { word: 'C, D', says: 'The two actions: C cooperates, D defects.' },
      {
        word: 'T, R, P, S',
        says: 'Points for exploiting (temptation), for mutual trust (reward), for no trust (punishment), for being exploited: T > R > P > S.',
      },
      { word: 'threshold', says: 'The smallest κ from which CCD is the best plan under the belief in force.' },
      { word: 'κ*', says: 'The smallest κ at which CCD is a best reply to itself.' },
      { word: 'direct response', says: 'The second mover answers what the first mover really did.' },
      { word: 'strategy method', says: 'The second mover answers for both moves before the first move is known.' },
      { word: 'efficiency', says: 'The share of the possible gain over no trust that both together reached.' },
    ],
  },
  /** The asks in other words, two each, for studies of the wording: only a match that asks them hashes them. */
  paraphrases: shared.paraphrases,
  /** What the further forms say, apart from the rest: only a match in such a form hashes it. */
  forms,
  /** Read by a model that is told what to expect, and by nobody else: the wording of all other matches is without it. */
  expects: {
    likeMinded: shared.expects.likeMinded,
    turns: 'the other {first} when moving first, {afterC} after you {didC} and {afterD} after you {didD}',
    together: 'the other {chance}',
    chance: shared.expects.chance,
    even: shared.expects.even,
    steps: {
      first:
        'when moving first, the other {doesC} with a chance of {all} %, {doesH} with {half} % and {doesD} with {rest} %',
      after: 'after you {did}, it {doesC} with {all} %, {doesH} with {half} % and {doesD} with {rest} %',
    },
    between: '; ',
  },
  title: "Prisoner's dilemma",
  /** What participants read who are told neither names nor aims. */
  neutralTitle: 'Two choices',
  summary: 'Cooperate or defect; the other sees it and answers',
  /** How the two options are called, by the setting `labels`. */
  labels: {
    cooperate: {
      C: {
        label: 'cooperate',
        key: 'c',
        do: 'cooperate',
        does: 'cooperates',
        did: 'cooperated',
        doing: 'cooperating',
        noun: 'cooperation',
        theirs: 'cooperates',
      },
      D: {
        label: 'defect',
        key: 'd',
        do: 'defect',
        does: 'defects',
        did: 'defected',
        doing: 'defecting',
        noun: 'defection',
        theirs: 'defects',
      },
    },
    neutral: {
      C: {
        label: 'A',
        key: 'a',
        do: 'choose A',
        does: 'chooses A',
        did: 'chose A',
        doing: 'choosing A',
        noun: 'A',
        theirs: 'A',
      },
      D: {
        label: 'B',
        key: 'b',
        do: 'choose B',
        does: 'chooses B',
        did: 'chose B',
        doing: 'choosing B',
        noun: 'B',
        theirs: 'B',
      },
    },
  },
  ask: {
    move: 'Your move:',
    answer: 'Your answer:',
    ifFirst: 'If you move first, you',
    ifAfter: 'If the other player {does}, you',
    beliefFirst: 'How likely is it that the other player {does} when moving first?',
    beliefAfter: 'If you {do}, how likely is it that the other player {does}?',
    impossible: 'impossible',
    certain: 'certain',
  },
  instructions: {
    /** Of a program whose name is told; of anybody else nothing is said but that there are two. */
    program: 'You play against a computer program called {other}.',
    two: 'Two players.',
    /** {it}: the other, who has just been named. */
    roles: {
      fixedFirst: 'You choose first; {it} sees your choice and then answers.',
      fixedSecond: '{It} chooses first; you see its choice and then answer.',
      drawn: 'One chooses first, the other answers. A coin toss decides who is first.',
      drawnRepeated: 'One chooses first, the other answers. Before every round a coin toss decides who is first.',
      strategyFirst: 'You choose first; {it} answers.',
      strategySecond: '{It} chooses first; you answer.',
      alternating: 'One chooses first, the other answers. You take turns at being first.',
    },
    it: 'it',
    options: 'Each chooses between {C} and {D}. Points for each (the more, the better):',
    columns: { first: 'first mover', second: 'second mover', firstGets: 'first gets', secondGets: 'second gets' },
    direct: 'The second mover sees the first move before answering.',
    strategy: {
      fixed: 'The second mover says beforehand how to answer either move. The answer that fits the first move counts.',
      drawn: 'You decide beforehand for both places; then the coin says which decisions count.',
    },
    once: 'There is one round.',
    finite: 'There are {rounds} rounds.',
    indefinite: 'After every round another follows with a chance of {percent} %.',
    beliefs: 'First you are asked how likely the other player is to choose {C}.',
    points: 'The points of all rounds add up.',
  },
  scene: {
    first: 'You move first. {Other} sees what you did, then answers.',
    second: '{Other} moved first and {did}. Your answer ends the round.',
    lotFirst: 'The coin says: you move first. {Other} sees what you did, then answers.',
    lotSecond: 'The coin said: {other} moved first, and {did}. Your answer ends the round.',
    strategyFirst: 'You move first. {Other} decides at the same time how to answer either move.',
    strategySecond: '{Other} moves first. Decide now how you answer either move; the answer that fits counts.',
    strategyDrawn: 'Decide for both places. Then a coin toss says who moves first.',
    /** After the first round, when the rules are known and the rounds so far need the room. */
    again: {
      first: 'You move first.',
      second: '{Other} moved first and {did}.',
      lotFirst: 'The coin says: you move first.',
      lotSecond: 'The coin said: {other} moved first, and {did}.',
      strategyFirst: 'You move first.',
      strategySecond: '{Other} moves first: how do you answer?',
      strategyDrawn: 'Decide for both places; then the coin is tossed.',
    },
    placeFirst: 'You move first.',
    placeSecond: '{Other} moves first.',
    beliefs: 'Before you choose: what do you expect of {other}?',
    you: 'you',
    youGet: 'you get',
    gets: '{other} gets',
    /** The other player's short name, where space is narrow and it has no name of its own. */
    theOther: 'the other',
    otherGets: 'other gets',
    round: 'round',
    points: 'points',
    movedFirst: 'first',
  },
  where: { of: 'round {round} of {rounds}', open: 'round {round}', short: '{round} of {rounds}' },
  result: {
    once: 'You {mine}, {other} {theirs}: {points} for you, {others} for {other}.',
    rounds: '{rounds} rounds: {points} for you, {others} for {other}.',
    none: 'No round was finished.',
  },
  because: {
    /** C and D are the letters of plans; with neutral labels `letters` follows. */
    sentence:
      '{belief}, {choice} is worth {utility} ({plan}: {sum}), {other} {otherUtility} ({otherPlan}){tie}{letters}{repeated}.',
    own: '{own} for itself',
    mix: '{weight} × {own} for itself + {kappa} × {same} if everyone did the same',
    behind: ' − {alpha} × {behind} behind',
    ahead: ' − {beta} × {ahead} ahead',
    tie: '; the two tie and the tie rule decides',
    letters: '; C is {C}, D is {D}',
    alone: '; it plays each round as if it were the only one',
    notUnique:
      '; no unique prediction: from δ = {threshold} on, mutual cooperation under grim reversion is an equilibrium for economicus too, and here δ = {delta}; it plays each round as if it were the only one',
    belief: 'It is asked what it expects: {belief}.',
    grim: 'Grim reversion: δ = {delta} is at least {threshold} = (T − R)/(T − P), so cooperation for as long as nobody has defected is an equilibrium, and so far {state}; no unique prediction, always defecting is one too.',
    grimClean: 'nobody has defected',
    grimSpoilt: 'somebody has',
    grimNot:
      '; grim reversion is read as economicus does it, with δ at least {threshold} and no announced end, which is not so here',
    standin:
      'Stand-in for a GPT-4o-class model: own and other payoff weighted equally, the other expected 50 : 50, noise λ = 2 points; it cooperates here with probability {probability}.',
    standinBelief: 'Stand-in for a GPT-4o-class model: it expects the other 50 : 50.',
  },
  /** Read by a model that is told its preference in words. */
  weigh: {
    own: 'your points, {belief}, on average over moving first and second',
    same: 'your points if the other acted exactly as you do, on average over moving first and second',
    elsewhere: 'Wherever else you may have to choose, you would choose {choices}.',
    at: { first: '{choice} when moving first', after_C: '{choice} after {C}', after_D: '{choice} after {D}' },
    and: ' and ',
    beliefs: {
      uniform: 'if the other chooses {C} as often as {D}, whatever happens',
      given:
        'if the other chooses {C} with {first} % when moving first, {afterC} % after your {C} and {afterD} % after your {D}',
      sure: 'if the other chooses {choices}',
    },
  },
  belief: {
    uniform: 'Expecting 50 : 50',
    given: 'Expecting C with {first} % first, {afterC} % after C, {afterD} % after D',
    known: 'Taking the other to play {plan}, its plan if it expects 50 : 50',
    likeMinded: 'Expecting its like ({plan})',
    fallback: 'No plan being a best reply to itself, expecting 50 : 50',
    /** For every κ at once: its like plays another plan at another κ. */
    like: 'Expecting its like',
  },
  /** After play. Only the pages behind keys use the letters of plans. */
  debrief: {
    happened: 'You {mine}: {points}. {Other} {theirs}: {others}.',
    /** Over the table of who does what in one's place; with the belief that each agent's mark rests on. */
    place: 'You, and what the agents do in your place. They {belief}:',
    placeRounds: 'How often you {do}, and the agents in your place. They {belief}:',
    believe: {
      uniform: 'expect a coin toss (50 : 50) from {other}',
      given: 'expect {C} with {first} % first, {afterC} % after {C}, {afterD} % after {D}',
      learned:
        'learned by the last round to expect {C} with {first} % first, {afterC} % after {C}, {afterD} % after {D}',
      likeMinded: 'expect their like',
      known: 'take {other} to {plan}, its plan if it expects 50 : 50',
      grim: 'know that {other} cooperates until somebody defects',
    },
    who: { moralis: 'moralis κ = {kappa}', baseline: 'stand-in (50 : 50)' },
    columns: { first: 'first\nmove', after_C: 'after\n{C}', after_D: 'after\n{D}' },
    none: '–',
    either: 'either',
    count: '{count} of {of}',
    /** Where you stand: how many of your choices are those of each. */
    stand: {
      baseline: 'the stand-in',
      one: 'Where you stand: your choice is that of {agents}.',
      nobody: 'Where you stand: none of the three chooses as you did.',
      many: 'Where you stand: of your {of} choices {economicus} are those of economicus, {moralis} of moralis, {baseline} of the stand-in.',
    },
    and: ' and ',
    scale: 'κ',
    /** What moralis does as κ moves: pieces joined by `join`. */
    byKappa: 'moralis by κ: {pieces}.',
    pieces: {
      everywhere: 'at any κ {plan}',
      alone: 'at {from} alone {plan}',
      below: 'up to {to} {plan}',
      from: 'from {from} {plan}',
      on: 'from {from} on {plan}',
      join: '; ',
    },
    /** A plan in words, as something to do. */
    plans: {
      always: 'always {do}',
      first: '{do} first, {answers}',
      answers: {
        CC: 'always answer with {C}',
        CD: 'answer in kind',
        DC: 'answer with the opposite',
        DD: 'always answer with {D}',
      },
    },
    /** What somebody's answers are, as a fact: "moralis answers in kind". */
    answering: {
      CC: 'always answers with {C}',
      CD: 'answers in kind',
      DC: 'answers with the opposite',
      DD: 'always answers with {D}',
    },
    met: '{Other} (κ = {kappa})',
    most: '{Who} {how}: {best} was the most you could get.',
    more: '{Who} {how}: {doing} would have paid you {best}, {forgone} more.',
    moved: '{did} first',
    notAsked: 'What would have paid best is not known: {other} was not asked about {choice}.',
    hindsight:
      'Against the same play of {other}{where}, best replies would have earned {best}. Points forgone: {forgone}.',
    hindsightAll: 'Against the same play of {other}{where}, nothing would have earned more than {best}.',
    hindsightNone: 'What would have paid best is not known: {other} was never asked about the other move.',
    known: ' in the {known} of {rounds} rounds where it is known',
    /** Where cooperating first with a reciprocator is selfish. */
    selfish: 'A selfish first mover who knows that {other} {how} chooses {C} ({points} instead of {instead}).',
    selfishUnaware: ' One who expects 50 : 50 chooses {D}.',
    pages: {
      all: 'all plans',
      formula: 'formula',
      thresholds: 'thresholds',
      worlds: 'worlds',
      yours: 'round by round',
    },
    all: 'A plan: first move, answer to C, answer to D.{letters}{asIf} {belief}, κ = {kappa}.',
    letters: ' C is {C}, D is {D}.',
    asIf: ' Payoffs as if a coin decided who is first.',
    table: {
      plan: 'plan',
      own: {
        uniform: 'own payoff,\nother 50 : 50',
        given: 'own payoff,\nas expected',
        sure: 'own payoff,\nother {plan}',
      },
      same: 'payoff if all\ndid the same',
      half: 'κ = {kappa}:\nhalf each',
      mix: 'κ = {kappa}:\ntheir mix',
    },
    ties: 'Best are {plans}; the tie rule plays {plan}.',
    worlds: 'Were all of one kind, meeting their like, not told so: points each, over both places.',
    world: {
      kind: 'everyone is',
      plan: 'and does',
      points: 'earns',
      you: 'like you',
      standin: 'baseline (stand-in)',
      belief: '{belief}.',
    },
    yours: 'Where you answered, and what the agents do in your place. They {belief}.',
    where: { first: 'first move', after_C: 'after {C}', after_D: 'after {D}' },
    columnsYours: { round: 'round', where: 'where', you: 'you', economicus: 'economicus', moralis: 'moralis' },
    learnedHead: { round: 'round', first: 'first', after_C: 'after {C}', after_D: 'after {D}' },
    learned: 'Expected of {other} before each round: {C}, in %.',
    stated: 'You expected {C} with: {numbers}.',
    statedAt: '{percent} % {where}',
  },
  theory: {
    utility: 'u(x, ŷ) = (1 − κ)·π(x, ŷ) + κ·π(x, x)',
    social:
      'With social preferences, less α times the points behind and β times the points ahead; 1 − κ does not multiply them (ours).',
    kappa:
      'κ is the weight on the question "what if everyone acted as I do?": 0 never asks it (homo economicus), 1 asks nothing else. A default of 0.50 is ours.',
    pi: ['π(x, y) = ½{x₁[y₂R + (1−y₂)S] + (1−x₁)[y₃T + (1−y₃)P]}', '+ ½{y₁[x₂R + (1−x₂)T] + (1−y₁)[x₃S + (1−x₃)P]}'],
    piNote: 'x₁, x₂, x₃: 1 for C, 0 for D, as first move, after C, after D. T = {T}, R = {R}, P = {P}, S = {S}.',
    kappaStar: 'κ* = max{(T−R)/(R−S), (T+P−2R)/min(P−S, T−P)} = {value}: from there on CCD is a best reply to itself.',
    kappaStarNone:
      'No κ makes CCD a best reply to itself, since 2R = {twice} is below S + T = {sum}: taking turns pays more.',
    /** `tied`: names the plans that are as good wherever it is best; else nothing. */
    threshold: '{belief}, CCD is best from κ = {value} on{tied}.',
    thresholdTo: '{belief}, CCD is best from κ = {value} to κ = {to}{tied}, and no further.',
    thresholdAt: '{belief}, CCD is among the best at κ = {value} alone{tied}.',
    tiedWith: ', as good as {plans}',
    thresholdNone: '{belief}, CCD is best at no κ.',
    left: '{belief}, DDD is first left at κ = {value}, for {plan}.',
    leftAt: '{belief}, DDD is played {where}.',
    atKappa: 'at κ = {from} alone',
    fromTo: 'from κ = {from} to κ = {to}',
    leftNever: '{belief}, DDD is played at no κ.',
    neverLeft: '{belief}, DDD is played at every κ.',
    finite:
      'In a finite number of rounds, commonly known selfishness means D throughout. The agents solve each round as if it were the only one.',
    indefinite:
      'With an open end, mutual cooperation under grim reversion is an equilibrium for economicus if δ is at least (T − R)/(T − P) = {threshold}. Here δ = {delta}: {verdict}.',
    unique: 'it is none',
    notUnique: 'no unique prediction',
    source: 'Payoffs: van Leeuwen & Alger 2024, as a replication reports them, not checked against the original.',
    plan: 'plan',
    ties: 'ties with',
    none: 'none',
    thresholdLabel: 'CCD best from',
    kappaStarLabel: 'κ*',
    planIs: 'A plan: first move, after C, after D.',
    beliefIs: '{belief}.',
    ownHead: 'own payoff',
    sameHead: 'if all did\nthe same',
    because: 'First move',
  },
  otherPlayer: 'the other player',
} as const;
