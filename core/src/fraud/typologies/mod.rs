//! How each typology and its legitimate look-alike are played, in one file each.

mod cards;
mod first_party;
mod proceeds;
mod scams;
mod story;
mod takeover;

use crate::fraud::kinds::FraudType;
use crate::fraud::typologies::story::Story;

impl FraudType {
    /// How the typology is played.
    pub(crate) fn story(self) -> &'static Story {
        match self {
            FraudType::AccountTakeover => &takeover::account_takeover::STORY,
            FraudType::AdvanceFee => &scams::advance_fee::STORY,
            FraudType::BustOut => &first_party::bust_out::STORY,
            FraudType::CardNotPresent => &cards::card_not_present::STORY,
            FraudType::ClonedCard => &cards::cloned_card::STORY,
            FraudType::ExpressKidnapping => &takeover::express_kidnapping::STORY,
            FraudType::FakeBoleto => &scams::fake_boleto::STORY,
            FraudType::FakeCallCentre => &scams::fake_call_centre::STORY,
            FraudType::FakeInvestment => &scams::fake_investment::STORY,
            FraudType::FakeJob => &scams::fake_job::STORY,
            FraudType::FakeShop => &scams::fake_shop::STORY,
            FraudType::FriendlyFraud => &first_party::friendly_fraud::STORY,
            FraudType::GhostHand => &takeover::ghost_hand::STORY,
            FraudType::Laundering => &proceeds::laundering::STORY,
            FraudType::LoanRefund => &scams::loan_refund::STORY,
            FraudType::MuleAccount => &proceeds::mule_account::STORY,
            FraudType::Phishing => &takeover::phishing::STORY,
            FraudType::QrSwap => &scams::qr_swap::STORY,
            FraudType::SelfFraud => &first_party::self_fraud::STORY,
            FraudType::SimSwap => &takeover::sim_swap::STORY,
            FraudType::StolenPhone => &takeover::stolen_phone::STORY,
            FraudType::SwappedCard => &cards::swapped_card::STORY,
            FraudType::Triangulation => &cards::triangulation::STORY,
            FraudType::WhatsappImpostor => &scams::whatsapp_impostor::STORY,
            FraudType::WrongPix => &scams::wrong_pix::STORY,
        }
    }
}
