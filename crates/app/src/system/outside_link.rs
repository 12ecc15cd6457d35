//! Which addresses may leave the app, and in what form the system's opener gets them.
//!
//! Pure. Page addresses are written by whoever edits a page, so nothing but Notion's
//! own https addresses passes, re-serialized, as one argument.

use crate::ui_types::{HelpPage, OpenIn};
use trove_model::{NotionId, Origin};
use url::{Host, Url};

const MAX_LENGTH: usize = 2048;

/// The address is not one Trove opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkRefused;

/// The address of a page as the opener should get it.
///
/// `stored` is what Notion said; a page without a usable one opens by its id.
/// While the server is not Notion, pages lie on that server.
pub fn page_address(stored: Option<&str>, id: &NotionId, origin: &Origin, place: OpenIn) -> String {
    let web = stored
        .and_then(|address| notion_page(address, origin).ok())
        .unwrap_or_else(|| format!("https://www.notion.so/{}", id.bare()));
    match (place, web.strip_prefix("https://")) {
        // Notion's app takes the same address under its own scheme.
        (OpenIn::NotionApp, Some(rest)) => format!("notion://{rest}"),
        _ => web,
    }
}

/// `https` on Notion's hosts, or any page of the configured loopback server.
///
/// # Errors
/// For everything else: other schemes and hosts, user names, control characters,
/// more than 2048 bytes.
pub fn notion_page(address: &str, origin: &Origin) -> Result<String, LinkRefused> {
    if address.len() > MAX_LENGTH || address.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(LinkRefused);
    }
    let url = Url::parse(address).map_err(|_| LinkRefused)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(LinkRefused);
    }
    let at_notion = url.scheme() == "https"
        && url.port().is_none()
        && matches!(url.host(), Some(Host::Domain(host)) if is_notion_host(host));
    if at_notion || (!origin.is_notion() && origin.covers(&url)) { Ok(url.into()) } else { Err(LinkRefused) }
}

/// `notion.so`, `notion.com` and what lies directly below them: published sites on
/// `notion.site` are not where a page is edited.
fn is_notion_host(host: &str) -> bool {
    ["notion.so", "notion.com"].iter().any(|domain| {
        host.strip_suffix(domain).is_some_and(|rest| {
            rest.is_empty()
                || rest.strip_suffix('.').is_some_and(|label| !label.is_empty() && !label.contains('.'))
        })
    })
}

/// Pages of Notion's that the window may ask for by name.
pub fn help_address(page: HelpPage) -> &'static str {
    match page {
        HelpPage::Tokens => "https://www.notion.so/developers/tokens",
        HelpPage::Connections => "https://www.notion.so/developers/connections",
        HelpPage::Sharing => "https://www.notion.com/help/add-and-manage-connections-with-the-api",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    /// Check 54.
    #[test]
    fn only_notions_own_addresses_leave() {
        let notion = Origin::parse(Origin::NOTION).unwrap();
        let mut table = String::new();
        for address in [
            "https://www.notion.so/Plan-598337872cf94fdf8782e53db20768a5",
            "https://app.notion.com/p/598337872cf94fdf8782e53db20768a5",
            "https://notion.so/x",
            "HTTPS://WWW.NOTION.SO/x",
            "https://www.notion.so/a b",
            "https://www.notion.so/x\"; rm -rf",
            "https://www.notion.so/$(id)`id`",
            "http://www.notion.so/x",
            "https://www.notion.so:444/x",
            "https://evilnotion.so/x",
            "https://notion.so.evil.example/x",
            "https://a.b.notion.so/x",
            "https://.notion.so/x",
            "https://user@www.notion.so/x",
            "https://www.notion.so\\@evil.example/x",
            "https://team.notion.site/x",
            "https://www.nοtion.so/x",
            "notion://www.notion.so/x",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "smb://host/share",
            "\\\\host\\share",
            "//www.notion.so/x",
            "ms-msdt:/id",
            "search-ms:query=x",
            "vbscript:x",
            "blob:https://www.notion.so/x",
            "tauri://localhost/x",
            "net.trovesearch.desktop:/oauth/callback?code=x",
            "--version",
            "",
            "https://www.notion.so/\r\nx",
            "https://www.notion.so/\u{202e}x",
        ] {
            let line = notion_page(address, &notion).unwrap_or_else(|_| "refused".into());
            table += &format!("{:?} -> {line}\n", address);
        }
        let long = format!("https://www.notion.so/{}", "x".repeat(MAX_LENGTH));
        assert_eq!(notion_page(&long, &notion), Err(LinkRefused));
        expect![[r#"
            "https://www.notion.so/Plan-598337872cf94fdf8782e53db20768a5" -> https://www.notion.so/Plan-598337872cf94fdf8782e53db20768a5
            "https://app.notion.com/p/598337872cf94fdf8782e53db20768a5" -> https://app.notion.com/p/598337872cf94fdf8782e53db20768a5
            "https://notion.so/x" -> https://notion.so/x
            "HTTPS://WWW.NOTION.SO/x" -> https://www.notion.so/x
            "https://www.notion.so/a b" -> refused
            "https://www.notion.so/x\"; rm -rf" -> refused
            "https://www.notion.so/$(id)`id`" -> https://www.notion.so/$(id)%60id%60
            "http://www.notion.so/x" -> refused
            "https://www.notion.so:444/x" -> refused
            "https://evilnotion.so/x" -> refused
            "https://notion.so.evil.example/x" -> refused
            "https://a.b.notion.so/x" -> refused
            "https://.notion.so/x" -> refused
            "https://user@www.notion.so/x" -> refused
            "https://www.notion.so\\@evil.example/x" -> https://www.notion.so/@evil.example/x
            "https://team.notion.site/x" -> refused
            "https://www.nοtion.so/x" -> refused
            "notion://www.notion.so/x" -> refused
            "javascript:alert(1)" -> refused
            "data:text/html,x" -> refused
            "file:///etc/passwd" -> refused
            "smb://host/share" -> refused
            "\\\\host\\share" -> refused
            "//www.notion.so/x" -> refused
            "ms-msdt:/id" -> refused
            "search-ms:query=x" -> refused
            "vbscript:x" -> refused
            "blob:https://www.notion.so/x" -> refused
            "tauri://localhost/x" -> refused
            "net.trovesearch.desktop:/oauth/callback?code=x" -> refused
            "--version" -> refused
            "" -> refused
            "https://www.notion.so/\r\nx" -> refused
            "https://www.notion.so/\u{202e}x" -> https://www.notion.so/%E2%80%AEx
        "#]].assert_eq(&table);
    }

    /// Check 54.
    #[test]
    fn a_page_opens_by_id_where_its_address_is_refused() {
        let id: NotionId = "598337872cf94fdf8782e53db20768a5".parse().unwrap();
        let notion = Origin::parse(Origin::NOTION).unwrap();
        let sample = Origin::parse("http://127.0.0.1:4010").unwrap();
        let local = "http://127.0.0.1:4010/p/598337872cf94fdf8782e53db20768a5";
        let web = "https://app.notion.com/p/598337872cf94fdf8782e53db20768a5";
        let mut table = String::new();
        for (stored, origin, place) in [
            (Some(web), &notion, OpenIn::Browser),
            (Some(web), &notion, OpenIn::NotionApp),
            (Some("javascript:alert(1)"), &notion, OpenIn::Browser),
            (None, &notion, OpenIn::NotionApp),
            (Some(local), &sample, OpenIn::Browser),
            (Some(local), &sample, OpenIn::NotionApp),
            (Some(local), &notion, OpenIn::Browser),
        ] {
            table += &format!("{}\n", page_address(stored, &id, origin, place));
        }
        expect![[r#"
            https://app.notion.com/p/598337872cf94fdf8782e53db20768a5
            notion://app.notion.com/p/598337872cf94fdf8782e53db20768a5
            https://www.notion.so/598337872cf94fdf8782e53db20768a5
            notion://www.notion.so/598337872cf94fdf8782e53db20768a5
            http://127.0.0.1:4010/p/598337872cf94fdf8782e53db20768a5
            http://127.0.0.1:4010/p/598337872cf94fdf8782e53db20768a5
            https://www.notion.so/598337872cf94fdf8782e53db20768a5
        "#]]
        .assert_eq(&table);
    }
}
