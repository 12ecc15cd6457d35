//! Die Wörter zum Verbinden. Schritte nennen, was bei Notion zu drücken ist.
import type * as english from "../en";

export const connect: typeof english.connect = {
  title: "Arbeitsbereich verbinden",
  lead: "Nichts wird gespeichert, bevor du gesehen hast, welcher Arbeitsbereich und welches Konto es ist.",

  token: {
    title: "Token einfügen",
    badge: "Empfohlen",
    needs: "Für deinen eigenen Arbeitsbereich. Etwa eine Minute.",
    steps: [
      "Öffne Notions Seite für persönliche Zugriffstoken.",
      "Wähle dort „New token“, den Arbeitsbereich, und kopiere das Token: Notion zeigt es nur einmal.",
      "Füge es hier ein. Trove fragt Notion, wessen es ist, und zeigt es dir, bevor etwas gespeichert wird.",
    ],
    openPage: "Token-Seite bei Notion öffnen",
    label: "Token",
    submit: "Token prüfen",
    checking: "Notion wird gefragt…",
    internal: "Dein Tarif hat keine persönlichen Token?",
    internalText:
      "Lege stattdessen eine interne Verbindung an und füge deren Token ein. Sie sieht nur die Seiten, denen du sie hinzufügst: Seite öffnen, dann ••• und „Verbindungen“.",
    openConnections: "Verbindungsseite bei Notion öffnen",
  },

  oauth: {
    title: "Mit Notion anmelden",
    needs:
      "Für Personen oder Teams mit einer öffentlichen Verbindung. Beim ersten Mal fünf Minuten, danach ein Klick.",
    setUp: "Einrichten",
    submit: "Mit Notion anmelden",
    steps: [
      "Öffne die Verbindungsseite bei Notion und lege eine öffentliche Verbindung an, oder öffne deine.",
      "Trage dort diese Rücksprungadresse ein, genau so.",
      "Kopiere von derselben Seite die Client-ID und das Client-Secret.",
    ],
    openConnections: "Verbindungsseite bei Notion öffnen",
    redirect: "Rücksprungadresse",
    copyAddress: "Adresse kopieren",
    addressCopied: "Adresse kopiert.",
    clientId: "Client-ID",
    clientSecret: "Client-Secret",
    kept: "Liegt im verschlüsselten Tresor auf diesem Computer, einmal eingegeben.",
    stored: (id) => `Mit deiner Verbindung ${id}`,
    another: "Andere Client-ID verwenden",
    bounceAddress: "Adresse deiner Weiterleitungsseite",
    bounceHint: "Eine eigene https-Adresse, unter der Troves Weiterleitungsseite liegt.",
    cancel: "Abbrechen",
  },

  sample: {
    title: "Erst umsehen",
    needs:
      "Der Arbeitsbereich einer erfundenen Firma, in der App selbst. Kein Konto nötig; mit einem Klick wieder weg.",
    submit: "Beispiel öffnen",
    opening: "Wird geöffnet…",
  },

  waiting: {
    title: "Warten auf Notion",
    lead: "In deinem Browser ist eine Seite von Notion offen.",
    steps: [
      "Wähle die Seiten, die Trove sehen darf.",
      "Wähle „Zugriff erlauben“.",
      "Du kommst von selbst hierher zurück.",
    ],
    expires: (time) => `Diese Anmeldung gilt bis ${time}.`,
    awaited: "Erwartet wird",
    again: "Seite noch einmal öffnen",
    notAgain:
      "Trove war zwischendurch geschlossen und merkt sich die Adresse der Seite nicht. Beende es im Browser, oder brich ab und fang neu an.",
    cancel: "Abbrechen",
    paste: "Der Browser hat dich nicht zurückgebracht?",
    pasteText:
      "Kopiere die ganze Adresse aus der Adresszeile des Browsers und füge sie hier ein, auch wenn die Seite einen Fehler zeigt.",
    address: "Adresse, auf der du gelandet bist",
    finish: "Mit dieser Adresse beenden",
  },

  exchanging: {
    title: "Zurück von Notion",
    lead: "Notion wird gefragt, welcher Arbeitsbereich und welches Konto das ist…",
  },

  confirming: {
    title: "Diesen Arbeitsbereich verbinden?",
    workspace: "Arbeitsbereich",
    replaces:
      "Dieser Arbeitsbereich und dieses Konto sind schon verbunden. Sie werden erneuert, nicht ein zweites Mal angelegt.",
    nothingStored: "Noch ist nichts gespeichert.",
    yes: "Verbinden",
    no: "Nicht diesen",
    declined: "Nicht verbunden.",
    connected: (workspace) => `${workspace} ist verbunden.`,
  },

  failed: { title: "Nicht verbunden", again: "Neu anfangen", back: "Zurück zu den Seiten" },
};

export const formNames: typeof english.formNames = {
  loopback: "Dieser Computer",
  bounce: "Eine eigene Seite",
  scheme: "Ein Trove-Link",
};

export const formHints: typeof english.formHints = {
  loopback: "Empfohlen. Notion soll sie annehmen.",
  bounce: "Für Teams, die die Weiterleitungsseite selbst anbieten.",
  scheme: "Notion lehnt das Eintragen vielleicht ab.",
};

export const kindOfToken: typeof english.kindOfToken = {
  oauth: "Anmeldung mit Notion",
  pasted: "Eingefügtes Token",
  sample: "Beispiel-Arbeitsbereich",
};
