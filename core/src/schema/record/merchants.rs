//! The merchants table.

use super::table;
use crate::catalog::{BankCode, City, MccCategory, MccCode, MccRisk, MerchantName, Uf};
use crate::schema::categories::MerchantSize;
use crate::schema::stores::{Category, Count, Date, Flag, Float, Id, Nullable};

table! {
    "One row per shop, biller or service provider; all names are fictional."
    Merchants of MerchantRow {
        merchant_id: Id, Id, "Merchant, from 1.";
        merchant_name: Category<MerchantName>, Feature, "Trade name.";
        mcc_code: Category<MccCode>, Feature, "Merchant category code (ISO 18245).";
        merchant_category: Category<MccCategory>, Feature, "Name of the category.";
        mcc_risk_level: Category<MccRisk>, Feature, "Risk level of the category.";
        is_online: Flag, Feature, "Whether it sells online, to the whole country.";
        size: Category<MerchantSize>, Feature, "Size among the merchants of its trade and town.";
        state: Category<Uf>, Feature, "State (UF).";
        municipality: Category<City>, Feature, "Municipality.";
        municipality_code: Count, Feature, "IBGE code of the municipality.";
        latitude: Float, Feature, "Degrees north.";
        longitude: Float, Feature, "Degrees east.";
        bank_code: Category<BankCode>, Feature, "COMPE code of the bank that receives its Pix and boletos.";
        opened_on: Date, Feature, "The first day on which it was open; no payments before.";
        closed_on: Nullable<Date>, Feature, "The last day on which it was open, if it closed within the period; no payments after.";
    }
}
