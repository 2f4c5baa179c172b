//! The documents beside a manifest come, stay and go with the dataset, and those of others are left alone.

use std::fs;

use fraudgen_core::schema::Table;
use fraudgen_tests::{done, fraudgen, run, tree};
use tempfile::tempdir;

#[test]
fn documents_of_others_stay_and_own_ones_go_with_the_dataset() {
    let root = tempdir().expect("a folder");
    let data = root.path().join("data");
    fs::create_dir(&data).expect("a folder");
    fs::write(data.join("README.md"), "mine").expect("a file");
    let make = |flags: &str| {
        let line = format!("generate --transactions 2000 {flags} --out");
        run(fraudgen(&line).arg(&data))
    };
    let outcome = make("");
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(outcome.stderr.contains("README.md"), "{outcome:?}");
    for flags in ["--resume", "--force --seed 7"] {
        assert_eq!(make(flags).code, Some(0));
        assert_eq!(fs::read(data.join("README.md")).expect("read"), b"mine");
        assert!(data.join("croissant.json").exists());
    }
    let outcome = done(fraudgen("verify").arg(&data));
    assert!(outcome.stderr.contains("README.md"), "{outcome:?}");

    // What is left of a dataset is told, and taken away on request.
    for name in ["_SUCCESS", "_manifest.json"] {
        fs::remove_file(data.join(name)).expect("removed");
    }
    for table in Table::ALL {
        fs::remove_dir_all(data.join(table.name())).expect("removed");
    }
    let outcome = make("");
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
    assert_eq!(make("--force --tables cards").code, Some(0));
    let card = fs::read_to_string(data.join("datapackage.json")).expect("read");
    assert!(!card.contains("transactions/part-"));
}

#[test]
fn finish_writes_the_documents_of_a_single_run() {
    let root = tempdir().expect("a folder");
    let [whole, shared] = ["whole", "shared"].map(|name| root.path().join(name));
    let line = "generate --transactions 2000 --customers 100 --rows-per-file 1000 --out";
    done(fraudgen(line).arg(&whole));
    for shard in ["0/2", "1/2"] {
        done(fraudgen(line).arg(&shared).args(["--shard", shard]));
    }
    assert!(!shared.join("README.md").exists());
    done(fraudgen("finish").arg(&shared));
    assert_eq!(tree(&whole), tree(&shared));
}
