//! beffroi: a SIM card in a USB modem as a council's own SMS service.
//!
//! This page is the map of the house. The binary is `main.rs` and calls [`cli`]; everything else is here,
//! in reading order: words first, then the wire, then what moves.
//!
//! # The road of a message
//!
//! ```text
//!  a row in an office file      a list in a folder      a person's command
//!        outbox ────────┐      intake/dropfolder ┐      ┌── control ── cli
//!  (one thread a file)  v   (one thread a folder)v      v   (unix socket)
//!                      intake  judges it: number, text, service, dates
//!                         │
//!                         v
//!                      gateway  one thread, the only writer of the store:
//!                         │     decides, commits once, then gives orders
//!          store <────────┤
//!        (the ledger)     v     line.rs: submit, prompt, proceed, result, report
//!                       modem   one task a line; its driver owns an at::Session
//!                         │
//!                         v
//!               a serial port, or virtual_modem with sim behind it
//!                         │
//!            its journal ─┴─> audit: the journal against the store
//! ```
//!
//! # The rooms
//!
//! * Words: [`moment`] (instants and zones), [`phone`] (numbers), [`message`] (states, their legal moves,
//!   reasons), [`line`](mod@line) (what a line is to the gateway), [`wording`] (sentences, French and English).
//! * The wire, as values: [`sms`] (TS 23.040 and TS 23.038: octets to values and back), [`text`] (what
//!   people type to what fits), [`at`] (the dialogue with a modem, without its port).
//! * The modem's side: [`sim`] (the engine of the virtual modem), [`virtual_modem`] (the same on a PTY).
//! * The world: [`modem`] (a serial port under tokio; what is plugged in, and a doctor for it), [`outbox`] (public SQLite files), [`store`] (the
//!   private one), [`intake`] (everything that comes in, lists in drop folders too), [`gateway`] (dispatch, the inbox, its one thread),
//!   [`control`] (the socket of the running daemon), [`config`], [`telemetry`].
//! * The proof: [`audit`] compares what modems saw with what a store claims, and shares no code with
//!   the road it judges.
//!
//! # What always holds
//!
//! 1. A state changes by a move that [`message`] has, each move has a reason, and a message's state is
//!    a function of its parts. No final verdict gives way but to a stronger proof.
//! 2. An attempt is committed, durable, before the first octet of its PDU leaves. Until its result is
//!    committed too, its fate is *unknown*, and nothing of unknown fate is sent again by itself.
//! 3. Only `+CMGS: <mr>` proves that a part was sent.
//! 4. The gateway's thread alone writes the store; a lock beside the store keeps a second daemon out.
//!    No stranger's lock, crash or damage in an outbox reaches the store.
//! 5. Rooms without the world in them (`sms`, `at`, `sim`, `text`, `audit`, the driver and the words) know
//!    no file, socket, thread, clock, chance or log: time and seeds are arguments.
//! 6. `at` does not know `sms`, `sms` does not know `at`, `sim` shares no AT code with `at`, and `gateway`
//!    knows lines by [`line`](mod@line) alone.
//! 7. AT lines are written in `at/command.rs` only; lines, buffers, channels and answers all have a bound.
//! 8. No text and no full number above trace in a log, nor in anything's `Debug`.
//! 9. A recipient keeps the SIM it has heard from: only what is urgent goes by another while that one can't send, and
//!    it is written down.
//!
//! `tests/layering.rs` holds 5 to 7 to it by parsing this source.

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
