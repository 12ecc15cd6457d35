//! A world with text in it, for looking at search and preview.
import type { PageRow, PreviewBlock } from "../../src/core/bindings";
import { acme, handbook, jun, mara, odile, sampleConnection, type World } from "../memory_host";
import { block, run } from "../memory_search";

const texts: string[][] = [
  [
    "This is where new people start. The studio keeps its prices, its offers and its habits here.",
    "Ask anyone about anything; nobody minds. Price lists are below Sales.",
  ],
  ["Sign the contract, get a key, read How we price before your first offer."],
  [],
  [
    "Train to Göteborg at 07.10, the price of the ticket is in the budget. Meet Elin at the harbour.",
  ],
  ["Four cities, two vans. The price of the venues is agreed; the insurance is not."],
  [],
  ["Decided: one price for every customer, discount only for schools. Mara writes it down."],
  ["今週の価格 price 改定について。来週までに確認する。"],
  ["دليل الموظف يشرح السعر price والإجازات والعمل عن بعد."],
  [
    "Every offer starts from the price list. A discount above ten per cent is decided by two people, never by the one who sells.",
    "What we do not do: a price that depends on who asks. The list price is the price; what differs is the scope, and the scope is written into the offer.",
  ],
  ["Use the dark green for large areas. The price tag uses amber."],
  ["Das Team fragte nach dem Price-Modul: zu viele Sonderfälle, zu wenige Tests."],
  ["Price assumptions for 2027: three per cent more for licences, discount as today."],
  [],
  ["Пилот в Риге: цена (price) понятна, скидки нет."],
  [
    "At 02.14 the sync stood still. The price service answered 429 for forty minutes and nobody noticed.",
  ],
  ["Tea is on the house; the price of the biscuits is a note in the tin."],
  ["Search in full text, preview at the first match, the discount table is fixed."],
];

export function library(): Partial<World> {
  const rows = handbook(acme.workspace).map((row, at) => ({
    ...row,
    pinned: at === 1 || at === 9,
  }));
  const kinds: PageRow = {
    ...(rows[0] as PageRow),
    id: "kinds",
    title: "Handbook of blocks",
    path: ["Engineering"],
    icon: { type: "emoji", emoji: "🧱" },
  };
  return {
    profiles: [{ ...mara }, { ...jun }, { ...odile }],
    passwords: new Map(),
    open: mara,
    connections: [{ ...acme }, { ...sampleConnection }],
    pages: [
      ...rows,
      kinds,
      ...handbook(sampleConnection.workspace)
        .slice(0, 6)
        .map((row) => ({ ...row, id: `s-${row.id}`, sample: true })),
    ],
    texts: new Map([
      ...rows.map((row, at): [string, string[]] => [row.id, texts[at] ?? []]),
      ["kinds", ["A handbook of blocks of every kind"]],
    ]),
    blocks: new Map([
      ["kinds", everyKind()],
      [(rows[9] as PageRow).id, pricing()],
    ]),
  };
}

const p = (text: string) => block({ type: "paragraph" }, [run(text)]);

function pricing(): PreviewBlock[] {
  return [
    block({ type: "heading", level: 2 }, [run("How an offer comes about")]),
    p(
      "Mara collects what the customer wants to do, not what they want to buy. The first page of every offer repeats it in their words.",
    ),
    block({ type: "numbered", number: 1 }, [run("Write the scope. One page.")]),
    block({ type: "numbered", number: 2 }, [
      run("Take the numbers from the "),
      run("price", { marked: true }),
      run(" list."),
    ]),
    block({ type: "numbered", number: 3 }, [run("Let somebody else read it.")]),
    block({ type: "callout", icon: { type: "emoji", emoji: "💡" } }, [
      run("A discount above ten per cent is decided by two people, never by the one who sells."),
    ]),
    block({ type: "heading", level: 2 }, [run("What we do not do")]),
    block({ type: "bulleted" }, [
      run("A "),
      run("price", { marked: true, bold: true }),
      run(" that depends on who asks."),
    ]),
    block(
      { type: "bulleted" },
      [
        run("Work on "),
        run("price", { marked: true, link: "https://example.org/price" }),
        run(" before the scope is clear."),
      ],
      [block({ type: "bulleted" }, [run("Not even for friends.")])],
    ),
    block({ type: "to_do", checked: true }, [run("Publish the list")]),
    block({ type: "to_do", checked: false }, [
      run("Ask "),
      run("@Jun", { mention: true }),
      run(" about schools"),
    ]),
  ];
}

function everyKind(): PreviewBlock[] {
  const cell = (text: string, marked = false) => [run(text, { marked })];
  return [
    block({ type: "heading", level: 1 }, [
      run("A "),
      run("handbook", { marked: true }),
      run(" of blocks"),
    ]),
    block({ type: "paragraph" }, [
      run("Bold", { bold: true }),
      run(", "),
      run("italic", { italic: true }),
      run(", "),
      run("struck", { strikethrough: true }),
      run(", "),
      run("underlined", { underline: true }),
      run(", "),
      run("code()", { code: true }),
      run(", "),
      run("a link", { link: "https://example.org" }),
      run(", "),
      run("@Mara", { mention: true }),
      run("."),
    ]),
    block(
      { type: "quote" },
      [run("The list price is the price.")],
      [p("Said at the first meeting.")],
    ),
    block(
      { type: "toggle" },
      [run("What is inside a toggle")],
      [p("Shown open, since a match may be in it.")],
    ),
    block({ type: "code", language: "rust" }, [
      run('fn main() {\n    println!("blocks of every kind");\n}'),
    ]),
    block({ type: "equation" }, [run("E = mc^2")]),
    block(
      {
        type: "table",
        header_row: true,
        header_column: false,
        rows: [
          [cell("City"), cell("Date"), cell("Venue")],
          [cell("Göteborg"), cell("3 Aug"), cell("Pustervik")],
          [cell("Riga"), cell("9 Aug"), cell("blocks", true)],
        ],
      },
      [],
    ),
    block(
      { type: "columns" },
      [],
      [
        block({ type: "column" }, [], [p("Left column, with a sentence in it.")]),
        block({ type: "column" }, [], [p("Right column, with another.")]),
      ],
    ),
    block({ type: "media", media: "image", image: 0 }, [run("The harbour at six in the morning")]),
    block({ type: "media", media: "bookmark", image: null }, [
      run("https://example.org/a/long/address/that/goes/on"),
    ]),
    block({ type: "media", media: "file", image: null }, [run("price-list-2026.pdf")]),
    block({ type: "page", id: "x" }, [run("Projects")]),
    block({ type: "divider" }, []),
    block({ type: "group" }, [run("Synced content")], [p("One of many copies.")]),
    block({ type: "missing" }, []),
    block({ type: "heading", level: 3 }, [run("عنوان بالعربية")]),
    block({ type: "paragraph" }, [
      run("نص عربي مع كلمة "),
      run("blocks", { marked: true }),
      run(" في الوسط."),
    ]),
  ];
}
