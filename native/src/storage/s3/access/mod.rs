//! [`Access`]: a store's endpoint and the key to it, from the environment and the AWS shared files.

mod error;
mod key;
mod profile;
mod provider;

use std::fmt;
use std::net::IpAddr;

use jiff::Timestamp;
use reqwest::Url;

pub use self::error::AccessError;
pub(super) use self::key::{Key, Keys};
use self::profile::Profile;
use self::provider::Configured;

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
    pub(super) keys: Keys,
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
        let keys = match kept_key(variable, &profile)? {
            Some(key) => Keys::fixed(key),
            None => {
                let profile = profile.clone();
                Keys::of(move || provided_key(&profile, provide))?
            }
        };
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
            keys,
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
        self.keys.current().token.is_some()
    }

    /// When the key ends, if that is known.
    pub fn ends_at(&self) -> Option<Timestamp> {
        self.keys.current().ends_at
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
        reason: crate::error::chain(&error),
    })?;
    Ok(found.map(|found| Key {
        id: found.access_key_id,
        secret: found.secret_access_key,
        token: found.session_token,
        ends_at: found
            .expires_in
            .and_then(|end| end.as_system_time().try_into().ok()),
    }))
}

fn provided_key(profile: &Profile, provide: Provide) -> Result<Key, AccessError> {
    provide(profile)?.ok_or_else(|| AccessError::NoCredentials {
        profile: profile.name.clone(),
        credentials: profile.credentials.clone(),
    })
}

/// The key that the variables or else the files hold.
fn kept_key(variable: Variables<'_>, profile: &Profile) -> Result<Option<Key>, AccessError> {
    let pairs = [
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
        ("MINIO_ACCESS_KEY", "MINIO_SECRET_KEY"),
        ("MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD"),
    ];
    for names in pairs {
        let (set, missing) = match (variable(names.0), variable(names.1)) {
            (Some(id), Some(secret)) => {
                let of_aws = |name| variable(name).filter(|_| names == pairs[0]);
                return Ok(Some(Key {
                    id,
                    secret,
                    token: of_aws("AWS_SESSION_TOKEN"),
                    // Tools that hand out sessions say so.
                    ends_at: of_aws("AWS_CREDENTIAL_EXPIRATION").and_then(|end| end.parse().ok()),
                }));
            }
            (None, None) => continue,
            (Some(_), None) => names,
            (None, Some(_)) => (names.1, names.0),
        };
        return Err(AccessError::HalfOfAKey { set, missing });
    }
    let pair = ["aws_access_key_id", "aws_secret_access_key"].map(|name| profile.get(name));
    let [Some(id), Some(secret)] = pair else {
        return Ok(None);
    };
    Ok(Some(Key {
        id,
        secret,
        token: profile.get("aws_session_token"),
        ends_at: None,
    }))
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
        let key = access.keys.current();
        assert_eq!((key.id.as_str(), key.secret.as_str()), ("AK", "SK"));
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
        assert_eq!(access.region, "us-east-1");
        assert!(!access.is_of_a_session());
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
        let key = access.keys.current();
        assert_eq!((key.id.as_str(), key.secret.as_str()), ("DA", "da/+="));
        let access = find(
            &[("HOME", home), ("AWS_PROFILE", "lake")],
            &StoreOptions::default(),
        )
        .expect("access");
        let key = access.keys.current();
        assert_eq!(
            (key.id.as_str(), key.token.as_deref()),
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
