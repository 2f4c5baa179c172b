//! The devices table.

use super::table;
use crate::catalog::{DeviceMaker, DeviceModel, DeviceType, OperatingSystem};
use crate::schema::stores::{Category, Flag, Id, Timestamp};

table! {
    "One row per device seen on a customer's accounts."
    Devices of DeviceRow {
        device_id: Id, Id, "Device, from 1.";
        customer_id: Id, Id, "Customer on whose accounts it was first seen: customers.customer_id.";
        device_type: Category<DeviceType>, Feature, "Kind of device.";
        manufacturer: Category<DeviceMaker>, Feature, "Maker.";
        model: Category<DeviceModel>, Feature, "Model; out when it was first seen.";
        operating_system: Category<OperatingSystem>, Feature, "Operating system and version when it was first seen: one that was out by then and that the model supports.";
        first_seen: Timestamp, Feature, "First login; no payments from the device before.";
        registered_at: Timestamp, Feature, "When the bank lifted the limits that apply to new devices since 2024-11-01 (R$200 per Pix, R$1,000 a day).";
        is_rooted: Flag, Feature, "Whether the operating system's protections are disabled.";
    }
}
