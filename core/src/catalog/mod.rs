//! Tables of facts: municipalities, names, banks, devices and merchant categories.

pub(crate) mod banks;
pub(crate) mod destinations;
pub(crate) mod devices;
pub(crate) mod merchants;
pub(crate) mod municipalities;
pub(crate) mod names;
pub(crate) mod states;

use crate::schema::stores::Categorical;
use banks::BANKS;
use devices::{MODELS, OS_VERSIONS};
use merchants::MCCS;
use municipalities::MUNICIPALITIES;
use states::STATES;

/// Declares a category whose codes are indices into a table of facts.
macro_rules! index_categories {
    ($($(#[$doc:meta])* $name:ident = $table:ident.$field:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub(crate) struct $name(pub(crate) u16);

        impl Categorical for $name {
            const VALUES: &'static [&'static str] = &{
                let mut values = [""; $table.len()];
                let mut i = 0;
                while i < values.len() {
                    values[i] = $table[i].$field;
                    i += 1;
                }
                values
            };
            fn code(self) -> u16 {
                self.0
            }
        }
    )*};
}

index_categories! {
    /// A state by its abbreviation.
    Uf = STATES.uf;
    /// A municipality by its name.
    City = MUNICIPALITIES.name;
    /// A bank by its COMPE code.
    BankCode = BANKS.code;
    /// A bank by its name.
    BankName = BANKS.name;
    /// A trade by its merchant category code (MCC).
    MccCode = MCCS.code;
    /// A trade by its name.
    MccCategory = MCCS.category;
    /// A device model by its name.
    DeviceModel = MODELS.name;
    /// A device model by its maker.
    DeviceMaker = MODELS.maker;
    /// An operating system and its version.
    OperatingSystem = OS_VERSIONS.name;
}

/// Declares a category whose codes are the variants of an enum in a table of facts.
macro_rules! enum_categories {
    ($($(#[$doc:meta])* $name:ident of $set:path: $($variant:ident),*;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub(crate) struct $name(u16);

        impl From<$set> for $name {
            fn from(value: $set) -> Self {
                Self(value as u16)
            }
        }

        impl Categorical for $name {
            const VALUES: &'static [&'static str] = &[$(<$set>::$variant.as_str()),*];
            fn code(self) -> u16 {
                self.0
            }
        }
    )*};
}

enum_categories! {
    /// A kind of device.
    DeviceType of devices::DeviceKind:
        SmartphoneAndroid, SmartphoneIos, DesktopWindows, DesktopMac, TabletAndroid, TabletIos;
    /// A trade's risk level.
    MccRisk of merchants::Risk: Low, Medium, High;
}

/// A merchant's name, as an index into the names of all trades in one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct MerchantName(u16);

impl MerchantName {
    const COUNT: usize = {
        let (mut count, mut mcc) = (0, 0);
        while mcc < MCCS.len() {
            count += MCCS[mcc].names.len();
            mcc += 1;
        }
        count
    };
    const FIRST: [u16; MCCS.len()] = {
        let (mut first, mut mcc) = ([0; MCCS.len()], 1);
        while mcc < MCCS.len() {
            first[mcc] = first[mcc - 1] + MCCS[mcc - 1].names.len() as u16;
            mcc += 1;
        }
        first
    };

    /// The name that a hash selects among those of a trade.
    pub(crate) fn of(mcc: usize, hash: u64) -> Self {
        Self(
            Self::FIRST[mcc] + crate::random::rng::scale(hash, MCCS[mcc].names.len() as u64) as u16,
        )
    }
}

impl Categorical for MerchantName {
    const VALUES: &'static [&'static str] = &{
        let (mut values, mut mcc, mut count) = ([""; Self::COUNT], 0, 0);
        while mcc < MCCS.len() {
            let mut name = 0;
            while name < MCCS[mcc].names.len() {
                values[count] = MCCS[mcc].names[name];
                count += 1;
                name += 1;
            }
            mcc += 1;
        }
        values
    };
    fn code(self) -> u16 {
        self.0
    }
}

/// The index of a merchant category code in [`MCCS`]; panics if it is not there.
pub(crate) const fn mcc(code: &str) -> usize {
    let mut index = 0;
    while index < MCCS.len() {
        if matches!((MCCS[index].code.as_bytes(), code.as_bytes()),
            ([a, b, c, d], [e, f, g, h]) if *a == *e && *b == *f && *c == *g && *d == *h)
        {
            return index;
        }
        index += 1;
    }
    panic!("no such merchant category code")
}
