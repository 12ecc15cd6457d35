//! How much work reading a body takes, counted: letters looked at, and things moved. Only
//! tests count; what they compare is the work for a text and for twice the text.
//!
//! Not here: time, which depends on what else the machine does.

/// So much more was done.
#[inline]
pub(super) fn take(steps: usize) {
    #[cfg(test)]
    counted::TAKEN.with(|taken| taken.set(taken.get() + steps));
    #[cfg(not(test))]
    let _ = steps;
}

/// What was looked for in `text`, at the cost of looking as far as it was found.
#[inline]
pub(super) fn looked(text: &str, found: Option<usize>) -> Option<usize> {
    take(1 + found.unwrap_or(text.len()));
    found
}

#[cfg(test)]
mod counted {
    use crate::markdown::{content_hash, parse};
    use std::cell::Cell;

    thread_local! {
        pub static TAKEN: Cell<usize> = const { Cell::new(0) };
    }

    /// Everything that is done with a body once it is here.
    fn steps(markdown: &str) -> usize {
        TAKEN.set(0);
        let document = parse(markdown);
        document.text();
        document.linked_pages();
        document.missing();
        content_hash(markdown);
        TAKEN.get()
    }

    /// Whatever begins, ends or is part of something, as far as the reading knows it.
    const PIECES: [&str; 62] = [
        "a",
        " ",
        "**",
        "*",
        "~~",
        "`",
        "``",
        "```",
        "$",
        "$`",
        "`$",
        "[",
        "]",
        "[^",
        "](",
        "](https://a.example/",
        ")",
        "(",
        "![",
        "\\",
        "<",
        ">",
        "</",
        "<a ",
        "<a x=\"",
        "\"",
        "=\"",
        "<br>",
        "<span color=\"red\">",
        "</span>",
        "<mention-user url=\"u\">",
        "</mention-user>",
        "<mention-page url=\"https://app.notion.com/p/598337872cf94fdf8782e53db20768a5\"/>",
        "<callout icon=\"x\">",
        "</callout>",
        "<details>",
        "<summary>",
        "</summary>",
        "</details>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<columns>",
        "<page url=\"p\">",
        "</page>",
        "<file src=\"https://s3.example/a?X-Amz-Signature=1\">",
        "<meeting-notes>",
        "<empty-block/>",
        "<unknown url=\"u\" alt=\"a\"/>",
        "<future>",
        "{",
        "}",
        "{color=\"red\"}",
        "://",
        "\n",
        "\n\t",
        "\n- ",
        "\n1. ",
        "\n$$\n",
        "\n:::\n",
    ];

    /// Twice the text may take a little more than twice the steps, never four times.
    fn check(name: &str, text: impl Fn(usize) -> String) {
        const COUNT: usize = 40;
        let (one, two) = (steps(&text(COUNT)), steps(&text(2 * COUNT)));
        assert!(10 * two <= 23 * one + 10 * COUNT, "{name}: {one} steps, for twice the text {two}");
    }

    /// Check 56.
    #[test]
    fn twice_the_text_takes_twice_the_steps() {
        for one in PIECES {
            check(one, |count| one.repeat(count));
            for other in PIECES {
                check(&format!("{one}{other} alternating"), |count| format!("{one}{other}").repeat(count));
                check(&format!("{one} then {other}"), |count| {
                    format!("{}{}", one.repeat(count), other.repeat(count))
                });
            }
        }
    }

    /// Three of them, each side by side and each after the other; those that brought trouble
    /// once are among them.
    #[test]
    fn so_do_three_constructs_together() {
        let kept = [
            "a",
            "*",
            "`",
            "$`",
            "[",
            "](https://a.example/",
            ")",
            "<mention-user url=\"u\">",
            "</mention-user>",
            "<a x=\"",
            "<td>",
            "\n- ",
        ];
        for one in kept {
            for other in kept {
                for third in kept {
                    check(&format!("{one} then {other}{third}"), |count| {
                        format!("{}{}", one.repeat(count), format!("{other}{third}").repeat(count))
                    });
                    check(&format!("{one}{other} then {third}"), |count| {
                        format!("{}{}", format!("{one}{other}").repeat(count), third.repeat(count))
                    });
                }
            }
        }
    }

    /// A body that is fetched in parts: as many holes as parts, beside each other and each within
    /// the one before.
    #[test]
    fn filling_twice_as_many_holes_takes_twice_the_steps() {
        let id = |n: usize| format!("{n:032x}");
        let hole = |n: usize| format!("<unknown url=\"https://app.notion.com/p/{}\" alt=\"a\"/>\n", id(n));
        let filled = |count: usize, body: String, inside: bool| {
            let parts = (0..count).map(|n| {
                let next = if inside { hole(n + 1) } else { String::new() };
                (id(n).parse().unwrap(), parse(&format!("words\n{next}")))
            });
            let (mut document, parts) = (parse(&body), parts.collect::<Vec<_>>());
            TAKEN.set(0);
            assert_eq!(document.fill(parts), 0);
            TAKEN.get()
        };
        for inside in [false, true] {
            let steps = |count: usize| {
                let body = if inside { hole(0) } else { (0..count).map(hole).collect() };
                filled(count, body, inside)
            };
            let (one, two) = (steps(200), steps(400));
            assert!(one > 0 && 10 * two <= 21 * one, "{one} steps, for twice the parts {two}");
        }
    }

    /// One long address behind a label of many runs is kept once.
    #[test]
    fn a_long_address_behind_many_runs_is_looked_at_once() {
        check("a label of many runs", |count| {
            format!("[{}](https://a.example/{})", "a**b**".repeat(count), "c".repeat(10 * count))
        });
        check("a mention in each", |count| {
            format!(
                "[{}](https://a.example/{})",
                "<mention-user url=\"u\">b</mention-user>".repeat(count),
                "c".repeat(10 * count)
            )
        });
    }
}
