//! Credentials that AWS's services hand out: single sign-on, web identities, processes, containers and instances.
//! What they ask for, and how, is the crate's; this gives it the network, files and processes.

use std::fs::File;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqsign_aws_core::{
    AssumeRoleWithWebIdentityCredentialProvider, Credential, ECSCredentialProvider,
    IMDSv2CredentialProvider, ProcessCredentialProvider, SSOCredentialProvider,
};
use reqsign_core::{
    CommandExecute, CommandOutput, Context, Error, FileRead, HttpSend, OsEnv, ProvideCredential,
};

use crate::storage::limit::Limit;

/// How long a service may take to answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How long it may take to connect: on most machines there is no service of instances.
const CONNECT: Duration = Duration::from_secs(1);

/// The most bytes of an answer or a file with a token.
const LONGEST: u64 = 1 << 20;

/// What a profile says about single sign-on.
#[derive(Debug)]
pub(super) struct Sso {
    /// The session's name, or without one its start URL: the name under which `aws sso login` keeps the token.
    pub(super) kept_as: String,
    /// The region of the service.
    pub(super) region: String,
    /// The account.
    pub(super) account_id: String,
    /// The role in it.
    pub(super) role: String,
}

/// What is configured of a profile.
#[derive(Debug)]
pub(super) struct Configured<'a> {
    /// Its name.
    pub(super) profile: &'a str,
    /// What it says about single sign-on.
    pub(super) sso: Option<Sso>,
    /// Whether it names a process.
    pub(super) has_process: bool,
}

/// The first credentials that a service hands out; none if the machine has none of them.
///
/// # Errors
/// A service that is configured refuses or cannot be reached.
pub(super) fn provide(configured: &Configured<'_>) -> Result<Option<Credential>, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::unexpected(error.to_string()))?;
    let http = reqwest::Client::builder()
        .timeout(TIMEOUT)
        .connect_timeout(CONNECT)
        .build()
        .map_err(|error| Error::unexpected(error.to_string()))?;
    let context = Context::new()
        .with_env(OsEnv)
        .with_file_read(Files)
        .with_command_execute(Processes)
        .with_http_send(Http(http));
    runtime.block_on(first(configured, &context))
}

async fn first(
    configured: &Configured<'_>,
    context: &Context,
) -> Result<Option<Credential>, Error> {
    let profile = configured.profile;
    if let Some(sso) = &configured.sso {
        let provider = SSOCredentialProvider::new()
            .with_start_url(&sso.kept_as)
            .with_region(&sso.region)
            .with_account_id(&sso.account_id)
            .with_role_name(&sso.role);
        return provider.provide_credential(context).await;
    }
    let web_identity = AssumeRoleWithWebIdentityCredentialProvider::new();
    if let Some(found) = web_identity.provide_credential(context).await? {
        return Ok(Some(found));
    }
    if configured.has_process {
        let process = ProcessCredentialProvider::new().with_profile(profile);
        return process.provide_credential(context).await;
    }
    let container = ECSCredentialProvider::new();
    if let Some(found) = container.provide_credential(context).await? {
        return Ok(Some(found));
    }
    // Nothing says beforehand whether this is an instance.
    let instance = IMDSv2CredentialProvider::new();
    Ok(instance.provide_credential(context).await.ok().flatten())
}

/// Reads files.
#[derive(Debug)]
struct Files;

impl FileRead for Files {
    async fn file_read(&self, path: &str) -> Result<Vec<u8>, Error> {
        File::open(path)
            .and_then(|file| Limit::bytes(LONGEST).read(file))
            .map_err(|error| Error::unexpected(format!("cannot read {path}: {error}")))
    }
}

/// Runs processes.
#[derive(Debug)]
struct Processes;

impl CommandExecute for Processes {
    async fn command_execute<'a>(
        &'a self,
        program: &'a str,
        arguments: &'a [&'a str],
    ) -> Result<CommandOutput, Error> {
        let output = Command::new(PathBuf::from(program))
            .args(arguments)
            .output();
        let output =
            output.map_err(|error| Error::unexpected(format!("cannot run {program}: {error}")))?;
        Ok(CommandOutput {
            status: output.status.code().unwrap_or(-1),
            stdout: output.stdout,
            stderr: output.stderr,
        })
    }
}

/// Sends requests.
#[derive(Debug)]
struct Http(reqwest::Client);

impl HttpSend for Http {
    async fn http_send(
        &self,
        mut request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, Error> {
        // As AWS's own clients have it; the crate does not.
        let is_sts = request
            .uri()
            .host()
            .is_some_and(|host| host.starts_with("sts."));
        if let (true, Ok(sts)) = (is_sts, std::env::var("AWS_ENDPOINT_URL_STS")) {
            let uri = sts.parse();
            *request.uri_mut() = uri.map_err(|_| {
                Error::config_invalid("AWS_ENDPOINT_URL_STS is not a URL".to_owned())
            })?;
        }
        // Without the URL, which may hold a token.
        let failed =
            |error: reqwest::Error| Error::unexpected(crate::error::chain(&error.without_url()));
        let host = request.uri().host().unwrap_or_default().to_owned();
        let request = reqwest::Request::try_from(request).map_err(failed)?;
        let mut response = self.0.execute(request).await.map_err(|error| {
            Error::unexpected(format!(
                "{host}: {}",
                crate::error::chain(&error.without_url())
            ))
        })?;
        let (status, headers) = (response.status(), response.headers().clone());
        let (mut limit, mut body) = (Limit::bytes(LONGEST), BytesMut::new());
        while let Some(piece) = response.chunk().await.map_err(failed)? {
            limit
                .count(&piece)
                .map_err(|error| Error::unexpected(format!("the answer of {host}: {error}")))?;
            body.extend_from_slice(&piece);
        }
        let mut answer = http::Response::new(body.freeze());
        *answer.status_mut() = status;
        *answer.headers_mut() = headers;
        Ok(answer)
    }
}
