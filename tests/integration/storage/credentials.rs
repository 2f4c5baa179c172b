//! Keys that AWS's services hand out, each by a stand-in that answers as the service does, reach a store.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use fraudgen_tests::s3::{Options, Server};
use fraudgen_tests::upload::bare;
use fraudgen_tests::{Outcome, Service, run};
use tempfile::tempdir;

const SMALL: &str = "generate --out s3://lake/x --transactions 1000 --tables cards";

/// A service that answers by path.
fn service(answers: &[(&str, String)]) -> Service {
    let answers: BTreeMap<String, String> = answers
        .iter()
        .map(|(path, answer)| ((*path).to_owned(), answer.clone()))
        .collect();
    Service::start(move |path| answers.get(path).cloned())
}

/// A run with nothing but these variables and files below its home.
fn run_with(server: &Server, variables: &[(&str, &str)], files: &[(&str, &str)]) -> Outcome {
    let home = tempdir().expect("a folder");
    for (path, text) in files {
        let path = home.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).expect("a folder");
        fs::write(path, text).expect("written");
    }
    let mut command = bare(SMALL);
    command
        .env("HOME", home.path())
        .env("PATH", "/usr/bin:/bin")
        .env("AWS_ENDPOINT_URL_S3", &server.store().endpoint)
        .env("AWS_REGION", "us-east-1")
        .envs(variables.iter().copied());
    run(&mut command)
}

/// Asserts that a run came to its end, and that its key is nowhere in what it said.
fn made(server: &Server, outcome: &Outcome) {
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(!format!("{outcome:?}").contains(&server.store().admin.secret));
    assert!(server.objects().contains_key("x/_SUCCESS"));
}

/// A key as container and instance services answer it. The server has keys without sessions only.
fn key_json(server: &Server) -> String {
    let admin = &server.store().admin;
    format!(
        r#"{{"Code": "Success", "AccessKeyId": "{}", "SecretAccessKey": "{}", "Token": "t", "Expiration": "2099-01-01T00:00:00Z"}}"#,
        admin.id, admin.secret
    )
}

#[test]
fn a_process_gives_the_key() {
    let server = Server::start(Options::default());
    let admin = &server.store().admin;
    let script = format!(
        "#!/bin/sh\necho '{{\"Version\": 1, \"AccessKeyId\": \"{}\", \"SecretAccessKey\": \"{}\"}}'\n",
        admin.id, admin.secret
    );
    let config = "[default]\ncredential_process = /bin/sh key.sh\n";
    let folder = tempdir().expect("a folder");
    fs::write(folder.path().join("key.sh"), script).expect("written");
    let config = config.replace(
        "key.sh",
        &folder.path().join("key.sh").display().to_string(),
    );
    let outcome = run_with(&server, &[], &[(".aws/config", &config)]);
    made(&server, &outcome);

    let broken = "[default]\ncredential_process = /bin/false\n";
    let refused = run_with(&server, &[], &[(".aws/config", broken)]);
    assert_eq!(refused.code, Some(77), "{refused:?}");
    assert!(refused.stderr.contains("cannot be had"), "{refused:?}");
}

#[test]
fn a_container_gives_the_key() {
    let server = Server::start(Options::default());
    let service = service(&[("/role", key_json(&server))]);
    let variables = [
        (
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            &*format!("{}/role", service.address()),
        ),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "of the container"),
    ];
    made(&server, &run_with(&server, &variables, &[]));
    let asked = service.asked().concat().to_lowercase();
    assert!(asked.contains("authorization: of the container"), "{asked}");
}

#[test]
fn an_answer_that_is_much_longer_than_a_key_is_refused() {
    let server = Server::start(Options::default());
    let service = service(&[("/role", "x".repeat(64 << 20))]);
    let variables = [(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        &*format!("{}/role", service.address()),
    )];
    let refused = run_with(&server, &variables, &[]);
    assert_eq!(refused.code, Some(77), "{refused:?}");
    assert!(refused.stderr.contains("it is longer than"), "{refused:?}");
}

#[test]
fn an_instance_gives_the_key() {
    let server = Server::start(Options::default());
    let roles = "/latest/meta-data/iam/security-credentials/";
    let service = service(&[
        ("/latest/api/token", "session".into()),
        (roles, "maker".into()),
        (&format!("{roles}maker"), key_json(&server)),
    ]);
    let variables = [("AWS_EC2_METADATA_SERVICE_ENDPOINT", service.address())];
    made(&server, &run_with(&server, &variables, &[]));
    assert!(service.asked()[0].starts_with("PUT /latest/api/token"));
}

#[test]
fn a_web_identity_gives_the_key() {
    let server = Server::start(Options::default());
    let admin = &server.store().admin;
    let answer = format!(
        "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
         <AssumeRoleWithWebIdentityResult><Credentials><SessionToken>t</SessionToken>\
         <SecretAccessKey>{}</SecretAccessKey><Expiration>2099-01-01T00:00:00Z</Expiration>\
         <AccessKeyId>{}</AccessKeyId></Credentials></AssumeRoleWithWebIdentityResult>\
         </AssumeRoleWithWebIdentityResponse>",
        admin.secret, admin.id
    );
    let service = service(&[("/", answer)]);
    let folder = tempdir().expect("a folder");
    let token = folder.path().join("token");
    fs::write(&token, "of the pod").expect("written");
    let variables = [
        ("AWS_ENDPOINT_URL_STS", &*format!("{}/", service.address())),
        ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/maker"),
        (
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            token.to_str().expect("a path"),
        ),
    ];
    made(&server, &run_with(&server, &variables, &[]));
    assert_eq!(service.asked().len(), 1);
}

#[test]
fn single_sign_on_gives_the_key() {
    let server = Server::start(Options::default());
    let admin = &server.store().admin;
    let answer = format!(
        r#"{{"roleCredentials": {{"accessKeyId": "{}", "secretAccessKey": "{}", "sessionToken": "t", "expiration": 4070908800000}}}}"#,
        admin.id, admin.secret
    );
    let service = service(&[("/keys", answer)]);
    let config = "[profile lake]\nsso_session = company\nsso_account_id = 123456789012\nsso_role_name = maker\n\
                  [sso-session company]\nsso_start_url = https://company.awsapps.com/start\nsso_region = us-east-1\n";
    let variables = [
        ("AWS_PROFILE", "lake"),
        ("AWS_SSO_ENDPOINT", &*format!("{}/keys", service.address())),
    ];
    let refused = run_with(&server, &variables, &[(".aws/config", config)]);
    assert_eq!(refused.code, Some(77), "{refused:?}");
    assert!(refused.stderr.contains("aws sso login"), "{refused:?}");

    let kept = format!(".aws/sso/cache/{COMPANY}.json");
    let token = r#"{"accessToken": "of the login", "expiresAt": "2099-01-01T00:00:00Z"}"#;
    let files = [(".aws/config", config), (&*kept, token)];
    made(&server, &run_with(&server, &variables, &files));
    let asked = service.asked().concat().to_lowercase();
    assert!(
        asked.contains("x-amz-sso_bearer_token: of the login"),
        "{asked}"
    );
}

/// The SHA-1 of `company`.
const COMPANY: &str = "71b21161ffa1e6516bcc072aaf5ef38cbe85b511";

#[test]
fn http_to_the_internet_is_asked_for() {
    let line =
        format!("{SMALL} --endpoint http://198.51.100.7:9000 --retry-for 0.1s --timeout 0.1s");
    let with = |flags: &str| {
        let mut command = bare(&format!("{line} {flags}"));
        run(command
            .env("AWS_ACCESS_KEY_ID", "AK")
            .env("AWS_SECRET_ACCESS_KEY", "SK"))
    };
    let refused = with("");
    assert_eq!(refused.code, Some(77), "{refused:?}");
    for word in ["198.51.100.7", "public address", "--allow-http"] {
        assert!(refused.stderr.contains(word), "no {word}: {refused:?}");
    }
    assert!(!with("--allow-http").stderr.contains("public address"));
}

#[test]
fn a_bundle_of_authorities_that_cannot_be_read_is_an_error() {
    let folder = tempdir().expect("a folder");
    let empty = folder.path().join("empty.pem");
    fs::write(&empty, "no certificate").expect("written");
    for path in [&*empty, Path::new("/nonexistent.pem")] {
        let mut command = bare(&format!("{SMALL} --endpoint https://127.0.0.1:1"));
        let refused = run(command
            .env("AWS_ACCESS_KEY_ID", "AK")
            .env("AWS_SECRET_ACCESS_KEY", "SK")
            .env("AWS_CA_BUNDLE", path));
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(refused.stderr.contains("AWS_CA_BUNDLE"), "{refused:?}");
    }
}
