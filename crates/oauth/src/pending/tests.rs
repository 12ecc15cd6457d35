//! The checks of an answer, and the stored record. Clocks move by hand.

use super::*;
use crate::request::begin;
use crate::test_entropy::Counting;
use expect_test::expect;
use trove_model::clock::ManualClock;
use url::Url;

const A: ProfileId = ProfileId::from_bytes([0xa; 16]);
const B: ProfileId = ProfileId::from_bytes([0xb; 16]);
const NOON: Timestamp = Timestamp(1_800_000_000_000);
const MINUTE: Duration = Duration::from_secs(60);

struct SignIn {
    clock: ManualClock,
    pending: PendingSignIn,
    state: String,
}

fn sign_in(form: RedirectForm) -> SignIn {
    let clock = ManualClock::at(NOON);
    clock.advance(MINUTE);
    let origin = Origin::parse(Origin::NOTION).unwrap();
    let (url, pending) = begin(A, form, "client", &origin, &clock, &Counting::default()).unwrap();
    let url = Url::parse(url.expose()).unwrap();
    let state = url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    SignIn { clock, pending, state }
}

impl SignIn {
    fn answer(&self, base: &str, state: &str, more: &str) -> Redirect {
        let bounce = BounceUrl::parse("https://trove.example/").unwrap();
        let forms = [RedirectForm::Scheme, RedirectForm::Loopback, RedirectForm::Bounce(bounce)];
        let address = SecretString::new(format!("{base}?code=c0de&state={state}{more}"));
        Redirect::parse(&address, &forms).unwrap()
    }

    fn right(&self) -> Redirect {
        self.answer(self.pending.redirect_uri(), &self.state, "")
    }

    fn admit(&self, redirect: Redirect, profile: ProfileId) -> Result<String, Refused> {
        let admitted = self.pending.admit(redirect, profile, &self.clock)?;
        match admitted.outcome {
            Outcome::Code(code) => Ok(format!("{} for {}", code.expose(), admitted.redirect_uri)),
            Outcome::Error { code } => Ok(code),
        }
    }
}

#[test]
fn the_right_answer_is_admitted() {
    let waiting = sign_in(RedirectForm::Scheme);
    let admitted = waiting.admit(waiting.right(), A);
    assert_eq!(admitted, Ok("c0de for net.trovesearch.desktop:/oauth/callback".to_owned()));
}

/// Check 4.
#[test]
fn fifty_wrong_states_change_nothing() {
    let waiting = sign_in(RedirectForm::Scheme);
    let state = &waiting.state;
    let off_by_one = |at: usize| -> String {
        let other = |found| if found == 'A' { 'B' } else { 'A' };
        state.chars().enumerate().map(|(here, found)| if here == at { other(found) } else { found }).collect()
    };
    let mut wrong: Vec<String> = (0..state.len()).map(off_by_one).collect();
    wrong.extend([
        state.chars().skip(1).collect(),
        state.chars().take(42).collect(),
        format!("{state}A"),
        format!("{state}="),
        state.to_lowercase(),
        state.to_uppercase(),
        "x".to_owned(),
    ]);
    assert_eq!(wrong.len(), 50);
    for state in wrong {
        let refused = waiting.admit(waiting.answer(SCHEME, &state, ""), A);
        assert_eq!(refused, Err(Refused::StateMismatch), "{state}");
        assert!(!Refused::StateMismatch.ends_sign_in());
    }
    assert!(waiting.admit(waiting.right(), A).is_ok());
}

const SCHEME: &str = crate::SCHEME_REDIRECT;
const LOOPBACK: &str = "http://localhost:27463/oauth/callback";
const BOUNCE: &str = "https://trove.example/";

/// Check 7.
#[test]
fn it_belongs_to_one_profile_and_one_attempt() {
    let waiting = sign_in(RedirectForm::Scheme);
    assert_eq!(waiting.admit(waiting.right(), B), Err(Refused::OtherProfile));
    // Another profile with a wrong state learns nothing of the pending one.
    assert_eq!(waiting.admit(waiting.answer(SCHEME, "x", ""), B), Err(Refused::StateMismatch));

    // Two clicks: only the newer record is kept, and it does not know the older state.
    let entropy = Counting::default();
    let origin = Origin::parse(Origin::NOTION).unwrap();
    let clicks: Vec<_> = (0..2)
        .map(|_| begin(A, RedirectForm::Scheme, "client", &origin, &waiting.clock, &entropy).unwrap())
        .collect();
    assert_eq!(clicks[1].1.admit(waiting.right(), A, &waiting.clock).map(drop), Err(Refused::StateMismatch));
}

#[test]
fn it_must_arrive_where_it_was_asked_for() {
    let bounce = RedirectForm::Bounce(BounceUrl::parse(BOUNCE).unwrap());
    let mut table = String::new();
    for form in [RedirectForm::Scheme, RedirectForm::Loopback, bounce] {
        for base in [SCHEME, LOOPBACK, BOUNCE] {
            let waiting = sign_in(form.clone());
            let result = waiting.admit(waiting.answer(base, &waiting.state, ""), A);
            table += &format!("{} <- {base}: {result:?}\n", form.redirect_uri());
        }
    }
    expect![[r#"
        net.trovesearch.desktop:/oauth/callback <- net.trovesearch.desktop:/oauth/callback: Ok("c0de for net.trovesearch.desktop:/oauth/callback")
        net.trovesearch.desktop:/oauth/callback <- http://localhost:27463/oauth/callback: Err(OtherWay)
        net.trovesearch.desktop:/oauth/callback <- https://trove.example/: Err(OtherWay)
        http://localhost:27463/oauth/callback <- net.trovesearch.desktop:/oauth/callback: Err(OtherWay)
        http://localhost:27463/oauth/callback <- http://localhost:27463/oauth/callback: Ok("c0de for http://localhost:27463/oauth/callback")
        http://localhost:27463/oauth/callback <- https://trove.example/: Err(OtherWay)
        https://trove.example/ <- net.trovesearch.desktop:/oauth/callback: Ok("c0de for https://trove.example/")
        https://trove.example/ <- http://localhost:27463/oauth/callback: Err(OtherWay)
        https://trove.example/ <- https://trove.example/: Ok("c0de for https://trove.example/")
    "#]].assert_eq(&table);
}

#[test]
fn a_foreign_issuer_is_refused() {
    for (issuer, expected) in [
        ("https%3A%2F%2Fapi.notion.com", true),
        ("https://api.notion.com", true),
        ("https://api.notion.com/", false),
        ("https://API.notion.com", false),
        ("http://api.notion.com", false),
        ("https://evil.example", false),
    ] {
        let waiting = sign_in(RedirectForm::Scheme);
        let answer = waiting.answer(SCHEME, &waiting.state, &format!("&iss={issuer}"));
        assert_eq!(waiting.admit(answer, A).is_ok(), expected, "{issuer}");
    }
}

type Story = (&'static str, fn(&ManualClock));

/// Check 6.
#[test]
fn ten_minutes_on_both_clocks() {
    let stories: [Story; 11] = [
        ("at once", |_| {}),
        ("ten minutes", |clock| clock.advance(10 * MINUTE)),
        ("ten minutes and a moment", |clock| clock.advance(10 * MINUTE + Duration::from_millis(1))),
        ("set back an hour at minute 9", |clock| {
            clock.advance(9 * MINUTE);
            clock.set_wall(Timestamp(clock.wall().0 - 3_600_000));
        }),
        ("set back five minutes at minute 9, then two more", |clock| {
            clock.advance(9 * MINUTE);
            clock.set_wall(Timestamp(clock.wall().0 - 300_000));
            clock.advance(2 * MINUTE);
        }),
        ("suspended an hour", |clock| clock.suspend(60 * MINUTE)),
        ("suspended a minute", |clock| clock.suspend(MINUTE)),
        ("set forward an hour", |clock| clock.set_wall(Timestamp(clock.wall().0 + 3_600_000))),
        ("restarted in time", |clock| {
            clock.reboot();
            clock.advance(2 * MINUTE);
        }),
        ("restarted too late", |clock| {
            clock.advance(9 * MINUTE);
            clock.reboot();
            clock.advance(2 * MINUTE);
        }),
        ("restarted and set back", |clock| {
            clock.advance(9 * MINUTE);
            clock.reboot();
            clock.set_wall(NOON);
        }),
    ];
    let mut table = String::new();
    for (name, tell) in stories {
        let waiting = sign_in(RedirectForm::Scheme);
        tell(&waiting.clock);
        let result = waiting
            .admit(waiting.right(), A)
            .map_or_else(|refused| refused.to_string(), |_| "admitted".into());
        table += &format!("{name}: {result}\n");
    }
    expect![[r#"
        at once: admitted
        ten minutes: admitted
        ten minutes and a moment: the sign-in is older than ten minutes
        set back an hour at minute 9: the clock was set back during the sign-in
        set back five minutes at minute 9, then two more: the sign-in is older than ten minutes
        suspended an hour: the sign-in is older than ten minutes
        suspended a minute: admitted
        set forward an hour: the sign-in is older than ten minutes
        restarted in time: admitted
        restarted too late: the sign-in is older than ten minutes
        restarted and set back: the clock was set back during the sign-in
    "#]]
    .assert_eq(&table);
}

#[test]
fn where_boots_have_no_name_a_clock_that_went_back_tells_of_a_restart() {
    let waiting = sign_in(RedirectForm::Scheme);
    let mut pending = waiting.pending;
    pending.boot.id = None;
    assert_eq!(pending.in_time(&waiting.clock), Ok(()));
    waiting.clock.reboot();
    assert_eq!(pending.in_time(&waiting.clock), Ok(()));
    waiting.clock.advance(11 * MINUTE);
    assert_eq!(pending.in_time(&waiting.clock), Err(Refused::Expired));
}

#[test]
fn it_outlives_the_process() {
    for form in [
        RedirectForm::Scheme,
        RedirectForm::Loopback,
        RedirectForm::Bounce(BounceUrl::parse(BOUNCE).unwrap()),
    ] {
        let mut waiting = sign_in(form);
        let bytes = waiting.pending.to_bytes();
        waiting.pending = PendingSignIn::from_bytes(&bytes).unwrap();
        assert_eq!(waiting.pending.to_bytes(), bytes);
        assert!(waiting.admit(waiting.right(), A).is_ok());
    }
}

#[test]
fn the_stored_form_is_fixed() {
    let bytes = sign_in(RedirectForm::Scheme).pending.to_bytes();
    expect![[r#"{"version":1,"profile":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a","form":"scheme","redirect_uri":"net.trovesearch.desktop:/oauth/callback","client_id":"client","origin":"https://api.notion.com","state_sha256":"6oZqdX5MOLq_qBJ8vppAnT4fk6AP8UiP9zX8-Rev_9A","wall_ms":1800000060000,"boot_id":"boot-0","boot_elapsed_ms":60000}"#]].assert_eq(&String::from_utf8(bytes).unwrap());
}

#[test]
fn damaged_and_newer_records_are_told_apart() {
    let text = String::from_utf8(sign_in(RedirectForm::Scheme).pending.to_bytes()).unwrap();
    let read = |text: &str| PendingSignIn::from_bytes(text.as_bytes()).map(drop);
    assert_eq!(read(&text), Ok(()));
    assert_eq!(read(&text.replace("\"version\":1", "\"version\":2")), Err(PendingUnreadable::Newer));
    assert_eq!(read("{\"version\":2}"), Err(PendingUnreadable::Newer));
    for damaged in [
        String::new(),
        "{}".to_owned(),
        text.strip_suffix('}').unwrap().to_owned(),
        text.replace("\"scheme\"", "\"pigeon\""),
        text.replace("https://api.notion.com", "http://api.notion.com"),
        text.replace("\"profile\":\"", "\"profile\":\"x"),
        text.replace("\"state_sha256\":\"", "\"state_sha256\":\"AA"),
    ] {
        assert_eq!(read(&damaged), Err(PendingUnreadable::Damaged), "{damaged}");
    }
}
