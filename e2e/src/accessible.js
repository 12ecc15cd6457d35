// Finds what a screen reader would find: the visible element with this role and name.
// arguments: role, name, and whether all are wanted. A name that ends in "…" is a beginning.
// Answers the first such element or null, or else the names of all.
const [role, name, all] = arguments;
const implicit = {
  A: "link", BUTTON: "button", SELECT: "combobox", OPTION: "option", TEXTAREA: "textbox", DIALOG: "dialog",
  H1: "heading", H2: "heading", H3: "heading", H4: "heading", NAV: "navigation", MAIN: "main", FORM: "form",
  TABLE: "table", TR: "row", TD: "cell", TH: "columnheader", UL: "list", OL: "list", LI: "listitem",
  SUMMARY: "button", DETAILS: "group", FIELDSET: "group", ARTICLE: "article", SECTION: "region", IMG: "img",
};
const inputs = { checkbox: "checkbox", radio: "radio", search: "searchbox", submit: "button", button: "button" };
const roleOf = (e) =>
  e.getAttribute("role") ?? (e.tagName === "INPUT" ? (inputs[e.type] ?? "textbox") : implicit[e.tagName]);
const dense = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const named = ["textbox", "searchbox", "combobox", "checkbox", "radio", "dialog", "group", "listbox", "region"];
const textOf = (e) => {
  const copy = e.cloneNode(true);
  copy.querySelectorAll("[aria-hidden=true], input, select, textarea").forEach((hidden) => hidden.remove());
  return dense(copy.textContent);
};
const nameOf = (e) => {
  const by = e.getAttribute("aria-labelledby");
  if (by) return dense(by.split(/\s+/).map((id) => textOf(document.getElementById(id) ?? document.createElement("i"))).join(" "));
  if (e.hasAttribute("aria-label")) return dense(e.getAttribute("aria-label"));
  if (e.labels?.length) return dense([...e.labels].map(textOf).join(" "));
  if (!named.includes(roleOf(e))) return textOf(e);
  return dense(e.getAttribute("title") ?? e.getAttribute("placeholder"));
};
const isNamed = (e) =>
  name === null || (name.endsWith("…") ? nameOf(e).startsWith(name.slice(0, -1)) : nameOf(e) === name);
const visible = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("[aria-hidden=true], [inert]");
// While a modal dialog is open, the rest of the page cannot be reached.
const modal = [...document.querySelectorAll("dialog:modal, [aria-modal=true]")].filter(visible).pop();
const found = [...(modal ?? document).querySelectorAll("*")].filter(
  (e) => roleOf(e) === role && visible(e) && isNamed(e),
);
if (modal && roleOf(modal) === role && isNamed(modal)) found.unshift(modal);
return all ? found.map(nameOf) : (found[0] ?? null);
