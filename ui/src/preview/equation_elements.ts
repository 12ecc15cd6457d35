//! TeX as MathML elements, fetched when the first equation is shown. The library writes XML, of
//! which only what is named here becomes an element: no links, no images, no HTML. Styles
//! go through the style object, since the window's policy lets no attribute set them.
import temml from "temml";

const MATHML = "http://www.w3.org/1998/Math/MathML";

/** In units of the text: longer ones are no formula. */
const LONGEST = 2000;

/** Elements of MathML Core that set formulas. */
const ELEMENTS = new Set(
  "math mrow mi mn mo ms mspace mtext mfrac msqrt mroot mstyle merror mpadded mphantom mover munder munderover msub msup msubsup mmultiscripts mprescripts none mtable mtr mtd".split(
    " ",
  ),
);

/** None of them leads anywhere or runs anything. */
const ATTRIBUTES = new Set(
  "display displaystyle scriptlevel mathvariant stretchy symmetric fence separator form lspace rspace minsize maxsize largeop movablelimits accent accentunder linethickness width height depth voffset columnspan rowspan columnalign rowspacing columnspacing".split(
    " ",
  ),
);

const STYLES = /^(?:padding|margin|border|text-align|vertical-align|color|font-weight|width)/;

/** Undefined where it is not understood: it then stays as it was written. */
export function equationElements(tex: string): Element | undefined {
  if (tex.length > LONGEST) return undefined;
  try {
    const written = temml.renderToString(tex, {
      displayMode: true,
      throwOnError: true,
      trust: false,
      maxExpand: 200,
      maxSize: [10, 100],
      xml: true,
    });
    const { documentElement } = new DOMParser().parseFromString(written, "application/xml");
    const built = documentElement.localName === "math" ? copy(documentElement) : undefined;
    return built instanceof Element ? built : undefined;
  } catch {
    return undefined;
  }
}

/** The same element in the window's own document, as far as it is one that is named above. */
function copy(element: Element): Node {
  const children = [...element.childNodes].map((child) =>
    child instanceof Element ? copy(child) : document.createTextNode(child.textContent ?? ""),
  );
  if (!ELEMENTS.has(element.localName)) {
    // Without its box, its content still counts.
    const parts = document.createDocumentFragment();
    parts.append(...children);
    return parts;
  }
  const own = document.createElementNS(MATHML, element.localName);
  for (const { name, value } of element.attributes) {
    if (ATTRIBUTES.has(name)) own.setAttribute(name, value);
  }
  const { style } = own as Element & Partial<ElementCSSInlineStyle>;
  for (const rule of (element.getAttribute("style") ?? "").split(";")) {
    const [property = "", value = ""] = rule.split(":").map((part) => part.trim());
    const isPlain = STYLES.test(property) && !value.includes("(");
    if (isPlain) style?.setProperty(property, value);
  }
  own.append(...children);
  return own;
}
