//! Reads the text inside one block: marks, links, mentions, equations.
//!
//! Not here: blocks. One pass from left to right without going back, so the time taken
//! grows with the text whatever it holds; marks that are never closed end with the block.

use super::address::{object_id, page_id};
use super::code_span::{Unclosed, code_span};
use super::steps;
use super::tag::{Form, Tag};
use super::tree::{Color, Content, Mention, Mentioned, Object, Run, Style};
use crate::date_text;
use std::collections::HashMap;
use std::sync::Arc;

/// Backslashes resolved, tags gone.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut reader = Reader { text, links: link_targets(text), ..Reader::default() };
    while let Some(first) = reader.rest().chars().next() {
        steps::take(1);
        if !reader.construct(first) {
            reader.plain.push(first);
            reader.at += first.len_utf8();
        }
    }
    reader.flush();
    reader.runs.retain(|run| run.content != Content::Text(String::new()));
    reader.runs
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    at: usize,
    runs: Vec<Run>,
    /// Text that is not yet a run.
    plain: String,
    style: Style,
    /// What underline and color were before each open `<span>`.
    spans: Vec<(bool, Option<Color>)>,
    /// Open square brackets: the run, finished or not, and the offset in it.
    brackets: Vec<(usize, usize)>,
    /// Where the address in each `](…)` ends, by where it begins.
    links: HashMap<usize, usize>,
    /// The run of a mention whose closing tag has not come yet.
    mention: Option<usize>,
    /// Closing marks of which none is left.
    exhausted: Vec<&'static str>,
    unclosed: Unclosed,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Reads what begins here, if it is more than a letter.
    fn construct(&mut self, first: char) -> bool {
        let rest = self.rest();
        match first {
            '\\' => match rest.chars().nth(1) {
                Some(escaped) if escaped.is_ascii_punctuation() => self.push(escaped, 2),
                _ => false,
            },
            '*' if rest.starts_with("**") => self.toggle("**", |style| &mut style.bold),
            '*' => self.toggle("*", |style| &mut style.italic),
            '~' if rest.starts_with("~~") => self.toggle("~~", |style| &mut style.strikethrough),
            '`' => self.code(),
            '$' => self.equation(),
            '[' if rest.starts_with("[^") => self.citation(),
            '[' => {
                self.brackets.push((self.runs.len(), self.plain.len()));
                self.push('[', 1)
            }
            ']' => self.link(),
            '<' => self.tag(),
            _ => false,
        }
    }

    fn push(&mut self, letter: char, width: usize) -> bool {
        self.plain.push(letter);
        self.at += width;
        true
    }

    /// What is collected becomes a run.
    fn flush(&mut self) {
        if !self.plain.is_empty() {
            let text = std::mem::take(&mut self.plain);
            self.add(Content::Text(text));
        }
    }

    fn add(&mut self, content: Content) {
        self.runs.push(Run { content, style: self.style, link: None });
    }

    /// A mark before a space opens nothing: it is an asterisk among words.
    fn toggle(&mut self, mark: &str, flag: fn(&mut Style) -> &mut bool) -> bool {
        let after = self.rest().get(mark.len()..).and_then(|after| after.chars().next());
        let open = *flag(&mut self.style);
        if !open && after.is_none_or(char::is_whitespace) {
            return false;
        }
        self.flush();
        *flag(&mut self.style) = !open;
        self.at += mark.len();
        true
    }

    fn code(&mut self) -> bool {
        match code_span(self.text, self.at, &mut self.unclosed) {
            Err(fence) => {
                self.plain.push_str(self.text.get(self.at..fence).unwrap_or_default());
                self.at = fence;
            }
            Ok(span) => {
                self.flush();
                self.add(Content::Text(self.text.get(span.code).unwrap_or_default().to_owned()));
                if let Some(run) = self.runs.last_mut() {
                    run.style.code = true;
                }
                self.at = span.end;
            }
        }
        true
    }

    /// `` $`…`$ ``, or `$…$` without a space inside either end.
    fn equation(&mut self) -> bool {
        let rest = self.rest();
        let found = match rest.strip_prefix("$`") {
            Some(inner) => self.until(inner, "`$").map(|end| (inner, end, 4)),
            None => None,
        };
        let found = found.or_else(|| {
            let inner = rest.strip_prefix('$')?;
            let end = self.until(inner, "$")?;
            let expression = inner.get(..end)?;
            (!expression.is_empty() && expression.trim() == expression).then_some((inner, end, 2))
        });
        let Some((inner, end, marks)) = found else { return false };
        self.flush();
        self.add(Content::Equation(inner.get(..end).unwrap_or_default().to_owned()));
        self.at += end + marks;
        true
    }

    /// `[^address]`: a footnote; its address is all there is to show.
    fn citation(&mut self) -> bool {
        let Some(inner) = self.rest().strip_prefix("[^") else { return false };
        let Some(end) = self.until(inner, "]") else { return false };
        let address = inner.get(..end).unwrap_or_default();
        // It stands right behind a word and is none of its letters.
        self.plain.push(' ');
        self.flush();
        self.add(Content::Text(address.to_owned()));
        if let Some(run) = self.runs.last_mut() {
            run.link = Some(address.into());
        }
        self.at += end + 3;
        true
    }

    /// Looked for once more only where it may still come.
    fn until(&mut self, inner: &str, mark: &'static str) -> Option<usize> {
        if self.exhausted.contains(&mark) {
            return None;
        }
        let found = steps::looked(inner, inner.find(mark));
        if found.is_none() {
            self.exhausted.push(mark);
        }
        found
    }

    /// A bracket closes; with an address behind it what it holds is a link. Links do not
    /// nest, so brackets further out are text from here on.
    fn link(&mut self) -> bool {
        let Some((run, offset)) = self.brackets.pop() else { return false };
        let begin = self.at + 2;
        let Some(&end) = self.links.get(&begin) else { return false };
        let Some(address) = self.text.get(begin..end) else { return false };
        self.brackets.clear();
        self.flush();
        // Where a mention has swallowed the bracket there is nothing left to split.
        if let Some(Run { content: Content::Text(text), style, link }) = self.runs.get_mut(run)
            && link.is_none()
            && let Some(label) = text.get(offset..).and_then(|label| label.strip_prefix('['))
        {
            let label = Run { content: Content::Text(label.to_owned()), style: *style, link: None };
            text.truncate(offset);
            steps::take(self.runs.len() - run);
            self.runs.insert(run + 1, label);
            self.mention = self.mention.map(|at| if at > run { at + 1 } else { at });
            let address: Arc<str> = unescaped(address).into();
            for run in self.runs.iter_mut().skip(run + 1) {
                steps::take(1);
                run.link = Some(Arc::clone(&address));
            }
        }
        self.at = end + 1;
        true
    }

    fn tag(&mut self) -> bool {
        let rest = self.rest();
        let Some((tag, after)) = Tag::read(rest) else { return false };
        match (tag.name, tag.form) {
            ("br", _) => self.plain.push('\n'),
            ("span", Form::Open) => {
                self.flush();
                self.spans.push((self.style.underline, self.style.color));
                self.style.underline |= tag.is_set("underline");
                self.style.color = tag.attribute("color").and_then(Color::named).or(self.style.color);
            }
            ("span", Form::Close) => {
                self.flush();
                (self.style.underline, self.style.color) = self.spans.pop().unwrap_or_default();
            }
            (name, form) => match name.strip_prefix("mention-") {
                Some(_) if form == Form::Close => self.end_mention(),
                Some(kind) => self.begin_mention(kind, &tag),
                // A tag of tomorrow: what it holds is text, the tag itself is not.
                None => {}
            },
        }
        self.at += rest.len() - after.len();
        true
    }

    fn begin_mention(&mut self, kind: &str, tag: &Tag<'_>) {
        let url = tag.attribute("url").unwrap_or_default();
        let (of, text) = match (kind, Object::named(kind)) {
            (_, Some(object)) => (Mentioned::Object(object, object_id(url)), String::new()),
            ("user", _) => (Mentioned::Person(object_id(url)), String::new()),
            ("date", _) => (Mentioned::Date, date(tag)),
            _ => (Mentioned::Other, String::new()),
        };
        self.flush();
        self.mention = (tag.form == Form::Open).then_some(self.runs.len());
        self.add(Content::Mention(Mention { of, text }));
        if kind == "link" || page_id(url).is_some() {
            self.link_last(url);
        }
    }

    fn link_last(&mut self, url: &str) {
        if let Some(run) = self.runs.last_mut() {
            run.link = Some(url.into());
        }
    }

    /// All since the opening tag is the mention's text.
    fn end_mention(&mut self) {
        let Some(at) = self.mention.take() else { return };
        debug_assert!(matches!(self.runs.get(at), Some(Run { content: Content::Mention(_), .. })));
        self.flush();
        steps::take(self.runs.len() - at);
        let said: String = self.runs.drain(at + 1..).map(|run| run.content.into_text()).collect();
        if let Some(Run { content: Content::Mention(mention), .. }) = self.runs.get_mut(at)
            && !said.is_empty()
        {
            mention.text = said;
        }
        // They lie in the order of their runs; looking through all of them at each mention
        // would take the square of the time.
        while self.brackets.pop_if(|(run, _)| *run > at).is_some() {
            steps::take(1);
        }
    }
}

impl Content {
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Text(text) | Self::Equation(text) => text,
            Self::Mention(mention) => mention.text,
        }
    }
}

/// `2026-11-24 10:00 → 2026-11-26`, as Notion's own plain text has it.
fn date(tag: &Tag<'_>) -> String {
    let moment = |day: &str, time: &str| {
        let parts = [tag.attribute(day).map(date_text::moment), tag.attribute(time).map(str::to_owned)];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
    };
    date_text::range([moment("start", "startTime"), moment("end", "endTime")])
}

fn unescaped(address: &str) -> String {
    let mut plain = String::with_capacity(address.len());
    let mut letters = address.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\\', Some(next)) if next.is_ascii_punctuation() => plain.extend(letters.next()),
            _ => plain.push(letter),
        }
    }
    plain
}

/// Every `](…)`: where its address begins and where it ends. Parentheses inside are
/// balanced, and an address holds no space. One pass for all, as looking from each
/// bracket anew could take the square of the time.
fn link_targets(text: &str) -> HashMap<usize, usize> {
    let mut targets = HashMap::new();
    if !text.contains("](") {
        return targets;
    }
    let mut open = Vec::new();
    let (mut previous, mut escaped) = (b' ', false);
    for (at, byte) in text.bytes().enumerate() {
        steps::take(1);
        match byte {
            _ if escaped => {}
            b'(' => open.push((at + 1, previous == b']')),
            b')' => {
                if let Some((begin, true)) = open.pop() {
                    targets.insert(begin, at);
                }
            }
            b' ' | b'\t' | b'\n' => open.clear(),
            _ => {}
        }
        escaped = byte == b'\\' && !escaped;
        previous = byte;
    }
    targets
}
