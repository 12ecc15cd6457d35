//! Die Wörter dafür, was Assistenten sehen, und die Frage, ob einer suchen darf.
import type * as english from "../en";
import { list, plural } from "../format";

export const assistants: typeof english.assistants = {
  title: "Assistenten",
  lead: "Ein Assistent, der das Model Context Protocol spricht, kann deine Seiten selbst durchsuchen, über trove auf der Kommandozeile. Was er liest, geht an den, der ihn betreibt.",

  which: "Sie dürfen sehen",
  noneHint: "Nichts wird herausgegeben, wer auch fragt.",
  theseHint: "Seiten der anderen gibt es für sie nicht, auch nicht die von später verbundenen.",
  allHint: "Auch die, die du später verbindest.",
  these: "Welche Arbeitsbereiche",
  noWorkspace: "Noch ist kein Arbeitsbereich verbunden.",
  noneChosen: "Kein Arbeitsbereich ist gewählt: Sie sehen nichts.",

  howMuch: "Wie viel davon",
  passagesHint: "Die Stellen, die passen, und keine ganze Seite.",
  wholeHint: "Eine Seite, die sie nennen, von Anfang bis Ende.",

  letIn: "Sie dürfen suchen",
  askHint:
    "Solange dieses Fenster offen ist, und nachdem es dich bei jedem Programm gefragt hat, das kommt. Sperren schickt alle weg.",
  keychainHint: "Solange dieses Fenster offen ist, ohne dich zu fragen. Sperren schickt alle weg.",
  alwaysHint: "Auch während Trove gesperrt oder geschlossen ist.",
  notRemembered:
    "Der Schlüsselbund öffnet dieses Profil noch nicht: Wähle oben „Passwort oder Schlüsselbund“.",
  notReachable:
    "Hier können Programme dieses Fenster nicht fragen. Der Schlüsselbund kann sie einlassen, oder das Passwort vor dem Gespräch.",

  setUp: "Einen einrichten",
  setUpLead:
    "Den meisten Assistenten sagt man von einem Programm mit solchen Zeilen in ihrer Konfiguration:",
  copyLines: "Zeilen kopieren",
  linesCopied: "Zeilen kopiert.",
  setUpCommand: "Andere wollen den Befehl für sich:",
  copyCommand: "Befehl kopieren",
  commandCopied: "Befehl kopiert.",

  log: "Was sie gefragt haben",
  logLead: "Die neuesten tausend Fragen, verschlüsselt in deinem Profil.",
  nothingAsked: "Noch hat kein Assistent etwas gefragt.",
  more: "Ältere zeigen",
  searched: (text) => `suchte „${text}“`,
  readPage: (title) => `las „${title}“`,
  lookedAtCoverage: "fragte, was erfasst ist",
  untitled: "Ohne Titel",
  unnamed: "Ein Programm ohne Namen",
  handedOver: (pages, characters) =>
    `${plural(pages, { one: "# Seite", other: "# Seiten" })}, ${plural(characters, { one: "# Zeichen", other: "# Zeichen" })} Text`,
  nothingHandedOver: "Nichts vom Text einer Seite",
};

export const allowedNames: typeof english.allowedNames = {
  none: "Nichts",
  these: "Gewählte Arbeitsbereiche",
  all: "Jeden Arbeitsbereich",
};

export const howMuchNames: typeof english.howMuchNames = {
  passages: "Stellen",
  whole: "Ganze Seiten",
};

export const letInNames: typeof english.letInNames = {
  ask: "Wenn ich ja sage",
  keychain: "Mit dem Schlüsselbund",
  always: "Immer, mit dem Schlüsselbund",
};

export const refusedNames: typeof english.refusedNames = {
  off: "Abgelehnt: Sie dürfen nichts sehen",
  no_window: "Abgelehnt: Kein Fenster war offen",
  passages_only: "Abgelehnt: keine ganzen Seiten",
  person: "Von dir abgelehnt",
  nobody: "Abgelehnt: Niemand hat geantwortet",
};

export const access: typeof english.access = {
  title: (program) =>
    program === "" ? "Darf ein Programm ohne Namen suchen?" : `Darf „${program}“ suchen?`,
  would: (workspaces) =>
    workspaces.length === 0
      ? "Es würde nichts sehen: Was du gewählt hast, ist nicht mehr verbunden."
      : `Es würde ${list(workspaces)} sehen.`,
  passages: "Nur Stellen, die passen, keine ganzen Seiten.",
  whole: "Stellen und ganze Seiten.",
  until: "Bis es endet oder du sperrst.",
  unsure:
    "So nennt es sich selbst; ob es das ist, kann Trove nicht wissen. Hast du gerade keinen Assistenten gestartet, sag nein.",
  no: "Nein",
  yes: "Suchen lassen",
  letIn: "Es darf suchen, bis du sperrst.",
  refused: "Es darf nicht suchen. Fünf Minuten lang fragt dich nichts mehr.",
  gone: "Es hat deine Antwort nicht abgewartet. Fragt es wieder, wirst du wieder gefragt.",
};
