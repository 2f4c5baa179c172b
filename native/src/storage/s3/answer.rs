//! [`Answer`]: what a store answered to a request.

use std::time::Duration;

use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use reqwest::StatusCode;

use super::checksum::Checksum;
use super::target::Method;
use crate::storage::limit::printable;

/// What a store answered.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The HTTP status.
    pub status: StatusCode,
    /// Length of the object, if the store said.
    pub length: Option<u64>,
    /// The object's ETag, without quotes.
    pub etag: Option<String>,
    /// Whether the object is encrypted, so that its ETag is not an MD5.
    pub etag_is_opaque: bool,
    /// The object's checksum, if the store said.
    pub checksum: Option<Checksum>,
    /// The time by the store's clock.
    pub date: Option<Timestamp>,
    /// How long the store asks to wait.
    pub retry_after: Option<Duration>,
    /// The region that the store names.
    pub region: Option<String>,
    /// The body; of an error, its first bytes only.
    pub body: bytes::Bytes,
}

/// What to do about an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is what was asked for, or says that there is no such object.
    Done,
    /// A retry may help.
    Retry,
    /// The bytes were changed in transit: a few retries may help.
    Corrupted,
    /// There is an object already.
    Exists,
    /// A retry would not help.
    Refused,
}

/// Error codes for bytes that differ from those sent.
pub(super) const CORRUPTED: [&str; 5] = [
    "BadDigest",
    "InvalidDigest",
    "XAmzContentChecksumMismatch",
    "XAmzContentSHA256Mismatch",
    "IncompleteBody",
];

impl Answer {
    pub(super) fn verdict(&self, method: Method) -> Verdict {
        match self.status.as_u16() {
            200..300 => Verdict::Done,
            404 if method != Method::Put
                && self.code().is_none_or(|code| code != "NoSuchBucket") =>
            {
                Verdict::Done
            }
            412 => Verdict::Exists,
            // Not implemented, or no room: a retry changes neither.
            501 | 505 | 507 => Verdict::Refused,
            409 if self
                .code()
                .is_some_and(|code| code.starts_with("BucketAlready")) =>
            {
                Verdict::Refused
            }
            408 | 409 | 425 | 429 | 500..=599 => Verdict::Retry,
            400 => match self.code().as_deref() {
                Some(code) if CORRUPTED.contains(&code) => Verdict::Corrupted,
                Some("RequestTimeout") => Verdict::Retry,
                _ => Verdict::Refused,
            },
            _ => match self.code().as_deref() {
                Some("SlowDown" | "RequestTimeout") => Verdict::Retry,
                _ => Verdict::Refused,
            },
        }
    }

    /// The object's MD5 in hexadecimal, if the ETag is one.
    pub(super) fn md5(&self) -> Option<&str> {
        let is_md5 =
            |etag: &&str| etag.len() == 32 && etag.bytes().all(|byte| byte.is_ascii_hexdigit());
        let etag = self.etag.as_deref().filter(is_md5);
        etag.filter(|_| !self.etag_is_opaque)
    }

    /// The error code, such as `AccessDenied`.
    pub fn code(&self) -> Option<String> {
        self.said("Code")
    }

    /// The text of the first element of that name in the body, as it may be printed.
    pub(super) fn said(&self, name: &str) -> Option<String> {
        self.element(name).map(|text| printable(&text).to_string())
    }

    /// The text of the first element of that name in the body.
    pub fn element(&self, name: &str) -> Option<String> {
        self.elements(name).into_iter().next()
    }

    /// The texts of all elements of that name in the body that are not empty. Of entities only single characters
    /// are resolved, so that none can grow; parsing stops where the body is not XML.
    pub(super) fn elements(&self, name: &str) -> Vec<String> {
        let text = std::str::from_utf8(&self.body).unwrap_or_default();
        let mut reader = Reader::from_str(text);
        // The text of the element that is being read.
        let mut inside: Option<String> = None;
        let mut found = Vec::new();
        loop {
            match (reader.read_event(), &mut inside) {
                (Ok(Event::Start(start)), _) => {
                    inside = (start.local_name().as_ref() == name).then(String::new);
                }
                (Ok(Event::Text(piece)), Some(text)) => text.push_str(&piece),
                (Ok(Event::GeneralRef(entity)), Some(text)) => match entity.resolve_char_ref() {
                    Ok(Some(character)) => text.push(character),
                    _ => text.push_str(resolve_predefined_entity(&entity).unwrap_or_default()),
                },
                (Ok(Event::End(_)), _) => {
                    found.extend(inside.take().filter(|text| !text.is_empty()));
                }
                (Ok(Event::Eof) | Err(_), _) => return found,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, code: &str, message: &str) -> Answer {
        Answer {
            status: StatusCode::from_u16(status).expect("a status"),
            body: format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>").into(),
            ..Answer::default()
        }
    }

    #[test]
    fn a_verdict_follows_from_status_and_code() {
        for (answer, verdict) in [
            (answer(200, "", ""), Verdict::Done),
            (answer(503, "SlowDown", ""), Verdict::Retry),
            (answer(429, "", ""), Verdict::Retry),
            (answer(408, "", ""), Verdict::Retry),
            (answer(400, "BadDigest", ""), Verdict::Corrupted),
            (
                answer(400, "InvalidRequest", "Date is too old"),
                Verdict::Refused,
            ),
            (answer(403, "AccessDenied", ""), Verdict::Refused),
            (answer(404, "NoSuchBucket", ""), Verdict::Refused),
            (answer(412, "PreconditionFailed", ""), Verdict::Exists),
            (answer(507, "XMinioStorageFull", ""), Verdict::Refused),
            (answer(501, "NotImplemented", ""), Verdict::Refused),
        ] {
            assert_eq!(answer.verdict(Method::Put), verdict, "{answer:?}");
        }
        assert_eq!(
            answer(404, "NoSuchKey", "").verdict(Method::Get),
            Verdict::Done
        );
        assert_eq!(
            answer(404, "NoSuchBucket", "").verdict(Method::Get),
            Verdict::Refused
        );
    }

    #[test]
    fn characters_may_be_escaped() {
        let answer = Answer {
            // As VersityGW lists names.
            body: "<Contents><Key>a&amp;b&#39;c&#x2B;d</Key></Contents><Key>e</Key><Key/>".into(),
            ..Answer::default()
        };
        assert_eq!(answer.elements("Key"), ["a&b'c+d", "e"]);
    }

    #[test]
    fn hostile_bodies_yield_nothing() {
        for body in [
            "",
            "<",
            "<Error><Code>",
            "\u{0}",
            "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><Error><Code>&a;&a;</Code></Error>",
            "{\"Code\": 1}",
        ] {
            let answer = Answer {
                body: body.to_owned().into(),
                ..Answer::default()
            };
            assert!(answer.code().is_none_or(|code| code.len() < 20), "{body:?}");
        }
    }
}
