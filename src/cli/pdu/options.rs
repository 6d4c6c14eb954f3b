//! The options of `beffroi pdu encode`, a field each, and how they go into a draft.

use std::time::Duration;

use super::draft::{Draft, ElementDraft, HeaderDraft, PartDraft, PortsDraft, ValidityDraft};
use super::values::{element, locking, national, octet, part, ports, short_ports, waiting};
use super::wrong::Wrong;
use super::{belongs, header};
use crate::moment::read_duration;

/// What is to be written; without `--type` a SUBMIT.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// submit, deliver, status-report, submit-report, deliver-report or command.
    #[arg(long = "type", value_name = "TYPE", value_parser = TYPES)]
    pub(super) kind: Option<String>,
    /// To whom, from whom, or about whom (TP-DA, TP-OA, TP-RA): a number as it is dialled, digits that go as they are (36105), or a name with --toa.
    #[arg(long, visible_alias = "from", value_name = "NUMBER")]
    pub(super) to: Option<String>,
    /// The type of that number and its plan: 0x91 international, 0x81 unknown, 0xD0 a name.
    #[arg(long, value_name = "OCTET", value_parser = octet)]
    pub(super) toa: Option<u8>,
    /// The text; `-` reads it from standard input.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(super) text: Option<String>,
    /// Octets instead of a text: 8-bit data, UCS-2 units, TP-CD of a COMMAND.
    #[arg(long, value_name = "HEX", conflicts_with = "text")]
    pub(super) data: Option<String>,
    /// Septets instead of a text, one in an octet.
    #[arg(long, value_name = "HEX", conflicts_with_all = ["text", "data"])]
    pub(super) septets: Option<String>,
    /// gsm7, ucs2, 8bit, or auto: gsm7 if it can write the text.
    #[arg(long, value_name = "ALPHABET", value_parser = ["auto", "gsm7", "ucs2", "8bit"])]
    pub(super) alphabet: Option<String>,
    /// National single shift table: turkish, spanish, portuguese, …, or its number.
    #[arg(long, value_name = "LANGUAGE", value_parser = national)]
    single_shift: Option<u8>,
    /// National locking shift table, likewise.
    #[arg(long, value_name = "LANGUAGE", value_parser = locking)]
    locking_shift: Option<u8>,
    /// The service centre; that of the modem without it.
    #[arg(long, value_name = "NUMBER")]
    pub(super) service_centre: Option<String>,
    /// Puts no service centre in front.
    #[arg(long, conflicts_with = "service_centre")]
    tpdu: bool,
    /// TP-MR; a modem writes its own over it.
    #[arg(long, value_name = "OCTET", value_parser = octet)]
    message_reference: Option<u8>,
    /// TP-PID.
    #[arg(long, value_name = "OCTET", value_parser = octet)]
    pub(super) protocol: Option<u8>,
    /// TP-DCS; must name the alphabet.
    #[arg(long, value_name = "OCTET", value_parser = octet)]
    pub(super) coding: Option<u8>,
    /// Message class: 0 is shown at once and not kept, 1 phone, 2 SIM, 3 terminal.
    #[arg(long, value_name = "0-3", value_parser = clap::value_parser!(u8).range(0..=3))]
    pub(super) class: Option<u8>,
    /// TP-VP, as the relative octet: 143 is 12 hours, 167 a day.
    #[arg(long, value_name = "OCTET", value_parser = octet)]
    pub(super) validity: Option<u8>,
    /// TP-VP in the relative format, rounded down: 12h, 3d.
    #[arg(long, value_name = "DURATION", value_parser = read_duration, conflicts_with = "validity")]
    pub(super) valid_for: Option<Duration>,
    /// TP-VP in the absolute format: 2026-12-24T17:00:00+01:00.
    #[arg(long, value_name = "TIME", conflicts_with_all = ["validity", "valid_for"])]
    pub(super) valid_until: Option<String>,
    /// TP-VP in the enhanced format: none, an OCTET as of --validity, 90s (up to 255 s), 01:30:00, or its seven octets in hexadecimal digits.
    #[arg(long, value_name = "FORM", conflicts_with_all = ["validity", "valid_for", "valid_until"])]
    pub(super) enhanced: Option<String>,
    /// With --enhanced: the service centre tries once.
    #[arg(long, requires = "enhanced")]
    pub(super) single_try: bool,
    /// TP-SRR, of a DELIVER TP-SRI: a report is asked for.
    #[arg(long)]
    report: bool,
    /// TP-RD: a doubled one is to be refused.
    #[arg(long)]
    reject_duplicates: bool,
    /// TP-RP: the answer goes by the same service centre.
    #[arg(long)]
    reply_path: bool,
    /// TP-MMS: more wait for the phone.
    #[arg(long)]
    more_messages: bool,
    /// TP-LP: it was forwarded, and is not to be again.
    #[arg(long)]
    forwarded: bool,
    /// TP-SRQ: the report is about a COMMAND.
    #[arg(long)]
    of_command: bool,
    /// TP-SCTS: when the service centre took it: 2026-12-24T17:00:00+01:00.
    #[arg(long, value_name = "TIME")]
    pub(super) sent_at: Option<String>,
    /// TP-DT: when it arrived or was tried last.
    #[arg(long, value_name = "TIME")]
    pub(super) discharged_at: Option<String>,
    /// TP-ST: what became of it.
    #[arg(long, value_name = "OCTET", value_parser = octet)]
    status: Option<u8>,
    /// TP-FCS: makes a report one of an error (RP-ERROR).
    #[arg(long, value_name = "OCTET", value_parser = octet)]
    cause: Option<u8>,
    /// TP-CT: 0 enquiry, 1 no report, 2 delete, 3 report.
    #[arg(long, value_name = "OCTET", value_parser = octet)]
    command_type: Option<u8>,
    /// TP-MN: TP-MR of the message that a COMMAND is about.
    #[arg(long, value_name = "OCTET", value_parser = octet)]
    message_number: Option<u8>,
    /// What the parts of a long text have in common.
    #[arg(long, value_name = "REFERENCE")]
    part_reference: Option<u16>,
    /// A reference of 16 bits; one over 255 has it anyway.
    #[arg(long)]
    wide: bool,
    /// Writes this one part of so many and cuts nothing: 2/3.
    #[arg(long, value_name = "NUMBER/TOTAL", value_parser = part)]
    pub(super) part: Option<(u8, u8)>,
    /// Ports of receiver and sender, 16 bits: 2948:9200.
    #[arg(long, value_name = "TO:FROM", value_parser = ports)]
    pub(super) ports: Option<(u16, u16)>,
    /// The same, 8 bits: 240:241.
    #[arg(long, value_name = "TO:FROM", value_parser = short_ports, conflicts_with = "ports")]
    pub(super) short_ports: Option<(u16, u16)>,
    /// How many messages wait elsewhere: voice:2, fax:1, mail:1, other:1, or an OCTET as of TS 23.040 §9.2.3.24.2.
    #[arg(long, value_name = "KIND:COUNT", value_parser = waiting)]
    waiting: Vec<(u8, u8)>,
    /// Any element of the header, identifier and data in hexadecimal digits: 70:000102.
    #[arg(long, value_name = "HEX:HEX", value_parser = element)]
    pub(super) element: Vec<(u8, String)>,
}

const TYPES: [&str; 6] = ["submit", "deliver", "status-report", "submit-report", "deliver-report", "command"];

/// What follows from TP-VP.
const VALIDITY: [&str; 4] =
    ["vpf", "validity.absolute_hex", "validity.extension", "validity.enhanced_functionality_indicator"];

fn put<T: Clone>(option: Option<&T>, field: &mut Option<T>) {
    if let Some(value) = option {
        *field = Some(value.clone());
    }
}

fn raise(flag: bool, field: &mut Option<bool>) {
    if flag {
        *field = Some(true);
    }
}

impl Options {
    /// Puts what is given over what the draft says.
    pub(super) fn put(&self, text: Option<&str>, draft: &mut Draft) -> Result<(), Wrong> {
        put(self.kind.as_ref(), &mut draft.direction);
        self.check(draft.direction.as_deref().unwrap_or("submit"))?;
        self.outdate(draft);
        if self.to.is_some() || self.toa.is_some() {
            put(self.to.as_ref(), &mut draft.number);
            (draft.number_type, draft.number_hex) = (None, None);
            put(self.toa.as_ref(), &mut draft.toa);
        }
        if self.service_centre.is_some() {
            put(self.service_centre.as_ref(), &mut draft.smsc);
            (draft.smsc_type, draft.smsc_hex) = (None, None);
            draft.has_smsc = Some(true);
        }
        if self.tpdu {
            draft.has_smsc = Some(false);
        }
        self.put_said(text, draft);
        for (option, field) in [
            (&self.message_reference, &mut draft.mr),
            (&self.protocol, &mut draft.pid),
            (&self.status, &mut draft.status),
            (&self.cause, &mut draft.fcs),
            (&self.command_type, &mut draft.command_type),
            (&self.message_number, &mut draft.message_number),
        ] {
            put(option.as_ref(), field);
        }
        self.put_flags(draft);
        put(self.sent_at.as_ref(), &mut draft.timestamp);
        put(self.discharged_at.as_ref(), &mut draft.discharge);
        if let Some(validity) = self.validity()? {
            draft.validity = Some(validity);
        }
        self.put_header(draft)
    }

    /// What follows from what an option says anew was printed before it.
    fn outdate(&self, draft: &mut Draft) {
        let said = self.text.is_some() || self.data.is_some() || self.septets.is_some();
        let coded = self.alphabet.is_some() || self.coding.is_some() || self.class.is_some();
        let vp = self.validity.is_some() || self.valid_for.is_some() || self.valid_until.is_some();
        let outdated: [(bool, &[&str]); 11] = [
            (self.kind.is_some(), &["mti", "first_octet", "vpf"]),
            (self.to.is_some() || self.toa.is_some(), &["number_digits", "number_hex", "tpdu_len"]),
            (self.service_centre.is_some(), &["smsc_hex"]),
            (self.status.is_some(), &["status_class"]),
            (self.protocol.is_some(), &["replace_type_pid"]),
            (self.sent_at.is_some(), &["timestamp_hex"]),
            (self.discharged_at.is_some(), &["discharge_hex"]),
            (vp || self.enhanced.is_some(), &VALIDITY),
            (said || coded || !self.waiting.is_empty(), &["compressed", "mwi"]),
            (self.part.is_some(), &["multipart"]),
            (said, &["udl", "septets_hex", "data_hex", "tpdu_len"]),
        ];
        outdated.iter().filter(|(given, _)| *given).for_each(|(_, keys)| draft.printed.forget(keys));
    }

    /// Refuses what such a TPDU has no field for.
    fn check(&self, kind: &str) -> Result<(), Wrong> {
        // Without --part they are about cutting, and only a message is cut.
        let parted = if self.part.is_some() { belongs::ALL } else { belongs::MESSAGE };
        let given = [
            ("--to", (&self.to).into(), belongs::ADDRESSED),
            ("--toa", (&self.toa).into(), belongs::ADDRESSED),
            ("--text", (&self.text).into(), belongs::TEXT),
            ("--septets", (&self.septets).into(), belongs::TEXT),
            ("--alphabet", (&self.alphabet).into(), belongs::TEXT),
            ("--single-shift", (&self.single_shift).into(), belongs::TEXT),
            ("--locking-shift", (&self.locking_shift).into(), belongs::TEXT),
            ("--message-reference", (&self.message_reference).into(), belongs::REFERENCED),
            ("--coding", (&self.coding).into(), belongs::TEXT),
            ("--class", (&self.class).into(), belongs::TEXT),
            ("--validity", (&self.validity).into(), belongs::SUBMIT),
            ("--valid-for", (&self.valid_for).into(), belongs::SUBMIT),
            ("--valid-until", (&self.valid_until).into(), belongs::SUBMIT),
            ("--enhanced", (&self.enhanced).into(), belongs::SUBMIT),
            ("--single-try", (&self.single_try).into(), belongs::SUBMIT),
            ("--report", (&self.report).into(), belongs::REPORTABLE),
            ("--reject-duplicates", (&self.reject_duplicates).into(), belongs::SUBMIT),
            ("--reply-path", (&self.reply_path).into(), belongs::MESSAGE),
            ("--more-messages", (&self.more_messages).into(), belongs::TO_PHONE),
            ("--forwarded", (&self.forwarded).into(), belongs::TO_PHONE),
            ("--of-command", (&self.of_command).into(), belongs::STATUS),
            ("--sent-at", (&self.sent_at).into(), belongs::TAKEN),
            ("--discharged-at", (&self.discharged_at).into(), belongs::STATUS),
            ("--status", (&self.status).into(), belongs::STATUS),
            ("--cause", (&self.cause).into(), belongs::ANSWER),
            ("--command-type", (&self.command_type).into(), belongs::COMMAND),
            ("--message-number", (&self.message_number).into(), belongs::COMMAND),
            ("--part-reference", (&self.part_reference).into(), parted),
            ("--wide", (&self.wide).into(), parted),
        ];
        belongs::check(&given, kind)
    }

    fn put_flags(&self, draft: &mut Draft) {
        let deliver = draft.direction.as_deref() == Some("deliver");
        raise(self.report, if deliver { &mut draft.sri } else { &mut draft.srr });
        raise(self.reject_duplicates, &mut draft.rd);
        raise(self.reply_path, &mut draft.rp);
        raise(self.forwarded, &mut draft.lp);
        raise(self.of_command, &mut draft.srq);
        if self.more_messages {
            draft.mms = Some(false);
        }
    }

    /// Of the tables of septets that are asked for.
    pub(super) fn shift(&self) -> Option<&'static str> {
        let single = self.single_shift.map(|_| "--single-shift");
        single.or(self.locking_shift.map(|_| "--locking-shift"))
    }

    fn put_said(&self, text: Option<&str>, draft: &mut Draft) {
        if text.is_some() || self.data.is_some() || self.septets.is_some() {
            draft.text = text.map(str::to_owned);
            draft.data_hex.clone_from(&self.data);
            draft.septets_hex.clone_from(&self.septets);
            (draft.alphabet, draft.dcs) = (None, None);
        }
        put(self.alphabet.as_ref(), &mut draft.alphabet);
        // TP-DCS says alphabet and class too: what is given goes over what follows from what is not.
        if self.coding.is_some() {
            (draft.class, draft.alphabet) = (None, self.alphabet.clone());
        } else if self.alphabet.is_some() || self.class.is_some() {
            draft.dcs = None;
        }
        put(self.coding.as_ref(), &mut draft.dcs);
        put(self.class.as_ref(), &mut draft.class);
    }

    fn put_header(&self, draft: &mut Draft) -> Result<(), Wrong> {
        let eight = self.short_ports.map(|(dst, src)| PortsDraft { dst, src, bits: 8 });
        let ports = self.ports.map(|(dst, src)| PortsDraft { dst, src, bits: 16 }).or(eight);
        put(self.part_reference.as_ref(), &mut draft.part_reference);
        if self.wide || self.part_reference.is_some_and(|reference| reference > 255) {
            draft.part_reference_bits = Some(16);
        }
        let waiting = self.waiting.iter().map(|(kind, count)| (1, format!("{kind:02X}{count:02X}")));
        let raw = waiting.chain(self.element.iter().cloned());
        let raw: Vec<ElementDraft> = raw.map(|(iei, data_hex)| ElementDraft { iei, data_hex }).collect();
        let said = HeaderDraft {
            ies: None,
            concat: self.concatenation(draft),
            ports,
            nli_single_shift: self.single_shift,
            nli_locking: self.locking_shift,
            further: raw,
        };
        let any = said.concat.is_some()
            || ports.is_some()
            || self.single_shift.is_some()
            || self.locking_shift.is_some()
            || !said.further.is_empty();
        if any {
            draft.udh = Some(header::with(draft.udh.take().unwrap_or_default(), said)?);
        }
        Ok(())
    }

    /// The part that is asked for, or the one that is there with another reference.
    fn concatenation(&self, draft: &Draft) -> Option<PartDraft> {
        let there = draft.udh.as_ref().and_then(|header| header.concat);
        let again = there.filter(|_| self.part_reference.is_some() || self.wide);
        let (seq, total) = self.part.or(again.map(|part| (part.seq, part.total)))?;
        let reference = draft.part_reference.or(there.map(|part| part.reference)).unwrap_or_default();
        let bits = draft.part_reference_bits.or(there.map(|part| part.ref_bits));
        let ref_bits = if reference > 255 { 16 } else { bits.unwrap_or(8) };
        Some(PartDraft { reference, total, seq, ref_bits })
    }

    fn validity(&self) -> Result<Option<ValidityDraft>, Wrong> {
        let draft = ValidityDraft::default();
        if let Some(raw) = self.validity {
            return Ok(Some(ValidityDraft { raw: Some(raw), ..draft }));
        }
        if let Some(duration) = self.valid_for {
            return Ok(Some(ValidityDraft { seconds: Some(duration.as_secs()), ..draft }));
        }
        if self.valid_until.is_some() {
            return Ok(Some(ValidityDraft { absolute: self.valid_until.clone(), ..draft }));
        }
        let Some(form) = self.enhanced.as_deref() else { return Ok(None) };
        let format = Some("enhanced".to_owned());
        let draft = ValidityDraft { format, single_shot: Some(self.single_try), ..draft };
        let wrong = || Wrong::Word("validity.enhanced", form.to_owned());
        let clock: Result<Vec<u8>, _> = form.split(':').map(str::parse).collect();
        Ok(Some(match (form, clock.as_deref()) {
            ("none", _) => draft,
            (_, Ok(&[hours, minutes, seconds])) => {
                ValidityDraft { clock: Some([hours, minutes, seconds]), ..draft }
            }
            _ if form.len() == 14 => ValidityDraft { enhanced_hex: Some(form.to_owned()), ..draft },
            _ => match (octet(form), read_duration(form)) {
                (Ok(raw), _) => ValidityDraft { relative_raw: Some(raw), ..draft },
                (_, Ok(duration)) => ValidityDraft { seconds: Some(duration.as_secs()), ..draft },
                _ => return Err(wrong()),
            },
        }))
    }
}
