//! Addresses of files and of Notion's own pages.
//!
//! Not here: opening one, and whether it may be opened.

use std::fmt;
use trove_model::NotionId;

/// Where a file lies.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// Somewhere on the web, as it was written.
    External(String),
    /// In Notion's storage: all that is shown, found or compared of it is the file's name.
    Stored { name: String, signed: Signed },
}

/// The address of a file in Notion's storage. It opens the file to whoever has it, so it is never
/// printed; it dies within the hour and is signed afresh in every answer, so all of them are alike.
#[derive(Clone)]
pub struct Signed(String);

impl Signed {
    /// `None` where the answer described the file and gave no address.
    pub fn address(&self) -> Option<&str> {
        self.0.starts_with("https://").then_some(&self.0)
    }
}

impl PartialEq for Signed {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Signed {}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::External(address) => f.debug_tuple("External").field(address).finish(),
            Self::Stored { name, signed: _ } => f.debug_struct("Stored").field("name", name).finish(),
        }
    }
}

/// What only signed addresses carry in their query.
const SIGNATURES: [&str; 4] = ["X-Amz-Signature=", "X-Amz-Credential=", "expirationTimestamp=", "signature="];

impl Address {
    /// `None` for an empty one.
    pub(super) fn new(written: &str) -> Option<Self> {
        let written = unwrapped(written.trim());
        let stored = |path: &str| {
            let name = path.rsplit(['/', ':']).next().unwrap_or_default();
            Some(Self::Stored { name: percent_decoded(name), signed: Signed(written.to_owned()) })
        };
        if written.is_empty() {
            None
        } else if let Some((path, query)) = written.split_once('?')
            && is_signed(query)
        {
            stored(path)
        } else if written.starts_with("attachment:") {
            stored(written)
        } else if written.starts_with("file:") || written.starts_with("file%3A") {
            // A description of the file in JSON, signature included.
            Some(Self::Stored { name: String::new(), signed: Signed(String::new()) })
        } else {
            Some(Self::External(written.to_owned()))
        }
    }

    /// The address as it was written, where a person may look for it: not one that is signed,
    /// and not that of a page of Notion's, whose digits nobody types.
    pub fn findable(written: &str) -> Option<&str> {
        let written = unwrapped(written.trim());
        let is_whole = written.contains("://") || written.starts_with("mailto:");
        let leads_out = is_whole && page_id(written).is_none();
        (leads_out && matches!(Self::new(written), Some(Self::External(_)))).then_some(written)
    }
}

pub(super) fn is_signed(query: &str) -> bool {
    SIGNATURES.iter().any(|signature| query.contains(signature))
}

/// Some answers write addresses as `{{https://…}}`.
fn unwrapped(written: &str) -> &str {
    written.strip_prefix("{{").and_then(|inner| inner.strip_suffix("}}")).unwrap_or(written)
}

fn percent_decoded(text: &str) -> String {
    let encoded = text.replace('+', "%2B");
    url::form_urlencoded::parse(format!("={encoded}").replace('&', "%26").as_bytes())
        .map(|(_, value)| value.into_owned())
        .next()
        .unwrap_or_default()
}

/// The page or database that an address of Notion's names: the digits that end the last
/// part of its path, or, for a page shown over another, of `?p=`.
pub(super) fn page_id(written: &str) -> Option<NotionId> {
    let written = unwrapped(written.trim());
    let (path, query) = match written.split_once(['?', '#']) {
        Some((path, rest)) => (path, rest.split('#').next().unwrap_or_default()),
        None => (written, ""),
    };
    if !is_notions(path) {
        return None;
    }
    let over = query.split('&').find_map(|pair| pair.strip_prefix("p="));
    over.and_then(ending_id).or_else(|| ending_id(path.trim_end_matches('/').rsplit('/').next()?))
}

/// The block that an address names after its `#`; without one the page.
pub(super) fn block_id(written: &str) -> Option<NotionId> {
    let written = unwrapped(written.trim());
    let fragment = written.split_once('#').and_then(|(_, fragment)| ending_id(fragment));
    fragment.or_else(|| page_id(written)).or_else(|| object_id(written))
}

/// The id in an address of any kind, such as `user://…` or `collection://…`.
pub(super) fn object_id(written: &str) -> Option<NotionId> {
    let written = unwrapped(written.trim());
    page_id(written).or_else(|| ending_id(written.split(['?', '#']).next()?.rsplit('/').next()?))
}

/// A path without a host is one of the workspace itself.
fn is_notions(path: &str) -> bool {
    let Some((scheme, rest)) = path.split_once("://") else { return path.starts_with('/') };
    let host = rest.split('/').next().unwrap_or_default();
    let of = |domain: &str| host == domain || host.ends_with(&format!(".{domain}"));
    scheme == "notion"
        || (matches!(scheme, "http" | "https") && (of("notion.so") || of("notion.com") || of("notion.site")))
}

/// `Some-title-598337872cf94fdf8782e53db20768a5`, bare or with hyphens.
fn ending_id(text: &str) -> Option<NotionId> {
    let tail = |length: usize| text.get(text.len().checked_sub(length)?..);
    [36, 32].into_iter().find_map(|length| tail(length)?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn signed_addresses_are_reduced_to_a_name() {
        let mut table = String::new();
        for written in [
            "https://b.example/i.png?size=2",
            "https://prod-files-secure.s3.us-west-2.amazonaws.com/a/My%20plan%2B1.pdf?X-Amz-Algorithm=x&X-Amz-Signature=abc",
            "https://file.notion.so/f/f/x/y/photo.jpg?table=block&expirationTimestamp=1&signature=z",
            "attachment:598337872cf94fdf8782e53db20768a5:notes&more.txt",
            "file%3A%2F%2F%7B%22source%22%3A%22x%22%7D",
            "{{https://b.example/c}}",
            "  ",
        ] {
            table += &format!("{:?}\n", Address::new(written));
        }
        expect![[r#"
            Some(External("https://b.example/i.png?size=2"))
            Some(Stored { name: "My plan+1.pdf" })
            Some(Stored { name: "photo.jpg" })
            Some(Stored { name: "notes&more.txt" })
            Some(Stored { name: "" })
            Some(External("https://b.example/c"))
            None
        "#]]
        .assert_eq(&table);
    }

    #[test]
    fn ids_are_found_in_notions_addresses_only() {
        let a = "598337872cf94fdf8782e53db20768a5";
        let b = "00000000000040008000000000000001";
        let mut table = String::new();
        for written in [
            format!("https://app.notion.com/p/{a}"),
            format!("https://www.notion.so/acme/A-Title-{a}?pvs=4#{b}"),
            format!("https://www.notion.so/{a}?v={b}&p={b}"),
            "https://acme.notion.site/59833787-2cf9-4fdf-8782-e53db20768a5/".to_owned(),
            format!("/{a}"),
            format!("{{{{https://notion.so/{a}}}}}"),
            format!("https://example.com/{a}"),
            format!("https://notion.so.example.com/{a}"),
            format!("user://{a}"),
            format!("collection://{a}"),
            "https://www.notion.so/é".to_owned(),
        ] {
            let short =
                |id: Option<NotionId>| id.map_or("-".into(), |id| id.bare().chars().take(4).collect());
            let (page, block): (String, String) = (short(page_id(&written)), short(block_id(&written)));
            table += &format!("{page:4} {block:4} {:4} {written}\n", short(object_id(&written)));
        }
        expect![[r#"
            5983 5983 5983 https://app.notion.com/p/598337872cf94fdf8782e53db20768a5
            5983 0000 5983 https://www.notion.so/acme/A-Title-598337872cf94fdf8782e53db20768a5?pvs=4#00000000000040008000000000000001
            0000 0000 0000 https://www.notion.so/598337872cf94fdf8782e53db20768a5?v=00000000000040008000000000000001&p=00000000000040008000000000000001
            5983 5983 5983 https://acme.notion.site/59833787-2cf9-4fdf-8782-e53db20768a5/
            5983 5983 5983 /598337872cf94fdf8782e53db20768a5
            5983 5983 5983 {{https://notion.so/598337872cf94fdf8782e53db20768a5}}
            -    5983 5983 https://example.com/598337872cf94fdf8782e53db20768a5
            -    5983 5983 https://notion.so.example.com/598337872cf94fdf8782e53db20768a5
            -    5983 5983 user://598337872cf94fdf8782e53db20768a5
            -    5983 5983 collection://598337872cf94fdf8782e53db20768a5
            -    -    -    https://www.notion.so/é
        "#]].assert_eq(&table);
    }
}
