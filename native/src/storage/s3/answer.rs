//! [`Answer`]: what a store said, and [`Refusal`]: what that means and what would help.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::events::Event;
use reqwest::StatusCode;

use super::target::{Method, Target};

/// What a store said.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The HTTP status.
    pub status: StatusCode,
    /// Length of the object, as far as it was told.
    pub length: Option<u64>,
    /// The object's ETag, without quotes.
    pub etag: Option<String>,
    /// Whether the object is encrypted so that its ETag is no MD5.
    pub etag_is_opaque: bool,
    /// The store's clock.
    pub date: Option<Timestamp>,
    /// How long it asks to wait.
    pub retry_after: Option<Duration>,
    /// The region it names.
    pub region: Option<String>,
    /// The body; of an error, its first bytes only.
    pub body: bytes::Bytes,
}

/// What to do about an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is what was asked for, or says that there is no such object.
    Done,
    /// Trying again may help.
    Retry,
    /// The bytes were changed on their way: trying again may help, but not for ever.
    Corrupted,
    /// There is an object already.
    Exists,
    /// Nothing will change.
    Refused,
}

/// What stores say of bytes that are not those that were sent.
const CORRUPTED: [&str; 5] = [
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
            // What a store cannot do, or has no room for, it will not do later.
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

    /// The error code, such as `AccessDenied`.
    pub fn code(&self) -> Option<String> {
        self.element("Code")
    }

    /// The text of the first element of that name in the body.
    pub fn element(&self, name: &str) -> Option<String> {
        self.elements(name).into_iter().next()
    }

    /// The texts of all elements of that name in the body. Entities are not resolved, so that none can
    /// grow; where the body is no XML, it ends there.
    pub(super) fn elements(&self, name: &str) -> Vec<String> {
        let text = std::str::from_utf8(&self.body).unwrap_or_default();
        let mut reader = Reader::from_str(text);
        let mut inside = false;
        let mut found = Vec::new();
        loop {
            match reader.read_event() {
                Ok(Event::Start(start)) => inside = start.local_name().as_ref() == name,
                Ok(Event::Text(text)) if inside => found.push((*text).to_owned()),
                Ok(Event::End(_)) => inside = false,
                Ok(Event::Eof) | Err(_) => return found,
                Ok(_) => {}
            }
        }
    }
}

/// Why a store refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The target's time is over.
    Expired,
    /// Clocks differ.
    Skew,
    /// The store does not know the key.
    UnknownKey,
    /// The signature is not right.
    Signature,
    /// The key may not do this.
    Denied,
    /// There is no such bucket.
    NoBucket,
    /// The bucket is elsewhere.
    Elsewhere,
    /// The store has no room.
    Full,
    /// The bytes were changed on their way, each time.
    Corrupted,
    /// Something else.
    Other,
}

impl Reason {
    /// Whether it is about who may do what.
    pub fn is_about_access(self) -> bool {
        matches!(
            self,
            Self::Expired | Self::Skew | Self::UnknownKey | Self::Signature | Self::Denied
        )
    }
}

/// A refusal, explained: what was refused, why, and what would help. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    place: String,
    said: String,
    remedy: String,
}

/// Clocks further apart than this are refused by stores.
const MOST_SKEW: i64 = 15 * 60;

impl Refusal {
    pub(super) fn new(answer: &Answer, target: &Target, now: Timestamp) -> Self {
        let code = answer.code().unwrap_or_default();
        let message = answer.element("Message").unwrap_or_default();
        let store_now = answer.date.unwrap_or(now);
        let ahead = now.duration_since(store_now).as_secs();
        let reason = reason(answer.status, &code, &message, target, store_now, ahead);
        let said = [answer.status.as_str(), &code, &message]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        Self {
            reason,
            place: target.place(),
            said: said.chars().filter(|c| !c.is_control()).take(200).collect(),
            remedy: remedy(reason, answer, target, ahead),
        }
    }
}

/// Stores say the same thing in several ways: MinIO, AWS, Garage and others (s3s among them).
fn reason(
    status: StatusCode,
    code: &str,
    message: &str,
    target: &Target,
    store_now: Timestamp,
    ahead: i64,
) -> Reason {
    let says = |word: &str| message.contains(word);
    match code {
        _ if status.is_redirection() => Reason::Elsewhere,
        "PermanentRedirect"
        | "TemporaryRedirect"
        | "AuthorizationHeaderMalformed"
        | "IllegalLocationConstraintException" => Reason::Elsewhere,
        "NoSuchBucket" => Reason::NoBucket,
        "XMinioStorageFull" | "XMinioAdminBucketQuotaExceeded" | "QuotaExceeded" => Reason::Full,
        _ if status.as_u16() == 507 => Reason::Full,
        _ if CORRUPTED.contains(&code) => Reason::Corrupted,
        "ExpiredToken" | "InvalidToken" | "InvalidTokenId" => Reason::Expired,
        _ if says("expired") || says("too old") => Reason::Expired,
        "RequestTimeTooSkewed" => Reason::Skew,
        _ if says("not valid yet") => Reason::Skew,
        _ if !matches!(status.as_u16(), 400 | 401 | 403) => Reason::Other,
        "InvalidAccessKeyId" | "NotSignedUp" => Reason::UnknownKey,
        _ if says("No such key") => Reason::UnknownKey,
        "SignatureDoesNotMatch" => Reason::Signature,
        _ if says("Invalid signature") => Reason::Signature,
        _ if status.as_u16() == 400 && !code.is_empty() => Reason::Other,
        _ if store_now >= target.expires_at => Reason::Expired,
        _ if ahead.abs() > MOST_SKEW => Reason::Skew,
        _ => Reason::Denied,
    }
}

fn remedy(reason: Reason, answer: &Answer, target: &Target, ahead: i64) -> String {
    let host = target.url.host_str().unwrap_or_default();
    match reason {
        Reason::Expired => format!(
            "the target ended at {}, or the session that signed it: make new ones with `fraudgen presign`",
            target.expires_at.strftime("%Y-%m-%d %H:%M:%SZ")
        ),
        Reason::Skew if ahead.abs() <= MOST_SKEW => {
            "clocks differ: the one of the machine that signed is wrong; set it right and make new targets with \
             `fraudgen presign`"
                .into()
        }
        Reason::Skew => format!(
            "clocks differ: the one of this machine is {} s {} the store's, which bears 900 s for signing; set it right",
            ahead.abs(),
            if ahead < 0 { "behind" } else { "ahead of" }
        ),
        Reason::UnknownKey => "the store does not know the access key that signed: it is another store's, \
                               or was removed; check the key id and the endpoint"
            .into(),
        Reason::Signature => format!(
            "the signature does not fit: the secret key is wrong, the target was changed, or a proxy changes \
             the host name {host}; sign for the name that workers use with --public-endpoint"
        ),
        Reason::Denied => "the key that signed has no permission for this: it needs s3:PutObject and \
                           s3:GetObject on the prefix, and for presign and --force s3:DeleteObject and s3:ListBucket"
            .into(),
        Reason::NoBucket => "the bucket is not there: make it with --create-bucket, `mc mb` or `aws s3 mb`".into(),
        Reason::Elsewhere => match answer.region.as_deref() {
            Some(region) => format!("the bucket is in the region {region}: give --region {region}"),
            None => "the store sends elsewhere, which is not followed with a signed URL: give the --region or \
                     --endpoint of the bucket"
                .into(),
        },
        Reason::Full => "the store or the bucket's quota is full: make room, then continue with --resume".into(),
        Reason::Corrupted => "the bytes are changed on their way, again and again: look for a proxy that rewrites \
                              them, or for faulty memory, then continue with --resume"
            .into(),
        Reason::Other if answer.code().is_none() => {
            "this is no answer of a store: is the endpoint right, or a proxy in the way?".into()
        }
        Reason::Other => "see the store's own documentation for this code".into(),
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} was refused ({}): {}",
            self.place, self.said, self.remedy
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn target() -> Target {
        Target {
            method: Method::Put,
            url: "https://minio:9000/lake/x?X-Amz-Signature=SECRET"
                .parse()
                .expect("a URL"),
            headers: BTreeMap::new(),
            expires_at: "2026-01-01T12:00:00Z".parse().expect("a time"),
        }
    }

    fn answer(status: u16, code: &str, message: &str) -> Answer {
        Answer {
            status: StatusCode::from_u16(status).expect("a status"),
            body: format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>").into(),
            ..Answer::default()
        }
    }

    #[test]
    fn every_dialect_means_the_same() {
        let cases = [
            (
                answer(403, "SignatureDoesNotMatch", "The request signature"),
                Reason::Signature,
            ),
            (
                answer(403, "AccessDenied", "Forbidden: Invalid signature"),
                Reason::Signature,
            ),
            (
                answer(403, "InvalidAccessKeyId", "The Access Key Id"),
                Reason::UnknownKey,
            ),
            (
                answer(403, "NotSignedUp", "Your account"),
                Reason::UnknownKey,
            ),
            (
                answer(403, "AccessDenied", "Forbidden: No such key: GK12"),
                Reason::UnknownKey,
            ),
            (
                answer(403, "AccessDenied", "Request has expired"),
                Reason::Expired,
            ),
            (
                answer(400, "InvalidRequest", "Bad request: Date is too old"),
                Reason::Expired,
            ),
            (
                answer(403, "ExpiredToken", "The provided token has expired."),
                Reason::Expired,
            ),
            (
                answer(403, "AccessDenied", "Request is not valid yet"),
                Reason::Skew,
            ),
            (
                answer(403, "RequestTimeTooSkewed", "The difference"),
                Reason::Skew,
            ),
            (
                answer(403, "AccessDenied", "Access Denied."),
                Reason::Denied,
            ),
            (
                answer(404, "NoSuchBucket", "The specified bucket"),
                Reason::NoBucket,
            ),
            (answer(301, "PermanentRedirect", ""), Reason::Elsewhere),
            (answer(307, "TemporaryRedirect", ""), Reason::Elsewhere),
            (answer(507, "XMinioStorageFull", ""), Reason::Full),
            (answer(400, "EntityTooLarge", ""), Reason::Other),
            (
                Answer {
                    status: StatusCode::NOT_IMPLEMENTED,
                    ..Answer::default()
                },
                Reason::Other,
            ),
        ];
        for (answer, reason) in cases {
            let now = "2026-01-01T11:00:00Z".parse().expect("a time");
            let refusal = Refusal::new(&answer, &target(), now);
            assert_eq!(refusal.reason, reason, "{answer:?}");
            assert!(!refusal.to_string().contains("SECRET"));
        }
    }

    #[test]
    fn time_tells_what_a_bare_403_means() {
        let bare = Answer {
            status: StatusCode::FORBIDDEN,
            ..Answer::default()
        };
        let at = |now: &str, date: &str| {
            let answer = Answer {
                date: Some(date.parse().expect("a time")),
                ..bare.clone()
            };
            Refusal::new(&answer, &target(), now.parse().expect("a time"))
        };
        assert_eq!(
            at("2026-01-01T11:00:00Z", "2026-01-01T11:00:01Z").reason,
            Reason::Denied
        );
        assert_eq!(
            at("2026-01-01T12:01:00Z", "2026-01-01T12:01:01Z").reason,
            Reason::Expired
        );
        let skewed = at("2026-01-01T10:20:00Z", "2026-01-01T11:00:00Z");
        assert_eq!(skewed.reason, Reason::Skew);
        assert!(skewed.to_string().contains("2400 s behind"), "{skewed}");
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
    fn hostile_bodies_say_nothing() {
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
