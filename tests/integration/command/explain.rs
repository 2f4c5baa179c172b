//! `explain` compares a dataset with the same one without a case.

use fraudgen_tests::{done, fraudgen, run};
use serde_json::Value;
use tempfile::tempdir;

#[test]
fn a_case_is_explained_by_the_manifest_alone() {
    let root = tempdir().expect("a folder");
    let data = root.path().join("data");
    let flags = "--transactions 30000 --fraud-rate 0.02";
    done(fraudgen(&format!("generate {flags} --out")).arg(&data));
    std::fs::remove_dir_all(data.join("transactions")).expect("removed");
    let printed = done(fraudgen("explain --case 60").arg(&data)).stdout;
    assert!(printed.starts_with("case 60: "), "{printed}");
    for part in [
        "shows in",
        "what it changed",
        "only with it",
        "is not there",
    ] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    let found = done(fraudgen("explain --json --case 60").arg(&data)).stdout;
    let found: Value = serde_json::from_str(&found).expect("JSON");
    let payments = found["payments"].as_array().expect("payments").len();
    assert_eq!(found["case"]["transactions"], payments);
}

#[test]
fn a_case_that_is_not_there_and_a_place_without_a_manifest_are_refused() {
    let root = tempdir().expect("a folder");
    let data = root.path().join("data");
    done(
        fraudgen("generate --transactions 1000 --fraud-rate 0.02 --without-case 2 --out")
            .arg(&data),
    );
    for case in ["0", "2", "99999"] {
        let refused = run(fraudgen(&format!("explain --case {case}")).arg(&data));
        assert_eq!(refused.code, Some(1));
        assert!(
            refused
                .stderr
                .contains(&format!("case {case} is not in the dataset"))
        );
    }
    let refused = run(fraudgen("explain --case 1").arg(root.path()));
    assert!(
        refused.stderr.contains("_manifest.json is not there"),
        "{}",
        refused.stderr
    );
}
