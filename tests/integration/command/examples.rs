//! The examples for engines do what they say: their own lines are run, as the engines would run them.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use fraudgen_tests::s3::{Options, Server};
use fraudgen_tests::upload::{DATASET, Desk, assert_whole, parts_in, reference};
use fraudgen_tests::{done, fraudgen, run};
use tempfile::tempdir;

fn example(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../examples")
        .join(path)
}

/// The lines of a YAML list under a key, without their comments.
fn list(yaml: &str, key: &str) -> Vec<String> {
    let lines = yaml.lines().map(str::trim_start);
    let items = lines.skip_while(|line| *line != format!("{key}:")).skip(1);
    items
        .map_while(|line| line.strip_prefix("- "))
        .map(|item| {
            item.split(" #")
                .next()
                .unwrap_or_default()
                .trim_end()
                .into()
        })
        .collect()
}

#[test]
fn the_pods_of_a_kubernetes_job_make_a_dataset() {
    let server = Server::start(Options::default());
    let desk = Desk::default();
    desk.presign(server.store(), "--shards 8");
    let yaml = fs::read_to_string(example("kubernetes/job.yaml")).expect("the example");
    let arguments = list(&yaml, "args");
    assert!(
        arguments.len() > 3 && arguments[0] == "generate",
        "{arguments:?}"
    );
    let folder = format!("{}/", desk.root().display());
    let mut log = String::new();
    for pod in 0..8 {
        let number = pod.to_string();
        let in_pod = |argument: &String| {
            let argument = argument.replace("$(JOB_COMPLETION_INDEX)", &number);
            argument.replace("/targets/", &folder)
        };
        let mut command = desk.bare("");
        command
            .args(arguments.iter().map(in_pod))
            .env("JOB_COMPLETION_INDEX", &number)
            .current_dir("/proc/self");
        log += &done(&mut command).stdout;
    }
    fs::write(desk.path("log"), log).expect("written");
    let log = File::open(desk.path("log")).expect("a log");
    let mut finish = desk.bare("finish --targets targets.jsonl --receipts -");
    done(finish.stdin(log));
    assert_whole(server.store(), "x", reference());
}

/// Replaces Slurm's: runs the wrapped command at once, for each number of an array.
const SBATCH: &str = r#"#!/bin/bash
set -euo pipefail
for argument; do
    case $argument in
        --array=0-*) last=${argument#--array=0-} ;;
        --dependency=afterok:7) ;;
        --dependency=*) exit 9 ;;
        --cpus-per-task=*) export SLURM_CPUS_PER_TASK=${argument#*=} ;;
    esac
    [[ ${before:-} == --wrap ]] && wrapped=$argument
    before=$argument
done
if [[ -n ${last:-} ]]; then
    export SLURM_ARRAY_TASK_COUNT=$((last + 1)) SLURM_ARRAY_TASK_MIN=0
    for SLURM_ARRAY_TASK_ID in $(seq 0 "$last"); do
        export SLURM_ARRAY_TASK_ID
        sh -c "$wrapped" >&2
    done
    echo 7
else
    sh -c "$wrapped" >&2
fi
"#;

#[test]
fn the_tasks_of_a_slurm_array_make_a_dataset() {
    let root = tempdir().expect("a folder");
    let [sbatch, command] = ["sbatch", "fraudgen"].map(|name| root.path().join(name));
    fs::write(&sbatch, SBATCH).expect("written");
    fs::set_permissions(&sbatch, fs::Permissions::from_mode(0o755)).expect("made a program");
    std::os::unix::fs::symlink(fraudgen("").get_program(), command).expect("a link");
    let path = std::env::var("PATH").expect("a PATH");
    let script = |arguments: &str| {
        let mut command = Command::new(example("slurm/generate.sh"));
        command
            .args(arguments.split_whitespace())
            .env("PATH", format!("{}:{path}", root.path().display()))
            .env("CORES", "2")
            .current_dir(root.path());
        command
    };
    assert_eq!(run(&mut script("data 3")).code, Some(2));
    let dataset = DATASET.trim_end_matches("--threads 2");
    // Twice, as if all tasks were requeued and came late.
    for _ in 0..2 {
        done(&mut script(&format!("my\u{e3}data 3 {dataset}")));
        let out = root.path().join("my\u{e3}data");
        assert!(out.join("_SUCCESS").exists());
        assert!(parts_in(&out) == *reference());
        done(fraudgen("verify").arg(&out));
    }
}
