//! Filters that stand as chips beside the box: which of what is typed they are, and what is left
//! of the text without them. Pure. What is taken as a filter, the core says.

/** The filters that are whole: the person has gone on behind them. */
export function wholeFilters(text: string, filters: readonly string[]): string[] {
  return filters.filter((filter) => {
    const at = placeOf(text, filter);
    return at >= 0 && /\s/.test(text.charAt(at + filter.length));
  });
}

/** The text without the chips. */
export function withoutChips(text: string, chips: readonly string[]): string {
  return chips.reduce((rest, chip) => {
    const at = placeOf(rest, chip);
    if (at < 0) return rest;
    const before = rest.slice(0, at);
    // One space less: the one behind it goes with it.
    return before + rest.slice(at + chip.length).replace(/^\s/, "");
  }, text);
}

/** Everything that is asked, with `rest` in the box. */
export function withChips(rest: string, chips: readonly string[]): string {
  return [...chips, rest].join(" ");
}

/** How a chip is read: `in:"Old town"` is `in: Old town`. */
export function chipName(chip: string): string {
  const colon = chip.indexOf(":");
  const value = chip.slice(colon + 1).replace(/["“”„«»]/g, "");
  return `${chip.slice(0, colon)}: ${value}`;
}

/** Where it stands as a word of its own; -1 where it does not. */
function placeOf(text: string, filter: string): number {
  for (let at = text.indexOf(filter); at >= 0; at = text.indexOf(filter, at + 1)) {
    const starts = at === 0 || /\s/.test(text.charAt(at - 1));
    const end = at + filter.length;
    if (starts && (end === text.length || /\s/.test(text.charAt(end)))) return at;
  }
  return -1;
}
