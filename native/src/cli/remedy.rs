//! [`explain`]: an error of the library, with what the user can do about it.

use std::io;

use crate::error::Error;
use crate::error::chain;
use crate::estimate::Limit;
use crate::storage::s3::{AccessError, Failure, Obstacle, Reason, Refusal, StoreError};

/// How a command is run again after it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// From the beginning.
    Anew,
    /// With `--resume`, which keeps what is there.
    Resumed,
}

impl Again {
    fn text(self) -> &'static str {
        match self {
            Self::Anew => "try again",
            Self::Resumed => "try again with --resume",
        }
    }
}

/// The error, its causes, and the remedy in terms of flags.
pub(super) fn explain(error: &anyhow::Error, again: Again) -> String {
    let text = format!("{error:#}");
    let error = error.downcast_ref::<Error>();
    match error.and_then(|error| remedy(error, again)) {
        Some(remedy) => format!("{text}; {remedy}"),
        None => text,
    }
}

/// What prevents a run by many workers, and the remedy.
pub(super) fn limit_text(limit: &Limit) -> String {
    let text = chain(limit);
    let remedy = match limit {
        Limit::Run(error) => remedy(error, Again::Resumed).unwrap_or_default(),
        Limit::FileSize { .. } => "lower --rows-per-file".into(),
        Limit::Lifetime { .. } => "take more workers, or presign with --resume in between".into(),
        Limit::IdleCores { .. } => "lower --rows-per-file, or take fewer".into(),
    };
    format!("{text}; {remedy}")
}

fn remedy(error: &Error, again: Again) -> Option<String> {
    let text = match error {
        Error::Io { action, source, .. } => return io_remedy(action, source, again),
        Error::Store(error) => return store_remedy(error, again),
        Error::NoFile { .. } => "give the name of a file, or remove what is there yourself",
        Error::NotEmpty { .. } if again == Again::Anew => {
            "choose another location, or replace it with --force"
        }
        Error::NotEmpty { .. } => {
            "choose another location, continue an interrupted run with --resume, or replace it with --force"
        }
        Error::NotGraph { .. } => "choose another folder, or move it away",
        Error::InUse { .. } => {
            let again = again.text();
            return Some(format!(
                "wait until it has ended, then {again} if need be, or choose another location"
            ));
        }
        Error::CannotList { .. } => "give it s3:ListBucket, or choose another location",
        Error::NothingToResume { .. } => "choose an empty location, or replace it with --force",
        Error::OtherRun { .. } => "repeat that run's options, or replace it with --force",
        Error::TooManyFiles { rows_per_file, .. } => {
            return Some(format!("give --rows-per-file {rows_per_file} or more"));
        }
        Error::TooLargeObjects { rows_per_file, .. } => {
            return Some(format!("give --rows-per-file {rows_per_file} or fewer"));
        }
        Error::NoManifest { .. } => {
            "name the folder of a dataset; a run that is not over is continued with --resume, or closed with `fraudgen finish`"
        }
        Error::NotUtf8 { .. } => "move the dataset to a folder with such a path",
        Error::NoPart { .. } => "look into it with `fraudgen verify`",
        Error::NotParquet { .. } => {
            "make the same dataset in Parquet with `fraudgen generate --spec _manifest.json --format parquet --out FOLDER`"
        }
        Error::MissingTables { .. } => {
            "make it with all tables with `fraudgen generate --spec _manifest.json --out FOLDER`"
        }
        Error::NoShards { .. } => "is the run over, or are --receipts needed?",
        Error::Expired { .. } => "make new ones with `fraudgen presign --resume`",
        Error::Access(AccessError::NoCredentials { .. }) => {
            "a worker without credentials takes --targets"
        }
        Error::Access(AccessError::PlainHttp { .. }) => "give https, or allow it with --allow-http",
        Error::Access(AccessError::Bucket { .. }) => "give --addressing path",
        Error::Threads(_) => "give fewer with --threads",
        Error::Cancelled if again == Again::Resumed => {
            "the finished parts are kept: run the same command with --resume to continue"
        }
        _ => return None,
    };
    Some(text.into())
}

fn io_remedy(action: &str, source: &io::Error, again: Again) -> Option<String> {
    let text = match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            let again = again.text();
            return Some(format!(
                "the disk or quota is full: free some space and {again}"
            ));
        }
        io::ErrorKind::AlreadyExists => "choose another name, or replace it with --force",
        io::ErrorKind::FileTooLarge => {
            "files cannot grow this large here: lower --rows-per-file or raise the limit"
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied
            if !action.starts_with("read") =>
        {
            "choose a folder that you may write to with --out"
        }
        _ => return None,
    };
    Some(text.into())
}

fn store_remedy(error: &StoreError, again: Again) -> Option<String> {
    if let StoreError::Failure(Failure::Refused(refusal)) = error {
        return refusal_remedy(refusal, again);
    }
    let again = again.text();
    let text = match error {
        StoreError::Failure(Failure::Unavailable {
            target_expired: true,
            ..
        }) => {
            "its target expired meanwhile: make new ones with `fraudgen presign --resume`, then try again with --resume"
        }
        StoreError::Failure(Failure::Unavailable {
            proxy_variable: Some(variable),
            ..
        }) => {
            return Some(format!(
                "correct {variable}, or name the store's host in NO_PROXY, then {again}"
            ));
        }
        StoreError::Failure(Failure::Unavailable { .. }) => {
            return Some(format!("wait a while, then {again}"));
        }
        StoreError::Failure(Failure::Blocked { obstacle, .. }) => return obstacle_remedy(obstacle),
        StoreError::Failure(Failure::TooLong { .. }) | StoreError::EndlessList { .. } => {
            "is the endpoint that of a store?"
        }
        StoreError::Proxy { variable, .. } => {
            return Some(format!(
                "give {variable} a URL such as http://proxy.example:3128, or unset it"
            ));
        }
        StoreError::Certificates { variable, .. } => {
            return Some(format!(
                "name a file of certificates in PEM with {variable}, or unset it"
            ));
        }
        StoreError::OtherObject { .. } | StoreError::OtherRun { .. } => {
            "choose another prefix, or replace it with the --force of generate or, for targets, of presign"
        }
        StoreError::Access(_) => return Some(format!("{again} once there are credentials again")),
        StoreError::Changed { .. } => again,
        _ => return None,
    };
    Some(text.into())
}

fn obstacle_remedy(obstacle: &Obstacle) -> Option<String> {
    let text = match obstacle {
        Obstacle::UnknownAuthority => {
            "name a file with the authority's certificate in PEM with SSL_CERT_FILE"
        }
        Obstacle::OtherHost => "give the name that the certificate is for with --endpoint",
        Obstacle::OfAnAuthority => "give the server one with CA:FALSE",
        Obstacle::NoTls => "is the port right, or is it http:?",
        Obstacle::OnlyTls => "give an https: URL with --endpoint",
        Obstacle::Header => "make new targets with `fraudgen presign`",
        Obstacle::ProxyPassword { variable } => {
            return variable.map(|variable| {
                format!("give them in {variable}, as in http://USER:PASSWORD@proxy.example:3128")
            });
        }
        _ => return None,
    };
    Some(text.into())
}

fn refusal_remedy(refusal: &Refusal, again: Again) -> Option<String> {
    let again = again.text();
    let text = match refusal.reason {
        Reason::Expired => "make new ones with `fraudgen presign`",
        Reason::Skew if refusal.signer_clock_is_wrong() => {
            "set it right and make new targets with `fraudgen presign`"
        }
        Reason::Skew => "set it right",
        Reason::UnknownKey => "check the key id and the endpoint",
        Reason::TooLarge => {
            return Some(format!(
                "lower --rows-per-file, or raise that limit, then {again}"
            ));
        }
        Reason::Signature if refusal.stripped.is_some() => {
            "let the proxy pass the path on as it is, or give --endpoint without that part"
        }
        Reason::Signature => "sign for the name that workers use with --public-endpoint",
        Reason::NoBucket => "make it with --create-bucket, `mc mb` or `aws s3 mb`",
        Reason::Elsewhere => {
            return Some(match &refusal.region {
                Some(region) => format!("give --region {region}"),
                None => "give the --region or --endpoint of the bucket".into(),
            });
        }
        Reason::Full => return Some(format!("make room, then {again}")),
        Reason::Corrupted => {
            return Some(format!(
                "look for a proxy that rewrites them, or for faulty memory, then {again}"
            ));
        }
        Reason::Other if refusal.has_code => "see the store's own documentation for this code",
        _ => return None,
    };
    Some(text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_resumed_is_advised_to_be() {
        let full = Error::Io {
            action: "write",
            path: "data".into(),
            source: io::ErrorKind::StorageFull.into(),
        };
        let changed = StoreError::Changed {
            path: "cards/part-00000.parquet".into(),
            etag: "00".into(),
            sent: "ff".into(),
        };
        let errors = [Error::Cancelled, full, changed.into()];
        for error in errors.map(anyhow::Error::from) {
            let [anew, resumed] = [Again::Anew, Again::Resumed].map(|again| explain(&error, again));
            assert!(!anew.contains("--resume"), "{anew}");
            assert!(resumed.contains("--resume"), "{resumed}");
        }
    }
}
