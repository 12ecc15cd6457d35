//! Pages for the core made of memory: a small handbook, or as many as asked for; and its list of
//! them. Not what it answers otherwise: that is `memory_host.ts`.
import type { PageList, PageQuery, PageRow } from "../src/core/bindings";

/** The sample's name: what is in it is told apart. */
const SAMPLE = "Lantern Handbook";

export function list(pages: PageRow[], query: PageQuery): PageList {
  const source = query.under === null ? undefined : pages.find(({ id }) => id === query.under);
  const found = pages.filter(
    (page) =>
      (query.kind === null || page.kind === query.kind) &&
      (query.under === null || (source !== undefined && page.path.at(-1) === source.title)),
  );
  const collator = new Intl.Collator(query.locale);
  const newest = (a: PageRow, b: PageRow) => (b.edited ?? 0) - (a.edited ?? 0);
  found.sort(
    {
      edited_newest: newest,
      edited_oldest: (a: PageRow, b: PageRow) => newest(b, a),
      title_ascending: (a: PageRow, b: PageRow) => collator.compare(a.title, b.title),
      title_descending: (a: PageRow, b: PageRow) => collator.compare(b.title, a.title),
    }[query.sort],
  );
  return {
    total: found.length,
    known: pages.length,
    rows: found.slice(query.offset, query.offset + query.limit),
  };
}

/** A small handbook with every icon, path and title kind. */
export function handbook(workspace: string): PageRow[] {
  const emoji = (text: string): PageRow["icon"] => ({ type: "emoji", emoji: text });
  const rows: [string, PageRow["kind"], PageRow["icon"], string[]][] = [
    ["Welcome to the studio", "page", emoji("👋"), []],
    ["Onboarding checklist", "page", emoji("✅"), ["Welcome to the studio"]],
    ["Projects", "data_source", emoji("🗂️"), []],
    ["Reseplan Göteborg", "page", emoji("🚆"), ["Projects", "Nordic tour"]],
    ["Nordic tour", "page", { type: "named", name: "compass", color: "blue" }, ["Projects"]],
    [
      "Meeting notes",
      "data_source",
      { type: "named", name: "calendar", color: "orange" },
      ["Company"],
    ],
    ["", "page", null, ["Company", "Meeting notes"]],
    ["週次レビュー 2026年11月", "page", emoji("📝"), ["Company", "Meeting notes"]],
    ["دليل الموظف", "page", emoji("📘"), ["Company", "People"]],
    [
      "How we price: a long title that says everything one could possibly want to know about offers, discounts and who decides",
      "page",
      { type: "image" },
      ["Company", "Sales", "Offers", "2026", "Rules"],
    ],
    [
      "Brand colours & logo files",
      "page",
      { type: "named", name: "palette", color: "pink" },
      ["Design"],
    ],
    ["Retrospektive Sprint 42", "page", emoji("🔁"), ["Projects", "Lantern app", "Sprints"]],
    ["Budget 2027 (draft)", "page", emoji("💶"), ["Company", "Finance"]],
    ["Customer interviews", "data_source", { type: "image" }, ["Research"]],
    ["Интервью: пилот в Риге", "page", emoji("🎙️"), ["Research", "Customer interviews"]],
    [
      "Incident review: the night the sync stood still",
      "page",
      emoji("🔥"),
      ["Engineering", "Incidents"],
    ],
    ["Kitchen rota", "page", emoji("🍵"), ["Company", "Office"]],
    ["Release notes 0.1", "page", emoji("📦"), ["Engineering"]],
  ];
  const ages = [
    0.02, 0.4, 3, 5, 26, 30, 49, 75, 100, 150, 400, 900, 1500, 2600, 5000, 9000, 12000, 20000,
  ];
  return rows.map(([title, kind, icon, path], at) => ({
    id: `1f2e3d4c-${String(at).padStart(4, "0")}-4000-8000-00000000${String(at).padStart(4, "0")}`,
    kind,
    title,
    icon,
    path,
    workspaces: at === 3 ? [workspace, "Mara’s notes"] : [workspace],
    edited: at === 17 ? null : Date.now() - (ages[at] ?? 1) * 3_600_000,
    url: `https://www.notion.so/page-${at}`,
    sample: workspace === SAMPLE,
    pinned: false,
  }));
}

/** As many pages as asked for, to scroll through. */
export function manyPages(count: number): PageRow[] {
  const pattern = handbook("Acme Studio");
  return Array.from({ length: count }, (_, at) => {
    const like = pattern[at % pattern.length] as PageRow;
    return {
      ...like,
      id: `page-${at}`,
      title: like.title === "" ? "" : `${like.title} · ${at}`,
      edited: Date.now() - at * 3_600_000,
    };
  });
}

export function notices(): string {
  return Array.from(
    { length: 60 },
    (_, at) =>
      `example-crate-${at} 1.${at}.0\nLicence: MIT OR Apache-2.0\n\nPermission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files, to deal in the software without restriction.\n`,
  ).join("\n");
}
