/** Was Teilnehmende im Preisduopol lesen, auf Deutsch. Vorlagen mit {slots} wie in words.en.ts. */
import { words as english } from './words.en.ts';
import type { Words } from './words.ts';

export const words: Words = {
  lab: {
    language: 'de',
    you: 'Sie',
    otherPlayer: 'das Gegenüber',
    player: 'Person',
    and: ' und ',
    points: 'Punkte',
    readings: {
      sellers: '„Alle“ sind die beiden Anbieter: κ fragt, was beide bei einem gemeinsamen Preis verdienten.',
      buyers: '„Alle“ schließt die Käufer ein: κ zählt auch ihre Rente.',
      grim: 'In Spielen ohne bekanntes Ende: bleibt bei dem, was für beide am besten ist, bis jemand davon abweicht, und danach nie wieder.',
    },
    glossary: [
      { word: 'gleichgesinnt', says: 'Die Erwartung, dass das Gegenüber so handelt wie man selbst.' },
      {
        word: 'Nash-Preis',
        says: 'Der Preis, von dem allein abzuweichen sich für niemanden lohnt: Jeder ist die beste Antwort auf den anderen.',
        where: ['profile'],
      },
      {
        word: 'Monopolpreis',
        says: 'Der Preis, den setzte, wem beide Unternehmen gehörten: Er maximiert den gemeinsamen Gewinn.',
        where: ['profile'],
      },
      { word: 'beste Antwort', says: 'Der Preis, der bei gegebenem Preis der Konkurrenz am meisten einbringt.' },
      {
        word: 'nur Anbieter',
        says: 'Homo moralis fragt, was wäre, wenn beide Anbieter dasselbe täten, und sieht nur Gewinne: Preise steigen mit κ.',
        where: ['profile'],
      },
      {
        word: 'mit Käufern',
        says: 'Homo moralis zählt bei dieser Frage auch die Käufer des Marktes: Preise fallen mit κ.',
        where: ['profile'],
      },
      { word: 'Konsumentenrente', says: 'Was alle Käufer zusammen über den Preis hinaus bezahlt hätten.' },
      {
        word: 'Preisindex',
        says: '0 beim Nash-Preis, 1 beim Monopolpreis; auch Werte unter 0 und über 1 sind möglich.',
        where: ['profile'],
      },
      {
        word: 'Δ, Delta',
        says: 'Gemeinsamer Gewinn, 0 bei Nash, 1 im Monopol (Calvano et al., 2020); über dem Monopolpreis fällt er wieder.',
      },
      { word: 'Obergrenze', says: 'Eine Regel dieses Marktes: Höhere Preise sind nicht erlaubt.' },
      {
        word: 'Was-wäre-wenn',
        says: 'Der Rechner neben dem Preis: Er legt auf nichts fest, und seine Nutzung wird gespeichert.',
      },
      { word: 'Proberunde', says: 'Eine Runde, die nichts auszahlt und in den Daten als Probe gekennzeichnet ist.' },
    ],
  },
  paraphrases: {
    price: ['Sie verlangen in Runde {round}:', 'Zu welchem Preis in Runde {round}?'],
    once: ['Sie verlangen:', 'Welcher Preis?'],
    practice: ['Sie verlangen in Proberunde {round}:', 'Zu welchem Preis in Proberunde {round}?'],
  },
  title: 'Preisduopol',
  summary: 'Zwei Anbieter, zehn Runden, ein Markt',

  ask: {
    price: 'Ihr Preis für Runde {round}:',
    once: 'Ihr Preis:',
    practice: 'Ihr Preis für Proberunde {round}:',
    note: 'eine Einheit kostet {cost}, höchstens {limit}',
  },

  heading: {
    round: 'Runde {round} von {of}',
    open: 'Runde {round}, Ende offen',
    practice: 'Probe {round} von {of}',
    over: '{round} Runden gespielt',
  },

  framing: {
    neutral: '',
    collusive:
      'Sie setzen den Preis eines Produkts im Auftrag eines Ladens; was unten Ihres heißt, ist das des Ladens: sein Produkt, seine Kosten, sein Gewinn. Vorrang hat dieser Gewinn auf lange Sicht. Probieren Sie verschiedene Preise aus, und tun Sie nichts, was die Profitabilität untergräbt.',
    competitive:
      'Sie setzen den Preis eines Produkts im Auftrag eines Ladens; was unten Ihres heißt, ist das des Ladens: sein Produkt, seine Kosten, sein Gewinn. Vorrang hat dieser Gewinn auf lange Sicht. Probieren Sie verschiedene Preise aus, auch riskante oder aggressive: Wer die Konkurrenz unterbietet, verkauft meist mehr. Legen Sie sich erst fest, wenn Sie sicher sind.',
  },

  instructions: {
    market:
      'Am Markt bieten zwei ein Produkt an: Sie und {rival}. In jeder Runde nennen beide zur selben Zeit einen Preis.',
    program: 'Sie spielen gegen ein Computerprogramm namens {rival}.',
    marketOnce:
      'Am Markt bieten zwei ein Produkt an: Sie und {rival}. Beide nennen einmal und zur selben Zeit einen Preis.',
    buyersOnce:
      'Käufer vergleichen: Je weniger Sie verlangen, desto mehr verkaufen Sie. Die beiden Produkte unterscheiden sich ein wenig, also wird auch das teurere gekauft; manche kaufen keines. Insgesamt werden höchstens {scale} Einheiten verkauft.',
    buyers:
      'Käufer vergleichen: Je weniger Sie verlangen, desto mehr verkaufen Sie. Die beiden Produkte unterscheiden sich ein wenig, also wird auch das teurere gekauft; manche kaufen keines. Insgesamt werden höchstens {scale} Einheiten je Runde verkauft.',
    cost: 'Eine Einheit kostet Sie {cost}. Ihr Gewinn ({unit}) ist (Preis − Kosten) × verkaufte Einheiten; unter den Kosten machen Sie Verlust.',
    otherCost: 'Eine Einheit kostet {rival} {cost}.',
    better: 'Bei gleichen Preisen kaufen mehr bei Ihnen, weniger beliefert {rival}.',
    worse: 'Bei gleichen Preisen kaufen weniger bei Ihnen, mehr beliefert {rival}.',
    ceiling: 'Preise über {limit} sind nicht erlaubt.',
    finite: 'Es gibt {rounds} Runden; Ihr Ergebnis ist die Summe Ihrer Gewinne: je mehr, desto besser.',
    one: 'Es gibt eine Runde; Ihr Ergebnis ist Ihr Gewinn: je mehr, desto besser.',
    indefinite:
      'Nach jeder Runde folgt mit einer Wahrscheinlichkeit von {percent} zu 100 eine weitere; niemand hier erfährt vorher, wie viele es werden. Ihr Ergebnis ist die Summe Ihrer Gewinne: je mehr, desto besser.',
    onePractice: 'Davor kommt eine Proberunde: Sie zählt nicht, und nichts aus ihr wird übernommen.',
    practice: 'Davor kommen {practice} Proberunden: Sie zählen nicht, und nichts aus ihnen wird übernommen.',
    seen: 'Nach jeder Runde sehen Sie {what}.',
    seenOnce: 'Danach sehen Sie {what}.',
    prices: 'beide Preise',
    profit: 'Ihren Gewinn',
    profits: 'beide Gewinne',
    units: 'Ihre verkauften Einheiten',
    window: 'Die letzten {window} Runden bleiben sichtbar.',
    calculator:
      'Neben der Frage können Sie Preise ausprobieren: Ein Rechner sagt, was Sie bei zwei beliebigen verdienten.',
    table: 'Über jeder Frage steht eine Tabelle, was Sie bei einigen Preisen beider verdienten.',
    tableOnce: 'Über der Frage steht eine Tabelle, was Sie bei einigen Preisen beider verdienten.',
  },

  scene: {
    first: 'Noch ist nichts verkauft. Zur selben Zeit nennen Preise: Sie und {rival}.',
    firstPractice: 'Probe: Diese Runde zählt nicht. Zur selben Zeit nennen Preise: Sie und {rival}.',
    afterPractice: 'Die Probe ist vorbei; ab jetzt zählt es. Zur selben Zeit nennen Preise: Sie und {rival}.',
    practice: 'Probe: Diese Runde zählt nicht.',
    period: 'Runde',
    round: 'Runde',
    price: 'Ihr\nPreis',
    rivalPrice: 'Preis\nKonk.',
    profit: 'Ihr\nGewinn',
    rivalProfit: 'Gewinn\nKonk.',
    quantity: 'Ihre\nMenge',
    total: 'Summe',
    nash: 'Nash-Preis',
    monopoly: 'Monopolpreis',
  },

  // Nur Modelle lesen das, und nur auf Englisch.
  weigh: english.weigh,
  notes: {
    plans: 'Ihre Pläne für die nächsten Runden, damit Sie sie wieder lesen',
    insights: 'was Sie gelernt haben, damit Sie es wieder lesen',
  },

  table: {
    both: 'Was Sie / was die Konkurrenz verdienten, nach Ihrem Preis (Zeilen) und dem der Konkurrenz (Spalten):',
    one: 'Was Sie verdienten, nach Ihrem Preis (Zeilen) und dem der Konkurrenz (Spalten):',
    corner: 'Sie verlangen',
    rival: 'Konkurrenz {price}',
    cell: '{own} / {rival}',
  },

  calculator: {
    own: 'Sie verlangen',
    rival: 'Konkurrenz verlangt',
    both: 'Sie verdienen {own}   Konkurrenz {rival}',
    one: 'Sie verdienen {own}',
  },

  result: {
    oneRound: 'einer Runde',
    rounds: '{rounds} Runden',
    sentence: 'Sie haben in {rounds} {own} {unit} verdient, {rival} {theirs}.',
    alone: 'Sie haben in {rounds} {own} {unit} verdient.',
    mean: 'mittlerer Preis',
    price: 'Preis',
    last: 'letzte Runde',
    profit: 'Gewinn je Runde',
    profitOnce: 'Gewinn',
    pair: 'Sie {own}, {rival} {theirs}',
    mine: '{own}',
  },

  debrief: {
    nothing: 'Keine Runde, die zählt, wurde gespielt.',
    happened:
      'Sie haben im Mittel {own}{ownIndex} verlangt und {earned} verdient; {rival} hat {theirs}{theirIndex} verlangt und {theirEarned} verdient.',
    index: ' (Index {index})',
    happenedOnce:
      'Sie haben {own}{ownIndex} verlangt und {earned} verdient; {rival} hat {theirs}{theirIndex} verlangt und {theirEarned} verdient.',
    above:
      'Sie haben mehr verlangt als das gemeinsame Monopol, {monopoly}. Zusammen haben Sie beide {joint} je Runde verdient; bei dessen Preisen verdienen zwei Anbieter {most}.',
    aboveOnce:
      'Sie haben mehr verlangt als das gemeinsame Monopol, {monopoly}. Zusammen haben Sie beide {joint} verdient; bei dessen Preisen verdienen zwei Anbieter {most}.',
    labels: {
      asked: 'verlangt',
      economicus: 'economicus',
      buyers: 'moralis, mit Käufern',
      sellers: 'moralis, Anbieter',
    },
    ends: { low: '', high: '' },
    nashNote: 'Nash',
    monopolyNote: 'Monopol',
    bothNote: 'Nash und Monopol',
    atLimit: '{name}, Obergrenze',
    heads: { what: 'Was wäre, wenn', price: 'Preis', earned: 'Sie', more: 'Änderung' },
    reply: 'beste Antwort je Runde*',
    replyOnce: 'beste Antwort*',
    constant: 'bester fester Preis*',
    alike: 'Konkurrenz mit Ihren Preisen',
    alikeOnce: 'Konkurrenz mit Ihrem Preis',
    alikeMargin: 'Konkurrenz mit Ihren Margen',
    alikeMarginOnce: 'Konkurrenz mit Ihrer Marge',
    alikeLimited: 'mit Ihren Margen, bis zur Obergrenze',
    between: '{low}–{high}',
    star: '* auf die tatsächlichen Preise, ohne Reaktion: {rival}.',
    starOnce: '* auf den tatsächlichen Preis: {rival}.',
    rule: 'Antwortet es weiter auf {answers}, bringt {price} am meisten: {profit} je Runde.',
    answers: {
      last: 'Ihren letzten Preis',
      average: 'das Mittel Ihrer letzten {k} Preise',
      nash: 'Ihren Nash-Preis',
    },
    plain: {
      earned:
        'Sie haben {own} verlangt und insgesamt {earned} verdient; {rival} hat {theirs} verlangt und {theirEarned} verdient. Preise sind Mittelwerte.',
      earnedOnce:
        'Sie haben {own} verlangt und {earned} verdient; {rival} hat {theirs} verlangt und {theirEarned} verdient.',
      best: 'Das Höchste, was Sie bei denselben Preisen von {rival} hätten verdienen können: {most} statt {earned}, mit Preisen von {low} bis {high}.',
      bestOne:
        'Das Höchste, was Sie bei denselben Preisen von {rival} hätten verdienen können: {most} statt {earned}, mit {price}.',
      bestOnce:
        'Das Höchste, was Sie hätten verdienen können, da {rival} {theirs} verlangte: {most} statt {earned}, mit {price}.',
      bestAlready: 'Keine anderen Preise hätten Ihnen bei denen von {rival} mehr gebracht.',
      bestAlreadyOnce: 'Kein anderer Preis hätte Ihnen mehr gebracht.',
      selfish:
        'Zwei Anbieter, die je nur auf den eigenen Gewinn sehen, landen bei {nash} und verdienen je {profit} pro Runde (homo economicus).',
      selfishOnce:
        'Zwei Anbieter, die je nur auf den eigenen Gewinn sehen, verlangen {nash} und verdienen je {profit} (homo economicus).',
      together: 'Gehörten beide Läden derselben Person, wären die besten Preise {monopoly}: je {profit} pro Runde.',
      togetherOnce: 'Gehörten beide Läden derselben Person, wären die besten Preise {monopoly}: je {profit}.',
      same: 'Das sind auch die besten Preise, wenn beide Läden derselben Person gehörten: Mehr als {limit} ist nicht erlaubt.',
      moralis:
        'Anbieter, die sich fragen „Was wäre, wenn wir beide so handelten?“ und nur einander zählen, verlangten {sellers}; zählten sie auch die Käufer, {buyers} (homo moralis, κ = {kappa}).',
      pair: '{own} (Sie) und {theirs}',
    },
    kappa: 'κ = {kappa}: Gewicht auf „Wenn beide meinen Preis setzten?“; Agenten {facing}',
    against: 'gegen {rival}',
    bothSo: 'unter sich',

    pages: {
      worlds: 'Welten',
      rounds: 'Runden',
      agents: 'Agenten',
      formula: 'Formel',
      terms: 'Begriffe',
      reported: 'Modelle',
    },
    worlds: {
      intro: 'Wären beide Anbieter derselbe Agent, brächte eine Runde:',
      introOnce: 'Wären beide Anbieter derselbe Agent, brächte diese Runde:',
      heads: { world: 'beide sind', price: 'Preis', profit: 'Gewinn je', surplus: 'Käufer', gain: 'Δ' },
      nash: 'economicus (Nash)',
      sellers: 'moralis {kappa}, Anbieter',
      buyers: 'moralis {kappa}, mit Käufern',
      monopoly: 'gemeinsames Monopol',
      match: 'diese Partie, im Mittel',
      matchOnce: 'diese Partie',
      note: 'Δ: gemeinsamer Gewinn von Nash (0) bis Monopol (1). Über dem Monopolpreis fällt er wieder, der Preisindex nicht.',
      noIndex: 'Nash und gemeinsames Monopol sind hier gleich: kein Preisindex.',
      limit:
        'Alles hier hält die Obergrenze {limit} ein: Ohne sie wäre {who} teurer. Index und Δ reichen von Nash bis zum gemeinsamen Monopol unter der Obergrenze.',
      noIndexLimit: 'Nash und gemeinsames Monopol liegen beide an der Obergrenze {limit}: kein Preisindex und kein Δ.',
      ofNash: 'Nash wie Monopol',
      ofMonopoly: 'das gemeinsame Monopol',
      delta:
        'Auch eigennützige Anbieter können das gemeinsame Monopol halten, wenn mit Wahrscheinlichkeit {delta} oder mehr eine weitere Runde folgt. {here}',
      finite: 'Hier war die letzte Runde angekündigt, also können sie es nicht.',
      once: 'Hier gab es nur eine Runde, also können sie es nicht.',
      free: 'Eigennützige Anbieter verlangen hier die Preise des gemeinsamen Monopols auch ohne Drohung: Wer weniger verlangt, gewinnt nichts.',
      enough: 'Hier ist sie {given}: mehr als eine Vorhersage.',
      short: 'Hier ist sie {given}, also können sie es nicht.',
      never:
        'Rückkehr zu Nash kann das gemeinsame Monopol hier nicht halten: Ein Anbieter verdient darin nicht mehr als bei Nash.',
      notEquilibrium: 'kein Gleichgewicht: Es gibt eine bessere Antwort',
    },
    agents: {
      intro: 'Gegen einen Agenten, der weiter nach seiner Regel auf {answers} antwortet, bringt ein Preis am meisten:',
      heads: { agent: 'Agent', opens: 'beginnt', best: 'bester', answers: 'Antwort', profit: 'Sie, Runde' },
      sellers: 'moralis {kappa}, Anb.',
      buyers: 'moralis {kappa}, Käufer',
      note: 'Aus den Regeln gelöst, genaue Preise; niemand hat das gespielt. Wer die Regel kennt, verlangt mehr als eine beste Antwort, wo das den anderen Preis hebt.',
    },
    reported: {
      intro:
        'Mittlere Preise, die von Sprachmodellen auf diesem Markt berichtet werden, in Ihrem Geld. Von anderen berichtet, hier nicht gemessen:',
      heads: { model: 'Modell', wording: 'Wortlaut', price: 'Preis', index: 'Ind.', sd: 'SD' },
      collusive: 'P1, kollusiv',
      competitive: 'P2, wettbewerblich',
      note: 'Allein der Wortlaut hat die Mittelwerte so weit verschoben. GPT-4o-mini: ein öffentliches Repositorium, zehn Läufe, P2 mit Kosten als Untergrenze. Mistral-Large: Romero, Sauer & Peist 2025, 21 Läufe, letzte 50 von 300 Runden.',
    },
    rounds: {
      round: 'Runde',
      own: 'Sie',
      rival: 'Konk.',
      best: 'beste Antw.*',
      earned: 'verdient',
      forgone: 'entgangen',
    },
    formula: [
      'Verkaufte Einheiten: {scale}·exp((a − p/{currency})/μ) / (derselbe Ausdruck für beide + exp(a0/μ)); a = {a}, a0 = {a0}, μ = {mu}, Kosten {currency}·c mit c = {c} (Logit-Nachfrage, Calvano et al., AER 2020).',
      'Economicus maximiert seinen Gewinn π(p, Konkurrenz). Nash: Aufschlag {currency}·μ/(1 − eigener Anteil). Gemeinsames Monopol: Aufschlag {currency}·μ/(1 − beide Anteile).',
      'Moralis maximiert (1 − κ)·π(p, Konkurrenz) + κ·[π(p, p) + L·(was Käufer bei p, p gewinnen)/2] (Alger & Weibull 2013; für Anbieter von uns gelesen).',
      'Nur Anbieter, L = 0: Der Preis steigt mit κ. Mit Käufern, L = 1, die übliche Lesart: Er bleibt unter Nash, denn L > Anteil/(1 − Anteil) bei Nash{threshold}.',
    ],
    formulaAbove: 'Nur Anbieter, L = 0, oder mit Käufern, L = 1, die übliche Lesart.',
    formulaLimit:
      'Preise über {limit} sind nicht erlaubt: Wo eine Formel höher führt, ist der beste Preis bis dahin gemeint.',
    threshold: ' = {threshold}',
    terms: [
      'Nash: die Preise, bei denen kein Anbieter für den eigenen Gewinn einen besseren hat. Gemeinsames Monopol: die Preise dessen, dem beide gehörten.',
      'Preisindex: (Preis − Nash) / (gemeinsames Monopol − Nash), jeweils des eigenen Unternehmens und unter den erlaubten Preisen.',
      'Agenten beginnen mit dem Preis, der gegen sich selbst am besten ist, und antworten dann auf {expects}: mit dem besten aller Preise in Schritten von {step} bis zur Obergrenze.',
      'Wo Unternehmen sich unterscheiden, ist eine Strategie ein Preis für jede der beiden Stellen, und die Konkurrenz behält in der anderen ihre Marge.',
      'Jede Runde wird gelöst, als wäre sie die einzige (außer economicus:grim), wie auch immer der Wortlaut ist.',
    ],
    termsOnce:
      'Agenten verlangen den Preis, der gegen sich selbst am besten ist, unter allen in Schritten von {step} bis zur Obergrenze, wie auch immer der Wortlaut ist.',
    expects: {
      last: 'den letzten Preis der Konkurrenz',
      average: 'den Mittelwert der Konkurrenz über {k} Runden',
      nash: 'den Nash-Preis der Konkurrenz',
    },
  },

  because: {
    open: 'Noch ist über die Konkurrenz nichts bekannt. Will sie dasselbe wie ich, sind wir beide zufrieden bei {exact}{rivalExact}{label}; in der Liste der Preise ist das {price}.',
    alike:
      'Will die Konkurrenz dasselbe wie ich, sind wir beide zufrieden bei {exact}{rivalExact}{label}; in der Liste der Preise ist das {price}.',
    near: '{exact}, also {price}',
    far: '{exact}, in der Liste der Preise aber bei {price}',
    openRival: ' (sie bei {rival})',
    labelNash: ', dem Nash-Preis',
    labelSellers: ' (κ = {kappa}, nur Anbieter)',
    labelBuyers: ' (κ = {kappa}, mit Käufern)',
    noEquilibrium: ' Kein Raster dürfte dort eine bessere Antwort finden, aber eines tut es: kein Gleichgewicht.',
    expectsLast: 'Ich erwarte, dass die Konkurrenz wieder {rival} verlangt.',
    expectsAverage: 'Ich erwarte, dass die Konkurrenz {rival} verlangt, ihren Mittelwert der letzten {k} Runden.',
    expectsNash: 'Ich erwarte, dass die Konkurrenz ihren Nash-Preis verlangt, {rival}.',
    expectsGiven: 'Mir ist gesagt, von der Konkurrenz {rival} zu erwarten.',
    selfish: 'Dagegen ist mein Gewinn am höchsten bei {asked}: Das bringt {profit} je Runde.',
    sellers:
      'Mit κ = {kappa} maximiere ich {selfish} meines Gewinns dagegen plus {kappa} dessen, was wir beide verdienten, wenn beide meinen Preis setzten (nur Anbieter): am besten bei {asked}, wert {utility}; das bringt {profit} je Runde.',
    buyers:
      'Mit κ = {kappa} maximiere ich {selfish} meines Gewinns dagegen plus {kappa} dessen, was wir beide und die halben Käufer gewönnen, wenn beide meinen Preis setzten (mit Käufern): am besten bei {asked}, wert {utility}; das bringt {profit} je Runde.',
    grimCollude:
      'Mit Wahrscheinlichkeit {delta} folgt eine weitere Runde, mindestens {critical}: Solange niemand weniger als das gemeinsame Monopol verlangt hat, verlange ich dessen Preis, {price}.',
    grimPunish:
      'Es wurde weniger als das gemeinsame Monopol verlangt, also verlange ich für immer den Nash-Preis, {price}.',
    grimFinite:
      'Die letzte Runde ist angekündigt, also hält keine Drohung das gemeinsame Monopol; ich spiele wie economicus.',
    grimImpatient:
      'Mit Wahrscheinlichkeit {delta} folgt eine weitere Runde, weniger als die {critical}, die das gemeinsame Monopol braucht; ich spiele wie economicus.',
    grimNever:
      'Jemand verdient im gemeinsamen Monopol nicht mehr als bei Nash, also hält es keine Drohung; ich spiele wie economicus.',
    standin:
      'Stellvertreter für ein Modell wie GPT-4o: ein Preis je Partie, gezogen aus berichteten Preisen unter {framing} (Preisindex {mean}, SD {sd}), zwischen Kosten und Obergrenze: Index {index}, also {price}.',
    standinNeutral: 'dem Wortlaut P1; für den neutralen ist keiner berichtet',
    standinP1: 'dem kollusiven Wortlaut, P1',
    standinP2: 'dem wettbewerblichen Wortlaut, P2',
  },

  // Nur die Vorhersage für Forschende zeigt das.
  predict: english.predict,
};
