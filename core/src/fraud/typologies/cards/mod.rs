//! Someone else pays with the victim's card.

pub(super) mod card_not_present;
pub(super) mod cloned_card;
pub(super) mod swapped_card;
pub(super) mod triangulation;
