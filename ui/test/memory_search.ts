//! How the core made of memory searches: words anywhere, marked where they stand. Enough to
//! test the window; nothing of the real ranking.
import type {
  BodyState,
  ConnectionCard,
  Covers,
  LinkVerdict,
  Passage,
  PageRow,
  Preview,
  PreviewBlock,
  PreviewKind,
  PreviewRun,
  SearchAnswer,
  SearchHit,
  SearchRequest,
  Segment,
} from "../src/core/bindings";

export const everythingRead: Covers = {
  known: 18,
  read: 15,
  waiting: 0,
  failed: 0,
  index: { state: "ready" },
  first_listing: false,
  listed_short: false,
  capped: false,
};

/** What the core knows of a page beyond its row. */
export interface Stored {
  row: PageRow;
  text: string[];
}

export function searchIn(pages: Stored[], request: SearchRequest, covers: Covers): SearchAnswer {
  const words = wordsOf(request.text);
  const found = pages.filter(({ row, text }) => {
    const all = [row.title, ...row.path, ...text].join(" ").toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const inTitle = ({ row }: Stored) =>
    words.every((word) => row.title.toLowerCase().includes(word));
  const hits = [...found.filter(inTitle), ...found.filter((page) => !inTitle(page))];
  return {
    hits: hits.slice(0, request.limit).map((page) => hitOf(page, request.text)),
    similar: [],
    total: { count: "exactly", pages: found.length },
    took_us: 3420,
    corrections: [],
    filters: [],
    unknown_names: [],
    left_out: [],
    covers,
  };
}

export function hitOf({ row, text }: Stored, asked: string, tier?: SearchHit["tier"]): SearchHit {
  const words = wordsOf(asked);
  const passages = text
    .filter((line) => words.some((word) => line.toLowerCase().includes(word)))
    .slice(0, 2)
    .map((line): Passage => ({
      segments: segments(line, words),
      cut_before: false,
      cut_after: true,
    }));
  return {
    id: row.id,
    kind: row.kind,
    icon: row.icon,
    title: row.title === "" ? [] : segments(row.title, words),
    passages,
    path: row.path,
    workspaces: row.workspaces,
    connections: ["c1"],
    edited: row.edited,
    url: row.url,
    sample: row.sample,
    pinned: row.pinned,
    tier: tier ?? (passages.length > 0 ? "body" : "title"),
    in_title: [],
    in_text: [],
    in_properties: [],
    in_path: [],
    lacks: [],
    other_forms: [],
  };
}

export function previewOf(
  page: Stored,
  asked: string,
  body: BodyState,
  blocks?: PreviewBlock[],
  properties: [name: string, value: string][] = [],
): Preview {
  const words = wordsOf(asked);
  const all = blocks ?? page.text.map((line) => block({ type: "paragraph" }, runs(line, words)));
  const first = all.findIndex((one) => JSON.stringify(one).includes('"marked":true'));
  return {
    hit: hitOf(page, asked),
    body,
    properties: properties.map(([name, value]) => ({ name, value: segments(value, words) })),
    blocks: body.state === "read" ? all : [],
    left_out_before: 0,
    left_out_after: 0,
    earlier: null,
    later: null,
    first_match: first < 0 ? null : first,
  };
}

/** Whose address or id it is, among what is known. */
export function verdictOn(
  pages: Stored[],
  connections: ConnectionCard[],
  text: string,
): LinkVerdict {
  if (!/notion\.so|^[0-9a-f-]{32,36}$/i.test(text)) return { verdict: "not_a_link" };
  const page = pages.find(({ row }) => text.includes(row.url) || text === row.id);
  if (page === undefined) {
    return { verdict: "not_visible", asked: connections.map(({ workspace }) => workspace) };
  }
  return { verdict: "known", hit: hitOf(page, ""), others: [], body: { state: "waiting" } };
}

export function block(
  kind: PreviewKind,
  of: PreviewRun[],
  children: PreviewBlock[] = [],
): PreviewBlock {
  return { kind, runs: of, children };
}

export function run(text: string, more: Partial<PreviewRun> = {}): PreviewRun {
  return {
    text,
    marked: false,
    bold: false,
    italic: false,
    strikethrough: false,
    underline: false,
    code: false,
    link: null,
    page: null,
    mention: false,
    ...more,
  };
}

function runs(text: string, words: string[]): PreviewRun[] {
  return segments(text, words).map((segment) => run(segment.text, { marked: segment.marked }));
}

function segments(text: string, words: string[]): Segment[] {
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (escaped.length === 0) return [{ text, marked: false }];
  return text
    .split(new RegExp(`(${escaped.join("|")})`, "i"))
    .map((part, at) => ({ text: part, marked: at % 2 === 1 }))
    .filter((part) => part.text !== "");
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "" && !/^(ws|in|type|edited|by):/.test(word));
}
