//! The page on which a person lets the app in: what it asks for, which pages, Allow and Cancel. Also the page that
//! Notion shows instead of sending anybody back to an address that it does not know.
//!
//! Plain HTML without scripts. It never pretends to be Notion's: it says what it is in its first line.

use uuid::Uuid;

/// One line of the page picker.
#[derive(Debug)]
pub struct Choice {
    pub id: Uuid,
    pub title: String,
    pub icon: Option<String>,
    pub picked: bool,
}

const STYLE: &str = "
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 34rem; margin: 3rem auto; padding: 0 1.25rem; }
.notice { border: 1px solid; border-radius: .5rem; padding: .5rem .75rem; font-size: .9rem; }
h1 { font-size: 1.4rem; line-height: 1.3; }
fieldset { border: 1px solid color-mix(in srgb, currentColor 30%, transparent); border-radius: .5rem; padding: .5rem .75rem; max-height: 22rem; overflow: auto; }
legend { padding: 0 .25rem; font-weight: 600; }
fieldset label { display: flex; gap: .6rem; align-items: center; padding: .3rem 0; }
.person { display: flex; gap: .6rem; align-items: center; }
select { font: inherit; padding: .25rem .5rem; border-radius: .5rem; }
input { inline-size: 1.1rem; block-size: 1.1rem; flex: none; }
.actions { display: flex; gap: .75rem; justify-content: flex-end; margin-top: 1.25rem; }
button { font: inherit; padding: .5rem 1.25rem; border-radius: .5rem; border: 1px solid; cursor: pointer; }
button#allow { background: #1f6feb; border-color: #1f6feb; color: #fff; }
";

/// The consent page. `site` is where the answer will go.
pub fn ask(workspace: &str, people: &[&str], site: &str, ticket: &str, choices: &[Choice]) -> String {
    let rows: String = choices
        .iter()
        .map(|choice| {
            let id = choice.id;
            let checked = if choice.picked { " checked" } else { "" };
            let icon = choice.icon.as_deref().unwrap_or("📄");
            let title = if choice.title.trim().is_empty() { "Untitled" } else { &choice.title };
            format!(
                "<label><input type=\"checkbox\" name=\"page\" value=\"{id}\"{checked}>\
                 <span aria-hidden=\"true\">{}</span><bdi>{}</bdi></label>\n",
                text(icon),
                text(title)
            )
        })
        .collect();
    let options: String = people
        .iter()
        .enumerate()
        .map(|(index, name)| format!("<option value=\"{index}\">{}</option>", text(name)))
        .collect();
    page(
        "Connect to the sample workspace",
        &format!(
            "<h1>Trove wants to read pages in <bdi>{}</bdi></h1>\n\
             <p>Trove will be able to read the pages you choose and the pages inside \
             them. Make sure you trust it: the answer goes to <code>{}</code>.</p>\n\
             <form method=\"post\" action=\"/v1/oauth/authorize\">\n\
             <input type=\"hidden\" name=\"ticket\" value=\"{}\">\n\
             <p class=\"person\"><label for=\"person\">Signed in as</label>\n\
             <select id=\"person\" name=\"person\">{options}</select></p>\n\
             <fieldset><legend>Pages to share</legend>\n{rows}</fieldset>\n\
             <div class=\"actions\">\n\
             <button id=\"cancel\" type=\"submit\" name=\"decision\" value=\"cancel\">Cancel</button>\n\
             <button id=\"allow\" type=\"submit\" name=\"decision\" value=\"allow\">Allow access</button>\n\
             </div>\n</form>",
            text(workspace),
            text(site),
            text(ticket)
        ),
    )
}

/// The page for a request that cannot be answered by a redirect.
pub fn refuse(reason: &str) -> String {
    page(
        "This request cannot go on",
        &format!(
            "<h1 id=\"error\">{}</h1>\n<p>Nobody has been sent back to the app. You can close this page.</p>",
            text(reason)
        ),
    )
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title} (local stand-in for Notion)</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <p class=\"notice\" role=\"note\">This is <strong>trove-sim</strong>, a stand-in for Notion on this computer. \
         Nothing here reaches Notion.</p>\n{body}\n</main>\n</body>\n</html>\n"
    )
}

/// Text made safe for HTML, in content and in quoted attributes.
fn text(raw: &str) -> String {
    raw.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
