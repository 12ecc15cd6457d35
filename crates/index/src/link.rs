//! Which page a pasted Notion address or id names, in any dress.
//!
//! Not whether the page is known, and not opening it: nothing is fetched here.

use trove_model::NotionId;
use url::Url;

/// Where an address ends, when it stands in a text: brackets and quotation marks around it.
const AROUND: &[char] =
    &['<', '>', '(', ')', '[', ']', '{', '}', '"', '\'', '“', '”', '„', '«', '»', '‘', '’', '`'];
/// Signs behind an address that belong to the sentence.
const BEHIND: &[char] = &['.', ',', ';', ':', '!', '?', '…'];

/// The page that `text` names: the first id or address of Notion's in it, whatever stands
/// around it.
pub fn page_in(text: &str) -> Option<NotionId> {
    // A Markdown link holds its address between brackets without white space.
    let words = text.split(|c: char| c.is_whitespace() || AROUND.contains(&c));
    words.map(|word| word.trim_end_matches(BEHIND)).filter(|word| !word.is_empty()).find_map(page_of)
}

/// The page that a whole word names.
///
/// An address names its page in the query (`?p=`, a page opened over another) or else at
/// the end of its path, after a title. A block's anchor and a database's view are left out:
/// the page is meant.
fn page_of(word: &str) -> Option<NotionId> {
    let (id, _view) = word.split_once('?').unwrap_or((word, ""));
    if let Ok(id) = id.parse() {
        return Some(id);
    }
    let has_scheme = ["https://", "http://", "notion://"].iter().any(|scheme| word.starts_with(scheme));
    let address = if has_scheme { word.to_owned() } else { format!("https://{word}") };
    let address = Url::parse(&address).ok().filter(is_notions)?;
    let over_another =
        address.query_pairs().find_map(|(name, value)| (name == "p").then(|| id_at_end(&value))?);
    over_another.or_else(|| id_at_end(address.path().trim_end_matches('/')))
}

/// Notion's own hosts and published sites.
fn is_notions(address: &Url) -> bool {
    let host = address.host_str().unwrap_or_default();
    ["notion.so", "notion.com", "notion.site"]
        .iter()
        .any(|domain| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

/// The id that the last part of a path ends with: `Some-title-598337872cf94fdf8782e53db20768a5`.
fn id_at_end(path: &str) -> Option<NotionId> {
    let last = path.rsplit('/').next()?;
    [32, 36].into_iter().find_map(|length| {
        let at = last.len().checked_sub(length)?;
        let (before, id) = (last.get(..at)?, last.get(at..)?);
        (before.is_empty() || before.ends_with('-')).then(|| id.parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: &str = "59833787-2cf9-4fdf-8782-e53db20768a5";

    #[test]
    fn forms_that_name_a_page() {
        for text in [
            "598337872cf94fdf8782e53db20768a5",
            " 59833787-2CF9-4fdf-8782-e53db20768a5\n",
            "https://app.notion.com/p/598337872cf94fdf8782e53db20768a5",
            "https://www.notion.so/acme/Road-map-598337872cf94fdf8782e53db20768a5",
            "https://www.notion.so/59833787-2cf9-4fdf-8782-e53db20768a5",
            "https://www.notion.so/Plan-598337872cf94fdf8782e53db20768a5?pvs=4#0123456789abcdef0123456789abcdef",
            "https://www.notion.so/0123456789abcdef0123456789abcdef?v=00000000000000000000000000000000&p=598337872cf94fdf8782e53db20768a5&pm=s",
            "notion://www.notion.so/Plan-598337872cf94fdf8782e53db20768a5",
            "www.notion.so/Plan-598337872cf94fdf8782e53db20768a5/",
            "https://acme.notion.site/Plan-598337872cf94fdf8782e53db20768a5",
            "[Plan (old)](https://www.notion.so/Plan-598337872cf94fdf8782e53db20768a5)",
            "<https://www.notion.so/598337872cf94fdf8782e53db20768a5>",
            "\"https://www.notion.so/Plan-598337872cf94fdf8782e53db20768a5?pvs=4\"",
            "https://www.notion.so/Plan-598337872cf94fdf8782e53db20768a5.",
            "(see https://www.notion.so/Plan-598337872cf94fdf8782e53db20768a5).",
            "Plan https://www.notion.so/598337872cf94fdf8782e53db20768a5, and more",
            "598337872cf94fdf8782e53db20768a5?v=00000000000000000000000000000000",
            "page 59833787-2cf9-4fdf-8782-e53db20768a5",
        ] {
            assert_eq!(page_in(text), ID.parse().ok(), "{text}");
        }
    }

    #[test]
    fn everything_else_is_text() {
        for text in [
            "",
            "road map",
            "https://www.notion.so/",
            "https://www.notion.so/Road-map",
            "https://example.org/598337872cf94fdf8782e53db20768a5",
            "https://notion.so.example.org/598337872cf94fdf8782e53db20768a5",
            "https://evilnotion.so/598337872cf94fdf8782e53db20768a5",
            "https://www.notion.so/x598337872cf94fdf8782e53db20768a5",
            "598337872cf94fdf8782e53db20768a5x",
        ] {
            assert_eq!(page_in(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_page_is_found_by_its_address(
            id in any::<[u8; 16]>(), title in "[a-zA-Z0-9-]{0,20}", before in "[a-z ]{0,9}", behind in "[.,;!?)>\"]{0,2}",
        ) {
            // The digit of a version that there is.
            let mut id = id;
            id[6] = 0x40 | id[6] & 0x0F;
            id[8] = 0x80 | id[8] & 0x3F;
            let id = NotionId::from_bytes(id);
            let bare = id.to_string().replace('-', "");
            for address in [
                format!("https://www.notion.so/{title}-{bare}"),
                format!("https://app.notion.com/p/{bare}?pvs=4"),
                format!("https://acme.notion.site/{title}-{bare}#{bare}"),
                id.to_string(),
                bare,
            ] {
                prop_assert_eq!(page_in(&format!("{before} {address}{behind}")), Some(id), "{}", address);
            }
        }

        #[test]
        fn no_text_is_too_odd(text in any::<String>(), path in any::<String>()) {
            page_in(&text);
            page_in(&format!("https://notion.so/{path}"));
        }
    }
}
