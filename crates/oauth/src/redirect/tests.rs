//! Tables and properties of the redirect parser. The record it is checked against has
//! its own tests beside `pending`.

use super::*;
use crate::redirect_form::BounceUrl;
use expect_test::expect;
use proptest::prelude::*;

fn forms() -> [RedirectForm; 3] {
    let bounce = BounceUrl::parse("https://trove.example/bounce").unwrap();
    [RedirectForm::Scheme, RedirectForm::Loopback, RedirectForm::Bounce(bounce)]
}

fn parse(address: &str) -> Result<Redirect, RedirectRefused> {
    Redirect::parse(&SecretString::from(address), &forms())
}

fn show(address: &str) -> String {
    match parse(address) {
        Ok(redirect) => {
            let outcome = match redirect.outcome {
                Outcome::Code(code) => format!("code {:?}", code.expose()),
                Outcome::Error { code } => format!("error {code:?}"),
            };
            format!("{outcome} state {:?}", redirect.state.expose())
        }
        Err(refused) => refused.to_string(),
    }
}

/// Check 9 (control).
#[test]
fn exact_forms_pass() {
    let mut table = String::new();
    for address in [
        "net.trovesearch.desktop:/oauth/callback?code=03a0-f&state=abc_-1",
        "net.trovesearch.desktop:/oauth/callback?state=abc&code=03a0",
        "http://localhost:27463/oauth/callback?code=03a0&state=abc",
        "https://trove.example/bounce?code=03a0&state=abc",
        "net.trovesearch.desktop:/oauth/callback?error=access_denied&state=abc",
        "net.trovesearch.desktop:/oauth/callback?error=server_error&error_description=%3Cimg%20onerror%3Dx%3E&state=abc",
        "net.trovesearch.desktop:/oauth/callback?code=03a0&state=abc&iss=https%3A%2F%2Fapi.notion.com",
        "net.trovesearch.desktop:/oauth/callback?code=a%2Fb%2B&state=a%3D",
        "net.trovesearch.desktop:/oauth/callback?code=03a0&state=abc&new=1&new=2&empty=",
    ] {
        table += &format!("{address}\n  {}\n", show(address));
    }
    expect![[r#"
        net.trovesearch.desktop:/oauth/callback?code=03a0-f&state=abc_-1
          code "03a0-f" state "abc_-1"
        net.trovesearch.desktop:/oauth/callback?state=abc&code=03a0
          code "03a0" state "abc"
        http://localhost:27463/oauth/callback?code=03a0&state=abc
          code "03a0" state "abc"
        https://trove.example/bounce?code=03a0&state=abc
          code "03a0" state "abc"
        net.trovesearch.desktop:/oauth/callback?error=access_denied&state=abc
          error "access_denied" state "abc"
        net.trovesearch.desktop:/oauth/callback?error=server_error&error_description=%3Cimg%20onerror%3Dx%3E&state=abc
          error "server_error" state "abc"
        net.trovesearch.desktop:/oauth/callback?code=03a0&state=abc&iss=https%3A%2F%2Fapi.notion.com
          code "03a0" state "abc"
        net.trovesearch.desktop:/oauth/callback?code=a%2Fb%2B&state=a%3D
          code "a/b+" state "a="
        net.trovesearch.desktop:/oauth/callback?code=03a0&state=abc&new=1&new=2&empty=
          code "03a0" state "abc"
    "#]].assert_eq(&table);
}

/// Check 9.
#[test]
fn everything_else_is_refused() {
    let long = |name: &str, count: usize| format!("{name}={}", "x".repeat(count));
    let s = "net.trovesearch.desktop:/oauth/callback";
    let l = "http://localhost:27463/oauth/callback";
    let ok = "code=c&state=s";
    let mut addresses: Vec<String> = [
        // The address.
        "",
        "?",
        "code=c&state=s",
        "?code=c&state=s",
        "net.trovesearch.desktop",
        "net.trovesearch.desktop:",
    ]
    .map(str::to_owned)
    .to_vec();
    addresses.push(s.to_owned());
    addresses.push(l.to_owned());
    for base in [
        "net.trovesearch.desktop://oauth/callback",
        "net.trovesearch.desktop:///oauth/callback",
        "net.trovesearch.desktop:oauth/callback",
        "net.trovesearch.desktop:/oauth/callback/",
        "net.trovesearch.desktop:/oauth//callback",
        "net.trovesearch.desktop:/oauth/./callback",
        "net.trovesearch.desktop:/oauth/x/../callback",
        "net.trovesearch.desktop:/oauth/callback%2F",
        "net.trovesearch.desktop:/oauth/callbac%6B",
        "net.trovesearch.desktop:/oauth/callback;x",
        "net.trovesearch.desktop:/OAuth/callback",
        "net.trovesearch.desktop:/",
        "net.trovesearch.desktop:\\oauth\\callback",
        "NET.trovesearch.desktop:/oauth/callback",
        "net.trovesearch.desktop.:/oauth/callback",
        "net.trovesearch.desktop2:/oauth/callback",
        "net.trovesearch:/oauth/callback",
        "trove:/oauth/callback",
        " net.trovesearch.desktop:/oauth/callback",
        "\u{feff}net.trovesearch.desktop:/oauth/callback",
        "net.trovesearch.desktop:/oauth/callback ",
        "net.trovesearch.desktop:/oauth/callback#",
        "https://localhost:27463/oauth/callback",
        "http://127.0.0.1:27463/oauth/callback",
        "http://[::1]:27463/oauth/callback",
        "http://localhost/oauth/callback",
        "http://localhost:27464/oauth/callback",
        "http://localhost:027463/oauth/callback",
        "http://localhost.:27463/oauth/callback",
        "http://LOCALHOST:27463/oauth/callback",
        "http://localhost.evil.example:27463/oauth/callback",
        "http://me@localhost:27463/oauth/callback",
        "http://localhost:27463@evil.example/oauth/callback",
        "http://localhost:27463\\@evil.example/oauth/callback",
        "http://localhost:27463/oauth/callback2",
        "http://localhost:27463//oauth/callback",
        "http://trove.example/bounce",
        "https://trove.example/bounce/",
        "https://trove.example.evil.example/bounce",
        "https://trove.example:443/bounce",
        "javascript:alert(1)//net.trovesearch.desktop:/oauth/callback",
    ] {
        addresses.push(format!("{base}?{ok}"));
    }
    // The parameters.
    for query in [
        "",
        "?",
        "code=c",
        "state=s",
        "code=&state=s",
        "code=c&state=",
        "code&state=s",
        "code=c&state",
        "error=&state=s",
        "error=access_denied",
        "Code=c&state=s",
        "code=c&State=s",
        "code[]=c&state=s",
        "code=c&code=c&state=s",
        "code=c&code=d&state=s",
        "code=c&state=s&state=s",
        "code=c&state=s&state=t",
        "code=c&%63ode=d&state=s",
        "code=c&state=s&st%61te=t",
        "error=a&error=b&state=s",
        "code=c&error=access_denied&state=s",
        "code=c&state=s&iss=a&iss=a",
        "code=c&state=s&iss=",
        "code=c&state=s#",
        "code=c&state=s#code=d",
        "#code=c&state=s",
        "code=c&state=s&",
        "&code=c&state=s",
        "code=c&&state=s",
        "code=c;state=s",
        "code=c%00&state=s",
        "code=c&state=s%00",
        "code=c%0d%0aX:1&state=s",
        "code=c&state=s%0a",
        "code=c&state=s&x=%00",
        "code=c%7f&state=s",
        "code=%ff%fe&state=s",
        "code=c&state=%c3%28",
        "code=c&state=s&x=%ed%a0%80",
        "code=%c0%af&state=s",
        "code=%zz&state=s",
        "code=c%&state=s",
        "code=c&state=s%2",
        "code=c&state=s&x=%+1",
        "code=a b&state=s",
        "code=a+b&state=s",
        "code=a%20b&state=s",
        "code=ü&state=s",
        "code=%c3%bc&state=s",
        "code=c\\&state=s",
        "code=c\t&state=s",
        "code=c\r\n&state=s",
        "code=c\0&state=s",
        "code=c&state=s&x=\u{202e}",
        "error=access denied&state=s",
        "error=access%C2%A0denied&state=s",
    ] {
        addresses.push(format!("{s}?{query}"));
    }
    addresses.push(format!("{s}?{}&state=s", long("code", 4096)));
    addresses.push(format!("{s}?{ok}&{}", long("x", 4096)));
    addresses.push(format!("{s}?code=c&{}", long("state", 513)));
    addresses.push(format!("{s}?state=s&{}", long("error", 65)));

    let mut table = String::new();
    for address in &addresses {
        let refused = parse(address).expect_err(address);
        let shown =
            if address.len() > 200 { format!("{} bytes", address.len()) } else { format!("{address:?}") };
        table += &format!("{shown} -> {refused}\n");
    }
    assert!(addresses.len() >= 60);
    expect![[r#"
        "" -> not an address that Trove registered
        "?" -> not an address that Trove registered
        "code=c&state=s" -> not an address that Trove registered
        "?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop" -> not an address that Trove registered
        "net.trovesearch.desktop:" -> not an address that Trove registered
        "net.trovesearch.desktop:/oauth/callback" -> not an address that Trove registered
        "http://localhost:27463/oauth/callback" -> not an address that Trove registered
        "net.trovesearch.desktop://oauth/callback?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop:///oauth/callback?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop:oauth/callback?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop:/oauth/callback/?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop:/oauth//callback?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop:/oauth/./callback?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop:/oauth/x/../callback?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop:/oauth/callback%2F?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop:/oauth/callbac%6B?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop:/oauth/callback;x?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop:/OAuth/callback?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop:/?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop:\\oauth\\callback?code=c&state=s" -> not an address that Trove registered
        "NET.trovesearch.desktop:/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop.:/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop2:/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch:/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "trove:/oauth/callback?code=c&state=s" -> not an address that Trove registered
        " net.trovesearch.desktop:/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "\u{feff}net.trovesearch.desktop:/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop:/oauth/callback ?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop:/oauth/callback#?code=c&state=s" -> not an address that Trove registered
        "https://localhost:27463/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "http://127.0.0.1:27463/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "http://[::1]:27463/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "http://localhost/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "http://localhost:27464/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "http://localhost:027463/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "http://localhost.:27463/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "http://LOCALHOST:27463/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "http://localhost.evil.example:27463/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "http://me@localhost:27463/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "http://localhost:27463@evil.example/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "http://localhost:27463\\@evil.example/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "http://localhost:27463/oauth/callback2?code=c&state=s" -> not an address that Trove registered
        "http://localhost:27463//oauth/callback?code=c&state=s" -> not an address that Trove registered
        "http://trove.example/bounce?code=c&state=s" -> not an address that Trove registered
        "https://trove.example/bounce/?code=c&state=s" -> not an address that Trove registered
        "https://trove.example.evil.example/bounce?code=c&state=s" -> not an address that Trove registered
        "https://trove.example:443/bounce?code=c&state=s" -> not an address that Trove registered
        "javascript:alert(1)//net.trovesearch.desktop:/oauth/callback?code=c&state=s" -> not an address that Trove registered
        "net.trovesearch.desktop:/oauth/callback?" -> not well formed
        "net.trovesearch.desktop:/oauth/callback??" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c" -> no state
        "net.trovesearch.desktop:/oauth/callback?state=s" -> neither a code nor an error
        "net.trovesearch.desktop:/oauth/callback?code=&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c&state=" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c&state" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?error=&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?error=access_denied" -> no state
        "net.trovesearch.desktop:/oauth/callback?Code=c&state=s" -> neither a code nor an error
        "net.trovesearch.desktop:/oauth/callback?code=c&State=s" -> no state
        "net.trovesearch.desktop:/oauth/callback?code[]=c&state=s" -> neither a code nor an error
        "net.trovesearch.desktop:/oauth/callback?code=c&code=c&state=s" -> a parameter is given twice
        "net.trovesearch.desktop:/oauth/callback?code=c&code=d&state=s" -> a parameter is given twice
        "net.trovesearch.desktop:/oauth/callback?code=c&state=s&state=s" -> a parameter is given twice
        "net.trovesearch.desktop:/oauth/callback?code=c&state=s&state=t" -> a parameter is given twice
        "net.trovesearch.desktop:/oauth/callback?code=c&%63ode=d&state=s" -> a parameter is given twice
        "net.trovesearch.desktop:/oauth/callback?code=c&state=s&st%61te=t" -> a parameter is given twice
        "net.trovesearch.desktop:/oauth/callback?error=a&error=b&state=s" -> a parameter is given twice
        "net.trovesearch.desktop:/oauth/callback?code=c&error=access_denied&state=s" -> both a code and an error
        "net.trovesearch.desktop:/oauth/callback?code=c&state=s&iss=a&iss=a" -> a parameter is given twice
        "net.trovesearch.desktop:/oauth/callback?code=c&state=s&iss=" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c&state=s#" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c&state=s#code=d" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?#code=c&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c&state=s&" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?&code=c&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c&&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c;state=s" -> no state
        "net.trovesearch.desktop:/oauth/callback?code=c%00&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c&state=s%00" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c%0d%0aX:1&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c&state=s%0a" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c&state=s&x=%00" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c%7f&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=%ff%fe&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c&state=%c3%28" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c&state=s&x=%ed%a0%80" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=%c0%af&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=%zz&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c%&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c&state=s%2" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c&state=s&x=%+1" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=a b&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=a+b&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=a%20b&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=ü&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=%c3%bc&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c\\&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c\t&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c\r\n&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c\0&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?code=c&state=s&x=\u{202e}" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?error=access denied&state=s" -> not well formed
        "net.trovesearch.desktop:/oauth/callback?error=access%C2%A0denied&state=s" -> not well formed
        4149 bytes -> longer than an answer can be
        4153 bytes -> longer than an answer can be
        566 bytes -> longer than an answer can be
        "net.trovesearch.desktop:/oauth/callback?state=s&error=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" -> longer than an answer can be
    "#]].assert_eq(&table);
}

#[test]
fn only_the_expected_ways_in() {
    let address = SecretString::from("http://localhost:27463/oauth/callback?code=c&state=s");
    assert!(Redirect::parse(&address, &[RedirectForm::Loopback]).is_ok());
    for expected in [&[RedirectForm::Scheme][..], &[]] {
        assert_eq!(Redirect::parse(&address, expected).unwrap_err(), RedirectRefused::OtherAddress);
    }
}

/// Check 57.
#[test]
fn debug_hides_code_and_state() {
    let redirect = parse("net.trovesearch.desktop:/oauth/callback?code=sentinel1&state=sentinel2").unwrap();
    assert!(!format!("{redirect:#?}").contains("sentinel"));
}

proptest! {
    /// Check 9.
    #[test]
    fn never_panics(address in any::<String>(), bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&address);
        let _ = parse(&String::from_utf8_lossy(&bytes));
        let _ = parse(&format!("net.trovesearch.desktop:/oauth/callback?{address}"));
        let _ = parse(&format!("http://localhost:27463/oauth/callback?{}", String::from_utf8_lossy(&bytes)));
    }

    /// Check 9.
    /// Near misses of a real answer: it parses, or it is refused, and what parses has
    /// one state and one code.
    #[test]
    fn near_misses(at in 0usize..80, with in "[&=%#?+a-z0-9]{0,3}") {
        let address = "net.trovesearch.desktop:/oauth/callback?code=03a0c0de&state=AAECAwQFBgc";
        let at = at.min(address.len());
        let (head, tail) = address.split_at(at);
        if let Ok(redirect) = parse(&format!("{head}{with}{tail}")) {
            prop_assert!(!redirect.state.expose().is_empty());
            prop_assert!(matches!(redirect.outcome, Outcome::Code(_)));
        }
    }

    /// Whatever Notion may choose as a code survives the way through the address.
    #[test]
    fn any_visible_code_round_trips(code in "[!-~]{1,80}", state in "[!-~]{1,80}") {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("code", &code).append_pair("state", &state).finish();
        let redirect = parse(&format!("net.trovesearch.desktop:/oauth/callback?{query}")).unwrap();
        prop_assert_eq!(redirect.state.expose(), &state);
        prop_assert!(matches!(&redirect.outcome, Outcome::Code(found) if *found.expose() == code));
    }
}

#[test]
fn a_pasted_address_may_have_lost_its_scheme_or_got_another() {
    let mut table = String::new();
    for pasted in [
        "http://localhost:27463/oauth/callback?code=03a0&state=abc",
        "https://localhost:27463/oauth/callback?code=03a0&state=abc",
        "localhost:27463/oauth/callback?code=03a0&state=abc",
        "  \"https://localhost:27463/oauth/callback?code=03a0&state=abc\"\n",
        "\u{FEFF}http://localhost:27463/oauth/\ncallback?code=03\u{200B}a0&state=abc",
        "<http://localhost:27463/oauth/callback?code=03a0&state=abc>",
        "trove.example/bounce?code=03a0&state=abc",
        "http://trove.example/bounce?code=03a0&state=abc",
        "net.trovesearch.desktop:/oauth/callback?code=03a0&state=abc",
        // Another address, not another spelling.
        "https://localhost/oauth/callback?code=03a0&state=abc",
        "localhost:27464/oauth/callback?code=03a0&state=abc",
        "localhost:27463/oauth/callbacks?code=03a0&state=abc",
        "ftp://localhost:27463/oauth/callback?code=03a0&state=abc",
        "https://me@localhost:27463/oauth/callback?code=03a0&state=abc",
        "net.trovesearch.desktop://oauth/callback?code=03a0&state=abc",
        "https://http://localhost:27463/oauth/callback?code=03a0&state=abc",
        "localhost:27463/oauth/callback",
        "",
    ] {
        let shown = match Redirect::parse_pasted(&SecretString::from(pasted), &forms()) {
            Ok(redirect) => format!("{:?}, state {:?}", redirect.arrived_at, redirect.state.expose()),
            Err(refused) => refused.to_string(),
        };
        table += &format!("{pasted:?} -> {shown}\n");
    }
    expect![[r#"
        "http://localhost:27463/oauth/callback?code=03a0&state=abc" -> Loopback, state "abc"
        "https://localhost:27463/oauth/callback?code=03a0&state=abc" -> Loopback, state "abc"
        "localhost:27463/oauth/callback?code=03a0&state=abc" -> Loopback, state "abc"
        "  \"https://localhost:27463/oauth/callback?code=03a0&state=abc\"\n" -> Loopback, state "abc"
        "\u{feff}http://localhost:27463/oauth/\ncallback?code=03\u{200b}a0&state=abc" -> Loopback, state "abc"
        "<http://localhost:27463/oauth/callback?code=03a0&state=abc>" -> Loopback, state "abc"
        "trove.example/bounce?code=03a0&state=abc" -> Bounce(BounceUrl("https://trove.example/bounce")), state "abc"
        "http://trove.example/bounce?code=03a0&state=abc" -> Bounce(BounceUrl("https://trove.example/bounce")), state "abc"
        "net.trovesearch.desktop:/oauth/callback?code=03a0&state=abc" -> Scheme, state "abc"
        "https://localhost/oauth/callback?code=03a0&state=abc" -> not an address that Trove registered
        "localhost:27464/oauth/callback?code=03a0&state=abc" -> not an address that Trove registered
        "localhost:27463/oauth/callbacks?code=03a0&state=abc" -> not an address that Trove registered
        "ftp://localhost:27463/oauth/callback?code=03a0&state=abc" -> not an address that Trove registered
        "https://me@localhost:27463/oauth/callback?code=03a0&state=abc" -> not an address that Trove registered
        "net.trovesearch.desktop://oauth/callback?code=03a0&state=abc" -> not an address that Trove registered
        "https://http://localhost:27463/oauth/callback?code=03a0&state=abc" -> not an address that Trove registered
        "localhost:27463/oauth/callback" -> not an address that Trove registered
        "" -> not an address that Trove registered
    "#]].assert_eq(&table);
    let long = SecretString::new("x".repeat(MAX_BYTES + 1));
    assert_eq!(Redirect::parse_pasted(&long, &forms()).err(), Some(RedirectRefused::TooLong));
}

/// Check 9.
/// The exception is for what a person copied: a link is compared as it came.
#[test]
fn a_link_is_compared_byte_for_byte() {
    for link in [
        "https://localhost:27463/oauth/callback?code=03a0&state=abc",
        "localhost:27463/oauth/callback?code=03a0&state=abc",
        " net.trovesearch.desktop:/oauth/callback?code=03a0&state=abc",
        "net.trovesearch.desktop:/oauth/callback?code=03a0&state=abc\n",
        "net.trovesearch.desktop:/oauth/call\nback?code=03a0&state=abc",
        "net.trovesearch.desktop:/oauth/callback?code=03\ta0&state=abc",
        "NET.trovesearch.desktop:/oauth/callback?code=03a0&state=abc",
    ] {
        assert!(parse(link).is_err(), "{link:?}");
    }
}
