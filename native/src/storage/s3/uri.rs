//! [`S3Uri`]: a bucket and a prefix in it, as `s3://bucket/prefix`.

use std::fmt;
use std::str::FromStr;

use percent_encoding::percent_decode_str;

/// The longest prefix, in bytes: S3 keys have up to 1,024, and a part's own path takes some of them.
const LONGEST_PREFIX: usize = 900;

/// Where in a store a dataset is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct S3Uri {
    bucket: String,
    /// Without a slash at either end; may be empty.
    prefix: String,
}

impl S3Uri {
    /// Whether a text names a location in a store rather than a folder.
    pub fn looks_like(text: &str) -> bool {
        text.contains("://")
    }

    /// The bucket.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// The key of a path below the location.
    pub fn key(&self, path: &str) -> String {
        match self.prefix.as_str() {
            "" => path.to_owned(),
            prefix => format!("{prefix}/{path}"),
        }
    }

    /// The path below the location of a key that is listed there, encoded for URLs: a space may be `+`,
    /// and a slash `%2F`. Some stores say that names are encoded and send them as they are.
    pub(super) fn path_of(&self, key: &str) -> String {
        let spaced = key.replace('+', " ");
        let decoded = percent_decode_str(&spaced).decode_utf8_lossy();
        let prefix = self.key("");
        let path = decoded.strip_prefix(&prefix);
        path.or_else(|| key.strip_prefix(&prefix))
            .unwrap_or(&decoded)
            .to_owned()
    }
}

/// Why a text names no location in a store; it says what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidUri {
    /// It has another scheme, or none.
    #[error("give s3://BUCKET/PREFIX, or a folder")]
    Scheme,
    /// Stores have no buckets of that name.
    #[error(
        "`{0}` is not a bucket name: those have 3 to 63 lower-case letters, digits, `-` and `.`"
    )]
    Bucket(String),
    /// With a prefix of so many bytes, keys would be too long.
    #[error("the prefix has {0} bytes: give at most {LONGEST_PREFIX}")]
    LongPrefix(usize),
    /// A URL cannot express a segment of the prefix, or a file system below the store would understand it
    /// differently.
    #[error(
        "the prefix has the segment {0:?}: give names without `\\` and control characters, separated by single \
         slashes"
    )]
    Segment(String),
}

impl FromStr for S3Uri {
    type Err = InvalidUri;

    /// Reads `s3://bucket/prefix`.
    fn from_str(text: &str) -> Result<Self, InvalidUri> {
        let rest = ["s3://", "s3a://", "minio://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme))
            .ok_or(InvalidUri::Scheme)?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let prefix = prefix.trim_end_matches('/');
        check_bucket(bucket)?;
        check_prefix(prefix)?;
        Ok(Self {
            bucket: bucket.to_owned(),
            prefix: prefix.to_owned(),
        })
    }
}

fn check_bucket(bucket: &str) -> Result<(), InvalidUri> {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    let ends = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if (3..=63).contains(&bucket.len())
        && bucket.chars().all(inner)
        && bucket.starts_with(ends)
        && bucket.ends_with(ends)
        && !bucket.contains("..")
    {
        return Ok(());
    }
    Err(InvalidUri::Bucket(bucket.to_owned()))
}

fn check_prefix(prefix: &str) -> Result<(), InvalidUri> {
    if prefix.len() > LONGEST_PREFIX {
        return Err(InvalidUri::LongPrefix(prefix.len()));
    }
    let odd = |segment: &str| {
        matches!(segment, "" | "." | "..")
            || segment.contains(|c: char| c.is_control() || c == '\\')
    };
    match prefix.split('/').find(|segment| odd(segment)) {
        Some(segment) if !prefix.is_empty() => Err(InvalidUri::Segment(segment.to_owned())),
        _ => Ok(()),
    }
}

impl fmt::Display for S3Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}", self.bucket)?;
        if !self.prefix.is_empty() {
            write!(f, "/{}", self.prefix)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_reads_back_as_written() {
        for (text, key) in [
            ("s3://lake", "transactions/part-00000.parquet"),
            (
                "s3://lake/raw/batch é",
                "raw/batch é/transactions/part-00000.parquet",
            ),
        ] {
            let location: S3Uri = text.parse().expect("a location");
            assert_eq!(location.to_string(), text);
            assert_eq!(location.key("transactions/part-00000.parquet"), key);
        }
        assert_eq!("s3://lake/raw/".parse(), "s3a://lake/raw".parse::<S3Uri>());
    }

    #[test]
    fn a_listed_key_is_a_path_however_it_is_encoded() {
        let location: S3Uri = "s3://lake/raw 1/ç+%2F".parse().expect("a location");
        for key in [
            "raw+1/%C3%A7%2B%252F/cards/part-00000.csv",
            "raw%201%2F%C3%A7%2B%252F%2Fcards%2Fpart-00000.csv",
            "raw 1/ç+%2F/cards/part-00000.csv",
        ] {
            assert_eq!(location.path_of(key), "cards/part-00000.csv");
        }
        let bare: S3Uri = "s3://lake".parse().expect("a location");
        assert_eq!(bare.path_of("_SUCCESS"), "_SUCCESS");
    }

    #[test]
    fn what_a_url_cannot_say_is_refused() {
        for text in [
            "lake/raw",
            "http://lake/raw",
            "s3://",
            "s3://La/raw",
            "s3://a..b/raw",
            "s3://lake//raw",
            "s3://lake/../other",
            "s3://lake/./raw",
            "s3://lake/raw\n",
            "s3://lake/a\\b",
            "s3://lake/a\0b",
            &format!("s3://lake/{}", "x".repeat(1025)),
        ] {
            assert!(text.parse::<S3Uri>().is_err(), "{text:?}");
        }
    }
}
