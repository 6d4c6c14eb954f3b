//! modem.
