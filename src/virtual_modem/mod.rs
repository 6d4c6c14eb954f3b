//! virtual_modem.
