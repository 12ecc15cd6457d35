//! Files in Notion's own storage: their addresses are signed afresh in every answer and end after an hour.
//!
//! No file is stored or served. What is kept is an address with a gap in it, which `around` has filled on the way out.

use serde_json::{Value, json};

use crate::clock;
use crate::ids;

/// Stands where the signature goes.
const SIGNATURE_GAP: &str = "X-Amz-Signature=unsigned";
/// Stands where the time goes at which the address ends.
const EXPIRY_GAP: &str = "unsigned-expiry";
/// How long an address is good.
const LIFE_MS: i64 = 3_600_000;

/// The address of a file, not yet signed.
pub fn url(name: &str) -> String {
    let id = ids::derive(&["file", name]);
    format!("https://prod-files-secure.s3.us-west-2.amazonaws.com/{id}/{name}?{SIGNATURE_GAP}")
}

/// The `file` object of an icon, a media block or a property, not yet signed.
pub fn file(name: &str) -> Value {
    json!({"url": url(name), "expiry_time": EXPIRY_GAP})
}

/// Signs every address in an answer.
pub fn sign(body: String, now_ms: i64) -> String {
    if !body.contains(SIGNATURE_GAP) {
        return body;
    }
    let date = clock::compact(now_ms);
    let signature = format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Date={date}\
         &X-Amz-Expires=3600&X-Amz-Signature={}{}",
        ids::bare(ids::random()),
        ids::bare(ids::random())
    );
    body.replace(SIGNATURE_GAP, &signature).replace(EXPIRY_GAP, &clock::precise(now_ms + LIFE_MS))
}
