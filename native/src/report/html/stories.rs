//! The section of example cases.

use maud::{Markup, html};

use super::parts::{reais, time};
use crate::report::model::{Event, Story};

pub(super) fn stories(stories: &[Story]) -> Markup {
    html! {
        @if stories.is_empty() { p { "There are no fraud cases among the customers that were read." } }
        @for story in stories {
            article {
                h3 { (story.fraud_type) ", case " (story.fraud_case_id) }
                p {
                    "Customer " (story.customer_id) " is the " code { (story.customer_role) } "; the main beneficiary is the "
                    code { (story.beneficiary_role) } ". Lost: " (reais(story.amount_lost))
                    ", recovered: " (reais(story.amount_recovered)) "; decision: " code { (story.decision) } "."
                }
                ol.story { @for event in &story.events { li { (self::event(event)) } } }
            }
        }
    }
}

fn event(event: &Event) -> Markup {
    match event {
        Event::Reported { at } => html! { (time(at)) " The fraud is reported to the bank." },
        Event::Decided { at } => html! { (time(at)) " The bank decides on the report." },
        Event::Payment {
            at,
            transaction_id,
            instrument,
            channel,
            amount,
            status,
            beneficiary_kind,
            beneficiary_id,
            new_beneficiary,
            new_device,
            balance_after,
            fraud_score,
            is_fraud,
        } => html! {
            (time(at)) " "
            @if *is_fraud { strong { (instrument) " of " (reais(*amount)) } } @else { "Everyday: " (instrument) " of " (reais(*amount)) }
            ", " (channel)
            @if let (Some(kind), Some(id)) = (beneficiary_kind, beneficiary_id) { ", to " (kind) " " (id) }
            @if *new_beneficiary { ", paid for the first time" }
            @if *new_device { ", from a new device" }
            ": " (status) ". Balance " (reais(*balance_after)) ", score " (fraud_score) " "
            span.soft { "(transaction " (transaction_id) ")" }
        },
    }
}
