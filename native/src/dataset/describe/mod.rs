//! What a dataset is, in the formats in which others read that: documents beside its manifest, and the schema of
//! its tables.

mod card;
mod croissant;
mod data_package;
pub(crate) mod document;
mod files;
mod keys;
mod loaders;
pub(crate) mod names;
pub mod schema;

use self::document::Document;
use super::manifest::Manifest;

/// The documents of a dataset: a function of its manifest alone.
pub(crate) fn documents(manifest: &Manifest) -> [Document; 3] {
    let texts = [
        card::text(manifest),
        croissant::text(manifest),
        data_package::text(manifest),
    ];
    let mut names = names::NAMES.into_iter();
    texts.map(|text| Document {
        name: names.next().unwrap_or_default(),
        text,
    })
}
