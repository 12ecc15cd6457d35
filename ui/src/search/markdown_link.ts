//! Writes a link, and a quotation with its source, as Markdown, whatever the texts hold. Pure.

export function markdownLink(title: string, url: string): string {
  const text = title
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\[\]`*_<]/g, "\\$&");
  const address = url.replace(/[()\s<>\\]/g, (character) => `%${hex(character)}`);
  return `[${text}](${address})`;
}

/** Every line stays inside the quotation. Without a text it is the source alone. */
export function quotation(text: string, title: string, url: string): string {
  const source = markdownLink(title, url);
  const lines = text.trim().split(/\r\n?|\n/);
  return text.trim() === ""
    ? source
    : [...lines.map((line) => `> ${line}`), ">", `> — ${source}`].join("\n");
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, "0");
}
