//! Commands about radio and network (TS 27.007 §7, §8) and the words of its errors (§9.2). How SIM and
//! network stand is in `standing`.

use super::basic::{NOT_SUPPORTED, done, line, register};
use super::syntax::{Command, Form};
use super::{Answer, Terminal};

/// TS 27.007 §9.2.1, those that this modem says.
static ERRORS: &[(u16, &str)] = &[
    (3, "operation not allowed"),
    (4, "operation not supported"),
    (10, "SIM not inserted"),
    (11, "SIM PIN required"),
    (12, "SIM PUK required"),
    (13, "SIM failure"),
    (14, "SIM busy"),
    (16, "incorrect password"),
    (21, "invalid index"),
    (22, "not found"),
    (30, "no network service"),
];

/// The words that `+CMEE=2` asks for.
pub(super) fn error_words(code: u16) -> &'static str {
    ERRORS.iter().find(|(known, _)| *known == code).map_or("unknown", |(_, words)| words)
}

impl Terminal {
    /// Whether the radio is on.
    pub(super) fn is_on_air(&self) -> bool {
        self.registers.functionality == 1
    }
}

/// `+CFUN`: 0 and 4 switch the radio off; a second value 1 starts the modem anew.
pub(super) fn functionality(terminal: &mut Terminal, command: &Command) -> Answer {
    if command.value(1) == Some("1") {
        return Answer::Restart;
    }
    if !matches!(command.value(0), None | Some("0" | "1" | "4")) {
        return Answer::Failed(NOT_SUPPORTED);
    }
    register(terminal, command, 4, |registers| &mut registers.functionality)
}

/// `+CREG`, `+CGREG`, `+CEREG`: as the network stands while the radio is on.
pub(super) fn registration(terminal: &mut Terminal, command: &Command) -> Answer {
    let place = match command.name.as_str() {
        "+CREG" => 0,
        "+CGREG" => 1,
        _ => 2,
    };
    let state = if terminal.is_on_air() { terminal.conditions.registration } else { 0 };
    let Some(register) = terminal.registers.registration.get_mut(place) else {
        return Answer::Failed(NOT_SUPPORTED);
    };
    match (&command.form, command.number::<u8>(0)) {
        (Form::Read, _) => {
            let place = if *register == 2 && state == 1 { ",\"00B3\",\"0000C0DE\",7" } else { "" };
            line(format!("{}: {register},{state}{place}", command.name))
        }
        (Form::Set(_), Ok(Some(value @ 0..=2))) => {
            *register = value;
            done()
        }
        _ => Answer::Failed(NOT_SUPPORTED),
    }
}

/// `+COPS`: one network, chosen by itself.
pub(super) fn operator(terminal: &mut Terminal, command: &Command) -> Answer {
    match &command.form {
        Form::Read if !terminal.is_registered() => line("+COPS: 0".to_owned()),
        Form::Read => {
            let format = terminal.registers.operator_format;
            let name = match format {
                0 => "Virtual Network",
                1 => "Virtual",
                _ => "00101",
            };
            line(format!("+COPS: 0,{format},\"{name}\",{}", terminal.conditions.technology))
        }
        _ => match (command.number::<u8>(0), command.number::<u8>(1)) {
            (Ok(Some(0..=4)), Ok(format @ (None | Some(0..=2)))) => {
                let register = &mut terminal.registers.operator_format;
                *register = format.unwrap_or(*register);
                done()
            }
            _ => Answer::Failed(NOT_SUPPORTED),
        },
    }
}

/// `+CLCK`: whether the SIM asks for its PIN; it does not.
pub(super) fn lock(_terminal: &mut Terminal, command: &Command) -> Answer {
    match (command.value(0), command.value(1)) {
        (Some("SC"), Some("2")) => line("+CLCK: 0".to_owned()),
        _ => Answer::Failed(NOT_SUPPORTED),
    }
}

/// `+CPBS`: an empty phone book on the SIM.
pub(super) fn phonebook(_terminal: &mut Terminal, command: &Command) -> Answer {
    match (&command.form, command.value(0)) {
        (Form::Read, _) => line("+CPBS: \"SM\",0,250".to_owned()),
        (Form::Set(_), Some("SM")) => done(),
        _ => Answer::Failed(NOT_SUPPORTED),
    }
}

/// `+CPBR`: nothing in it.
pub(super) fn phonebook_entries(_terminal: &mut Terminal, command: &Command) -> Answer {
    match command.form {
        Form::Set(_) => done(),
        _ => Answer::Failed(NOT_SUPPORTED),
    }
}

/// `+CGSMS`: by which bearer messages go; makes no difference here.
pub(super) fn bearer(terminal: &mut Terminal, command: &Command) -> Answer {
    register(terminal, command, 3, |registers| &mut registers.bearer)
}
