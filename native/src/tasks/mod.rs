//! The benchmark's tasks: frozen questions about frauds, with splits that are fair, and scores that compare.
//!
//! A [`Task`] names a question and a level; its data follow from a spec that never changes, so that anyone makes the
//! same. [`make`] writes what a participant may see, [`Truth`] is what only a scorer knows, made again from the
//! spec, and [`score`] measures predictions against it.
//!
//! One rule holds for all of it: nothing that participants get tells what the bank learnt after the cut, when test
//! begins. Entities are a snapshot of that time, and refunds after it are left out, of balances too.

mod columns;
mod flows;
pub mod make;
mod parts;
mod refunds;
pub mod score;
mod snapshot;
mod split;
mod task;
mod truth;
mod view;

pub use self::split::{Split, Splits};
pub use self::task::{Kind, TASKS_VERSION, Task, UnknownTask};
pub use self::truth::{Row, Truth};
