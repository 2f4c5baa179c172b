//! [`MODELS`] and [`OS_VERSIONS`]: the phones, computers and tablets that customers own.
//!
//! Invariant: maker, model and system agree with the [`DeviceKind`], and a model is sold with a system that was out
//! by then.

mod kind;
mod models;
mod systems;

pub(crate) use kind::DeviceKind;
pub(crate) use models::{MAKERS, MODELS, Model, PHONE_MAKERS};
pub(crate) use systems::{OS_VERSIONS, systems_of};

#[cfg(test)]
mod tests {
    use super::DeviceKind::*;
    use super::systems::OsVersion;
    use super::*;
    use crate::published::PHONES;

    fn position(kind: DeviceKind) -> Option<usize> {
        DeviceKind::ALL.iter().position(|&other| other == kind)
    }

    #[test]
    fn models_are_distinct_and_grouped_by_kind() {
        assert!(MODELS.is_sorted_by_key(|model| position(model.kind)));
        for (i, model) in MODELS.iter().enumerate() {
            assert!((2016..=2025).contains(&model.released.year()), "{model:?}");
            assert!(
                !MODELS[..i].iter().any(|other| other.name == model.name),
                "{model:?}"
            );
        }
    }

    #[test]
    fn makers_have_the_surveyed_shares_of_the_phones_of_2022_and_later() {
        for (_, shares) in MAKERS {
            assert_eq!(shares.iter().sum::<u16>(), 1_000);
        }
        assert!(MAKERS.is_sorted_by_key(|(year, _)| *year));
        let (year, latest) = MAKERS[MAKERS.len() - 1];
        assert_eq!(year, 2022);
        for (maker, share) in PHONE_MAKERS.iter().zip(latest) {
            let surveyed = PHONES.iter().find(|(name, _)| name == maker);
            assert_eq!(
                surveyed.map(|(_, percent)| percent * 10.0),
                Some(share.into())
            );
        }
    }

    #[test]
    fn models_fit_their_kind() {
        for model in &MODELS {
            let name = model.name;
            let apple = match model.kind {
                SmartphoneIos => name.starts_with("iPhone"),
                TabletIos => name.starts_with("iPad"),
                DesktopMac => name.contains("Mac"),
                _ => false,
            };
            assert_eq!(apple, model.maker == "Apple", "{model:?}");
            let tablet = name.contains("Tab ") || name.contains("Pad ");
            assert!(!tablet || !model.kind.is_phone(), "{model:?}");
        }
    }

    #[test]
    fn systems_are_distinct_and_grouped_by_kind() {
        assert!(OS_VERSIONS.is_sorted_by_key(|os| position(os.kind)));
        for (i, os) in OS_VERSIONS.iter().enumerate() {
            let same = |other: &OsVersion| (other.kind, other.name) == (os.kind, os.name);
            assert!(!OS_VERSIONS[..i].iter().any(same), "{os:?}");
        }
    }

    #[test]
    fn every_model_runs_the_system_it_was_sold_with_and_every_system_some_model() {
        let mut run = [false; OS_VERSIONS.len()];
        for model in &MODELS {
            let (first, last) = systems_of(model);
            let os = &OS_VERSIONS[first];
            assert!(os.name.ends_with(model.system), "{model:?} {os:?}");
            assert!(os.released <= model.released, "{model:?} {os:?}");
            for os in first..=last {
                assert_eq!(OS_VERSIONS[os].kind, model.kind, "{model:?}");
                run[os] = true;
            }
        }
        assert!(run.iter().all(|&run| run), "{run:?}");
    }

    #[test]
    fn old_computers_do_not_run_windows_11() {
        let models = MODELS.iter().filter(|model| model.kind == DesktopWindows);
        for model in models.filter(|model| model.released.year() < 2018) {
            let (_, last) = systems_of(model);
            assert!(
                OS_VERSIONS[last].name.starts_with("Windows 10"),
                "{model:?}"
            );
        }
    }
}
