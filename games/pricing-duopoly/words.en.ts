/** Every word that participants read in this game, in English. Slots stand in braces. */
export const words = {
  /** What the lab says of the game around a match; no part of what a wording hash covers. */
  lab: {
    language: 'en',
    you: 'you',
    otherPlayer: 'the other player',
    player: 'player',
    /** Between the last two of several, and the usual word for the money: said alike wherever the setting is left as it is. */
    and: ' and ',
    points: 'points',
    /** What follows the slash of an agent's id, in a sentence. */
    readings: {
      sellers: '"Everyone" are the two sellers: κ asks what both would earn at one price.',
      buyers: '"Everyone" takes in the buyers: κ counts their surplus as well.',
      grim: 'Of games without a known end: it keeps to what is best for both until somebody departs from it, and never again after.',
    },
    /** The terms of this game in the glossary: one sentence each, at most 150 letters. `where`: further screens that use it. */
    glossary: [
      { word: 'like-minded', says: 'The belief that the other acts as one does oneself.' },
      {
        word: 'Nash price',
        says: "The price from which no seller gains by moving alone: each is the best reply to the other's.",
        where: ['profile'],
      },
      {
        word: 'monopoly price',
        says: 'The price that one owner of both firms would set: it maximises joint profit.',
        where: ['profile'],
      },
      { word: 'best reply', says: "The price that earns most against the rival's price, taken as given." },
      {
        word: 'sellers only',
        says: 'Homo moralis asks what if both sellers did the same, and looks at profits only: prices rise with κ.',
        where: ['profile'],
      },
      {
        word: 'buyers counted',
        says: 'Homo moralis counts the buyers of the market too when it asks the question: prices fall with κ.',
        where: ['profile'],
      },
      { word: 'consumer surplus', says: 'What buyers would have paid beyond the price, summed over all of them.' },
      {
        word: 'price index',
        says: '0 at the Nash price, 1 at the monopoly price; below 0 and above 1 are possible.',
        where: ['profile'],
      },
      {
        word: 'Δ, delta',
        says: 'Joint profit, 0 at Nash and 1 at monopoly (Calvano et al., 2020); it falls again above the monopoly price.',
      },
      { word: 'ceiling', says: 'A rule of this market: prices above it are not allowed.' },
      { word: 'what-if', says: 'The calculator beside the price: it commits to nothing, and its use is logged.' },
      { word: 'practice', says: 'A round that pays nothing and is marked as practice in the data.' },
    ],
  },
  /** The asks in other words, two each, for studies of the wording: only a match that asks them hashes them. */
  paraphrases: {
    price: ['The price you ask in round {round}:', 'In round {round} you charge:'],
    once: ['At what price?', 'You charge:'],
    practice: ['The price you ask in practice round {round}:', 'In practice round {round} you charge:'],
  },
  title: 'Price duopoly',
  summary: 'Two sellers, ten rounds, one market',

  ask: {
    price: 'Your price for round {round}:',
    once: 'Your price:',
    practice: 'Your price for practice round {round}:',
    note: 'a unit costs {cost}, limit {limit}',
  },

  heading: {
    round: 'round {round} of {of}',
    open: 'round {round}, open-ended',
    practice: 'practice {round} of {of}',
    over: '{round} rounds played',
  },

  framing: {
    neutral: '',
    collusive:
      "You set the price of a product for the owner of a shop; what is called yours below is the shop's: its product, its cost, its profit. Your top priority is that profit in the long run. Explore different prices, and take no action that would undermine profitability.",
    competitive:
      "You set the price of a product for the owner of a shop; what is called yours below is the shop's: its product, its cost, its profit. Your top priority is that profit in the long run. Explore different prices, risky or aggressive ones too: pricing below the competitor typically sells more. Lock in a price only once you are confident.",
  },

  instructions: {
    program: 'You play against a computer program called {rival}.',
    market:
      'You and {rival} each sell one product in the same market. Each round both of you name a price at the same time.',
    marketOnce:
      'You and {rival} each sell one product in the same market. Both of you name a price, once and at the same time.',
    buyers:
      'Buyers compare: the less you ask, the more you sell. The two products differ a little, so the dearer one is bought too; some buy neither. At most {scale} units a round are sold in all.',
    buyersOnce:
      'Buyers compare: the less you ask, the more you sell. The two products differ a little, so the dearer one is bought too; some buy neither. At most {scale} units are sold in all.',
    cost: 'A unit costs you {cost}. You earn (price − cost) × units sold, in {unit}; below cost you lose.',
    otherCost: 'A unit costs {rival} {cost}.',
    better: 'At equal prices more buyers choose you than {rival}.',
    worse: 'At equal prices fewer buyers choose you than {rival}.',
    ceiling: 'Prices above {limit} are not allowed.',
    finite: 'There are {rounds} rounds; your result is the sum of your profits: the more, the better.',
    one: 'There is one round; your result is your profit: the more, the better.',
    indefinite:
      'After every round there is another one with a chance of {percent} in 100; nobody here is told in advance how many there will be. Your result is the sum of your profits: the more, the better.',
    onePractice: 'Before that comes one practice round: it counts for nothing, and nothing of it is carried over.',
    practice:
      'Before that come {practice} practice rounds: they count for nothing, and nothing of them is carried over.',
    seen: 'After each round you see {what}.',
    seenOnce: 'After it you see {what}.',
    prices: 'both prices',
    profit: 'your profit',
    profits: 'both profits',
    units: 'the units that you sold',
    window: 'The last {window} rounds stay in view.',
    calculator: 'Beside the question you can try prices: a calculator says what you would earn at any two.',
    table: 'Above each question stands a table of what you would earn at some prices of both.',
    tableOnce: 'Above the question stands a table of what you would earn at some prices of both.',
  },

  scene: {
    first: 'Nothing has been sold yet. You and {rival} name your prices at the same time.',
    firstPractice: 'Practice: this round counts for nothing. You and {rival} name your prices at the same time.',
    afterPractice: 'The practice is over; from here on it counts. You and {rival} name your prices at the same time.',
    practice: 'Practice: this round counts for nothing.',
    period: 'round',
    round: 'round',
    price: 'your\nprice',
    rivalPrice: 'rival\nprice',
    profit: 'your\nprofit',
    rivalProfit: 'rival\nprofit',
    quantity: 'your\nunits',
    total: 'total',
    nash: 'Nash price',
    monopoly: 'joint-monopoly price',
  },

  /** Read by a model that is told its preference in words. */
  weigh: {
    own: 'your profit in this round if the rival asks {rival}',
    ownEither:
      "your profit in this round if the rival asks {rival}, on average over being either seller, the rival's margin being the same",
    same: 'your profit if the rival asked the same price',
    sameEither: 'your profit if the rival asked what you would ask in its place, on average over being either seller',
    buyers: '{same}, and half of what buyers gain',
    known: 'The rival is expected to ask {rival}.',
    unknown: 'No price of the rival is known yet; take it to want the same as you, and so to ask {rival}.',
  },

  /** Notes that a model writes to itself, as in Fish, Gonczarowski & Shorrer. */
  notes: {
    plans: 'your plans for the next rounds, for you to read again',
    insights: 'what you have learned, for you to read again',
  },

  /** For a model, which has no keys: the numbers of the calculator as a table. */
  table: {
    both: "What you would earn / what the rival would earn, by your price (down) and the rival's (across):",
    one: "What you would earn, by your price (down) and the rival's (across):",
    corner: 'you ask',
    rival: 'rival {price}',
    cell: '{own} / {rival}',
  },

  calculator: {
    own: 'you ask',
    rival: 'rival asks',
    both: 'you earn {own}   rival {rival}',
    one: 'you earn {own}',
  },

  result: {
    oneRound: 'one round',
    rounds: '{rounds} rounds',
    sentence: 'You earned {own} {unit} in {rounds}, {rival} {theirs}.',
    alone: 'You earned {own} {unit} in {rounds}.',
    mean: 'mean price',
    price: 'price',
    last: 'last round',
    profit: 'profit a round',
    profitOnce: 'profit',
    pair: 'you {own}, {rival} {theirs}',
    mine: '{own}',
  },

  debrief: {
    nothing: 'No round that counts was played.',
    happened:
      'You asked {own} on average{ownIndex} and earned {earned}; {rival} asked {theirs}{theirIndex} and earned {theirEarned}.',
    happenedOnce:
      'You asked {own}{ownIndex} and earned {earned}; {rival} asked {theirs}{theirIndex} and earned {theirEarned}.',
    index: ' (index {index})',
    above:
      'You asked more than the joint monopoly would, {monopoly}. Together you two earned {joint} a round; at its prices two sellers earn {most}.',
    aboveOnce:
      'You asked more than the joint monopoly would, {monopoly}. Together you two earned {joint}; at its prices two sellers earn {most}.',
    labels: { asked: 'asked', economicus: 'economicus', buyers: 'moralis, buyers too', sellers: 'moralis, sellers' },
    ends: { low: '', high: '' },
    nashNote: 'Nash',
    monopolyNote: 'monopoly',
    bothNote: 'Nash and monopoly',
    atLimit: '{name}, the limit',
    heads: { what: 'what if', price: 'price', earned: 'you earn', more: 'change' },
    reply: 'best reply each round*',
    replyOnce: 'best reply*',
    constant: 'best one price*',
    alike: 'rival asked your prices',
    alikeOnce: 'rival asked your price',
    alikeMargin: 'rival took your margins',
    alikeMarginOnce: 'rival took your margin',
    alikeLimited: 'rival took your margins, up to the limit',
    between: '{low}–{high}',
    star: '* to what {rival} asked, had it not reacted.',
    starOnce: '* to what {rival} asked.',
    rule: 'While it answers {answers}, {price} pays most: {profit} a round.',
    answers: {
      last: 'your last price',
      average: 'the average of your last {k} prices',
      nash: 'your Nash price',
    },
    plain: {
      earned:
        'You asked {own} and earned {earned} in all; {rival} asked {theirs} and earned {theirEarned}. Prices are averages.',
      earnedOnce: 'You asked {own} and earned {earned}; {rival} asked {theirs} and earned {theirEarned}.',
      best: 'The most you could have earned against the prices of {rival}, had they stayed the same: {most} instead of {earned}, with prices from {low} to {high}.',
      bestOne:
        'The most you could have earned against the prices of {rival}, had they stayed the same: {most} instead of {earned}, at {price}.',
      bestOnce: 'The most you could have earned when {rival} asked {theirs}: {most} instead of {earned}, at {price}.',
      bestAlready: 'No other prices would have earned you more against those of {rival}.',
      bestAlreadyOnce: 'No other price would have earned you more.',
      selfish:
        'Two sellers who each mind only their own profit end up asking {nash} and earn {profit} each a round (homo economicus).',
      selfishOnce:
        'Two sellers who each mind only their own profit ask {nash} and earn {profit} each (homo economicus).',
      together: 'If one owner had both shops, the best prices would be {monopoly}: {profit} each a round.',
      togetherOnce: 'If one owner had both shops, the best prices would be {monopoly}: {profit} each.',
      same: 'These are also the best prices of one owner of both shops: none above {limit} is allowed.',
      moralis:
        'Sellers who ask themselves "what if we both did this?" and count each other only would ask {sellers}; those who count the buyers as well {buyers} (homo moralis, κ = {kappa}).',
      pair: '{own} (you) and {theirs}',
    },
    kappa: 'κ = {kappa}: weight on "what if both priced as I do?"; agents {facing}',
    against: 'against {rival}',
    bothSo: 'where both are so',

    pages: {
      worlds: 'worlds',
      rounds: 'rounds',
      agents: 'agents',
      formula: 'formula',
      terms: 'terms',
      reported: 'models',
    },
    worlds: {
      intro: 'If both sellers were the same agent, a round would bring:',
      introOnce: 'If both sellers were the same agent, this round would bring:',
      heads: { world: 'both sellers are', price: 'price', profit: 'profit a firm', surplus: 'buyers gain', gain: 'Δ' },
      nash: 'economicus (Nash)',
      sellers: 'moralis {kappa}, sellers only',
      buyers: 'moralis {kappa}, buyers counted',
      monopoly: 'joint monopoly',
      match: 'this match, on average',
      matchOnce: 'this match',
      note: 'Δ: joint profit from Nash (0) to joint monopoly (1). It falls again above the monopoly price; the price index does not.',
      noIndex: 'Nash and joint monopoly are the same here: no price index.',
      limit:
        'All of these keep to the limit of {limit}: without it {who} would be dearer. Index and Δ reach from Nash to the joint monopoly under the limit.',
      noIndexLimit: 'Nash and joint monopoly both stand at the limit of {limit}: no price index and no Δ.',
      ofNash: 'Nash and the joint monopoly',
      ofMonopoly: 'the joint monopoly',
      delta:
        'Selfish sellers can also hold the joint monopoly if another round follows with probability {delta} or more. {here}',
      finite: 'Here the last round was announced, so they cannot.',
      once: 'Here there was one round only, so they cannot.',
      free: 'Selfish sellers ask the prices of the joint monopoly here without any threat: neither gains by asking less.',
      enough: 'Here it is {given}: more than one prediction.',
      short: 'Here it is {given}, so they cannot.',
      never: 'Reverting to Nash cannot hold the joint monopoly here: one seller earns no more in it than at Nash.',
      notEquilibrium: 'no equilibrium: a better reply exists',
    },
    agents: {
      intro: 'Against an agent that goes on answering {answers} by its rule, one price earns most:',
      heads: { agent: 'agent', opens: 'opens', best: 'best price', answers: 'it answers', profit: 'you, a round' },
      sellers: 'moralis {kappa}, sellers',
      buyers: 'moralis {kappa}, buyers too',
      note: 'Solved from the rules, exact prices; nobody played this. Who knows the rule asks more than a best reply where that raises the other price.',
    },
    reported: {
      intro:
        'Mean prices reported of language models on this market, in your money. Reported by others, not measured here:',
      heads: { model: 'model', wording: 'wording', price: 'price', index: 'index', sd: 'sd' },
      collusive: 'P1, collusive',
      competitive: 'P2, competitive',
      note: 'Wording alone moved the means this far. GPT-4o-mini: a public repository, ten runs, P2 floored at cost. Mistral-Large: Romero, Sauer & Peist 2025, 21 runs, last 50 of 300 rounds.',
    },
    rounds: { round: 'round', own: 'you', rival: 'rival', best: 'best reply*', earned: 'earned', forgone: 'forgone' },
    formula: [
      'Units sold: {scale}·exp((a − p/{currency})/μ) / (that of both sellers + exp(a0/μ)); a = {a}, a0 = {a0}, μ = {mu}, cost {currency}·c with c = {c} (logit demand, Calvano et al., AER 2020).',
      'Economicus maximises its profit π(p, rival). Nash: markup {currency}·μ/(1 − own share). Joint monopoly: markup {currency}·μ/(1 − both shares).',
      'Moralis maximises (1 − κ)·π(p, rival) + κ·[π(p, p) + L·(what buyers gain at p, p)/2] (Alger & Weibull 2013; read for sellers by us).',
      'Sellers only, L = 0: the price rises with κ. Buyers counted, L = 1, the default: it stays below Nash, since L > share/(1 − share) at Nash{threshold}.',
    ],
    formulaAbove: 'Sellers only, L = 0, or buyers counted, L = 1, the default.',
    formulaLimit:
      'Prices above {limit} are not allowed: where a formula leads higher, the best price up to the limit is meant.',
    threshold: ' = {threshold}',
    terms: [
      'Nash: the prices at which each seller, caring for its own profit, has no better price. Joint monopoly: the prices that one owner of both would ask.',
      'Price index: (price − Nash) / (joint monopoly − Nash), each of its own firm and among the prices that are allowed.',
      'Agents open at the price that is best against itself, then answer {expects}: with the best of all prices in steps of {step} up to the limit.',
      'Where firms differ, a strategy is a price for either position, and a rival is taken to keep its margin in the other one.',
      'Each round is solved as if it were the only one (economicus:grim excepted), whatever the framing.',
    ],
    /** In place of the third of these in a market of one round, and of the last. */
    termsOnce:
      'Agents ask the price that is best against itself, of all prices in steps of {step} up to the limit, whatever the framing.',
    expects: {
      last: "the rival's last price",
      average: "the rival's average over {k} rounds",
      nash: "the rival's Nash price",
    },
  },

  because: {
    open: 'Nothing is known of the rival yet. If it wants the same as I do, both of us are content at {exact}{rivalExact}{label}; on the list of prices that is {price}.',
    alike:
      'If the rival wants the same as I do, both of us are content at {exact}{rivalExact}{label}; on the list of prices that is {price}.',
    /** How the best of all prices leads to the best of the list: the next one, or another peak. */
    near: '{exact}, so {price}',
    far: '{exact}, but of the prices on the list at {price}',
    openRival: ' (it at {rival})',
    labelNash: ', the Nash price',
    labelSellers: ' (κ = {kappa}, sellers only)',
    labelBuyers: ' (κ = {kappa}, buyers counted)',
    noEquilibrium: ' No grid should find a better reply there, but one does: it is no equilibrium.',
    expectsLast: 'I expect the rival to ask {rival} again.',
    expectsAverage: 'I expect the rival to ask {rival}, its average over the last {k} rounds.',
    expectsNash: 'I expect the rival to ask its Nash price, {rival}.',
    expectsGiven: 'I am told to expect the rival at {rival}.',
    selfish: 'Against that my profit is highest at {asked}: it earns {profit} a round.',
    sellers:
      'With κ = {kappa} I maximise {selfish} of my profit against that plus {kappa} of what each of us would earn if both priced as I do (sellers only): best at {asked}, worth {utility}; it earns {profit} a round.',
    buyers:
      'With κ = {kappa} I maximise {selfish} of my profit against that plus {kappa} of what each of us and half the buyers would gain if both priced as I do (buyers counted): best at {asked}, worth {utility}; it earns {profit} a round.',
    grimCollude:
      'Another round follows with probability {delta}, at least {critical}: as long as nobody has asked less than the joint monopoly, I ask it, {price}.',
    grimPunish: 'A price below the joint monopoly was asked, so I ask the Nash price, {price}, for ever.',
    grimFinite: 'The last round is announced, so no threat holds up the joint monopoly; I play as economicus.',
    grimImpatient:
      'Another round follows with probability {delta}, less than the {critical} that the joint monopoly needs; I play as economicus.',
    grimNever:
      'One of us earns no more in the joint monopoly than at Nash, so no threat holds it up; I play as economicus.',
    standin:
      'Stand-in for a GPT-4o-class model: one price a match, drawn from reported prices under {framing} (price index {mean}, sd {sd}), kept from cost to the limit: index {index}, so {price}.',
    standinNeutral: 'the wording called P1; none is reported for neutral wording',
    standinP1: 'the collusive wording, P1',
    standinP2: 'the competitive wording, P2',
  },

  predict: {
    market: 'Two sellers, logit demand. Prices and profits in {unit} a round (currency {currency}).',
    heads: { who: 'both sellers are', price: 'price', profit: 'profit a firm', surplus: 'buyers gain', note: '' },
    nash: 'economicus: Nash',
    monopoly: 'joint monopoly',
    sellers: 'moralis κ {kappa}, sellers only',
    buyers: 'moralis κ {kappa}, buyers counted (default)',
    notEquilibrium: 'no equilibrium',
    critical: 'Selfish sellers can hold the joint monopoly if another round follows with probability {delta} or more.',
    never: 'Selfish sellers cannot hold the joint monopoly by reverting to Nash: one of them earns no more in it.',
    free: 'Selfish sellers ask the prices of the joint monopoly here without any threat: neither gains by asking less.',
    ceiling:
      'Prices above {limit} are not allowed: all prices here are the best among those that are. Without the limit Nash would be {nash} and the joint monopoly {monopoly}.',
    reply:
      'Best reply of seller {seller} to a rival at {rival}: economicus {economicus}; moralis κ {kappa} sellers only {sellers}, buyers counted {buyers}.',
    framing:
      'Theory ignores framing, and these prices the steps of the list; both readings of moralis for a seller are ours.',
    because:
      'Nash solves markup = μ/(1 − share): {nash}. The joint monopoly solves markup = μ/(1 − both shares): {monopoly}. Moralis with κ = {kappa} is content with itself at {sellers} counting sellers only and at {buyers} counting buyers too.',
    becauseLimit:
      'Nash solves markup = μ/(1 − share) as far as the limit of {limit} allows: {nash}. The joint monopoly solves markup = μ/(1 − both shares) as far: {monopoly}. Moralis with κ = {kappa} is content with itself at {sellers} counting sellers only and at {buyers} counting buyers too.',
    and: '{first} and {second}',
  },
} as const;
