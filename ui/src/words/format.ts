//! Numbers, sizes and dates in the person's own language. Not words: those are in `words/`.

/** The system's language. Under the locale "C" WebKitGTK calls it "c", which is no language tag. */
export const locale = languageTag(navigator.language) ?? "en";

const numbers = new Intl.NumberFormat(locale);
const tenths = new Intl.NumberFormat(locale, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
const dayThisYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });
const exact = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" });
const clock = new Intl.DateTimeFormat(locale, { timeStyle: "short" });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** In canonical form; undefined where `Intl` would refuse it. */
export function languageTag(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

export function number(n: number): string {
  return numbers.format(n);
}

/** Milliseconds with one decimal, without the unit. */
export function milliseconds(n: number): string {
  return tenths.format(n);
}

/** Short and relative within a week, a date before that. */
export function when(millis: number, now: number): string {
  const ago = now - millis;
  if (ago < MINUTE) return relative.format(0, "second");
  if (ago < HOUR) return relative.format(-Math.floor(ago / MINUTE), "minute");
  if (ago < DAY) return relative.format(-Math.floor(ago / HOUR), "hour");
  if (ago < 7 * DAY) return relative.format(-Math.floor(ago / DAY), "day");
  const sameYear = new Date(millis).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayThisYear : day).format(millis);
}

export function date(millis: number): string {
  return day.format(millis);
}

/** The whole moment, for a tooltip. */
export function moment(millis: number): string {
  return exact.format(millis);
}

export function time(millis: number): string {
  return clock.format(millis);
}

export function bytes(n: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  let power = 0;
  while (n >= 1000 && power < units.length - 1) {
    n /= 1000;
    power += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: units[power] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: n < 10 && power > 0 ? 1 : 0,
  }).format(n);
}
