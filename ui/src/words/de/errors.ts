//! Was zu jedem Fehler gesagt wird: was geschah, dann was zu tun ist.
import type * as english from "../en";
import type {
  CertificateFault,
  DamagedFile,
  NotAToken,
  PasswordRefused,
  ProxyFault,
} from "../../core/bindings";
import type { ErrorTable } from "../errors";
import { longDate, plural, time } from "../format";

export const errorWords: ErrorTable = {
  locked: () => ({
    severity: "info",
    text: "Trove ist gesperrt.",
    action: "Bitte melde dich an, um fortzufahren.",
  }),
  wrong_password: () => ({
    severity: "error",
    text: "Das ist nicht das Passwort dieses Profils.",
    action: "Prüfe die Feststelltaste und die Tastaturbelegung, dann versuch es noch einmal.",
  }),
  try_later: ({ seconds }) => ({
    severity: "warning",
    text: "Zu viele Versuche nacheinander.",
    action:
      seconds > 0
        ? `Versuch es in ${duration(seconds)} noch einmal.`
        : "Du kannst es jetzt wieder versuchen.",
  }),
  password_refused: ({ why }) => ({
    severity: "warning",
    text: passwordRefused[why],
    action: "Wähle ein anderes Passwort.",
  }),
  name_taken: () => ({
    severity: "warning",
    text: "Ein Profil mit diesem Namen, oder einem, der so aussieht, gibt es schon.",
    action: "Wähle einen anderen Namen.",
  }),
  name_refused: () => ({
    severity: "warning",
    text: "Dieser Name geht nicht.",
    action: "Nimm Buchstaben, Ziffern und Leerzeichen, höchstens 64 Zeichen.",
  }),
  profile_not_found: () => ({
    severity: "error",
    text: "Dieses Profil ist nicht mehr auf diesem Computer.",
    action: "Wähle ein anderes Profil.",
  }),
  profile_claimed: () => ({
    severity: "warning",
    text: "Dieses Profil hat schon ein Passwort.",
    action: "Melde dich damit an.",
  }),
  profile_unclaimed: () => ({
    severity: "info",
    text: "Dieses Profil hat noch kein Passwort.",
    action: "Wähle eines, um es zu öffnen.",
  }),
  profile_busy: () => ({
    severity: "warning",
    text: "Dieses Profil ist in einem anderen Fenster oder Befehl offen.",
    action: "Schließe das andere, dann versuch es noch einmal.",
  }),
  damaged: ({ file }) => ({
    severity: "error",
    text: `${damagedFile[file]}: beschädigt und nicht lesbar. Dein Passwort ist nicht das Problem.`,
    action: damagedAction[file],
  }),
  not_a_vault: () => ({
    severity: "error",
    text: "Wo der Tresor mit den Token liegen sollte, liegt etwas anderes. Dein Passwort ist nicht das Problem.",
    action:
      "Lege den Tresor aus einer Sicherung zurück, oder vergiss dieses Profil und verbinde neu.",
  }),
  not_a_file: ({ file }) => ({
    severity: "error",
    text: `${damagedFile[file]}: an dieser Stelle liegt keine Datei, sondern ein Link, eine Pipe oder ein Ordner. Trove folgt ihm nicht und öffnet ihn nicht.`,
    action:
      "Sieh in Troves Datenordner nach, räume es weg, und lege die Datei zurück, falls sie verschoben wurde.",
  }),
  newer_version: ({ file }) => ({
    severity: "error",
    text: `${damagedFile[file]}: von einer neueren Version von Trove geschrieben.`,
    action: "Installiere diese Version oder eine spätere. Nichts wurde verändert.",
  }),
  no_keychain: () => ({
    severity: "warning",
    text: "Dieses System hat keinen Schlüsselbund, den Trove benutzen kann, oder er ist gesperrt.",
    action: "Entsperre ihn oder richte einen ein, oder mach mit deinem Passwort weiter.",
  }),
  not_remembered: () => ({
    severity: "info",
    text: "Der Schlüsselbund dieses Systems öffnet dieses Profil nicht.",
    action: "Gib dein Passwort ein.",
  }),
  forbidden: () => ({
    severity: "error",
    text: "Das darf nur, wer dieses Trove verwaltet.",
    action: "Frage, wer Trove auf diesem Computer verwaltet.",
  }),
  last_administrator: () => ({
    severity: "warning",
    text: "Das ist das letzte Profil mit der Rolle „Verwaltung“.",
    action: "Lege zuerst ein anderes mit dieser Rolle an.",
  }),

  shortcut_taken: () => ({
    severity: "warning",
    text: "Ein anderes Programm hält diese Tasten.",
    action: "Wähle andere, oder gib sie dort frei. Was vorher gewählt war, bleibt.",
  }),
  shortcut_refused: () => ({
    severity: "warning",
    text: "Diese Tasten lassen sich nicht überall halten.",
    action:
      "Nimm einen Buchstaben, eine Ziffer oder die Leertaste mit Strg, Alt oder der Systemtaste.",
  }),
  no_start_at_login: () => ({
    severity: "warning",
    text: "Das System hat den Start beim Anmelden nicht angenommen.",
    action: "Trage Trove in der Liste des Systems ein, was beim Anmelden startet.",
  }),

  scheme_not_ours: () => ({
    severity: "error",
    text: "Dieser Computer reicht Troves Links nicht an Trove weiter.",
    action:
      "Wähle eine andere Rücksprungadresse, oder starte Trove neu, damit es sich eintragen kann.",
  }),
  port_taken: ({ port }) => ({
    severity: "error",
    text: `Ein anderes Programm benutzt Port ${port}, auf dem Notions Antwort ankäme.`,
    action:
      "Schließe dieses Programm und versuch es noch einmal, oder wähle eine andere Rücksprungadresse.",
  }),
  port_reserved: ({ port }) => ({
    severity: "error",
    text: `Das System hält Port ${port}, auf dem Notions Antwort ankäme, für sich zurück. Kein Programm ist schuld.`,
    action: "Wähle eine andere Rücksprungadresse.",
  }),
  browser_not_opened: () => ({
    severity: "error",
    text: "Der Browser ließ sich nicht öffnen.",
    action: "Lege einen Standardbrowser fest, dann öffne die Seite noch einmal.",
  }),
  bounce_not_https: () => ({
    severity: "warning",
    text: "Die Adresse einer Weiterleitungsseite beginnt mit https:// und hat keine weiteren Teile.",
    action: "Berichtige die Adresse, dann versuch es noch einmal.",
  }),
  client_refused: () => ({
    severity: "error",
    text: "Notion kennt diese Client-ID mit diesem Secret nicht.",
    action: "Kopiere beide noch einmal von der Seite der Verbindung bei Notion.",
    help: "connections",
  }),
  cancelled_at_notion: () => ({
    severity: "info",
    text: "Du hast bei Notion abgebrochen. Nichts wurde verbunden.",
    action: "Fang neu an, wann immer du willst.",
  }),
  state_mismatch: () => ({
    severity: "warning",
    text: "Diese Adresse gehört nicht zu der Anmeldung, die du hier begonnen hast.",
    action: "Sie wurde nicht beachtet. Nimm die Adresse der Seite, die Trove geöffnet hat.",
  }),
  attempt_expired: () => ({
    severity: "warning",
    text: "Diese Anmeldung dauerte länger als zehn Minuten und gilt nicht mehr.",
    action: "Fang sie neu an.",
  }),
  attempt_used: () => ({
    severity: "warning",
    text: "Diese Adresse wurde schon benutzt. Jede gilt einmal.",
    action: "Fang die Anmeldung neu an.",
  }),
  redirect_refused: () => ({
    severity: "warning",
    text: "Das ist nicht die Adresse, zu der Notion dich zurückschickt.",
    action: "Kopiere die ganze Adresszeile der Seite, auf der du gelandet bist.",
  }),
  nothing_pending: () => ({
    severity: "info",
    text: "Es läuft keine Anmeldung.",
    action: "Fang zuerst eine an.",
  }),
  refused_by_notion: ({ error }) => ({
    severity: "error",
    text: `Notion hat die Anmeldung beendet: ${error}.`,
    action: "Prüfe die Einstellungen der Verbindung bei Notion, dann fang neu an.",
    help: "connections",
  }),
  token_refused: () => ({
    severity: "error",
    text: "Notion nimmt dieses Token nicht an.",
    action:
      "Kopiere es noch einmal ganz. Vielleicht ist es auch abgelaufen oder bei Notion gelöscht.",
    help: "tokens",
  }),
  not_a_token: ({ why }) => ({
    severity: "warning",
    text: notAToken[why],
    action:
      "Kopiere das Token bei Notion, wo die Verbindung eingerichtet ist. Es beginnt mit ntn_.",
    help: "tokens",
  }),
  other_account: () => ({
    severity: "error",
    text: "Notion antwortete mit einem Token eines anderen Arbeitsbereichs oder Kontos. Es wurde zurückgegeben, und nichts davon wurde gelesen.",
    action: "Verbinde diesen Arbeitsbereich neu.",
  }),
  connection_not_found: () => ({
    severity: "warning",
    text: "Diese Verbindung gibt es hier nicht mehr.",
    action: "Sieh die Liste noch einmal an.",
  }),
  connection_paused: () => ({
    severity: "info",
    text: "Diese Verbindung ist angehalten.",
    action: "Setze sie fort, um Notion wieder zu fragen.",
  }),

  offline: () => ({
    severity: "warning",
    text: "Notion hat nicht geantwortet.",
    action: "Prüfe das Netz, dann versuch es noch einmal. Was aufgelistet ist, bleibt benutzbar.",
  }),
  certificate: ({ fault }) => ({
    severity: "error",
    text: certificate[fault](),
    action: certificateAction[fault],
  }),
  proxy: ({ fault }) => ({
    severity: "warning",
    text: proxy[fault],
    action: proxyAction[fault],
  }),
  not_notion: ({ status }) => ({
    severity: "warning",
    text: `An Notions Stelle hat etwas anderes geantwortet (Status ${status}).`,
    action:
      "Das tun Netze, die eine Anmeldung wollen, und Proxys. Öffne eine Webseite, um es zu sehen.",
  }),
  notion: ({ status, notion_code, message }) => ({
    severity: "error",
    text:
      message === ""
        ? `Notion antwortete ${status} (${notion_code}).`
        : `Notion sagt: „${message}“ (${status} ${notion_code}).`,
    action: notionAction(status),
  }),
  rate_limited: ({ seconds }) => ({
    severity: "info",
    text: "Notion bittet um eine Pause.",
    action:
      seconds > 0
        ? `Trove macht in ${duration(seconds)} weiter${until(seconds)}.`
        : "Trove macht jetzt weiter.",
  }),
  answer_too_large: () => ({
    severity: "error",
    text: "Eine Antwort war größer, als eine von Notion sein sollte, und wurde nicht gelesen.",
    action: "Vielleicht steht etwas an Notions Stelle. Versuch es später noch einmal.",
  }),

  disk_full: () => ({
    severity: "error",
    text: "Der Datenträger ist voll. Nichts wurde gespeichert.",
    action: "Mach etwas Platz, dann versuch es noch einmal.",
  }),
  disk: () => ({
    severity: "error",
    text: "Eine Datei konnte nicht gelesen oder geschrieben werden.",
    action:
      "Prüfe, ob Troves Datenordner dir gehört und beschreibbar ist, dann versuch es noch einmal.",
  }),
  link_refused: () => ({
    severity: "error",
    text: "Trove öffnet nur Seiten bei Notion, und diese Adresse ist keine.",
    action: "Kopiere den Link, wenn du ihm traust.",
  }),
  only_here: () => ({
    severity: "info",
    text: "Diese Seite gehört zum Beispiel, das nirgends bei Notion liegt.",
    action: "Verbinde einen Arbeitsbereich, um dessen Seiten zu öffnen.",
  }),
  no_randomness: () => ({
    severity: "error",
    text: "Das System gab keine Zufallszahlen, also konnte kein sicherer Schlüssel entstehen.",
    action: "Starte den Computer neu, dann versuch es noch einmal.",
  }),
  bad_request: () => ({
    severity: "error",
    text: "Trove hat sich selbst etwas gefragt, das es nicht versteht.",
    action: "Das ist ein Fehler in Trove. Es neu zu starten hilft vielleicht.",
  }),
  internal: () => ({
    severity: "error",
    text: "In Trove ist etwas schiefgegangen.",
    action: "Versuch es noch einmal. Das Protokoll im Datenordner sagt mehr.",
  }),
};

export const passwordRefused: Record<PasswordRefused, string> = {
  too_short: "Es braucht mindestens 8 Zeichen.",
  too_long: "Das ist länger, als ein Passwort sein kann.",
  like_the_name: "Das ist dem Namen zu ähnlich.",
  too_common: "Das ist eines der Passwörter, die zuerst geraten werden.",
};

const damagedFile: Record<DamagedFile, string> = {
  profile: "Die Schlüsseldatei des Profils",
  vault: "Der Tresor mit den Token",
  database: "Die gespeicherte Liste der Seiten",
  registry: "Die Liste der Profile",
  lock: "Eine Sperrdatei (ihr Name endet auf .lock)",
  settings: "Die Einstellungen dieses Computers",
};

const damagedAction: Record<DamagedFile, string> = {
  profile:
    "Lege sie aus einer Sicherung zurück. Ohne Sicherung: vergiss dieses Profil und fang neu an.",
  vault: "Lege ihn aus einer Sicherung zurück, oder vergiss dieses Profil und verbinde neu.",
  database: "Lege sie aus einer Sicherung zurück, oder vergiss dieses Profil und verbinde neu.",
  registry: "Lege sie aus einer Sicherung von Troves Datenordner zurück.",
  lock: "Lösche sie; Trove legt sie neu an.",
  settings: "Lösche sie; Trove legt sie neu an.",
};

const notAToken: Record<NotAToken, string> = {
  empty: "In dem, was eingefügt wurde, ist kein Token.",
  address: "Das ist eine Adresse, kein Token.",
  hidden: "Dieses Token wurde kopiert, während seine Buchstaben verborgen waren.",
  other: "Das ist kein Token von Notion.",
};

const certificate: Record<CertificateFault, () => string> = {
  unknown_authority: () =>
    "Das Zertifikat des Servers ist von einer Stelle, der dieses System nicht vertraut.",
  expired: () =>
    `Das Zertifikat des Servers ist abgelaufen, nach der Uhr dieses Computers, die ${longDate(Date.now())} sagt.`,
  not_valid_yet: () =>
    `Das Zertifikat des Servers gilt noch nicht, nach der Uhr dieses Computers, die ${longDate(Date.now())} sagt.`,
  other_name: () => "Das Zertifikat gehört einem anderen Server: etwas steht an Notions Stelle.",
  revoked: () => "Das Zertifikat des Servers wurde widerrufen: etwas steht an Notions Stelle.",
};

const certificateAction: Record<CertificateFault, string> = {
  unknown_authority:
    "Das tut ein Netz, das mitliest. Frage, wer es betreibt, nach seinem Zertifikat, und füge es denen des Systems hinzu.",
  expired: "Stelle die Uhr, wenn sie falsch geht; sonst versuch es später noch einmal.",
  not_valid_yet: "Stelle die Uhr, dann versuch es noch einmal.",
  other_name:
    "Öffne eine Webseite im Browser, um zu sehen, was es ist. Nimm ein anderes Netz, wenn es bleibt.",
  revoked: "Nimm ein anderes Netz, oder versuch es später noch einmal.",
};

const proxy: Record<ProxyFault, string> = {
  silent: "Der auf diesem Computer eingestellte Proxy antwortet nicht.",
  wants_password: "Der auf diesem Computer eingestellte Proxy will Namen und Passwort.",
  refused: "Der auf diesem Computer eingestellte Proxy lässt keine Anfragen zu Notion durch.",
};

const proxyAction: Record<ProxyFault, string> = {
  silent:
    "Prüfe seine Adresse in den Einstellungen des Systems (oder HTTPS_PROXY), dann versuch es noch einmal.",
  wants_password:
    "Setze beides in seine Adresse (http://NAME:PASSWORT@HOST:PORT), dann starte Trove neu.",
  refused: "Bitte, wer ihn betreibt, api.notion.com zu erlauben.",
};

function notionAction(status: number): string {
  if (status === 401) return "Frage, wer den Arbeitsbereich bei Notion verwaltet.";
  if (status === 403)
    return "Prüfe bei Notion, was die Verbindung darf, oder frage, wer den Arbeitsbereich verwaltet.";
  if (status === 404) return "Es ist weg, oder nicht mehr für diese Verbindung freigegeben.";
  if (status >= 500) return "Notion hat gerade Schwierigkeiten. Versuch es in einer Weile wieder.";
  return "Versuch es noch einmal. Wenn es bleibt, verbinde diesen Arbeitsbereich neu.";
}

function until(seconds: number): string {
  return seconds < 120 ? "" : `, um ${time(Date.now() + seconds * 1000)}`;
}

function duration(seconds: number): string {
  if (seconds < 60) return plural(seconds, { one: "# Sekunde", other: "# Sekunden" });
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return plural(minutes, { one: "# Minute", other: "# Minuten" });
  return plural(Math.ceil(minutes / 60), { one: "# Stunde", other: "# Stunden" });
}

export const helpNames: typeof english.helpNames = {
  tokens: "Token-Seite bei Notion öffnen",
  connections: "Verbindungsseite bei Notion öffnen",
  sharing: "Wie das Freigeben geht",
};
