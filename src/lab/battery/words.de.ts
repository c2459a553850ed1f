/** Was Teilnehmende von einer Batterie lesen, um die Bildschirme ihrer Spiele herum. */
import type { BatteryWords } from './words.en.ts';

export const words: BatteryWords = {
  title: 'Batterie',
  progress: 'Aufgabe {place} von {of}',
  instructions: {
    what: 'Sie gehen durch {of} kurze Aufgaben, eine nach der anderen. In jeder spielen Sie zu zweit: Sie und ein Gegenüber. Alles zusammen dauert etwa {minutes} Minuten.',
    blocks:
      'Es gibt {blocks} Arten von Aufgaben, eine Art nach der anderen. Die Regeln einer Art lesen Sie vor ihrer ersten Aufgabe; innerhalb einer Art ändern sich nur die Punkte. Sehen Sie sie jedes Mal neu an.',
    decide:
      'In jeder Aufgabe sagen Sie zuerst, was Sie von Ihrem Gegenüber erwarten. Dann entscheiden Sie für beide Plätze: für den, der zuerst zieht, und für den, der danach zieht. Ein Münzwurf sagt, welche Entscheidungen zählen.',
    feedback:
      'Was Ihr Gegenüber getan hat und wie viele Punkte Sie haben, erfahren Sie nicht vor dem Ende der letzten Aufgabe. Ihre Entscheidungen in einer Aufgabe ändern nichts in einer anderen.',
    paid: 'Falls Sie für Punkte bezahlt werden: Eine Aufgabe wird für Ihre Entscheidungen ausgelost und eine andere für Ihre Erwartungen, jede mit derselben Chance. Entscheiden Sie also in jeder so, als wäre sie es, und sagen Sie, was Sie wirklich erwarten.',
    pause:
      'Zwischen zwei Aufgaben dürfen Sie eine Pause machen, so lange Sie möchten. Was Sie entschieden haben, bleibt erhalten.',
    two: 'Sie sitzen zu zweit an dieser Tastatur und sind füreinander das Gegenüber. Eine Seite dazwischen sagt, wer sich setzt; bitte sehen Sie so lange weg.',
  },
  block: {
    first: 'Die erste Art von Aufgaben, {count} an der Zahl. Das sind ihre Regeln:',
    next: '{done} von {of} sind geschafft: Zeit für eine Pause, wenn Sie möchten. Jetzt eine andere Art von Aufgaben, {count} an der Zahl. Das sind ihre Regeln:',
  },
  next: 'Dieselben Regeln, andere Punkte.',
  left: {
    interrupted: 'Dies wurde unterbrochen. Jede gegebene Antwort ist erhalten.',
    goesOn: 'Wer: {who}. Es geht weiter bei Aufgabe {place} von {of}.',
  },
  over: {
    thanks: 'Das war die letzte Aufgabe. Vielen Dank.',
    kept: 'Ihre Antworten sind gespeichert.',
  },
  review: {
    title: 'Ihre Entscheidungen',
    head: 'Ihre Entscheidungen, Aufgabe für Aufgabe, neben der Theorie',
    columns: { place: 'Nr.', protocol: 'Aufgabe', you: 'Sie', expected: 'erwartet', points: 'Punkte' },
    plan: 'Entscheidungen, wie Sie sie gelesen haben: der erste Zug, dann jede Antwort. Die Theorie erwartet vom Gegenüber, was Sie gesagt haben; = steht, wo sie wie Sie entscheidet.',
    agree: {
      economicus: 'Wie economicus, der die eigenen Punkte maximiert: {same} von {of} Aufgaben.',
      moralis: 'Wie moralis (κ = 0,5), der auch fragt „Was, wenn alle täten, was ich tue?“: {same} von {of}.',
      apart:
        'Die beiden entscheiden in {apart} Aufgaben verschieden: Dort haben Sie {economicus}-mal wie economicus entschieden, {moralis}-mal wie moralis, {neither}-mal wie keiner von beiden.',
      alike:
        'Wenn sie erwarten, was Sie gesagt haben, entscheiden beide in jeder Aufgabe gleich: Ihre Entscheidungen können sie nicht unterscheiden.',
    },
    excluded:
      '{agent} ist ausgeschlossen: Ihre Entscheidungen sind unter ihm mindestens {times}-mal weniger wahrscheinlich als unter dem, der von diesen am besten passt.',
    open: 'Nicht ausgeschlossen: {agents}.',
    ratio:
      'Ausgeschlossen ist, was bei jedem Rauschen der Wahl von {lambdas} Punkten mehr als {ratio}-mal weniger wahrscheinlich ist (unsere Grenze), wenn vom Gegenüber erwartet wird, was Sie gesagt haben. Eine einzelne Person ergibt nie ein κ, darum wird hier keines geschätzt.',
    more: 'eine Million',
    agents: {
      economicus: 'economicus',
      moralis: 'moralis κ 0,50',
      baseline: 'baseline (Stellvertreter eines Chatbots ohne Tuning)',
      random: 'random (Lose)',
    },
    control:
      '{game}: Mit dem, was Sie erwarten, entscheidet moralis unter κ = 1 wie economicus. Jene Aufgaben sind eine Kontrolle, kein Unterschied.',
    points: 'Ihre Punkte: {points} in {of} Aufgaben.',
    paid: 'Ausgelost, falls Punkte bezahlt werden: Ihre Entscheidungen der Aufgabe {choices} und Ihre Erwartungen der Aufgabe {beliefs}.',
    none: 'Keine dieser Aufgaben lässt sich neben die Theorie stellen.',
  },
};
