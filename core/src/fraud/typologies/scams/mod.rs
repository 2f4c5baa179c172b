//! The victim is tricked into paying (authorised push payment fraud).

pub(super) mod advance_fee;
pub(super) mod fake_boleto;
pub(super) mod fake_call_centre;
pub(super) mod fake_investment;
pub(super) mod fake_job;
pub(super) mod fake_shop;
pub(super) mod loan_refund;
pub(super) mod qr_swap;
pub(super) mod whatsapp_impostor;
pub(super) mod wrong_pix;
