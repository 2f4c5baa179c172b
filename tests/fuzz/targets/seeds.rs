//! Writes inputs to start from into tests/fuzz/corpus.

fn main() {
    fraudgen_fuzz::seeds(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("corpus")
            .as_path(),
    );
}
