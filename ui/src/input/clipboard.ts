//! Puts a text on the clipboard. The old way stands in where the new one is refused.

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByEvent(text);
  }
}

function copyByEvent(text: string): boolean {
  let taken = false;
  const onCopy = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
    taken = true;
  };
  // With nothing selected WebKit copies only where somebody claims there is something to copy.
  const claim = (event: Event) => event.preventDefault();
  document.addEventListener("beforecopy", claim, { capture: true });
  document.addEventListener("copy", onCopy, { capture: true });
  try {
    document.execCommand("copy");
  } finally {
    document.removeEventListener("copy", onCopy, { capture: true });
    document.removeEventListener("beforecopy", claim, { capture: true });
  }
  return taken;
}
