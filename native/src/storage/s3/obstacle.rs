//! [`Obstacle`]: why requests cannot reach a store, however often they are sent.

use std::error::Error as _;
use std::io;

use rustls::{CertificateError, Error as TlsError};

/// Why requests cannot reach a store, however often they are sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Obstacle {
    /// An authority signed the certificate that is not trusted here.
    #[error("the authority that signed its certificate is not trusted here")]
    UnknownAuthority,
    /// The certificate is for another host name.
    #[error("its certificate is for another host name")]
    OtherHost,
    /// The certificate is that of an authority.
    #[error(
        "its certificate is that of an authority (CA:TRUE), which may sign others but serve none"
    )]
    OfAnAuthority,
    /// Something else is wrong with the certificate.
    #[error("its certificate is not valid")]
    Certificate,
    /// What answers does not speak TLS.
    #[error("what answers there does not speak TLS as this command does")]
    NoTls,
    /// What answers speaks TLS only.
    #[error("what answers there speaks TLS, and the URL begins with http:")]
    OnlyTls,
    /// A target cannot be sent as it is.
    #[error("a header of the target cannot be sent")]
    Header,
    /// The proxy wants credentials.
    #[error("it lets nobody through without the right user and password")]
    ProxyPassword {
        /// The variable that names the proxy, if one does.
        variable: Option<&'static str>,
    },
}

impl Obstacle {
    /// What an error says about a request that was not answered; none if another try may help.
    pub(super) fn of(error: &reqwest::Error) -> Option<Self> {
        if error.is_builder() {
            return Some(Self::Header);
        }
        match tls_error(error)? {
            TlsError::InvalidCertificate(reason) => Some(match reason {
                CertificateError::UnknownIssuer => Self::UnknownAuthority,
                CertificateError::NotValidForName
                | CertificateError::NotValidForNameContext { .. } => Self::OtherHost,
                // The verifier has no name of its own for it.
                reason if format!("{reason:?}").contains("CaUsedAsEndEntity") => {
                    Self::OfAnAuthority
                }
                _ => Self::Certificate,
            }),
            // Later, bytes may have been changed on their way.
            TlsError::InvalidMessage(_)
            | TlsError::PeerIncompatible(_)
            | TlsError::AlertReceived(_)
                if error.is_connect() =>
            {
                Some(Self::NoTls)
            }
            _ => None,
        }
    }

    /// Whether what answers speaks TLS.
    pub(super) fn is_of_tls(&self) -> bool {
        matches!(
            self,
            Self::UnknownAuthority | Self::OtherHost | Self::OfAnAuthority | Self::Certificate
        )
    }
}

/// The error of TLS that is behind an error.
fn tls_error(error: &reqwest::Error) -> Option<&TlsError> {
    let mut source = error.source();
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref() {
            return Some(error);
        }
        // Its own source is that of the error that it holds.
        let held = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        source = match held {
            Some(held) => Some(held as &dyn std::error::Error),
            None => error.source(),
        };
    }
    None
}
