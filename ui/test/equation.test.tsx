//! Equations are set, and nothing that a page's author writes in one does more than that.
import { expect, test } from "vitest";
import { equationElements } from "../src/preview/equation_elements";

const MATHML = "http://www.w3.org/1998/Math/MathML";
const all = (root: Element) => [root, ...root.querySelectorAll("*")];

test.each([
  ["E = mc^2", "E=mc2"],
  ["\\frac{a}{b} + \\sqrt{x}", "ab+x"],
  ["\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}", "(abcd)"],
  ["x \\in \\mathbb{R} \\text{ if } x > 0", "x∈ℝ if x>0"],
])("%s", (tex, text) => {
  const formula = equationElements(tex);
  expect(formula?.textContent?.replaceAll("\u00a0", " ")).toBe(text);
  for (const element of all(formula as Element)) expect(element.namespaceURI).toBe(MATHML);
});

test.each([
  "\\href{javascript:alert(1)}{x}",
  "\\url{https://evil.example}",
  "\\includegraphics{https://evil.example/x.png}",
  "\\class{toast}{x}",
  "\\id{app}{x}",
  "\\style{background:url(https://evil.example)}{x}",
  "\\def\\a{\\a\\a}\\a",
  "\\notacommand{",
  "x".repeat(2001),
])("%s stays as it was written", (tex) => {
  expect(equationElements(tex)).toBeUndefined();
});

test("no element leads anywhere, and none has an attribute that runs or names something", () => {
  const formula = equationElements("\\color{red} \\text{javascript:alert(1)} + x_1^2");
  expect(formula?.textContent).toContain("javascript:alert(1)");
  for (const element of all(formula as Element)) {
    for (const name of element.getAttributeNames()) {
      expect(name).not.toMatch(/^(?:on|href|src|id|class|xlink)/);
    }
  }
});
