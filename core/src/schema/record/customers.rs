//! The customers table.

use super::table;
use crate::catalog::{City, Uf};
use crate::schema::categories::{CustomerKind, Profile};
use crate::schema::columns::Text;
use crate::schema::stores::{Category, Count, Date, Float, Id, Money, Nullable};

table! {
    "One row per person or company."
    Customers of CustomerRow {
        customer_id: Id, Id, "Customer, from 1.";
        kind: Category<CustomerKind>, Feature, "Person or company.";
        name: Text, Feature, "Full name; given names are those of the person's generation.";
        document: Text, Id, "CPF or CNPJ with valid check digits, unique; a CPF's ninth digit is the fiscal region of the state (for those who moved, of the previous one), and the CNPJ of a company founded from 2026-07-01 on has letters.";
        birth_date: Date, Feature, "Date of birth, or of a company's foundation.";
        email: Text, Feature, "E-mail made from the name, under a domain reserved for examples.";
        phone: Text, Feature, "Mobile number with the area code (DDD) of the municipality.";
        state: Category<Uf>, Feature, "State of residence (UF).";
        municipality: Category<City>, Feature, "Municipality of residence.";
        municipality_code: Count, Feature, "IBGE code of the municipality.";
        postal_code: Text, Feature, "CEP within the municipality's range.";
        latitude: Float, Feature, "Home, degrees north.";
        longitude: Float, Feature, "Home, degrees east.";
        monthly_income: Money, Feature, "Monthly income of a person, or revenue of a company, in reais.";
        behavioral_profile: Category<Profile>, Feature, "Behaviour profile.";
        customer_since: Date, Feature, "When the first account was opened.";
        moved_on: Nullable<Date>, Feature, "The first day in the municipality of residence, if the customer moved there within the period.";
        previous_municipality_code: Nullable<Count>, Feature, "IBGE code of the municipality of residence before, if the customer moved.";
    }
}
