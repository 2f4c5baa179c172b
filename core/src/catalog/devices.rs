//! [`MODELS`] and [`OS_VERSIONS`]: the phones, computers and tablets that customers own.
//!
//! Invariant: maker, model and system agree with the [`DeviceKind`], and a device runs a system that suits
//! its age ([`Model::runs`]).

use DeviceKind::{
    DesktopMac, DesktopWindows, SmartphoneAndroid, SmartphoneIos, TabletAndroid, TabletIos,
};

/// The kind of a device: its form and operating system family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum DeviceKind {
    /// Phone with Android.
    SmartphoneAndroid,
    /// iPhone.
    SmartphoneIos,
    /// Desktop or notebook with Windows.
    DesktopWindows,
    /// Mac.
    DesktopMac,
    /// Tablet with Android.
    TabletAndroid,
    /// iPad.
    TabletIos,
}

impl DeviceKind {
    /// Every kind, in the order of [`MODELS`].
    pub(crate) const ALL: [Self; 6] = [
        Self::SmartphoneAndroid,
        Self::SmartphoneIos,
        Self::DesktopWindows,
        Self::DesktopMac,
        Self::TabletAndroid,
        Self::TabletIos,
    ];

    /// The kind's name in the data.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::SmartphoneAndroid => "SMARTPHONE_ANDROID",
            Self::SmartphoneIos => "SMARTPHONE_IOS",
            Self::DesktopWindows => "DESKTOP_WINDOWS",
            Self::DesktopMac => "DESKTOP_MAC",
            Self::TabletAndroid => "TABLET_ANDROID",
            Self::TabletIos => "TABLET_IOS",
        }
    }
}

/// A model sold under one name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Model {
    /// What it is.
    pub(crate) kind: DeviceKind,
    /// Who makes it.
    pub(crate) maker: &'static str,
    /// Its name, without the maker.
    pub(crate) name: &'static str,
    /// Release year.
    pub(crate) released: u16,
    /// Share among the models of its kind.
    pub(crate) weight: u16,
}

impl Model {
    /// Whether the device can run the system: same kind, not outdated when the model was released, and
    /// covered by the maker's updates.
    pub(crate) fn runs(&self, os: &OsVersion) -> bool {
        let oldest = self.released - 1;
        let newest = self.released + self.years_of_updates();
        self.kind == os.kind && (oldest..=newest).contains(&os.released)
    }

    /// Years after release during which the device gets new systems.
    fn years_of_updates(&self) -> u16 {
        match (self.kind, self.maker) {
            (DesktopWindows, _) => 10,
            (_, "Apple") => 6,
            (_, "Samsung" | "Google") => 4,
            _ => 2,
        }
    }
}

/// A version of an operating system.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OsVersion {
    /// The devices it is for.
    pub(crate) kind: DeviceKind,
    /// Its name in the data.
    pub(crate) name: &'static str,
    /// Release year.
    pub(crate) released: u16,
    /// Share among the versions of its kind.
    pub(crate) weight: u16,
}

const fn model(
    kind: DeviceKind,
    maker: &'static str,
    name: &'static str,
    released: u16,
    weight: u16,
) -> Model {
    Model {
        kind,
        maker,
        name,
        released,
        weight,
    }
}

const fn version(kind: DeviceKind, name: &'static str, released: u16, weight: u16) -> OsVersion {
    OsVersion {
        kind,
        name,
        released,
        weight,
    }
}

/// Devices of 2019 to 2025, grouped by kind, then by maker, then by year.
///
/// The two kinds of smartphones weigh 10,000 together, split among makers by [`crate::published::PHONES`]; other
/// makers have the rest. Every other kind weighs 1,000. The shares of models within a maker are assumed, as are
/// those of computers and tablets.
#[rustfmt::skip]
pub(crate) static MODELS: [Model; 271] = [
    model(SmartphoneAndroid, "Samsung", "Galaxy A10s", 2019, 40),
    model(SmartphoneAndroid, "Samsung", "Galaxy A30s", 2019, 36),
    model(SmartphoneAndroid, "Samsung", "Galaxy A50", 2019, 40),
    model(SmartphoneAndroid, "Samsung", "Galaxy S10", 2019, 32),
    model(SmartphoneAndroid, "Samsung", "Galaxy A01", 2020, 36),
    model(SmartphoneAndroid, "Samsung", "Galaxy A11", 2020, 48),
    model(SmartphoneAndroid, "Samsung", "Galaxy A21s", 2020, 73),
    model(SmartphoneAndroid, "Samsung", "Galaxy A31", 2020, 57),
    model(SmartphoneAndroid, "Samsung", "Galaxy A51", 2020, 89),
    model(SmartphoneAndroid, "Samsung", "Galaxy A71", 2020, 48),
    model(SmartphoneAndroid, "Samsung", "Galaxy S20 FE", 2020, 105),
    model(SmartphoneAndroid, "Samsung", "Galaxy A02s", 2021, 56),
    model(SmartphoneAndroid, "Samsung", "Galaxy A03s", 2021, 89),
    model(SmartphoneAndroid, "Samsung", "Galaxy A12", 2021, 129),
    model(SmartphoneAndroid, "Samsung", "Galaxy A22", 2021, 89),
    model(SmartphoneAndroid, "Samsung", "Galaxy A32", 2021, 121),
    model(SmartphoneAndroid, "Samsung", "Galaxy A52", 2021, 97),
    model(SmartphoneAndroid, "Samsung", "Galaxy S21", 2021, 65),
    model(SmartphoneAndroid, "Samsung", "Galaxy Z Flip3", 2021, 20),
    model(SmartphoneAndroid, "Samsung", "Galaxy A03", 2022, 73),
    model(SmartphoneAndroid, "Samsung", "Galaxy A04e", 2022, 52),
    model(SmartphoneAndroid, "Samsung", "Galaxy A04s", 2022, 73),
    model(SmartphoneAndroid, "Samsung", "Galaxy A13", 2022, 137),
    model(SmartphoneAndroid, "Samsung", "Galaxy A23", 2022, 113),
    model(SmartphoneAndroid, "Samsung", "Galaxy A33", 2022, 73),
    model(SmartphoneAndroid, "Samsung", "Galaxy A53", 2022, 121),
    model(SmartphoneAndroid, "Samsung", "Galaxy A73", 2022, 36),
    model(SmartphoneAndroid, "Samsung", "Galaxy S21 FE", 2022, 73),
    model(SmartphoneAndroid, "Samsung", "Galaxy S22", 2022, 73),
    model(SmartphoneAndroid, "Samsung", "Galaxy A05", 2023, 61),
    model(SmartphoneAndroid, "Samsung", "Galaxy A05s", 2023, 69),
    model(SmartphoneAndroid, "Samsung", "Galaxy A14", 2023, 153),
    model(SmartphoneAndroid, "Samsung", "Galaxy A24", 2023, 81),
    model(SmartphoneAndroid, "Samsung", "Galaxy A34", 2023, 121),
    model(SmartphoneAndroid, "Samsung", "Galaxy A54", 2023, 145),
    model(SmartphoneAndroid, "Samsung", "Galaxy S23", 2023, 89),
    model(SmartphoneAndroid, "Samsung", "Galaxy S23 FE", 2023, 69),
    model(SmartphoneAndroid, "Samsung", "Galaxy S23 Ultra", 2023, 48),
    model(SmartphoneAndroid, "Samsung", "Galaxy Z Flip5", 2023, 20),
    model(SmartphoneAndroid, "Samsung", "Galaxy A06", 2024, 56),
    model(SmartphoneAndroid, "Samsung", "Galaxy A15", 2024, 161),
    model(SmartphoneAndroid, "Samsung", "Galaxy A16", 2024, 105),
    model(SmartphoneAndroid, "Samsung", "Galaxy A25", 2024, 89),
    model(SmartphoneAndroid, "Samsung", "Galaxy A35", 2024, 113),
    model(SmartphoneAndroid, "Samsung", "Galaxy A55", 2024, 113),
    model(SmartphoneAndroid, "Samsung", "Galaxy M55", 2024, 40),
    model(SmartphoneAndroid, "Samsung", "Galaxy S24", 2024, 73),
    model(SmartphoneAndroid, "Samsung", "Galaxy S24 FE", 2024, 36),
    model(SmartphoneAndroid, "Samsung", "Galaxy S24 Ultra", 2024, 44),
    model(SmartphoneAndroid, "Samsung", "Galaxy A26", 2025, 40),
    model(SmartphoneAndroid, "Samsung", "Galaxy A36", 2025, 56),
    model(SmartphoneAndroid, "Samsung", "Galaxy A56", 2025, 56),
    model(SmartphoneAndroid, "Samsung", "Galaxy S25", 2025, 40),
    model(SmartphoneAndroid, "Samsung", "Galaxy S25 Ultra", 2025, 28),
    model(SmartphoneAndroid, "Motorola", "Moto G8 Plus", 2019, 25),
    model(SmartphoneAndroid, "Motorola", "Moto E7", 2020, 34),
    model(SmartphoneAndroid, "Motorola", "Moto G8 Power", 2020, 47),
    model(SmartphoneAndroid, "Motorola", "Moto G9 Play", 2020, 59),
    model(SmartphoneAndroid, "Motorola", "Moto E20", 2021, 30),
    model(SmartphoneAndroid, "Motorola", "Moto G10", 2021, 42),
    model(SmartphoneAndroid, "Motorola", "Moto G20", 2021, 51),
    model(SmartphoneAndroid, "Motorola", "Moto G30", 2021, 55),
    model(SmartphoneAndroid, "Motorola", "Moto G60", 2021, 51),
    model(SmartphoneAndroid, "Motorola", "Moto E22", 2022, 34),
    model(SmartphoneAndroid, "Motorola", "Moto E32", 2022, 34),
    model(SmartphoneAndroid, "Motorola", "Moto G22", 2022, 59),
    model(SmartphoneAndroid, "Motorola", "Moto G32", 2022, 59),
    model(SmartphoneAndroid, "Motorola", "Moto G42", 2022, 51),
    model(SmartphoneAndroid, "Motorola", "Moto G52", 2022, 51),
    model(SmartphoneAndroid, "Motorola", "Moto G62", 2022, 51),
    model(SmartphoneAndroid, "Motorola", "Edge 30", 2022, 38),
    model(SmartphoneAndroid, "Motorola", "Moto E13", 2023, 42),
    model(SmartphoneAndroid, "Motorola", "Moto G13", 2023, 51),
    model(SmartphoneAndroid, "Motorola", "Moto G14", 2023, 42),
    model(SmartphoneAndroid, "Motorola", "Moto G23", 2023, 51),
    model(SmartphoneAndroid, "Motorola", "Moto G54", 2023, 76),
    model(SmartphoneAndroid, "Motorola", "Moto G84", 2023, 64),
    model(SmartphoneAndroid, "Motorola", "Edge 40", 2023, 25),
    model(SmartphoneAndroid, "Motorola", "Edge 40 Neo", 2023, 38),
    model(SmartphoneAndroid, "Motorola", "Razr 40 Ultra", 2023, 8),
    model(SmartphoneAndroid, "Motorola", "Moto G04", 2024, 47),
    model(SmartphoneAndroid, "Motorola", "Moto G24", 2024, 51),
    model(SmartphoneAndroid, "Motorola", "Moto G34", 2024, 63),
    model(SmartphoneAndroid, "Motorola", "Moto G35", 2024, 42),
    model(SmartphoneAndroid, "Motorola", "Moto G75", 2024, 21),
    model(SmartphoneAndroid, "Motorola", "Moto G85", 2024, 47),
    model(SmartphoneAndroid, "Motorola", "Edge 50", 2024, 21),
    model(SmartphoneAndroid, "Motorola", "Edge 50 Fusion", 2024, 34),
    model(SmartphoneAndroid, "Motorola", "Edge 50 Pro", 2024, 17),
    model(SmartphoneAndroid, "Motorola", "Moto G05", 2025, 25),
    model(SmartphoneAndroid, "Motorola", "Moto G15", 2025, 30),
    model(SmartphoneAndroid, "Motorola", "Moto G56", 2025, 17),
    model(SmartphoneAndroid, "Motorola", "Edge 60 Fusion", 2025, 17),
    model(SmartphoneAndroid, "Xiaomi", "Redmi Note 8", 2019, 49),
    model(SmartphoneAndroid, "Xiaomi", "Mi 9T", 2019, 12),
    model(SmartphoneAndroid, "Xiaomi", "Redmi 9", 2020, 41),
    model(SmartphoneAndroid, "Xiaomi", "Redmi 9A", 2020, 49),
    model(SmartphoneAndroid, "Xiaomi", "Redmi Note 9", 2020, 53),
    model(SmartphoneAndroid, "Xiaomi", "POCO X3 NFC", 2020, 33),
    model(SmartphoneAndroid, "Xiaomi", "Redmi 10", 2021, 41),
    model(SmartphoneAndroid, "Xiaomi", "Redmi Note 10", 2021, 66),
    model(SmartphoneAndroid, "Xiaomi", "Redmi Note 10S", 2021, 37),
    model(SmartphoneAndroid, "Xiaomi", "Mi 11 Lite", 2021, 20),
    model(SmartphoneAndroid, "Xiaomi", "POCO X3 Pro", 2021, 37),
    model(SmartphoneAndroid, "Xiaomi", "Redmi 10C", 2022, 49),
    model(SmartphoneAndroid, "Xiaomi", "Redmi Note 11", 2022, 78),
    model(SmartphoneAndroid, "Xiaomi", "Redmi Note 11S", 2022, 41),
    model(SmartphoneAndroid, "Xiaomi", "POCO X4 Pro", 2022, 29),
    model(SmartphoneAndroid, "Xiaomi", "Redmi 12", 2023, 49),
    model(SmartphoneAndroid, "Xiaomi", "Redmi 12C", 2023, 53),
    model(SmartphoneAndroid, "Xiaomi", "Redmi 13C", 2023, 74),
    model(SmartphoneAndroid, "Xiaomi", "Redmi Note 12", 2023, 78),
    model(SmartphoneAndroid, "Xiaomi", "Redmi Note 12S", 2023, 33),
    model(SmartphoneAndroid, "Xiaomi", "POCO C65", 2023, 37),
    model(SmartphoneAndroid, "Xiaomi", "POCO X5 Pro", 2023, 37),
    model(SmartphoneAndroid, "Xiaomi", "Redmi 13", 2024, 37),
    model(SmartphoneAndroid, "Xiaomi", "Redmi 14C", 2024, 49),
    model(SmartphoneAndroid, "Xiaomi", "Redmi A3", 2024, 33),
    model(SmartphoneAndroid, "Xiaomi", "Redmi Note 13", 2024, 78),
    model(SmartphoneAndroid, "Xiaomi", "Redmi Note 13 Pro", 2024, 45),
    model(SmartphoneAndroid, "Xiaomi", "POCO F6", 2024, 12),
    model(SmartphoneAndroid, "Xiaomi", "POCO M6 Pro", 2024, 25),
    model(SmartphoneAndroid, "Xiaomi", "POCO X6 Pro", 2024, 33),
    model(SmartphoneAndroid, "Xiaomi", "Xiaomi 14", 2024, 12),
    model(SmartphoneAndroid, "Xiaomi", "Redmi Note 14", 2025, 33),
    model(SmartphoneAndroid, "Xiaomi", "Redmi Note 14 Pro", 2025, 20),
    model(SmartphoneAndroid, "Xiaomi", "POCO X7 Pro", 2025, 20),
    model(SmartphoneAndroid, "Xiaomi", "Xiaomi 15", 2025, 7),
    model(SmartphoneAndroid, "LG", "K41S", 2020, 14), model(SmartphoneAndroid, "LG", "K52", 2020, 18),
    model(SmartphoneAndroid, "LG", "K62", 2020, 18),
    model(SmartphoneAndroid, "ASUS", "Zenfone 8", 2021, 12),
    model(SmartphoneAndroid, "ASUS", "ROG Phone 8", 2024, 6),
    model(SmartphoneAndroid, "Realme", "C35", 2022, 18), model(SmartphoneAndroid, "Realme", "C55", 2023, 30),
    model(SmartphoneAndroid, "Realme", "C67", 2024, 25),
    model(SmartphoneAndroid, "Realme", "12 Pro+", 2024, 14),
    model(SmartphoneAndroid, "Infinix", "Hot 30", 2023, 22),
    model(SmartphoneAndroid, "Infinix", "Note 30", 2023, 20),
    model(SmartphoneAndroid, "Infinix", "Hot 40 Pro", 2024, 16),
    model(SmartphoneAndroid, "TCL", "20 SE", 2021, 10), model(SmartphoneAndroid, "TCL", "50 SE", 2024, 10),
    model(SmartphoneAndroid, "Nokia", "G50", 2021, 8), model(SmartphoneAndroid, "Nokia", "C21 Plus", 2022, 8),
    model(SmartphoneAndroid, "Positivo", "Twist 5", 2022, 12),
    model(SmartphoneAndroid, "Multilaser", "G Max 2", 2022, 9),
    model(SmartphoneAndroid, "Honor", "X8b", 2024, 8),
    model(SmartphoneAndroid, "Honor", "Magic6 Lite", 2024, 6),
    model(SmartphoneAndroid, "Google", "Pixel 7a", 2023, 7),
    model(SmartphoneAndroid, "Google", "Pixel 8", 2023, 6),
    model(SmartphoneAndroid, "Huawei", "P30 Lite", 2019, 3),
    model(SmartphoneIos, "Apple", "iPhone 11", 2019, 325),
    model(SmartphoneIos, "Apple", "iPhone 11 Pro", 2019, 59),
    model(SmartphoneIos, "Apple", "iPhone 12", 2020, 256),
    model(SmartphoneIos, "Apple", "iPhone 12 mini", 2020, 39),
    model(SmartphoneIos, "Apple", "iPhone 12 Pro", 2020, 59),
    model(SmartphoneIos, "Apple", "iPhone 12 Pro Max", 2020, 54),
    model(SmartphoneIos, "Apple", "iPhone SE (2nd gen)", 2020, 69),
    model(SmartphoneIos, "Apple", "iPhone 13", 2021, 355),
    model(SmartphoneIos, "Apple", "iPhone 13 mini", 2021, 39),
    model(SmartphoneIos, "Apple", "iPhone 13 Pro", 2021, 74),
    model(SmartphoneIos, "Apple", "iPhone 13 Pro Max", 2021, 84),
    model(SmartphoneIos, "Apple", "iPhone 14", 2022, 246),
    model(SmartphoneIos, "Apple", "iPhone 14 Plus", 2022, 49),
    model(SmartphoneIos, "Apple", "iPhone 14 Pro", 2022, 74),
    model(SmartphoneIos, "Apple", "iPhone 14 Pro Max", 2022, 94),
    model(SmartphoneIos, "Apple", "iPhone SE (3rd gen)", 2022, 30),
    model(SmartphoneIos, "Apple", "iPhone 15", 2023, 236),
    model(SmartphoneIos, "Apple", "iPhone 15 Plus", 2023, 34),
    model(SmartphoneIos, "Apple", "iPhone 15 Pro", 2023, 69),
    model(SmartphoneIos, "Apple", "iPhone 15 Pro Max", 2023, 94),
    model(SmartphoneIos, "Apple", "iPhone 16", 2024, 138),
    model(SmartphoneIos, "Apple", "iPhone 16 Plus", 2024, 20),
    model(SmartphoneIos, "Apple", "iPhone 16 Pro", 2024, 44),
    model(SmartphoneIos, "Apple", "iPhone 16 Pro Max", 2024, 69),
    model(SmartphoneIos, "Apple", "iPhone 16e", 2025, 30), model(SmartphoneIos, "Apple", "iPhone 17", 2025, 25),
    model(SmartphoneIos, "Apple", "iPhone 17 Pro", 2025, 12),
    model(SmartphoneIos, "Apple", "iPhone 17 Pro Max", 2025, 20),
    model(SmartphoneIos, "Apple", "iPhone Air", 2025, 3),
    model(DesktopWindows, "Dell", "Inspiron 15 3583", 2019, 41),
    model(DesktopWindows, "Dell", "Inspiron 15 3501", 2020, 41),
    model(DesktopWindows, "Dell", "XPS 13 9310", 2020, 7),
    model(DesktopWindows, "Dell", "Inspiron 15 3520", 2022, 58),
    model(DesktopWindows, "Dell", "Latitude 5430", 2022, 29),
    model(DesktopWindows, "Dell", "Vostro 3520", 2022, 29),
    model(DesktopWindows, "Dell", "Latitude 5540", 2023, 25),
    model(DesktopWindows, "Dell", "Inspiron 14 5440", 2024, 29),
    model(DesktopWindows, "Dell", "Pro 14", 2025, 7),
    model(DesktopWindows, "HP", "256 G8", 2021, 37), model(DesktopWindows, "HP", "ProBook 450 G8", 2021, 16),
    model(DesktopWindows, "HP", "Victus 15", 2022, 12),
    model(DesktopWindows, "HP", "EliteBook 840 G9", 2022, 16),
    model(DesktopWindows, "HP", "Pavilion 15", 2023, 21), model(DesktopWindows, "HP", "256R G9", 2024, 16),
    model(DesktopWindows, "Lenovo", "IdeaPad S145", 2019, 45),
    model(DesktopWindows, "Lenovo", "IdeaPad 3", 2020, 54),
    model(DesktopWindows, "Lenovo", "ThinkPad E14", 2021, 25),
    model(DesktopWindows, "Lenovo", "V15 G2", 2021, 25),
    model(DesktopWindows, "Lenovo", "IdeaPad 1i", 2022, 49),
    model(DesktopWindows, "Lenovo", "ThinkPad T14 Gen 3", 2022, 21),
    model(DesktopWindows, "Lenovo", "LOQ 15", 2023, 12),
    model(DesktopWindows, "Lenovo", "IdeaPad Slim 5", 2024, 16),
    model(DesktopWindows, "Lenovo", "ThinkPad E14 Gen 7", 2025, 7),
    model(DesktopWindows, "ASUS", "VivoBook 15 X512", 2019, 16),
    model(DesktopWindows, "ASUS", "TUF Gaming F15", 2021, 12),
    model(DesktopWindows, "ASUS", "VivoBook 15 X1502", 2022, 25),
    model(DesktopWindows, "ASUS", "Zenbook 14 OLED", 2024, 7),
    model(DesktopWindows, "Acer", "Aspire 5 A515-54", 2019, 37),
    model(DesktopWindows, "Acer", "Aspire 3 A315-58", 2021, 33),
    model(DesktopWindows, "Acer", "Nitro 5 AN515-57", 2021, 25),
    model(DesktopWindows, "Acer", "Aspire 5 A515-57", 2022, 29),
    model(DesktopWindows, "Acer", "Nitro V15", 2024, 16),
    model(DesktopWindows, "Samsung", "Book X30", 2019, 16),
    model(DesktopWindows, "Samsung", "Book NP550", 2020, 29),
    model(DesktopWindows, "Samsung", "Galaxy Book2", 2022, 25),
    model(DesktopWindows, "Samsung", "Galaxy Book4", 2024, 25),
    model(DesktopWindows, "Positivo", "Motion C4128", 2021, 16),
    model(DesktopWindows, "Positivo", "Vision C15", 2023, 12),
    model(DesktopWindows, "Multilaser", "Legacy Cloud PC131", 2020, 7),
    model(DesktopWindows, "VAIO", "FE14", 2021, 10), model(DesktopWindows, "VAIO", "FE15", 2021, 15),
    model(DesktopWindows, "Avell", "A70", 2022, 4),
    model(DesktopWindows, "MSI", "Katana 15", 2023, 3),
    model(DesktopMac, "Apple", "MacBook Pro 16", 2019, 20),
    model(DesktopMac, "Apple", "MacBook Air M1", 2020, 300),
    model(DesktopMac, "Apple", "MacBook Pro 13 M1", 2020, 60),
    model(DesktopMac, "Apple", "iMac 24 M1", 2021, 35),
    model(DesktopMac, "Apple", "MacBook Pro 14 M1 Pro", 2021, 60),
    model(DesktopMac, "Apple", "MacBook Air M2", 2022, 170),
    model(DesktopMac, "Apple", "MacBook Pro 13 M2", 2022, 35),
    model(DesktopMac, "Apple", "Mac mini M2", 2023, 40),
    model(DesktopMac, "Apple", "MacBook Air 15 M2", 2023, 40),
    model(DesktopMac, "Apple", "MacBook Pro 14 M3", 2023, 50),
    model(DesktopMac, "Apple", "iMac 24 M3", 2023, 15), model(DesktopMac, "Apple", "MacBook Air M3", 2024, 80),
    model(DesktopMac, "Apple", "Mac mini M4", 2024, 30),
    model(DesktopMac, "Apple", "MacBook Pro 14 M4", 2024, 25),
    model(DesktopMac, "Apple", "MacBook Air M4", 2025, 40),
    model(TabletAndroid, "Samsung", "Galaxy Tab S6 Lite", 2020, 110),
    model(TabletAndroid, "Samsung", "Galaxy Tab A7", 2020, 120),
    model(TabletAndroid, "Samsung", "Galaxy Tab A7 Lite", 2021, 130),
    model(TabletAndroid, "Samsung", "Galaxy Tab A8", 2021, 110),
    model(TabletAndroid, "Samsung", "Galaxy Tab S8", 2022, 25),
    model(TabletAndroid, "Samsung", "Galaxy Tab A9", 2023, 90),
    model(TabletAndroid, "Samsung", "Galaxy Tab A9+", 2023, 90),
    model(TabletAndroid, "Samsung", "Galaxy Tab S9", 2023, 20),
    model(TabletAndroid, "Samsung", "Galaxy Tab S9 FE", 2023, 40),
    model(TabletAndroid, "Samsung", "Galaxy Tab S10 FE", 2025, 15),
    model(TabletAndroid, "Lenovo", "Tab P11", 2021, 25),
    model(TabletAndroid, "Lenovo", "Tab M10 (3rd gen)", 2022, 30),
    model(TabletAndroid, "Motorola", "Moto Tab G70", 2022, 15),
    model(TabletAndroid, "Multilaser", "M8", 2021, 30), model(TabletAndroid, "Multilaser", "M10", 2022, 50),
    model(TabletAndroid, "Positivo", "Twist Tab", 2021, 25),
    model(TabletAndroid, "Xiaomi", "Pad 5", 2021, 20), model(TabletAndroid, "Xiaomi", "Redmi Pad SE", 2023, 40),
    model(TabletAndroid, "Xiaomi", "Pad 6", 2023, 15),
    model(TabletIos, "Apple", "iPad (7th gen)", 2019, 70), model(TabletIos, "Apple", "iPad Air 4", 2020, 70),
    model(TabletIos, "Apple", "iPad (8th gen)", 2020, 120),
    model(TabletIos, "Apple", "iPad Pro 11 M1", 2021, 40), model(TabletIos, "Apple", "iPad mini 6", 2021, 50),
    model(TabletIos, "Apple", "iPad (9th gen)", 2021, 230), model(TabletIos, "Apple", "iPad Air 5", 2022, 80),
    model(TabletIos, "Apple", "iPad (10th gen)", 2022, 180),
    model(TabletIos, "Apple", "iPad Pro 11 M2", 2022, 25),
    model(TabletIos, "Apple", "iPad Air 11 M2", 2024, 45), model(TabletIos, "Apple", "iPad mini 7", 2024, 20),
    model(TabletIos, "Apple", "iPad Pro 11 M4", 2024, 25), model(TabletIos, "Apple", "iPad (A16)", 2025, 45),
];

/// Operating systems in use, grouped by kind, oldest first; weights are assumed and add up to 100 within each
/// kind.
#[rustfmt::skip]
pub(crate) static OS_VERSIONS: [OsVersion; 31] = [
    version(SmartphoneAndroid, "Android 11", 2020, 9), version(SmartphoneAndroid, "Android 12", 2021, 12),
    version(SmartphoneAndroid, "Android 13", 2022, 18), version(SmartphoneAndroid, "Android 14", 2023, 24),
    version(SmartphoneAndroid, "Android 15", 2024, 27), version(SmartphoneAndroid, "Android 16", 2025, 10),
    version(SmartphoneIos, "iOS 16", 2022, 8), version(SmartphoneIos, "iOS 17", 2023, 14),
    version(SmartphoneIos, "iOS 18", 2024, 58), version(SmartphoneIos, "iOS 26", 2025, 20),
    version(DesktopWindows, "Windows 10 21H2", 2021, 4), version(DesktopWindows, "Windows 10 22H2", 2022, 42),
    version(DesktopWindows, "Windows 11 22H2", 2022, 6), version(DesktopWindows, "Windows 11 23H2", 2023, 18),
    version(DesktopWindows, "Windows 11 24H2", 2024, 26), version(DesktopWindows, "Windows 11 25H2", 2025, 4),
    version(DesktopMac, "macOS Monterey", 2021, 9), version(DesktopMac, "macOS Ventura", 2022, 13),
    version(DesktopMac, "macOS Sonoma", 2023, 22), version(DesktopMac, "macOS Sequoia", 2024, 46),
    version(DesktopMac, "macOS Tahoe", 2025, 10),
    version(TabletAndroid, "Android 11", 2020, 12), version(TabletAndroid, "Android 12", 2021, 16),
    version(TabletAndroid, "Android 13", 2022, 24), version(TabletAndroid, "Android 14", 2023, 26),
    version(TabletAndroid, "Android 15", 2024, 18), version(TabletAndroid, "Android 16", 2025, 4),
    version(TabletIos, "iPadOS 16", 2022, 12), version(TabletIos, "iPadOS 17", 2023, 20),
    version(TabletIos, "iPadOS 18", 2024, 54), version(TabletIos, "iPadOS 26", 2025, 14),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn position(kind: DeviceKind) -> Option<usize> {
        DeviceKind::ALL.iter().position(|&other| other == kind)
    }

    fn weight(of: impl Fn(&Model) -> bool) -> u32 {
        MODELS
            .iter()
            .filter(|model| of(model))
            .map(|model| u32::from(model.weight))
            .sum()
    }

    #[test]
    fn models_are_distinct_weighted_and_grouped_by_kind() {
        assert!(MODELS.is_sorted_by_key(|model| position(model.kind)));
        for (i, model) in MODELS.iter().enumerate() {
            assert!(
                model.weight > 0 && (2019..=2025).contains(&model.released),
                "{model:?}"
            );
            assert!(
                !MODELS[..i].iter().any(|other| other.name == model.name),
                "{model:?}"
            );
        }
    }

    #[test]
    fn makers_have_the_surveyed_shares_of_smartphones() {
        let phone = |model: &Model| model.kind.as_str().starts_with("SMARTPHONE");
        let maker = |name: &str| weight(|model| phone(model) && model.maker == name);
        assert_eq!(weight(phone), 10_000);
        assert_eq!(maker("Samsung"), 4_000);
        assert_eq!(maker("Apple"), 2_700);
        assert_eq!(maker("Motorola"), 1_600);
        assert_eq!(maker("Xiaomi"), 1_400);
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
            assert!(!tablet || model.kind != SmartphoneAndroid, "{model:?}");
        }
        for kind in DeviceKind::ALL.into_iter().skip(2) {
            assert_eq!(weight(|model| model.kind == kind), 1_000, "{kind:?}");
        }
    }

    #[test]
    fn systems_are_distinct_weighted_and_in_order() {
        assert!(OS_VERSIONS.is_sorted_by_key(|os| (position(os.kind), os.released)));
        for (i, os) in OS_VERSIONS.iter().enumerate() {
            assert!(os.weight > 0);
            let same = |other: &OsVersion| (other.kind, other.name) == (os.kind, os.name);
            assert!(!OS_VERSIONS[..i].iter().any(same), "{os:?}");
        }
        for kind in DeviceKind::ALL {
            let of_kind = OS_VERSIONS.iter().filter(|os| os.kind == kind);
            assert_eq!(of_kind.map(|os| os.weight).sum::<u16>(), 100, "{kind:?}");
        }
    }

    #[test]
    fn every_model_runs_some_system_and_every_system_some_model() {
        for model in &MODELS {
            assert!(OS_VERSIONS.iter().any(|os| model.runs(os)), "{model:?}");
        }
        for os in &OS_VERSIONS {
            assert!(MODELS.iter().any(|model| model.runs(os)), "{os:?}");
            for model in MODELS.iter().filter(|model| model.runs(os)) {
                assert!(model.kind == os.kind && os.released + 1 >= model.released);
            }
        }
    }
}
