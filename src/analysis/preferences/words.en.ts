/** What is said about estimated preferences, as data. */
export const words = {
  refused: {
    nothing: 'Nothing can be estimated: there are no choices in a game with plans.',
    lines: 'Solved agents, stand-ins and scripts are lines, not samples: what they want is known, so nothing is estimated from them.',
    mixed: 'People and models are never one sample: estimate them apart.',
    sources: 'Draws of different models or wordings are never one sample: {sources}. Estimate each apart.',
    roles:
      'No κ is estimated where roles were not drawn: without the lot "what if the other did the same" has no meaning. Play with drawn roles.',
    repeated: 'No κ is estimated from rounds that others may follow: a choice may then aim at later rounds. Play single rounds.',
    information: 'Choices made under different information about the other are never pooled: {information}. Estimate each apart.',
    fewPeople: 'Under {least} people nothing is estimated; there are {n}.',
    fewDraws: 'Under {least} independent draws nothing is estimated; there are {n}.',
    direct:
      'κ, α and β are not estimated together from direct responses: thirty players of six dilemmas would leave κ a standard deviation of 0.49 at a noise of 5 points and 1.52 at 10. Use the strategy method.',
    unidentified: 'These games and nodes cannot tell {parameters} apart: add games with other payoffs, or answers at more nodes.',
  },
  leftOut: {
    roles: 'roles were not drawn',
    repeated: 'other rounds could follow',
    practice: 'practice',
    substituted: 'the stand-in answered',
    skipped: 'rather not say',
    plans: 'the game has no plans',
    unplanned: 'the answers are no plan of the game',
  },
  flags: {
    low: '{name} has no value: the likelihood rises up to the lower end of the search, {bound}.',
    high: '{name} has no value: the likelihood rises up to the upper end of the search, {bound}.',
    noNoise: 'The choices are explained without noise: only a range of κ can be stated, no value.',
    allNoise: 'The choices hardly follow points at all: no preference can be read from them.',
    below: 'κ is below 0, outside the theory: look at the beliefs first.',
    above: 'κ is above 1, outside the theory: look at the beliefs first. Selfish players who expect to be trusted look like this.',
    unfinished: 'The search did not settle: do not use these numbers.',
  },
  names: { kappa: 'κ', alpha: 'α', beta: 'β', lambda: 'λ' },
  fit: {
    one: '{name} = {value} (95 % interval {low} to {high})',
    none: '{name} without a value (95 % interval {low} to {high})',
    open: 'open',
  },
  notes: {
    pooled: 'One κ for all of them together: where players differ it is neither their mean nor anybody’s own.',
    uniform:
      'Nobody was asked for beliefs in {n} of {of} plans: the other is taken to play any plan with equal chance, and another belief gives another κ.',
    known: 'In {n} of {of} plans the other was named: its solved plan is taken as the belief.',
    oneSubject: 'Draws of one model under one wording are one subject’s: the interval is about that subject.',
  },
  actor: {
    excluded: '{agent} is excluded: these answers are {times} times less likely under it than under {best}.',
    none: 'These answers exclude none of {agents}.',
    open: 'Not excluded: {agents}.',
    stated: 'At a choice noise of {lambda} points, and excluding above a ratio of {ratio} (both ours).',
    roles: 'As if roles had been drawn.',
    repeated: 'Each round as if it were the only one.',
    more: 'more than a million',
  },
  agents: { economicus: 'economicus', moralis: 'moralis κ {kappa}', baseline: 'the baseline stand-in', random: 'random' },
  and: ' and ',
} as const;
