//! Desktop entries that the app writes itself, for links and for the start at login.
//!
//! Desktop Entry Specification, "The Exec key": quoting first, then the escape of backslashes
//! that every string value has, and `%` doubled. Unquoted where the path allows: xdg-open's
//! generic mode cannot run what is quoted, and fails only where quoting is right.

use std::path::PathBuf;

/// The value of `Exec` for this program, which reads back as [`program_of`].
pub fn exec(program: &str) -> String {
    let plain = program.chars().all(|c| c.is_alphanumeric() || "/._-+".contains(c));
    if plain {
        return program.to_owned();
    }
    let mut quoted = String::from('"');
    for c in program.chars() {
        match c {
            '\\' => quoted.push_str(r"\\\\"),
            '"' | '`' | '$' => quoted.extend([r"\\", c.encode_utf8(&mut [0; 4])]),
            '%' => quoted.push_str("%%"),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// The program named by an entry's `Exec` line, quoted or not.
pub fn program_of(entry: &str) -> Option<PathBuf> {
    let exec = entry.lines().find_map(|line| line.strip_prefix("Exec="))?.replace("\\\\", "\\");
    let Some(quoted) = exec.strip_prefix('"') else {
        return exec.split_whitespace().next().map(|program| program.replace("%%", "%").into());
    };
    let mut program = String::new();
    let mut rest = quoted.chars();
    loop {
        match rest.next()? {
            '"' => return Some(program.replace("%%", "%").into()),
            '\\' => program.push(rest.next()?),
            plain => program.push(plain),
        }
    }
}

/// This program, where an entry can name it: a line break would start another line.
pub fn own_program() -> Option<String> {
    let program = std::env::current_exe().ok()?;
    program.to_str().filter(|program| !program.contains(char::is_control)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_quoted_only_where_it_must_be() {
        assert_eq!(exec("/usr/bin/trove-desktop"), "/usr/bin/trove-desktop");
        assert_eq!(exec("/home/josé/trove"), "/home/josé/trove");
        assert_eq!(exec("/home/a b/$x"), r#""/home/a b/\\$x""#);
        assert_eq!(exec(r"/a\b/100%"), r#""/a\\\\b/100%%""#);
    }

    #[test]
    fn the_program_is_read_back_from_either_form() {
        for program in ["/usr/bin/trove-desktop", "/home/a b/trove", r#"/a\b/100% "$`'/trove"#] {
            let entry = format!("[Desktop Entry]\nExec={} %u\n", exec(program));
            assert_eq!(program_of(&entry), Some(PathBuf::from(program)));
        }
    }
}
