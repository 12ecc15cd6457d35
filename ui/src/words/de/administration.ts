//! Die Wörter der Verwaltung.
import type * as english from "../en";

export const administration: typeof english.administration = {
  title: "Verwaltung",
  profiles: "Profile",
  profilesLead:
    "Du legst ein Profil an; seine Person wählt das Passwort, wenn sie es zum ersten Mal öffnet. Du siehst es nie und kannst es nicht setzen.",
  name: "Name",
  role: "Rolle",
  created: "Angelegt",
  lastUsed: "Zuletzt benutzt",
  never: "Nie",
  unclaimed: "Noch nicht geöffnet",
  you: "Du",
  addTitle: "Neues Profil",
  newName: "Name des neuen Profils",
  newRole: "Rolle des neuen Profils",
  add: "Profil anlegen",
  added: (name) => `${name} kann jetzt das Profil öffnen und ein Passwort wählen.`,
  remove: "Entfernen",
  removeProfile: (name) => `Profil ${name} entfernen`,
  removeProfileTitle: (name) => `Profil „${name}“ entfernen?`,
  removeProfileText: (name) =>
    `Alles, was Trove für ${name} auf diesem Computer speichert, wird vernichtet: Token, Seiten, Einstellungen. Der Zugriff bei Notion bleibt, bis ${name} ihn dort entfernt.`,
  ownPassword: "Dein eigenes Passwort",
  removedNow: (workspace, user) => `${workspace} von ${user} ist entfernt.`,
  removedLater: (workspace, user) =>
    `${workspace} von ${user} ist zum Entfernen vorgemerkt. Ausgeführt wird es, wenn sich ${user} das nächste Mal anmeldet; bis dahin bleiben die Daten verschlüsselt auf dem Datenträger. Die Freigabe bei Notion bleibt, bis ${user} sie dort entfernt.`,
  removedProfile: (name) => `Das Profil ${name} ist entfernt.`,
  cancel: "Abbrechen",

  authorizations: "Freigaben",
  authorizationsLead:
    "Jeder Arbeitsbereich, den ein Profil verbunden hat. Token, Kontodaten und Seiten bleiben bei ihren Personen.",
  user: "Person",
  workspace: "Arbeitsbereich",
  workspaceId: "Kennung des Arbeitsbereichs",
  status: "Zustand",
  actions: "Aktionen",
  none: "Noch hat niemand einen Arbeitsbereich verbunden.",
  removeAuthorization: (workspace, user) => `${workspace} von ${user} entfernen`,
  removeAuthorizationTitle: (workspace, user) => `${workspace} von ${user} entfernen?`,
  removeAuthorizationText: (user) =>
    `Das Token und die darüber gespeicherten Seiten werden von diesem Computer gelöscht: sofort, wenn das Profil von ${user} hier offen ist, sonst beim nächsten Anmelden von ${user}, vor allem anderen.`,
  grantRemains:
    "Die Freigabe bei Notion bleibt, bis ihre Person sie dort entfernt, außer Notion bestätigt etwas anderes.",
};

export const authorizationStatus: typeof english.authorizationStatus = {
  active: "Aktiv",
  needs_reconnect: "Muss neu verbunden werden",
  removal_waiting: "Wird entfernt",
};
