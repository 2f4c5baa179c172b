//! An entry point for tests/fuzz: everything that reads a store's answer.

use jiff::Timestamp;
use reqwest::StatusCode;

use super::answer::Answer;
use super::refusal::Refusal;
use super::target::{Method, Target};

/// Reads an answer as an error and as a list of objects.
///
/// # Panics
/// The error reveals the secret of the target.
pub fn store_answer(status: u16, body: &[u8]) {
    let Ok(status) = StatusCode::from_u16(status) else {
        return;
    };
    let answer = Answer {
        status,
        body: bytes::Bytes::copy_from_slice(body),
        ..Answer::default()
    };
    let target = Target {
        method: Method::Put,
        url: "https://store:9000/lake/x?X-Amz-Signature=SECRET"
            .parse()
            .expect("a URL"),
        headers: Default::default(),
        expires_at: Timestamp::UNIX_EPOCH,
    };
    for method in [Method::Get, Method::Head, Method::Put, Method::Delete] {
        let _ = answer.verdict(method);
    }
    let _ = (
        answer.elements("Key"),
        answer.element("NextContinuationToken"),
        answer.element("Region"),
    );
    let refusal = Refusal::new(&answer, &target, Timestamp::UNIX_EPOCH).to_string();
    assert!(refusal.len() < 2_000, "{refusal}");
    // What the store says may hold anything, even this word.
    assert!(
        body.windows(6).any(|word| word == b"SECRET") || !refusal.contains("SECRET"),
        "{refusal}"
    );
}
