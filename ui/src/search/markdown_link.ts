//! Writes a link as Markdown, whatever the title holds. Pure.

export function markdownLink(title: string, url: string): string {
  const text = title
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\[\]`*_<]/g, "\\$&");
  const address = url.replace(/[()\s<>\\]/g, (character) => `%${hex(character)}`);
  return `[${text}](${address})`;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, "0");
}
