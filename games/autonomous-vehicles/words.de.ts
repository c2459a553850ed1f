/** Was Teilnehmende im Fahrzeugdilemma lesen, auf Deutsch. Vorlagen mit {slots} wie in words.en.ts. */
import { words as english } from './words.en.ts';
import type { Words } from './words.ts';

export const words: Words = {
  lab: {
    language: 'de',
    title: 'Fahrzeuge',
    summary: 'Welches Auto gebaut werden soll, und welches man kauft',
    you: 'Sie',
    otherPlayer: 'das Gegenüber',
    player: 'Person',
    glossary: [
      {
        word: 'Auto, das Opfer minimiert',
        says: 'Ein Auto, das immer die größere Zahl rettet, ob Insassen oder Fußgänger.',
        where: ['profile'],
      },
      { word: 'Auto, das schützt', says: 'Ein Auto, das immer seine Insassen schützt.', where: ['profile'] },
      {
        word: 'Insassen',
        says: 'Wer im Auto sitzt: Sie allein oder Sie mit jemandem aus der Arbeit, aus der Familie oder Ihrem Kind.',
      },
      {
        word: 'keine Angabe',
        says: 'Eine Antwort wie jede andere: Sie wird so gespeichert und zählt in keinem Mittelwert.',
      },
      {
        word: 'soziales Dilemma',
        says: 'Man heißt Autos gut, die die größere Zahl retten, und führe lieber in einem, das einen selbst rettet.',
      },
    ],
  },
  paraphrases: {
    asks: {
      moral: ['Was ist hier moralischer?', 'Welche der Handlungen ist die moralischere?'],
      strength: [
        'Um wie viel ist Ausweichen moralischer als Kurshalten? 50 heißt: beide sind gleich moralisch, weniger: Kurshalten ist es mehr.',
        'Wie sehr ist Ausweichen moralischer als Kurshalten? Bei 50 sind die beiden gleich moralisch, unter 50 ist Kurshalten moralischer.',
      ],
      programmed: [
        'Was sollten Autos dann dem Programm nach tun?',
        'Wie sollte ein Auto für so einen Fall programmiert sein?',
      ],
      'buy-minimising': [
        'Wie groß wäre die Wahrscheinlichkeit, dass Sie das Auto kaufen, das mehr rettet?',
        'Mit welcher Wahrscheinlichkeit kauften Sie das Auto, das mehr rettet?',
      ],
      'buy-protective': [
        'Wie groß wäre die Wahrscheinlichkeit, dass Sie das schützende Auto kaufen?',
        'Mit welcher Wahrscheinlichkeit kauften Sie das schützende Auto?',
      ],
      law: [
        'Sollten Autos von Gesetzes wegen die größere Zahl retten müssen?',
        'Sollte es ein Gesetz geben, nach dem Autos die größere Zahl retten?',
      ],
    },
    asksUnderLaw: {
      'buy-minimising': [
        'Wie groß wäre die Wahrscheinlichkeit, dass Sie ein solches Auto kaufen?',
        'Mit welcher Wahrscheinlichkeit würden Sie ein solches Auto kaufen?',
      ],
      law: ['Sollte das weiterhin Gesetz sein?', 'Sollte das Gesetz dabei bleiben?'],
    },
  },
  skip: 'keine Angabe',
  actions: { keep: 'Kurs halten', swerve: 'ausweichen', neither: 'keine von beiden' },

  scene: {
    ahead: {
      one: 'Die Bremsen eines fahrerlosen Autos versagen. Vor ihm steht 1 Person.',
      many: 'Die Bremsen eines fahrerlosen Autos versagen. Vor ihm stehen {n} Personen.',
    },
    beside: {
      one: 'Die Bremsen eines fahrerlosen Autos versagen. Vor ihm ist eine Mauer, daneben steht 1 Person.',
      many: 'Die Bremsen eines fahrerlosen Autos versagen. Vor ihm ist eine Mauer, daneben stehen {n} Personen.',
    },
    aboard: 'Im Auto: {party}.',
    law: {
      none: 'Kein Gesetz sagt, was es tun muss.',
      required: 'Das Gesetz verlangt, dass es die größere Zahl rettet.',
    },
    pedestrians: { one: '1 Person davor', many: '{n} Personen davor' },
    outcomes: {
      keep: 'hält Kurs',
      swerve: 'weicht aus',
      die: { one: 'stirbt', many: 'sterben' },
      live: { one: 'überlebt', many: 'überleben' },
    },
    minimising: {
      none: 'Ein Modell im Handel rettet immer die größere Zahl. Was es hier täte: {action}.',
      required: 'Von Gesetzes wegen rettet jedes Modell die größere Zahl. Was es hier täte: {action}.',
    },
    equal: 'Ein Modell im Handel rettet immer die größere Zahl. Was es bei gleicher Zahl, wie hier, täte: {action}.',
    equalByLaw:
      'Von Gesetzes wegen rettet jedes Modell die größere Zahl. Was es bei gleicher Zahl, wie hier, täte: {action}.',
    protective: 'Ein Modell im Handel schützt immer seine Insassen. Was es hier täte: {action}.',
  },
  party: {
    alone: { inCar: 'Sie allein', short: 'Sie' },
    'co-worker': { inCar: 'Sie und jemand aus Ihrer Arbeit', short: 'Sie, jemand aus der Arbeit' },
    family: { inCar: 'Sie und jemand aus Ihrer Familie', short: 'Sie, jemand aus der Familie' },
    child: { inCar: 'Sie und Ihr Kind', short: 'Sie und Ihr Kind' },
  },

  asks: {
    moral: 'Welche Handlung ist moralischer?',
    strength:
      'Wie viel moralischer ist Ausweichen als Kurshalten? Bei 50 sind beide gleich moralisch, darunter ist es Kurshalten.',
    programmed: 'Wie sollten Autos dafür programmiert sein?',
    'buy-minimising': 'Wie wahrscheinlich kauften Sie das Auto, das mehr rettet?',
    'buy-protective': 'Wie wahrscheinlich kauften Sie das schützende Auto?',
    law: 'Sollte das Gesetz verlangen, dass Autos die größere Zahl retten?',
  },
  asksUnderLaw: {
    'buy-minimising': 'Wie wahrscheinlich würden Sie ein solches Auto kaufen?',
    law: 'Sollte das Gesetz das weiterhin verlangen?',
  },
  ends: {
    strength: ['Kurshalten', 'Ausweichen'],
    programmed: ['Kurs halten', 'ausweichen'],
    'buy-minimising': ['gar nicht', 'sicher'],
    'buy-protective': ['gar nicht', 'sicher'],
    law: ['sicher nicht', 'sicher'],
  },

  instructions: {
    warning: 'Bitte beachten Sie: Es geht um tödliche Verkehrsunfälle.',
    /** Only where a relative or a child rides. */
    warningKin: 'Unter den Toten können Angehörige oder ein Kind sein.',
    leave: 'Sie dürfen jede Frage auslassen und jederzeit aufhören.',
    task: 'Vor Ihnen: {items}, {answers}, etwa {minutes}. Stellen Sie sich vor, dass Sie ein fahrerloses Auto kaufen wollen.',
    taskUntimed: 'Vor Ihnen: {items}, {answers}. Stellen Sie sich vor, dass Sie ein fahrerloses Auto kaufen wollen.',
    program: 'das Computerprogramm {name}',
    emergencyMirrored:
      'Jedes Mal versagen die Bremsen. Stehen Personen davor, tötet Kurshalten sie und Ausweichen alle, die mitfahren; ist davor eine Mauer, ist es umgekehrt. Niemand ist schuld.',
    emergency:
      'Jedes Mal versagen die Bremsen: Kurs zu halten tötet alle, die davor stehen, auszuweichen alle, die mitfahren. Niemand ist schuld.',
    numbers: 'Zahlen reichen von 0 bis 100, zwischen zwei Wörtern.',
    back: 'Innerhalb eines Autos können Sie zurückgehen. Keine Antwort ist richtig oder falsch.',
    beside: 'Dieselben Fragen gehen an {others}: Vor dem Ende sieht niemand die Antworten der anderen.',
    unpaid: 'Es wird nichts ausgezahlt.',
    cars: { one: 'ein Auto', many: '{n} Autos' },
    questions: { one: 'eine Frage', many: '{n} Fragen' },
    minutes: { one: 'eine Minute', many: '{n} Minuten' },
    and: ' und ',
  },

  heading: {
    about: 'Auto {car} von {cars} · Frage {question} von {questions}',
    finished: { one: 'ein Auto', many: '{n} Autos' },
    minutes: { none: 'noch unter einer Minute', one: 'noch etwa 1 Minute', many: 'noch etwa {n} Minuten' },
    minutesShort: { none: 'unter 1 Min.', one: 'noch 1 Min.', many: 'noch {n} Min.' },
    over: 'alles beantwortet',
    left: 'beendet nach {car} von {cars}',
  },

  heads: {
    moral: 'moralisch %',
    strength: 'wie sehr',
    programmed: 'Programm',
    'buy-minimising': 'minimierend',
    'buy-protective': 'schützend',
    law: 'Gesetz',
  },
  riders: { alone: 'allein', 'co-worker': 'Arbeit', family: 'Familie', child: 'Kind' },
  who: { you: 'Sie', economicus: 'economicus', moralis: 'moralis', baseline: 'Stellv.' },

  result: {
    answered: 'Sie haben geantwortet: {answers}, {cars}.',
    skipped: 'Ausgelassen: {n}.',
    nothing: 'Kein Auto wurde fertig beantwortet, also gibt es noch nichts zu zeigen.',
    averages: 'Mittelwerte, 0 bis 100, wo mehr davor stehen als mitfahren:',
    controls: 'Mittelwerte, 0 bis 100; nirgends stehen mehr davor, als mitfahren:',
    questionHead: 'Frage',
    seatHead: 'Antworten',
    short: {
      moral: 'moral.',
      strength: 'sehr',
      programmed: 'Progr.',
      'buy-minimising': 'min.*',
      'buy-protective': 'sch.',
      law: 'Ges.',
    },
    legend:
      'moral.: nennt es moralischer, die davor zu retten, %; sehr: wie viel; Progr.: würde es so programmieren; min.*, sch.: kauft das Auto, das mehr Leben rettet, das seine Insassen schützt; Ges.: will ersteres vorschreiben.',
    none: '–',
  },

  debrief: {
    gap: 'Sie fanden es richtig, die größere Zahl zu retten ({moral}), und doch {buying}: das soziale Dilemma.',
    noGap: 'Sie fanden es richtig, die größere Zahl zu retten ({moral}), und {buying}: kein soziales Dilemma.',
    reverse: 'Sie fanden es nicht richtig, die größere Zahl zu retten ({moral}); {buying}.',
    even: 'Ob es richtig ist, die größere Zahl zu retten, blieb bei Ihnen in der Waage ({moral}); {buying}.',
    unknown:
      'Mit einem Urteil und einem Kauf für ein Auto, vor dem mehr stehen als mitfahren, sähen Sie hier, ob Sie vor dem sozialen Dilemma stehen.',
    moralChoice: '{k} von {n} Autos',
    moralRating: '{rating} von 100',
    buyingProtective: 'kauften Sie eher ein Auto, das seine Insassen schützt ({protective} gegen {minimising})',
    buyingMinimising: 'kauften Sie eher ein solches Auto als ein schützendes ({minimising} gegen {protective})',
    buyingEither: 'kauften Sie ein solches Auto ebenso gern wie ein schützendes ({minimising})',
    buyingOnly: 'gaben Sie dem Kauf eines solchen Autos {minimising} von 100',
    about: {
      moral: 'Mehr zu retten ist moralischer, %',
      strength: 'Wie viel moralischer das ist',
      programmed: 'Autos sollten das tun',
      'buy-minimising': 'Kauf: rettet mehr Leben',
      'buy-protective': 'Kauf: schützt die Insassen',
      law: 'Gesetz: mehr Leben retten',
    },
    figured: '{about} (mehr draußen):',
    controls: '{about} (nirgends mehr draußen):',
    ridersHead: 'im Auto',
    stand: {
      nearest: 'Wo Sie stehen: am nächsten bei {nearest}, {points} Punkte entfernt.',
      all: 'Wo Sie stehen: allen dreien gleich nah.',
      and: ' und ',
    },
    why: {
      kinLess: 'economicus bewertet dieses Auto mit Familie niedriger, weil sie ihm mehr wert ist.',
      kinMore: 'economicus bewertet dieses Auto mit Familie höher, weil sie ihm mehr wert ist.',
      prefers:
        'moralis (κ = {kappa}) zieht das Auto vor, das mehr rettet, bei über {one} draußen (allein) oder {two} (zu zweit): Wer mitfährt, ändert, wie sehr, nicht ob.',
      never: 'moralis mit κ = 0 ist economicus: Bei keiner Zahl zieht es das Auto vor, das mehr rettet.',
      end: 'Bei 100 endet die Skala.',
      law: 'Beide Theorien wollen das Gesetz: Es bindet alle, und alle können draußen sein.',
      judged: 'Im Urteil zählen alle Agenten Leben: N draußen und m im Auto geben 100·N/(N + m).',
      controls: 'Nirgends sind mehr draußen als im Auto: Beide Autos tun dasselbe, und die Agenten kaufen gleich.',
    },
    kappa: 'κ',
    kappaEnds: ['0', '1'],
    tips: 'das minimierende überall vorgezogen ab {kappa}',
    tipsNever: 'nur Kontrollen: κ ändert nichts',
    line: '{about}: {you}, beide Theorien und der Stellvertreter, eine Linie je Besetzung.',
    pages: {
      bought: 'jedes Auto',
      judged: 'Urteile',
      formula: 'Formel',
      reported: 'veröffentlicht',
    },
  },

  page: {
    itemHead: 'Auto',
    moralHead: 'moral.',
    item: '{n} {riders}',
    itemMirrored: '{item} Mauer',
    itemByLaw: '{n} {riders} Ges.',
    control: '{item} *',
    aheadHead: 'davor',
    items: 'Wie viele davor stehen und wer mitfährt (* beide Autos tun dasselbe). {legend}',
    itemsMany: 'Die {n} Autos gemittelt nach der Zahl davor, dann einzeln. Zellen wie unten.',
    legendBought: 'In einer Zelle {you} / economicus / moralis {kappa} / Stellvertreter.',
    legendJudged: 'In einer Zelle {you} / alle Agenten.',
    legendLaw: 'Gesetz: {you} / beide Theorien / Stellvertreter.',
    // Nur die Vorhersage für Forschende zeigt das.
    predicted: english.page.predicted,
    given:
      'N davor, m im Auto; wer mitfährt, ist s eigene Leben wert (Arbeit 0.3, Familie 2, Kind 3), ein Auto zu besitzen b = 1: Vorschläge von uns. Eine Angabe ist 100/(1 + e^−u). Wenn N ≤ m, tun beide Autos dasselbe: u = b, eine Kontrolle.',
    formulas: [
      ['minimierend', 'u = b + (1 + s)(κN/m − 1)'],
      ['schützend', 'u = b − (1 + s)(κN/m − 1)'],
      ['Gesetz', 'u = (1 + s)(N/m − 1), für jedes κ'],
      ['moralisch', '100·N/(N + m), auch Programm, für jedes κ'],
      ['Stellvertreter', 'u = b ± (N/m − 0.1(1 + s))'],
    ],
    why: 'Schützte jedes Auto seine Insassen, wären die Ihren N/m-mal so oft davor wie im Auto. economicus (κ = 0) will das Gesetz und zieht das schützende Auto vor: das soziale Dilemma selbst.',
    reported: [
      'Was von Bonnefon, Shariff & Rahwan (Science 352, 2016) in der Presse oder von Lesern berichtet wird, nicht am Artikel geprüft. Andere Menschen, andere Worte.',
      'Ausdrückliches Ausweichen: 76 % finden es moralischer, einen Insassen für zehn Fußgänger zu opfern, 23 % für einen.',
      'Mit Familie im Auto bleibt das Urteil, wie moralisch es ist, über der Mitte: 95-%-Intervall 54 bis 66 (Studie 3, n = 259).',
      'Neben Käufen steht keine Zahl: Uns lag keine vor.',
    ],
  },

  // Nur Modelle lesen das, und nur auf Englisch.
  weigh: english.weigh,

  because: {
    saves: 'Was {more} rettet: {action}; das andere rettet {fewer}. Moralischer ist die größere Zahl.',
    neither: 'Beides rettet {n} und kostet {m}: Keines ist moralischer.',
    anyone:
      'Wer jede Person vor Ort sein könnte, wird in {n} von {sum} Fällen gerettet ({action}): 100·{n}/({n} + {m}) = {spared}{turned}, für jedes κ.',
    turned: ', vom Ausweichen aus gezählt',
    control:
      '{n} draußen, {m} im Auto: Beide Autos tun dasselbe ({action}), also u = b = 1 und 100/(1 + e^({minus})) = {rating}.',
    formula: english.because.formula,
    prefers: 'Das Auto, das die größere Zahl rettet, wird vorgezogen, denn {n} > m/κ = {m}/{kappa} = {tip}.',
    prefersNot:
      'Das Auto, das die größere Zahl rettet, wird nicht vorgezogen, denn {n} ist nicht mehr als m/κ = {m}/{kappa} = {tip}.',
    never: 'Mit κ = 0 wird das Auto, das die größere Zahl rettet, bei keiner Zahl vorgezogen.',
    lawForEveryone: 'κ spielt keine Rolle: Ein Gesetz bindet alle zugleich.',
    standin: 'Stellvertreter für ein Modell wie GPT-4o:',
  },
};
