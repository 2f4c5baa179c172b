//! What the environment says about the network: [`Proxies`], and the authorities to trust.

use std::env::{self, VarError};
use std::fmt;
use std::fs::File;
use std::io;

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{Certificate, Url};

use super::error::StoreError;
use crate::storage::limit::Limit;

/// Variables by what they are for; of each, the first that is set counts.
const VARIABLES: [(&str, [&str; 2]); 3] = [
    ("http", ["HTTP_PROXY", "http_proxy"]),
    ("https", ["HTTPS_PROXY", "https_proxy"]),
    ("", ["ALL_PROXY", "all_proxy"]),
];

/// Names a file of the authorities to trust, in the place of the system's.
const CERTIFICATES: &str = "SSL_CERT_FILE";
/// Names such a file for AWS's tools.
const CA_BUNDLE: &str = "AWS_CA_BUNDLE";
/// The most bytes of such a file.
const MOST_CERTIFICATES: u64 = 64 << 20;

/// The proxies that the environment or the system names, as the HTTP client understands them.
pub(super) struct Proxies(Matcher);

impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without passwords.
        self.0.fmt(f)
    }
}

/// A proxy, without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proxy {
    /// Its URL.
    pub(super) url: String,
    /// The variable that names it, if one does.
    pub(super) variable: Option<&'static str>,
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = self.variable.unwrap_or("the system");
        write!(f, "the proxy {} of {by}", self.url)
    }
}

impl Proxies {
    /// Reads the environment. The HTTP client would pass over what it does not understand.
    ///
    /// # Errors
    /// A variable does not name a proxy that can be used.
    pub(super) fn find() -> Result<Self, StoreError> {
        for (_, names) in VARIABLES {
            if let Some((variable, value)) = first(names) {
                check(variable, value)?;
            }
        }
        Ok(Self(Matcher::from_system()))
    }

    /// The proxy through which a URL is reached, if there is one.
    pub(super) fn of(&self, url: &Url) -> Option<Proxy> {
        let proxy = self.0.intercept(&url.as_str().parse().ok()?)?;
        let variable = VARIABLES
            .into_iter()
            .filter(|(scheme, _)| scheme.is_empty() || *scheme == url.scheme())
            .find_map(|(_, names)| first(names).filter(|(_, value)| value.as_deref() != Ok("")));
        Some(Proxy {
            url: proxy.uri().to_string().trim_end_matches('/').to_owned(),
            variable: variable.map(|(name, _)| name),
        })
    }
}

/// The first of some variables that is set.
fn first(names: [&'static str; 2]) -> Option<(&'static str, Result<String, VarError>)> {
    let set = |name| {
        Some((name, env::var(name))).filter(|(_, value)| *value != Err(VarError::NotPresent))
    };
    names.into_iter().find_map(set)
}

/// Whether a value names a proxy that can be used; it may hold a password and is not repeated.
fn check(variable: &'static str, value: Result<String, VarError>) -> Result<(), StoreError> {
    let unusable = |reason| Err(StoreError::Proxy { variable, reason });
    let Ok(value) = value else {
        return unusable("it is not UTF-8");
    };
    if value.is_empty() {
        return Ok(());
    }
    let matcher = Matcher::builder().all(value).build();
    let proxy = "http://store.example/".parse().ok();
    match proxy.and_then(|uri| matcher.intercept(&uri)) {
        None => unusable("it is not the URL of a proxy"),
        Some(proxy)
            if proxy
                .uri()
                .scheme_str()
                .is_some_and(|scheme| scheme.starts_with("socks")) =>
        {
            unusable("a SOCKS proxy is not supported")
        }
        Some(_) => Ok(()),
    }
}

/// Whether the file of authorities that the environment names can be used: the HTTP client would trust
/// nobody, and not say why.
pub(super) fn check_certificates() -> Result<(), StoreError> {
    let is_used = cfg!(all(unix, not(target_vendor = "apple")));
    let Some(path) = env::var_os(CERTIFICATES).filter(|path| is_used && !path.is_empty()) else {
        return Ok(());
    };
    let begin = b"-----BEGIN CERTIFICATE-----";
    let file = File::open(&path).and_then(|file| Limit::bytes(MOST_CERTIFICATES).read(file));
    let source = match file {
        Ok(text) if text.windows(begin.len()).any(|part| part == begin) => return Ok(()),
        Ok(_) => io::Error::new(io::ErrorKind::InvalidData, "it holds no certificate in PEM"),
        Err(error) => error,
    };
    Err(StoreError::Certificates {
        variable: CERTIFICATES,
        path: path.into(),
        source,
    })
}

/// The authorities that AWS's own variable names, trusted besides the system's.
///
/// # Errors
/// They cannot be read.
pub(super) fn ca_bundle() -> Result<Vec<Certificate>, StoreError> {
    let Some(path) = env::var_os(CA_BUNDLE).filter(|path| !path.is_empty()) else {
        return Ok(Vec::new());
    };
    let file = File::open(&path).and_then(|file| Limit::bytes(MOST_CERTIFICATES).read(file));
    let source = match file.map(|pem| Certificate::from_pem_bundle(&pem).unwrap_or_default()) {
        Ok(authorities) if !authorities.is_empty() => return Ok(authorities),
        Ok(_) => io::Error::new(io::ErrorKind::InvalidData, "it holds no certificate in PEM"),
        Err(error) => error,
    };
    Err(StoreError::Certificates {
        variable: CA_BUNDLE,
        path: path.into(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_no_proxy_is_refused_without_its_password() {
        for value in [
            "",
            "proxy:3128",
            "http://me:secret@proxy.example:3128/",
            "https://proxy",
        ] {
            assert!(check("http_proxy", Ok(value.into())).is_ok(), "{value}");
        }
        for value in [
            "::junk::",
            "ftp://me:secret@proxy",
            "socks5://me:secret@proxy:1080",
            "http://",
        ] {
            let error = check("http_proxy", Ok(value.into())).expect_err("no proxy");
            let text = crate::error::chain(&error);
            assert!(
                text.contains("http_proxy") && !text.contains("secret"),
                "{text}"
            );
        }
    }
}
