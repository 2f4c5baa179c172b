//! [`Task`]: a question of the benchmark at a level of difficulty, whose data follow from a spec that never changes.

use std::fmt;

use fraudgen_core::{Difficulty, Drift, FraudType, Spec};

/// Raised when what a task holds changes although the records do not: splits, columns, files.
pub const TASKS_VERSION: u32 = 1;

/// The digests of the frozen tasks: name and content digest of the dataset, as its manifest has it.
const DIGESTS: &str = include_str!("digests.txt");

/// The seed of the first kind; each has its own.
const FIRST_SEED: u64 = 42;

/// How a typology changes in tasks about drift.
const DRIFT: [(FraudType, Drift); 8] = [
    (FraudType::GhostHand, Drift::Appears),
    (FraudType::FakeJob, Drift::Appears),
    (FraudType::LoanRefund, Drift::Appears),
    (FraudType::QrSwap, Drift::Grows),
    (FraudType::FakeCallCentre, Drift::Grows),
    (FraudType::SwappedCard, Drift::Fades),
    (FraudType::ClonedCard, Drift::Fades),
    (FraudType::WhatsappImpostor, Drift::Fades),
];

/// What a task is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Payments, each by what its own row says.
    Row,
    /// Payments, with all that came before.
    Sequence,
    /// Accounts in the graph of transfers, devices and addresses.
    Graph,
    /// Payments, learnt from labels as the bank knew them on the day.
    Delayed,
    /// Payments, when typologies appear and fade.
    Drift,
    /// Payments, when each bank sees its own side only.
    Federated,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 6] = [
        Kind::Row,
        Kind::Sequence,
        Kind::Graph,
        Kind::Delayed,
        Kind::Drift,
        Kind::Federated,
    ];

    /// Its name, the first half of a task's.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Row => "row",
            Kind::Sequence => "sequence",
            Kind::Graph => "graph",
            Kind::Delayed => "delayed",
            Kind::Drift => "drift",
            Kind::Federated => "federated",
        }
    }

    /// What is asked, in a sentence.
    pub const fn question(self) -> &'static str {
        match self {
            Kind::Row => "Which payments are fraud, by their own rows alone?",
            Kind::Sequence => "Which payments are fraud, given all that came before them?",
            Kind::Graph => "Which accounts belong to mules, launderers and collecting scammers?",
            Kind::Delayed => {
                "Which payments will turn out to be fraud, learnt from labels known by the cut?"
            }
            Kind::Drift => "Which payments are fraud, when typologies appear and fade?",
            Kind::Federated => "Which payments are fraud, when each bank sees its own side only?",
        }
    }

    /// The column that predictions are keyed by.
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Graph => "account_id",
            _ => "transaction_id",
        }
    }

    /// The column that is predicted.
    pub const fn target(self) -> &'static str {
        match self {
            Kind::Graph => "is_illicit",
            _ => "is_fraud",
        }
    }
}

/// A question at a level of difficulty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// What it is about.
    pub kind: Kind,
    /// How far fraudsters imitate everyday life.
    pub level: Difficulty,
}

/// No task has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the tasks are KIND-LEVEL, with the kinds {} and the levels {}",
    Kind::ALL.map(Kind::name).join(", "),
    levels().join(", ")
)]
pub struct UnknownTask;

fn levels() -> [String; 3] {
    Difficulty::ALL.map(|level| level.name().to_lowercase())
}

impl Task {
    /// Every task.
    pub fn all() -> impl Iterator<Item = Task> {
        let at = |kind| Difficulty::ALL.map(|level| Task { kind, level });
        Kind::ALL.into_iter().flat_map(at)
    }

    /// What its data follow from; of a variant, with another seed. No two kinds have records in common: what is given
    /// of one would tell what another withholds.
    pub fn spec(self) -> Spec {
        Spec {
            seed: FIRST_SEED + self.kind as u64,
            transactions: 1_000_000,
            days: 365,
            fraud_rate: 0.01,
            fraud_drift: match self.kind {
                Kind::Drift => DRIFT.into(),
                _ => Default::default(),
            },
            label_noise: if self.kind == Kind::Delayed {
                0.05
            } else {
                0.0
            },
            difficulty: self.level,
            ..Spec::default()
        }
        .resolved()
    }

    /// The content digest that the frozen task's dataset has, as text.
    pub fn digest(self) -> &'static str {
        let name = self.to_string();
        let lines = DIGESTS.lines().filter_map(|line| line.split_once(' '));
        let found = lines.into_iter().find(|(task, _)| *task == name);
        found.map_or("", |(_, digest)| digest)
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = self.level.name().to_lowercase();
        write!(f, "{}-{level}", self.kind.name())
    }
}

impl std::str::FromStr for Task {
    type Err = UnknownTask;

    fn from_str(name: &str) -> Result<Self, UnknownTask> {
        let mut all = Self::all();
        all.find(|task| task.to_string() == name).ok_or(UnknownTask)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use fraudgen_core::schema::Table;
    use fraudgen_core::{Digest, Generator};

    use super::*;

    #[test]
    fn names_map_back() {
        assert_eq!(Task::all().count(), 18);
        for task in Task::all() {
            assert_eq!(task.to_string().parse(), Ok(task));
            assert_eq!(task.spec().validate(), Ok(()));
        }
        assert_eq!("row".parse::<Task>(), Err(UnknownTask));
        assert!(UnknownTask.to_string().contains("federated"));
    }

    /// Changes only with the dataset version: what the test prints is the new `digests.txt`.
    #[test]
    fn frozen_tasks_keep_their_digests() {
        let mut known: HashMap<String, Digest> = HashMap::new();
        let mut found = String::new();
        for task in Task::all() {
            let spec = task.spec();
            let text = serde_json::to_string(&spec).expect("JSON");
            let digest = *known.entry(text).or_insert_with(|| digest(&spec));
            found += &format!("{task} {digest}\n");
        }
        assert!(found == DIGESTS, "digests.txt would be:\n{found}");
    }

    fn digest(spec: &Spec) -> Digest {
        let generator = Generator::new(spec).expect("a valid spec");
        let digest = |table| generator.digest(table);
        std::thread::scope(|scope| {
            let tables = Table::ALL.map(|table| scope.spawn(move || digest(table)));
            tables
                .map(|table| table.join().expect("a digest"))
                .into_iter()
                .sum()
        })
    }
}
