//! Commands about the dialogue itself: echo, result codes, reset (V.250 §6.1, §6.2), error reports
//! (TS 27.007 §9.1) and the character set (TS 27.007 §5.5).

use super::syntax::{Command, Form};
use super::{Answer, Failure, Registers, Terminal};

/// `+CME ERROR: operation not supported`.
pub(super) const NOT_SUPPORTED: Failure = Failure::Equipment(4);

pub(super) fn done() -> Answer {
    Answer::Done(Vec::new())
}

pub(super) fn line(line: String) -> Answer {
    Answer::Done(vec![line])
}

/// A switch of one digit: 0 or 1, 0 where none is written.
fn switch(command: &Command) -> Result<bool, Answer> {
    match command.number::<u8>(0) {
        Ok(None | Some(0)) => Ok(false),
        Ok(Some(1)) => Ok(true),
        _ => Err(Answer::Failed(Failure::Unknown)),
    }
}

/// A register of small numbers: `?` shows it, `=` sets it up to `highest`.
pub(super) fn register(
    terminal: &mut Terminal,
    command: &Command,
    highest: u8,
    place: fn(&mut Registers) -> &mut u8,
) -> Answer {
    let register = place(&mut terminal.registers);
    match &command.form {
        Form::Read => line(format!("{}: {register}", command.name)),
        Form::Set(_) => match command.number::<u8>(0) {
            Ok(Some(value)) if value <= highest => {
                *register = value;
                done()
            }
            _ => Answer::Failed(NOT_SUPPORTED),
        },
        Form::Execute | Form::Test => Answer::Failed(NOT_SUPPORTED),
    }
}

pub(super) fn echo(terminal: &mut Terminal, command: &Command) -> Answer {
    match switch(command) {
        Ok(on) => {
            terminal.registers.echo = on;
            done()
        }
        Err(answer) => answer,
    }
}

pub(super) fn quiet(terminal: &mut Terminal, command: &Command) -> Answer {
    match switch(command) {
        Ok(on) => {
            terminal.registers.quiet = on;
            done()
        }
        Err(answer) => answer,
    }
}

pub(super) fn verbose(terminal: &mut Terminal, command: &Command) -> Answer {
    match switch(command) {
        Ok(on) => {
            terminal.registers.verbose = on;
            done()
        }
        Err(answer) => answer,
    }
}

/// A reset of the registers; the radio stays as it is.
pub(super) fn reset(terminal: &mut Terminal, _command: &Command) -> Answer {
    let functionality = terminal.registers.functionality;
    terminal.registers = Registers { functionality, ..Registers::new() };
    done()
}

/// For lines that a port without wires takes and forgets.
pub(super) fn accepted(_terminal: &mut Terminal, _command: &Command) -> Answer {
    done()
}

pub(super) fn errors(terminal: &mut Terminal, command: &Command) -> Answer {
    register(terminal, command, 2, |registers| &mut registers.errors)
}

pub(super) fn charset(terminal: &mut Terminal, command: &Command) -> Answer {
    match &command.form {
        Form::Read => line(format!("+CSCS: \"{}\"", terminal.registers.charset)),
        _ => match command.value(0) {
            Some(name @ ("IRA" | "GSM")) => {
                terminal.registers.charset = name.to_owned();
                done()
            }
            _ => Answer::Failed(NOT_SUPPORTED),
        },
    }
}
