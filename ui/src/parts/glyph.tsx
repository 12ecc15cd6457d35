//! The window's own drawings, one stroke style, coloured by the text around them.
//! Not the icons of pages: those are `page_icon.tsx`.
import { For } from "solid-js";

const paths = {
  coverage: ["M10 2.8a7.2 7.2 0 1 0 7.2 7.2", "M10 6.2a3.8 3.8 0 1 0 3.8 3.8", "M10 10l5.5-5.5"],
  connections: [
    "M8.5 11.5l3-3",
    "M9 6l1.5-1.5a3.5 3.5 0 0 1 5 5L14 11",
    "M11 14l-1.5 1.5a3.5 3.5 0 0 1-5-5L6 9",
  ],
  connect: ["M10 4v12", "M4 10h12"],
  administration: [
    "M10 2.5l6 2.2v4.6c0 3.7-2.5 6.6-6 8.2-3.5-1.6-6-4.5-6-8.2V4.7z",
    "M7.5 9.8l1.8 1.8 3.3-3.4",
  ],
  settings: ["M3 6h8", "M15 6h2", "M13 4v4", "M3 14h2", "M9 14h8", "M7 12v4"],
  lock: ["M5 9h10v7.5H5z", "M7 9V6.5a3 3 0 0 1 6 0V9"],
  pin: ["M7 3.5h6", "M8 3.5v5l-2.5 3h9l-2.5-3v-5", "M10 11.5v5"],
  back: ["M12 5l-5 5 5 5"],
  preview: ["M3 4h14v12H3z", "M11 4v12"],
  pause: ["M7.5 5v10", "M12.5 5v10"],
  resume: ["M7 4.5l8.5 5.5L7 15.5z"],
  media: ["M3.5 4.5h13v11h-13z", "M3.5 13l4-4 3.5 3.5 2-2 3.5 3.5"],
  file: ["M6 8v6a4 4 0 0 0 8 0V6a2.5 2.5 0 0 0-5 0v7.5a1 1 0 0 0 2 0V8"],
  play: ["M4 4.5h12v11H4z", "M8.5 7.5l4 2.5-4 2.5z"],
  sound: ["M3.5 8v4h3l4 3.5v-11l-4 3.5z", "M13.5 7.5a3.5 3.5 0 0 1 0 5"],
  page: ["M5.5 2.5h6l3.5 3.5v11.5h-9.5z", "M11.5 2.5V6H15", "M8 10h4.5", "M8 13h4.5"],
  data_source: ["M3.5 4h13v12h-13z", "M3.5 8h13", "M8 8v8", "M3.5 12h13"],
  search: ["M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z", "M13 13l4 4"],
  clear: ["M5 5l10 10", "M15 5L5 15"],
  copy: ["M7 7h9v9.5H7z", "M4 13V3.5h9"],
  external: ["M8 4.5H4v11.5h11.5V12", "M11.5 3.5h5v5", "M16 4l-7 7"],
  show: [
    "M2.5 10s2.8-5 7.5-5 7.5 5 7.5 5-2.8 5-7.5 5-7.5-5-7.5-5z",
    "M10 7.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6z",
  ],
  hide: [
    "M2.5 10s2.8-5 7.5-5 7.5 5 7.5 5-2.8 5-7.5 5-7.5-5-7.5-5z",
    "M10 7.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6z",
    "M4 16L16 4",
  ],
  check: ["M4 10.5l4 4 8-9"],
  warning: ["M10 3.2l7.3 13H2.7z", "M10 8v4", "M10 14v.2"],
  info: ["M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4z", "M10 9v4.5", "M10 6.4v.2"],
  refresh: ["M16 10a6 6 0 1 1-1.8-4.3", "M16.5 3v3.5H13"],
  key: ["M7 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z", "M9.5 9.5L16.5 3", "M13.5 6l2.5 2.5"],
  browser: ["M2.5 4h15v12h-15z", "M2.5 7.5h15", "M5 5.8v.1", "M7 5.8v.1"],
  sample: ["M10 2.8l2 4.8 5 .4-3.8 3.3 1.2 5L10 13.6l-4.4 2.7 1.2-5L3 8l5-.4z"],
  chevron: ["M6 8l4 4 4-4"],
} as const;

export type GlyphName = keyof typeof paths;

export function Glyph(props: { name: GlyphName }) {
  return (
    <svg class="glyph" viewBox="0 0 20 20" aria-hidden="true">
      <For each={paths[props.name]}>{(d) => <path d={d} />}</For>
    </svg>
  );
}

/** The app's icon. */
export function Logo() {
  return (
    <svg class="logo" viewBox="64 64 896 896" aria-hidden="true">
      <rect x="64" y="64" width="896" height="896" rx="208" fill="#1f4d46" />
      <path d="M256 412a256 196 0 0 1 512 0v28H256z" fill="#e7b44c" />
      <rect x="256" y="472" width="512" height="280" rx="36" fill="#f6ead0" />
      <circle cx="512" cy="586" r="84" fill="none" stroke="#1f4d46" stroke-width="44" />
      <path d="M574 648l78 78" stroke="#1f4d46" stroke-width="52" stroke-linecap="round" />
    </svg>
  );
}
