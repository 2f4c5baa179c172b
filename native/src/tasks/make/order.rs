//! [`Order`]: which task is to be made, and for whom.

use fraudgen_core::Spec;

use crate::tasks::task::Task;

/// What is to be made.
#[derive(Debug, Clone)]
pub struct Order {
    /// The task.
    pub task: Task,
    /// What its data follow from: [`Task::spec`], or a variant's.
    pub spec: Spec,
    /// Whether all labels are left out; if the spec is not the task's own, its seed is, too.
    pub blind: bool,
}

impl Order {
    /// A frozen task.
    pub fn new(task: Task) -> Self {
        Self {
            task,
            spec: task.spec(),
            blind: false,
        }
    }

    /// Whether it is the task that everybody makes, rather than a variant.
    pub fn is_frozen(&self) -> bool {
        self.spec.resolved() == self.task.spec()
    }

    /// Whether who has the folder must not make the labels.
    pub(super) fn is_secret(&self) -> bool {
        self.blind && !self.is_frozen()
    }
}
