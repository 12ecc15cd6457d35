//! One thing that a query wants, and what stands for it.
//!
//! Not what of a typed text is one thing (`pieces`), and not which words of the index stand for
//! it, too (`search`).

use crate::runs::begins_paired;
use crate::sequence::Sequence;

/// One thing that is wanted; any of its alternatives will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// As it was typed, folded: what a person is told of it.
    pub typed: String,
    pub(crate) alternatives: Vec<Alternative>,
}

/// What stands for something that is wanted: all of these, each anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alternative {
    pub how: How,
    pub all: Vec<Sequence>,
    /// The index finds these pages by another alternative.
    pub only_text: bool,
}

/// How near what stands in a page is to what was typed, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum How {
    /// Case, accents, and signs between the parts aside, it is what was typed.
    #[default]
    Typed,
    /// What was typed as one thing stands apart.
    Apart,
    /// Another form of the word: its plural, another spelling.
    Form,
    /// Without the signs that stand at it.
    Bare,
    /// Inside of a longer word, in two words, or in one with the next.
    Inside,
    /// A slip of the finger away.
    Slip,
}

impl Wanted {
    pub(crate) fn new(typed: impl Into<String>) -> Self {
        Self { typed: typed.into(), alternatives: Vec::new() }
    }

    /// With one more alternative.
    #[must_use]
    pub(crate) fn with(mut self, how: How, all: impl IntoIterator<Item = Sequence>) -> Self {
        let all: Vec<Sequence> = all.into_iter().collect();
        if !all.is_empty() && self.alternatives.iter().all(|known| known.all != all) {
            self.alternatives.push(Alternative { how, all, only_text: false });
        }
        self
    }

    /// With one more alternative that only texts are looked through for.
    #[must_use]
    pub(crate) fn with_text(mut self, sequence: Sequence) -> Self {
        self.alternatives.push(Alternative { how: How::Typed, all: vec![sequence], only_text: true });
        self
    }

    /// One or the other.
    #[must_use]
    pub(crate) fn or(self, other: Self) -> Self {
        let mut either = Self { typed: format!("{} / {}", self.typed, other.typed), ..self };
        either.alternatives.extend(other.alternatives);
        either
    }

    /// Whether it says something by itself: more than a letter, a number or a sign.
    pub(crate) fn says_something(&self) -> bool {
        let letters = self.typed.chars().filter(|c| c.is_alphabetic()).count();
        letters > 1 || self.typed.chars().any(begins_paired)
    }

    /// Whether its last word may go on.
    pub(crate) fn is_open(&self) -> bool {
        let first = self.alternatives.first().and_then(|first| first.all.first());
        first.is_some_and(Sequence::is_open)
    }

    /// Its only word of any script, if it is no more than that.
    pub(crate) fn only_word(&self) -> Option<&str> {
        match self.alternatives.first()?.all.as_slice() {
            [sequence] => sequence.words().next().filter(|_| sequence.words().count() == 1),
            _ => None,
        }
    }

    /// The same, of a script with spaces.
    pub(crate) fn single(&self) -> Option<&str> {
        match self.alternatives.first()?.all.as_slice() {
            [sequence] => sequence.single(),
            _ => None,
        }
    }
}

/// Alternatives, the nearest to what was typed first.
pub(crate) fn by_nearness(alternatives: &[Alternative]) -> impl Iterator<Item = &Alternative> {
    let hows = [How::Typed, How::Apart, How::Form, How::Bare, How::Inside, How::Slip].into_iter();
    hows.flat_map(|how| alternatives.iter().filter(move |alternative| alternative.how == how))
}
