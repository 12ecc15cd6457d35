//! The door of a workspace for one person: its own token, and a name of this computer.
//!
//! Any user and any page of this computer reaches a port on loopback. A page is kept out by `Host` even where its
//! name was made to point here (DNS rebinding); a user by the token, which was never written anywhere.
//!
//! Not what Notion itself refuses (`serve`).

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State as Extract};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::around::bearer;

/// Lets through who may come in; all others get the same empty answer, before anything is read, logged or struck.
pub async fn own_token(Extract(token): Extract<Arc<str>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let known = bearer(headers).is_some_and(|shown| same(shown.as_bytes(), token.as_bytes()));
    if known && names_this_computer(headers) {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

/// However much of it is right, it takes as long.
fn same(shown: &[u8], token: &[u8]) -> bool {
    let different = shown.iter().zip(token).fold(0, |different, (a, b)| different | (a ^ b));
    shown.len() == token.len() && different == 0
}

/// Exactly one `Host`, and it is `localhost` or an address of loopback.
fn names_this_computer(headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    let Some(host) = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok()) else { return false };
    if host.as_str().contains('@') {
        return false;
    }
    let name = host.host();
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_computer() {
        for (hosts, ours) in [
            (vec!["127.0.0.1:4010"], true),
            (vec!["localhost:4010"], true),
            (vec!["LOCALHOST"], true),
            (vec!["[::1]:4010"], true),
            (vec!["127.0.0.1.evil.example"], false),
            (vec!["localhost.evil.example:4010"], false),
            (vec!["evil.example:4010"], false),
            (vec!["localhost@evil.example"], false),
            (vec!["192.168.0.2:4010"], false),
            (vec!["0.0.0.0:4010"], false),
            (vec![""], false),
            (vec![], false),
            (vec!["127.0.0.1:4010", "evil.example"], false),
        ] {
            let mut headers = HeaderMap::new();
            for host in &hosts {
                headers.append(header::HOST, host.parse().unwrap());
            }
            assert_eq!(names_this_computer(&headers), ours, "{hosts:?}");
        }
    }

    #[test]
    fn the_whole_token_and_nothing_else() {
        assert!(same(b"ntn_1", b"ntn_1"));
        for other in ["", "ntn_", "ntn_11", "ntn_2", "NTN_1"] {
            assert!(!same(other.as_bytes(), b"ntn_1"), "{other}");
        }
    }
}
