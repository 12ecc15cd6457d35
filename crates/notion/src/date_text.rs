//! Dates of Notion's as text, for the index and the preview.
//!
//! Not here: a person's language and zone; a date stands as it was written.

/// `2026-05-01T10:00:00.000+02:00` as `2026-05-01 10:00`, so that its day is a word of its
/// own. What has no time, or is no date, stays as it is.
pub(crate) fn moment(written: &str) -> String {
    let parts = written.split_once('T').and_then(|(day, time)| Some((day, time.get(..5)?)));
    match parts {
        Some((day, time)) if is_made_of(day, 10, b'-') && is_made_of(time, 5, b':') => {
            format!("{day} {time}")
        }
        _ => written.to_owned(),
    }
}

/// `2026-05-01 → 2026-05-03`, as Notion's own plain text has it.
pub(crate) fn range(ends: [Option<String>; 2]) -> String {
    let ends = ends.into_iter().flatten().filter(|end| !end.is_empty());
    ends.collect::<Vec<_>>().join(" → ")
}

fn is_made_of(text: &str, length: usize, sign: u8) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit() || byte == sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_a_word_of_its_own() {
        for (written, text) in [
            ("2026-05-01T10:00:00.000+02:00", "2026-05-01 10:00"),
            ("2026-05-01T23:30:00Z", "2026-05-01 23:30"),
            ("2026-05-01", "2026-05-01"),
            ("Today", "Today"),
            ("2026-05-01T1", "2026-05-01T1"),
            ("2026-05-01Tänö", "2026-05-01Tänö"),
            ("", ""),
        ] {
            assert_eq!(moment(written), text);
        }
    }
}
