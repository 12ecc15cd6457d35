//! What a forge runs with our keys: pinned, and allowed no more than each job says.
//!
//! Not whether it works: nobody here can run it.

use super::source::Source;

const FOLDER: &str = ".github/workflows/";

pub fn are_tame(source: &Source) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, text) in source.within(FOLDER, &[".yml", ".yaml"]) {
        let lines = || text.lines().map(|line| line.trim().trim_start_matches("- "));
        let actions = lines().filter_map(|line| line.strip_prefix("uses: "));
        // A tag may be moved to other code; a commit may not.
        findings.extend(
            actions
                .filter(|action| !is_pinned(action))
                .map(|action| format!("{path} runs {action} by no commit")),
        );
        if !text.lines().any(|line| line == "permissions: {}") {
            findings.push(format!("{path} gives each job more than the job says: `permissions: {{}}`"));
        }
        // It runs a stranger's code beside the secrets.
        if lines().any(|line| line.starts_with("pull_request_target")) {
            findings.push(format!("{path} runs on pull_request_target"));
        }
        // What is put into a script's text is run, if its author wants that; what is in the
        // environment is not.
        let scripts = scripts(text);
        findings.extend(
            scripts
                .iter()
                .filter(|line| line.contains("${{"))
                .map(|line| format!("{path} puts an expression into a script: {}", line.trim())),
        );
    }
    findings
}

/// `owner/name@` and forty hexadecimal digits, with the version for people behind it.
fn is_pinned(action: &str) -> bool {
    let Some((_, commit)) = action.split_once('@') else { return false };
    let Some((commit, version)) = commit.split_once(" # v") else { return false };
    commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()) && !version.is_empty()
}

/// Lines of `run:`, whether they stand beside it or below.
fn scripts(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    // How far in the word stands whose script goes on.
    let mut within = None;
    for line in text.lines() {
        let depth = line.len() - line.trim_start_matches([' ', '-']).len();
        if within.is_some_and(|run| depth > run) {
            found.push(line);
            continue;
        }
        within = line.trim_start_matches([' ', '-']).starts_with("run:").then_some(depth);
        found.extend(within.map(|_| line));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    const TAME: &str = "on:\n  push:\npermissions: {}\njobs:\n  a:\n    permissions:\n      contents: read\n    steps:\n      \
        - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2\n      \
        - name: x\n        env:\n          TAG: ${{ github.ref_name }}\n        run: |\n          echo \"$TAG\"\n      - run: ls\n";

    #[test]
    fn what_is_wild_is_found() {
        let found = |from: &str, to: &str| {
            are_tame(&sample(&[
                (".github/workflows/x.yml", &TAME.replacen(from, to, 1)),
                ("other.yml", "uses: x"),
            ]))
        };
        assert_eq!(found("", ""), Vec::<String>::new());
        for (from, to) in [
            ("11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2", "v4"),
            (" # v4.2.2", ""),
            ("11bd71901b", "11bd71901z"),
            ("actions/checkout@", "actions/checkout "),
            ("permissions: {}\n", ""),
            ("permissions: {}\n", "permissions: write-all\n"),
            ("  push:", "  pull_request_target:"),
            ("echo \"$TAG\"", "echo ${{ github.ref_name }}"),
            ("- run: ls", "- run: ls ${{ github.ref_name }}"),
        ] {
            assert_eq!(found(from, to).len(), 1, "{to}");
        }
    }
}
