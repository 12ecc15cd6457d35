//! Words of the list of what can be typed, in the dialog of keys.

/** What each filter narrows by, by its first name. */
export const filterMeanings: Record<
  "in" | "ws" | "type" | "edited" | "created" | "by" | "similar",
  string
> = {
  in: "Below a page or in a database",
  ws: "In a workspace",
  type: "One kind of thing",
  edited: "By the date of the last edit, in your time zone",
  created: "By the date it was made, in your time zone",
  by: "Last edited by someone",
  similar: "Near a page in meaning, where that is known",
};

/** What can be typed besides words and filters. */
export const queryHelp: [example: string, meaning: string][] = [
  ['"two words"', "Exactly so, side by side"],
  ["-draft", "Without this word"],
  ["bike OR bicycle", "Either of them"],
  ["prop:deadline", "With a property of this name"],
];
