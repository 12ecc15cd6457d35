//! Die Wörter für das Fenster unter den anderen: seine Einstellungen. Was außerhalb steht: `outside.ts`.
import type * as english from "../en";

export const desktop: typeof english.desktop = {
  title: "Auf diesem Schreibtisch",

  zoom: "Größe von allem",
  zoomHint: (mod) => `${mod} mit +, − und 0 oder mit dem Mausrad tut dasselbe.`,
  percent: (percent) => `${percent} %`,

  shortcut: "Trove nach vorn holen mit",
  shortcutNone: "Keine Tasten",
  shortcutChoose: "Tasten wählen",
  shortcutChange: "Tasten ändern",
  shortcutPress: "Jetzt die Tasten drücken. Esc lässt alles, wie es war.",
  shortcutHint:
    "Von überall direkt ins Suchfeld; dieselben Tasten schicken es wieder weg. Aus, solange keine gewählt sind.",
  shortcutRemove: "Keine Tasten mehr",
  shortcutModifier: "Strg, Alt oder die Systemtaste dazu halten, oder F1 bis F12 nehmen.",
  shortcutUnknown:
    "Diese Taste lässt sich nicht überall halten. Ein Buchstabe, eine Ziffer oder die Leertaste geht.",
  shortcutNothingCame:
    "Hier kam nichts an. Ist etwas anderes geschehen, hält ein anderes Programm diese Tasten: bitte andere wählen.",
  shortcutTaken:
    "Ein anderes Programm hält diese Tasten, deshalb holen sie Trove nicht nach vorn. Bitte andere wählen oder sie dort freigeben.",
  shortcutByHand:
    "Auf diesem Desktop können Programme keine Tasten halten. Seine Tastatureinstellungen können einen Befehl ausführen; dieser holt Trove nach vorn:",
  copyCommand: "Befehl kopieren",
  commandCopied: "Befehl kopiert.",

  escape: "Esc im leeren Suchfeld",
  close: "Das Fenster schließen",
  closeHint:
    "Versteckt liest Trove weiter. Ein neuer Start oder die Tasten holen es zurück; Strg Q beendet es.",
  closeHintMac:
    "Versteckt liest Trove weiter. Ein neuer Start oder die Tasten holen es zurück; ⌘ Q beendet es.",

  tray: "Trove in der Taskleiste oder Menüleiste zeigen",
  trayHint: "Wie es steht, dazu Öffnen, Sperren und Beenden. Nie ein Titel oder ein Name.",
  trayNotHere:
    "Dieser Desktop zeigt keine solchen Symbole: manche brauchen dafür eine Erweiterung.",
  atLogin: "Beim Anmelden starten, versteckt",
  atLoginNotHere: "Dieses System lässt Trove nicht beim Anmelden starten.",
  notify:
    "Melden, wenn eine Verbindung ein neues Token braucht und wenn alles zum ersten Mal gelesen ist",
  notifyHint:
    "Als Mitteilung des Systems, während du anderswo bist. Nie ein Titel, ein Name oder eine Suche; nichts, solange gesperrt ist.",
  answerSearch: "Der Suche des Desktops antworten, mit Titeln von Seiten",
  answerSearchHint:
    "In GNOMEs Übersicht und in KRunner, solange Trove offen und nicht gesperrt ist. Jedes Programm deiner Sitzung kann dann nach Titeln fragen. Die Einstellungen des Desktops haben dafür einen eigenen Schalter.",
  answerSearchNotHere:
    "Gerade nicht: es gibt keinen Sitzungsbus, oder ein anderes Trove von dir antwortet schon.",

  drawSafely: "Ohne die Abkürzung der Grafikkarte zeichnen",
  drawSafelyHint:
    "Für Fenster, die mit manchen Grafiktreibern leer bleiben; etwas langsamer. Schaltet sich selbst ein, wenn ein Fenster nichts zeichnet. Ab dem nächsten Start.",

  lockWithSystem: "Mit diesem Computer sperren",
  lockTells: "Wenn er den Bildschirm sperrt und bevor er schläft.",
  lockTellsSleep:
    "Bevor er schläft. Dieses System sagt Trove nicht, wenn es den Bildschirm sperrt: dann geschieht nichts.",
  lockTellsNothing:
    "Dieses System sagt Trove beides nicht. Nach zwei Minuten Schlaf sperrt sich das Profil trotzdem, sobald der Computer aufwacht.",
};

export const escapeNames: typeof english.escapeNames = {
  when_summoned: "Versteckt es, wenn die Tasten es holten",
  always: "Versteckt das Fenster",
  never: "Tut nichts",
};

export const closeNames: typeof english.closeNames = {
  quit: "Beendet Trove",
  hide: "Versteckt es",
};
