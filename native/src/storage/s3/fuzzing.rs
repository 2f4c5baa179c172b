//! An entry point for tests/fuzz: everything that reads a store's answer.

use jiff::Timestamp;
use reqwest::StatusCode;

use super::answer::Answer;
use super::refusal::Refusal;
use super::target::{Method, Target};
use super::uri::S3Uri;

/// Reads an answer as a list of objects.
pub fn listing(body: &[u8]) {
    let answer = Answer {
        body: bytes::Bytes::copy_from_slice(body),
        ..Answer::default()
    };
    let location: S3Uri = "s3://lake/raw 1".parse().expect("a location");
    for key in answer.elements("Key") {
        let path = location.path_of(&key);
        let listed = path.len() <= key.len() * 3;
        assert!(listed, "{key:?} is {path:?}");
    }
    let _ = answer.element("NextContinuationToken");
}

/// Reads an answer as an error.
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
    let region = answer.said("Region").unwrap_or_default();
    let refusal = Refusal::new(&answer, &target, Timestamp::UNIX_EPOCH).to_string();
    assert!(refusal.len() < 2_000, "{refusal}");
    for text in [&refusal, &region, &answer.code().unwrap_or_default()] {
        let is_shown = |c: char| c == '\n' || !c.is_control();
        assert!(text.chars().all(is_shown), "{text:?}");
    }
    // What the store says may hold anything, even this word.
    assert!(
        body.windows(6).any(|word| word == b"SECRET") || !refusal.contains("SECRET"),
        "{refusal}"
    );
}
