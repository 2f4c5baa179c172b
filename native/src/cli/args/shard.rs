//! `--shard`: given as I/N, or taken from the variables in which an engine numbers its tasks.

use std::str::FromStr;

use crate::dataset::layout::{InvalidShard, Shard};

use crate::cli::failure::Usage;

/// An engine that runs a command once for each number of an array.
struct Engine {
    name: &'static str,
    /// Holds the task's number.
    index: &'static str,
    /// Holds the number of tasks, if the engine sets it.
    count: Option<&'static str>,
    /// Holds the first number, if that need not be 0.
    first: Option<&'static str>,
}

static ENGINES: [Engine; 3] = [
    Engine {
        name: "a Slurm job array",
        index: "SLURM_ARRAY_TASK_ID",
        count: Some("SLURM_ARRAY_TASK_COUNT"),
        first: Some("SLURM_ARRAY_TASK_MIN"),
    },
    Engine {
        name: "a Kubernetes Indexed Job",
        index: "JOB_COMPLETION_INDEX",
        count: None,
        first: None,
    },
    Engine {
        name: "an AWS Batch array job",
        index: "AWS_BATCH_JOB_ARRAY_INDEX",
        count: Some("AWS_BATCH_JOB_ARRAY_SIZE"),
        first: None,
    },
];

/// What `--shard` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum ShardArg {
    /// This one.
    Given(Shard),
    /// The one that an engine's variables name, of this many, or of as many as they say.
    Auto(Option<u64>),
}

impl FromStr for ShardArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix("auto") {
            Some("") => Ok(Self::Auto(None)),
            Some(count) => {
                // Parsed as the last shard, so that the count is checked.
                let count: Option<u64> = count.strip_prefix('/').and_then(|n| n.parse().ok());
                let last = count.and_then(|n| format!("{}/{n}", n.checked_sub(1)?).parse().ok());
                let last: Shard = last.ok_or("give auto, or auto/N with N from 1 to 1000000")?;
                Ok(Self::Auto(Some(last.count)))
            }
            None => text
                .parse()
                .map(Self::Given)
                .map_err(|invalid: InvalidShard| invalid.to_string()),
        }
    }
}

impl ShardArg {
    /// The shard, given `variable`, which reads the environment.
    ///
    /// # Errors
    /// The variables name no shard, or more than one.
    pub(in crate::cli) fn resolve(
        self,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Shard, Usage> {
        match self {
            Self::Given(shard) => Ok(shard),
            Self::Auto(count) => from_engine(count, variable).map_err(|reason| {
                let given = count.map(|count| format!("/{count}")).unwrap_or_default();
                Usage(format!(
                    "invalid value 'auto{given}' for '--shard': {reason}"
                ))
            }),
        }
    }
}

fn from_engine(
    given: Option<u64>,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Shard, String> {
    let engine = engine(&variable)?;
    let number = |name: &str| {
        let text = variable(name);
        let number = text.as_deref().map(str::parse::<u64>).transpose();
        number.map_err(|_| {
            let text = text.as_deref().unwrap_or_default();
            format!("{name} is '{text}', which is not a number: give I/N")
        })
    };
    let index = number(engine.index)?.unwrap_or_default();
    let told = engine.count.map(number).transpose()?.flatten();
    let first = engine.first.map(number).transpose()?.flatten();
    let count = match given {
        // If part of an array is run again, the engine gives the size of that part, which may begin anywhere.
        Some(count) => count,
        None => engine.count(told, first.unwrap_or(0))?,
    };
    format!("{index}/{count}").parse().map_err(|_| {
        format!(
            "{} is {index}, and the shards are 0 to {}: number the array to match, or give another auto/N",
            engine.index,
            count.saturating_sub(1)
        )
    })
}

/// The engine that runs this task.
fn engine(variable: impl Fn(&str) -> Option<String>) -> Result<&'static Engine, String> {
    let is_set = |engine: &&Engine| variable(engine.index).is_some();
    let engines: Vec<&'static Engine> = ENGINES.iter().filter(is_set).collect();
    match engines[..] {
        [engine] => Ok(engine),
        [] => Err(format!(
            "none of {} is set: run it as a task of one of those arrays, or give I/N",
            names(&ENGINES.iter().collect::<Vec<_>>())
        )),
        _ => Err(format!(
            "{} are set, and it is not clear which to use: unset the others, or give I/N",
            names(&engines)
        )),
    }
}

impl Engine {
    /// The number of shards, given the size and the first number of the array.
    fn count(&self, told: Option<u64>, first: u64) -> Result<u64, String> {
        match told {
            Some(count) if first == 0 => Ok(count),
            Some(_) => Err(format!(
                "{} is {first}, and shards count from 0: number the array from 0, or give auto/N with N the \
                 size of the whole array",
                self.first.unwrap_or_default(),
            )),
            None => Err(format!(
                "{} numbers this task, but {}: give auto/N with the number of tasks",
                self.index,
                self.count.map_or_else(
                    || "nothing says how many there are".into(),
                    |name| format!("{name} is not set")
                )
            )),
        }
    }
}

/// The variables of engines, in words.
fn names(engines: &[&Engine]) -> String {
    let name = |engine: &&Engine| format!("{} ({})", engine.index, engine.name);
    engines.iter().map(name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(arg: &str, variables: &[(&str, &str)]) -> Result<String, String> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let arg: ShardArg = arg.parse()?;
        match arg.resolve(variable) {
            Ok(shard) => Ok(shard.to_string()),
            Err(Usage(text)) => Err(text),
        }
    }

    const SLURM: [(&str, &str); 3] = [
        ("SLURM_ARRAY_TASK_ID", "3"),
        ("SLURM_ARRAY_TASK_COUNT", "8"),
        ("SLURM_ARRAY_TASK_MIN", "0"),
    ];

    #[test]
    fn engines_tell_a_task_its_shard() {
        for (arg, variables, shard) in [
            ("5/6", &SLURM[..], "5/6"),
            ("auto", &SLURM, "3/8"),
            ("auto/9", &SLURM, "3/9"),
            ("auto/4", &[("JOB_COMPLETION_INDEX", "0")], "0/4"),
            ("auto/4", &[("AWS_BATCH_JOB_ARRAY_INDEX", "1")], "1/4"),
            (
                "auto",
                &[
                    ("AWS_BATCH_JOB_ARRAY_INDEX", "1"),
                    ("AWS_BATCH_JOB_ARRAY_SIZE", "2"),
                ],
                "1/2",
            ),
        ] {
            assert_eq!(resolve(arg, variables).as_deref(), Ok(shard), "{arg}");
        }
    }

    #[test]
    fn tasks_that_are_run_again_keep_their_shards() {
        let again = [
            ("SLURM_ARRAY_TASK_ID", "5"),
            ("SLURM_ARRAY_TASK_COUNT", "2"),
            ("SLURM_ARRAY_TASK_MIN", "3"),
        ];
        assert_eq!(resolve("auto/8", &again).as_deref(), Ok("5/8"));
        let unclear = resolve("auto", &again).expect_err("the number of shards is not clear");
        for word in ["SLURM_ARRAY_TASK_MIN is 3", "auto/N"] {
            assert!(unclear.contains(word), "{unclear}");
        }
    }

    #[test]
    fn what_is_absent_or_ambiguous_is_named() {
        let both = [SLURM[0], SLURM[1], ("JOB_COMPLETION_INDEX", "0")];
        for (arg, variables, words) in [
            (
                "auto",
                &[][..],
                &[
                    "SLURM_ARRAY_TASK_ID",
                    "JOB_COMPLETION_INDEX",
                    "AWS_BATCH_JOB_ARRAY_INDEX",
                ][..],
            ),
            ("auto/2", &[], &["'auto/2'", "JOB_COMPLETION_INDEX"]),
            (
                "auto",
                &both,
                &["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX", "not clear"],
            ),
            (
                "auto",
                &[("JOB_COMPLETION_INDEX", "0")],
                &["JOB_COMPLETION_INDEX", "auto/N"],
            ),
            ("auto", &SLURM[..1], &["SLURM_ARRAY_TASK_COUNT", "auto/N"]),
            (
                "auto",
                &[("AWS_BATCH_JOB_ARRAY_INDEX", "1")],
                &["AWS_BATCH_JOB_ARRAY_SIZE"],
            ),
            ("auto/3", &SLURM, &["SLURM_ARRAY_TASK_ID is 3", "0 to 2"]),
            ("auto/3", &[("JOB_COMPLETION_INDEX", "x")], &["'x'"]),
            ("auto/0", &SLURM, &["auto/N"]),
            ("auto8", &SLURM, &["auto/N"]),
            ("8/8", &SLURM, &["I/N"]),
        ] {
            let text = resolve(arg, variables).expect_err(arg);
            for word in words {
                assert!(text.contains(word), "no {word}: {text}");
            }
        }
    }
}
