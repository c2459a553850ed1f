/** Was die weiteren Formen des Dilemmas sagen: keine Seite weiß, was die andere wählt, und drei Stufen. Wie in forms.en.ts. */
import type { Translation } from '../../src/core/template.ts';
import { forms as english } from './forms.en.ts';

export const forms: Translation<typeof english> = {
  sources: {
    disjunction: 'Auszahlungen: Shafir & Tversky, Cognitive Psychology 24, 1992.',
    trento: 'Auszahlungen: Andreozzi, Ploner & Saral, Scientific Reports 10, 13610, 2020.',
    pool: 'Auszahlungen: Heffner & FeldmanHall, Nature Communications 13, 1718, 2022.',
  },
  simultaneous: {
    ask: { choice: 'Ihre Wahl:', belief: 'Wie wahrscheinlich ist es, dass das Gegenüber {does}?' },
    paraphrases: {
      choice: ['Was tun Sie?', 'Ihr Zug:'],
      belief: [
        'Wie groß ist die Wahrscheinlichkeit, dass das Gegenüber {does}?',
        'Mit welcher Wahrscheinlichkeit erwarten Sie, dass das Gegenüber {does}?',
      ],
    },
    instructions: {
      options: 'Beide entscheiden zwischen {C} und {D}. Punkte für beide (je mehr, desto besser):',
      together: 'Beide wählen gleichzeitig; keine Seite weiß, was die andere wählt.',
      first: 'Sie wählen zuerst; {it} wählt dann, ohne zu erfahren, was Sie gewählt haben.',
      second: '{It} wählt zuerst; Sie wählen dann, ohne zu erfahren, was gewählt wurde.',
      drawn:
        'Eine Seite wählt zuerst; die andere wählt dann, ohne zu erfahren, was gewählt wurde. Ein Münzwurf entscheidet, wer zuerst wählt.',
      drawnRepeated:
        'Eine Seite wählt zuerst; die andere wählt dann, ohne zu erfahren, was gewählt wurde. Vor jeder Runde entscheidet ein Münzwurf, wer zuerst wählt.',
      alternating:
        'Eine Seite wählt zuerst; die andere wählt dann, ohne zu erfahren, was gewählt wurde. Das wechselt von Runde zu Runde.',
      already: 'Wer an zweiter Stelle wählt, erfährt, dass die andere Seite schon gewählt hat, aber nicht was.',
      alreadySecond: 'Wenn Sie wählen, hat {it} schon gewählt; Sie erfahren nicht, was.',
      alreadyProgram: 'Wenn Sie wählen, hat das Programm schon gewählt; Sie erfahren nicht, was.',
      rounds: 'Nach jeder Runde erfahren beide, was die andere Seite gewählt hat.',
    },
    columns: { you: 'Sie wählen', other: '{other} wählt', youGet: 'Sie erhalten', gets: '{other} erhält' },
    scene: {
      together: 'Sie und {other} wählen gleichzeitig. Keine Seite weiß, was die andere wählt.',
      first: 'Sie wählen zuerst. {Other} wählt dann, ohne zu erfahren, was Sie gewählt haben.',
      second: '{Other} wählt zuerst. Sie erfahren nicht, was gewählt wurde.',
      already: '{Other} hat schon gewählt. Sie erfahren nicht, was.',
      firstOfAlready: 'Sie wählen zuerst. {Other} erfährt, dass Sie gewählt haben, aber nicht, was.',
      lotFirst: 'Die Münze sagt: Sie wählen zuerst.',
      lotSecond: 'Die Münze sagt: {other} wählt zuerst.',
      untold: 'Sie erfahren nicht, was gewählt wurde.',
      placeFirst: 'Sie wählen zuerst.',
      placeSecond: '{Other} wählt zuerst.',
    },
    because: {
      sentence: '{belief}: {choice} ist {utility} wert ({sum}), {other} {otherUtility}{tie}{letters}{repeated}.',
    },
    belief: { given: 'Erwartet C mit {choice} %' },
    believe: {
      given: 'erwarten {C} mit {choice} %',
      learned: 'haben bis zur letzten Runde gelernt, {C} mit {choice} % zu erwarten',
    },
    weigh: english.simultaneous.weigh,
    weighBeliefs: english.simultaneous.weighBeliefs,
    at: english.simultaneous.at,
    where: 'Wahl',
    column: 'Wahl',
    debrief: {
      all: 'Keine Seite weiß, was die andere wählt: Ein Plan ist eine Wahl.{letters} {belief}, κ = {kappa}.',
      letters: ' C ist {C}, D ist {D}.',
      worlds: 'Wären alle von einer Art, ohne es zu wissen: Punkte für alle.',
      moved: 'hat {did}',
    },
    table: {},
    theory: {
      pi: ['π(x, y) = x[yR + (1−y)S] + (1−x)[yT + (1−y)P]'],
      piNote:
        'x, y: 1 für C, 0 für D, gewählt, ohne von der anderen Seite zu wissen. T = {T}, R = {R}, P = {P}, S = {S}.',
      kappaStar: 'κ* = (T − R)/(T − P) = {value}: Ab da ist C eine beste Antwort auf sich selbst.',
      planIs: 'Ein Plan ist eine Wahl: Von der anderen ist nichts bekannt.',
      because: 'Wahl',
    },
    threshold:
      'Wird C mit Wahrscheinlichkeit p erwartet, ist C am besten, wenn κ(R − P) ≥ (1 − κ)[p(T − R) + (1 − p)(P − S)]: ab κ = {zero} bei p = 0, {half} bei p = ½, {one} bei p = 1.',
  },
  threeSteps: {
    ask: { left: '{all}: {percent} %, also höchstens {left} %' },
    instructions: {
      options: 'Jede Seite kann {C}, {H} oder {D}. Punkte für ersten und zweiten Zug (je mehr, desto besser):',
      costs: '„{C}“ kostet Sie {costs} und bringt dem Gegenüber {brings}; die Hälfte von beidem die Hälfte.',
      corner: 'erster Zug',
      method: {
        direct: 'Wer an zweiter Stelle zieht, sieht vor der Antwort den ersten Zug.',
        fixed:
          'Wer an zweiter Stelle zieht, legt vorher fest, wie auf jeden Zug geantwortet wird. Es zählt die Antwort, die zum ersten Zug passt.',
        drawn: 'Sie entscheiden vorher für beide Plätze; dann sagt die Münze, welche Entscheidungen zählen.',
      },
      beliefs: 'Zuerst werden Sie gefragt, wie wahrscheinlich es ist, dass das Gegenüber {C}, und dass es {H}.',
    },
    scene: {
      first: 'Sie ziehen zuerst; {other} sieht es und antwortet.',
      second: '{Other} hat zuerst gezogen und {did}. Ihre Antwort beendet die Runde.',
      lotFirst: 'Die Münze sagt: Sie ziehen zuerst.',
      lotSecond: 'Die Münze sagte: {other} zieht zuerst, und hat {did}.',
      strategyFirst: 'Sie ziehen zuerst.',
      strategySecond: '{Other} zieht zuerst. Legen Sie Ihre Antwort auf jeden Zug fest; es zählt, was passt.',
      strategyDrawn: 'Entscheiden Sie für beide Plätze; dann fällt die Münze.',
      beliefs: 'Was erwarten Sie?',
      both: '{mine} / {theirs}',
      corner: 'Sie',
      matrix: 'Punkte: Sie / {other}',
    },
    because: {
      sentence: '{belief}: {choice} ist {utility} wert ({plan}: {sum}), {others}{tie}{letters}{repeated}.',
      tie: '; die besten sind gleich gut, und die Regel für Gleichstände entscheidet',
      letters: '; C ist {C}, H ist {H}, D ist {D}',
      standin:
        'Stellvertreter für ein Modell wie GPT-4o: eigene und fremde Auszahlung zählen gleich, jede Wahl des Gegenübers mit 1/3 erwartet, Rauschen λ = 2 Punkte; er schickt hier alles mit Wahrscheinlichkeit {probability}.',
      standinBelief: 'Stellvertreter für ein Modell wie GPT-4o: Er erwartet jede Wahl des Gegenübers mit 1/3.',
    },
    other: '{choice} {utility} ({plan})',
    belief: {
      uniform: 'Erwartet C, H und D mit je 1/3',
      given: 'Erwartet, in % für C / H: {first} zuerst; {afterC}, {afterH}, {afterD} nach C, H, D',
      known: 'Nimmt an, dass das Gegenüber {plan} spielt, seinen Plan bei je 1/3',
      fallback: 'Kein Plan ist eine beste Antwort auf sich selbst; erwartet C, H und D mit je 1/3',
    },
    believe: {
      uniform: 'nehmen an, {other} wählt jedes mit 1/3',
      given: 'erwarten, in % für {C} / {H}: {first} zuerst, dann {afterC}, {afterH}, {afterD} nach {C}, {H}, {D}',
      learned: 'haben Runde für Runde gelernt, was {other} tut',
      known: 'nehmen an, {other} spielt: {plan} (der Plan bei je 1/3)',
    },
    weigh: english.threeSteps.weigh,
    weighBeliefs: english.threeSteps.weighBeliefs,
    at: english.threeSteps.at,
    where: 'nach {H}',
    column: 'nach\n{H}',
    debrief: {
      all: 'Ein Plan: erster Zug, Antworten auf C, H, D.{letters}{asIf} {belief}, κ = {kappa}.',
      letters: ' C ist {C}, H {H}, D {D}.',
      selfishUnaware: ' Wer je 1/3 erwartet, wählt {D}.',
    },
    table: { uniform: 'eigene Ausz.,\nandere je 1/3' },
    who: 'Stellv. (je 1/3)',
    any: 'jedes',
    cells: { C: 'alles', H: 'Hälfte', D: 'nichts' },
    answers: {
      each: 'auf {C} mit {afterC}, auf {H} mit {afterH}, auf {D} mit {afterD} antworten',
      rest: 'auf {C} mit {afterC}, auf weniger mit {afterD} antworten',
    },
    answering: {
      each: 'antwortet auf {C} mit {afterC}, auf {H} mit {afterH}, auf {D} mit {afterD}',
      rest: 'antwortet auf {C} mit {afterC}, auf weniger mit {afterD}',
    },
    theory: {
      pi: ['π(x, y) = ½·v(x₁, y[x₁]) + ½·v(x[y₁], y₁)', 'v(a, b) = abR + a(1−b)S + (1−a)bT + (1−a)(1−b)P'],
      piNote:
        'x₁: der erste Zug, x[y₁]: die Antwort auf den der anderen; 1 für C, ½ für H, 0 für D. T = {T}, R = {R}, P = {P}, S = {S}.',
      kappaStar:
        'κ* = {value}: Ab da ist CCHD eine beste Antwort auf sich selbst. Es ist das größte von dem, was drei Abweichungen verlangen: auf alles mit nichts antworten, (T−R)/(R−S); zuerst nichts, (T+P−2R)/min(P−S, T−P); zuerst die Hälfte, (T+V−2R)/(T+V−2M), V = (T+R+P+S)/4, M das Bessere von V und (2R+S+T)/4.',
      planIs: 'Ein Plan: erster Zug, nach C, nach H, nach D.',
    },
    labels: {
      cooperate: {
        C: {
          label: 'alles',
          key: 'a',
          do: 'alles schicken',
          does: 'alles schickt',
          did: 'alles geschickt',
          doing: 'alles zu schicken',
          noun: 'allem',
          theirs: 'alles',
        },
        H: {
          label: 'Hälfte',
          key: 'f',
          do: 'die Hälfte schicken',
          does: 'die Hälfte schickt',
          did: 'die Hälfte geschickt',
          doing: 'die Hälfte zu schicken',
          noun: 'der Hälfte',
          theirs: 'Hälfte',
        },
        D: {
          label: 'nichts',
          key: 'n',
          do: 'nichts schicken',
          does: 'nichts schickt',
          did: 'nichts geschickt',
          doing: 'nichts zu schicken',
          noun: 'nichts',
          theirs: 'nichts',
        },
      },
      neutral: {
        C: {
          label: 'K',
          key: 'k',
          do: 'K wählen',
          does: 'K wählt',
          did: 'K gewählt',
          doing: 'K zu wählen',
          noun: 'K',
          theirs: 'K',
        },
        H: {
          label: 'L',
          key: 'l',
          do: 'L wählen',
          does: 'L wählt',
          did: 'L gewählt',
          doing: 'L zu wählen',
          noun: 'L',
          theirs: 'L',
        },
        D: {
          label: 'M',
          key: 'm',
          do: 'M wählen',
          does: 'M wählt',
          did: 'M gewählt',
          doing: 'M zu wählen',
          noun: 'M',
          theirs: 'M',
        },
      },
    },
  },
};
