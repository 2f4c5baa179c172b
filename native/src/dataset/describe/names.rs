//! The names of the documents, and how they are told from files of others.

/// The names of a dataset's documents.
pub(crate) const NAMES: [&str; 3] = ["README.md", "croissant.json", "datapackage.json"];

/// Stands in every document: a file of the same name without it is somebody else's.
pub(crate) const MARK: &str = "Written by fraudgen from _manifest.json";

/// Whether a name is that of a document.
pub(crate) fn is_document(name: &str) -> bool {
    NAMES.contains(&name)
}
