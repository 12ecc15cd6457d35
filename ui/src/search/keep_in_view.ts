//! Scrolls a list to its selected row: just as far as needed, and never what is around the list.

export function keepInView(scroller: HTMLElement, row: HTMLElement | null) {
  if (row === null) return;
  const frame = scroller.getBoundingClientRect();
  const box = row.getBoundingClientRect();
  if (box.top < frame.top) scroller.scrollTop -= frame.top - box.top + 4;
  else if (box.bottom > frame.bottom) scroller.scrollTop += box.bottom - frame.bottom + 4;
}
