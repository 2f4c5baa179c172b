//! `task make` writes a task whole or not at all, and `score` says of predictions what it cannot use.

use std::fs;
use std::path::Path;

use fraudgen_tests::{Outcome, done, fraudgen, run};
use serde_json::Value;
use tempfile::tempdir;

fn make(line: &str, out: &Path) -> Outcome {
    run(fraudgen(&format!("task make {line} --out")).arg(out))
}

#[test]
fn a_frozen_task_is_made_and_replaced_only_if_asked() {
    let root = tempdir().expect("a folder");
    let out = root.path().join("task");
    let made = make("graph-easy", &out);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let task: Value = serde_json::from_slice(&fs::read(out.join("task.json")).expect("a document"))
        .expect("JSON");
    assert_eq!(
        (&task["name"], &task["frozen"]),
        (&"graph-easy".into(), &true.into())
    );
    let listed = done(&mut fraudgen("task list --json")).stdout;
    assert!(listed.contains(task["digest"].as_str().expect("a digest")));
    assert!(
        fs::read_to_string(out.join("README.md"))
            .expect("a text")
            .contains("fraudgen score graph-easy")
    );

    let refused = make("graph-easy", &out);
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    assert!(refused.stderr.contains("is not empty") && refused.stderr.contains("--force"));
    let replaced = make("graph-easy --blind --seed 7 --force", &out);
    assert_eq!(replaced.code, Some(0), "{}", replaced.stderr);
    assert!(!out.join("test_labels").exists() && out.join("test").exists());

    let other = root.path().join("other");
    fs::create_dir(&other).expect("a folder");
    fs::write(other.join("thesis.txt"), "years of work").expect("written");
    assert_eq!(make("graph-easy --force", &other).code, Some(2));
    assert!(other.join("thesis.txt").exists());
    assert_eq!(fs::read_dir(root.path()).expect("a folder").count(), 2);
}

#[test]
fn a_name_that_is_no_task_is_refused_with_those_that_are() {
    let root = tempdir().expect("a folder");
    let refused = make("row-medium", &root.path().join("task"));
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.stderr.contains("easy, realistic, hard"),
        "{}",
        refused.stderr
    );
}

#[test]
fn predictions_that_do_not_match_are_refused() {
    let root = tempdir().expect("a folder");
    let file = root.path().join("predictions.csv");
    for (text, part) in [
        ("", "is empty"),
        ("id,score\n1,2\n", "no column `account_id`"),
        ("account_id,score\n1,high\n", "\"high\" in line 2"),
        (
            "account_id,score\n0,1\n",
            "rows are not in test (the first has account_id 0)",
        ),
        ("account_id,score\n1,1\n1,1\n", "rows of test have no score"),
    ] {
        fs::write(&file, text).expect("written");
        let refused = run(fraudgen("score graph-easy").arg(&file));
        assert_eq!(refused.code, Some(1), "{}", refused.stderr);
        assert!(
            refused.stderr.contains(part) && refused.stdout.is_empty(),
            "{}",
            refused.stderr
        );
    }
    let refused = run(fraudgen("score graph-easy").arg(root.path().join("nowhere.csv")));
    assert!(refused.stderr.contains("nowhere.csv"), "{}", refused.stderr);
}
