//! [`DeviceKind`]: a device's form and operating system family.

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
    /// Every kind, in the order of [`super::MODELS`].
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

    /// Whether it is a phone.
    pub(crate) const fn is_phone(self) -> bool {
        matches!(self, Self::SmartphoneAndroid | Self::SmartphoneIos)
    }
}
