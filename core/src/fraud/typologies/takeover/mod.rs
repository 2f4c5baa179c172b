//! Someone else controls the victim's account.

pub(super) mod account_takeover;
pub(super) mod express_kidnapping;
pub(super) mod ghost_hand;
pub(super) mod phishing;
pub(super) mod sim_swap;
pub(super) mod stolen_phone;
