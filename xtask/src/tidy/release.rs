//! What a released program must not have, held in the manifests.
//!
//! Not what is seen in a built program (`elf`).

use super::source::Source;

/// The inspector is compiled in by this feature of Tauri's, and by nothing else in a release.
const INSPECTOR: &str = "devtools";

/// Symbols and debug information tell where things lie.
const PROFILE: &[&str] = &["strip = \"symbols\"", "lto = \"thin\""];
const NOT_IN_PROFILE: &[&str] = &["debug = true", "debug-assertions = true", "overflow-checks = false"];

/// Libraries that would change a running installation.
const UPDATER: &str = "tauri-plugin-updater";

pub fn profile(source: &Source) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, text) in source.within("", &["Cargo.toml"]) {
        if text.lines().any(|line| !line.trim_start().starts_with('#') && line.contains(INSPECTOR)) {
            findings.push(format!("{path} compiles the inspector in"));
        }
        if text.contains(UPDATER) {
            findings.push(format!("{path} names {UPDATER}, whose signatures nobody has tried"));
        }
    }
    let manifest = source.get("Cargo.toml").unwrap_or_default();
    let profile = manifest.split_once("\n[profile.release]").map_or("", |(_, rest)| rest);
    let profile = profile.split("\n[").next().unwrap_or_default();
    let missing = PROFILE.iter().filter(|line| !profile.contains(**line));
    findings.extend(missing.map(|line| format!("the release profile has no {line}")));
    let unwanted = NOT_IN_PROFILE.iter().filter(|line| profile.contains(**line));
    findings.extend(unwanted.map(|line| format!("the release profile has {line}")));
    findings
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    /// Checks 21, 59.
    #[test]
    fn a_weaker_release_is_found() {
        let good = "[dependencies]\ntauri = { version = \"2\", features = [] }\n\n[profile.release]\nlto = \"thin\"\nstrip = \"symbols\"\n";
        let found = |change: &dyn Fn(&str) -> String| profile(&sample(&[("Cargo.toml", &change(good))]));
        assert_eq!(found(&str::to_owned), Vec::<String>::new());
        for (from, to) in [
            ("features = []", "features = [\"devtools\"]"),
            ("strip = \"symbols\"", "strip = \"debuginfo\""),
            ("lto = \"thin\"", "lto = \"thin\"\ndebug = true"),
            ("tauri = ", "tauri-plugin-updater = \"2\"\ntauri = "),
        ] {
            assert_eq!(found(&|text| text.replace(from, to)).len(), 1, "{to}");
        }
    }
}
