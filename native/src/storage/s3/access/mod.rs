//! [`Access`]: a store's endpoint and the key to it, from the environment and the AWS shared files.

mod provider;

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use configparser::ini::Ini;
use reqwest::Url;

use self::provider::{Configured, Sso};

/// The region of stores that have none.
const DEFAULT_REGION: &str = "us-east-1";

/// Where the bucket's name goes in a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Addressing {
    /// `https://host/bucket/key`: MinIO and most others.
    Path,
    /// `https://bucket.host/key`: AWS.
    Virtual,
}

/// What a user may say about a store besides its location; what is left out is looked up.
#[derive(Debug, Clone, Default)]
pub struct StoreOptions {
    /// URL of the store.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: Option<String>,
    /// Where the bucket's name goes in a URL.
    pub addressing: Option<Addressing>,
    /// Whether requests may go to a public address unencrypted.
    pub allow_http: bool,
}

/// A store's endpoint, and the key to it.
#[derive(Clone)]
pub struct Access {
    pub(super) key_id: String,
    pub(super) secret: String,
    pub(super) token: Option<String>,
    pub(super) endpoint: Url,
    pub(super) region: String,
    pub(super) addressing: Addressing,
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access")
            .field("endpoint", &self.endpoint.as_str())
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

/// Why there is no access to a store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AccessError {
    /// The endpoint is not a URL of a store.
    #[error(
        "the endpoint `{endpoint}` is not the URL of a store: give one such as https://minio.example:9000"
    )]
    Endpoint {
        /// The endpoint, without user and password.
        endpoint: String,
    },
    /// The endpoint does not say whether to use TLS.
    #[error(
        "the endpoint `{endpoint}` does not say whether to use TLS: give https://{endpoint} or http://{endpoint}"
    )]
    NoScheme {
        /// The endpoint, without user and password.
        endpoint: String,
    },
    /// Only one of the two variables of a key is set.
    #[error("{set} is set, but {missing} is not: set both")]
    HalfOfAKey {
        /// The variable that is set.
        set: &'static str,
        /// The one that is not.
        missing: &'static str,
    },
    /// There are no credentials.
    #[error(
        "there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or MINIO_ACCESS_KEY and \
         MINIO_SECRET_KEY), or add the profile [{profile}] to {}; nor does single sign-on, a process, a web \
         identity, the container or the instance give any",
        credentials.display()
    )]
    NoCredentials {
        /// The profile that was looked for.
        profile: String,
        /// The credentials file.
        credentials: PathBuf,
    },
    /// A service that should give credentials does not.
    #[error("the credentials of the profile {profile} cannot be had: {reason}")]
    Provider {
        /// The profile.
        profile: String,
        /// Why not.
        reason: String,
    },
    /// The key's requests would go over the internet unencrypted.
    #[error(
        "{endpoint} is a public address, and http would show what is sent to everyone on the way"
    )]
    PlainHttp {
        /// The store.
        endpoint: Url,
    },
    /// No file has the profile that is asked for.
    #[error(
        "AWS_PROFILE is {profile}, but neither {} nor {} has that profile",
        credentials.display(),
        config.display()
    )]
    NoProfile {
        /// The profile.
        profile: String,
        /// The credentials file.
        credentials: PathBuf,
        /// The configuration file.
        config: PathBuf,
    },
    /// One of the AWS shared files cannot be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// One of the AWS shared files is malformed. The parser's own error may quote a secret and is left out.
    #[error("cannot read {}: it is not in the form of AWS shared files", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
    },
    /// The bucket's name cannot be part of a host name.
    #[error("the bucket {bucket} cannot be a host name at {endpoint}")]
    Bucket {
        /// The bucket.
        bucket: String,
        /// The store.
        endpoint: Url,
        /// Why not.
        source: rusty_s3::BucketError,
    },
}

/// The variables of an environment.
type Variables<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Access {
    /// Looks up the access: first in `options`, then in this process's environment, then in the AWS shared
    /// files.
    ///
    /// # Errors
    /// What is missing or cannot be read.
    pub fn find(options: &StoreOptions) -> Result<Self, AccessError> {
        let variable = |name: &str| std::env::var(name).ok();
        let access = Self::find_in(options, &variable, provide)?;
        access.check_transport(options.allow_http)?;
        Ok(access)
    }

    /// Whether requests may go to the endpoint: over HTTPS, within a private network, or because it is allowed.
    fn check_transport(&self, allow_http: bool) -> Result<(), AccessError> {
        match self.endpoint.scheme() == "http" && !allow_http && is_public(&self.endpoint) {
            true => Err(AccessError::PlainHttp {
                endpoint: self.endpoint.clone(),
            }),
            false => Ok(()),
        }
    }

    fn find_in(
        options: &StoreOptions,
        variable: Variables<'_>,
        provide: Provide,
    ) -> Result<Self, AccessError> {
        let variable = &|name: &str| variable(name).filter(|value| !value.is_empty());
        let profile = Profile::read(variable)?;
        let first = |names: &[&str]| names.iter().find_map(|name| variable(name));
        let (key_id, secret, token) = key(variable, &profile, provide)?;
        let region = options
            .region
            .clone()
            .or_else(|| first(&["AWS_REGION", "AWS_DEFAULT_REGION"]))
            .or_else(|| profile.get("region"))
            .unwrap_or_else(|| DEFAULT_REGION.into());
        let custom = options
            .endpoint
            .clone()
            .or_else(|| first(&["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "MINIO_ENDPOINT"]))
            .or_else(|| profile.get("endpoint_url"));
        let addressing = options.addressing.unwrap_or(match custom {
            Some(_) => Addressing::Path,
            None => Addressing::Virtual,
        });
        let endpoint = match custom {
            Some(text) => endpoint(&text)?,
            None => endpoint(&format!("https://s3.{region}.amazonaws.com"))?,
        };
        Ok(Self {
            key_id,
            secret,
            token,
            endpoint,
            region,
            addressing,
        })
    }

    /// The same key at another endpoint.
    ///
    /// # Errors
    /// It is not a URL, or a public one of HTTP that is not allowed.
    pub fn at(&self, public: &str, allow_http: bool) -> Result<Self, AccessError> {
        let access = Self {
            endpoint: endpoint(public)?,
            ..self.clone()
        };
        access.check_transport(allow_http)?;
        Ok(access)
    }

    /// Whether the key belongs to a session, which ends on its own.
    pub fn is_of_a_session(&self) -> bool {
        self.token.is_some()
    }

    /// The URL of the store.
    pub fn endpoint(&self) -> &Url {
        &self.endpoint
    }
}

/// Reads an endpoint. Without a scheme, as MINIO_ENDPOINT often is, it does not say whether to encrypt.
fn endpoint(text: &str) -> Result<Url, AccessError> {
    let without_user = || text.rsplit('@').next().unwrap_or_default().to_owned();
    if !text.contains("://") && Url::parse(&format!("http://{text}")).is_ok() {
        let endpoint = without_user();
        return Err(AccessError::NoScheme { endpoint });
    }
    let url = Url::parse(text).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.host_str().is_some()
            && url.username().is_empty()
            && url.password().is_none()
    });
    url.ok_or_else(|| AccessError::Endpoint {
        endpoint: without_user(),
    })
}

/// Whether a URL leads to an address that is not of this machine or a private network, as far as is known.
fn is_public(url: &Url) -> bool {
    let addresses = url.socket_addrs(|| None).unwrap_or_default();
    addresses
        .iter()
        .any(|address| match address.ip().to_canonical() {
            IpAddr::V4(ip) => {
                // Shared by networks behind one address (RFC 6598).
                let is_shared = ip.octets()[0] == 100 && ip.octets()[1] & 0xc0 == 64;
                !(ip.is_loopback() || ip.is_private() || ip.is_link_local() || is_shared)
            }
            IpAddr::V6(ip) => {
                !(ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local())
            }
        })
}

/// Key id, secret and session token.
type Key = (String, String, Option<String>);

/// Where credentials of a profile come from that are neither in variables nor in files.
type Provide = fn(&Profile) -> Result<Option<Key>, AccessError>;

fn provide(profile: &Profile) -> Result<Option<Key>, AccessError> {
    let configured = Configured {
        profile: &profile.name,
        sso: profile.sso(),
        has_process: profile.get("credential_process").is_some(),
    };
    let found = provider::provide(&configured).map_err(|error| AccessError::Provider {
        profile: profile.name.clone(),
        reason: crate::chain::chain(&error),
    })?;
    Ok(found.map(|found| {
        (
            found.access_key_id,
            found.secret_access_key,
            found.session_token,
        )
    }))
}

fn key(variable: Variables<'_>, profile: &Profile, provide: Provide) -> Result<Key, AccessError> {
    let pairs = [
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
        ("MINIO_ACCESS_KEY", "MINIO_SECRET_KEY"),
        ("MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD"),
    ];
    for (id, secret) in pairs {
        match (variable(id), variable(secret)) {
            (Some(key_id), Some(secret)) => {
                let token = (id == "AWS_ACCESS_KEY_ID")
                    .then(|| variable("AWS_SESSION_TOKEN"))
                    .flatten();
                return Ok((key_id, secret, token));
            }
            (None, None) => {}
            (Some(_), None) => {
                let (set, missing) = (id, secret);
                return Err(AccessError::HalfOfAKey { set, missing });
            }
            (None, Some(_)) => {
                let (set, missing) = (secret, id);
                return Err(AccessError::HalfOfAKey { set, missing });
            }
        }
    }
    match (
        profile.get("aws_access_key_id"),
        profile.get("aws_secret_access_key"),
    ) {
        (Some(key_id), Some(secret)) => Ok((key_id, secret, profile.get("aws_session_token"))),
        _ => provide(profile)?.ok_or_else(|| AccessError::NoCredentials {
            profile: profile.name.clone(),
            credentials: profile.credentials.clone(),
        }),
    }
}

/// A profile of the AWS shared files.
struct Profile {
    name: String,
    credentials: PathBuf,
    files: Vec<(Ini, String)>,
}

impl Profile {
    fn read(variable: Variables<'_>) -> Result<Self, AccessError> {
        let home = variable("HOME")
            .or_else(|| variable("USERPROFILE"))
            .unwrap_or_default();
        let path = |name: &str, default: &str| {
            variable(name).map_or_else(
                || Path::new(&home).join(".aws").join(default),
                PathBuf::from,
            )
        };
        let chosen = variable("AWS_PROFILE");
        let name = chosen.clone().unwrap_or_else(|| "default".into());
        let credentials = path("AWS_SHARED_CREDENTIALS_FILE", "credentials");
        let config = path("AWS_CONFIG_FILE", "config");
        let in_config = match name.as_str() {
            "default" => name.clone(),
            other => format!("profile {other}"),
        };
        let mut files = Vec::new();
        for (path, section) in [(&credentials, name.clone()), (&config, in_config)] {
            if let Some(ini) = read_ini(path)? {
                files.push((ini, section));
            }
        }
        if let Some(name) = chosen
            && !files
                .iter()
                .any(|(ini, section)| ini.sections().contains(section))
        {
            return Err(AccessError::NoProfile {
                profile: name,
                credentials,
                config,
            });
        }
        Ok(Self {
            name,
            credentials,
            files,
        })
    }

    fn get(&self, key: &str) -> Option<String> {
        self.files
            .iter()
            .find_map(|(ini, section)| ini.get(section, key))
            .filter(|value| !value.is_empty())
    }

    /// What it says about single sign-on, itself or by a session that it names.
    fn sso(&self) -> Option<Sso> {
        let session = self.get("sso_session");
        let section = session.as_ref().map(|name| format!("sso-session {name}"));
        let of_session = |key| {
            let mut files = self.files.iter();
            files.find_map(|(ini, _)| ini.get(section.as_deref()?, key))
        };
        Some(Sso {
            region: of_session("sso_region").or_else(|| self.get("sso_region"))?,
            kept_as: session.clone().or_else(|| self.get("sso_start_url"))?,
            account_id: self.get("sso_account_id")?,
            role: self.get("sso_role_name")?,
        })
    }
}

fn read_ini(path: &Path) -> Result<Option<Ini>, AccessError> {
    let text = match std::fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        text => text.map_err(|source| AccessError::Unreadable {
            path: path.into(),
            source,
        })?,
    };
    let mut ini = Ini::new_cs();
    ini.read(text)
        .map_err(|_| AccessError::Malformed { path: path.into() })?;
    Ok(Some(ini))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(variables: &[(&str, &str)], options: &StoreOptions) -> Result<Access, AccessError> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Access::find_in(options, &variable, |_| Ok(None))
    }

    const AWS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "AK"), ("AWS_SECRET_ACCESS_KEY", "SK")];

    #[test]
    fn the_environment_of_aws_means_aws() {
        let access = find(
            &[AWS[0], AWS[1], ("AWS_REGION", "sa-east-1")],
            &StoreOptions::default(),
        )
        .expect("access");
        assert_eq!(
            access.endpoint.as_str(),
            "https://s3.sa-east-1.amazonaws.com/"
        );
        assert_eq!(
            (access.key_id.as_str(), access.secret.as_str()),
            ("AK", "SK")
        );
        assert_eq!(access.addressing, Addressing::Virtual);
    }

    #[test]
    fn the_environment_of_minio_means_a_path() {
        let minio = [
            ("MINIO_ENDPOINT", "http://localhost:9000"),
            ("MINIO_ROOT_USER", "admin"),
            ("MINIO_ROOT_PASSWORD", "word"),
            ("AWS_SESSION_TOKEN", "of another key"),
        ];
        let access = find(&minio, &StoreOptions::default()).expect("access");
        assert_eq!(access.endpoint.as_str(), "http://localhost:9000/");
        assert_eq!((access.region.as_str(), access.token), ("us-east-1", None));
        assert_eq!(access.addressing, Addressing::Path);
    }

    #[test]
    fn flags_come_first() {
        let options = StoreOptions {
            endpoint: Some("https://flag.example".into()),
            region: Some("here".into()),
            addressing: Some(Addressing::Virtual),
            allow_http: false,
        };
        let variables = [
            AWS[0],
            AWS[1],
            ("AWS_ENDPOINT_URL", "http://other"),
            ("AWS_REGION", "there"),
        ];
        let access = find(&variables, &options).expect("access");
        assert_eq!(access.endpoint.as_str(), "https://flag.example/");
        assert_eq!(
            (access.region.as_str(), access.addressing),
            ("here", Addressing::Virtual)
        );
    }

    #[test]
    fn only_addresses_of_the_internet_are_public() {
        for (host, public) in [
            ("127.0.0.1", false),
            ("localhost", false),
            ("10.1.2.3", false),
            ("172.16.0.1", false),
            ("192.168.1.1", false),
            ("100.64.0.1", false),
            ("[::1]", false),
            ("[fd00::1]", false),
            ("[::ffff:10.0.0.1]", false),
            ("nowhere.invalid", false),
            ("198.51.100.7", true),
            ("100.128.0.1", true),
            ("[2001:db8::1]", true),
        ] {
            let access = find(
                &[
                    AWS[0],
                    AWS[1],
                    ("AWS_ENDPOINT_URL", &format!("http://{host}:9000")),
                ],
                &StoreOptions::default(),
            )
            .expect("access");
            assert_eq!(access.check_transport(false).is_err(), public, "{host}");
            assert!(access.check_transport(true).is_ok());
        }
    }

    #[test]
    fn profiles_are_read_from_the_shared_files() {
        let home = tempfile::tempdir().expect("a folder");
        let aws = home.path().join(".aws");
        std::fs::create_dir(&aws).expect("a folder");
        let credentials = "[default]\naws_access_key_id = DA\naws_secret_access_key = da/+=\n\
                           [lake]\naws_access_key_id=LA\naws_secret_access_key=la\naws_session_token=to==\n";
        let config = "[profile lake]\nregion = sa-east-1\nendpoint_url = http://minio:9000\ns3 =\n  addressing_style = path\n";
        std::fs::write(aws.join("credentials"), credentials).expect("written");
        std::fs::write(aws.join("config"), config).expect("written");
        let home = home.path().to_str().expect("a path");
        let access = find(&[("HOME", home)], &StoreOptions::default()).expect("access");
        assert_eq!(
            (access.key_id.as_str(), access.secret.as_str()),
            ("DA", "da/+=")
        );
        let access = find(
            &[("HOME", home), ("AWS_PROFILE", "lake")],
            &StoreOptions::default(),
        )
        .expect("access");
        assert_eq!(
            (access.key_id.as_str(), access.token.as_deref()),
            ("LA", Some("to=="))
        );
        assert_eq!(
            (access.region.as_str(), access.endpoint.as_str()),
            ("sa-east-1", "http://minio:9000/")
        );
        let missing = find(
            &[("HOME", home), ("AWS_PROFILE", "pond")],
            &StoreOptions::default(),
        );
        assert!(
            missing
                .expect_err("no such profile")
                .to_string()
                .contains("AWS_PROFILE is pond")
        );
    }

    #[test]
    fn what_is_missing_is_named_and_no_secret_is() {
        let error = |variables: &[(&str, &str)]| {
            find(variables, &StoreOptions::default())
                .expect_err("no access")
                .to_string()
        };
        assert!(error(&[]).contains("set AWS_ACCESS_KEY_ID"));
        assert!(error(&[AWS[0]]).contains("AWS_SECRET_ACCESS_KEY is not"));
        assert!(error(&[AWS[1]]).contains("AWS_ACCESS_KEY_ID is not"));
        let bare = error(&[AWS[0], AWS[1], ("MINIO_ENDPOINT", "localhost:9000")]);
        assert!(
            bare.contains("https://localhost:9000 or http://localhost:9000"),
            "{bare}"
        );
        let odd = error(&[
            AWS[0],
            AWS[1],
            ("AWS_ENDPOINT_URL", "https://me:SECRET@host:x"),
        ]);
        assert!(odd.contains("host:x") && !odd.contains("SECRET"), "{odd}");
        let access = find(
            &[AWS[0], ("AWS_SECRET_ACCESS_KEY", "SECRET")],
            &StoreOptions::default(),
        );
        assert!(!format!("{access:?}").contains("SECRET"));
    }
}
