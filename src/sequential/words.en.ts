/**
 * What every game of two moves says, whatever its moves are called. Templates with {slots}. A game's own words bring
 * the labels of its moves and answers, its rules and its formulas (`OwnWords`).
 */
export const words = {
  /** What the lab says of the game around a match; no part of what a wording hash covers. */
  lab: {
    language: 'en',
    you: 'you',
    otherPlayer: 'the other player',
    player: 'player',
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
      { word: 'direct response', says: 'The second mover answers what the first mover really did.' },
      { word: 'strategy method', says: 'The second mover says beforehand how to answer, should it come to that.' },
    ],
  },
  /** The asks in other words, two each, for studies of the wording: only a match that asks them hashes them. */
  paraphrases: {
    move: ['What do you do?', 'Your choice:'],
    answer: ['How do you answer?', 'Your reply:'],
    ifFirst: ['Your move if you are first:', 'When you move first, you'],
    ifAfter: ['Your answer if the other player {does}:', 'When the other player {does}, you'],
    beliefFirst: [
      'What is the chance that the other player {does} when moving first?',
      'How probable is it that the other player, moving first, {does}?',
    ],
    beliefAfter: [
      'If you {do}, what is the chance that the other player {does}?',
      'How probable is it that the other player {does} if you {do}?',
    ],
  },
  otherPlayer: 'the other player',
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
      fixedFirst: 'You move first; {it} moves second.',
      fixedSecond: '{It} moves first; you move second.',
      drawn: 'One moves first, the other second. A coin toss decides who is first.',
      drawnRepeated: 'One moves first, the other second. Before every round a coin toss decides who is first.',
      alternating: 'One moves first, the other second. You take turns at being first.',
    },
    it: 'it',
    /** After the rules, which are each game's own. */
    points: 'Points for each (the more, the better):',
    columns: { first: 'first mover', second: 'second mover', firstGets: 'first gets', secondGets: 'second gets' },
    none: '–',
    direct: 'The second mover sees the first move before answering.',
    strategy: {
      fixed: 'The second mover says beforehand how to answer; that counts if it comes to it.',
      drawn: 'You decide beforehand for both places; then the coin says which decisions count.',
    },
    once: 'There is one round.',
    finite: 'There are {rounds} rounds.',
    indefinite: 'After every round another follows with a chance of {percent} %.',
    beliefs: 'First you are asked what you expect of the other player.',
    sum: 'The points of all rounds add up.',
  },
  /** {do}, {does}: the move to which there is an answer. */
  scene: {
    first: 'You move first. If you {do}, {other} sees it and answers.',
    second: '{Other} moved first and {did}. Your answer ends the round.',
    lotFirst: 'The coin says: you move first. If you {do}, {other} sees it and answers.',
    lotSecond: 'The coin said: {other} moved first, and {did}. Your answer ends the round.',
    strategyFirst: 'You move first. {Other} decides at the same time how to answer, should you {do}.',
    strategySecond: '{Other} moves first. Decide now how you answer if {other} {does}; only then does it count.',
    strategyDrawn: 'Decide for both places. Then a coin toss says who moves first.',
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
    movedFirst: 'first',
    move: 'move',
    answer: 'answer',
  },
  where: { of: 'round {round} of {rounds}', open: 'round {round}', short: '{round} of {rounds}' },
  result: {
    once: 'You {mine}, {other} {theirs}: {points} for you, {others} for {other}.',
    /** The same in the order of the moves, for who answered. */
    answered: '{Other} {theirs}, you {mine}: {points} for you, {others} for {other}.',
    /** Where the first move ended the round. */
    mine: 'You {mine}: {points} for you, {others} for {other}.',
    theirs: '{Other} {theirs}: {points} for you, {others} for {other}.',
    rounds: '{rounds} rounds: {points} for you, {others} for {other}.',
    none: 'No round was finished.',
  },
  because: {
    /** Letters are those of plans; with neutral labels `letters` follows. */
    sentence:
      '{belief}, {choice} is worth {utility} ({plan}: {sum}), {other} {otherUtility} ({otherPlan}){tie}{letters}{repeated}.',
    own: '{own} for itself',
    mix: '{weight} × {own} for itself + {kappa} × {same} if everyone did the same',
    behind: ' − {alpha} × {behind} behind',
    ahead: ' − {beta} × {ahead} ahead',
    tie: '; the two tie and the tie rule decides',
    letters: '; here {letters}',
    letter: '{letter} is {label}',
    alone: '; it plays each round as if it were the only one',
    belief: 'It is asked what it expects: {belief}.',
    standin:
      'Stand-in for a GPT-4o-class model: own and other payoff weighted equally, the other expected 50 : 50, noise λ = 2 points; here it answers {choice} with probability {probability}.',
    standinBelief: 'Stand-in for a GPT-4o-class model: it expects the other 50 : 50.',
  },
  /** Read by a model that is told its preference in words. */
  weigh: {
    own: 'your points, {belief}, on average over moving first and second',
    same: 'your points if the other acted exactly as you do, on average over moving first and second',
    elsewhere: 'Wherever else you may have to choose, you would choose {choices}.',
    first: '{choice} when moving first',
    after: '{choice} after {move}',
    and: ' and ',
    uniform: 'if the other does each of its options as often as the other, whatever happens',
    given: 'if the other chooses {choices}',
    chance: '{choice} with {percent} %',
    sure: 'if the other chooses {choices}',
  },
  belief: {
    uniform: 'Expecting 50 : 50',
    given: 'Expecting {numbers}',
    /** One piece of `numbers`. */
    first: '{letter} with {percent} % first',
    after: '{letter} with {percent} % after {move}',
    known: 'Taking the other to play {plan}, its plan if it expects 50 : 50',
    likeMinded: 'Expecting its like ({plan})',
    fallback: 'No plan being a best reply to itself, expecting 50 : 50',
    /** For every κ at once: its like plays another plan at another κ. */
    like: 'Expecting its like',
  },
  /** After play. Only the pages behind keys use the letters of plans. */
  debrief: {
    /** Over the table of who does what in one's place; with the belief that each agent's mark rests on. */
    place: 'You, and what the agents do in your place. They {belief}:',
    placeRounds: 'How often you did what each column says, and the agents in your place. They {belief}:',
    believe: {
      uniform: 'expect a coin toss (50 : 50)',
      given: 'expect {numbers}',
      learned: 'learned by the last round to expect {numbers}',
      first: '{noun} with {percent} % first',
      after: '{noun} with {percent} % after {move}',
      likeMinded: 'expect their like',
      known: 'take {other} to {plan}, its plan if it expects 50 : 50',
    },
    who: { moralis: 'moralis κ = {kappa}', baseline: 'stand-in (50 : 50)' },
    columns: { first: 'first\nmove', after: 'after\n{noun}' },
    countColumns: { first: '{noun}\nfirst', after: '{noun} after\n{move}' },
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
    plan: '{first} as first, {second} as second',
    /** What somebody answers, or did, as the beginning of a sentence. */
    answers: '{Who} {acts} after {noun}',
    moved: '{Who} {did} first',
    met: '{Other} (κ = {kappa})',
    most: '{how}: {best} was the most you could get.',
    more: '{how}: {doing} would have paid you {best}, {forgone} more.',
    notAsked: 'What would have paid best is not known: {other} was not asked about {noun}.',
    hindsight:
      'Against the same play of {other}{where}, best replies would have earned {best}. Points forgone: {forgone}.',
    hindsightAll: 'Against the same play of {other}{where}, nothing would have earned more than {best}.',
    hindsightNone: 'What would have paid best is not known: {other} was never asked.',
    known: ' in the {known} of {rounds} rounds where it is known',
    pages: {
      formula: 'formula',
      thresholds: 'thresholds',
      worlds: 'worlds',
      yours: 'your choices',
      rounds: 'round by round',
    },
    all: 'A plan: first move, then the answer. {letters}.{asIf} {belief}, κ = {kappa}.',
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
    where: { first: 'first move', after: 'after {noun}' },
    columnsYours: { round: 'round', where: 'where', you: 'you', economicus: 'economicus', moralis: 'moralis' },
    learned: 'Expected of the other before each round, in %:',
    stated: 'You expected {numbers}.',
  },
  theory: {
    utility: 'u(x, ŷ) = (1 − κ)·π(x, ŷ) + κ·π(x, x)',
    social:
      'With social preferences, less α times the points behind and β times the points ahead; 1 − κ does not multiply them (ours).',
    kappa:
      'κ is the weight on the question "what if everyone acted as I do?": 0 never asks it (homo economicus), 1 asks nothing else. A default of 0.50 is ours; κ = 1 is read as κ → 1.',
    star: 'From κ = {value} on {plan} is a best reply to itself.',
    starAt: 'Only at κ = 1 is {plan} a best reply to itself.',
    starNone: 'No κ makes {plan} a best reply to itself.',
    /** `tied`: names the plans that are as good wherever it is best; else nothing. */
    threshold: '{belief}, {plan} is best from κ = {value} on{tied}.',
    thresholdTo: '{belief}, {plan} is best from κ = {value} to κ = {to}{tied}, and no further.',
    thresholdAt: '{belief}, {plan} is among the best at κ = {value} alone{tied}.',
    thresholdAlways: '{belief}, {plan} is best at every κ{tied}.',
    thresholdNone: '{belief}, {plan} is best at no κ.',
    tiedWith: ', as good as {plans}',
    played: '{belief}, played as κ goes from 0 to 1: {pieces}.',
    pieceFrom: '{plan} from {from}',
    pieceAt: '{plan} at {from} alone',
    playedAlways: '{belief}, {plan} is played at every κ.',
    finite: 'The agents solve each of several rounds as if it were the only one.',
    plan: 'plan',
    ties: 'ties with',
    none: 'none',
    thresholdLabel: '{plan} best from',
    starLabel: '{plan} best reply to itself',
    planIs: 'A plan: first move, then the answer. {letters}.',
    beliefIs: '{belief}.',
    ownHead: 'own payoff',
    sameHead: 'if all did\nthe same',
    because: 'First move',
  },
} as const;
