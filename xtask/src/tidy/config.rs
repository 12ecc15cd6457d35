//! Tauri's settings that keep the window harmless, held where they were agreed.
//!
//! Read as text without spaces; the meaning of each is in SECURITY.md.

use super::source::Source;

const WANTED: &[&str] = &[
    "\"withGlobalTauri\":false",
    "\"freezePrototype\":true",
    "\"assetProtocol\":{\"enable\":false}",
    // The window is made in Rust, with its navigation guard.
    "\"windows\":[]",
];

const CSP: &[(&str, &str)] = &[
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("font-src", "'self'"),
    ("img-src", "'self' data:"),
    ("connect-src", "ipc: http://ipc.localhost"),
    ("frame-src", "'none'"),
    ("object-src", "'none'"),
    ("worker-src", "'none'"),
    ("base-uri", "'none'"),
    ("form-action", "'none'"),
    ("frame-ancestors", "'none'"),
];

/// Keys that weaken the above.
const UNWANTED: &[&str] = &["\"dangerous", "\"devUrl\"", "\"devCsp\"", "\"remote\"", "\"isolation\""];

pub fn tauri_settings(source: &Source) -> Vec<String> {
    let Some(text) = source.get("tauri.conf.json") else { return vec!["there is no tauri.conf.json".into()] };
    let dense = without_spaces(text);
    let mut findings: Vec<String> = WANTED
        .iter()
        .filter(|wanted| !dense.contains(**wanted))
        .map(|wanted| format!("{wanted} is gone"))
        .collect();
    for (directive, value) in CSP {
        if !dense.contains(&without_spaces(&format!("\"{directive}\":\"{value}\""))) {
            findings.push(format!("the CSP's {directive} is no longer {value}"));
        }
    }
    // Directives are counted inside their object, so that a new one is noticed.
    let csp = dense.split_once("\"csp\":{").and_then(|(_, rest)| rest.split_once('}'));
    let directives = csp.map_or(0, |(inside, _)| inside.split("\":\"").count() - 1);
    if directives != CSP.len() {
        findings.push(format!("the CSP has {directives} directives, not {}", CSP.len()));
    }
    findings.extend(
        UNWANTED.iter().filter(|word| dense.contains(**word)).map(|word| format!("{word} must not be there")),
    );
    findings
}

/// What `src-tauri/build.rs` makes: the commands of `src-tauri/commands.rs`.
const GRANTED: &str = "every-command";

/// The access list has nothing of a plugin's or of Tauri's core.
pub fn capabilities(source: &Source) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, text) in source.within("src-tauri/capabilities/", &["json", "toml"]) {
        let dense = without_spaces(text);
        let permissions = dense.split_once("\"permissions\":[").and_then(|(_, rest)| rest.split_once(']'));
        let Some((permissions, _)) = permissions else {
            findings.push(format!("{path} has no plain list of permissions"));
            continue;
        };
        for permission in permissions.split(',').map(|word| word.trim_matches('"')) {
            if permission != GRANTED {
                findings.push(format!("{path} grants {permission}"));
            }
        }
        if dense.contains("\"remote\"") {
            findings.push(format!("{path} lets pages from elsewhere call commands"));
        }
    }
    findings
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    fn settings(change: impl Fn(&str) -> String) -> Vec<String> {
        let csp: Vec<_> = CSP.iter().map(|(name, value)| format!("\"{name}\": \"{value}\"")).collect();
        let text = format!(
            "{{\"app\": {{\"withGlobalTauri\": false, \"windows\": [], \"security\": {{\"freezePrototype\": true,\n\
             \"csp\": {{ {} }}, \"assetProtocol\": {{ \"enable\": false }} }} }} }}",
            csp.join(",\n")
        );
        tauri_settings(&sample(&[("tauri.conf.json", &change(&text))]))
    }

    /// Check 16.
    #[test]
    fn weaker_settings_are_found() {
        assert_eq!(settings(str::to_owned), Vec::<String>::new());
        for (from, to) in [
            ("\"withGlobalTauri\": false", "\"withGlobalTauri\": true"),
            ("\"freezePrototype\": true", "\"freezePrototype\": false"),
            ("\"script-src\": \"'self'\"", "\"script-src\": \"'self' 'unsafe-inline'\""),
            ("\"enable\": false", "\"enable\": true"),
            ("\"csp\": {", "\"csp\": { \"media-src\": \"*\","),
            ("\"windows\"", "\"dangerousDisableAssetCspModification\": true, \"windows\""),
            ("\"windows\"", "\"devUrl\": \"http://localhost\", \"windows\""),
        ] {
            assert!(!settings(|text| text.replace(from, to)).is_empty(), "{to}");
        }
    }

    /// Check 17.
    #[test]
    fn grants_beyond_our_commands_are_found() {
        let source = sample(&[
            ("src-tauri/capabilities/main.json", "{\"permissions\": [\n\"every-command\"]}"),
            ("src-tauri/capabilities/bad.json", "{\"remote\": {}, \"permissions\": [\"core:default\"]}"),
        ]);
        assert_eq!(
            capabilities(&source),
            [
                "src-tauri/capabilities/bad.json grants core:default",
                "src-tauri/capabilities/bad.json lets pages from elsewhere call commands"
            ]
        );
    }
}
