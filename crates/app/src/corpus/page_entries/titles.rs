//! All titles in one text, as they are and as they are compared: a million pages would be
//! two million small strings.

#[derive(Default)]
pub(super) struct Titles {
    text: String,
    /// Bytes of `text` that nothing points to any more.
    wasted: usize,
}

/// Where a title is. What it is compared by follows it, unless that is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TitleSpan {
    start: u32,
    length: u32,
    plain_length: u32,
}

impl TitleSpan {
    const EMPTY: Self = Self { start: 0, length: 0, plain_length: 0 };

    fn bytes(self) -> usize {
        self.length as usize + self.plain_length as usize
    }
}

impl Titles {
    pub(super) fn keep(&mut self, title: &str, plain: Option<&str>) -> TitleSpan {
        let plain = plain.unwrap_or_default();
        let numbers = [self.text.len(), title.len(), plain.len()].map(u32::try_from);
        let [Ok(start), Ok(length), Ok(plain_length)] = numbers else {
            // Four gigabytes of titles: no workspace has them.
            return TitleSpan::EMPTY;
        };
        self.text.push_str(title);
        self.text.push_str(plain);
        TitleSpan { start, length, plain_length }
    }

    pub(super) fn title(&self, span: TitleSpan) -> &str {
        self.stretch(span.start, span.length)
    }

    /// The form in which it is compared, where that is another.
    pub(super) fn plain(&self, span: TitleSpan) -> &str {
        self.stretch(span.start.saturating_add(span.length), span.plain_length)
    }

    /// Nothing points to it any more.
    pub(super) fn waste(&mut self, span: TitleSpan) {
        self.wasted += span.bytes();
    }

    pub(super) fn mostly_wasted(&self) -> bool {
        self.wasted > self.text.len() / 2
    }

    /// Keeps those that are told to be used, and forgets the others.
    pub(super) fn compact<'a>(&mut self, spans: impl Iterator<Item = (bool, &'a mut TitleSpan)>) {
        let old = std::mem::take(&mut self.text);
        self.wasted = 0;
        let mut text = String::with_capacity(old.len() / 2);
        for (used, span) in spans {
            if !used {
                *span = TitleSpan::EMPTY;
                continue;
            }
            let start = span.start as usize;
            span.start = u32::try_from(text.len()).unwrap_or(0);
            text.push_str(old.get(start..start + span.bytes()).unwrap_or_default());
        }
        self.text = text;
    }

    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
    }

    fn stretch(&self, start: u32, length: u32) -> &str {
        let start = start as usize;
        self.text.get(start..start + length as usize).unwrap_or_default()
    }
}
