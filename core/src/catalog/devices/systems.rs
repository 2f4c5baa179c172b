//! [`OS_VERSIONS`] and [`UPGRADES`]: operating systems, when they came out, and which models run them.

use super::kind::DeviceKind;
use super::kind::DeviceKind::{
    DesktopMac, DesktopWindows, SmartphoneAndroid, SmartphoneIos, TabletAndroid, TabletIos,
};
use super::models::Model;
use crate::calendar::Month;

/// A version of an operating system.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OsVersion {
    /// The devices it is for.
    pub(crate) kind: DeviceKind,
    /// Its name in the data.
    pub(crate) name: &'static str,
    /// The month in which it came out.
    pub(crate) released: Month,
}

const fn version(kind: DeviceKind, name: &'static str, (year, month): (i32, u32)) -> OsVersion {
    OsVersion {
        kind,
        name,
        released: Month::new(year, month),
    }
}

/// Operating systems, grouped by kind; within a kind, each version before those that it is upgraded to.
///
/// Months are those of the first stable release (Google, Apple and Microsoft).
#[rustfmt::skip]
pub(crate) static OS_VERSIONS: [OsVersion; 70] = [
    version(SmartphoneAndroid, "Android 6", (2015, 10)), version(SmartphoneAndroid, "Android 7", (2016, 8)),
    version(SmartphoneAndroid, "Android 8", (2017, 8)), version(SmartphoneAndroid, "Android 9", (2018, 8)),
    version(SmartphoneAndroid, "Android 10", (2019, 9)), version(SmartphoneAndroid, "Android 11", (2020, 9)),
    version(SmartphoneAndroid, "Android 12", (2021, 10)), version(SmartphoneAndroid, "Android 13", (2022, 8)),
    version(SmartphoneAndroid, "Android 14", (2023, 10)), version(SmartphoneAndroid, "Android 15", (2024, 9)),
    version(SmartphoneAndroid, "Android 16", (2025, 6)),
    version(SmartphoneIos, "iOS 10", (2016, 9)), version(SmartphoneIos, "iOS 11", (2017, 9)),
    version(SmartphoneIos, "iOS 12", (2018, 9)), version(SmartphoneIos, "iOS 13", (2019, 9)),
    version(SmartphoneIos, "iOS 14", (2020, 9)), version(SmartphoneIos, "iOS 15", (2021, 9)),
    version(SmartphoneIos, "iOS 16", (2022, 9)), version(SmartphoneIos, "iOS 17", (2023, 9)),
    version(SmartphoneIos, "iOS 18", (2024, 9)), version(SmartphoneIos, "iOS 26", (2025, 9)),
    version(DesktopWindows, "Windows 10 1511", (2015, 11)), version(DesktopWindows, "Windows 10 1607", (2016, 8)),
    version(DesktopWindows, "Windows 10 1703", (2017, 4)), version(DesktopWindows, "Windows 10 1709", (2017, 10)),
    version(DesktopWindows, "Windows 10 1803", (2018, 4)), version(DesktopWindows, "Windows 10 1809", (2018, 11)),
    version(DesktopWindows, "Windows 10 1903", (2019, 5)), version(DesktopWindows, "Windows 10 1909", (2019, 11)),
    version(DesktopWindows, "Windows 10 2004", (2020, 5)), version(DesktopWindows, "Windows 10 20H2", (2020, 10)),
    version(DesktopWindows, "Windows 10 21H1", (2021, 5)), version(DesktopWindows, "Windows 10 21H2", (2021, 11)),
    version(DesktopWindows, "Windows 10 22H2", (2022, 10)), version(DesktopWindows, "Windows 11 21H2", (2021, 10)),
    version(DesktopWindows, "Windows 11 22H2", (2022, 9)), version(DesktopWindows, "Windows 11 23H2", (2023, 10)),
    version(DesktopWindows, "Windows 11 24H2", (2024, 10)), version(DesktopWindows, "Windows 11 25H2", (2025, 9)),
    version(DesktopMac, "macOS Sierra", (2016, 9)), version(DesktopMac, "macOS High Sierra", (2017, 9)),
    version(DesktopMac, "macOS Mojave", (2018, 9)), version(DesktopMac, "macOS Catalina", (2019, 10)),
    version(DesktopMac, "macOS Big Sur", (2020, 11)), version(DesktopMac, "macOS Monterey", (2021, 10)),
    version(DesktopMac, "macOS Ventura", (2022, 10)), version(DesktopMac, "macOS Sonoma", (2023, 9)),
    version(DesktopMac, "macOS Sequoia", (2024, 9)), version(DesktopMac, "macOS Tahoe", (2025, 9)),
    version(TabletAndroid, "Android 6", (2015, 10)), version(TabletAndroid, "Android 7", (2016, 8)),
    version(TabletAndroid, "Android 8", (2017, 8)), version(TabletAndroid, "Android 9", (2018, 8)),
    version(TabletAndroid, "Android 10", (2019, 9)), version(TabletAndroid, "Android 11", (2020, 9)),
    version(TabletAndroid, "Android 12", (2021, 10)), version(TabletAndroid, "Android 13", (2022, 8)),
    version(TabletAndroid, "Android 14", (2023, 10)), version(TabletAndroid, "Android 15", (2024, 9)),
    version(TabletAndroid, "Android 16", (2025, 6)),
    version(TabletIos, "iOS 10", (2016, 9)), version(TabletIos, "iOS 11", (2017, 9)),
    version(TabletIos, "iOS 12", (2018, 9)), version(TabletIos, "iPadOS 13", (2019, 9)),
    version(TabletIos, "iPadOS 14", (2020, 9)), version(TabletIos, "iPadOS 15", (2021, 9)),
    version(TabletIos, "iPadOS 16", (2022, 10)), version(TabletIos, "iPadOS 17", (2023, 9)),
    version(TabletIos, "iPadOS 18", (2024, 9)), version(TabletIos, "iPadOS 26", (2025, 9)),
];

/// How many newer versions a model gets, by its kind and the beginning of its name; the first that fits.
///
/// Rounded down from makers' promises and what came of them, so that no model has a system that it never got:
/// Windows 11 needs processors of 2018 or later, cheap phones get less than others.
#[rustfmt::skip]
static UPGRADES: [(DeviceKind, &str, usize); 27] = [
    (SmartphoneAndroid, "Galaxy J2", 0), (SmartphoneAndroid, "Galaxy J", 1), (SmartphoneAndroid, "Galaxy", 2),
    (SmartphoneAndroid, "Moto C", 0), (SmartphoneAndroid, "Moto E", 0), (SmartphoneAndroid, "Moto G0", 0),
    (SmartphoneAndroid, "Redmi 3S", 0), (SmartphoneAndroid, "Mi A", 2), (SmartphoneAndroid, "POCO X", 2),
    (SmartphoneAndroid, "Pixel", 3), (SmartphoneAndroid, "C21", 0), (SmartphoneAndroid, "G Max", 0),
    (SmartphoneAndroid, "Hot 30", 0), (SmartphoneAndroid, "K11", 0), (SmartphoneAndroid, "K4 ", 0),
    (SmartphoneAndroid, "K9", 0), (SmartphoneAndroid, "Twist", 0), (SmartphoneAndroid, "", 1),
    (SmartphoneIos, "", 5), (DesktopWindows, "", 9), (DesktopMac, "", 5), (TabletIos, "", 5),
    (TabletAndroid, "Galaxy Tab", 2), (TabletAndroid, "M10", 0), (TabletAndroid, "M7S", 0), (TabletAndroid, "M8", 0),
    (TabletAndroid, "", 1),
];

/// The first and last system that a model runs, as indices in [`OS_VERSIONS`]: the one that it was sold with, and
/// the last that it was upgraded to.
pub(crate) fn systems_of(model: &Model) -> (usize, usize) {
    let sold_with = |os: &OsVersion| {
        let family = os.name.strip_suffix(model.system);
        os.kind == model.kind && family.is_some_and(|family| family.ends_with(' '))
    };
    let first = OS_VERSIONS.iter().position(sold_with).unwrap_or_default();
    let upgrades = UPGRADES
        .iter()
        .find(|(kind, name, _)| *kind == model.kind && model.name.starts_with(name))
        .map_or(0, |&(.., upgrades)| upgrades);
    let of_kind = |os: &&OsVersion| os.kind == model.kind;
    let newer = OS_VERSIONS[first + 1..].iter().take_while(of_kind).count();
    (first, first + upgrades.min(newer))
}
