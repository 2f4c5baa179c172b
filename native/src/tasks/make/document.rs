//! [`Document`]: what a task is, for programs and for people.

use fraudgen_core::calendar::Date;
use fraudgen_core::{DATASET_VERSION, Digest};
use serde_json::json;

use super::files::Tables;
use super::order::Order;
use crate::tasks::split::Splits;
use crate::tasks::task::{Kind, TASKS_VERSION};
use crate::units::count_text;

const README: &str = include_str!("../texts/readme.md");

/// What is particular about a kind of task.
fn text(kind: Kind) -> &'static str {
    match kind {
        Kind::Row => include_str!("../texts/row.md"),
        Kind::Sequence => include_str!("../texts/sequence.md"),
        Kind::Graph => include_str!("../texts/graph.md"),
        Kind::Delayed => include_str!("../texts/delayed.md"),
        Kind::Drift => include_str!("../texts/drift.md"),
        Kind::Federated => include_str!("../texts/federated.md"),
    }
}

/// What was made, to be described.
#[derive(Debug, Clone, Copy)]
pub(super) struct Document<'a> {
    order: &'a Order,
    days: [Date; 2],
    digest: Digest,
    tables: &'a Tables,
}

impl<'a> Document<'a> {
    pub(super) fn new(
        order: &'a Order,
        splits: &Splits,
        digest: Digest,
        tables: &'a Tables,
    ) -> Self {
        Self {
            order,
            days: splits.days(),
            digest,
            tables,
        }
    }

    /// `task.json`.
    pub(super) fn json(&self) -> String {
        let task = self.order.task;
        let mut spec = json!(self.order.spec.resolved());
        if self.order.is_secret()
            && let Some(fields) = spec.as_object_mut()
        {
            fields.remove("seed");
        }
        let document = json!({
            "name": task.to_string(),
            "question": task.kind.question(),
            "tasks_version": TASKS_VERSION,
            "dataset_version": DATASET_VERSION,
            "frozen": self.order.is_frozen(),
            "blind": self.order.blind,
            "spec": spec,
            "digest": self.digest.to_string(),
            "key": task.kind.key(),
            "target": task.kind.target(),
            "validation_from": self.days[0].to_string(),
            "test_from": self.days[1].to_string(),
            "tables": self.tables,
        });
        format!("{document:#}\n")
    }

    /// `README.md`.
    pub(super) fn readme(&self) -> String {
        let task = self.order.task;
        let rows = |name| self.tables.get(name).map_or(0, |table| table.rows);
        let splits = ["train", "validation", "test"].map(|name| count_text(rows(name)));
        let seed = match self.order.is_frozen() {
            true => String::new(),
            false if self.order.is_secret() => " --seed SEED".into(),
            false => format!(" --seed {}", self.order.spec.seed),
        };
        let state = match (self.order.is_frozen(), self.order.blind) {
            (true, false) => "This is the frozen task, which anyone can make again, bit for bit.",
            (true, true) => "This is the frozen task without its labels.",
            (false, false) => "This is a variant with another seed, not the frozen task.",
            (false, true) => {
                "This is a blind variant: it has no labels, and only who knows its seed can score it. Learn from the \
                 frozen task of the same name."
            }
        };
        let values = [
            ("kind", text(task.kind).trim_end().to_owned()),
            ("name", task.to_string()),
            ("question", task.kind.question().to_owned()),
            ("state", state.to_owned()),
            ("train", splits[0].clone()),
            ("validation", splits[1].clone()),
            ("test", splits[2].clone()),
            ("validation_from", self.days[0].to_string()),
            ("test_from", self.days[1].to_string()),
            ("key", task.kind.key().to_owned()),
            ("seed", seed),
            ("tasks_version", TASKS_VERSION.to_string()),
            ("dataset_version", DATASET_VERSION.to_string()),
            ("digest", self.digest.to_string()),
        ];
        let fill = |text: String, (name, value): &(&str, String)| {
            text.replace(&format!("{{{{{name}}}}}"), value)
        };
        values.iter().fold(README.to_owned(), fill)
    }
}
