//! The only writer of AT lines. A command is a value; its text is made here and ends in a bare CR
//! (some firmwares take an LF after `AT+CMGS=…` for the first sign of the message).

use std::fmt;
use std::time::Duration;

use super::line::split_name;

/// Cancels a prompt; harmless elsewhere.
pub(super) const ESCAPE: u8 = 0x1B;

/// Ends a PDU: from here on the message may have been sent.
const CTRL_Z: u8 = 0x1A;

/// A text that may stand in a command: printable ASCII without a quote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Argument(String);

/// A text that could end a command line or begin another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("only printable ASCII without quotes may stand in an AT command")]
pub struct NotAnArgument;

impl Argument {
    /// Takes a text of 1 to 64 characters.
    ///
    /// # Errors
    /// [`NotAnArgument`] for an empty or longer text, a quote, or anything that is not printable
    /// ASCII: CR, LF, Ctrl-Z and ESC among it.
    pub fn new(text: &str) -> Result<Self, NotAnArgument> {
        let harmless = |b: u8| (b.is_ascii_graphic() || b == b' ') && b != b'"';
        let fits = (1..=64).contains(&text.len()) && text.bytes().all(harmless);
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAnArgument) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A SIM's PIN (TS 31.101 §9.5.1), which nothing shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

/// A text that is no PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a PIN has 4 to 8 digits")]
pub struct NotAPin;

impl Pin {
    /// Takes 4 to 8 digits.
    ///
    /// # Errors
    /// [`NotAPin`].
    pub fn new(text: &str) -> Result<Self, NotAPin> {
        let fits = (4..=8).contains(&text.len()) && text.bytes().all(|octet| octet.is_ascii_digit());
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAPin) }
    }

    /// The digits, for whoever keeps a mark of them: never for a log.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin")
    }
}

/// The five numbers of `AT+CNMI` (TS 27.005 §3.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indications {
    /// `<mode>`: 0 to 3.
    pub mode: u8,
    /// `<mt>`: what becomes of messages; 1 stored, 2 shown.
    pub messages: u8,
    /// `<bm>`: what becomes of cell broadcasts.
    pub broadcasts: u8,
    /// `<ds>`: what becomes of delivery reports; 1 shown, 2 stored.
    pub reports: u8,
    /// `<bfr>`: what becomes of those that waited.
    pub buffer: u8,
}

/// What can be asked of a modem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `AT`.
    Attention,
    /// `ATE0`, alone on its line.
    EchoOff,
    /// `ATE1`, alone on its line.
    EchoOn,
    /// `AT+CMEE=1`: errors as numbers.
    NumericErrors,
    /// `AT+CMEE?`.
    ErrorStyle,
    /// `AT+CMEE=…`: 0 hides them, 1 shows numbers, 2 words.
    SetErrorStyle(u8),
    /// `AT+CFUN?`.
    Functionality,
    /// `AT+CGMI`.
    Manufacturer,
    /// `AT+CGMM`.
    Model,
    /// `AT+CGMR`.
    Revision,
    /// `AT+CGSN`: the IMEI.
    SerialNumber,
    /// `AT+CPIN?`.
    PinState,
    /// `AT+CPIN="…"` (TS 27.007 §8.3).
    EnterPin(Pin),
    /// `AT+CIMI`.
    SubscriberId,
    /// `AT+CSMS?`.
    Service,
    /// `AT+CSMS=…`: 0, what is shown needs no acknowledgement; 1, it does.
    SetService(u8),
    /// `AT+CMGF=0`.
    PduMode,
    /// `AT+CMGF=…`: 0 is PDU mode, 1 text mode.
    SetMessageFormat(u8),
    /// `AT+CMGF=?`.
    MessageFormatSupport,
    /// `AT+CMGF?`.
    MessageFormat,
    /// `AT+CREG?`.
    Registration,
    /// `AT+CEREG?`.
    EpsRegistration,
    /// `AT+CGREG?`.
    PacketRegistration,
    /// `AT+COPS?`.
    Operator,
    /// `AT+CSCA?`.
    ServiceCentre,
    /// `AT+CNMI=?`.
    IndicationSupport,
    /// `AT+CNMI?`.
    IndicationState,
    /// `AT+CNMI=…`.
    SetIndications(Indications),
    /// `AT+CPMS?`.
    Storage,
    /// `AT+CPMS=?`.
    StorageSupport,
    /// `AT+CSQ`.
    SignalQuality,
    /// `AT+CSMS=?`.
    ServiceSupport,
    /// `AT+CPMS=…`: the memory to read and delete in, and, where a modem wants all three named, those to
    /// write and to receive in.
    SelectStorage(Vec<Argument>),
    /// `AT+CMGL=4`: all that the memory holds (TS 27.005 §4.1).
    ListStored,
    /// `AT+CMGR=…` (TS 27.005 §4.2).
    ReadStored(u16),
    /// `AT+CMGD=…` (TS 27.005 §3.5.4).
    DeleteStored(u16),
    /// `AT+CNMA`, or `AT+CNMA=…` (TS 27.005 §4.6): what was shown last has arrived.
    Acknowledge(Option<u8>),
    /// A query that only some firmwares have: what follows `AT`.
    Special(Argument),
}

impl Command {
    /// What follows `AT`.
    fn body(&self) -> String {
        let fixed = match self {
            Self::Attention => "",
            Self::EchoOff => "E0",
            Self::EchoOn => "E1",
            Self::ErrorStyle => "+CMEE?",
            Self::Functionality => "+CFUN?",
            Self::Service => "+CSMS?",
            Self::MessageFormatSupport => "+CMGF=?",
            Self::PacketRegistration => "+CGREG?",
            Self::Operator => "+COPS?",
            Self::StorageSupport => "+CPMS=?",
            Self::SetErrorStyle(style) => return format!("+CMEE={style}"),
            Self::SetService(service) => return format!("+CSMS={service}"),
            Self::SetMessageFormat(format) => return format!("+CMGF={format}"),
            Self::NumericErrors => "+CMEE=1",
            Self::Manufacturer => "+CGMI",
            Self::Model => "+CGMM",
            Self::Revision => "+CGMR",
            Self::SerialNumber => "+CGSN",
            Self::PinState => "+CPIN?",
            Self::SubscriberId => "+CIMI",
            Self::PduMode => "+CMGF=0",
            Self::MessageFormat => "+CMGF?",
            Self::Registration => "+CREG?",
            Self::EpsRegistration => "+CEREG?",
            Self::ServiceCentre => "+CSCA?",
            Self::IndicationSupport => "+CNMI=?",
            Self::IndicationState => "+CNMI?",
            Self::Storage => "+CPMS?",
            Self::SignalQuality => "+CSQ",
            Self::SetIndications(i) => {
                let Indications { mode, messages, broadcasts, reports, buffer } = i;
                return format!("+CNMI={mode},{messages},{broadcasts},{reports},{buffer}");
            }
            Self::ServiceSupport => "+CSMS=?",
            Self::SelectStorage(memories) => {
                let quoted: Vec<String> = memories.iter().map(|name| format!("\"{}\"", name.0)).collect();
                return format!("+CPMS={}", quoted.join(","));
            }
            Self::ListStored => "+CMGL=4",
            Self::ReadStored(index) => return format!("+CMGR={index}"),
            Self::DeleteStored(index) => return format!("+CMGD={index}"),
            Self::Acknowledge(None) => "+CNMA",
            Self::Acknowledge(Some(way)) => return format!("+CNMA={way}"),
            Self::EnterPin(pin) => return format!("+CPIN=\"{}\"", pin.0),
            Self::Special(argument) => return argument.0.clone(),
        };
        fixed.to_owned()
    }

    /// The octets of the line.
    pub(super) fn line(&self) -> Vec<u8> {
        format!("AT{}\r", self.body()).into_bytes()
    }

    /// The name in front of its answer's lines: `+CREG`. `None` where an answer has none.
    pub(super) fn answer_name(&self) -> Option<String> {
        let body = self.body();
        let name = body.trim_end_matches('?').split('=').next().unwrap_or_default();
        split_name(&format!("{name}:")).map(|(name, _)| name.to_owned())
    }

    /// Whether its answer may be a bare line without a name.
    pub(super) fn answers_in_plain_text(&self) -> bool {
        matches!(
            self,
            Self::Manufacturer
                | Self::Model
                | Self::Revision
                | Self::SerialNumber
                | Self::SubscriberId
                | Self::ListStored
                | Self::ReadStored(_)
                | Self::Special(_)
        )
    }

    /// How long an answer may take, from the command on.
    pub(super) fn timeout(&self) -> Duration {
        Duration::from_secs(match self {
            Self::Attention => 2,
            Self::PinState | Self::Registration | Self::EpsRegistration => 10,
            Self::PacketRegistration | Self::Operator => 10,
            Self::EnterPin(_) | Self::ListStored => 20,
            Self::ReadStored(_) | Self::DeleteStored(_) => 10,
            Self::ServiceCentre | Self::PduMode | Self::SignalQuality => 5,
            _ => 5,
        })
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EnterPin(_) => f.write_str("AT+CPIN=…"),
            shown => write!(f, "AT{}", shown.body()),
        }
    }
}

/// `AT+CMGS=<length>` (TS 27.005 §3.5.1), PDU mode: `length` counts the TPDU's octets, without the
/// service centre's.
pub(super) fn submit_line(length: u8) -> Vec<u8> {
    format!("AT+CMGS={length}\r").into_bytes()
}

/// What goes to a prompt: the octets in hexadecimal, and Ctrl-Z as the last octet; no CR.
pub(super) fn pdu_octets(octets: &[u8]) -> Vec<u8> {
    let mut hex: Vec<u8> = octets.iter().flat_map(|octet| format!("{octet:02X}").into_bytes()).collect();
    hex.push(CTRL_Z);
    hex
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    fn memories(names: &[&str]) -> Vec<Argument> {
        names.iter().map(|name| Argument::new(name).unwrap()).collect()
    }

    #[test]
    fn a_line_ends_in_a_bare_cr() {
        let all = Indications { mode: 2, messages: 1, broadcasts: 0, reports: 1, buffer: 0 };
        let rows: &[(Command, &[u8], Option<&str>)] = &[
            (Command::Attention, b"AT\r", None),
            (Command::EchoOff, b"ATE0\r", None),
            (Command::Registration, b"AT+CREG?\r", Some("+CREG")),
            (Command::IndicationSupport, b"AT+CNMI=?\r", Some("+CNMI")),
            (Command::SetIndications(all), b"AT+CNMI=2,1,0,1,0\r", Some("+CNMI")),
            (Command::SerialNumber, b"AT+CGSN\r", Some("+CGSN")),
            (Command::EchoOn, b"ATE1\r", None),
            (Command::SetErrorStyle(2), b"AT+CMEE=2\r", Some("+CMEE")),
            (Command::StorageSupport, b"AT+CPMS=?\r", Some("+CPMS")),
            (Command::SelectStorage(memories(&["SR"])), b"AT+CPMS=\"SR\"\r", Some("+CPMS")),
            (
                Command::SelectStorage(memories(&["SR", "SM", "ME"])),
                b"AT+CPMS=\"SR\",\"SM\",\"ME\"\r",
                Some("+CPMS"),
            ),
            (Command::ListStored, b"AT+CMGL=4\r", Some("+CMGL")),
            (Command::ReadStored(0), b"AT+CMGR=0\r", Some("+CMGR")),
            (Command::DeleteStored(255), b"AT+CMGD=255\r", Some("+CMGD")),
            (Command::Acknowledge(None), b"AT+CNMA\r", Some("+CNMA")),
            (Command::Acknowledge(Some(1)), b"AT+CNMA=1\r", Some("+CNMA")),
            (Command::Special(Argument::new("^ICCID?").unwrap()), b"AT^ICCID?\r", Some("^ICCID")),
            (Command::EnterPin(Pin::new("0000").unwrap()), b"AT+CPIN=\"0000\"\r", Some("+CPIN")),
        ];
        for (command, line, name) in rows {
            assert_eq!(command.line(), *line);
            assert_eq!(command.answer_name().as_deref(), *name, "{command}");
        }
        assert_eq!(submit_line(23), b"AT+CMGS=23\r");
    }

    #[test]
    fn an_argument_can_neither_end_a_line_nor_begin_another() {
        for refused in ["", "a\rb", "a\nb", "a\x1Ab", "a\x1Bb", "a\"b", "é", "\0", &"x".repeat(65)] {
            assert_eq!(Argument::new(refused), Err(NotAnArgument), "{refused:?}");
        }
        assert!(Argument::new("+CCID").is_ok());
    }

    #[test]
    fn a_pin_is_digits_and_is_never_shown() {
        for refused in ["", "123", "123456789", "12a4", "12 34", "12\"34", "1234\r"] {
            assert_eq!(Pin::new(refused), Err(NotAPin), "{refused:?}");
        }
        let command = Command::EnterPin(Pin::new("7391").unwrap());
        assert!(!format!("{command} {command:?}").contains("7391"));
    }

    #[test]
    fn ctrl_z_is_the_last_octet_of_a_pdu() {
        assert_eq!(pdu_octets(&[0x00, 0xAB, 0x0F]), b"00AB0F\x1A");
    }
}
