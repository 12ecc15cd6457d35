//! What packages say of Trove, where two files have to say the same.
//!
//! Not whether a software centre accepts it: `appstreamcli` tells, in `cargo xtask test`.

use super::source::Source;

const METAINFO: &str = "src-tauri/packaging/net.trovesearch.desktop.metainfo.xml";

/// One fact in two places: the metadata's, and where it is decided.
pub fn agrees(source: &Source) -> Vec<String> {
    let text = |path| source.get(path).unwrap_or_default();
    let (metainfo, settings) = (text(METAINFO), text("tauri.conf.json"));
    let version = text("Cargo.toml").lines().find_map(|line| line.strip_prefix("version = "));
    let version = version.unwrap_or_default().trim_matches('"');
    let setting = |key: &str| between(settings, &format!("\"{key}\": \""), "\"");
    let (identifier, product) = (setting("identifier"), setting("productName"));
    let mut findings = Vec::new();
    for (what, wanted) in [
        ("the version", format!("<release version=\"{version}\"")),
        ("the identifier", format!("<id>{identifier}</id>")),
        ("the name", format!("<name>{product}</name>")),
        ("the desktop entry", format!(">{product}.desktop</launchable>")),
        ("the scheme", format!("<mediatype>x-scheme-handler/{identifier}</mediatype>")),
    ] {
        if !metainfo.contains(&wanted) {
            findings.push(format!("{METAINFO} has not {what} of the app: {wanted}"));
        }
    }
    for package in ["deb", "rpm"] {
        let of_it = settings.split_once(&format!("\"{package}\": {{")).map_or("", |(_, rest)| rest);
        let files = between(of_it, "\"files\": {", "}");
        for file in [METAINFO, "\"LICENSE-MIT\"", "\"LICENSE-APACHE\"", "\"THIRD-PARTY.md\""] {
            if !files.contains(file) {
                findings.push(format!("the .{package} does not carry {file}"));
            }
        }
    }
    findings
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let rest = text.split_once(from).map_or("", |(_, rest)| rest);
    rest.split_once(to).map_or("", |(inside, _)| inside)
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    #[test]
    fn what_says_otherwise_or_is_left_out_is_found() {
        let files = format!(
            "\"files\": {{ \"/m\": \"{METAINFO}\", \"/a\": \"LICENSE-MIT\", \"/b\": \"LICENSE-APACHE\", \"/c\": \"THIRD-PARTY.md\" }}"
        );
        let settings = format!(
            "{{ \"productName\": \"Trove\", \"identifier\": \"net.x\", \"deb\": {{ {files} }}, \"rpm\": {{ {files} }} }}"
        );
        let metainfo = "<id>net.x</id><name>Trove</name><launchable type=\"desktop-id\">Trove.desktop</launchable>\
                        <mediatype>x-scheme-handler/net.x</mediatype><release version=\"1.2.3\" date=\"x\">";
        let manifest = "[workspace.package]\nversion = \"1.2.3\"\n";
        let found = |from: &str, to: &str| {
            let changed = |text: &str| text.replacen(from, to, 1);
            agrees(&sample(&[
                ("Cargo.toml", &changed(manifest)),
                ("tauri.conf.json", &changed(&settings)),
                (METAINFO, &changed(metainfo)),
            ]))
        };
        assert_eq!(found("", ""), Vec::<String>::new());
        for (from, to) in [
            ("1.2.3\"\n", "1.2.4\"\n"),
            ("<id>net.x", "<id>net.y"),
            (">Trove.desktop", ">trove.desktop"),
            ("handler/net.x", "handler/net.y"),
            ("LICENSE-MIT", "LICENSE"),
        ] {
            assert_eq!(found(from, to).len(), 1, "{from}");
        }
    }
}
