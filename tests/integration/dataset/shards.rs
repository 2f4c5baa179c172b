//! What engines that run tasks rely on: a shard may be run again, late, or twice at once; it finds its
//! number in the engine's variables; and its receipt on standard output is all that `finish` needs.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use fraudgen::dataset::Shard;
use fraudgen_tests::s3::Store;
use fraudgen_tests::upload::{DATASET, Desk, assert_whole, below, reference, start, with_key};
use fraudgen_tests::{Outcome, done, fraudgen, manifest, run, tree};
use serde_json::Value;
use tempfile::tempdir;

/// A task that makes a shard of [`DATASET`] in a folder.
fn task(out: &Path, flags: &str) -> Command {
    let mut command = fraudgen(&format!("generate {DATASET} {flags} --out"));
    command.arg(out);
    command
}

/// Starts several tasks together; all must succeed.
fn at_once(commands: impl IntoIterator<Item = Command>) -> Vec<Outcome> {
    let started: Vec<_> = commands
        .into_iter()
        .map(|mut command| start(&mut command))
        .collect();
    let ended = started
        .into_iter()
        .map(|child| child.wait_with_output().expect("it was started").into());
    let outcomes: Vec<Outcome> = ended.collect();
    for outcome in &outcomes {
        assert_eq!(outcome.code, Some(0), "{outcome:?}");
    }
    outcomes
}

/// What a command that succeeded printed last.
fn receipt(outcome: &Outcome) -> Value {
    let last = outcome.stdout.lines().last().expect("a line");
    serde_json::from_str(last).expect("JSON")
}

#[test]
fn a_shard_is_run_again_late_or_twice_at_once() {
    let root = tempdir().expect("a folder");
    let [whole, out] = ["whole", "out"].map(|name| root.path().join(name));
    done(&mut task(&whole, ""));
    let mut wanted = tree(&whole);

    // A temporary file that a killed task left, which must not disturb the others.
    let draft = out.join("cards/.part-00000.parquet.0a1b2c3d.tmp");
    fs::create_dir_all(out.join("cards")).expect("a folder");
    fs::write(&draft, "half").expect("written");

    let twins = (0..3).flat_map(|_| ["0/2", "1/2"]);
    at_once(twins.map(|shard| task(&out, &format!("--shard {shard} --resume"))));
    let made = tree(&out);
    done(&mut task(&out, "--shard 1/2 --resume"));
    assert_eq!(made, tree(&out), "again");
    let refused = run(&mut task(&out, "--shard 1/2"));
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(draft.exists());

    let closed = receipt(&done(fraudgen("finish --json").arg(&out)));
    assert_eq!(wanted, tree(&out), "finished");
    let recorded = manifest(&whole, Shard::WHOLE);
    assert_eq!(closed["digest"], recorded.digest.to_string());
    assert_eq!(closed["parts"], recorded.parts.len());
    let late = done(&mut task(&out, "--shard 1/2 --resume --json"));
    assert_eq!(wanted, tree(&out), "late");
    assert_eq!(receipt(&late)["kept"], receipt(&late)["parts"]);
    let refused = run(&mut task(&out, "--shard 1/2"));
    assert_eq!(refused.code, Some(2), "{refused:?}");
    let other = run(&mut task(&out, "--shard 1/2 --resume --seed 43"));
    assert_eq!(other.code, Some(2), "{other:?}");
    assert_eq!(wanted, tree(&out), "refused");

    // A lost part is made again, and until the run is closed nothing says that it is complete.
    fs::remove_file(out.join("transactions/part-00001.parquet")).expect("a part");
    done(&mut task(&out, "--shard 1/2 --resume"));
    assert!(!out.join("_SUCCESS").exists());
    wanted.remove("_SUCCESS");
    wanted.retain(|path, _| !path.starts_with('_'));
    let mut left = tree(&out);
    left.retain(|path, _| !path.starts_with('_'));
    assert_eq!(wanted, left);
}

#[test]
fn a_task_finds_its_number_where_its_engine_tells_it() {
    let root = tempdir().expect("a folder");
    let given = root.path().join("given");
    done(&mut task(&given, "--shard 1/3"));
    let slurm = [
        ("SLURM_ARRAY_TASK_ID", "1"),
        ("SLURM_ARRAY_TASK_COUNT", "3"),
        ("SLURM_ARRAY_TASK_MIN", "0"),
    ];
    let batch = [
        ("AWS_BATCH_JOB_ARRAY_INDEX", "1"),
        ("AWS_BATCH_JOB_ARRAY_SIZE", "3"),
    ];
    for (engine, arg, variables) in [
        ("slurm", "auto", &slurm[..]),
        ("slurm-again", "auto/3", &slurm[..1]),
        ("kubernetes", "auto/3", &[("JOB_COMPLETION_INDEX", "1")]),
        ("batch", "auto", &batch),
    ] {
        let out = root.path().join(engine);
        let mut command = task(&out, &format!("--shard {arg}"));
        done(command.envs(variables.iter().copied()));
        assert_eq!(tree(&given), tree(&out), "{engine}");
    }
    let out = root.path().join("none");
    let unclear = run(task(&out, "--shard auto").envs(slurm).envs(batch));
    for outcome in [run(&mut task(&out, "--shard auto")), unclear] {
        assert_eq!(outcome.code, Some(2), "{outcome:?}");
        for name in [
            "SLURM_ARRAY_TASK_ID",
            "AWS_BATCH_JOB_ARRAY_INDEX",
            "--shard",
        ] {
            assert!(outcome.stderr.contains(name), "no {name}: {outcome:?}");
        }
    }
    // Without `auto`, no variable is read.
    done(task(&out, "").envs(slurm));
    assert!(out.join("_SUCCESS").exists() && !out.join("_manifest-1-of-3.json").exists());
}

#[test]
fn receipts_on_standard_output_close_a_run_in_a_folder() {
    let root = tempdir().expect("a folder");
    let [whole, out] = ["whole", "out"].map(|name| root.path().join(name));
    let of_whole = receipt(&done(&mut task(&whole, "--json")));
    assert!(of_whole["manifest"].is_null(), "{of_whole}");
    let mut lines = String::new();
    for index in 0..3 {
        let shard = Shard { index, count: 3 };
        let outcome = done(&mut task(&out, &format!("--shard {shard} --json")));
        let receipt = receipt(&outcome);
        let recorded = manifest(&out, shard);
        assert_eq!(receipt["shard"], shard.to_string());
        assert_eq!(receipt["digest"], recorded.digest.to_string());
        assert_eq!(receipt["rows"], recorded.rows);
        assert_eq!(receipt["bytes"], recorded.bytes);
        assert_eq!(receipt["parts"], recorded.parts.len());
        assert_eq!(receipt["manifest"], serde_json::json!(recorded));
        fs::remove_file(out.join(format!("_manifest-{index}-of-3.json"))).expect("a manifest");
        lines += &outcome.stdout;
    }
    let finish = |text: &str| {
        let file = root.path().join("receipts");
        fs::write(&file, text).expect("written");
        let stdin = fs::File::open(&file).expect("a file");
        run(fraudgen("finish --receipts - --").arg(&out).stdin(stdin))
    };
    let two: String = lines.split_inclusive('\n').skip(1).collect();
    let twice_but_other =
        lines.clone() + &two.replace("\"generator\":\"fraudgen", "\"generator\":\"other");
    for (text, words) in [
        (two.as_str(), "shard 0/3 is not there"),
        (&twice_but_other, "different contents"),
        ("", "- is not a valid receipt"),
        ("talk\n", "- is not a valid receipt"),
        (&of_whole.to_string(), "a whole run"),
    ] {
        let outcome = finish(text);
        assert_eq!(outcome.code, Some(1), "{words}: {outcome:?}");
        assert!(outcome.stderr.contains(words), "no {words}: {outcome:?}");
    }
    // A task that ran twice gave two receipts.
    let outcome = finish(&(lines.clone() + &two));
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(tree(&whole), tree(&out));
}

/// Tasks with targets on standard input, each run twice at once, of which only the receipts are kept.
fn targets_go_in_and_receipts_come_out(store: &Store) {
    let desk = Desk::default();
    desk.presign(store, "--shards 2");
    let task = |index: usize| {
        let targets = desk.path(&format!("targets-{index}-of-2.jsonl"));
        let mut command = desk.worker("- --receipt - --progress none --shard auto/2");
        command
            .env("JOB_COMPLETION_INDEX", index.to_string())
            .current_dir("/proc/self") // where nothing can be written
            .stdin(fs::File::open(targets).expect("targets"));
        command
    };
    let outcomes = at_once([task(0), task(1), task(0), task(1)]);
    let late = done(task(0).arg("--resume").stdout(Stdio::piped()));
    for (outcome, shard) in outcomes
        .iter()
        .chain([&late])
        .zip(["0/2", "1/2", "0/2", "1/2", "0/2"])
    {
        let receipt = receipt(outcome);
        assert_eq!(receipt["shard"], shard);
        let (tries, parts) = (receipt["tries"].as_u64(), receipt["parts"].as_u64());
        assert!(tries >= parts && parts > Some(0), "{receipt}");
        for secret in ["X-Amz", &store.admin.secret] {
            assert!(!outcome.stdout.contains(secret) && !outcome.stderr.contains(secret));
        }
    }
    fs::write(
        desk.path("receipts"),
        outcomes[0].stdout.clone() + &outcomes[1].stdout,
    )
    .expect("written");
    done(&mut desk.bare("finish --targets targets.jsonl --receipts receipts"));
    assert_whole(store, "x", reference());
    done(&mut task(1));
    assert_whole(store, "x", reference());
}

/// Tasks with a key each, run twice at once, and one that comes after the run is closed.
fn a_late_task_leaves_a_closed_run_in_a_store_alone(store: &Store) {
    let task = |shard: &str| {
        let line = format!("generate --out s3://lake/x {DATASET} --shard {shard}");
        with_key(store, &store.admin, &line)
    };
    at_once(["0/2 --resume", "1/2 --resume", "0/2 --resume"].map(task));
    done(&mut with_key(store, &store.admin, "finish s3://lake/x"));
    assert_whole(store, "x", reference());
    let closed = below(store, "x");
    done(&mut task("1/2 --resume"));
    assert!(closed == below(store, "x"), "run again");
    let outcome = run(&mut task("1/2"));
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
    assert!(closed == below(store, "x"), "refused");
}

checks! {
    targets_go_in_and_receipts_come_out
    a_late_task_leaves_a_closed_run_in_a_store_alone
}
