// Generated from crates/index/src/filter.rs; a test of crates/app holds the two together.

/** The filters a person can type, with what their values complete to. */
export const filters: readonly {
  names: readonly string[];
  examples: readonly string[];
  meaning: string;
  values: readonly string[];
  /** The present year is a value, too. */
  year: boolean;
  /** Names of workspaces are its values. */
  workspaces: boolean;
  /** Names that the core offers are its values. */
  known: boolean;
}[] = [
  {
    names: ["in"],
    examples: ["in:Handbook"],
    meaning: "below a page or in a database",
    values: [],
    year: false,
    workspaces: false,
    known: true,
  },
  {
    names: ["ws", "workspace"],
    examples: ["ws:Acme"],
    meaning: "in a workspace",
    values: [],
    year: false,
    workspaces: true,
    known: false,
  },
  {
    names: ["type"],
    examples: ["type:page", "type:database", "type:row"],
    meaning: "one kind of thing",
    values: ["page", "database", "row"],
    year: false,
    workspaces: false,
    known: false,
  },
  {
    names: ["edited"],
    examples: ["edited:week", "edited:2026-08", "edited:2026-01..2026-03"],
    meaning: "by the date of the last edit, in your time zone",
    values: ["today", "yesterday", "week", "month"],
    year: true,
    workspaces: false,
    known: false,
  },
  {
    names: ["created"],
    examples: ["created:today", "created:30d", "created:2026"],
    meaning: "by the date it was made, in your time zone",
    values: ["today", "yesterday", "week", "month"],
    year: true,
    workspaces: false,
    known: false,
  },
  {
    names: ["by"],
    examples: ["by:Ana", "by:me"],
    meaning: "last edited by someone",
    values: [],
    year: false,
    workspaces: false,
    known: true,
  },
  {
    names: ["similar"],
    examples: ["similar:Handbook"],
    meaning: "near a page in meaning, where that is known",
    values: [],
    year: false,
    workspaces: false,
    known: true,
  },
];
