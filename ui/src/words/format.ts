//! Numbers, sizes, dates and plurals in the language that is spoken. Not words: those are in
//! `en/` and `de/`.

/** Titles are put in the order of the system's language, whatever the window speaks. Under the
 *  locale "C" WebKitGTK calls it "c", which is no language tag. */
export const collation = languageTag(navigator.language) ?? "en";

/** In canonical form; undefined where `Intl` would refuse it. */
export function languageTag(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

let locale = collation;
let formats = formatsOf(locale);

/** From here on numbers and dates are written as in this language. */
export function writeAs(tag: string) {
  locale = tag;
  formats = formatsOf(tag);
}

function formatsOf(tag: string) {
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options);
  return {
    numbers: new Intl.NumberFormat(tag),
    tenths: new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    percents: new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 0 }),
    plurals: new Intl.PluralRules(tag),
    lists: new Intl.ListFormat(tag, { type: "conjunction" }),
    relative: new Intl.RelativeTimeFormat(tag, { numeric: "auto", style: "short" }),
    dayThisYear: dates({ day: "numeric", month: "short" }),
    day: dates({ day: "numeric", month: "short", year: "numeric" }),
    exact: dates({ dateStyle: "full", timeStyle: "short" }),
    long: dates({ dateStyle: "long" }),
    clock: dates({ timeStyle: "short" }),
  };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is said of one, of many, and where a language needs it of few. */
export type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** The form for so many, with the number in place of `#`. */
export function plural(n: number, forms: Forms): string {
  return (forms[formats.plurals.select(n)] ?? forms.other).replace("#", number(n));
}

export function number(n: number): string {
  return formats.numbers.format(n);
}

/** A share from 0 to 1, rounded down: nothing is told to be done before it is. */
export function percent(done: number, of: number): string {
  return formats.percents.format(of === 0 ? 0 : Math.floor((100 * done) / of) / 100);
}

/** `a, b and c`. */
export function list(items: readonly string[]): string {
  return formats.lists.format(items);
}

/** Milliseconds with one decimal, without the unit. */
export function milliseconds(n: number): string {
  return formats.tenths.format(n);
}

/** Short and relative within a week, a date before that. */
export function when(millis: number, now: number): string {
  const { relative, dayThisYear, day } = formats;
  const ago = now - millis;
  if (ago < MINUTE) return relative.format(0, "second");
  if (ago < HOUR) return relative.format(-Math.floor(ago / MINUTE), "minute");
  if (ago < DAY) return relative.format(-Math.floor(ago / HOUR), "hour");
  if (ago < 7 * DAY) return relative.format(-Math.floor(ago / DAY), "day");
  const sameYear = new Date(millis).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayThisYear : day).format(millis);
}

export function date(millis: number): string {
  return formats.day.format(millis);
}

export function longDate(millis: number): string {
  return formats.long.format(millis);
}

/** The whole moment, for a tooltip. */
export function moment(millis: number): string {
  return formats.exact.format(millis);
}

export function time(millis: number): string {
  return formats.clock.format(millis);
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
