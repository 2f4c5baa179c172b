//! What a run will come to, before it is made: its size, and what many workers need for it.

pub mod scale;
pub mod size;
