/** What a tuned model learns to write as its reasons. English: the training sets are. Plain letters, digits and + - * = only. */
export const words = {
  reasons: {
    /** Of a question about the other: what the prompt states. */
    expected: 'I was told to expect {answer}.',
    /** Before all answers: what several others put in together. */
    others: 'The others put in {sum}.',
    /** How likely the question is come to: by the lot, and by the other's move. */
    chance: 'I come here with chance {sum}.',
    /** The same where no lot is in the prompt: the preference asks what all would get in either place, and weighs them alike. */
    place: 'Each place counts half: {sum}.',
    /** What a point of each kind counts; the first one begins the sentence. */
    counts: '{counts}.',
    countsOwn: 'My points count {weight}',
    countsSame: 'all doing the same counts {weight}',
    countsSameOnly: 'Only all doing the same counts',
    costsBehind: 'a point behind costs {weight}',
    costsAhead: 'a point ahead costs {weight}',
    /** An answer with its terms: "cooperate: I get 75, all doing so 75, together 0.175*75 + 0.5*75 = 50.63." */
    answer: '{answer}: {terms}.',
    contribution: 'put in {answer}',
    own: 'I get {sum}',
    same: 'all doing so {sum}',
    behind: 'behind {sum}',
    ahead: 'ahead {sum}',
    worth: 'together {sum}',
    between: ', ',
    /** Two answers, and several. */
    more: '{most} is more than {less}, so {choice}.',
    most: '{most} is the most, so {choice}.',
    choose: 'I choose {answer}',
    chooseContribution: 'I put in {answer}',
  },
} as const;
