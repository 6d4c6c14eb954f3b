//! beffroi: a SIM card in a USB modem as a council's own SMS service.

pub mod moment;
pub mod phone;
pub mod message;
pub mod line;
pub mod wording;
pub mod sms;
pub mod text;
pub mod at;
pub mod modem;
pub mod sim;
pub mod virtual_modem;
pub mod outbox;
pub mod store;
pub mod intake;
pub mod gateway;
pub mod audit;
pub mod control;
pub mod config;
pub mod telemetry;
pub mod cli;
