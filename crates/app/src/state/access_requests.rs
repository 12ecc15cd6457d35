//! Programs that ask to be let in, as the person at the window meets them: one question at a
//! time, the window comes forward once, and a No holds for a while.
//!
//! Not here: what is let in (`assistants`), and how the question looks (the window).

// Where programs cannot ask a window, nothing is shown.
#![cfg_attr(not(unix), allow(dead_code))]

use crate::ui_types::AccessRequest;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;
use trove_model::Seldom;

/// After a No nobody's question is shown for so long: a program may call itself anything.
pub const REFUSED_FOR: Duration = Duration::from_secs(5 * 60);

/// So many questions that nobody answered, one after the other, count as a No: who asks and goes,
/// again and again, would keep the person from everything else, and fill the log.
const MOST_UNANSWERED: u32 = 3;

/// Of what is refused without asking anybody, one is written down in so long.
const NOTED_APART: Duration = Duration::from_secs(60);

pub(crate) struct AccessRequests {
    inner: Mutex<Inner>,
    noted: Seldom,
    /// Whether programs can ask at all.
    listening: AtomicBool,
}

#[derive(Default)]
struct Inner {
    shown: Option<Shown>,
    /// How many questions there were.
    number: u32,
    /// Since when the person is not asked, on the boot clock, and why.
    quiet: Option<(Duration, NotShown)>,
    /// Questions since the person last answered one.
    unanswered: u32,
    /// The window came forward since the person last answered.
    came_forward: bool,
}

struct Shown {
    question: AccessRequest,
    answer: oneshot::Sender<bool>,
}

/// A question that is shown now.
pub(crate) struct Waiting {
    pub number: u32,
    /// Whether the window is to come forward for it.
    pub forward: bool,
    pub answer: oneshot::Receiver<bool>,
}

/// Why the person is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotShown {
    /// They are being asked about another program.
    Busy,
    /// They said no a while ago.
    RefusedLately,
    /// They answered none of several questions, the last a while ago.
    UnansweredLately,
}

impl Default for AccessRequests {
    fn default() -> Self {
        Self { inner: Mutex::default(), noted: Seldom::new(NOTED_APART), listening: AtomicBool::default() }
    }
}

impl AccessRequests {
    /// `tell` hears of the question that is shown, in turn with those of `withdraw`.
    pub fn show(
        &self,
        mut question: AccessRequest,
        now: Duration,
        tell: impl FnOnce(&AccessRequest),
    ) -> Result<Waiting, NotShown> {
        let mut inner = self.inner();
        if inner.shown.is_some() {
            return Err(NotShown::Busy);
        }
        if let Some((since, why)) = inner.quiet
            && now.saturating_sub(since) < REFUSED_FOR
        {
            return Err(why);
        }
        inner.number = inner.number.wrapping_add(1);
        question.number = inner.number;
        let (answer, waiting) = oneshot::channel();
        inner.shown = Some(Shown { question: question.clone(), answer });
        let forward = !std::mem::replace(&mut inner.came_forward, true);
        tell(&question);
        Ok(Waiting { number: question.number, forward, answer: waiting })
    }

    /// Whether its program hears it: an answer to a question that is gone is none.
    pub fn answer(&self, number: u32, granted: bool, now: Duration) -> bool {
        let mut inner = self.inner();
        let Some(shown) = inner.shown.take_if(|shown| shown.question.number == number) else { return false };
        inner.quiet = (!granted).then_some((now, NotShown::RefusedLately));
        inner.unanswered = 0;
        inner.came_forward = false;
        shown.answer.send(granted).is_ok()
    }

    /// Its program waits no longer; `tell` hears of it if it was still shown.
    pub fn withdraw(&self, number: u32, now: Duration, tell: impl FnOnce()) {
        let mut inner = self.inner();
        if inner.shown.take_if(|shown| shown.question.number == number).is_none() {
            return;
        }
        inner.unanswered = inner.unanswered.saturating_add(1);
        if inner.unanswered >= MOST_UNANSWERED {
            inner.quiet = Some((now, NotShown::UnansweredLately));
        }
        tell();
    }

    pub fn shown(&self) -> Option<AccessRequest> {
        self.inner().shown.as_ref().map(|shown| shown.question.clone())
    }

    /// The person thought about assistants again: a No of before does not hold any more.
    pub fn forget_refusal(&self) {
        let mut inner = self.inner();
        (inner.quiet, inner.unanswered) = (None, 0);
    }

    /// Whether a refusal that nobody was asked about is written down: a storm of them would
    /// push out of the log what was handed over.
    pub fn is_noted(&self, now: Duration) -> bool {
        self.noted.may(now)
    }

    pub fn set_listening(&self) {
        self.listening.store(true, Ordering::Relaxed);
    }

    pub fn is_listening(&self) -> bool {
        self.listening.load(Ordering::Relaxed)
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(program: &str) -> AccessRequest {
        AccessRequest {
            number: 0,
            program: program.into(),
            workspaces: vec!["Lab".into()],
            whole_pages: true,
        }
    }

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn show(requests: &AccessRequests, program: &str, now: u64) -> Result<Waiting, NotShown> {
        let told = std::cell::Cell::new(None);
        let shown = requests.show(question(program), at(now), |told_of| told.set(Some(told_of.number)));
        assert_eq!(told.get(), shown.as_ref().ok().map(|waiting| waiting.number), "what is shown is told");
        shown
    }

    /// Whether the window was told that it goes.
    fn withdraw(requests: &AccessRequests, number: u32, now: u64) -> bool {
        let told = std::cell::Cell::new(false);
        requests.withdraw(number, at(now), || told.set(true));
        told.get()
    }

    /// Check 64.
    #[test]
    fn one_question_is_shown_and_the_window_comes_forward_once() {
        let requests = AccessRequests::default();
        let first = show(&requests, "one", 0).unwrap();
        assert!(first.forward && requests.shown().is_some_and(|shown| shown.number == first.number));
        for _ in 0..1_000 {
            assert_eq!(show(&requests, "two", 1).err(), Some(NotShown::Busy));
        }
        // It went without an answer: the next is shown, in a window that stays where it is.
        assert!(withdraw(&requests, first.number, 1) && !withdraw(&requests, first.number, 1));
        let next = show(&requests, "two", 2).unwrap();
        assert!(!next.forward && next.number != first.number);
        assert!(requests.answer(next.number, true, at(3)));
        assert!(show(&requests, "three", 4).unwrap().forward, "an answered one was met");
    }

    /// Check 64.
    #[tokio::test]
    async fn an_answer_is_for_the_question_that_is_shown() {
        let requests = AccessRequests::default();
        let first = show(&requests, "one", 0).unwrap();
        withdraw(&requests, first.number, 0);
        let second = show(&requests, "two", 1).unwrap();
        assert!(!requests.answer(first.number, true, at(2)), "a late Yes lets nobody in");
        assert!(requests.shown().is_some_and(|shown| shown.number == second.number));
        assert!(requests.answer(second.number, false, at(2)));
        assert_eq!((first.answer.await.ok(), second.answer.await.ok()), (None, Some(false)));
        requests.forget_refusal();
        let third = show(&requests, "three", 3).unwrap();
        drop(third.answer);
        assert!(!requests.answer(third.number, true, at(4)), "nobody was there to hear it");
    }

    /// Check 64.
    #[test]
    fn a_no_holds_for_everybody_until_it_is_over() {
        let requests = AccessRequests::default();
        let asked = show(&requests, "one", 10).unwrap();
        requests.answer(asked.number, false, at(20));
        let over = 20 + REFUSED_FOR.as_secs();
        for (when, program) in [(20, "one"), (21, "another"), (over - 1, "one")] {
            assert_eq!(show(&requests, program, when).err(), Some(NotShown::RefusedLately));
        }
        let again = show(&requests, "one", over).unwrap();
        requests.answer(again.number, false, at(over));
        requests.forget_refusal();
        assert!(show(&requests, "one", over).is_ok());
    }

    /// Check 64.
    #[test]
    fn who_asks_and_goes_again_and_again_is_not_asked_about() {
        let requests = AccessRequests::default();
        let shown = |from: u64, to: u64| {
            let asked = (from..to).filter_map(|now| Some((show(&requests, "one", now).ok()?.number, now)));
            asked.filter(|(number, now)| withdraw(&requests, *number, *now)).count()
        };
        assert_eq!(shown(0, 200), MOST_UNANSWERED as usize);
        assert_eq!(show(&requests, "another", 200).err(), Some(NotShown::UnansweredLately));
        let over = 2 + REFUSED_FOR.as_secs();
        assert_eq!(shown(over, over + 200), 1, "once more, and it is quiet again");
        requests.forget_refusal();
        let asked = show(&requests, "one", over + 200).unwrap();
        assert!(requests.answer(asked.number, true, at(over + 200)));
        assert_eq!(shown(over + 201, over + 300), MOST_UNANSWERED as usize, "they are there again");
    }
}
