//! What can be found at a modem: the checks in their order, and for each the signs that answer it. A sign
//! is a plain value with its verdict; `wording` has three sentences for one that is not fine: what was
//! seen, what it means, what to do.

use serde::{Deserialize, Serialize};

use crate::line::Finding;

/// A question that is looked into, in the order of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// What is plugged in.
    Usb,
    /// Whether its port can be opened.
    Port,
    /// Whether a modem answers.
    Answer,
    /// Which one.
    Identity,
    /// Whether its radio is on.
    Radio,
    /// Whether the SIM is open.
    Sim,
    /// Whether the network takes it.
    Network,
    /// How well it is heard.
    Signal,
    /// Whether it knows its service centre.
    ServiceCentre,
    /// Whether there is room for messages.
    Storage,
    /// Whether delivery reports reach us.
    Reports,
    /// Whether a message goes, where one was asked for.
    Sending,
    /// What it says unasked, where that was asked for.
    Listening,
}

impl Check {
    /// All, in order.
    pub const ALL: &[Check] = &[
        Check::Usb,
        Check::Port,
        Check::Answer,
        Check::Identity,
        Check::Radio,
        Check::Sim,
        Check::Network,
        Check::Signal,
        Check::ServiceCentre,
        Check::Storage,
        Check::Reports,
        Check::Sending,
        Check::Listening,
    ];
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Could not be asked, or was not to be.
    NotAsked,
    /// As it should be.
    Ok,
    /// Messages go, but somebody should know.
    Warning,
    /// Messages don't go.
    Fault,
}

/// One check and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// The question.
    pub check: Check,
    /// What was found; `None`: it was not asked.
    pub sign: Option<Sign>,
}

impl Examined {
    /// What was found.
    pub fn found(sign: Sign) -> Self {
        Self { check: sign.check(), sign: Some(sign) }
    }

    /// Of what was not asked.
    pub fn not_asked(check: Check) -> Self {
        Self { check, sign: None }
    }

    /// How bad it is.
    pub fn verdict(&self) -> Verdict {
        self.sign.as_ref().map_or(Verdict::NotAsked, Sign::verdict)
    }
}

/// What counts first: the first fault, else the first warning, else what is remarkable. `None`: all is well.
pub fn headline(examined: &[Examined]) -> Option<&Sign> {
    let signs = || examined.iter().filter_map(|examined| examined.sign.as_ref());
    let first = |verdict| signs().find(|sign| sign.verdict() == verdict);
    let remarkable = || signs().find(|sign| matches!(sign, Sign::MessagesOnly { .. }));
    first(Verdict::Fault).or_else(|| first(Verdict::Warning)).or_else(remarkable)
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs, reason = "fields are what the sentence names; each sign has its line")]
pub enum Sign {
    /// A known modem with ports.
    UsbModem { name: String, place: String },
    /// Still a CD-ROM.
    UsbStorage { name: String, place: String },
    /// A router.
    UsbNetwork { name: String, place: String },
    /// Between two states.
    UsbBoot { name: String, place: String },
    /// A printer.
    UsbPrinter { device: String, name: String },
    /// A modem whose interfaces no driver has taken.
    UsbNoDriver { name: String, vendor: String, product: String },
    /// This port of it does not speak AT.
    UsbOtherPort { device: String, better: String },
    /// ModemManager will ask it too.
    UsbModemManager { device: String },
    /// Nothing that could be a modem.
    UsbNothing,

    /// It opens.
    PortOpen { device: String },
    /// The daemon has it, and told what follows.
    PortDaemon { device: String, line: String },
    /// The daemon has it, and told nothing.
    PortDaemonMute { device: String, line: String },
    /// The daemon has it, and does not answer at all.
    PortDaemonSilent { device: String, line: String },
    /// The daemon tries all ports: ours among them.
    PortDaemonTries { device: String },
    /// Nothing is there.
    PortMissing { device: String },
    /// Somebody has it open.
    PortHeld { device: String, name: String, pid: u32 },
    /// Somebody has it open who can't be seen.
    PortHeldUnseen { device: String },
    /// Not ours to open.
    PortForbidden { device: String, group: Option<String> },
    /// Not a serial port.
    PortNoPort { device: String },
    /// Somebody sits at it.
    PortTerminal { device: String },
    /// It fails.
    PortFailed { device: String, error: String },

    /// A modem answers.
    Answers { device: String, millis: u32 },
    /// The daemon is just speaking to it.
    AnswersLater { line: String },
    /// Nothing is said.
    Silent { device: String },
    /// Something speaks, and never answers.
    Chatters { device: String },
    /// What comes is no language.
    Rubbish { device: String },
    /// It says OK to everything and tells nothing.
    SaysOkToAll { device: String },
    /// It stopped answering in the middle.
    FellSilent { question: String },
    /// It started anew in the middle.
    Restarts,
    /// The port went away in the middle.
    WentAway { device: String },

    /// Who it is.
    Identity { model: String, revision: String, imei: Option<String> },
    /// It does not tell.
    Nameless,
    /// Not the one that is configured.
    WrongModem { expected: String, found: String },

    /// The radio is on.
    RadioOn,
    /// The radio is off.
    RadioOff { mode: u8 },

    /// Open.
    SimReady { sim: Option<String> },
    /// There is none.
    SimAbsent,
    /// It wants its PIN.
    SimPin { tries: Option<u8> },
    /// It wants its PIN, and the next wrong one locks it.
    SimPinLastTry,
    /// It did not take the configured PIN.
    SimPinRefused { tries: Option<u8>, pin_file: Option<String>, note: Option<String> },
    /// It wants its PIN, and the file that should hold it can't be read.
    SimPinUnreadable { path: String, kind: String, error: String },
    /// It wants its PIN, and the file that should hold it holds something else.
    SimPinMalformed { path: String },
    /// It wants its PUK.
    SimPuk,
    /// Another lock.
    SimOtherLock { lock: String },
    /// It is busy.
    SimBusy,
    /// It does not work.
    SimFailed { error: Option<String> },
    /// Not the one that is configured.
    WrongSim { expected: String, found: String },

    /// At home.
    Registered { operator: Option<String>, generation: Option<u8> },
    /// In somebody else's network.
    Roaming { operator: Option<String>, generation: Option<u8> },
    /// For messages, and for nothing else.
    MessagesOnly { operator: Option<String>, generation: Option<u8> },
    /// In a network of the second generation.
    OnlySecondGeneration { operator: Option<String> },
    /// It looks for one.
    Searching,
    /// It does not even look.
    NotRegistered,
    /// The network says no.
    Denied,

    /// Well enough: 0 to 31.
    Signal { level: u8 },
    /// Hardly.
    SignalWeak { level: u8 },
    /// Nobody knows.
    SignalUnknown,

    /// It has one.
    ServiceCentre { number: String },
    /// It has none.
    ServiceCentreMissing,
    /// It does not tell.
    ServiceCentreUntold,

    /// There is room.
    Storage { name: String, used: u16, total: u16 },
    /// There is hardly any.
    StorageNearlyFull { name: String, used: u16, total: u16 },
    /// There is none.
    StorageFull { name: String, used: u16, total: u16 },
    /// Messages can't be handled here.
    NoMessages,
    /// Messages can't be handed over as octets.
    NoPduMode,

    /// They are shown as they come.
    ReportsShown,
    /// They don't come.
    ReportsNot,
    /// How it was set can't be read, so nothing was tried.
    ReportsUntried,

    /// The network took it, and the recipient's phone has it.
    Delivered { prompt_millis: u32, result_millis: u32, report_seconds: u32 },
    /// The network took it, and no report came.
    SentNoReport { prompt_millis: u32, result_millis: u32 },
    /// The network took it, and could not deliver it.
    SentUndelivered { status: u8 },
    /// It was refused.
    SendRefused { error: String },
    /// Nobody knows.
    SendUnknown { answer: Option<String> },
    /// It was not even asked for.
    SendNoPrompt { answer: Option<String> },

    /// The daemon took it, and it arrived.
    TakenDelivered { message: u64 },
    /// The daemon took it, and it is under way.
    TakenNotYet { message: u64 },
    /// The daemon took it, and it did not go.
    TakenFailed { message: u64 },

    /// Something was said.
    Heard { lines: u32 },
    /// Nothing was said.
    HeardNothing,
}

impl Sign {
    /// The check that it answers.
    pub const fn check(&self) -> Check {
        use Sign::*;
        match self {
            UsbModem { .. } | UsbStorage { .. } | UsbNetwork { .. } | UsbBoot { .. } => Check::Usb,
            UsbPrinter { .. } => Check::Usb,
            UsbNoDriver { .. } | UsbOtherPort { .. } | UsbModemManager { .. } | UsbNothing => Check::Usb,
            PortOpen { .. } | PortDaemon { .. } | PortDaemonTries { .. } | PortMissing { .. } => Check::Port,
            PortHeld { .. } | PortHeldUnseen { .. } | PortForbidden { .. } => Check::Port,
            PortDaemonMute { .. } | PortDaemonSilent { .. } | PortTerminal { .. } => Check::Port,
            PortNoPort { .. } | PortFailed { .. } => Check::Port,
            Answers { .. } | Silent { .. } | Chatters { .. } | Rubbish { .. } => Check::Answer,
            SaysOkToAll { .. } | FellSilent { .. } | Restarts | WentAway { .. } => Check::Answer,
            AnswersLater { .. } => Check::Answer,
            Identity { .. } | Nameless | WrongModem { .. } => Check::Identity,
            RadioOn | RadioOff { .. } => Check::Radio,
            SimReady { .. } | SimAbsent | SimPin { .. } | SimPinLastTry | SimPuk => Check::Sim,
            SimOtherLock { .. } | SimBusy | SimFailed { .. } | WrongSim { .. } => Check::Sim,
            SimPinRefused { .. } | SimPinUnreadable { .. } | SimPinMalformed { .. } => Check::Sim,
            Registered { .. } | Roaming { .. } | MessagesOnly { .. } => Check::Network,
            OnlySecondGeneration { .. } | Searching | NotRegistered | Denied => Check::Network,
            Signal { .. } | SignalWeak { .. } | SignalUnknown => Check::Signal,
            ServiceCentre { .. } | ServiceCentreMissing | ServiceCentreUntold => Check::ServiceCentre,
            Storage { .. } | StorageNearlyFull { .. } | StorageFull { .. } => Check::Storage,
            NoMessages | NoPduMode => Check::Storage,
            ReportsShown | ReportsNot | ReportsUntried => Check::Reports,
            Delivered { .. } | SentNoReport { .. } | SentUndelivered { .. } => Check::Sending,
            SendRefused { .. } | SendUnknown { .. } | SendNoPrompt { .. } => Check::Sending,
            TakenDelivered { .. } | TakenNotYet { .. } | TakenFailed { .. } => Check::Sending,
            Heard { .. } | HeardNothing => Check::Listening,
        }
    }

    /// How bad it is.
    pub const fn verdict(&self) -> Verdict {
        use Sign::*;
        match self {
            UsbModem { .. } | PortOpen { .. } | PortDaemon { .. } | Answers { .. } | Identity { .. } => {
                Verdict::Ok
            }
            RadioOn | SimReady { .. } | Registered { .. } | MessagesOnly { .. } | Signal { .. } => {
                Verdict::Ok
            }
            ServiceCentre { .. } | ServiceCentreUntold | Storage { .. } | ReportsShown => Verdict::Ok,
            Delivered { .. } | TakenDelivered { .. } | Heard { .. } | HeardNothing => Verdict::Ok,
            AnswersLater { .. } | TakenNotYet { .. } => Verdict::Warning,
            UsbModemManager { .. } | UsbBoot { .. } | Nameless => Verdict::Warning,
            Roaming { .. } | OnlySecondGeneration { .. } => Verdict::Warning,
            SignalWeak { .. } | SignalUnknown | StorageNearlyFull { .. } => Verdict::Warning,
            ReportsNot | ReportsUntried | SentNoReport { .. } | SentUndelivered { .. } => Verdict::Warning,
            _ => Verdict::Fault,
        }
    }

    /// Whether there is no modem to speak of: nothing to be mended but by hand, or another port.
    pub const fn leaves_nothing_usable(&self) -> bool {
        matches!((self.check(), self.verdict()), (Check::Usb | Check::Port | Check::Answer, Verdict::Fault))
    }

    /// What the daemon says of a line that is down.
    pub fn of_finding(finding: &Finding, device: &str) -> Self {
        let of = str::to_owned;
        match finding.clone() {
            Finding::NoDevice { device } => Sign::PortMissing { device },
            Finding::NoModemFound => Sign::UsbNothing,
            Finding::Busy { device } => Sign::PortHeldUnseen { device },
            Finding::NoPermission { device } => Sign::PortForbidden { device, group: None },
            Finding::NotASerialPort { device } => Sign::PortNoPort { device },
            Finding::Printer { device, name } => Sign::UsbPrinter { device, name },
            Finding::SomebodysTerminal { device } => Sign::PortTerminal { device },
            Finding::PortFailed { device, error } => Sign::PortFailed { device, error },
            Finding::Silent { device } => Sign::Silent { device },
            Finding::NotAModem { device } => Sign::SaysOkToAll { device },
            Finding::NoSim => Sign::SimAbsent,
            Finding::PinRequired { tries: Some(1) } => Sign::SimPinLastTry,
            Finding::PinRequired { tries } => Sign::SimPin { tries },
            Finding::PinRefused { tries, pin_file, note } => Sign::SimPinRefused { tries, pin_file, note },
            Finding::PinUnreadable { path, kind, error } => Sign::SimPinUnreadable { path, kind, error },
            Finding::PinMalformed { path } => Sign::SimPinMalformed { path },
            Finding::PukRequired => Sign::SimPuk,
            Finding::NotRegistered => Sign::Searching,
            Finding::RegistrationDenied => Sign::Denied,
            Finding::NoServiceCentre => Sign::ServiceCentreMissing,
            Finding::NoPduMode => Sign::NoPduMode,
            Finding::WrongModem { expected, found } => Sign::WrongModem { expected, found },
            Finding::WrongSim { expected, found } => Sign::WrongSim { expected, found },
            Finding::Restarted => Sign::Restarts,
            Finding::Unresponsive => Sign::FellSilent { question: of(device) },
        }
    }
}
