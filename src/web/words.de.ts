/** What the pages say besides the games' own words, in German. */
import type { PageWords } from './words.en.ts';

export const words: PageWords = {
  language: 'Deutsch',
  entrance: {
    title: 'Einem Raum beitreten',
    room: 'Raum {code}',
    code: 'Code des Raums',
    codeNote: 'Er steht vorn auf der Leinwand: 4 bis 6 Buchstaben und Ziffern.',
    find: 'Zum Raum',
    says: 'Sie treffen Entscheidungen in einem kurzen ökonomischen Spiel. Was Sie wählen, wird unter einem Code gespeichert, ohne Ihren Namen.',
    programs: 'Unter den Spielern können Computerprogramme sein.',
    label: 'Ihre Kennung',
    labelNeeded: 'Geben Sie sie so ein, wie Sie sie erhalten haben.',
    join: 'Beitreten',
    unknown:
      'Einen Raum „{code}“ gibt es hier nicht: Prüfen Sie den Code vorn auf der Leinwand, und geben Sie ihn noch einmal ein.',
    oncemore: 'Bitte tippen Sie zum Beitreten noch einmal.',
    once: 'Treten Sie nur einmal bei, mit dem Gerät, das vor Ihnen liegt.',
  },
  refused: {
    full: 'Dieser Raum ist voll: Sagen Sie es der Leitung.',
    ended: 'Dieser Raum ist beendet: Niemand kann mehr beitreten.',
    'not on the roster':
      'Diese Kennung steht nicht auf der Liste des Raums: Prüfen Sie sie, oder fragen Sie die Leitung.',
    'label needed': 'Dieser Raum verlangt eine Kennung: Geben Sie die ein, die Sie erhalten haben.',
    'label taken': 'Unter dieser Kennung ist schon jemand im Raum: Prüfen Sie sie, oder fragen Sie die Leitung.',
    'label unreadable':
      'Diese Kennung ist nicht lesbar: Erlaubt sind Buchstaben, Ziffern, Leerzeichen und - . _, höchstens 40 Zeichen.',
  },
  sentences: {
    title: 'Einen Moment',
    'no such room':
      'Einen Raum {code} gibt es hier nicht: Prüfen Sie den Code vorn auf der Leinwand, und geben Sie ihn noch einmal ein.',
    ended: 'Raum {code} ist beendet: Vielen Dank fürs Mitmachen; Sie können diese Seite schließen.',
    full: 'Raum {code} ist voll: Sagen Sie es der Leitung.',
    'no seat':
      'Dieser Browser hat keinen Platz in Raum {code}: Treten Sie zuerst bei, mit dem Gerät, das vor Ihnen liegt.',
    'cookies off':
      'Dieser Browser nimmt keine Cookies an und kann Ihren Platz nicht behalten: Erlauben Sie sie für diese Seite, und treten Sie noch einmal bei.',
    'too many tries':
      'Von hier kamen zu viele Versuche: Warten Sie {seconds} Sekunden, dann versuchen Sie es noch einmal.',
    'too fast': 'Das war zu viel auf einmal: Warten Sie {seconds} Sekunden; die Seite kommt dann von selbst wieder.',
    'wrong host': 'Das ist nicht die Adresse des Raums: Geben Sie die Adresse ein, die vorn auf der Leinwand steht.',
    'not from here': 'Das kam von einer anderen Seite: Öffnen Sie den Raum selbst, und antworten Sie dort.',
    'too large': 'Was gesendet wurde, ist für eine Antwort zu lang: Gehen Sie zurück, und senden Sie eine kürzere.',
    'not found': 'Unter dieser Adresse gibt es nichts: Gehen Sie zum Eingang, und geben Sie den Code Ihres Raums ein.',
    'not allowed':
      'So lässt sich diese Adresse nicht benutzen: Gehen Sie zum Eingang, und geben Sie den Code Ihres Raums ein.',
    'one moment':
      'Einen Moment: Gerade lässt sich nichts speichern, und nichts geht verloren. Versuchen Sie es in {seconds} Sekunden noch einmal.',
    again: 'Noch einmal senden',
    reload: 'Noch einmal versuchen',
    toRoom: 'Zu Raum {code}',
    toEntrance: 'Zum Eingang',
  },
  frame: {
    you: 'Sie: Nummer {number} in Raum {code}',
    youLabel: 'Sie: {label}, Nummer {number} in Raum {code}',
    message: 'Von der Leitung:',
    lost: 'Die Verbindung ist weg. Lassen Sie die Seite offen; es geht von selbst weiter.',
    kept: 'Die Verbindung ist weg. Ihre Antwort bleibt hier und wird gesendet, sobald die Verbindung wieder da ist.',
    back: 'Die Verbindung ist wieder da.',
    rules: 'Anleitung',
    against: 'gegenüber: {names}',
    with: 'mit dabei: {names}',
    and: ' und ',
    others: 'mit {count} anderen',
    past: 'Diese Seite war schon beantwortet: Hier geht es weiter.',
    replaced: 'Von hier an spielt ein Computerprogramm anstelle von {name}.',
    moment:
      'Einen Moment: Gerade lässt sich nichts speichern. Was Sie eingegeben haben, bleibt hier; es geht von selbst weiter.',
  },
  blocks: {
    taken: 'gewählt',
    here: 'Sie sind am Zug',
    table: 'Alle Zahlen als Tabelle',
    earlier: '{count} frühere',
  },
  waiting: {
    start: { title: 'Sie sind dabei', says: 'Es beginnt, sobald die Leitung startet. Lassen Sie diese Seite offen.' },
    partner: {
      title: 'Es fehlt noch jemand',
      says: 'Es beginnt, sobald eine weitere Person bereit ist. Lassen Sie diese Seite offen.',
    },
    others: {
      title: 'Ihre Antwort ist gespeichert',
      says: 'Es geht weiter, wenn alle, mit denen Sie spielen, geantwortet haben. Lassen Sie diese Seite offen.',
    },
    host: {
      title: 'Bitte nach vorn sehen',
      says: 'Es geht weiter, sobald die Leitung weitergeht. Lassen Sie diese Seite offen.',
    },
    pause: { title: 'Pause', says: 'Es geht gleich dort weiter, wo Sie waren. Nichts geht verloren.' },
    answered: 'Ihre Antwort: {answer}',
    look: 'Noch einmal nachsehen',
  },
  reading: {
    title: 'Anleitung',
    minutes: 'Etwa {minutes} min',
    minute: 'Etwa 1 min',
    guess:
      'Der andere Spieler ist ein Programm: economicus, moralis mit κ = 0.5 oder baseline, jedes mit derselben Wahrscheinlichkeit. Welches es ist, erfahren Sie nicht; danach raten Sie.',
    begin: 'Gelesen: beginnen',
  },
  asked: {
    position: 'Frage {position} von {of}',
    final: 'Endgültig antworten',
    range: '{min} bis {max}',
    ends: '{min}: {low} · {max}: {high}',
    reads: 'gelesen als {value}',
    back: 'Zurück zur Frage davor',
    whatIf: 'Was wäre, wenn …',
    whatIfNote: 'Probieren Sie Zahlen aus: Es legt Sie auf nichts fest.',
    compute: 'Ausrechnen',
  },
  guess: {
    title: 'Wer war es?',
    ask: 'Sie haben mit einem dieser Programme gespielt. Mit welchem?',
    sure: 'Wie sicher sind Sie, von 0 bis 100 %?',
    sureNote: '{blind} heißt: blind geraten.',
    says: {
      economicus: 'maximiert die eigene Auszahlung',
      moralis: 'fragt auch: Was, wenn alle handelten wie ich?',
      baseline: 'antwortet wie ein Chatbot ohne Anpassung',
    },
    ends: ['gar nicht', 'ganz sicher'],
    nothing: 'Noch ist nichts gewählt: Wählen Sie eines der Programme.',
    noNumber: 'Geben Sie an, wie sicher Sie sind: eine Zahl von 0 bis 100.',
    outside: 'Geben Sie eine Zahl von 0 bis 100 ein; gegeben war „{given}“.',
  },
  result: {
    title: 'Ergebnis',
    right: 'Richtig: Es war {truth}.',
    wrong: 'Es war {truth}; Sie hatten {guess} gesagt.',
    why: 'Was geschah, und warum',
    theory: 'Theorie',
    kappa: 'κ von moralis',
    kappaNote:
      'κ ist das Gewicht, das moralis der Frage „Was, wenn alle handelten wie ich?“ gibt: 0 stellt sie nie, 1 stellt keine andere.',
    kappaShow: 'Dieses κ zeigen',
    goOn: 'Weiter',
  },
  unpaid: {
    title: 'Diese Partie endete vorzeitig',
    model:
      'Ein Computerprogramm hatte keine Antwort, darum hat diese Partie kein Ergebnis. Es liegt nicht an Ihnen; was Sie gewählt haben, bleibt gespeichert.',
    gone: 'Jemand anderes ist gegangen, darum hat diese Partie kein Ergebnis. Es liegt nicht an Ihnen; was Sie gewählt haben, bleibt gespeichert.',
    replaced:
      'Sie waren eine Weile weg und andere haben gewartet, darum spielt ein Computerprogramm an Ihrer Stelle weiter. Was Sie gewählt haben, bleibt gespeichert.',
    goOn: 'Weiter',
  },
  hands: {
    nothing: 'Noch ist nichts gewählt: Wählen Sie eine der Antworten.',
    title: 'Handzeichen',
    up: 'Hand heben',
    given: 'Ihre Hand ist oben für: {answer}. Sie können das noch ändern.',
  },
  done: {
    title: 'Das war alles. Vielen Dank',
    one: 'Sie haben 1 Partie gespielt; alles ist gespeichert.',
    many: 'Sie haben {matches} Partien gespielt; alles ist gespeichert.',
    stay: 'Lassen Sie die Seite offen, wenn es in der Klasse weitergeht; sonst können Sie sie schließen.',
  },
  ended: {
    title: 'Der Raum ist beendet. Vielen Dank',
    says: 'Alles, was Sie gewählt haben, ist gespeichert. Sie können diese Seite schließen.',
  },
};
