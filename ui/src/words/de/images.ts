//! Die Wörter der Bilder in der Vorschau.
import type * as english from "../en";

export const images: typeof english.images = {
  load: "Bild laden",
  loading: "Wird geladen…",
  hint: "Geladen wird es von dort, wo es liegt, wenn du drückst.",
  again: "Noch einmal versuchen",
  of: (action, image) => `${action}: ${image}`,
};

export const imageRefusals: typeof english.imageRefusals = {
  not_https: "Es liegt an einer unverschlüsselten Adresse (ohne https) und wird nicht geladen.",
  not_public:
    "Seine Adresse führt in ein privates Netz oder auf diesen Computer, es wird nicht geladen.",
  expired:
    "Notions Adresse dieser Datei ist abgelaufen, und eine neue war nicht zu bekommen. Prüfe den Arbeitsbereich neu, oder öffne die Seite.",
  not_there: "Es ist nicht mehr da, oder nicht für alle. Öffne die Seite, um es zu sehen.",
  too_large: "Es ist größer als 10 MB oder 40 Megapixel. Öffne die Seite, um es zu sehen.",
  not_an_image:
    "Was dort liegt, ist kein PNG-, JPEG-, GIF- oder WebP-Bild. Öffne die Seite, um es zu sehen.",
  unreachable: "Wo es liegt, kam keine Antwort. Versuche es später noch einmal.",
};
