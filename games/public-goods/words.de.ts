/** Was Teilnehmende im öffentlichen Gut lesen. Vorlagen mit {slots} wie in words.en.ts. */
import type { Words } from './words.ts';

export const words: Words = {
  lab: {
    language: 'de',
    you: 'Sie',
    otherPlayer: 'das Gegenüber',
    player: 'Mitglied',
    readings: {
      grim: 'In Partien ohne bekanntes Ende: Es gibt alles, bis jemand das nicht tut, und danach nie wieder etwas.',
    },
    limits: {
      poor: 'Ein Punkt im Projekt bringt allen zusammen weniger als einen Punkt ({players} × {m} = {all}): Niemand sollte etwas geben, und kein Agent tut es. Ein höheres m nehmen.',
      rich: 'Ein Punkt im Projekt bringt wenigstens einen Punkt zurück (m = {m}): Es gibt kein Dilemma, und economicus gibt alles. m unter 1 nehmen.',
      tied: 'κ* ist hier {star}, genau das κ von moralis, wo keines angegeben ist: Jeder Beitrag ist ihm gleich recht, und niemand ist weit von ihm. moralis:0.6 oder ein anderes m nehmen.',
      once: 'In einer einzigen Runde kann niemand auf die Beiträge der anderen antworten: Die Zeilen dazu bleiben leer. rounds=5 oder die Vorgabe lesson nehmen.',
    },
    glossary: [
      {
        word: 'Projekt',
        says: 'Wohin Punkte gegeben werden: Jeder Punkt dort bringt jedem Mitglied der Gruppe m Punkte.',
      },
      { word: 'm', says: 'Was ein Punkt im Projekt jedem Mitglied bringt: der Grenzertrag pro Kopf.' },
      {
        word: 'Erwartung',
        says: 'Was ein Agent an Beiträgen der anderen erwartet; eine Einstellung, sie steht bei jeder Vorhersage.',
      },
      { word: 'gleichverteilt', says: 'Die Erwartung, dass jeder Beitrag der anderen gleich wahrscheinlich ist.' },
      { word: 'gleichgesinnt', says: 'Die Erwartung, dass die anderen handeln wie man selbst.' },
      { word: 'bekannt', says: 'Die Erwartung, dass die anderen so handeln wie ein berechneter, genannter Agent.' },
      { word: 'κ*', says: 'Ab diesem κ gibt moralis alles: (1 − m)/(m·(n − 1)), n Mitglieder.' },
      {
        word: 'bedingt kooperativ',
        says: 'Wer gibt, was die anderen im Mittel geben; als script:conditional ganz genau so.',
      },
      { word: 'Effizienz', says: 'Der Anteil am möglichen Gewinn gegenüber Behalten, den die Gruppe erreichte.' },
    ],
  },
  paraphrases: {
    contribute: ['Sie geben ins Projekt:', 'Wie viel geht ins Projekt?'],
    expectTwo: ['Ihre Schätzung, was das Gegenüber gibt:', 'Wie viel erwarten Sie vom Gegenüber?'],
    expectMany: [
      'Ihre Schätzung, was die anderen im Mittel geben:',
      'Wie viel erwarten Sie im Mittel von den anderen?',
    ],
  },
  expects: {
    mean: 'die anderen im Mittel {mean} geben',
    meanTwo: 'das Gegenüber im Mittel {mean} gibt',
    uniform: 'jeder Beitrag jedes anderen Mitglieds von 0 bis {most} gleich wahrscheinlich ist, im Mittel {mean}',
    uniformTwo: 'jeder Beitrag des Gegenübers von 0 bis {most} gleich wahrscheinlich ist, im Mittel {mean}',
    likeMinded: 'die anderen wollen, was Sie wollen, und überlegen wie Sie',
    likeMindedTwo: 'das Gegenüber will, was Sie wollen, und überlegt wie Sie',
  },
  title: 'Öffentliches Gut',
  neutralTitle: 'Ein gemeinsames Projekt',
  summary: 'Punkte behalten oder in ein Projekt für alle geben',
  unit: 'Punkte',
  ask: {
    contribute: 'Ihr Beitrag zum Projekt:',
    expectTwo: 'Was wird das Gegenüber wohl geben?',
    expectMany: 'Was werden die anderen im Mittel wohl geben?',
  },
  instructions: {
    two: 'Sie und ein Gegenüber.',
    many: 'Sie sind in einer Gruppe von {players} Mitgliedern.',
    program: '{names} ist ein Computerprogramm.',
    programs: '{names} sind Computerprogramme.',
    allPrograms: 'Alle anderen sind Computerprogramme.',
    manyPrograms: '{count} der anderen sind Computerprogramme.',
    and: ' und ',
    rules:
      'In jeder Runde hat jedes Mitglied {endowment} Punkte. Alle entscheiden gleichzeitig, wie viele davon in ein gemeinsames Projekt gehen, {least} bis {endowment}; was Sie nicht geben, gehört Ihnen.',
    rulesOnce:
      'Jedes Mitglied hat {endowment} Punkte. Alle entscheiden gleichzeitig, wie viele davon in ein gemeinsames Projekt gehen, {least} bis {endowment}; was Sie nicht geben, gehört Ihnen.',
    steps: 'Möglich sind {steps}.',
    project:
      'Jeder Punkt im Projekt bringt jedem Mitglied {m} Punkte, wer ihn auch gab: zusammen {all} für jeden Punkt.',
    example: 'Punkte einer Runde (je mehr, desto besser), zum Beispiel:',
    columns: { mine: 'Sie\ngeben', others: 'andere\ngeben je', mineGet: 'für\nSie', othersGet: 'für die\nanderen je' },
    columnsTwo: {
      mine: 'Sie\ngeben',
      others: 'Gegenüber\ngibt',
      mineGet: 'für\nSie',
      othersGet: 'für das\nGegenüber',
    },
    once: 'Es gibt eine einzige Runde.',
    finite: 'Es gibt {rounds} Runden in derselben Gruppe.',
    indefinite: 'Die Gruppe bleibt dieselbe. Nach jeder Runde folgt mit {percent} % eine weitere.',
    shown: {
      each: 'Nach einer Runde sehen Sie, was jedes Mitglied gegeben hat.',
      sum: 'Nach einer Runde sehen Sie, was alle zusammen gegeben haben, und nicht, wer wie viel.',
    },
    beliefs: 'Zuerst werden Sie gefragt, was Sie von den anderen erwarten.',
    beliefsTwo: 'Zuerst werden Sie gefragt, was Sie vom Gegenüber erwarten.',
    points: 'Die Punkte aller Runden zählen zusammen.',
  },
  scene: {
    first:
      'Sie haben {endowment} Punkte. Ein Punkt im Projekt bringt jedem der {players} Mitglieder {m}; ein behaltener bringt Ihnen 1.',
    again: 'Sie haben {endowment} Punkte. Ein Punkt im Projekt bringt jedem der {players} Mitglieder {m}.',
    expects: 'Bevor Sie wählen: Was erwarten Sie?',
    you: 'Sie',
    round: 'Runde',
    got: 'für Sie',
    mean: 'Mittel der anderen',
    other: 'Gegenüber',
    others: 'andere, einzeln',
    together: 'zusammen',
    lastRound: 'Die anderen in Runde {round}, einzeln: {others}.',
  },
  where: { of: 'Runde {round} von {rounds}', open: 'Runde {round}', short: '{round} von {rounds}' },
  result: {
    once: 'Sie gaben {mine} von {endowment}, die anderen im Mittel {mean}: {points} Punkte für Sie.',
    onceTwo: 'Sie gaben {mine} von {endowment}, {other} {mean}: {points} Punkte für Sie.',
    rounds:
      '{rounds} Runden. Je Runde gaben Sie {mine} von {endowment}, die anderen im Mittel {mean}: {points} Punkte für Sie.',
    roundsTwo: '{rounds} Runden. Je Runde gaben Sie {mine} von {endowment}, {other} {mean}: {points} Punkte für Sie.',
    none: 'Keine Runde wurde zu Ende gespielt.',
    player: 'Mitglied',
    putIn: 'gab',
    putInRound: 'gab\nje Runde',
    gotHead: 'Punkte',
  },
  because: {
    sentence:
      '{belief} ist ein Beitrag von {choice} {utility} wert ({sum}), einer von {other} {otherUtility}{tie}{repeated}.',
    own: '{own} für sich selbst',
    mix: '{weight} × {own} für sich selbst + {kappa} × {same}, wenn alle ebenso handelten',
    behind: ' − {alpha} × {behind} Rückstand',
    ahead: ' − {beta} × {ahead} Vorsprung',
    tie: '; beides ist gleich viel wert, und die Regel für Gleichstand entscheidet',
    alone: '; jede Runde wird gespielt, als wäre sie die einzige',
    notUnique:
      '; keine eindeutige Vorhersage: Ab δ = {threshold} ist es auch für economicus ein Gleichgewicht, dass alle alles geben, solange es alle tun, und hier ist δ = {delta}; jede Runde wird gespielt, als wäre sie die einzige',
    belief: 'Gefragt ist die Erwartung: {belief}.',
    grim: 'Unversöhnlich: δ = {delta} ist wenigstens {threshold} = (1 − m)/(m·(n − 1)), also ist es ein Gleichgewicht, alles zu geben, solange alle das getan haben, und bisher {state}; keine eindeutige Vorhersage, immer zu behalten ist auch eines.',
    grimClean: 'haben das alle',
    grimSpoilt: 'hat es jemand nicht',
    grimNot:
      '; grim gilt nur für economicus, mit m unter 1, δ wenigstens {threshold} und ohne angekündigtes Ende, und so ist es hier nicht',
    standin:
      'Stellvertreter für ein Modell wie GPT-4o: Eigenes und das Mittel der anderen wiegen gleich, jeder Beitrag der anderen gilt als gleich wahrscheinlich, Rauschen λ = 2 Punkte; im Mittel gibt er hier {mean}.',
    standinBelief:
      'Stellvertreter für ein Modell wie GPT-4o: Er erwartet jeden Beitrag gleich wahrscheinlich, {mean} im Mittel.',
    conditionalFirst: 'Wer bedingt kooperiert, beginnt mit der Hälfte: {answer}.',
    conditional: 'Wer bedingt kooperiert, gibt, was die anderen zuletzt im Mittel gaben, {mean}: {answer}.',
    conditionalExpects: 'Erwartet wird, was zuletzt zu sehen war, {answer}.',
    conditionalExpectsFirst: 'Solange nichts zu sehen war, wird die Hälfte erwartet, {answer}.',
  },
  weigh: {
    own: 'your points in this round {belief}',
    same: 'your points in this round if every other player put in exactly what you do',
    given: 'Each point in the project pays {m} points to each of the {players} players.',
    beliefs: {
      uniform: 'if every contribution of the others is equally likely',
      mean: 'if the others put in {mean} on average',
    },
  },
  belief: {
    uniform: 'Ist jeder Beitrag der anderen gleich wahrscheinlich,',
    mean: 'Geben die anderen im Mittel {mean},',
    known: 'Geben die anderen, wie bekannt, im Mittel {mean},',
    uniformTwo: 'Ist jeder Beitrag des Gegenübers gleich wahrscheinlich,',
    meanTwo: 'Gibt das Gegenüber {mean},',
    knownTwo: 'Gibt das Gegenüber, wie bekannt, {mean},',
    likeMindedTwo: 'Handelt das Gegenüber ebenso ({mean}),',
    likeMinded: 'Handeln die anderen ebenso ({mean}),',
    fallback: 'Da kein Beitrag die beste Antwort auf sich selbst ist und jeder als gleich wahrscheinlich gilt,',
  },
  debrief: {
    place: 'Was Sie je Runde gaben, und was die Agenten an Ihrer Stelle geben:',
    placeOnce: 'Was Sie gaben, und was die Agenten an Ihrer Stelle geben:',
    who: {
      you: 'Sie',
      others: 'die anderen',
      other: 'Gegenüber',
      moralis: 'moralis κ = {kappa}',
      baseline: 'Stellvertreter',
    },
    columns: { who: '', putIn: 'gibt', share: 'von {endowment}' },
    any: 'beliebig',
    stand: {
      between:
        'Wo Sie stehen: economicus gibt nichts und moralis mit κ = {kappa} alles; Sie sind {percent} % des Weges gegangen.',
      tied: 'Wo Sie stehen: An seiner Schwelle κ = {kappa} ist moralis jeder Beitrag gleich recht; Sie gaben {percent} %.',
      alike: 'Wo Sie stehen: economicus und moralis mit κ = {kappa} tun hier dasselbe; Sie gaben {percent} %.',
    },
    hindsight: {
      unanswered: ': wenn niemand darauf geantwortet hätte',
      less: 'Bei denselben Beiträgen der anderen hätte nichts zu geben Ihnen {forgone} mehr gebracht und allen anderen je {loss} weniger{unanswered}.',
      more: 'Bei denselben Beiträgen der anderen hätte alles zu geben Ihnen {forgone} mehr gebracht und allen anderen je {loss} mehr.',
      best: 'Bei denselben Beiträgen der anderen hätte nichts mehr gebracht als Ihre {points}.',
      lessTwo:
        'Bei denselben Beiträgen des Gegenübers hätte nichts zu geben Ihnen {forgone} mehr gebracht und dem Gegenüber {loss} weniger{unanswered}.',
      moreTwo:
        'Bei denselben Beiträgen des Gegenübers hätte alles zu geben Ihnen {forgone} mehr gebracht und dem Gegenüber {loss} mehr.',
      bestTwo: 'Bei denselben Beiträgen des Gegenübers hätte nichts mehr gebracht als Ihre {points}.',
    },
    same: 'Hätten alle gegeben, was Sie gaben, hätten alle je {points} erhalten.',
    sameTwo: 'Hätte das Gegenüber gegeben, was Sie gaben, hätten beide je {points} erhalten.',
    scale: 'κ',
    byKappa: {
      switches:
        'moralis nach κ: unter {value} nichts; bei {value} ist jeder Beitrag gleich gut; darüber alles. Etwas dazwischen ist nie besser als beides.',
      never: 'moralis nach κ: bei jedem κ nichts, denn ein Punkt im Projekt bringt allen zusammen weniger als einen.',
      neverAt1:
        'moralis nach κ: bei jedem κ unter 1 nichts, denn ein Punkt im Projekt bringt allen zusammen gerade einen.',
      always: 'moralis nach κ: bei jedem κ alles, denn ein Punkt im Projekt bringt mehr als einen zurück.',
      alwaysButAt0:
        'moralis nach κ: bei 0 ist jeder Beitrag gleich gut, darüber alles: Ein gegebener Punkt kommt ganz zurück.',
    },
    about: '{belief} κ = {kappa}. Eine Runde, in Punkten:',
    table: {
      putIn: 'Beitrag',
      own: 'Eigenes,\nwie erwartet',
      same: 'wenn alle\nso handelten',
      mix: 'κ = {kappa}:\ngemischt',
    },
    pages: { formula: 'Formel', thresholds: 'Schwellen', worlds: 'Welten', group: 'alle', yours: 'Runde für Runde' },
    worlds: 'Wären alle von einer Art: Punkte je Mitglied und Runde.',
    world: {
      kind: 'alle sind',
      does: 'geben',
      points: 'erhalten',
      you: 'wie Sie',
      standin: 'baseline (Stellvertreter)',
    },
    group: 'Was alle im Mittel über {rounds} Runden gaben und insgesamt erhielten.',
    groupOnce: 'Was alle gaben und erhielten.',
    yours: 'Runde für Runde: was Sie gaben, und was die Agenten gegeben hätten.',
    yoursAsked: 'Runde für Runde: was Sie gaben und erwarteten, und was die Agenten gegeben hätten.',
    columnsYours: {
      round: 'Runde',
      you: 'Sie',
      others: 'Mittel der\nanderen',
      other: 'das\nGegenüber',
      expected: 'von Ihnen\nerwartet',
      economicus: 'economicus',
      moralis: 'moralis {kappa}',
    },
    none: '–',
  },
  theory: {
    utility: 'u(x, ŷ) = (1 − κ)·π(x, ŷ) + κ·π(x, x)',
    social:
      'Mit sozialen Präferenzen abzüglich α mal Rückstand und β mal Vorsprung in Punkten, gemittelt über die anderen; 1 − κ vervielfacht sie nicht (von uns).',
    kappa:
      'κ ist das Gewicht der Frage „Was wäre, wenn alle so handelten?“: 0 stellt sie nie (homo economicus), 1 fragt nichts anderes. Die Vorgabe 0.50 ist von uns.',
    pi: 'π(x, y) = E − x + m·(x + (n − 1)·y), wobei jedes der n − 1 anderen Mitglieder y gibt. E = {endowment}, m = {m}, n = {players}.',
    slope: 'Ein Punkt mehr im Projekt: −(1 − m) + κ·m·(n − 1) = {cost} + κ × {gain}, was die anderen auch tun.',
    many: 'Homo moralis mit n Mitgliedern nimmt an, dass jedes andere mit Wahrscheinlichkeit κ ebenso handelt (Alger & Weibull 2016). Punkte sind hier linear, also zählt nur deren erwartete Zahl, und die zwei Terme genügen.',
    star: 'κ* = (1 − m)/(m·(n − 1)) = {value}: Darunter wird nichts gegeben, von da an alles. Bei κ* allein ist jeder Beitrag gleich gut, und nur dort ist ein mittlerer einer der besten.',
    none: 'n·m = {all} ist nicht größer als 1: Bei keinem κ unter 1 wird etwas gegeben.',
    rich: 'm = {m} ist größer als 1: Alles zu geben ist bei jedem κ das Beste.',
    even: 'm = 1: Ein Punkt im Projekt kommt ganz zurück, also ist κ = 0 alles recht; bei jedem κ über 0 ist alles zu geben das Beste.',
    social2:
      'Mit α und β kann ein mittlerer Beitrag der beste sein: zu geben, was die anderen geben, wenn β ≥ 1 − m − κ·m·(n − 1) und α ≥ −(1 − m) + κ·m·(n − 1).',
    finite:
      'Bei bekannter Zahl von Runden folgt aus allseits bekannter Selbstsucht, dass durchweg nichts gegeben wird. Die Agenten lösen jede Runde, als wäre sie die einzige.',
    indefinite:
      'Bei offenem Ende ist es für economicus ein Gleichgewicht, dass alle alles geben, solange es alle tun, wenn δ wenigstens (1 − m)/(m·(n − 1)) = {threshold} ist: Behalten bringt einmal (1 − m)·E und kostet (n·m − 1)·E in jeder späteren Runde. Hier ist δ = {delta}: {verdict}.',
    unique: 'es ist keines',
    notUnique: 'keine eindeutige Vorhersage',
    contribution: 'gibt',
    ties: 'gleich gut',
    none2: 'nichts',
    everything: 'jeder Beitrag',
    starLabel: 'κ*',
    because: 'Beitrag',
    ownHead: 'Eigenes',
    sameHead: 'wenn alle\nso handelten',
  },
  players: 'Mitglied {seat}',
  otherPlayer: 'das Gegenüber',
};
