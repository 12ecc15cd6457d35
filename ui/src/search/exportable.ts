//! What of the search view can be exported, the likeliest first. Pure.
import type { ExportedPages, SearchSort } from "../core/bindings";
import { exporting as words } from "../words/exporting";
import type { PageRef, Pages } from "./page_actions";
import type { Question } from "./page_windows";

export interface Exportable {
  name: string;
  pages: ExportedPages;
}

export interface Shown {
  shows: "hits" | "home" | "everything";
  chosen: Pages;
  asked: { text: string; correct: boolean; sort: SearchSort };
  question: Question;
  locale: string;
}

export function exportable({ shows, chosen, asked, question, locale }: Shown): Exportable[] {
  const all = (more: Partial<Question>): ExportedPages => ({
    are: "listed",
    kind: null,
    under: null,
    sort: "edited_newest",
    ...more,
    locale,
  });
  const some: Exportable = {
    name: chosen.length > 1 ? words.chosen(chosen.length) : words.one,
    pages: { are: "chosen", ids: chosen.map(({ id }) => id) },
  };
  const lists: Record<Shown["shows"], Exportable> = {
    hits: { name: words.found, pages: { are: "found", ...asked } },
    everything: { name: words.listed, pages: all(question) },
    home: { name: words.all, pages: all({}) },
  };
  const rows = chosen.length === 1 ? chosen.filter(({ kind }) => kind === "data_source") : [];
  return [
    ...(chosen.length > 1 ? [some] : []),
    lists[shows],
    ...rows.map((source) => ({
      name: words.rows(nameOf(source)),
      pages: all({ under: source.id }),
    })),
    ...(chosen.length === 1 ? [some] : []),
  ];
}

function nameOf({ title }: PageRef): string {
  return title.map(({ text }) => text).join("");
}
