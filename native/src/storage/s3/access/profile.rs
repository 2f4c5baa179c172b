//! [`Profile`]: what the AWS shared files say.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use configparser::ini::Ini;

use super::error::AccessError;
use super::provider::Sso;
use crate::storage::limit::Limit;

/// The most bytes of a file.
const LONGEST: u64 = 16 << 20;

/// A profile of the AWS shared files.
#[derive(Clone)]
pub(super) struct Profile {
    /// Its name.
    pub(super) name: String,
    /// The credentials file.
    pub(super) credentials: PathBuf,
    files: Vec<(Ini, String)>,
}

impl Profile {
    /// Reads the profile that the variables choose.
    ///
    /// # Errors
    /// A file cannot be read, or has no such profile.
    pub(super) fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, AccessError> {
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

    /// What it says under a name.
    pub(super) fn get(&self, key: &str) -> Option<String> {
        self.files
            .iter()
            .find_map(|(ini, section)| ini.get(section, key))
            .filter(|value| !value.is_empty())
    }

    /// What it says about single sign-on, itself or by a session that it names.
    pub(super) fn sso(&self) -> Option<Sso> {
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
    let text = match File::open(path).and_then(|file| Limit::bytes(LONGEST).read_text(file)) {
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
