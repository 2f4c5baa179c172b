//! [`Refusal`]: a request that a store refused, and why.

use std::fmt;

use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use reqwest::StatusCode;

use super::answer::{Answer, CORRUPTED};
use super::target::Target;

/// Why a store refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The target has expired.
    Expired,
    /// The clocks differ.
    Skew,
    /// The store does not know the key.
    UnknownKey,
    /// The signature is wrong.
    Signature,
    /// The key has no permission for this.
    Denied,
    /// The bucket does not exist.
    NoBucket,
    /// The bucket is in another region or at another endpoint.
    Elsewhere,
    /// The store has no room.
    Full,
    /// The bytes were changed in transit, every time.
    Corrupted,
    /// The object is larger than the store or a proxy takes.
    TooLarge,
    /// The store does not implement it.
    Unsupported,
    /// Something else.
    Other,
}

impl Reason {
    /// Whether it is about credentials and permissions.
    pub fn is_about_access(self) -> bool {
        matches!(
            self,
            Self::Expired | Self::Skew | Self::UnknownKey | Self::Signature | Self::Denied
        )
    }
}

/// A request that a store refused, and why. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// Host and path of the request.
    pub address: String,
    /// What the store answered: status, error code and message.
    pub answer: String,
    /// Whether the answer had an error code, as answers of stores do.
    pub has_code: bool,
    /// When the target expires.
    pub expires_at: Timestamp,
    /// By how many seconds this machine's clock is ahead of the store's.
    pub clock_ahead: i64,
    /// The host name that was signed.
    pub host: String,
    /// The region that the store named.
    pub region: Option<String>,
    /// What the store did not see of the path, because a proxy takes it away.
    pub stripped: Option<String>,
}

/// Stores refuse signatures when clocks differ by more seconds than this.
const MOST_SKEW: i64 = 15 * 60;

impl Refusal {
    pub(super) fn new(answer: &Answer, target: &Target, now: Timestamp) -> Self {
        let code = answer.code();
        let message = answer.said("Message").unwrap_or_default();
        let store_now = answer.date.unwrap_or(now);
        let clock_ahead = now.duration_since(store_now).as_secs();
        let has_code = code.is_some();
        let code = code.unwrap_or_default();
        let reason = reason(
            answer.status,
            &code,
            &message,
            target,
            store_now,
            clock_ahead,
        );
        let text = [answer.status.as_str(), &code, &message]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        Self {
            reason,
            address: target.address(),
            answer: text.chars().filter(|c| !c.is_control()).take(200).collect(),
            has_code,
            expires_at: target.expires_at,
            clock_ahead,
            host: target.url.host_str().unwrap_or_default().to_owned(),
            region: answer.region.clone(),
            stripped: stripped(answer, target.url.path()),
        }
    }

    /// Whether the clock of the machine that signed is the wrong one, rather than this machine's.
    pub(crate) fn signer_clock_is_wrong(&self) -> bool {
        self.clock_ahead.abs() <= MOST_SKEW
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was refused ({})", self.address, self.answer)?;
        match self.reason {
            Reason::Expired => write!(
                f,
                ": the target expired at {}, or the session that signed it did",
                self.expires_at.strftime("%Y-%m-%d %H:%M:%SZ")
            ),
            Reason::Skew if self.signer_clock_is_wrong() => {
                f.write_str(": clocks differ: the clock of the machine that signed is wrong")
            }
            Reason::Skew => write!(
                f,
                ": clocks differ: this machine's clock is {} s {} the store's, which tolerates {MOST_SKEW} s \
                 when signing",
                self.clock_ahead.abs(),
                if self.clock_ahead < 0 { "behind" } else { "ahead of" }
            ),
            Reason::UnknownKey => f.write_str(
                ": the store does not know the access key that signed: it belongs to another store, or was \
                 removed",
            ),
            Reason::Signature => match &self.stripped {
                Some(prefix) => write!(
                    f,
                    ": the signature does not match: a proxy takes {prefix} away from the path, which is signed"
                ),
                None => write!(
                    f,
                    ": the signature does not match: the secret key is wrong, the target was changed, or a proxy \
                     changes the host name {} or the path",
                    self.host
                ),
            },
            Reason::Denied => f.write_str(
                ": the key that signed has no permission for this: it needs s3:PutObject and s3:GetObject on \
                 the prefix, and to sign targets or replace a dataset s3:DeleteObject and s3:ListBucket",
            ),
            Reason::NoBucket => f.write_str(": the bucket does not exist"),
            Reason::Elsewhere => match &self.region {
                Some(region) => write!(f, ": the bucket is in the region {region}"),
                None => f.write_str(": the store redirects, and with a signed URL that is not followed"),
            },
            Reason::Full => f.write_str(": the store or the bucket's quota is full"),
            Reason::Corrupted => f.write_str(": the bytes were changed in transit on every try"),
            Reason::TooLarge if self.has_code => f.write_str(": the store takes no object this large"),
            Reason::TooLarge => f.write_str(
                ": a proxy takes no body this large (nginx calls the limit client_max_body_size)",
            ),
            Reason::Unsupported => f.write_str(": the store does not implement this"),
            Reason::Other if !self.has_code => f.write_str(
                ": this is not the answer of a store: is the endpoint right, or is a proxy in the way?",
            ),
            Reason::Other => Ok(()),
        }
    }
}

/// The beginning of a path that a store does not name when it says which object was asked for.
fn stripped(answer: &Answer, path: &str) -> Option<String> {
    let seen = answer.element("Resource")?;
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let prefix = decoded.strip_suffix(&seen)?;
    (seen.len() > 1 && !prefix.is_empty()).then(|| prefix.to_owned())
}

/// Stores word the same thing differently: MinIO, AWS, Garage, rclone and others (s3s among them).
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
        // Only to a condition on what is cached, which is never sent: a cache in the way.
        _ if status == StatusCode::NOT_MODIFIED => Reason::Other,
        _ if status.is_redirection() => Reason::Elsewhere,
        "EntityTooLarge" | "MaxMessageLengthExceeded" => Reason::TooLarge,
        _ if status == StatusCode::PAYLOAD_TOO_LARGE => Reason::TooLarge,
        "PermanentRedirect"
        | "TemporaryRedirect"
        | "AuthorizationHeaderMalformed"
        | "IllegalLocationConstraintException" => Reason::Elsewhere,
        "NoSuchBucket" => Reason::NoBucket,
        "XMinioStorageFull" | "XMinioAdminBucketQuotaExceeded" | "QuotaExceeded" => Reason::Full,
        _ if status.as_u16() == 507 => Reason::Full,
        "NotImplemented" => Reason::Unsupported,
        _ if CORRUPTED.contains(&code) => Reason::Corrupted,
        "ExpiredToken" | "InvalidToken" | "InvalidTokenId" => Reason::Expired,
        _ if says("expired") || says("too old") => Reason::Expired,
        "RequestTimeTooSkewed" => Reason::Skew,
        // What rclone says of a target that has ended, by its clock.
        _ if says("request time and the server's time") => match store_now >= target.expires_at {
            true if ahead.abs() <= MOST_SKEW => Reason::Expired,
            _ => Reason::Skew,
        },
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::target::Method;
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
    fn every_dialect_is_understood() {
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
                answer(
                    400,
                    "AccessDenied",
                    "The difference between the request time and the server's time exceeds the maximum allowed.",
                ),
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
            (answer(400, "EntityTooLarge", ""), Reason::TooLarge),
            (answer(413, "", ""), Reason::TooLarge),
            (answer(304, "", ""), Reason::Other),
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
    fn a_prefix_that_a_proxy_takes_away_is_named() {
        for (seen, prefix) in [
            ("/lake/x", Some("/s3")),
            ("/s3/lake/x", None),
            ("/", None),
            ("/other", None),
        ] {
            let answer = Answer {
                body: format!(
                    "<Error><Code>SignatureDoesNotMatch</Code><Resource>{seen}</Resource></Error>"
                )
                .into(),
                status: StatusCode::FORBIDDEN,
                ..Answer::default()
            };
            let target = Target {
                url: "https://proxy/s3/lake/x".parse().expect("a URL"),
                ..target()
            };
            let refusal = Refusal::new(&answer, &target, Timestamp::UNIX_EPOCH);
            assert_eq!(refusal.stripped.as_deref(), prefix, "{seen}");
        }
    }

    #[test]
    fn clocks_explain_a_bare_403() {
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
}
