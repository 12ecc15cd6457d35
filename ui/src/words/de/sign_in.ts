//! Die Wörter des ersten Bildschirms.
import type * as english from "../en";

export const signIn: typeof english.signIn = {
  product: "Trove",
  title: "Anmelden",
  firstTitle: "Willkommen",
  firstLead:
    "Finde jede Seite in deinen Notion-Arbeitsbereichen. Lege zuerst ein Profil für dich an.",
  firstRole:
    "Du verwaltest dann dieses Trove: du kannst Profile für andere an diesem Computer anlegen.",
  askedFor: "Bitte melde dich an, um fortzufahren.",
  linkWaiting: "Bitte melde dich an, um fortzufahren. Eine Anmeldung bei Notion wartet auf dich.",
  profile: "Profil",
  name: "Name",
  password: "Passwort",
  newPassword: "Wähle ein Passwort",
  showPassword: "Passwort zeigen",
  hidePassword: "Passwort verbergen",
  repeatPassword: "Passwort wiederholen",
  passwordsDiffer: "Diese beiden sind nicht gleich.",
  create: "Profil anlegen",
  submit: "Anmelden",
  remembered: "Mit dem Schlüsselbund dieses Computers anmelden",
  claim: "Passwort setzen und öffnen",
  claimLead: (name) =>
    `Dieses Profil wurde für ${name} angelegt. Wähle sein Passwort; niemand sonst kann es sehen oder setzen.`,
  unclaimed: "Noch kein Passwort",
  working: "Einen Moment…",
  noRecovery:
    "Bewahre dieses Passwort gut auf. Es ist der einzige Schlüssel zu dem, was Trove speichert: niemand kann es wiederherstellen, auch wir nicht.",
  forgot: "Passwort vergessen?",
  forgetTitle: (name) => `Das Profil „${name}“ vergessen?`,
  forgetText: [
    "Ein vergessenes Passwort kann nicht wiederhergestellt werden. Du kannst nur mit einem leeren Profil neu anfangen.",
    "Das vernichtet die Token und die gespeicherten Seiten des Profils auf diesem Computer endgültig. Deine Seiten bei Notion bleiben, wie sie sind, und Troves Zugriff bei Notion bleibt, bis du ihn dort entfernst.",
  ],
  forgetConfirm: (name) => `Gib zur Bestätigung ${name} ein`,
  forget: "Dieses Profil vergessen",
  forgotten: (name) =>
    `Das Profil ${name} ist vergessen. Alles, was es hier gespeichert hatte, ist vernichtet.`,
  cancel: "Abbrechen",
  strength: "Stärke des Passworts",
  notAffiliated: "Nicht mit Notion verbunden.",
};

export const strength: typeof english.strength = {
  0: "Sofort zu erraten",
  1: "Leicht zu erraten",
  2: "Könnte stärker sein",
  3: "Gut",
  4: "Sehr gut",
};

export const roleNames: typeof english.roleNames = {
  administrator: "Verwaltung",
  member: "Mitglied",
};
