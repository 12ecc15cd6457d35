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
    /// When the person last said no, on the boot clock.
    refused: Option<Duration>,
    /// The window came forward since the person last answered.
    came_forward: bool,
}

struct Shown {
    question: AccessRequest,
    answer: oneshot::Sender<bool>,
}

/// A question that is shown now.
pub(crate) struct Waiting {
    pub question: AccessRequest,
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
}

impl Default for AccessRequests {
    fn default() -> Self {
        Self { inner: Mutex::default(), noted: Seldom::new(NOTED_APART), listening: AtomicBool::default() }
    }
}

impl AccessRequests {
    pub fn show(&self, mut question: AccessRequest, now: Duration) -> Result<Waiting, NotShown> {
        let mut inner = self.inner();
        if inner.shown.is_some() {
            return Err(NotShown::Busy);
        }
        if inner.refused.is_some_and(|at| now.saturating_sub(at) < REFUSED_FOR) {
            return Err(NotShown::RefusedLately);
        }
        inner.number = inner.number.wrapping_add(1);
        question.number = inner.number;
        let (answer, waiting) = oneshot::channel();
        inner.shown = Some(Shown { question: question.clone(), answer });
        let forward = !std::mem::replace(&mut inner.came_forward, true);
        Ok(Waiting { question, forward, answer: waiting })
    }

    /// An answer to a question that is gone is none.
    pub fn answer(&self, number: u32, granted: bool, now: Duration) {
        let mut inner = self.inner();
        let Some(shown) = inner.shown.take_if(|shown| shown.question.number == number) else { return };
        inner.refused = (!granted).then_some(now);
        inner.came_forward = false;
        let _ = shown.answer.send(granted);
    }

    /// Its program waits no longer; whether it was still shown.
    pub fn withdraw(&self, number: u32) -> bool {
        self.inner().shown.take_if(|shown| shown.question.number == number).is_some()
    }

    pub fn shown(&self) -> Option<AccessRequest> {
        self.inner().shown.as_ref().map(|shown| shown.question.clone())
    }

    /// The person thought about assistants again: a No of before does not hold any more.
    pub fn forget_refusal(&self) {
        self.inner().refused = None;
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

    /// Check 64.
    #[test]
    fn one_question_is_shown_and_the_window_comes_forward_once() {
        let requests = AccessRequests::default();
        let first = requests.show(question("one"), at(0)).unwrap();
        assert!(first.forward && requests.shown() == Some(first.question.clone()));
        for _ in 0..1_000 {
            assert_eq!(requests.show(question("two"), at(1)).err(), Some(NotShown::Busy));
        }
        // It went without an answer: the next is shown, in a window that stays where it is.
        assert!(requests.withdraw(first.question.number) && !requests.withdraw(first.question.number));
        let next = requests.show(question("two"), at(2)).unwrap();
        assert!(!next.forward && next.question.number != first.question.number);
        requests.answer(next.question.number, true, at(3));
        assert!(requests.show(question("three"), at(4)).unwrap().forward, "an answered one was met");
    }

    /// Check 64.
    #[tokio::test]
    async fn an_answer_is_for_the_question_that_is_shown() {
        let requests = AccessRequests::default();
        let first = requests.show(question("one"), at(0)).unwrap();
        requests.withdraw(first.question.number);
        let second = requests.show(question("two"), at(1)).unwrap();
        requests.answer(first.question.number, true, at(2));
        assert_eq!(requests.shown(), Some(second.question.clone()), "a late Yes lets nobody in");
        requests.answer(second.question.number, false, at(2));
        assert_eq!((first.answer.await.ok(), second.answer.await.ok()), (None, Some(false)));
    }

    /// Check 64.
    #[test]
    fn a_no_holds_for_everybody_until_it_is_over() {
        let requests = AccessRequests::default();
        let asked = requests.show(question("one"), at(10)).unwrap();
        requests.answer(asked.question.number, false, at(20));
        let over = 20 + REFUSED_FOR.as_secs();
        for (when, program) in [(20, "one"), (21, "another"), (over - 1, "one")] {
            assert_eq!(requests.show(question(program), at(when)).err(), Some(NotShown::RefusedLately));
        }
        let again = requests.show(question("one"), at(over)).unwrap();
        requests.answer(again.question.number, false, at(over));
        requests.forget_refusal();
        assert!(requests.show(question("one"), at(over)).is_ok());
    }
}
