//! Fraud: the typologies, and the cases of a district.

pub(crate) mod difficulty;
pub(crate) mod drift;
pub(crate) mod kinds;
pub(crate) mod manner;
pub(crate) mod planning;
pub(crate) mod scene;
pub(crate) mod script;
pub(crate) mod typologies;
pub(crate) mod typology;
