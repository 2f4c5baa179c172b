//! `fraudgen bench`: every design makes the same records, is measured, and leaves nothing behind.

use std::fs;
use std::path::Path;
use std::process::Command;

use fraudgen::dataset::{Manifest, Shard};
use fraudgen_tests::s3::{Options, Server, Store};
use fraudgen_tests::upload::{bare, below, start, wait_until, with_key};
use fraudgen_tests::{Outcome, done, fraudgen, manifest, run, tree};
use serde_json::Value;
use tempfile::TempDir;

const DATASET: &str = "--transactions 30000 --customers 3000 --threads 2";
const DESIGNS: [&str; 6] = ["v1", "v2", "v3", "v4-a", "v4-b", "v4-c"];
const LIMITS: [&str; 5] = ["generation", "encoder", "zstd", "disk", "put"];

/// A folder for reports, and one for the temporary files of processes, which must be empty at the end.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir(desk.0.path().join("tmp")).expect("a folder");
        desk
    }

    /// Makes a command write both reports and its temporary files here.
    fn seat<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let root = self.0.path();
        command
            .args(["--json", "report.json", "--html", "report.html"])
            .env("TMPDIR", root.join("tmp"))
            .current_dir(root)
    }

    fn bench(&self, line: &str) -> Command {
        let mut command = bare(&format!("bench {DATASET} {line}"));
        self.seat(&mut command);
        command
    }

    fn bench_store(&self, store: &Store, line: &str) -> Command {
        let line = format!("bench {DATASET} --to s3://lake/x {line}");
        let mut command = with_key(store, &store.admin, &line);
        self.seat(&mut command);
        command
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).expect("a report")
    }

    fn report(&self) -> Value {
        serde_json::from_str(&self.read("report.json")).expect("JSON")
    }

    /// The names of what is here besides the reports.
    fn rest(&self) -> Vec<String> {
        let mut names: Vec<_> = tree(self.0.path()).into_keys().collect();
        names.retain(|name| !name.starts_with("report."));
        names
    }
}

/// The digest of the dataset, as `generate` prints it.
fn digest() -> String {
    let made = done(&mut bare(&format!("generate --out null --json {DATASET}"))).stdout;
    let made: Value = serde_json::from_str(&made).expect("a receipt");
    made["digest"].as_str().expect("a digest").into()
}

/// Asserts that a row has every measure of a report.
fn assert_measured(row: &Value, runs: usize) {
    assert_eq!(
        (&row["status"], &row["note"]),
        (&"done".into(), &Value::Null),
        "{row}"
    );
    assert_eq!(row["runs"].as_array().map(Vec::len), Some(runs), "{row}");
    for measure in row["runs"]
        .as_array()
        .expect("runs")
        .iter()
        .chain([&row["median"]])
    {
        let number = |name: &str| {
            measure[name]
                .as_f64()
                .unwrap_or_else(|| panic!("{name}: {row}"))
        };
        for name in [
            "wall_seconds",
            "cpu_seconds",
            "cores_used",
            "rows_per_second",
            "rows_per_cpu_second",
        ] {
            assert!(number(name) > 0.0, "{name}: {row}");
        }
        let rate = number("rows") / number("cpu_seconds");
        assert!(
            (rate / number("rows_per_cpu_second") - 1.0).abs() < 1e-9,
            "{row}"
        );
        let rate = number("bytes") / number("wall_seconds");
        assert!(
            (rate - number("bytes_per_second")).abs() <= rate * 1e-9,
            "{row}"
        );
    }
}

/// Asserts that a report has exactly these designs and limits, in every format.
fn assert_told(desk: &Desk, outcome: &Outcome, designs: &[&str], left_out: &[&str], runs: usize) {
    let report = desk.report();
    assert_eq!(
        (&report["report_version"], &report["repeat"]),
        (&1.into(), &runs.into())
    );
    assert_eq!(report["spec"]["transactions"], 30_000);
    assert!(
        report["machine"]["processors"].as_u64() > Some(0),
        "{report}"
    );
    let html = desk.read("report.html");
    assert!(
        html.contains("<svg role=\"img\"") && !html.contains("http"),
        "{html}"
    );
    let digest = digest();
    assert!(outcome.stdout.contains(&digest), "{outcome:?}");
    for (rows, names) in [("designs", designs), ("limits", &LIMITS)] {
        let rows = report[rows].as_array().expect("rows");
        let told: Vec<_> = rows
            .iter()
            .map(|row| row["name"].as_str().expect("a name"))
            .collect();
        assert_eq!(told, names);
        for row in rows {
            let name = row["name"].as_str().expect("a name");
            assert!(
                html.contains(&format!("<th scope=\"row\">{name}</th>")),
                "{name}"
            );
            let line = outcome
                .stdout
                .lines()
                .find(|line| line.starts_with(&format!("{name} ")));
            let errors = line.and_then(|line| line.split_whitespace().last());
            assert_eq!(errors, Some("0"), "{name}: {outcome:?}");
            if left_out.contains(&name) {
                assert_eq!(
                    (&row["status"], &row["median"]),
                    (&"skipped".into(), &Value::Null)
                );
                continue;
            }
            assert_measured(row, runs);
            if designs.contains(&name) {
                assert_eq!(row["digest"], digest.as_str(), "{name}");
                let median = &row["median"];
                let [one, all] = ["peak_bytes", "peak_sum_bytes"].map(|peak| median[peak].as_u64());
                assert!(one > Some(1 << 20) && all >= one, "{row}");
                let several = name == "v4-c";
                assert_eq!(median["processes"].as_u64() > Some(1), several, "{row}");
                assert_eq!(all > one, several, "{row}");
            }
        }
    }
    for column in [
        "wall s",
        "CPU s",
        "cores",
        "peak memory",
        "MB/s",
        "rows/s",
        "rows/CPU-s",
        "errors",
    ] {
        assert_eq!(
            outcome.stdout.matches(column).count(),
            2,
            "{column}: {outcome:?}"
        );
        assert!(
            html.contains(&format!("<th scope=\"col\">{column}</th>")),
            "{column}"
        );
    }
}

#[test]
fn nothing_is_kept_where_nothing_is_asked_for() {
    let desk = Desk::new();
    let outcome = done(&mut desk.bench("--repeat 2"));
    assert_told(&desk, &outcome, &DESIGNS, &["v4-b", "put"], 2);
    assert_eq!(desk.rest(), ["tmp"]);
}

#[test]
fn a_folder_is_left_as_it_was() {
    let desk = Desk::new();
    let outcome = done(&mut desk.bench("--to there --repeat 2 --workers 3"));
    assert_told(&desk, &outcome, &DESIGNS, &["v4-b", "put"], 2);
    assert_eq!(desk.report()["designs"][5]["median"]["processes"], 3);
    assert_eq!(desk.rest(), ["tmp"], "the folder was not there before");

    fs::create_dir(desk.0.path().join("there")).expect("a folder");
    done(&mut desk.bench("--to there/ --repeat 1 --designs v4-c,v1"));
    assert_eq!(desk.rest(), ["there", "tmp"], "it was there before");
    let designs = desk.report()["designs"].clone();
    assert_eq!(
        (&designs[0]["name"], &designs[1]["name"]),
        (&"v1".into(), &"v4-c".into())
    );
}

#[test]
fn what_is_kept_is_the_same_dataset_in_every_design() {
    let desk = Desk::new();
    done(&mut desk.bench("--to there --repeat 2 --keep"));
    let there = desk.0.path().join("there");
    let digest = digest();
    for design in ["v1", "v2", "v3", "v4-a", "v4-c"] {
        let place = there.join(design);
        assert_eq!(
            manifest(&place, Shard::WHOLE).digest.to_string(),
            digest,
            "{design}"
        );
        done(fraudgen("verify").arg(&place));
    }
    let parts = |design: &str| manifest(&there.join(design), Shard::WHOLE).parts.len();
    assert!(parts("v2") > parts("v3"));
    assert_eq!(fs::read_dir(&there).expect("a folder").count(), 5);
    assert_eq!(
        fs::read_dir(desk.0.path().join("tmp"))
            .expect("a folder")
            .count(),
        0
    );
}

#[test]
fn a_store_is_left_as_it_was_and_no_secret_is_told() {
    let server = Server::start(Options::default());
    let store = server.store();
    let desk = Desk::new();
    let outcome = done(&mut desk.bench_store(store, "--repeat 2"));
    assert_told(&desk, &outcome, &DESIGNS, &[], 2);
    assert!(server.objects().is_empty(), "{:?}", server.objects().keys());
    assert_eq!(desk.rest(), ["tmp"]);

    done(&mut desk.bench_store(store, "--repeat 1 --keep"));
    let digest = digest();
    for design in &DESIGNS[1..] {
        let objects = below(store, &format!("x/{design}"));
        let manifest = Manifest::parse(&objects["_manifest.json"], design).expect("a manifest");
        assert_eq!(manifest.digest.to_string(), digest, "{design}");
        assert!(objects.contains_key("_SUCCESS"), "{design}");
    }
    let other = |path: &&String| {
        !DESIGNS
            .iter()
            .any(|name| path.starts_with(&format!("x/{name}/")))
    };
    assert_eq!(server.objects().keys().find(other), None);
    let told = format!(
        "{outcome:?}{}{}",
        desk.read("report.json"),
        desk.read("report.html")
    );
    for secret in [&store.admin.secret, &store.admin.id, "X-Amz-"] {
        assert!(!told.contains(secret), "{secret} is printed");
    }
}

#[test]
fn a_design_that_fails_is_told_and_the_others_go_on() {
    let server = Server::start(Options::default());
    let store = server.store();
    let desk = Desk::new();
    let line = format!("bench {DATASET} --to s3://lake/x --repeat 2 --retry-for 1s");
    let outcome = run(desk.seat(&mut with_key(store, &store.reader, &line)));
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(outcome.stderr.contains("6 of them failed"), "{outcome:?}");
    let report = desk.report();
    assert_measured(&report["designs"][0], 2);
    for (row, name) in report["designs"]
        .as_array()
        .expect("rows")
        .iter()
        .zip(DESIGNS)
        .skip(1)
    {
        assert_eq!(row["status"], "failed", "{row}");
        let reason = row["note"].as_str().expect("a reason");
        assert!(
            reason.contains("not allowed") || reason.contains("s3:PutObject"),
            "{reason}"
        );
        assert!(
            outcome.stdout.contains(&format!("{name} failed: {reason}")),
            "{outcome:?}"
        );
    }
    for row in &report["limits"].as_array().expect("rows")[..4] {
        assert_measured(row, 2);
    }
    assert_eq!(report["limits"][4]["status"], "failed", "{report}");
    assert!(!format!("{outcome:?}{report}").contains(&store.reader.secret));
    assert_eq!(desk.rest(), ["tmp"]);
}

#[test]
fn what_is_there_is_not_touched() {
    let desk = Desk::new();
    let there = desk.0.path().join("there");
    fs::create_dir(&there).expect("a folder");
    fs::write(there.join("mine.txt"), "mine").expect("a file");
    let before = tree(&there);
    let refused = |outcome: Outcome, place: &str| {
        assert_eq!(outcome.code, Some(2), "{outcome:?}");
        for word in ["--to", place, "not empty"] {
            assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
        }
    };
    refused(run(&mut desk.bench("--to there")), "there");
    assert_eq!(tree(&there), before);
    assert_eq!(desk.rest(), ["there", "there/mine.txt", "tmp"]);
    assert!(!desk.0.path().join("report.json").exists());

    let server = Server::start(Options::default());
    let store = server.store();
    let line = "generate --out s3://lake/x/mine --transactions 1000 --tables cards";
    done(&mut with_key(store, &store.admin, line));
    let before = server.objects();
    refused(run(&mut desk.bench_store(store, "")), "s3://lake/x");
    assert!(server.objects() == before);
}

#[test]
fn what_cannot_be_is_refused_before_anything_runs() {
    let desk = Desk::new();
    for (line, words) in [
        ("--designs v3,v9", vec!["v9", "--designs", "v4-a"]),
        ("--designs=", vec!["--designs"]),
        ("--repeat 0", vec!["0", "--repeat", "1..=100"]),
        ("--workers 1", vec!["1", "--workers", "2..=256"]),
        ("--to s3://lake/x", vec!["AWS_ACCESS_KEY_ID"]),
        ("--fraud-rate 2", vec!["2", "--fraud-rate"]),
    ] {
        let outcome = run(&mut desk.bench(line));
        assert!(matches!(outcome.code, Some(2 | 77)), "{line}: {outcome:?}");
        for word in words {
            assert!(
                outcome.stderr.contains(word),
                "{line}: no {word}: {outcome:?}"
            );
        }
    }
    for flag in ["--json", "--html"] {
        for value in ["nowhere/report", "tmp"] {
            let mut command = bare(&format!("bench {DATASET} {flag} {value}"));
            let outcome = run(command.current_dir(desk.0.path()));
            assert_eq!(outcome.code, Some(2), "{outcome:?}");
            for word in [flag, value] {
                assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
            }
        }
    }
    let small = run(desk.seat(&mut bare("bench --size 1kB")));
    assert_eq!(small.code, Some(2), "{small:?}");
    assert!(small.stderr.contains("--size"), "{small:?}");
    assert_eq!(tree(desk.0.path()).into_keys().collect::<Vec<_>>(), ["tmp"]);
}

#[test]
fn a_size_is_found_first() {
    let desk = Desk::new();
    let line = "bench --size 3MB --threads 2 --repeat 1 --designs v4-a";
    done(desk.seat(&mut bare(line)));
    let report = desk.report();
    let bytes = report["designs"][0]["median"]["bytes"]
        .as_u64()
        .expect("bytes");
    assert!(bytes.abs_diff(3_000_000) < 90_000, "{bytes}");
}

#[test]
fn a_stop_clears_away_what_was_made() {
    let desk = Desk::new();
    let there = desk.0.path().join("there");
    let mut command = desk.bench("--to there --repeat 100 --designs v3,v4-a");
    let mut child = start(&mut command);
    let begun = |path: &Path| path.join("v4-a").is_dir();
    assert!(
        wait_until(&mut child, || begun(&there)),
        "it was over before"
    );
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(sent.expect("kill is there").success());
    let outcome = Outcome::from(child.wait_with_output().expect("it was started"));
    assert_eq!(outcome.code, Some(75), "{outcome:?}");
    assert!(outcome.stderr.contains("interrupted"), "{outcome:?}");
    assert_eq!(desk.rest(), ["tmp"]);
    assert_eq!(desk.report()["designs"][0]["status"], "done");
}
