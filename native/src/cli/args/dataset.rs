//! The flags that describe the dataset, the same on every subcommand.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};

use super::numbers::{parse_bytes, parse_count};
use crate::dataset::run::Run;
use crate::error::Error;
use crate::estimate::{TableEstimate, transactions_for};
use crate::parallel::Context;
use crate::storage::Limit;
use crate::units::bytes_text;
use anyhow::Context as _;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use fraudgen_core::calendar::Date;
use fraudgen_core::{DATASET_VERSION, Difficulty, Drift, FraudType, Plan, Spec, SpecError};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::cli::failure::Usage;

/// The dataset.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Dataset")]
pub(in crate::cli) struct DatasetArgs {
    /// Read the spec from a JSON file, or from a manifest; `-` is standard input, and what begins with `{` is
    /// the JSON itself. Other flags override it
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,

    /// Seed of all randomness [default: 42]
    #[arg(long, allow_hyphen_values = true, value_name = "N", value_parser = parse_seed)]
    seed: Option<u64>,

    /// Exact number of transactions, such as 1_000_000 or 64.3M [default: 1000000]
    #[arg(long, allow_hyphen_values = true, value_name = "N", value_parser = parse_count)]
    transactions: Option<u64>,

    /// Total size of the files instead, such as 500MB or 30GB, within 3 %
    #[arg(long, allow_hyphen_values = true, value_name = "SIZE", value_parser = parse_bytes, conflicts_with = "transactions")]
    size: Option<u64>,

    /// Number of customers [default: one for every 360 transactions a year]
    #[arg(long, allow_hyphen_values = true, value_name = "N", value_parser = parse_count)]
    customers: Option<u64>,

    /// First day [default: 2025-01-01]
    #[arg(long, value_name = "DATE")]
    start: Option<Date>,

    /// Length in days [default: 365]
    #[arg(long, allow_hyphen_values = true, value_name = "N", value_parser = parse_days)]
    days: Option<u32>,

    /// Last day, instead of --days
    #[arg(long, value_name = "DATE", conflicts_with = "days")]
    end: Option<Date>,

    /// Share of fraudulent transactions, 0 to 0.2 [default: 0.001, some four times what banks publish; 0.02 gives
    /// models more to learn from]
    #[arg(long, allow_hyphen_values = true, value_name = "RATE", value_parser = parse_share)]
    fraud_rate: Option<f64>,

    /// Weights of the fraud typologies by number of cases, such as FALSA_CENTRAL=3,CONTA_TOMADA=1
    #[arg(long, allow_hyphen_values = true, value_name = "MIX", value_parser = parse_mix)]
    fraud_mix: Option<Mix>,

    /// Typologies that APPEAR in the middle of the period, or become more or less frequent over it,
    /// such as MAO_FANTASMA=APPEARS,GOLPE_WHATSAPP=GROWS,TROCA_CARTAO=FADES
    #[arg(long, value_name = "DRIFT", value_parser = parse_drift)]
    fraud_drift: Option<BTreeMap<FraudType, Drift>>,

    /// Share of transfers between accounts that reach an account of the dataset, 0 to 0.8 [default: 0.68]
    #[arg(long, allow_hyphen_values = true, value_name = "SHARE", value_parser = parse_share)]
    inside: Option<f64>,

    /// Share of cases whose report is missing from the labels that the bank knows; half as many are reported in
    /// part, and as many payments falsely, 0 to 0.5 [default: 0]
    #[arg(long, allow_hyphen_values = true, value_name = "SHARE", value_parser = parse_share)]
    label_noise: Option<f64>,

    /// How far fraudsters imitate everyday life, and everyday life looks like fraud [default: realistic]
    #[arg(long, value_name = "LEVEL", ignore_case = true, value_parser = difficulties())]
    difficulty: Option<Difficulty>,

    /// Fraud cases to leave out, by fraud_case_id, such as 12 or 3,7: all else is the same
    #[arg(long, alias = "without-case", value_name = "N,...", value_parser = parse_cases)]
    without_cases: Option<Cases>,
}

type Mix = BTreeMap<FraudType, u32>;
type Cases = BTreeSet<u64>;

impl DatasetArgs {
    /// Name and description of each flag, for programs that run the command.
    pub(in crate::cli) fn descriptions() -> Vec<(String, String)> {
        Self::augment_args(clap::Command::new("fraudgen"))
            .get_arguments()
            .filter_map(|flag| Some((flag.get_long()?.into(), flag.get_help()?.to_string())))
            .collect()
    }

    /// The spec that the flags describe, for a run that `run` lays out: with --size, the number of
    /// transactions depends on the layout.
    pub(in crate::cli) fn spec(
        &self,
        context: &Context,
        run: impl Fn(Spec) -> Run,
    ) -> anyhow::Result<Spec> {
        self.spec_and_sizes(context, run).map(|(spec, _)| spec)
    }

    /// The same, with the sizes of the tables if they were measured.
    pub(in crate::cli) fn spec_and_sizes(
        &self,
        context: &Context,
        run: impl Fn(Spec) -> Run,
    ) -> anyhow::Result<(Spec, Option<Vec<TableEstimate>>)> {
        let mut spec = self.spec_without_size()?;
        let mut tables = None;
        if let Some(bytes) = self.size {
            let run = run(spec.clone());
            let fit = transactions_for(context, bytes, &run).map_err(|error| {
                match error {
                    // The user gave a size, and does not know the spec that follows from it.
                    Error::Spec(error) => of_flag("size", &bytes_text(bytes), &error.to_string()),
                    error => self.in_flags(error),
                }
            })?;
            spec.transactions = fit.transactions;
            tables = Some(fit.tables);
        }
        self.check(&spec)?;
        Ok((spec, tables))
    }

    /// The spec that the flags other than --size describe, and the size. Without --transactions and without
    /// a spec file, it has `transactions`.
    pub(in crate::cli) fn spec_and_size(
        &self,
        transactions: u64,
    ) -> anyhow::Result<(Spec, Option<u64>)> {
        let mut spec = self.spec_without_size()?;
        if self.spec.is_none() && self.transactions.is_none() {
            spec.transactions = transactions;
        }
        self.check(&spec)?;
        Ok((spec, self.size))
    }

    /// Checks that there is a dataset of this spec.
    fn check(&self, spec: &Spec) -> anyhow::Result<()> {
        let plan = Plan::new(spec);
        plan.map_or_else(|error| Err(self.in_flags(error.into())), |_| Ok(()))
    }

    /// An error about the spec, in terms of flags.
    fn in_flags(&self, error: Error) -> anyhow::Error {
        match (error, self.end) {
            (
                Error::Spec(SpecError {
                    field: "days",
                    remedy,
                    ..
                }),
                Some(end),
            ) => of_flag(
                "end",
                &end.to_string(),
                &format!("{remedy} days, both ends included"),
            ),
            (
                Error::Spec(SpecError {
                    field,
                    value,
                    remedy,
                    ..
                }),
                _,
            ) => of_flag(&field.replace('_', "-"), &value, &remedy),
            (
                Error::SizeIsOutOfBounds {
                    asked,
                    source: SpecError { value, remedy, .. },
                },
                _,
            ) => of_flag(
                "size",
                &bytes_text(asked),
                &format!("it takes {value} transactions, and {remedy}"),
            ),
            (Error::SizeIsFixed { asked }, _) => of_flag(
                "size",
                &bytes_text(asked),
                "no table that grows with the transactions is among --tables",
            ),
            (
                Error::SizeIsTooSmall {
                    asked,
                    least,
                    transactions,
                },
                _,
            ) => of_flag(
                "size",
                &bytes_text(asked),
                &format!(
                    "the tables come to {} with {transactions} transactions; ask for more, or for fewer --tables",
                    bytes_text(least)
                ),
            ),
            (other, _) => other.into(),
        }
    }

    fn spec_without_size(&self) -> anyhow::Result<Spec> {
        let mut spec = self
            .spec
            .as_deref()
            .map(read_spec)
            .transpose()?
            .unwrap_or_default();
        spec.seed = self.seed.unwrap_or(spec.seed);
        spec.transactions = self.transactions.unwrap_or(spec.transactions);
        spec.customers = self.customers.or(spec.customers);
        spec.start = self.start.unwrap_or(spec.start);
        spec.days = self.days.unwrap_or(spec.days);
        if let Some(end) = self.end {
            let days = i64::from(end.0) - i64::from(spec.start.0) + 1;
            spec.days = u32::try_from(days)
                .ok()
                .filter(|&days| days > 0)
                .ok_or_else(|| {
                    let remedy = format!("give {} or a later day", spec.start);
                    of_flag("end", &end.to_string(), &remedy)
                })?;
        }
        spec.fraud_rate = self.fraud_rate.unwrap_or(spec.fraud_rate);
        if let Some(mix) = &self.fraud_mix {
            spec.fraud_mix.clone_from(mix);
        }
        if let Some(drift) = &self.fraud_drift {
            spec.fraud_drift.clone_from(drift);
        }
        spec.inside = self.inside.unwrap_or(spec.inside);
        spec.label_noise = self.label_noise.unwrap_or(spec.label_noise);
        spec.difficulty = self.difficulty.unwrap_or(spec.difficulty);
        if let Some(cases) = &self.without_cases {
            spec.without_cases.clone_from(cases);
        }
        Ok(spec)
    }
}

/// An error about a flag's value.
fn of_flag(flag: &str, value: &str, remedy: &str) -> anyhow::Error {
    Usage(format!("invalid value '{value}' for '--{flag}': {remedy}")).into()
}

/// The most bytes of a spec, or of a manifest with one: those of some 100,000 files.
const LONGEST_SPEC: u64 = 64 << 20;

/// Reads a spec, or the spec of a manifest.
fn read_spec(path: &Path) -> anyhow::Result<Spec> {
    let limit = Limit::json(LONGEST_SPEC);
    let text = match path.to_str() {
        Some("-") => limit
            .read_text(std::io::stdin().lock())
            .context("cannot read the spec from standard input")?,
        Some(json) if json.starts_with('{') => json.to_owned(),
        _ => File::open(path)
            .and_then(|file| limit.read_text(file))
            .with_context(|| format!("cannot read the spec {}", path.display()))?,
    };
    parse_spec(&text)
        .map_err(|reason| Usage(format!("'--spec {}': {reason}", path.display())).into())
}

fn parse_spec(text: &str) -> Result<Spec, String> {
    // As text, not as a value, which would have the last of two equal keys.
    let mut json = serde_json::Deserializer::from_str(text);
    let json = &mut json;
    let of_spec = |error: serde_path_to_error::Error<serde_json::Error>| error.to_string();
    let head = Head::of(text)?;
    match head.spec {
        Some(_) => {
            let version = head.dataset_version;
            if version.is_some_and(|version| version != u64::from(DATASET_VERSION)) {
                return Err(format!(
                    "it is of dataset version {}, and this fraudgen makes version {DATASET_VERSION}, with other records; \
                     give only its `spec` field if that is what you want",
                    version.unwrap_or_default()
                ));
            }
            let manifest: OfManifest = serde_path_to_error::deserialize(json).map_err(of_spec)?;
            Ok(manifest.spec)
        }
        None => serde_path_to_error::deserialize(json).map_err(of_spec),
    }
}

/// What tells a manifest from a spec.
#[derive(Deserialize)]
struct Head {
    dataset_version: Option<u64>,
    spec: Option<IgnoredAny>,
}

/// A manifest, as far as it is a spec.
#[derive(Deserialize)]
struct OfManifest {
    spec: Spec,
}

impl Head {
    fn of(text: &str) -> Result<Self, String> {
        if serde_json::from_str::<BTreeMap<String, IgnoredAny>>(text).is_err() {
            serde_json::from_str::<IgnoredAny>(text)
                .map_err(|error| format!("it is not JSON: {error}"))?;
            return Err(
                "it is not a JSON object: give one such as {\"seed\": 42, \"days\": 30}".into(),
            );
        }
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

fn parse_seed(text: &str) -> Result<u64, String> {
    let seed = text.parse();
    seed.map_err(|_| format!("give a whole number from 0 to {}", u64::MAX))
}

fn parse_days(text: &str) -> Result<u32, String> {
    let days = text.parse();
    days.map_err(|_| "give a whole number of days, such as 365".into())
}

fn parse_share(text: &str) -> Result<f64, String> {
    let share = text.parse();
    share.map_err(|_| "give a number such as 0.02".into())
}

fn parse_mix(text: &str) -> Result<Mix, String> {
    parse_by_typology(
        text,
        "NAME=WEIGHT with a whole number as weight",
        |weight| weight.parse().ok(),
    )
}

fn parse_drift(text: &str) -> Result<BTreeMap<FraudType, Drift>, String> {
    let form = "NAME=DRIFT with APPEARS, GROWS or FADES as drift";
    parse_by_typology(text, form, |name| Drift::from_name(&name.to_uppercase()))
}

fn parse_cases(text: &str) -> Result<Cases, String> {
    let ids = text.split(',').map(str::trim);
    // None overrides those of a spec file.
    let ids = ids.filter(|id| !(id.is_empty() && text.trim().is_empty()));
    let ids: Result<_, std::num::ParseIntError> = ids.map(str::parse).collect();
    ids.map_err(|_| "give fraud_case_ids, such as 3,7".into())
}

fn difficulties() -> impl TypedValueParser<Value = Difficulty> {
    PossibleValuesParser::new(["easy", "realistic", "hard"])
        .try_map(|name| Difficulty::from_name(&name.to_uppercase()).ok_or("no such difficulty"))
}

/// Reads values by typology, such as `A=1,B=2`.
fn parse_by_typology<T>(
    text: &str,
    form: &str,
    value: impl Fn(&str) -> Option<T>,
) -> Result<BTreeMap<FraudType, T>, String> {
    let mut values = BTreeMap::new();
    for entry in text.split(',') {
        let (name, value) = entry
            .split_once('=')
            .and_then(|(name, text)| Some((name.trim(), value(text.trim())?)))
            .ok_or_else(|| format!("`{entry}` is not {form}"))?;
        let kind = FraudType::from_name(name).ok_or_else(|| {
            let names: Vec<_> = FraudType::ALL
                .iter()
                .copied()
                .map(FraudType::name)
                .collect();
            format!(
                "`{name}` is not a typology: the typologies are {}",
                names.join(", ")
            )
        })?;
        if values.insert(kind, value).is_some() {
            return Err(format!("`{name}` is given twice"));
        }
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spec_is_read_alone_or_from_a_manifest() {
        let spec = parse_spec(r#"{"seed": 7, "days": 30}"#).expect("a spec");
        assert_eq!(
            (spec.seed, spec.days, spec.transactions),
            (7, 30, Spec::default().transactions)
        );
        let manifest = format!(
            r#"{{"dataset_version": {DATASET_VERSION}, "spec": {{"seed": 8}}, "parts": []}}"#
        );
        assert_eq!(parse_spec(&manifest).map(|spec| spec.seed), Ok(8));
    }

    #[test]
    fn what_is_no_spec_is_refused_with_the_reason() {
        let reason = |text: &str| parse_spec(text).expect_err("no spec");
        assert!(reason(r#"{"sead": 7}"#).contains("sead"));
        for (text, key) in [
            (r#"{"seed": 7, "seed": 8}"#, "seed"),
            (r#"{"spec": {"seed": 7, "seed": 8}}"#, "seed"),
            (r#"{"spec": {}, "spec": {}}"#, "spec"),
            (
                r#"{"fraud_mix": {"SIM_SWAP": 1, "SIM_SWAP": 2}}"#,
                "SIM_SWAP",
            ),
            (
                r#"{"fraud_drift": {"SIM_SWAP": "GROWS", "SIM_SWAP": "GROWS"}}"#,
                "SIM_SWAP",
            ),
        ] {
            assert!(reason(text).contains(key), "{text}: {}", reason(text));
        }
        assert!(reason("seed = 7").contains("not JSON"));
        assert!(reason(r#"{"dataset_version": 0, "spec": {}}"#).contains("version 0"));
    }

    #[test]
    fn every_difficulty_is_a_value_of_its_flag() {
        let parse = |name: &str| {
            difficulties().parse_ref(&clap::Command::new("fraudgen"), None, name.as_ref())
        };
        for difficulty in Difficulty::ALL {
            let parsed = parse(&difficulty.name().to_lowercase());
            assert_eq!(parsed.ok(), Some(difficulty));
        }
        assert!(parse("medium").is_err());
    }

    #[test]
    fn cases_are_given_by_their_ids() {
        assert_eq!(parse_cases("7, 3"), Ok(Cases::from([3, 7])));
        assert_eq!(parse_cases(""), Ok(Cases::new()));
        for text in ["x", "3,", "-1", "1.5", "3 7"] {
            assert!(parse_cases(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_mix_names_typologies() {
        let kind = FraudType::default();
        let mix = parse_mix(&format!("{}=3", kind.name())).expect("a mix");
        assert_eq!(mix.get(&kind), Some(&3));
        for text in ["", "X", "X=1", &format!("{kind}=-1", kind = kind.name())] {
            assert!(parse_mix(text).is_err(), "{text}");
        }
        let drift = parse_drift(&format!("{}=grows", kind.name())).expect("a drift");
        assert_eq!(drift.get(&kind), Some(&Drift::Grows));
        assert!(parse_drift(&format!("{}=shrinks", kind.name())).is_err());
    }
}
