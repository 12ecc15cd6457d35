//! Pages as one table (RFC 4180), a column for each property.
//!
//! Pure. Read by spreadsheets, which take a cell that begins with `=`, `+`, `-` or `@` as a
//! formula, and some of which cut lines at other signs than the comma; what would be one has
//! an apostrophe before it, which they show as text (OWASP, *CSV injection*).

use super::page::Page;
use std::collections::HashMap;
use std::io::{self, Write};

/// Columns of properties: more than any database has. What has no column is in the last one.
const MOST_COLUMNS: usize = 500;

const FIXED: [&str; 6] = ["title", "kind", "workspaces", "path", "edited", "url"];
const OTHERS: &str = "other properties";

/// Spreadsheets take a file without it for one of the system's old character set.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// # Errors
/// When it cannot be written.
pub fn write(pages: &[Page], to: &mut impl Write) -> io::Result<()> {
    let mut columns: Vec<&str> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut others = false;
    for (name, _) in pages.iter().flat_map(|page| &page.properties) {
        if places.contains_key(name.as_str()) {
            continue;
        }
        if columns.len() == MOST_COLUMNS {
            others = true;
            continue;
        }
        places.insert(name, columns.len());
        columns.push(name);
    }
    to.write_all(BYTE_ORDER_MARK.as_bytes())?;
    let last = others.then_some(OTHERS);
    line(FIXED.into_iter().chain(columns.iter().copied()).chain(last), to)?;
    for page in pages {
        let mut cells = fixed(page);
        let mut values = vec![String::new(); columns.len() + usize::from(others)];
        for (name, value) in &page.properties {
            let place = places.get(name.as_str());
            let Some(cell) = values.get_mut(place.copied().unwrap_or(columns.len())) else { continue };
            if !cell.is_empty() {
                cell.push_str("; ");
            }
            if place.is_none() {
                cell.extend([name, ": "]);
            }
            cell.push_str(value);
        }
        cells.append(&mut values);
        line(cells.iter().map(String::as_str), to)?;
    }
    Ok(())
}

fn fixed(page: &Page) -> Vec<String> {
    let hit = &page.hit;
    let kind = match hit.kind {
        crate::ui_types::PageKind::Page => "page",
        crate::ui_types::PageKind::DataSource => "data_source",
    };
    vec![
        page.title(),
        kind.to_owned(),
        hit.workspaces.join("; "),
        hit.path.join(" / "),
        page.edited().unwrap_or_default(),
        hit.url.clone(),
    ]
}

fn line<'a>(cells: impl Iterator<Item = &'a str>, to: &mut impl Write) -> io::Result<()> {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            to.write_all(b",")?;
        }
        write!(to, "\"{}\"", harmless(cell).replace('"', "\"\""))?;
    }
    to.write_all(b"\r\n")
}

/// The cell as a spreadsheet shows it, whatever it takes for the end of a cell.
fn harmless(cell: &str) -> String {
    let mut written = String::with_capacity(cell.len() + 1);
    let (mut begins, mut rest) = (true, cell);
    while let Some(letter) = rest.chars().next() {
        let number = written.is_empty() && is_number(rest);
        // Inside of a text a list's "- " begins lines, and is no formula.
        let inside = !written.is_empty() && rest.starts_with("- ");
        if begins && is_formula(letter) && !number && !inside {
            written.push('\'');
        }
        written.push(letter);
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
        // What is cut off there begins a cell; blanks and quotation marks before a formula do
        // not make it text everywhere.
        begins = matches!(letter, ';' | '\t' | '\n' | '\r' | '|') || begins && is_skipped(letter);
    }
    written
}

/// Also as East Asian keyboards write them: some spreadsheets take those, too.
fn is_formula(letter: char) -> bool {
    matches!(letter, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

fn is_skipped(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || matches!(letter, '"' | '\u{feff}' | '\u{200b}')
}

/// `-12.5 %` is data.
fn is_number(cell: &str) -> bool {
    let digits = cell.trim_start_matches(['+', '-']);
    cell.len() - digits.len() <= 1
        && digits.starts_with(|letter: char| letter.is_ascii_digit())
        && digits.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' ' | '%'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn nothing_in_a_cell_is_a_formula() {
        let mut told = String::new();
        for cell in [
            "=HYPERLINK(\"http://evil.example\")",
            "+1+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            " \n =1",
            "\u{feff}=1",
            "＝1+1",
            "plain; =1+1",
            "plain;=1+1",
            "a|=b",
            "two\n@lines",
            "\"=1\"",
            "- a list\n- goes on",
            "first\n- then",
            "a;-1",
            "-12.5",
            "+49 170 123",
            "-1 %",
            "1=1",
            "mara@acme.example",
            "a - b",
            "",
        ] {
            told += &format!("{cell:?} → {:?}\n", harmless(cell));
        }
        expect![[r#"
            "=HYPERLINK(\"http://evil.example\")" → "'=HYPERLINK(\"http://evil.example\")"
            "+1+cmd|' /C calc'!A0" → "'+1+cmd|' /C calc'!A0"
            "-2+3" → "'-2+3"
            "@SUM(A1)" → "'@SUM(A1)"
            "\t=1" → "\t'=1"
            "\r=1" → "\r'=1"
            " \n =1" → " \n '=1"
            "\u{feff}=1" → "\u{feff}'=1"
            "＝1+1" → "'＝1+1"
            "plain; =1+1" → "plain; '=1+1"
            "plain;=1+1" → "plain;'=1+1"
            "a|=b" → "a|'=b"
            "two\n@lines" → "two\n'@lines"
            "\"=1\"" → "\"'=1\""
            "- a list\n- goes on" → "'- a list\n- goes on"
            "first\n- then" → "first\n- then"
            "a;-1" → "a;'-1"
            "-12.5" → "-12.5"
            "+49 170 123" → "+49 170 123"
            "-1 %" → "-1 %"
            "1=1" → "1=1"
            "mara@acme.example" → "mara@acme.example"
            "a - b" → "a - b"
            "" → ""
        "#]]
        .assert_eq(&told);
    }
}
