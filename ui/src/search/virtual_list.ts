//! The arithmetic of a long list of which only the visible rows exist. Pure; no document here.

/** Lengths are in sixteenths of a rem: pixels, where the system's text has its usual size. */
const SIXTEENTHS = 16;

/** Every row is this high, as `--row` in the style sheet says. */
export const ROW = 36;

/** Engines clip elements somewhere above 30 million pixels, and text may be three times its
 *  usual size; a longer list is compressed. */
export const MAX_HEIGHT = 10_000_000;

/** A length as sheets take it. */
export function inRem(length: number): string {
  return `${length / SIXTEENTHS}rem`;
}

/** How many pixels our unit of length has now. */
export function pixelsOfUnit(): number {
  const { fontSize } = getComputedStyle(document.documentElement);
  return parseFloat(fontSize) / SIXTEENTHS || 1;
}

/** Rows kept outside the visible part, so that scrolling never shows a gap. */
const OVERSCAN = 8;

export interface Geometry {
  total: number;
  viewport: number;
  scrollTop: number;
}

/** Half-open: `from` is in, `to` is not. */
export interface Range {
  from: number;
  to: number;
}

export function contentHeight(total: number): number {
  return Math.min(total * ROW, MAX_HEIGHT);
}

/** How far the first visible pixel is from the top if nothing were compressed. */
function trueTop({ total, viewport, scrollTop }: Geometry): number {
  const shown = contentHeight(total) - viewport;
  const whole = total * ROW - viewport;
  if (whole <= 0 || shown <= 0) return 0;
  return clamp(scrollTop, 0, shown) * (whole / shown);
}

export function visibleRange(geometry: Geometry, overscan = OVERSCAN): Range {
  const top = trueTop(geometry);
  const first = Math.floor(top / ROW) - overscan;
  const last = Math.ceil((top + geometry.viewport) / ROW) + overscan;
  return { from: clamp(first, 0, geometry.total), to: clamp(last, 0, geometry.total) };
}

/** How many row elements a viewport needs; they are filled anew rather than made anew. */
export function slotCount(viewport: number, overscan = OVERSCAN): number {
  return Math.ceil(viewport / ROW) + 1 + 2 * overscan;
}

/** Which row element `slot` of `slots` holds, so that scrolling by one row refills one. */
export function slotIndex(slot: number, slots: number, from: number): number {
  return from + ((((slot - from) % slots) + slots) % slots);
}

/** Where row `index` stands inside the scrolled content. */
export function rowTop(index: number, geometry: Geometry): number {
  const compressed = contentHeight(geometry.total) < geometry.total * ROW;
  if (!compressed) return index * ROW;
  return geometry.scrollTop + (index * ROW - trueTop(geometry));
}

/** The nearest scroll position at which row `index` is wholly visible. */
export function scrollToShow(index: number, geometry: Geometry): number {
  const { total, viewport, scrollTop } = geometry;
  const top = trueTop(geometry);
  let wanted = top;
  if (index * ROW < top) wanted = index * ROW;
  else if ((index + 1) * ROW > top + viewport) wanted = (index + 1) * ROW - viewport;
  if (wanted === top) return scrollTop;
  const shown = contentHeight(total) - viewport;
  const whole = total * ROW - viewport;
  return whole <= 0 ? 0 : wanted * (shown / whole);
}

/** How many whole rows one page key moves. */
export function rowsPerPage(viewport: number): number {
  return Math.max(1, Math.floor(viewport / ROW) - 1);
}

export function clamp(n: number, low: number, high: number): number {
  return Math.min(Math.max(n, low), Math.max(low, high));
}
