//! What stands outside of the window: the sign in the tray, the bar of long work, and what was
//! told of the open profile's connections.
//!
//! Not when it is shown, nor how: that is `crate::desktop` and the shell.

mod news;

use crate::system::desktop_host::{Sign, TrayFace};
use crate::ui_types::{ConnectionCard, DesktopWords, UiError};
use news::{Known, News};

/// In bytes; none of ours is half as long, in any language.
const LONGEST_WORDS: usize = 300;

#[derive(Default)]
pub(crate) struct Outside {
    words: Option<DesktopWords>,
    sign: Sign,
    pub progress: Option<u8>,
    /// Of the open profile, once it was looked at.
    known: Option<Known>,
}

/// What changed by one look at the connections.
pub(crate) struct Change {
    pub sign: bool,
    pub progress: bool,
    pub texts: Vec<String>,
    /// To be remembered.
    pub read: Option<Vec<String>>,
}

impl Outside {
    pub fn set_words(&mut self, words: DesktopWords) -> Result<(), UiError> {
        let DesktopWords { open, lock, quit, locked, reading, up_to_date, needs_token, first_reading_done } =
            &words;
        let all = [open, lock, quit, locked, reading, up_to_date, needs_token, first_reading_done];
        if all.iter().any(|text| text.len() > LONGEST_WORDS) {
            return Err(UiError::BadRequest);
        }
        self.words = Some(words);
        Ok(())
    }

    /// What the tray shows; nothing before the window has told its words.
    pub fn face(&self) -> Option<TrayFace> {
        let words = self.words.as_ref()?;
        let text = match self.sign {
            Sign::Locked => &words.locked,
            Sign::Reading => &words.reading,
            Sign::UpToDate => &words.up_to_date,
            Sign::NeedsToken => &words.needs_token,
        };
        Some(TrayFace {
            sign: self.sign,
            text: text.clone(),
            open: words.open.clone(),
            lock: (self.sign != Sign::Locked).then(|| words.lock.clone()),
            quit: words.quit.clone(),
        })
    }

    fn text(&self, news: News) -> Option<String> {
        let words = self.words.as_ref()?;
        Some(match news {
            News::NeedsToken => words.needs_token.clone(),
            News::FirstReadingDone => words.first_reading_done.clone(),
        })
    }

    /// Whether the open profile's connections were looked at.
    pub fn has_looked(&self) -> bool {
        self.known.is_some()
    }

    /// Everything about connections is gone with the profile.
    pub fn lock(&mut self) {
        (self.sign, self.progress, self.known) = (Sign::Locked, None, None);
    }

    /// Takes the connections as they are now.
    pub fn look(&mut self, cards: &[ConnectionCard], earlier: Vec<String>) -> Change {
        let known = self.known.get_or_insert_with(|| Known::remembering(earlier));
        let before = known.read().count();
        let news = known.look(cards);
        let read = (known.read().count() > before).then(|| known.read().cloned().collect());
        let texts = news.into_iter().filter_map(|news| self.text(news)).collect();
        let (sign, progress) = (news::sign(cards), news::progress(cards));
        Change {
            sign: std::mem::replace(&mut self.sign, sign) != sign,
            progress: std::mem::replace(&mut self.progress, progress) != progress,
            texts,
            read,
        }
    }
}
